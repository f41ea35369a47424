"""What calls of libsenc come to when they fail: senc's own line, as an exception of its kind."""

from __future__ import annotations

OK = 0


class Error(Exception):
    """A call of senc that failed. ``str(error)`` is senc's own line.

    The kinds below are also exceptions of Python's own, so that ``except ValueError`` and
    ``except FileNotFoundError`` catch what they should.
    """

    #: One of the codes of senc.h, which are the exit statuses of the program senc.
    status: int = 70


class InvalidError(Error, ValueError):
    """An argument, an option or a combination that makes no sense."""

    status = 64


class DataError(Error, ValueError):
    """A file, a text or a vector is not what it should be."""

    status = 65


class NotFoundError(Error, FileNotFoundError):
    """No such model, or a file that is missing or cannot be read."""

    status = 66


class InternalError(Error, RuntimeError):
    """A fault of senc's."""

    status = 70


class ForkedError(Error, RuntimeError):
    """The process was forked in the middle of a long call of another thread."""

    status = 71


class ReadError(Error, OSError):
    """Reading or writing failed on the way."""

    status = 74


class StoppedError(Error, InterruptedError):
    """The call was stopped from outside."""

    status = 130


_KINDS: dict[int, type[Error]] = {
    kind.status: kind
    for kind in (
        InvalidError,
        DataError,
        NotFoundError,
        InternalError,
        ForkedError,
        ReadError,
        StoppedError,
    )
}


class TextWarning(UserWarning):
    """Texts were cut, or are in a language that the model is not for."""


def error(status: int, line: str) -> Error:
    """The exception for what a call came to."""
    return _KINDS.get(status, InternalError)(line)
