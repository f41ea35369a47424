"""Exact search and similarities among vectors."""

from __future__ import annotations

import json
from ctypes import byref
from typing import Any, Callable, Literal, Optional

import numpy as np
import numpy.typing as npt

from ._calls import call
from ._library import check, library
from ._vectors import as_ranges, as_rows, vectors

Metric = Literal["cosine", "dot", "euclidean", "manhattan"]

#: Products of components that are computed in no time; for more, Ctrl-C is heeded.
_SHORT = 50_000_000


def _options(**options: Any) -> bytes:
    return json.dumps(
        {name: value for name, value in options.items() if value is not None}
    ).encode()


def _run(function: Callable[[Any], int], products: int) -> None:
    """Makes a call of libsenc's that computes so many products."""
    if products <= _SHORT:
        check(function(None))
    else:
        call(function)


def similarity(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    *,
    metric: Metric = "cosine",
    ranges: Optional[npt.ArrayLike] = None,
    threads: Optional[int] = None,
) -> Any:
    """The similarity of each vector of `a` to each of `b`, in double precision, rounded once.

    :param a: [rows, dimension] or [dimension], of float32, float16 or int8; other numbers are
        converted to float32.
    :param b: the same, of the same dimension.
    :param metric: ``"cosine"``, ``"dot"``, ``"euclidean"`` or ``"manhattan"``; distances are
        negative, so that larger is closer.
    :param ranges: of int8, [2, dimension]; without them an element stands for itself.
    :param threads: 1 to 1024; by default one for each processor.
    :returns: float32, [rows of a, rows of b]; without the axis of one that is a vector alone, so
        a number for two of them.
    :raises ValueError: for arrays that are not vectors of one dimension, or are not finite.
    """
    rows_a, a_is_single = as_rows(a, "a")
    rows_b, b_is_single = as_rows(b, "b")
    given = None if ranges is None else as_ranges(ranges, rows_a.shape[1])
    scores = np.empty((len(rows_a), len(rows_b)), np.float32)
    options = _options(metric=metric, threads=threads)
    some, others = vectors(rows_a, ranges=given), vectors(rows_b, ranges=given)

    def run(progress: Any) -> int:
        status: int = library().senc_similarities(
            byref(some), byref(others), options, scores.ctypes.data, progress, None
        )
        return status

    # In double precision, which takes longer.
    _run(run, 8 * len(rows_a) * rows_b.size)
    if a_is_single:
        return scores[0, 0] if b_is_single else scores[0]
    return scores[:, 0] if b_is_single else scores


def search(
    queries: npt.ArrayLike,
    rows: npt.ArrayLike,
    top: int = 10,
    *,
    metric: Metric = "cosine",
    threshold: Optional[float] = None,
    rescore: Optional[npt.ArrayLike] = None,
    oversampling: Optional[int] = None,
    ranges: Optional[npt.ArrayLike] = None,
    threads: Optional[int] = None,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The rows that are closest to each query, exactly: the closest first, of two as close the
    lower row.

    :param queries: [queries, dimension] or [dimension], of float32, float16 or int8.
    :param rows: [rows, dimension], of the same types, searched where they are, such as an array
        of ``numpy.load("rows.npy", mmap_mode="r")``; or uint8, [rows, dimension / 8], of bits.
    :param top: how many to find for each query.
    :param metric: as for `similarity`.
    :param threshold: the least score.
    :param rescore: the same vectors as `rows` in a finer type: what is found among rows is scored
        and ordered by these.
    :param oversampling: with `rescore`, how many times `top` are scored; by default 64 of bits,
        else 4.
    :param ranges: of int8, [2, dimension]; without them an element stands for itself.
    :param threads: 1 to 1024; by default one for each processor.
    :returns: indices (int64) and scores (float32), each [queries, top], or [top] for one query.
        Where fewer are found, -1 and minus infinity follow.
    :raises ValueError: for arrays that are not vectors of one dimension, or are not finite.
    """
    asked, is_single = as_rows(queries, "queries")
    found, _ = as_rows(rows, "rows")
    finer = None if rescore is None else as_rows(rescore, "rescore")[0]
    dimension = asked.shape[1]
    given = None if ranges is None else as_ranges(ranges, dimension)
    # Bits past the dimension are in the last element.
    has_bits = found.dtype == np.uint8 and found.shape[1] == (dimension + 7) // 8
    searched = vectors(found, dimension if has_bits else None, given)
    some = vectors(asked, ranges=given)
    fine = None if finer is None else byref(vectors(finer, ranges=given))
    options = _options(
        metric=metric, threshold=threshold, oversampling=oversampling, threads=threads
    )
    # Fewer than one is the library's to refuse, with all else that is wrong.
    indices = np.empty((len(asked), max(top, 0)), np.int64)
    scores = np.empty(indices.shape, np.float32)

    def run(progress: Any) -> int:
        status: int = library().senc_nearest(
            byref(searched),
            byref(some),
            fine,
            top,
            options,
            indices.ctypes.data,
            scores.ctypes.data,
            progress,
            None,
        )
        return status

    _run(run, len(asked) * found.size)
    return (indices[0], scores[0]) if is_single else (indices, scores)
