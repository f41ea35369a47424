"""Calls of all kinds from 64 threads, with forks, interrupts and garbage in between:

    python stress.py MODEL CALLS

Every result is compared with what one thread got before. Ends with status 0 if all were right.
"""

import ctypes
import itertools
import os
import random
import signal
import sys
import threading
import time
import warnings

import numpy as np

import senc
from senc import _arrow, _texts

THREADS = 64
TEXTS = ["Está lloviendo.", "", "The king", "🙂 Straße", "a\0b", "word " * 40] * 3

model, calls = sys.argv[1], int(sys.argv[2])
warnings.simplefilter("ignore")
encoder = senc.Encoder(model, threads=2)
expected = encoder.encode(TEXTS)
expected_tokens = encoder.count_tokens(TEXTS)
counter = itertools.count()
faults: list = []
done: dict = {}


def single(number):
    place = number % len(TEXTS)
    assert (encoder.encode(TEXTS[place]) == expected[place]).all()


def several(number):
    first = number % len(TEXTS)
    assert (encoder.encode(TEXTS[first:]) == expected[first:]).all()


def into(number):
    out = np.empty_like(expected)
    encoder.encode(TEXTS, out=out)
    assert (out == expected).all()


def tokens(number):
    assert (encoder.count_tokens(TEXTS) == expected_tokens).all()
    assert len(encoder.tokenize(TEXTS[number % len(TEXTS)]).ids) >= 2


def search(number):
    indices, _ = senc.search(expected[2:4], expected, 3)
    assert indices[0][0] == 2
    assert abs(float(senc.similarity(expected[0], expected[0])) - 1) < 1e-6


def told(number):
    told = []
    encoder.encode(TEXTS * 20, progress=lambda done, total: told.append(done))
    assert told[-1] == len(TEXTS) * 20


def mistakes(number):
    for call in (
        lambda: encoder.encode("a", role="nobody"),
        lambda: encoder.encode([1]),
        lambda: encoder.encode("a", dimension=10**9),
        lambda: senc.search(expected, expected[:, :3]),
        lambda: senc.Encoder("/nowhere"),
    ):
        try:
            call()
        except (ValueError, TypeError, FileNotFoundError):
            continue
        raise AssertionError("no error")


def garbage(number):
    """Columns whose offsets and bits are anything; their bytes are there."""
    dice = random.Random(number)
    count = dice.randrange(1, 9)
    data = dice.randbytes(64)
    offsets = np.array(
        [
            dice.choice([0, 1, 7, 64, -1, 2**31 - 1, -(2**31), dice.randrange(65)])
            for _ in range(count + 1)
        ],
        dice.choice([np.int32, np.int64]),
    )
    if dice.random() < 0.3:
        offsets = np.sort(np.clip(offsets, 0, 64))
    bits = np.frombuffer(dice.randbytes(2), np.uint8)
    address = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p).value
    column = _arrow.Column(count, 0, offsets, address, bits.ctypes.data, (data, bits))
    texts = _texts.Texts(column)
    # Only what the offsets may lead to is there.
    texts.strings.bytes_count = len(data)
    rows = np.full((count, encoder.dimension), 7, np.float32)
    vectors = senc._vectors.vectors(rows)
    status = encoder._encode(
        encoder._open().pointer,
        ctypes.byref(texts.strings),
        None,
        ctypes.byref(vectors),
        None,
        None,
        None,
    )
    assert status == 0 or (rows == 7).all()


def opened(number):
    with senc.Encoder(model, threads=1) as other:
        assert (other.encode(TEXTS[2]) == expected[2]).all()


KINDS = [single] * 6 + [several, into, tokens, search, told, mistakes, garbage, garbage, opened]


def work():
    for number in counter:
        if number >= calls or faults:
            return
        kind = KINDS[number % len(KINDS)]
        try:
            kind(number)
            done[kind.__name__] = done.get(kind.__name__, 0) + 1
        except BaseException as fault:
            faults.append((kind.__name__, repr(fault)))


def fork():
    child = os.fork()
    if child == 0:
        right = False
        try:
            right = bool((encoder.encode(TEXTS) == expected).all())
            right = right and bool((encoder.encode(TEXTS[0]) == expected[0]).all())
        finally:
            os._exit(0 if right else 1)
    if os.waitpid(child, 0)[1] != 0:
        faults.append("a child was wrong")


threads = [threading.Thread(target=work) for _ in range(THREADS)]
for thread in threads:
    thread.start()
forks = interrupts = 0
while any(thread.is_alive() for thread in threads) and not faults:
    try:
        fork()
        forks += 1
        threading.Timer(random.random() * 0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
        encoder.encode(TEXTS * 500)
        time.sleep(1)
    except KeyboardInterrupt:
        interrupts += 1
signal.signal(signal.SIGINT, signal.SIG_IGN)
for thread in threads:
    thread.join()
if faults:
    print(faults[:5], file=sys.stderr)
    raise SystemExit(1)
print(f"{calls} calls of {THREADS} threads, {forks} forks, {interrupts} interrupts: {done}")
