"""Vectors of a column of a Dask DataFrame, computed where its partitions are:

import senc.dask

encoded = senc.dask.encode(frame, "text")
senc.dask.to_parquet(encoded, "vectors")
"""

from __future__ import annotations

from typing import Any, Union

try:
    import dask
    import dask.dataframe as dd
    import fsspec
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    raise ImportError(
        'senc.dask needs Dask, pandas and pyarrow: pip install "dask[dataframe]"'
    ) from None

from . import _columns
from ._columns import Backend, Job, Precision, Record
from ._encoder import Encoder, OutputType
from ._errors import InvalidError
from ._vectors import columns

#: A column: a frame or a schema of pyarrow, and the name of one of its columns; or an encoder.
Column = Union[tuple[Any, str], Encoder]


def encode(
    frame: Any,
    column: str,
    *,
    into: str = "vector",
    model: Any = None,
    precision: Precision = "float32",
    backend: Backend = "packed",
    threads: int = 1,
    output_type: OutputType = "float32",
    **options: Any,
) -> Any:
    """A frame with a column of vectors behind its others, to the bit those of ``senc encode``
    however its rows are partitioned.

    Nothing is computed yet, as always in Dask, but the model's files are read here once: their
    fingerprint is in ``frame.attrs`` of the result and of its partitions. Each worker process loads
    the model once, for all of its threads, and refuses to go on if it is another one.

    :param frame: a dask.dataframe.DataFrame.
    :param column: of strings. Rows of nulls have NA.
    :param into: the name of the new column, of pandas' ArrowDtype with FixedSizeList.
    :param model: as for `senc.Encoder`, and so are precision and backend. The model in the package
        is at hand wherever the package is; others have to be on each machine.
    :param threads: how many each task uses; a worker has as many tasks at once as it has threads.
    :param output_type: ``"float32"``, ``"float16"``, ``"int8"`` (needs ``ranges=``) or
        ``"binary"`` (of uint8, eight components each).
    :param options: those of `senc.Encoder.encode` from ``prompt`` to ``ranges``. Long texts are cut
        unless ``overflow`` says otherwise.
    :returns: a DataFrame.
    :raises ValueError: for options that make no sense; FileNotFoundError if the model is not found.
    """
    job = _columns.job(column, into, model, precision, backend, output_type, options)
    _columns.check_columns(list(frame.columns), job)
    kind = _columns.vector_field(job).type
    meta = _stamped(frame._meta.assign(**{into: pd.Series([], dtype=pd.ArrowDtype(kind))}), job)
    return frame.map_partitions(_encoded, job, threads, meta=meta)


def to_parquet(
    frame: Any, path: str, *, column: str = "vector", overwrite: bool = False, **storage: Any
) -> int:
    """Writes a frame with vectors as Parquet, one file for each partition, with FixedSizeList and
    the fingerprint in their schema. Dask's own ``to_parquet`` leaves the fingerprint out, and
    neither Dask nor pandas reads what it writes of such a column.

    :param path: a directory, or an address that fsspec knows.
    :param overwrite: remove what is there; if not, a directory with Parquet is refused.
    :param storage: options of fsspec's for that address.
    :returns: how many rows were written.
    :raises senc.Error: if senc has not made the column, or there is Parquet already.
    """
    record = _record((frame, column))[1]
    files, place = fsspec.core.url_to_fs(path, **storage)
    found = files.glob(f"{place}/*.parquet")
    if found and not overwrite:
        raise InvalidError(f"there is Parquet in {path!r} already: overwrite=True removes it")
    for one in found:
        files.rm_file(one)
    files.makedirs(place, exist_ok=True)
    written = [
        dask.delayed(_write)(part, f"{place}/part.{number:06}.parquet", files, column, record)
        for number, part in enumerate(frame.to_delayed())
    ]
    return sum(dask.compute(*written))


def read_parquet(path: str, *, column: str = "vector", **storage: Any) -> Any:
    """A frame of Parquet that has a column of vectors, with its fingerprint; also of what Spark and
    Ray have written. One partition for each file.

    :param path: a directory, or an address that fsspec knows.
    :param storage: options of fsspec's for that address.
    :returns: a DataFrame.
    :raises senc.Error: if there are no files, senc has not made the column, or the vectors of two
        files were not made alike.
    """
    files, place = fsspec.core.url_to_fs(path, **storage)
    found = sorted(files.glob(f"{place}/*.parquet"))
    if not found:
        raise InvalidError(f"no Parquet in {path!r}")
    schemas = [_schema(one, files) for one in found]
    records = [(one, _columns.of_schema(schema, column)) for one, schema in zip(found, schemas)]
    _columns.check_same(records)
    record = records[0][1]
    meta = _frame(schemas[0].empty_table(), column, record)
    return dd.from_map(_read, found, files=files, column=column, record=record, meta=meta)


