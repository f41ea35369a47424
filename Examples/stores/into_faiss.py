"""Vectors in a file of FAISS, with an HNSW index; texts and what made the vectors beside it.

FAISS keeps numbers alone, so the store is a directory.
"""

import json
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
        if self.model() is not None:
            self.graph = faiss.read_index(str(self.file))
            self.texts = json.loads((self.directory / "texts.json").read_text(encoding="utf-8"))
            # Where writing was stopped between the two files.
            del self.texts[self.graph.ntotal :]

    def model(self) -> Model | None:
        path = self.directory / "model.json"
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        # senc has written an IndexFlatIP, which is exact and answers as it is.
        flat = faiss.read_index(str(vectors))
        self.directory.mkdir(exist_ok=True)
        self.graph, self.texts = self.index(flat), texts
        self.write()
        # Last: without it nothing counts as loaded.
        self.replace("model.json", json.dumps(model))

    def index(self, flat: faiss.IndexFlat) -> faiss.IndexHNSWFlat:
        """A graph of the vectors of a flat index: for hundreds of thousands of them and more."""
        graph = faiss.IndexHNSWFlat(flat.d, 32, flat.metric_type)
        graph.add(flat.reconstruct_n(0, flat.ntotal))
        return graph

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        # Of how many rows the best are taken: more find more, and take longer.
        self.graph.hnsw.efSearch = 200
        scores, ids = self.graph.search(vector[np.newaxis], top)
        # -1 stands where fewer than `top` were found.
        return [
            Hit(float(score), int(id), self.texts[id])
            for score, id in zip(scores[0], ids[0], strict=True)
            if id >= 0
        ]

    def add(self, text: str, vector: np.ndarray) -> None:
        self.graph.add(vector[np.newaxis])
        self.texts.append(text)
        self.write()

    def write(self) -> None:
        # The texts first: what has a vector has a text, whenever this is stopped.
        self.replace("texts.json", json.dumps(self.texts, ensure_ascii=False))
        new = self.directory / "vectors.faiss.new"
        faiss.write_index(self.graph, str(new))
        new.replace(self.file)

    def replace(self, name: str, content: str) -> None:
        """Writes a file that is there whole, or as it was before."""
        new = self.directory / (name + ".new")
        new.write_text(content, encoding="utf-8")
        new.replace(self.directory / name)


if __name__ == "__main__":
    run(FAISS, "sentences_faiss")
