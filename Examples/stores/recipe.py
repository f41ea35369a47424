"""What the recipes have in common: senc is called, and what made vectors is held against what made
those in the store.

A recipe is a class with the methods of `Store`; `run` is its command line:

    into_STORE.py TEXTS [QUESTION…] [--add TEXT] [--store PLACE] [--top N]

The first run loads the lines of TEXTS into the store, later ones find them there.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

# The program; senc on the PATH if not given. SENC_MODEL chooses its model.
SENC = os.environ.get("SENC", "senc")

# What senc says of the encoder that made vectors: hashes of the model's files, prompt, dimension.
Model = dict[str, Any]

# What things are called, which may differ.
NAMES = {"model", "promptName", "role"}


class Hit(NamedTuple):
    """A text that was found, with its cosine to the question."""

    score: float
    id: int
    text: str


class Store(Protocol):
    """What a recipe does with its store."""

    # In which the store takes vectors from senc, by the end of the file's name.
    suffix: str

    def model(self) -> Model | None:
        """What made the vectors in the store; None before any are loaded."""

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        """Puts texts with the vectors of a file in, and what made them; all of it or nothing."""

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        """The texts whose vectors are the closest, the closest first."""

    def add(self, text: str, vector: np.ndarray) -> None:
        """Puts one more text in."""


class OtherModelError(Exception):
    """Vectors of two encoders have nothing to do with each other."""


def encode(arguments: list[str], vectors: Path, role: str) -> Model:
    """Has senc write a file of vectors, as the role has them; returns what made them."""
    command = [SENC, "encode", "--output", str(vectors), "--role", role, *arguments]
    subprocess.run(command, check=True)
    stamp = vectors.with_name(vectors.name + ".model.json")
    return json.loads(stamp.read_text(encoding="utf-8"))["model"]


def encode_text(text: str, role: str) -> tuple[np.ndarray, Model]:
    """The vector of one text, [dimension], and what made it."""
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch, "vector.npy")
        model = encode(["--", text], file, role)
        return np.load(file)[0], model


def check(stored: Model | None, model: Model, *, prompts: bool) -> None:
    """Refuses vectors that may not be compared with those in the store, or not be added to them.

    Questions have a prompt of their own, so prompts are compared for what is added alone.
    """
    ignored = NAMES if prompts else NAMES | {"prompt"}
    stored = stored or {}
    for name in sorted((stored.keys() | model.keys()) - ignored):
        if stored.get(name) != model.get(name):
            raise OtherModelError(
                f"the store has vectors of {stored.get('model')}, these are of"
                f" {model.get('model')}: {name} is {stored.get(name)!r} and {model.get(name)!r}"
            )


def lines(path: Path) -> list[str]:
    """The texts of a file, one a line, as senc counts them: n is that of row n."""
    with path.open(encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\r\n") for line in file]


def run(store_type: Callable[[str], Store], place: str) -> None:
    """Loads, adds and asks as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", type=Path, help="a file with one text a line")
    parser.add_argument("questions", nargs="*")
    parser.add_argument("--add", metavar="TEXT", help="one more text")
    parser.add_argument("--store", default=place, help=f"where it is; {place!r} if not given")
    parser.add_argument("--top", type=int, default=3)
    options = parser.parse_intermixed_args()
    store = store_type(options.store)
    try:
        if store.model() is None:
            with tempfile.TemporaryDirectory() as scratch:
                vectors = Path(scratch, "vectors" + store.suffix)
                model = encode(["--input", str(options.texts)], vectors, "passage")
                store.load(lines(options.texts), vectors, model)
        if options.add:
            vector, model = encode_text(options.add, "passage")
            check(store.model(), model, prompts=True)
            store.add(options.add, vector)
        for question in options.questions:
            vector, model = encode_text(question, "query")
            check(store.model(), model, prompts=False)
            print(question)
            for hit in store.ask(vector, options.top):
                print(f"{hit.score:.6f}\t{hit.id}\t{hit.text}")
    except (OtherModelError, FileNotFoundError) as error:
        sys.exit(f"error: {error}")
    except subprocess.CalledProcessError as error:
        # senc has said what is wrong.
        sys.exit(error.returncode)
