"""Writes arrays/: matrices in every way that NumPy saves them, and archives of them.

    pip install numpy==2.4.6
    python make_arrays.py

TYPE-ORDER-VERSION.npy   [7, 5] of each element type, in C or Fortran order, each format version
stored.npz, deflated.npz the C-order ones of every type, by name of type
one.npz                  float32 alone
../vectors.npy, ../vectors-empty.npy   matrices as NumPy saves them for itself, with room in the
                                       header for the array to grow
"""

import pathlib

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent / "arrays"
TYPES = ["float16", "float32", "float64", "int8", "uint8"]


def main():
    HERE.mkdir(exist_ok=True)
    generator = np.random.default_rng(6)
    floats = generator.normal(size=(7, 5))
    integers = generator.integers(-128, 128, size=(7, 5))
    matrices = {}
    for name in TYPES:
        source = floats if name.startswith("float") else integers
        matrices[name] = source.astype(name)
    for name, matrix in matrices.items():
        for order, version in [("C", 1), ("F", 1), ("F", 2), ("C", 3)]:
            with open(HERE / f"{name}-{order}-{version}.npy", "wb") as file:
                array = np.array(matrix, order=order)
                np.lib.format.write_array(file, array, version=(version, 0))
    np.savez(HERE / "stored.npz", **matrices)
    np.savez_compressed(HERE / "deflated.npz", **matrices)
    np.savez(HERE / "one.npz", vectors=matrices["float32"])
    matrix = (np.arange(96, dtype=np.float32) / 7 - 3).astype(np.float32).reshape(3, 32)
    np.save(HERE.parent / "vectors.npy", matrix)
    np.save(HERE.parent / "vectors-empty.npy", matrix[:0])


main()
