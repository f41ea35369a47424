"""Vectors of NumPy, as libsenc reads and writes them."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from ._library import BINARY, FLOAT16, FLOAT32, INT8, Vectors

#: The types of components by the names that users write, and what an array of them has.
TYPES: dict[str, tuple[int, type[np.generic]]] = {
    "float32": (FLOAT32, np.float32),
    "float16": (FLOAT16, np.float16),
    "int8": (INT8, np.int8),
    "binary": (BINARY, np.uint8),
}

_OF_DTYPE = {np.dtype(dtype): number for number, dtype in TYPES.values()}


def columns(output_type: str, dimension: int) -> int:
    """The elements of a row of an array."""
    return (dimension + 7) // 8 if output_type == "binary" else dimension


def as_rows(array: Any, name: str) -> tuple[npt.NDArray[Any], bool]:
    """Vectors as rows without gaps, of a type that is searched as it is, and whether one alone was
    given.

    :raises ValueError: if they are not vectors.
    """
    rows = np.asarray(array)
    is_single = rows.ndim == 1
    if is_single:
        rows = rows[np.newaxis]
    if rows.ndim != 2:
        raise ValueError(f"{name}: an array of {rows.ndim} dimensions is not rows of vectors")
    if rows.dtype not in _OF_DTYPE:
        if rows.dtype.kind not in "fiu":
            raise ValueError(f"{name}: an array of {rows.dtype} is not vectors")
        rows = rows.astype(np.float32)
    return np.ascontiguousarray(rows, rows.dtype.newbyteorder("=")), is_single


def vectors(
    rows: npt.NDArray[Any],
    dimension: Optional[int] = None,
    ranges: Optional[npt.NDArray[np.float32]] = None,
) -> Vectors:
    """The structure for rows, which keeps the arrays: a call that is left by a second Ctrl-C goes
    on for a batch.

    :param dimension: of rows of bits, which have eight an element; by default all.
    """
    number = _OF_DTYPE[rows.dtype]
    count, elements = rows.shape
    result = Vectors(
        count=count,
        dimension=elements if number != BINARY else (dimension or elements * 8),
        type=number,
        stride=rows.strides[0] if count > 1 else 0,
        data=rows.ctypes.data,
    )
    result.owners = (rows, ranges)
    if ranges is not None and number == INT8:
        result.minimums, result.maximums = ranges[0].ctypes.data, ranges[1].ctypes.data
    return result


def as_ranges(ranges: Any, dimension: int) -> npt.NDArray[np.float32]:
    """Ranges of components, [2, dimension]: minimums and maximums.

    :raises ValueError: if they are of another shape.
    """
    found = np.ascontiguousarray(ranges, np.float32)
    if found.shape != (2, dimension):
        raise ValueError(f"ranges: {list(found.shape)} is not [2, {dimension}]")
    return found


def ranges(vectors: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """The least and the largest of each component, [2, dimension], by which vectors become int8.

    :param vectors: [vectors, dimension], of floating point; rows with NaN are left out.
    :raises ValueError: for fewer than 2.
    """
    rows = np.asarray(vectors, np.float32)
    if rows.ndim != 2:
        raise ValueError(f"vectors: an array of {rows.ndim} dimensions is not rows of vectors")
    rows = rows[~np.isnan(rows).any(axis=1)]
    if len(rows) < 2:
        raise ValueError("ranges: at least 2 vectors are needed")
    return np.stack([rows.min(axis=0), rows.max(axis=0)])


def quantized(
    rows: npt.NDArray[np.float32], ranges: npt.NDArray[np.float32]
) -> npt.NDArray[np.int8]:
    """Vectors in 8 bits as libsenc writes them; see senc_vectors in senc.h."""
    minimums, maximums = ranges
    steps = (maximums - minimums) / np.float32(255)
    steps[steps == 0] = 1
    places = np.clip(np.floor((rows - minimums) / steps), 0, 255)
    result: npt.NDArray[np.int8] = (np.nan_to_num(places) - 128).astype(np.int8)
    return result
