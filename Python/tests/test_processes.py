"""Interrupts, forks, processes and threads."""

import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import TINY

import senc

MANY = ["The king and the queen of the sea"] * 1000


def run(script, *arguments, timeout=120):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def test_ctrl_c_ends_a_call_within_a_batch():
    found = run(
        """
        import os, signal, sys, threading, time
        import senc

        import numpy as np

        encoder = senc.Encoder()
        encoder.encode("warm")
        texts = ["The king and the queen of the sea"] * 100000
        rows = np.random.default_rng(1).random((300000, 384), np.float32)
        for work in (
            lambda: encoder.encode(texts, progress=False),
            lambda: encoder.encode(["word " * 400] * 5000, progress=print),
            lambda: encoder.encode([" ".join(map(str, range(200000)))], overflow="chunk"),
            lambda: encoder.count_tokens(texts * 10),
            lambda: senc.search(rows[:20000], rows, 3),
            lambda: senc.similarity(rows[:20000], rows[:20000]),
        ):
            sent = []
            def interrupt():
                sent.append(time.monotonic())
                os.kill(os.getpid(), signal.SIGINT)
            timer = threading.Timer(0.5, interrupt)
            timer.start()
            try:
                work()
            except KeyboardInterrupt:
                print("interrupted", time.monotonic() - sent[0], file=sys.stderr)
            timer.join()
        print(len(encoder.encode("and on")), file=sys.stderr)
        """
    )
    *interrupted, last = found.stderr.splitlines()
    assert found.returncode == 0, found.stderr
    assert last == "384"
    assert len(interrupted) == 6, found.stderr
    for line in interrupted:
        word, seconds = line.split()
        assert word == "interrupted"
        # A batch takes some hundredths of a second; the machine may be busy.
        assert float(seconds) < 5


def test_handlers_of_signals_run_during_a_call(tiny):
    told = []
    before = signal.signal(signal.SIGALRM, lambda *_: told.append(time.monotonic()))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
        expected = tiny.encode(MANY[:1])
        rows = tiny.encode(MANY * 20)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert told
    assert (rows == expected).all()


def test_other_threads_run_while_it_computes(default):
    counted = []
    ended = threading.Event()

    def count():
        while not ended.wait(0.001):
            counted.append(1)

    thread = threading.Thread(target=count)
    thread.start()
    default.encode([f"The king and queen number {number}" for number in range(60)])
    before = len(counted)
    vector = default.encode("The king and the queen of the sea " * 10)
    ended.set()
    thread.join()
    assert before > 20
    assert vector.shape == (384,)


def encode_length(text):
    return ENCODER.encode(text)


ENCODER = None


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_pools_of_processes(method):
    global ENCODER
    texts = [*MANY[:20], "x"]
    with senc.Encoder(TINY, threads=2) as encoder:
        expected = encoder.encode(texts)
        if method == "fork":
            # What the parent has opened is used.
            ENCODER, function = encoder, encode_length
        else:
            function = encoder.encode
        with multiprocessing.get_context(method).Pool(2) as pool:
            rows = pool.map(function, texts)
        np.testing.assert_array_equal(rows, expected)


def test_a_child_of_a_fork_encodes_as_its_parent(tiny):
    expected = tiny.encode(MANY)
    busy = threading.Thread(target=lambda: [tiny.encode(MANY) for _ in range(5)])
    busy.start()
    for _ in range(10):
        child = os.fork()
        if child == 0:
            # Nothing of pytest's is to run here.
            right = False
            try:
                right = bool((tiny.encode(MANY) == expected).all())
            finally:
                os._exit(0 if right else 1)
        assert os.waitpid(child, 0)[1] == 0
    busy.join()


def test_an_encoder_is_closed_while_others_use_it():
    encoder = senc.Encoder(TINY, threads=1)
    expected = encoder.encode(MANY)
    wrong = []

    def work():
        try:
            for _ in range(1000):
                np.testing.assert_array_equal(encoder.encode(MANY), expected)
        except Exception as error:
            if str(error) != "the encoder is closed":
                wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    encoder.close()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_process_that_ends_in_the_middle_of_calls_ends_quietly():
    found = run(
        """
        import sys, threading, time
        import senc

        encoder = senc.Encoder(sys.argv[1])
        def work():
            while True:
                encoder.encode(["The king and the queen of the sea"] * 100)
        for _ in range(4):
            threading.Thread(target=work, daemon=True).start()
        time.sleep(0.3)
        """,
        TINY,
    )
    assert (found.returncode, found.stderr) == (0, "")


def test_many_threads_forks_interrupts_and_garbage():
    stress = Path(__file__).with_name("stress.py")
    calls = os.environ.get("SENC_CALLS", "4000")
    found = subprocess.run(
        [sys.executable, stress, TINY, calls], capture_output=True, text=True, timeout=3600
    )
    assert found.returncode == 0, found.stderr[-3000:]
    assert found.stdout.startswith(f"{calls} calls"), found.stdout
