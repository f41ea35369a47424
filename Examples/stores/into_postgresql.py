"""Texts and vectors in PostgreSQL with pgvector: binary COPY, an HNSW index.

The store is a connection string, `postgresql://user@host/database`; PGHOST and its kin if empty.
"""

import json
from pathlib import Path

import numpy as np
import psycopg
from pgvector.psycopg import register_vector
from psycopg.rows import class_row
from recipe import Hit, Model, run


class PostgreSQL:
    """Tables of texts and of vectors, so that a text stays where its vector is made anew."""

    suffix = ".pgcopy"

    def __init__(self, connection: str) -> None:
        self.connection = psycopg.connect(connection, autocommit=True)
        self.connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
        register_vector(self.connection)

    def model(self) -> Model | None:
        if self.connection.execute("SELECT to_regclass('made_by')").fetchone() == (None,):
            return None
        return self.connection.execute("SELECT model FROM made_by").fetchone()[0]

    def load(self, texts: list[str], vectors: Path, model: Model) -> None:
        with self.connection.transaction():
            self.connection.execute(f"""
                CREATE TABLE texts (id bigint PRIMARY KEY, text text NOT NULL);
                CREATE TABLE vectors (id bigint, embedding vector({int(model["dimension"])}));
                CREATE TABLE made_by (model jsonb NOT NULL);
            """)
            with self.connection.cursor() as cursor:
                with cursor.copy("COPY texts FROM STDIN") as copy:
                    for row in enumerate(texts):
                        copy.write_row(row)
                into_vectors = "COPY vectors (id, embedding) FROM STDIN WITH (FORMAT BINARY)"
                with cursor.copy(into_vectors) as copy, vectors.open("rb") as file:
                    while some := file.read(1 << 20):
                        copy.write(some)
            self.connection.execute("INSERT INTO made_by VALUES (%s)", [json.dumps(model)])
            self.index()

    def index(self) -> None:
        """Behind the rows: an index that is there while rows are loaded makes that slow."""
        # A graph that does not fit into the memory for it takes several times as long.
        self.connection.execute("""
            SET LOCAL maintenance_work_mem = '1GB';
            ALTER TABLE vectors ADD PRIMARY KEY (id), ADD FOREIGN KEY (id) REFERENCES texts;
            CREATE INDEX ON vectors USING hnsw (embedding vector_ip_ops);
        """)

    def ask(self, vector: np.ndarray, top: int) -> list[Hit]:
        # Of how many rows the best are taken: more find more, and take longer.
        self.connection.execute("SET hnsw.ef_search = 200")
        with self.connection.cursor(row_factory=class_row(Hit)) as cursor:
            return cursor.execute(
                """
                SELECT -(embedding <#> %(vector)s) AS score, id, text
                FROM vectors JOIN texts USING (id)
                ORDER BY embedding <#> %(vector)s LIMIT %(top)s
                """,
                {"vector": vector, "top": top},
            ).fetchall()

    def add(self, text: str, vector: np.ndarray) -> None:
        self.connection.execute(
            """
            WITH added AS (
                INSERT INTO texts SELECT coalesce(max(id) + 1, 0), %s FROM texts RETURNING id
            )
            INSERT INTO vectors SELECT id, %s FROM added
            """,
            [text, vector],
        )


if __name__ == "__main__":
    run(PostgreSQL, "")