def fingerprint(frame: Any, column: str = "vector") -> str:
    """The fingerprint of a column of vectors: 16 hexadecimal digits, which are equal where model,
    prompt, dimension, normalization, precision and type are.

    :param frame: a DataFrame of Dask or pandas, or a table or schema of pyarrow.
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
    """Refuses columns of different models, before their vectors are compared. Prompts may differ,
    and so may the precision.

    :param columns: each ``(frame, "vector")``, or a `senc.Encoder`.
    :raises senc.Error: if they may not be compared; it says why.
    """
    _columns.check_comparable([_record(column) for column in columns])


def concat(*frames: Any, column: str = "vector") -> Any:
    """``dask.dataframe.concat`` of frames, if their vectors were made alike.

    :raises senc.Error: if two fingerprints differ.
    """
    check_same(*((frame, column) for frame in frames))
    return dd.concat(list(frames))


def _encoded(part: pd.DataFrame, job: Job, threads: int) -> pd.DataFrame:
    """A partition with its vectors."""
    texts = pa.array(part[job.column], pa.large_string(), from_pandas=True)
    rows = job.encode(texts, threads)
    vectors = pd.arrays.ArrowExtensionArray(_columns.fixed_lists(rows, _columns.nulls(texts)))
    return _stamped(part.assign(**{job.into: pd.Series(vectors, index=part.index)}), job)


def _write(part: pd.DataFrame, path: str, files: Any, column: str, record: Record) -> int:
    """Writes a partition; again after a failure, with the same bytes."""
    table = pa.Table.from_pandas(part, preserve_index=False)
    place = table.schema.get_field_index(column)
    field = table.schema.field(place).with_metadata(_columns.metadata(record))
    # Without what pandas adds, which it cannot read of lists.
    table = table.set_column(place, field, table.column(place)).replace_schema_metadata(None)
    buffer = pa.BufferOutputStream()
    # Numbers of vectors do not repeat.
    pq.write_table(table, buffer, use_dictionary=[name for name in part if name != column])
    files.pipe_file(path, buffer.getvalue().to_pybytes())
    return len(part)


def _schema(path: str, files: Any) -> pa.Schema:
    with files.open(path) as opened:
        return pq.read_schema(opened)


def _read(path: str, files: Any, column: str, record: Record) -> pd.DataFrame:
    with files.open(path) as opened:
        return _frame(pq.read_table(opened), column, record)


def _frame(table: pa.Table, column: str, record: Record) -> pd.DataFrame:
    """A table as a partition: texts as Dask has them, vectors as Arrow has them."""
    place = table.schema.get_field_index(column)
    size = columns(record["outputType"], record["model"]["dimension"])
    # Of Spark they are lists of any size; and the names of elements differ.
    kind = pa.list_(table.schema.field(place).type.value_type, size)
    table = table.set_column(place, column, table.column(place).cast(kind))
    frame = table.to_pandas(types_mapper=_pandas_type, ignore_metadata=True)
    return _marked(frame, column, record)


def _pandas_type(kind: pa.DataType) -> Any:
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return pd.StringDtype("pyarrow")
    return pd.ArrowDtype(kind) if pa.types.is_fixed_size_list(kind) else None


def _stamped(part: pd.DataFrame, job: Job) -> pd.DataFrame:
    return _marked(part, job.into, job.known)


def _marked(part: pd.DataFrame, column: str, record: Record) -> pd.DataFrame:
    part.attrs[_columns.KEY] = {**part.attrs.get(_columns.KEY, {}), column: record}
    return part


def _record(column: Column) -> tuple[str, _columns.Record]:
    if isinstance(column, Encoder):
        return "the encoder", _columns.record(column)
    frame, name = column
    schema = getattr(frame, "schema", frame)
    if isinstance(schema, pa.Schema):
        return f"the column {name!r}", _columns.of_schema(schema, name)
    meta: Any = getattr(frame, "_meta", frame)
    if name not in meta.columns:
        raise InvalidError(f"no column {name!r}; there are {', '.join(map(str, meta.columns))}")
    found = meta.attrs.get(_columns.KEY, {}).get(name)
    return f"the column {name!r}", _columns.read(found, name)


__all__ = [
    "check_comparable",
    "check_same",
    "concat",
    "encode",
    "fingerprint",
    "read_parquet",
    "to_parquet",
]
