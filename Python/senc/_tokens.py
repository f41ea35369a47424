"""The tokens of texts."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ._texts import Texts


class Tokens(NamedTuple):
    """The tokens of a text."""

    #: int32, [tokens].
    ids: npt.NDArray[np.int32]
    #: int64, [tokens]: token i is from ``text[starts[i]:ends[i]]``; 0 and 0 of special tokens.
    starts: npt.NDArray[np.int64]
    #: int64, [tokens].
    ends: npt.NDArray[np.int64]
    #: bool, [tokens]: whether the tokenizer put a token around the text.
    special: npt.NDArray[np.bool_]


def tokens(arrays: Any, texts: Texts) -> list[Tokens]:
    """The tokens of each text, in memory of Python's.

    :param arrays: the senc_tokens of the texts.
    """
    firsts = np.ctypeslib.as_array(arrays.firsts, (arrays.texts + 1,)).tolist()
    count = arrays.count
    if count == 0:
        places = np.empty(0, np.int64)
        none = Tokens(np.empty(0, np.int32), places, places, np.empty(0, np.bool_))
        return [none] * arrays.texts
    ids = np.ctypeslib.as_array(arrays.ids, (count,)).copy()
    starts = np.ctypeslib.as_array(arrays.starts, (count,)).copy()
    ends = np.ctypeslib.as_array(arrays.ends, (count,)).copy()
    special = np.ctypeslib.as_array(arrays.special, (count,)).astype(np.bool_)
    found = []
    for index in range(arrays.texts):
        part = slice(firsts[index], firsts[index + 1])
        text = texts.text(index)
        if not text.isascii():
            _count_characters(text, starts[part], ends[part])
        found.append(Tokens(ids[part], starts[part], ends[part], special[part]))
    return found


def _count_characters(
    text: bytes, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> None:
    """Makes places in characters of places in bytes of a text as it is read. A token that begins
    or ends within a character has all of it.
    """
    read = np.frombuffer(text.decode("utf-8", "replace").encode(), np.uint8)
    begins = np.append(read & 0xC0 != 0x80, True)
    before = np.concatenate([[0], np.cumsum(begins[:-1])])
    starts[:] = before[starts] - ~begins[starts]
    ends[:] = before[ends]
