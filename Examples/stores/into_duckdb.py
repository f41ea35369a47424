"""Texts and vectors in a file of DuckDB, which compares a question with all of them."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from recipe import Hit, Model, run


class DuckDB:
    """A table with an array of fixed size a row, and one that says what made them."""

    suffix = ".npy"

    def __init__(self, place: str) -> None:
        self.connection = duckdb.connect(place)

    def model(self) -> Model | None:
        found = self.connection.execute("FROM duckdb_tables() WHERE table_name = 'made_by'")
        if not found.fetchall():
            return None
        return json.loads(self.connection.execute("SELECT model FROM made_by").fetchone()[0])

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        rows = np.load(vectors, mmap_mode="r")
        dimension = int(model["dimension"])
        self.connection.begin()
        self.connection.execute(
            f"CREATE TABLE texts (id BIGINT PRIMARY KEY, text VARCHAR, vector FLOAT[{dimension}])"
        )
        for start in range(0, len(texts), 8192):
            some = rows[start : start + 8192]
            batch = pa.table(
                {
                    "id": range(start, start + len(some)),
                    "text": texts[start : start + len(some)],
                    "vector": pa.FixedSizeListArray.from_arrays(
                        pa.array(some.reshape(-1)), dimension
                    ),
                }
            )
            self.connection.register("batch", batch)
            self.connection.execute("INSERT INTO texts FROM batch")
        self.connection.unregister("batch")
        self.connection.execute("CREATE TABLE made_by (model JSON)")
        self.connection.execute("INSERT INTO made_by VALUES (?)", [json.dumps(model)])
        self.connection.commit()

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        found = self.connection.execute(
            f"""
            SELECT array_inner_product(vector, $vector::FLOAT[{len(vector)}]) AS score, id, text
            FROM texts ORDER BY score DESC LIMIT $top
            """,
            {"vector": vector.tolist(), "top": top},
        )
        return [Hit(*row) for row in found.fetchall()]

    def add(self, text: str, vector: np.ndarray) -> None:
        self.connection.execute(
            "INSERT INTO texts SELECT max(id) + 1, ?, ? FROM texts", [text, vector.tolist()]
        )


if __name__ == "__main__":
    run(DuckDB, "sentences.duckdb")
