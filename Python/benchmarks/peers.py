"""The package beside sentence-transformers and ONNX Runtime, which fastembed computes with:

    python peers.py MODEL [ONNX]

MODEL is a directory that both load (`senc export` makes one), ONNX a file of the same model, with
inputs of transformers. Run by a Python that has sentence-transformers (and onnxruntime). First
compares all that a program may ask of a SentenceTransformer, and ends with status 1 if vectors
differ by more than 2e-6; then prints texts a second and the time of one text, medians of rounds
in turns. Measure with nothing else running.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import Any, Callable

os.environ["HF_HUB_OFFLINE"] = "1"

import numpy as np
from rates import TEXT, texts
from sentence_transformers import SentenceTransformer as Reference

from senc.sentence_transformers import SentenceTransformer

ROUNDS = 5
#: Texts that are encoded in a round.
COUNT = 200
#: What rounding of float32 comes to.
TOLERANCE = 2e-6

SAMPLES = [
    "",
    "Está lloviendo.",
    "It is raining cats and dogs, isn't it?",
    "🙂 Straße 我喜欢 быстрая лиса",
    "word " * 1000,
    "a",
]


def compare(ours: Any, theirs: Any) -> float:
    """The greatest difference, of vectors whose shapes and types are the same."""
    cases: dict[str, Callable[[Any], Any]] = {
        "encode": lambda model: model.encode(SAMPLES),
        "a text": lambda model: model.encode(SAMPLES[1]),
        "encode_query": lambda model: model.encode_query(SAMPLES),
        "encode_document": lambda model: model.encode_document(SAMPLES),
        "prompt": lambda model: model.encode(SAMPLES, prompt="query: "),
        "normalize": lambda model: model.encode(SAMPLES, normalize_embeddings=True),
        "truncate_dim": lambda model: model.encode(SAMPLES, truncate_dim=32),
        "truncated and normalized": lambda model: model.encode(
            SAMPLES, truncate_dim=32, normalize_embeddings=True
        ),
        "tensor": lambda model: model.encode(SAMPLES, convert_to_tensor=True).numpy(),
        "tensors": lambda model: np.stack(model.encode(SAMPLES, convert_to_numpy=False)),
        "ubinary": lambda model: np.unpackbits(model.encode(SAMPLES, precision="ubinary")),
        "similarity": lambda model: np.asarray(
            model.similarity(*[model.encode(SAMPLES, convert_to_tensor=True)] * 2)
        ),
        "pairwise": lambda model: np.asarray(
            model.similarity_pairwise(*[model.encode(SAMPLES)] * 2)
        ),
    }
    greatest = 0.0
    for name, case in cases.items():
        one, other = case(ours), case(theirs)
        assert one.shape == other.shape, (name, one.shape, other.shape)
        assert one.dtype == other.dtype, (name, one.dtype, other.dtype)
        difference = float(np.abs(one.astype(np.float64) - other).max())
        print(f"{name}: {list(one.shape)}, greatest difference {difference:.2g}")
        greatest = max(greatest, difference)
    assert ours.get_sentence_embedding_dimension() == theirs.get_embedding_dimension()
    assert ours.max_seq_length == theirs.max_seq_length
    return greatest


def onnx(model: Any, path: str) -> Callable[[list[str]], Any]:
    """Vectors by ONNX Runtime: sorted by length, in batches of 32, padded."""
    import onnxruntime

    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    wanted = {argument.name for argument in session.get_inputs()}
    limit = model.max_seq_length

    def encode(lines: list[str]) -> Any:
        order = sorted(range(len(lines)), key=lambda place: -len(lines[place]))
        found = np.zeros((len(lines), model.get_embedding_dimension()), np.float32)
        for start in range(0, len(lines), 32):
            places = order[start : start + 32]
            given = model.tokenizer(
                [lines[place] for place in places],
                padding=True,
                truncation=True,
                max_length=limit,
                return_tensors="np",
            )
            states = session.run(None, {name: given[name] for name in wanted if name in given})[0]
            mask = given["attention_mask"][:, :, None].astype(np.float32)
            means = (states * mask).sum(1) / mask.sum(1)
            found[places] = means / np.linalg.norm(means, axis=1, keepdims=True)
        return found

    return encode


def main() -> int:
    ours, theirs = (
        SentenceTransformer(sys.argv[1]),
        Reference(sys.argv[1], device="cpu", model_kwargs={"dtype": "float32"}),
    )
    greatest = compare(ours, theirs)
    engines = {
        "senc": ours.encode,
        "sentence-transformers": lambda lines: theirs.encode(lines, show_progress_bar=False),
    }
    if len(sys.argv) > 2:
        engines["onnxruntime"] = onnx(theirs, sys.argv[2])
    lines = texts()[:COUNT]
    rates: dict[str, list[float]] = {name: [] for name in engines}
    times: dict[str, list[float]] = {name: [] for name in engines}
    for turn in range(ROUNDS + 1):
        for name, encode in engines.items():
            start = time.perf_counter()
            encode(lines)
            between = time.perf_counter()
            for _ in range(20):
                encode([TEXT])
            end = time.perf_counter()
            if turn:
                rates[name].append(COUNT / (between - start))
                times[name].append((end - between) / 20)
    for name in engines:
        print(
            f"{name}: {statistics.median(rates[name]):.0f} texts/s, "
            f"one text {1000 * statistics.median(times[name]):.2f} ms"
        )
    return 1 if greatest > TOLERANCE else 0


if __name__ == "__main__":
    raise SystemExit(main())
