"""Texts of every kind, as libsenc reads them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Mapping
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from . import _arrow
from ._library import Strings

_SURROGATES = re.compile("[\ud800-\udfff]")


def utf8(text: str) -> bytes:
    """A text in UTF-8. Surrogates, which are not characters, become U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text).encode()


class Texts:
    """Texts in memory, as the library reads them, for as long as this is kept."""

    __slots__ = ("column", "is_single", "strings")

    def __init__(self, column: _arrow.Column, is_single: bool = False) -> None:
        self.column = column
        #: Whether one text was given rather than a sequence of them.
        self.is_single = is_single
        self.strings = Strings(
            count=column.count,
            first=column.first,
            offsets=column.offsets.ctypes.data,
            offset_bits=8 * column.offsets.dtype.itemsize,
            bytes_count=int(column.offsets[-1]) if column.count else 0,
            validity=column.validity or None,
        )
        # Setting the field itself would read a text of C's up to its first zero.
        ctypes.c_void_p.from_buffer(self.strings, Strings.bytes.offset).value = (
            column.address or None
        )

    @property
    def count(self) -> int:
        return self.column.count

    @property
    def size(self) -> int:
        """The bytes of all texts."""
        offsets, first = self.column.offsets, self.column.first
        return int(offsets[first + self.count] - offsets[first]) if self.count else 0

    def nulls(self) -> Optional[npt.NDArray[np.bool_]]:
        """Which texts are null, [count]; None if none is."""
        valid = self.column.valid()
        return None if valid is None or valid.all() else ~valid

    def slice(self, start: int, stop: int) -> Texts:
        """Some of the texts, in place."""
        return Texts(self.column.slice(start, stop))

    def text(self, index: int) -> bytes:
        """The bytes of a text."""
        start, end = self.column.offsets[self.column.first + index :][:2].tolist()
        return _arrow.view(self.column.address + start, end - start, np.uint8).tobytes()


def read(texts: Any) -> Texts:
    """Texts of any kind that is documented at `Encoder.encode`.

    :raises TypeError: if something is not text.
    """
    if isinstance(texts, str):
        return Texts(_arrow.joined([utf8(texts)]), is_single=True)
    if isinstance(texts, bytes):
        return Texts(_arrow.joined([texts]), is_single=True)
    if isinstance(texts, (list, tuple)):
        return Texts(_listed(texts))
    if isinstance(texts, np.ndarray):
        return _array(texts)
    if type(texts).__module__.partition(".")[0] == "pandas":
        return _pandas(texts)
    if _arrow.is_column(texts):
        return Texts(_arrow.concatenated(_arrow.columns(texts) or [_arrow.joined([])]))
    if isinstance(texts, Mapping) or not isinstance(texts, Iterable):
        raise TypeError(f"{type(texts).__name__} is not text, nor a sequence of texts")
    return Texts(_listed(list(texts)))


def _listed(texts: Any) -> _arrow.Column:
    try:
        return _arrow.joined([text.encode() for text in texts])
    except (AttributeError, TypeError, UnicodeEncodeError):
        return _arrow.joined([_piece(text, index) for index, text in enumerate(texts)])


def _piece(text: Any, index: int) -> Optional[bytes]:
    if isinstance(text, str):
        return utf8(text)
    if isinstance(text, bytes):
        return text
    # What pandas has for what is missing: None, NaN and NA.
    if (
        text is None
        or type(text).__name__ == "NAType"
        or (isinstance(text, float) and text != text)
    ):
        return None
    raise TypeError(f"texts[{index}] is {type(text).__name__}, not text")


def _array(texts: npt.NDArray[Any]) -> Texts:
    if texts.ndim == 0:
        return Texts(_listed([texts.item()]), is_single=True)
    if texts.ndim != 1:
        raise ValueError(f"an array of texts must have one dimension, not {texts.ndim}")
    if texts.dtype.kind not in "UOST":
        raise TypeError(f"an array of {texts.dtype} is not an array of texts")
    return Texts(_listed(texts.tolist()))


def _pandas(texts: Any) -> Texts:
    if getattr(texts, "ndim", 1) != 1 or not hasattr(texts, "dtype"):
        raise TypeError(
            f"{type(texts).__name__} is not a sequence of texts: give one of its columns"
        )
    values = getattr(texts, "array", texts)
    if hasattr(values, "__arrow_array__") and (
        getattr(texts.dtype, "storage", "").startswith("pyarrow")
        or hasattr(texts.dtype, "pyarrow_dtype")
    ):
        return read(values.__arrow_array__())
    return Texts(_listed(texts.tolist()))
