"""Vectors in a file of FAISS, with an HNSW index; texts and what made the vectors beside it.

FAISS keeps numbers alone, so the store is a directory.
"""

import json
import os
from pathlib import Path

import faiss
import numpy as np
from recipe import Hit, Model, run


class FAISS:
    """A directory with an index, the texts by their numbers, and what made the vectors."""

    suffix = ".faiss"

    def __init__(self, place: str) -> None:
        self.directory = Path(place)
        self.file = self.directory / "vectors.faiss"

    def model(self) -> Model | None:
        path = self.directory / "model.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        # senc has written an IndexFlatIP, which is exact and answers as it is.
        flat = faiss.read_index(str(vectors))
        self.directory.mkdir(exist_ok=True)
        self.write(self.index(flat), texts)
        # Last: without it nothing counts as loaded.
        self.replace("model.json", json.dumps(model))

    @staticmethod
    def index(flat: faiss.IndexFlat) -> faiss.IndexHNSWFlat:
        """A graph of the vectors of a flat index, for more than some hundred thousand of them."""
        graph = faiss.IndexHNSWFlat(flat.d, 32, flat.metric_type)
        graph.add(flat.reconstruct_n(0, flat.ntotal))
        return graph

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        index = faiss.read_index(str(self.file))
        # Of how many rows the best are taken: more find more, and take longer.
        index.hnsw.efSearch = 200
        scores, ids = index.search(vector[np.newaxis], top)
        texts = self.texts()
        return [
            Hit(float(score), int(id), texts[id])
            for score, id in zip(scores[0], ids[0], strict=True)
            if id >= 0
        ]

    def add(self, text: str, vector: np.ndarray) -> None:
        index = faiss.read_index(str(self.file))
        index.add(vector[np.newaxis])
        # An addition that was stopped may have left a text without a vector.
        texts = self.texts()[: index.ntotal - 1]
        self.write(index, [*texts, text])

    def texts(self) -> list[str]:
        return json.loads((self.directory / "texts.json").read_text(encoding="utf-8"))

    def write(self, index: faiss.Index, texts: list[str]) -> None:
        # The texts first: what the index has a vector of has a text, whenever this is stopped.
        self.replace("texts.json", json.dumps(texts, ensure_ascii=False))
        faiss.write_index(index, str(self.file) + ".new")
        os.replace(str(self.file) + ".new", self.file)

    def replace(self, name: str, content: str) -> None:
        """Writes a file that is there whole, or as it was before."""
        new = self.directory / (name + ".new")
        new.write_text(content, encoding="utf-8")
        new.replace(self.directory / name)


if __name__ == "__main__":
    run(FAISS, "sentences_faiss")
