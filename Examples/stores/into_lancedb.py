"""Texts and vectors in LanceDB: Arrow's batches into files, with an IVF index."""

import json
from collections.abc import Iterator
from pathlib import Path

import lancedb
import numpy as np
import pyarrow as pa
from recipe import Hit, Model, run

NAME = "texts"
# Below, comparing with all vectors is as fast as an index.
INDEXED = 1_000


class LanceDB:
    """A table whose schema says what made its vectors."""

    suffix = ".npy"

    def __init__(self, place: str) -> None:
        self.database = lancedb.connect(place)

    def model(self) -> Model | None:
        if NAME not in self.database.list_tables().tables:
            return None
        metadata = self.database.open_table(NAME).schema.metadata or {}
        return json.loads(metadata[b"senc"])

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        rows = np.load(vectors, mmap_mode="r")
        schema = pa.schema(
            {
                "id": pa.int64(),
                "text": pa.string(),
                "vector": pa.list_(pa.float32(), model["dimension"]),
            },
            metadata={"senc": json.dumps(model)},
        )

        def batches(size: int = 8192) -> Iterator[pa.RecordBatch]:
            for start in range(0, len(texts), size):
                some = rows[start : start + size]
                numbers = pa.array(some.reshape(-1))
                yield pa.record_batch(
                    [
                        pa.array(range(start, start + len(some)), pa.int64()),
                        pa.array(texts[start : start + size]),
                        pa.FixedSizeListArray.from_arrays(numbers, model["dimension"]),
                    ],
                    schema=schema,
                )

        # A version of a table is there when all of it is.
        reader = pa.RecordBatchReader.from_batches(schema, batches())
        self.database.create_table(NAME, reader)
        if len(texts) >= INDEXED:
            self.index()

    def index(self) -> None:
        """Lists of vectors as they are, so that scores are exact in the lists that are read."""
        config = lancedb.index.IvfFlat(distance_type="dot")
        self.database.open_table(NAME).create_index("vector", config=config)

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        # Of how many lists the best rows are taken: more find more, and take longer.
        found = (
            self.database.open_table(NAME)
            .search(vector)
            .distance_type("dot")
            .nprobes(20)
            .limit(top)
            .to_list()
        )
        return [Hit(1 - row["_distance"], row["id"], row["text"]) for row in found]

    def add(self, text: str, vector: np.ndarray) -> None:
        table = self.database.open_table(NAME)
        table.add([{"id": table.count_rows(), "text": text, "vector": vector}])
        # Until then rows that were added are compared with every question.
        table.optimize()


if __name__ == "__main__":
    run(LanceDB, "sentences.lancedb")
