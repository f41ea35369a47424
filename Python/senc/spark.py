"""Vectors of a column of a Spark DataFrame, computed where its rows are:

import senc.spark

encoded = senc.spark.encode(frame, "text")
encoded.write.parquet("vectors.parquet")
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

try:
    import pyarrow as pa
    import pyspark
    from pyspark.sql.types import (
        ArrayType,
        BinaryType,
        ByteType,
        CharType,
        DataType,
        FloatType,
        StringType,
        StructField,
        StructType,
        VarcharType,
    )
except ImportError:
    raise ImportError("senc.spark needs PySpark and pyarrow: pip install pyspark pyarrow") from None

from . import _columns
from ._columns import Backend, Job, Precision
from ._encoder import Encoder, OutputType
from ._errors import InvalidError

#: A column: a frame and the name of one of its columns; or an encoder, for its vectors.
Column = Union[tuple[Any, str], Encoder]

#: Rows that are encoded at once; Spark gives 10,000 if nothing else is configured. The lists of a
#: batch have 2^31 - 1 elements at most.
_ROWS = 1 << 16
#: What a column is made of by the type of its vectors. Spark has no float16.
_TYPES: dict[str, tuple[DataType, Any]] = {
    "float32": (ArrayType(FloatType(), False), pa.list_(pa.field("element", pa.float32(), False))),
    "int8": (ArrayType(ByteType(), False), pa.list_(pa.field("element", pa.int8(), False))),
    "binary": (BinaryType(), pa.binary()),
}


def encode(
    frame: Any,
    column: str,
    *,
    into: str = "vector",
    model: Any = None,
    precision: Precision = "float32",
    backend: Backend = "packed",
    threads: Optional[int] = None,
    output_type: OutputType = "float32",
    **options: Any,
) -> Any:
    """A frame with a column of vectors behind its others, to the bit those of ``senc encode``
    however its rows are partitioned.

    Nothing is computed yet, as always in Spark, but the model's files are read here once: their
    fingerprint is in the column's metadata, ``frame.schema["vector"].metadata["senc"]``, which
    Parquet keeps if Spark writes it. Each Python worker process loads the model at its first row,
    by the same name or path, and refuses to go on if it is another one.

    :param frame: a DataFrame.
    :param column: of strings, or of bytes in UTF-8. Rows of nulls have null.
    :param into: the name of the new column.
    :param model: as for `senc.Encoder`, and so are precision and backend. The model in the package
        is at hand wherever the package is; others have to be on each machine, under the same path
        or on the search path ``$SENC_MODELS``.
    :param threads: how many each task uses; by default one for each of its cores,
        ``spark.task.cpus``.
    :param output_type: ``"float32"`` (``array<float>``), ``"int8"`` (``array<tinyint>``, needs
        ``ranges=``) or ``"binary"`` (``binary``, a bit a component).
    :param options: those of `senc.Encoder.encode` from ``prompt`` to ``ranges``. Long texts are cut
        unless ``overflow`` says otherwise.
    :returns: a DataFrame.
    :raises ValueError: for options that make no sense, and columns that are not texts;
        FileNotFoundError if the model is not found. What fails in a worker is senc's line in the
        exception of Spark.
    """
    job = _job(column, into, model, precision, backend, output_type, options)
    _columns.check_columns(frame.columns, job)
    texts = frame.schema[column]
    if not isinstance(texts.dataType, (StringType, CharType, VarcharType, BinaryType)):
        kind = texts.dataType.simpleString()
        raise InvalidError(f"the column {column!r} is {kind}, not text")
    vectors = StructField(into, _TYPES[output_type][0], texts.nullable, _metadata(job))
    return frame.mapInArrow(_Batches(job, threads), StructType([*frame.schema.fields, vectors]))


def register(
    session: Any,
    name: str = "senc_encode",
    *,
    model: Any = None,
    precision: Precision = "float32",
    backend: Backend = "packed",
    threads: Optional[int] = None,
    output_type: OutputType = "float32",
    **options: Any,
) -> Any:
    """A function for SQL, ``SELECT senc_encode(text) FROM notes``. Needs Spark 4.1 or newer.

    The columns that it makes have no fingerprint; those of `encode` do.

    :param session: a SparkSession.
    :param name: what SQL calls it.
    :param options: these and those before as for `encode`.
    :returns: the function for the DataFrame API, too.
    :raises ImportError: if this Spark is older.
    """
    try:
        from pyspark.sql.functions import arrow_udf
    except ImportError:
        raise ImportError(f"register needs Spark 4.1, not {pyspark.__version__}") from None
    job = _job("text", "vector", model, precision, backend, output_type, options)

    # Spark reads the annotations, as objects.
    def vectors(texts):  # type: ignore[no-untyped-def]
        return _vectors(job, texts, threads)

    vectors.__annotations__ = {"texts": pa.Array, "return": pa.Array}
    function = arrow_udf(vectors, returnType=_TYPES[output_type][0])
    return session.udf.register(name, function)


def fingerprint(frame: Any, column: str = "vector") -> str:
    """The fingerprint of a column of vectors: 16 hexadecimal digits, which are equal where model,
    prompt, dimension, normalization, precision and type are.

    :raises senc.Error: if the column is not there, or senc has not made it.
    """
    return str(_record((frame, column))[1]["fingerprint"])


def check_same(*columns: Column) -> None:
    """Refuses columns that were not made alike, before they become one.

    :param columns: each ``(frame, "vector")``, or a `senc.Encoder`.
    :raises senc.Error: if two fingerprints differ; it says in what.
    """
    _columns.check_same([_record(column) for column in columns])


def check_comparable(*columns: Column) -> None:
    """Refuses columns of different models, before their vectors are compared: in a join of queries
    with passages, for example. Prompts may differ, and so may the precision.

    :param columns: each ``(frame, "vector")``, or a `senc.Encoder`.
    :raises senc.Error: if they may not be compared; it says why.
    """
    _columns.check_comparable([_record(column) for column in columns])


def union(first: Any, *others: Any, column: str = "vector") -> Any:
    """``first.unionByName(…)`` of all frames, if their vectors were made alike. Spark's own does
    not look at fingerprints, and keeps the first one.

    :raises senc.Error: if two fingerprints differ.
    """
    check_same(*((frame, column) for frame in (first, *others)))
    for other in others:
        first = first.unionByName(other)
    return first


class _Batches:
    """What `mapInArrow` runs in the workers: batches to batches with vectors."""

    def __init__(self, job: Job, threads: Optional[int]) -> None:
        self._job = job
        self._threads = threads

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        job = self._job
        for whole in batches:
            for start in range(0, whole.num_rows, _ROWS):
                batch = whole.slice(start, _ROWS)
                vectors = _vectors(job, batch.column(job.column), self._threads)
                yield pa.RecordBatch.from_arrays(
                    [*batch.columns, vectors], names=[*batch.schema.names, job.into]
                )


def _job(
    column: str,
    into: str,
    model: Any,
    precision: Precision,
    backend: Backend,
    output_type: OutputType,
    options: dict[str, Any],
) -> Job:
    if output_type not in _TYPES:
        raise InvalidError(f"output_type: {output_type!r} is not one of {', '.join(_TYPES)}")
    return _columns.job(column, into, model, precision, backend, output_type, options)


def _vectors(job: Job, texts: pa.Array, threads: Optional[int]) -> pa.Array:
    """The vectors of texts as Spark takes them."""
    rows = job.encode(texts, _cores() if threads is None else threads)
    nulls = _columns.nulls(texts)
    mask = None if nulls is None else pa.array(nulls)
    if job.output_type == "binary":
        return _bytes(rows, nulls)
    kind = _TYPES[job.output_type][1]
    offsets = np.arange(0, rows.size + 1, rows.shape[1], dtype=np.int32)
    values = pa.array(rows.reshape(-1))
    return pa.ListArray.from_arrays(pa.array(offsets), values, type=kind, mask=mask)


def _bytes(rows: npt.NDArray[np.uint8], nulls: Optional[npt.NDArray[np.bool_]]) -> pa.Array:
    offsets = np.arange(0, rows.size + 1, rows.shape[1], dtype=np.int32)
    validity = None if nulls is None else pa.py_buffer(np.packbits(~nulls, bitorder="little"))
    buffers = [validity, pa.py_buffer(offsets), pa.py_buffer(rows)]
    return pa.Array.from_buffers(pa.binary(), len(rows), buffers)


def _cores() -> int:
    """The cores of the task that runs here."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return 1 if context is None else max(1, int(context.cpus()))


def _metadata(job: Job) -> dict[str, Any]:
    return {_columns.KEY: job.known}


def _record(column: Column) -> tuple[str, _columns.Record]:
    if isinstance(column, Encoder):
        return "the encoder", _columns.record(column)
    frame, name = column
    if name not in frame.columns:
        raise InvalidError(f"no column {name!r}; there are {', '.join(frame.columns)}")
    found = (frame.schema[name].metadata or {}).get(_columns.KEY)
    return f"the column {name!r}", _columns.read(found, name)


__all__ = ["check_comparable", "check_same", "encode", "fingerprint", "register", "union"]
