"""Arrow's C data interface: the text columns of pyarrow, polars, pandas and their kin, in place.

Nothing of Arrow is imported. An object that has ``__arrow_c_array__`` or ``__arrow_c_stream__``
gives capsules with pointers to structures, which are declared here:
https://arrow.apache.org/docs/format/CDataInterface.html
"""

from __future__ import annotations

import ctypes
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_int, c_int64, c_void_p
from typing import Any, Optional

import numpy as np
import numpy.typing as npt


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", c_char_p),
    ("name", c_char_p),
    ("metadata", c_void_p),
    ("flags", c_int64),
    ("n_children", c_int64),
    ("children", c_void_p),
    ("dictionary", POINTER(_Schema)),
    ("release", CFUNCTYPE(None, POINTER(_Schema))),
    ("private_data", c_void_p),
]
_Array._fields_ = [
    ("length", c_int64),
    ("null_count", c_int64),
    ("offset", c_int64),
    ("n_buffers", c_int64),
    ("n_children", c_int64),
    ("buffers", POINTER(c_void_p)),
    ("children", c_void_p),
    ("dictionary", POINTER(_Array)),
    ("release", CFUNCTYPE(None, POINTER(_Array))),
    ("private_data", c_void_p),
]
_Stream._fields_ = [
    ("get_schema", CFUNCTYPE(c_int, POINTER(_Stream), POINTER(_Schema))),
    ("get_next", CFUNCTYPE(c_int, POINTER(_Stream), POINTER(_Array))),
    ("get_last_error", CFUNCTYPE(c_char_p, POINTER(_Stream))),
    ("release", CFUNCTYPE(None, POINTER(_Stream))),
    ("private_data", c_void_p),
]

_capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_capsule_pointer.restype = c_void_p
_capsule_pointer.argtypes = [ctypes.py_object, c_char_p]


