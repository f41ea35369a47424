"""Loads vectors into the stores of Examples/stores and asks for them: stores.py [--count N]
[--rounds R] [STORE…]

Vectors are drawn around 2,000 centers and have length 1; texts are short. Medians of the rounds:
rows loaded a second without what making an index takes, its seconds, milliseconds a question, and
how many of the ten closest are found. Run it in the environment that Examples/stores/run.sh makes.
"""

import argparse
import contextlib
import importlib
import os
import pathlib
import statistics
import sys
import tempfile
import time

import numpy as np
from markdown import rounded, table

RECIPES = pathlib.Path(__file__).resolve().parents[1] / "Examples/stores"
CLASSES = {
    "postgresql": "PostgreSQL",
    "qdrant": "Qdrant",
    "lancedb": "LanceDB",
    "duckdb": "DuckDB",
    "sqlite_vec": "SQLite",
    "faiss": "FAISS",
}
DIMENSION = 384
ASKED = 100
TOP = 10
MODEL = {"model": "drawn", "dimension": DIMENSION}


def drawn(count: int, seed: int) -> np.ndarray:
    """Vectors of length 1, [count, DIMENSION]."""
    centers = np.random.default_rng(1).standard_normal((2000, DIMENSION), np.float32)
    random = np.random.default_rng(seed)
    vectors = centers[random.integers(len(centers), size=count)]
    vectors += 0.7 * random.standard_normal((count, DIMENSION), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def write(vectors: np.ndarray, path: pathlib.Path) -> None:
    """What senc would write into a file of this name."""
    if path.suffix == ".npy":
        np.save(path, vectors)
    elif path.suffix == ".faiss":
        import faiss

        index = faiss.IndexFlatIP(DIMENSION)
        index.add(vectors)
        faiss.write_index(index, str(path))
    else:
        row = np.dtype(
            [
                *[("columns", ">i2"), ("id bytes", ">i4"), ("id", ">i8"), ("bytes", ">i4")],
                *[("dimension", ">i2"), ("zero", ">i2"), ("vector", ">f4", DIMENSION)],
            ]
        )
        rows = np.zeros(len(vectors), row)
        rows["columns"], rows["id bytes"], rows["id"] = 2, 8, np.arange(len(vectors))
        rows["bytes"], rows["dimension"], rows["vector"] = 4 + 4 * DIMENSION, DIMENSION, vectors
        with path.open("wb") as file:
            file.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


def measured(name: str, files: pathlib.Path, texts: list[str], asked: np.ndarray) -> list[float]:
    """Seconds of loading and of the index, milliseconds a question, and what was found of it."""
    store_type = getattr(importlib.import_module(f"into_{name}"), CLASSES[name])
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory())
        if name == "postgresql":
            from postgresql_server import postgresql

            os.environ.update(stack.enter_context(postgresql()))
            store = store_type("")
        else:
            # Of a directory Qdrant's local mode commits each point by itself.
            store = store_type(":memory:" if name == "qdrant" else f"{place}/store")
        spent = [0.0]
        if hasattr(store, "index"):
            make = store.index

            def timed(*arguments: object) -> object:
                start = time.perf_counter()
                made = make(*arguments)
                spent[0] = time.perf_counter() - start
                return made

            store.index = timed
        start = time.perf_counter()
        store.load(texts, files / f"vectors{store.suffix}", MODEL)
        seconds = time.perf_counter() - start - spent[0]
        store.ask(asked[0], TOP)
        start = time.perf_counter()
        answers = [{hit.id for hit in store.ask(vector, TOP)} for vector in asked]
        milliseconds = 1000 * (time.perf_counter() - start) / len(asked)
        vectors = np.load(files / "vectors.npy", mmap_mode="r")
        best = np.argpartition(-(asked @ vectors.T), TOP, axis=1)[:, :TOP]
        found = [len(answer & set(row.tolist())) for answer, row in zip(answers, best, strict=True)]
        return [seconds, spent[0], milliseconds, sum(found) / (TOP * len(asked))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stores", nargs="*", default=list(CLASSES))
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    sys.path.insert(0, str(RECIPES))
    texts = [f"Texto número {number}." for number in range(options.count)]
    asked = drawn(ASKED, 3)
    rows = []
    with tempfile.TemporaryDirectory() as directory:
        files = pathlib.Path(directory)
        vectors = drawn(options.count, 2)
        for suffix in (".npy", ".faiss", ".pgcopy"):
            write(vectors, files / f"vectors{suffix}")
        for name in options.stores:
            rounds = [measured(name, files, texts, asked) for _ in range(options.rounds)]
            print(name, rounds, file=sys.stderr, flush=True)
            seconds, index, milliseconds, found = map(statistics.median, zip(*rounds, strict=True))
            made = f"{index:.1f}" if index else "none"
            rows.append(
                [
                    name,
                    rounded(options.count / seconds),
                    made,
                    f"{milliseconds:.1f}",
                    f"{found:.3f}",
                ]
            )
    table(["store", "rows/s", "index, s", "question, ms", "recall@10"], rows)


if __name__ == "__main__":
    main()
