"""Reads float32 matrices from .npy files, and compares their rows."""

import ast
import array
import math
import operator
import pathlib
import struct
import sys


def read(path):
    """The rows of a little-endian float32 matrix in C order."""
    data = pathlib.Path(path).read_bytes()
    if data[:6] != b"\x93NUMPY":
        raise ValueError(f"{path} is not an .npy file")
    start, size = (10, "<H") if data[6] == 1 else (12, "<I")
    length, = struct.unpack_from(size, data, 8)
    header = ast.literal_eval(data[start:start + length].decode("latin-1"))
    if header["descr"] != "<f4" or header["fortran_order"]:
        raise ValueError(f"{path} holds {header}, not float32 rows")
    elements = array.array("f", data[start + length:])
    if sys.byteorder == "big":
        elements.byteswap()
    rows, columns = header["shape"]
    return [elements[row * columns:(row + 1) * columns] for row in range(rows)]


def dot(a, b):
    return math.fsum(map(operator.mul, a, b))


def cosines(a, b):
    """The cosine of each pair of rows."""
    return [dot(x, y) / math.sqrt(dot(x, x) * dot(y, y)) for x, y in zip(a, b, strict=True)]