class Column:
    """Texts in memory that something else owns.

    :param count: how many there are.
    :param first: the place of the first text in offsets and validity.
    :param offsets: [first + count + 1] of int32 or int64.
    :param address: where the bytes are, 0 if there are none.
    :param validity: where the bits are, one for each text; 0 if none is null.
    :param owner: what keeps the memory.
    """

    __slots__ = ("address", "count", "first", "offsets", "owner", "validity")

    def __init__(
        self,
        count: int,
        first: int,
        offsets: npt.NDArray[Any],
        address: int,
        validity: int,
        owner: Any,
    ) -> None:
        self.count = count
        self.first = first
        self.offsets = offsets
        self.address = address
        self.validity = validity
        self.owner = owner

    def slice(self, start: int, stop: int) -> Column:
        """Some of the texts, in place."""
        stop = min(stop, self.count)
        first, end = self.first + start, self.first + stop
        offsets = self.offsets[: end + 1]
        return Column(stop - start, first, offsets, self.address, self.validity, self.owner)

    def bytes(self) -> npt.NDArray[np.uint8]:
        """The bytes of all texts, in place, up to the last one's end."""
        return view(self.address, int(self.offsets[self.first + self.count]), np.uint8)

    def valid(self) -> Optional[npt.NDArray[np.bool_]]:
        """Which texts are not null; None if none is."""
        if not self.validity:
            return None
        bits = view(self.validity, (self.first + self.count + 7) // 8, np.uint8)
        unpacked = np.unpackbits(bits, bitorder="little")
        return unpacked[self.first : self.first + self.count].astype(bool)


def view(address: int, count: int, dtype: Any) -> npt.NDArray[Any]:
    """Memory as an array, in place, which does not keep it."""
    size = count * np.dtype(dtype).itemsize
    if size == 0:
        return np.empty(0, dtype)
    return np.frombuffer((ctypes.c_char * size).from_address(address), dtype)


class _Chunk:
    """An array of a stream, released at the end."""

    def __init__(self) -> None:
        self.array = _Array()

    def __del__(self) -> None:
        if self.array.release:
            self.array.release(ctypes.byref(self.array))


def is_column(texts: Any) -> bool:
    """Whether an object gives Arrow arrays."""
    return hasattr(texts, "__arrow_c_array__") or hasattr(texts, "__arrow_c_stream__")


def columns(texts: Any) -> list[Column]:
    """The texts of an object that gives Arrow arrays, one column for each of its chunks.

    :raises TypeError: if they are not texts.
    """
    if hasattr(texts, "__arrow_c_array__"):
        schema_capsule, array_capsule = texts.__arrow_c_array__()
        schema = _Schema.from_address(_capsule_pointer(schema_capsule, b"arrow_schema"))
        array = _Array.from_address(_capsule_pointer(array_capsule, b"arrow_array"))
        return [_column(schema, array, (schema_capsule, array_capsule))]
    capsule = texts.__arrow_c_stream__()
    stream = _Stream.from_address(_capsule_pointer(capsule, b"arrow_array_stream"))

    def call(function: Any, out: Any) -> None:
        status = function(ctypes.byref(stream), ctypes.byref(out))
        if status != 0:
            line = stream.get_last_error(ctypes.byref(stream)) or b""
            raise OSError(status, line.decode("utf-8", "replace") or "an Arrow stream failed")

    schema = _Schema()
    call(stream.get_schema, schema)
    found: list[Column] = []
    try:
        while True:
            chunk = _Chunk()
            call(stream.get_next, chunk.array)
            if not chunk.array.release:
                return found
            found.append(_column(schema, chunk.array, chunk))
    finally:
        if schema.release:
            schema.release(ctypes.byref(schema))


def _column(schema: Any, array: Any, owner: Any) -> Column:
    form = schema.format.decode("ascii", "replace")
    count, first = array.length, array.offset
    if form == "n":
        offsets = np.zeros(count + 1, np.int32)
        nulls = np.zeros((count + 7) // 8 or 1, np.uint8)
        return Column(count, 0, offsets, 0, nulls.ctypes.data, nulls)
    validity = (array.buffers[0] or 0) if array.null_count != 0 else 0
    if schema.dictionary:
        words = _column(schema.dictionary[0], array.dictionary[0], owner)
        codes = _codes(form, array)
        valid = Column(count, first, codes, 0, validity, owner).valid()
        return _chosen(words, codes[first : first + count], valid)
    if form in ("u", "z", "U", "Z"):
        dtype = np.int32 if form in ("u", "z") else np.int64
        if count == 0 or not array.buffers[1]:
            return Column(0, 0, np.zeros(1, dtype), 0, 0, owner)
        offsets = view(array.buffers[1], first + count + 1, dtype)
        return Column(count, first, offsets, array.buffers[2] or 0, validity, owner)
    if form in ("vu", "vz"):
        return _viewed(array, validity, owner)
    raise TypeError(f"Arrow data of type {form!r} are not texts: give one column of strings")


def _codes(form: str, array: Any) -> npt.NDArray[Any]:
    """The places of a dictionary's words, of all lengths of integers."""
    types = {"c": "i1", "C": "u1", "s": "i2", "S": "u2", "i": "i4", "I": "u4", "l": "i8", "L": "u8"}
    if array.length == 0:
        return np.empty(array.offset, np.int64)
    return view(array.buffers[1], array.offset + array.length, types[form])


def _chosen(
    words: Column, codes: npt.NDArray[Any], valid: Optional[npt.NDArray[np.bool_]]
) -> Column:
    """The words of a dictionary, one for each code."""
    data = words.bytes().tobytes()
    ends = words.offsets[words.first :]
    there = words.valid()
    pieces: list[Optional[bytes]] = [
        data[ends[word] : ends[word + 1]] if there is None or there[word] else None
        for word in range(words.count)
    ]
    if valid is None:
        return joined([pieces[code] for code in codes.tolist()])
    return joined(
        [pieces[code] if is_valid else None for code, is_valid in zip(codes.tolist(), valid)]
    )


def _viewed(array: Any, validity: int, owner: Any) -> Column:
    """Strings that are kept as lengths and places (polars), put one after the other."""
    count, first = array.length, array.offset
    valid = Column(count, first, np.empty(0), 0, validity, owner).valid()
    blocks = array.n_buffers - 3
    sizes = view(array.buffers[array.n_buffers - 1] or 0, blocks, np.int64)
    data = [
        view(array.buffers[2 + block] or 0, int(sizes[block]), np.uint8) for block in range(blocks)
    ]
    views = view(array.buffers[1] or 0, (first + count) * 16, np.uint8)[first * 16 :]
    numbers = views.view(np.int32).reshape(count, 4)
    short = views.tobytes()
    # At most 12 bytes are in the view itself, behind the length.
    pieces: list[Optional[bytes]] = [
        short[16 * row + 4 : 16 * row + 4 + length]
        if length <= 12
        else data[block][place : place + length].tobytes()
        for row, (length, _, block, place) in enumerate(numbers.tolist())
    ]
    if valid is not None:
        pieces = [piece if is_valid else None for piece, is_valid in zip(pieces, valid)]
    return joined(pieces)


def joined(pieces: list[Optional[bytes]]) -> Column:
    """Texts of Python as a column. None is a null."""
    count = len(pieces)
    offsets = np.zeros(count + 1, np.int64)
    validity = None
    try:
        data = b"".join(pieces)  # type: ignore[arg-type]
        lengths = map(len, pieces)  # type: ignore[arg-type]
    except TypeError:
        valid = np.fromiter((piece is not None for piece in pieces), np.bool_, count)
        validity = np.packbits(valid, bitorder="little")
        present = [piece or b"" for piece in pieces]
        data = b"".join(present)
        lengths = map(len, present)
    np.cumsum(np.fromiter(lengths, np.int64, count), out=offsets[1:])
    address = ctypes.cast(c_char_p(data), c_void_p).value or 0
    nulls = 0 if validity is None else validity.ctypes.data
    return Column(count, 0, offsets, address, nulls, (data, validity))


def concatenated(parts: list[Column]) -> Column:
    """Columns one after the other."""
    if len(parts) == 1:
        return parts[0]
    offsets, data, valid = [np.zeros(1, np.int64)], [], []
    end = 0
    for part in parts:
        places = part.offsets[part.first : part.first + part.count + 1].astype(np.int64)
        data.append(part.bytes()[places[0] :])
        offsets.append(places[1:] - places[0] + end)
        end = int(offsets[-1][-1]) if part.count else end
        there = part.valid()
        valid.append(np.ones(part.count, np.bool_) if there is None else there)
    whole = np.concatenate(data) if data else np.empty(0, np.uint8)
    all_valid = np.concatenate(valid) if valid else np.empty(0, np.bool_)
    bits = None if all_valid.all() else np.packbits(all_valid, bitorder="little")
    return Column(
        len(all_valid),
        0,
        np.concatenate(offsets),
        whole.ctypes.data if whole.size else 0,
        0 if bits is None else bits.ctypes.data,
        (whole, bits),
    )


__all__ = ["Column", "columns", "concatenated", "is_column", "joined", "view"]
