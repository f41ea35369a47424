"""What all tests use: a small model, and the program senc to compare with."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

import senc

REPOSITORY = Path(__file__).parents[2]
TINY = REPOSITORY / "Tests/Goldens/tiny-bert"
TEXTS = [
    "Está lloviendo.",
    "",
    "The king and the queen of the sea",
    "🙂 Straße 我喜欢 быстрая лиса",
    "a\0b",
    "line\nbreak\ttab",
    "word " * 90,
] * 5


@pytest.fixture(scope="session")
def tiny():
    """A model of random weights, which takes no time."""
    with senc.Encoder(TINY, threads=2) as encoder:
        yield encoder


@pytest.fixture(scope="session")
def default():
    """The model that comes with the package."""
    with senc.Encoder() as encoder:
        yield encoder


@pytest.fixture
def program(tmp_path):
    """Runs `senc encode` for texts; gives what it writes to FILE.npy."""
    path = os.environ.get("SENC_PROGRAM")
    if not path:
        pytest.skip("SENC_PROGRAM names no program to compare with")

    def run(texts, *options):
        table = tmp_path / "texts.jsonl"
        table.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
        output = tmp_path / "vectors.npy"
        subprocess.run(
            [path, "encode", "--input", table, "--field", "text", "--output", output, *options],
            check=True,
            capture_output=True,
        )
        return np.load(output)

    return run
