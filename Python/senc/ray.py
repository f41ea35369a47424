"""Vectors of a column of a Ray Dataset, by actors that have the model loaded:

import senc.ray

encoded = senc.ray.encode(dataset, "text")
encoded.write_parquet("vectors")
"""

from __future__ import annotations

from typing import Any, Optional, Union

try:
    import pyarrow as pa
    import ray
    import ray.data
except ImportError:
    raise ImportError('senc.ray needs Ray Data: pip install "ray[data]"') from None

from . import _columns
from ._columns import Backend, Job, Precision
from ._encoder import Encoder, OutputType
from ._errors import InvalidError

#: A column: a dataset or a schema of pyarrow, and the name of one of its columns; or an encoder.
Column = Union[tuple[Any, str], Encoder]

#: Texts that are encoded at once, and again after a failure: some seconds of a processor.
BATCH = 2048


class Encode:
    """A class for ``map_batches``: each actor loads the model once.

    ``dataset.map_batches(Encode, fn_constructor_kwargs={"column": "text"},
    batch_format="pyarrow", compute=ray.data.ActorPoolStrategy(size=2), num_cpus=1)``; `encode` says
    all that for you.

    :param column: of strings. Rows of nulls have null.
    :param into: the name of the new column, FixedSizeList with the fingerprint in its metadata.
    :param model: as for `senc.Encoder`, and so are precision and backend. The model in the package
        is at hand wherever the package is; others have to be on each machine.
    :param threads: how many each actor uses; by default one for each of its ``num_cpus``.
    :param output_type: ``"float32"``, ``"float16"``, ``"int8"`` (needs ``ranges=``) or
        ``"binary"`` (of uint8, eight components each).
    :param options: those of `senc.Encoder.encode` from ``prompt`` to ``ranges``. Long texts are cut
        unless ``overflow`` says otherwise.
    :raises ValueError: for options that make no sense; FileNotFoundError if the model is not found.
    """

    def __init__(
        self,
        column: str,
        *,
        into: str = "vector",
        model: Any = None,
        precision: Precision = "float32",
        backend: Backend = "packed",
        threads: Optional[int] = None,
        output_type: OutputType = "float32",
        job: Optional[Job] = None,
        **options: Any,
    ) -> None:
        self._job = job or _columns.job(
            column, into, model, precision, backend, output_type, options
        )
        self._threads = _cores() if threads is None else threads
        self._job.encoder(self._threads)

    def __call__(self, batch: pa.Table) -> pa.Table:
        """A batch with a column of vectors behind its others."""
        job = self._job
        _columns.check_columns(batch.column_names, job)
        texts = batch.column(job.column)
        rows = job.encode(texts, self._threads)
        vectors = _columns.fixed_lists(rows, _columns.nulls(texts))
        return batch.append_column(_columns.vector_field(job), vectors)


def encode(
    dataset: Any,
    column: str,
    *,
    into: str = "vector",
    model: Any = None,
    precision: Precision = "float32",
    backend: Backend = "packed",
    workers: Optional[int] = None,
    threads: int = 1,
    batch_size: int = BATCH,
    output_type: OutputType = "float32",
    **options: Any,
) -> Any:
    """A dataset with a column of vectors behind its others, to the bit those of ``senc encode``
    however its rows are split.

    Nothing is computed yet, as always in Ray Data, but the model's files are read here once; each
    actor refuses to go on if its model is another one. An actor that dies is started again, and its
    batch is encoded again, to the same bits.

    :param dataset: a ray.data.Dataset.
    :param column: as for `Encode`, and so are all others that are not below.
    :param workers: how many actors; by default as many as the cluster has processors for.
    :param threads: how many each actor uses. A little less than so many processors are reserved
        for it, so that Ray has one left for each machine, in name, for the tasks that read and
        write.
    :param batch_size: rows that are encoded at once, and again if an actor dies; they are a block
        of the result.
    :returns: a Dataset.
    :raises ValueError: for options that make no sense; FileNotFoundError if the model is not found.
    """
    job = _columns.job(column, into, model, precision, backend, output_type, options)
    if threads < 1:
        raise InvalidError(f"threads: {threads} is not positive")
    processors = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
    if workers is None:
        workers = max(1, sum(processors) // threads)
    largest = max([1, *processors])
    # As Ray reads files, millions of texts may be one block, which is one actor's alone.
    return dataset.repartition(target_num_rows_per_block=batch_size).map_batches(
        Encode,
        fn_constructor_kwargs={"column": column, "job": job, "threads": threads},
        batch_format="pyarrow",
        batch_size=batch_size,
        zero_copy_batch=True,
        compute=ray.data.ActorPoolStrategy(size=workers),
        num_cpus=round(threads * (largest - 1) / largest, 4),
    )


def fingerprint(dataset: Any, column: str = "vector") -> str:
    """The fingerprint of a column of vectors: 16 hexadecimal digits, which are equal where model,
    prompt, dimension, normalization, precision and type are. Of a dataset that is not computed yet,
    its first rows are.

    :param dataset: a Dataset, or a table or schema of pyarrow.
    :raises senc.Error: if the column is not there, or senc has not made it.
    """
    return str(_record((dataset, column))[1]["fingerprint"])


def check_same(*columns: Column) -> None:
    """Refuses columns that were not made alike, before they become one.

    :param columns: each ``(dataset, "vector")``, or a `senc.Encoder`.
    :raises senc.Error: if two fingerprints differ; it says in what.
    """
    _columns.check_same([_record(column) for column in columns])


def check_comparable(*columns: Column) -> None:
    """Refuses columns of different models, before their vectors are compared. Prompts may differ,
    and so may the precision.

    :param columns: each ``(dataset, "vector")``, or a `senc.Encoder`.
    :raises senc.Error: if they may not be compared; it says why.
    """
    _columns.check_comparable([_record(column) for column in columns])


def union(first: Any, *others: Any, column: str = "vector") -> Any:
    """``first.union(…)``, if the vectors of all were made alike.

    :raises senc.Error: if two fingerprints differ.
    """
    check_same(*((dataset, column) for dataset in (first, *others)))
    return first.union(*others)


def _cores() -> int:
    """The processors that are reserved for what runs here."""
    if not ray.is_initialized():
        return 1
    resources = ray.get_runtime_context().get_assigned_resources()
    return max(1, int(resources.get("CPU", 1)))


def _record(column: Column) -> tuple[str, _columns.Record]:
    if isinstance(column, Encoder):
        return "the encoder", _columns.record(column)
    dataset, name = column
    schema = dataset.schema() if callable(getattr(dataset, "schema", None)) else dataset
    schema = getattr(schema, "base_schema", schema)
    schema = getattr(schema, "schema", schema)
    if not isinstance(schema, pa.Schema):
        raise InvalidError("a dataset without columns of Arrow has no fingerprint")
    return f"the column {name!r}", _columns.of_schema(schema, name)


__all__ = ["Encode", "check_comparable", "check_same", "encode", "fingerprint", "union"]
