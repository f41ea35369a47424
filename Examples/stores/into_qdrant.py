"""Texts and vectors in Qdrant: in a directory without a server (local mode), or at a server's URL.

Local mode compares a question with all vectors and writes each point by itself, so it is for some
ten thousand; a server makes an HNSW index by itself. `:memory:` is a store that is gone at the end.
"""

from pathlib import Path

import numpy as np
from qdrant_client import QdrantClient, models
from recipe import Hit, Model, run

NAME = "texts"


class Qdrant:
    """A collection whose points have their texts as payload."""

    suffix = ".npy"

    def __init__(self, place: str) -> None:
        is_directory = not place.startswith(("http://", "https://", ":memory:"))
        self.client = QdrantClient(path=place) if is_directory else QdrantClient(place)

    def model(self) -> Model | None:
        if not self.client.collection_exists(NAME):
            return None
        metadata = self.client.get_collection(NAME).config.metadata or {}
        return metadata.get("senc")

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        # What a run that was stopped has left.
        self.client.delete_collection(NAME)
        self.client.create_collection(
            NAME,
            vectors_config=models.VectorParams(
                size=model["dimension"], distance=models.Distance.COSINE
            ),
            # A server indexes what is there when the loading is done.
            optimizers_config=models.OptimizersConfigDiff(indexing_threshold=0),
        )
        self.client.upload_collection(
            NAME,
            vectors=np.load(vectors, mmap_mode="r"),
            payload=({"text": text} for text in texts),
            ids=range(len(texts)),
            batch_size=256,
            wait=True,
        )
        # Only now it counts as loaded.
        self.client.update_collection(
            NAME,
            optimizers_config=models.OptimizersConfigDiff(indexing_threshold=10_000),
            metadata={"senc": model},
        )

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        points = self.client.query_points(NAME, query=vector, limit=top).points
        return [Hit(point.score, point.id, point.payload["text"]) for point in points]

    def add(self, text: str, vector: np.ndarray) -> None:
        point = models.PointStruct(
            id=self.client.count(NAME).count, vector=vector.tolist(), payload={"text": text}
        )
        self.client.upsert(NAME, [point], wait=True)


if __name__ == "__main__":
    run(Qdrant, "sentences.qdrant")
