"""`Encoder`: a model that is loaded."""

from __future__ import annotations

import ctypes
import json
import operator
import os
import sys
import warnings
from ctypes import byref, c_void_p
from functools import lru_cache
from types import TracebackType
from typing import Any, Literal, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _search
from ._calls import Bar, ProgressOption, call, progress_function
from ._errors import OK, TextWarning, error
from ._library import (
    FLOAT32,
    Report,
    Strings,
    TokenArrays,
    Vectors,
    check,
    last_line,
    library,
    take_text,
)
from ._models import Handle, key, loaded, located, named
from ._texts import Texts, read, utf8
from ._tokens import Tokens, tokens
from ._vectors import TYPES, as_ranges, columns, quantized, vectors
from ._vectors import ranges as ranges_of

Role = Literal["query", "passage"]
Overflow = Literal["truncate", "chunk", "error"]
Side = Literal["left", "right"]
Precision = Literal["float32", "bfloat16", "int8"]
OutputType = Literal["float32", "float16", "int8", "binary"]

#: Bytes of texts up to which a call is made at once, also in the main thread: it is over before
#: one would press Ctrl-C.
_SHORT = 2048
#: Texts that are tokenized by one call of the library: their tokens take memory, and Ctrl-C is
#: heeded between calls.
_TOKENIZED = 4096


class _Scratch:
    """What a call with one text needs, made once."""

    __slots__ = (
        "_offsets",
        "end",
        "report",
        "report_at",
        "rows",
        "rows_at",
        "strings",
        "strings_at",
        "vector",
    )

    def __init__(self, dimension: int) -> None:
        self._offsets = np.zeros(2, np.int64)
        self.end = ctypes.c_int64.from_address(self._offsets.ctypes.data + 8)
        self.vector = np.empty(dimension, np.float32)
        self.strings = Strings(count=1, offsets=self._offsets.ctypes.data, offset_bits=64)
        self.rows = Vectors(count=1, type=FLOAT32, data=self.vector.ctypes.data)
        self.report = Report()
        self.strings_at, self.rows_at = byref(self.strings), byref(self.rows)
        self.report_at = byref(self.report)


@lru_cache(maxsize=256)
def _json(
    prompt: Optional[str],
    prompt_text: Optional[str],
    role: Optional[str],
    normalize: Optional[bool],
    dimension: Optional[int],
    max_tokens: Optional[int],
    overflow: Optional[str],
    truncation_side: Optional[str],
) -> Optional[bytes]:
    """The options of senc_encode."""
    options = {
        "prompt": prompt,
        "prompt_text": prompt_text,
        "role": role,
        "normalization": None if normalize is None else "always" if normalize else "never",
        "dimension": None if dimension is None else operator.index(dimension),
        "maximum_tokens": None if max_tokens is None else operator.index(max_tokens),
        "overflow": overflow,
        "truncation_side": truncation_side,
    }
    given = {name: value for name, value in options.items() if value is not None}
    return json.dumps(given).encode() if given else None


