"""Calls that take long: heeding interrupts, and telling how far they are."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any, Callable, Optional, Union

from ._errors import OK, error
from ._library import Progress, last_line

#: What is called with how many texts are done, and how many there are.
ProgressFunction = Callable[[int, int], object]
#: What a user may ask for.
ProgressOption = Union[bool, ProgressFunction, None]

#: Seconds between two looks at signals and at how far a call is.
_INTERVAL = 0.1
#: Seconds after which a call that was not asked for a bar shows one.
_PATIENCE = 2.0
#: Bytes of stack that a thread which calls libsenc needs.
_STACK = 512 << 10


class Bar:
    """A bar of tqdm's, from when a call turns out to be long."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._start = time.monotonic()
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._start < self._patience:
                return
            from tqdm.auto import tqdm

            self._bar = tqdm(total=total, unit="text")
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def has_tqdm() -> bool:
    """Whether tqdm is installed."""
    from importlib.util import find_spec

    return "tqdm" in sys.modules or find_spec("tqdm") is not None


def progress_function(option: ProgressOption) -> Optional[ProgressFunction]:
    """What is to be told of progress.

    :raises ImportError: if a bar is asked for, and tqdm is not installed.
    """
    if option is None:
        # A program that writes to a file or a pipe wants no bar in it.
        stream = sys.stderr
        is_notebook = "ipykernel" in sys.modules
        is_watched = is_notebook or (stream is not None and stream.isatty())
        return Bar(_PATIENCE) if is_watched and has_tqdm() else None
    if option is True:
        if not has_tqdm():
            raise ImportError("a progress bar needs tqdm: pip install tqdm")
        return Bar(0)
    return option or None


def call(
    function: Callable[[Any], int], progress: Optional[ProgressFunction] = None, total: int = 0
) -> None:
    """Makes a call of libsenc's that takes a progress function.

    Python runs handlers of signals, Ctrl-C's among them, in the main thread and between bytecodes:
    while that is in C, none would run. So from there the call is made by a thread of its own, and
    the main thread waits in Python, where it heeds signals and reports progress. Whatever it
    raises ends the call within a batch.

    :param function: is given a `Progress`, or None, and returns a status. It keeps all memory that
        the call needs: a second exception while the call ends leaves it behind.
    :raises Error: unless it succeeded.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if (not is_main and progress is None) or 0 < threading.stack_size() < _STACK:
        _check(*_outcome(function, None))
        return
    # [how many texts are done, whether to stop]
    state = [0, 0]

    def tell(_: Optional[int], done: int, __: int) -> int:
        state[0] = done
        return state[1]

    outcome: list[tuple[int, str]] = []
    ended = threading.Lock()
    ended.acquire()

    def work() -> None:
        try:
            outcome.append(_outcome(function, Progress(tell)))
        finally:
            ended.release()

    worker = threading.Thread(target=work, name="senc")
    try:
        try:
            worker.start()
        except RuntimeError:
            # No thread is to be had, as when Python is about to end.
            _check(*_outcome(function, None))
            return
        while not ended.acquire(timeout=_INTERVAL):
            if progress is not None:
                progress(state[0], total)
    except BaseException:
        state[1] = 1
        if worker.is_alive():
            worker.join()
        raise
    worker.join()
    _check(*outcome[0])
    if progress is not None:
        progress(total, total)


def _outcome(function: Callable[[Any], int], progress: Any) -> tuple[int, str]:
    """A status, and the line of the thread that got it."""
    status = function(progress)
    return status, "" if status == OK else last_line()


def _check(status: int, line: str) -> None:
    if status != OK:
        raise error(status, line)
