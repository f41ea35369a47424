"""Texts and vectors in a file of SQLite with sqlite-vec; a question is compared with all of them.

apsw brings an SQLite that loads extensions, which the sqlite3 of many Pythons does not.
"""

import json
from pathlib import Path

import apsw
import numpy as np
import sqlite_vec
from recipe import Hit, Model, run


class SQLite:
    """A virtual table of vectors with their texts, and a table that says what made them."""

    suffix = ".npy"

    def __init__(self, place: str) -> None:
        self.connection = apsw.Connection(place)
        self.connection.enable_load_extension(True)
        self.connection.load_extension(sqlite_vec.loadable_path())
        self.connection.enable_load_extension(False)

    def model(self) -> Model | None:
        if not self.connection.table_exists(None, "made_by"):
            return None
        return json.loads(self.connection.execute("SELECT model FROM made_by").get)

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        rows = np.load(vectors, mmap_mode="r")
        # One transaction: the vectors are there with what made them, or not at all.
        with self.connection:
            self.connection.execute(f"""
                CREATE VIRTUAL TABLE texts USING vec0(
                    id INTEGER PRIMARY KEY,
                    vector FLOAT[{int(model["dimension"])}] distance_metric=cosine,
                    +text TEXT
                );
                CREATE TABLE made_by (model TEXT NOT NULL);
            """)
            # A blob is the numbers as they are in memory.
            self.connection.executemany(
                "INSERT INTO texts (id, vector, text) VALUES (?, ?, ?)",
                ((id, rows[id].tobytes(), text) for id, text in enumerate(texts)),
            )
            self.connection.execute("INSERT INTO made_by VALUES (?)", [json.dumps(model)])

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        found = self.connection.execute(
            """
            SELECT 1 - distance, id, text FROM texts
            WHERE vector MATCH ? AND k = ? ORDER BY distance
            """,
            [vector.tobytes(), top],
        )
        return [Hit(*row) for row in found]

    def add(self, text: str, vector: np.ndarray) -> None:
        with self.connection:
            id = self.connection.execute("SELECT coalesce(max(id) + 1, 0) FROM texts").get
            self.connection.execute(
                "INSERT INTO texts (id, vector, text) VALUES (?, ?, ?)",
                [id, vector.tobytes(), text],
            )


if __name__ == "__main__":
    run(SQLite, "sentences.sqlite")