class Encoder:
    """A model that is loaded: texts to vectors.

    It does not change, and any number of threads may use one at once; Python's lock is not held
    while it computes. It may be used in the children of a fork, and pickled: what is pickled is
    which model it is and its options, and it is loaded again where it arrives.

    :param model: a directory or a weight file, a name on the search path (``$SENC_MODELS``), or
        an ``org/name`` in the local Hugging Face cache, with ``@revision`` if it is not main's.
        By default the model that ``$SENC_MODEL`` names, or else multilingual-e5-small, which
        comes with this package. Nothing is fetched from a network.
    :param precision: ``"float32"``, the reference; or ``"bfloat16"`` or ``"int8"``, faster
        approximations.
    :param backend: ``"packed"``, senc's own kernels; or ``"blas"``, the system's OpenBLAS, in
        float32 alone.
    :param packing: ``"ahead"``; or ``"each_use"``: the first vector comes sooner, many come later.
    :param threads: how many each call uses, 1 to 1024; by default one for each processor that the
        process may use. With many threads or processes of your own, 1.
    :raises FileNotFoundError: if the model is not found.
    :raises ValueError: for options that make no sense, and files that are damaged.
    """

    def __init__(
        self,
        model: Union[str, os.PathLike[str], None] = None,
        *,
        precision: Precision = "float32",
        backend: Literal["packed", "blas"] = "packed",
        packing: Literal["ahead", "each_use"] = "ahead",
        threads: Optional[int] = None,
    ) -> None:
        self._source = named(model)
        self._options = {
            "precision": precision,
            "backend": backend,
            "packing": packing,
            "threads": None if threads is None else operator.index(threads),
        }
        handle = Handle(os.fsencode(located(self._source)), self._options)
        self._adopt(handle)
        if os.path.exists(self._source):
            in_place = os.path.abspath(self._source)
            if (os.path.abspath(self.path) + os.sep).startswith(in_place + os.sep):
                self._source = in_place
        loaded[key(self._source, self._options)] = handle

    def _adopt(self, handle: Handle) -> None:
        self._handle: Optional[Handle] = handle
        self._description = handle.description
        self._dimension: int = handle.description["dimension"]
        self._encode = library().senc_encode
        # Taken and given back by whoever calls; each operation of a list is atomic.
        self._scratches: list[_Scratch] = []
        #: The same model in other precisions that were asked for.
        self._others: dict[str, Encoder] = {}
        self._fingerprint: Optional[str] = None

    # ---- What it is ----

    @property
    def description(self) -> dict[str, Any]:
        """What the model is, by the names of ``senc_describe`` in senc.h."""
        return dict(self._description)

    @property
    def source(self) -> str:
        """What it was loaded by: a name, or a whole path."""
        return self._source

    @property
    def model(self) -> str:
        """The model's name."""
        return str(self._description["model"])

    @property
    def path(self) -> str:
        """The path of its weights."""
        path = self._description["path"]
        if isinstance(path, dict):
            from base64 import b64decode

            return os.fsdecode(b64decode(path["bytes"]))
        return str(path)

    @property
    def dimension(self) -> int:
        """The components of a vector."""
        return self._dimension

    @property
    def max_tokens(self) -> int:
        """The most tokens that a text can have, special ones included; the others are cut."""
        return int(self._description["maximum_tokens"])

    @property
    def precision(self) -> str:
        """``"float32"``, ``"bfloat16"`` or ``"int8"``."""
        return str(self._description["precision"])

    @property
    def threads(self) -> int:
        """How many threads a call uses."""
        return int(self._description["threads"])

    @property
    def prompts(self) -> dict[str, str]:
        """The model's prompts by name."""
        return dict(self._description["prompts"])

    @property
    def default_prompt(self) -> Optional[str]:
        """The name of the prompt that goes before texts where nothing is said, or None."""
        name: Optional[str] = self._description["default_prompt"]
        return name

    @property
    def languages(self) -> list[str]:
        """The languages that the model is for, as its card has them; empty if it says nothing."""
        return list(self._description["languages"])

    @property
    def metric(self) -> _search.Metric:
        """How the model's vectors are to be compared."""
        metric: _search.Metric = self._description["similarity"]
        return metric

    def stamp(self, **options: Any) -> dict[str, Any]:
        """What vectors depend on: hashes of weights, tokenizer and configuration, prompt,
        dimension, normalization; as ``senc encode`` keeps it beside vectors, FILE.npy.model.json.
        Vectors of two encoders may be compared if these are equal but for ``"model"``,
        ``"promptName"`` and ``"role"``. Reads all of the model's files.

        :param options: those of `encode` from ``prompt`` to ``truncation_side``.
        """
        handle = self._open()
        text = c_void_p()
        check(library().senc_stamp(handle.pointer, self._json(options), byref(text)))
        stamp: dict[str, Any] = json.loads(take_text(text))
        return stamp

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that are equal for encoders whose vectors are, on one kind of CPU:
        a hash of the stamp and of the precision. Reads all of the model's files once.
        """
        if self._fingerprint is None:
            import hashlib

            stamp = self.stamp()
            kept = {
                name: stamp[name] for name in stamp if name not in ("model", "promptName", "role")
            }
            kept["precision"], kept["backend"] = self.precision, self._options["backend"]
            text = json.dumps(kept, sort_keys=True)
            self._fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
        return self._fingerprint

    # ---- Vectors ----

    def encode(
        self,
        texts: Any,
        *,
        prompt: Optional[str] = None,
        prompt_text: Optional[str] = None,
        role: Optional[Role] = None,
        normalize: Optional[bool] = None,
        dimension: Optional[int] = None,
        max_tokens: Optional[int] = None,
        overflow: Optional[Overflow] = None,
        truncation_side: Optional[Side] = None,
        precision: Optional[Precision] = None,
        batch_size: Optional[int] = None,
        output_type: OutputType = "float32",
        ranges: Optional[npt.ArrayLike] = None,
        out: Optional[npt.NDArray[Any]] = None,
        progress: ProgressOption = None,
    ) -> npt.NDArray[Any]:
        """The vectors of texts: to the bit those of ``senc encode``, whatever other texts there
        are and however many threads.

        :param texts: a str; or a list, a tuple or another iterable of str, an array of NumPy, a
            Series of pandas or polars, an array of pyarrow, or anything else that gives one
            column of strings by Arrow's PyCapsules. bytes are read as UTF-8, what is ill-formed
            as U+FFFD. None, NaN and NA are nulls.
        :param prompt: the name of the model's prompt to put before each text; by default its
            default prompt, if it has one.
        :param prompt_text: a text of one's own in its place, ``""`` for none.
        :param role: ``"query"`` or ``"passage"``: the model's prompt for what is searched for, or
            for what is searched. At most one of the three.
        :param normalize: True: vectors are scaled to length 1; False: they are not, even if the
            model says so; None: as the model says.
        :param dimension: keep only so many leading components.
        :param max_tokens: a limit on the tokens of a text in place of the model's; it may be
            higher, up to the positions that the weights are for.
        :param overflow: of longer texts: ``"truncate"``, ``"chunk"`` (the mean of the vectors of
            their pieces) or ``"error"``. By default they are cut, with a `senc.TextWarning`.
        :param truncation_side: where they are cut: ``"right"`` or ``"left"``; by default as the
            tokenizer's files say.
        :param precision: another than the encoder's, in which the model is loaded once more when
            it is first asked for.
        :param batch_size: of no effect: texts are put together by their tokens, and no vector
            depends on it.
        :param output_type: ``"float32"``, ``"float16"``, ``"int8"`` (by `ranges`) or ``"binary"``
            (a bit a component, 1 where it is over 0; eight a byte, the first the highest).
        :param ranges: of int8, [2, dimension]: the minimum and the maximum of each component, as
            `senc.ranges` has them of vectors, or FILE.npy.ranges.npy. By default those of these
            texts' vectors; vectors are only comparable where the ranges are the same.
        :param out: an array to write to, of the result's shape and type.
        :param progress: a function that is called with how many texts are done and how many there
            are, some ten times a second; True for a bar of tqdm's; False for none. By default a
            bar for calls of over two seconds, in a terminal or a notebook, where tqdm is
            installed.
        :returns: [texts, dimension], or [dimension] for a str; [.., (dimension + 7) // 8] of uint8
            for binary. Rows of nulls are NaN, or 0 where there is none; in `out` they stay as they
            are.
        :raises ValueError: for options that make no sense; TypeError for what is not text.
        :raises KeyboardInterrupt: within a batch of Ctrl-C, in the main thread.
        """
        options = _json(
            prompt, prompt_text, role, normalize, dimension, max_tokens, overflow, truncation_side
        )
        if batch_size is not None and operator.index(batch_size) < 1:
            raise ValueError(f"batch_size: {batch_size} is not positive")
        encoder = self if precision is None else self._in(precision)
        if type(texts) is str and out is None and output_type == "float32":
            text = utf8(texts)
            if len(text) <= _SHORT:
                return encoder._encode_short(text, options, dimension, overflow)
        return encoder._encode_all(
            read(texts),
            options,
            self._columns(dimension),
            overflow,
            output_type,
            ranges,
            out,
            progress,
        )

    def encode_query(self, texts: Any, **options: Any) -> npt.NDArray[Any]:
        """`encode` with the model's prompt for what is searched for."""
        return self.encode(texts, role="query", **options)

    def encode_passage(self, texts: Any, **options: Any) -> npt.NDArray[Any]:
        """`encode` with the model's prompt for what is searched."""
        return self.encode(texts, role="passage", **options)

    def _encode_short(
        self, text: bytes, options: Optional[bytes], dimension: Optional[int], overflow: Any
    ) -> npt.NDArray[np.float32]:
        handle = self._handle
        if handle is None:
            handle = self._open()
        try:
            scratch = self._scratches.pop()
        except IndexError:
            scratch = _Scratch(self._dimension)
        size = self._dimension if dimension is None else self._columns(dimension)
        strings, rows = scratch.strings, scratch.rows
        strings.bytes = text
        strings.bytes_count = scratch.end.value = len(text)
        rows.dimension = size
        status = self._encode(
            handle.pointer,
            scratch.strings_at,
            options,
            scratch.rows_at,
            None,
            None,
            scratch.report_at,
        )
        if status != OK:
            raise error(status, last_line())
        whole = scratch.vector
        vector: npt.NDArray[np.float32] = (whole if size == len(whole) else whole[:size]).copy()
        report = scratch.report
        if report.cut or report.unknown:
            self._warn(1, report.cut, report.unknown, overflow)
        self._scratches.append(scratch)
        return vector

    def _encode_all(
        self,
        texts: Texts,
        options: Optional[bytes],
        dimension: int,
        overflow: Optional[str],
        output_type: str,
        ranges: Optional[npt.ArrayLike],
        out: Optional[npt.NDArray[Any]],
        progress: ProgressOption,
    ) -> npt.NDArray[Any]:
        handle = self._open()
        if output_type not in TYPES:
            raise ValueError(f"output_type: {output_type!r} is not one of {', '.join(TYPES)}")
        given = None
        if output_type == "int8":
            if ranges is None:
                # The ranges are known when all vectors are.
                whole = self._encode_all(
                    texts, options, dimension, overflow, "float32", None, None, progress
                )
                rows = whole.reshape(-1, dimension)
                found = quantized(rows, ranges_of(rows))
                found[np.isnan(rows).any(axis=1)] = 0
                return self._placed(found.reshape(whole.shape), out, texts)
            given = as_ranges(ranges, dimension)
        dtype = TYPES[output_type][1]
        shape = (texts.count, columns(output_type, dimension))
        if out is None:
            target: npt.NDArray[Any] = np.empty(shape, dtype)
            nulls = texts.nulls()
            if nulls is not None:
                target[nulls] = np.nan if target.dtype.kind == "f" else 0
        else:
            target = _checked_out(out, shape, dtype, texts.is_single)
        rows_structure = vectors(target, dimension, given)
        report = Report()

        def run(function: Any) -> int:
            status: int = self._encode(
                handle.pointer,
                byref(texts.strings),
                options,
                byref(rows_structure),
                function,
                None,
                byref(report),
            )
            return status

        if texts.size <= _SHORT and not callable(progress):
            check(run(None))
        else:
            shown = progress_function(progress)
            try:
                call(run, shown, texts.count)
            finally:
                if isinstance(shown, Bar):
                    shown.close()
        if report.cut or report.unknown:
            self._warn(texts.count, report.cut, report.unknown, overflow)
        if out is not None:
            return out
        return target[0] if texts.is_single else target

    @staticmethod
    def _placed(
        result: npt.NDArray[Any], out: Optional[npt.NDArray[Any]], texts: Texts
    ) -> npt.NDArray[Any]:
        if out is None:
            return result
        rows = result.reshape(texts.count, -1)
        target = _checked_out(out, rows.shape, result.dtype.type, texts.is_single)
        nulls = texts.nulls()
        if nulls is None:
            target[:] = rows
        else:
            target[~nulls] = rows[~nulls]
        return out

    def _warn(self, count: int, cut: int, unknown: int, overflow: Optional[str]) -> None:
        """Warns of what a user may not expect; Python shows each once for a line of a program."""
        if cut and overflow is None:
            warnings.warn(
                f"texts of over {self.max_tokens} tokens, or the limit given, are cut; "
                'overflow="chunk" takes all of them, overflow="truncate" says that it is meant',
                TextWarning,
                stacklevel=_depth(),
            )
        if 2 * unknown > count:
            warnings.warn(
                "the model's tokenizer breaks most of the texts into mostly unknown tokens or "
                "single characters; their language may be one that the model does not know",
                TextWarning,
                stacklevel=_depth(),
            )

    # ---- Tokens ----

    def tokenize(
        self,
        texts: Any,
        *,
        max_tokens: Optional[int] = None,
        truncation_side: Optional[Side] = None,
        special_tokens: bool = True,
    ) -> Any:
        """The tokens of texts, with no prompt, whole unless there is a limit.

        :param texts: as for `encode`.
        :param max_tokens: cut texts at so many tokens, special ones included.
        :param truncation_side: as for `encode`.
        :param special_tokens: whether the tokenizer's special tokens are put around a text.
        :returns: a list of `Tokens`, of nulls with no tokens; for a str one of them.
        """
        handle = self._open()
        options = {
            "maximum_tokens": max_tokens,
            "truncation_side": truncation_side,
            "special_tokens": bool(special_tokens),
        }
        given = json.dumps({name: value for name, value in options.items() if value is not None})
        asked = read(texts)
        found: list[Tokens] = []
        for start in range(0, asked.count, _TOKENIZED):
            some = asked.slice(start, start + _TOKENIZED)
            pointer = ctypes.POINTER(TokenArrays)()
            check(
                library().senc_tokenize(
                    handle.pointer,
                    byref(some.strings),
                    given.encode(),
                    byref(pointer),
                    None,
                    None,
                )
            )
            try:
                found += tokens(pointer.contents, some)
            finally:
                library().senc_tokens_free(pointer)
        return found[0] if asked.is_single else found

    def count_tokens(self, texts: Any, **options: Any) -> Any:
        """How many tokens texts have as `encode` reads them: each whole text, with its prompt and
        special tokens.

        :param texts: as for `encode`.
        :param options: those of `encode` from ``prompt`` to ``truncation_side``.
        :returns: int64, [texts], 0 of nulls; for a str a number.
        """
        handle = self._open()
        given = self._json(options)
        asked = read(texts)
        counts = np.zeros(asked.count, np.int64)

        def run(progress: Any) -> int:
            status: int = library().senc_count_tokens(
                handle.pointer,
                byref(asked.strings),
                given,
                counts.ctypes.data,
                progress,
                None,
            )
            return status

        if asked.size <= _SHORT:
            check(run(None))
        else:
            call(run)
        return int(counts[0]) if asked.is_single else counts

    # ---- Comparison ----

    def similarity(self, a: npt.ArrayLike, b: npt.ArrayLike, **options: Any) -> Any:
        """`senc.similarity` of vectors by the model's metric, with this encoder's threads."""
        return _search.similarity(a, b, **{**self._comparison(), **options})

    def search(
        self, queries: npt.ArrayLike, rows: npt.ArrayLike, top: int = 10, **options: Any
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """`senc.search` among vectors by the model's metric, with this encoder's threads."""
        return _search.search(queries, rows, top, **{**self._comparison(), **options})

    def _comparison(self) -> dict[str, Any]:
        return {"metric": self.metric, "threads": self.threads}

    # ---- Its life ----

    def close(self) -> None:
        """Frees the model, when the last call of another thread has ended. Twice does no harm."""
        self._handle = None
        self._scratches = []
        self._others = {}

    def __enter__(self) -> Encoder:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        value: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        closed = "" if self._handle is not None else ", closed"
        return f"Encoder({self.model!r}, {self.dimension} components, {self.precision}{closed})"

    def __reduce__(self) -> tuple[Any, ...]:
        return reopened, (self._source, self._options)

    def __copy__(self) -> Encoder:
        return self

    def __deepcopy__(self, _: Any) -> Encoder:
        # It does not change, and its memory is large.
        return self

    def _in(self, precision: Precision) -> Encoder:
        """The same model in a precision."""
        self._open()
        if precision == self.precision:
            return self
        other = self._others.get(precision)
        if other is None:
            options: dict[str, Any] = {**self._options, "precision": precision}
            other = self._others[precision] = Encoder(self._source, **options)
        return other

    def _open(self) -> Handle:
        handle = self._handle
        if handle is None:
            raise ValueError("the encoder is closed")
        return handle

    def _columns(self, dimension: Optional[int]) -> int:
        """The components of vectors; what is out of range is the library's to refuse."""
        if dimension is None:
            return self._dimension
        return min(max(operator.index(dimension), 1), self._dimension)

    @staticmethod
    def _json(options: dict[str, Any]) -> Optional[bytes]:
        names = _json.__wrapped__.__code__.co_varnames[: _json.__wrapped__.__code__.co_argcount]
        for name in options:
            if name not in names:
                raise TypeError(f"no option {name!r}; there are {', '.join(names)}")
        return _json(*(options.get(name) for name in names))


def reopened(source: Optional[str], options: dict[str, Any]) -> Encoder:
    """An encoder on the same model in memory, if it is loaded already: what is unpickled.

    :param options: all that `Encoder` has, in their order.
    """
    source = named(source)
    handle = loaded.get(key(source, options))
    if handle is None:
        return Encoder(source, **options)
    encoder = Encoder.__new__(Encoder)
    encoder._source, encoder._options = source, options
    encoder._adopt(handle)
    return encoder


def _checked_out(
    out: npt.NDArray[Any], shape: tuple[int, int], dtype: type[np.generic], is_single: bool
) -> npt.NDArray[Any]:
    """The caller's array as rows.

    :raises ValueError: if vectors cannot be written to it.
    """
    if not isinstance(out, np.ndarray) or out.dtype != dtype or not out.dtype.isnative:
        raise ValueError(f"out is not an array of {np.dtype(dtype)}")
    rows = out[np.newaxis] if is_single and out.ndim == 1 else out
    if rows.shape != shape:
        raise ValueError(f"out: {list(rows.shape)} is not {list(shape)}")
    if not rows.flags.writeable:
        raise ValueError("out cannot be written to")
    size = shape[1] * rows.itemsize
    if (shape[1] > 1 and rows.strides[1] != rows.itemsize) or (
        shape[0] > 1 and rows.strides[0] < size
    ):
        raise ValueError("out: the components of a row do not follow each other")
    return rows


def _depth() -> int:
    """How far above is the first line that is not of this package, as warnings count."""
    frame, depth = sys._getframe(1), 1
    package = os.path.dirname(__file__)
    while frame is not None and os.path.dirname(frame.f_code.co_filename) == package:
        frame, depth = frame.f_back, depth + 1  # type: ignore[assignment]
    return depth


__all__ = ["Encoder", "reopened"]
