"""Columns of vectors in the tables of Arrow and of engines: what they are made of, and by which
model.

The record of a column says what made it, as JSON under the key ``senc`` in the metadata of its
field::

    {"fingerprint": "f9feab2e8a915b75", "model": {…}, "precision": "float32",
     "backend": "packed", "outputType": "float32"}

``model`` is `Encoder.stamp` with the options of the column. The fingerprint is a hash of all that
decides the vectors, and that of `Encoder.fingerprint` where no option is given.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from typing import Any, Literal, Optional, Union

import numpy as np
import numpy.typing as npt

from ._encoder import Encoder, OutputType, reopened
from ._errors import DataError, InvalidError
from ._models import named
from ._vectors import as_ranges, columns

#: The key of a column's record.
KEY = "senc"
#: Where Spark keeps the metadata of columns in Parquet.
_OF_SPARK = b"org.apache.spark.sql.parquet.row.metadata"
#: What names a model, and does not change its vectors.
_NAMES = ("model", "promptName", "role")
#: What must be equal for vectors to be compared with each other.
_COMPARED = ("weights", "tokenizer", "configuration", "dimension", "normalized")

Precision = Literal["float32", "bfloat16", "int8"]
Backend = Literal["packed", "blas"]
Record = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """Which column is to be encoded how: what is sent to workers in place of an encoder.

    :param column: the column with the texts.
    :param into: the column for the vectors.
    :param model: as for `senc.Encoder`, and so are precision and backend.
    :param options: those of `senc.Encoder.encode` from ``prompt`` to ``ranges``.
    :param record: what the driver's model is, if it has been read.
    """

    column: str
    into: str
    model: str
    precision: Precision
    backend: Backend
    output_type: OutputType
    options: dict[str, Any]
    record: Optional[Record] = field(default=None, compare=False)

    @property
    def ranges(self) -> Optional[npt.NDArray[np.float32]]:
        """Ranges of int8, [2, dimension]."""
        ranges: Optional[npt.NDArray[np.float32]] = self.options.get("ranges")
        return ranges

    @property
    def known(self) -> Record:
        """The record, which the driver has read."""
        assert self.record is not None
        return self.record

    @property
    def elements(self) -> int:
        """The elements of a row: components, or bytes of bits."""
        return columns(self.output_type, self.known["model"]["dimension"])

    def encoder(self, threads: int) -> Encoder:
        """The encoder of this process for it, loaded at the first call.

        :raises senc.Error: if the model is not the driver's.
        """
        return _opened(self, threads)

    def encode(self, texts: Any, threads: int) -> npt.NDArray[Any]:
        """The vectors of a column of texts, [texts, elements].

        :raises senc.Error: if the model is not the driver's.
        """
        rows: npt.NDArray[Any] = self.encoder(threads).encode(
            texts, output_type=self.output_type, progress=False, **self.options
        )
        return rows


def job(
    column: str,
    into: str,
    model: Any,
    precision: Precision,
    backend: Backend,
    output_type: OutputType,
    options: dict[str, Any],
) -> Job:
    """What is to be done, with the record of the model as it is here.

    :raises ValueError: for options that make no sense; FileNotFoundError if the model is not found.
    """
    if output_type == "int8" and options.get("ranges") is None:
        # Without, each batch would have ranges of its own.
        raise InvalidError('output_type="int8" needs ranges, as senc.ranges has them of vectors')
    # What is long is cut without a warning: in a worker, nobody would see it.
    given = {"overflow": "truncate", **options}
    made = Job(column, into, named(model), precision, backend, output_type, given)
    # Weights are put in order for computing when they are used, which is never here.
    packing = {"precision": precision, "backend": backend, "packing": "each_use", "threads": 1}
    with Encoder(made.model, **packing) as encoder:  # type: ignore[arg-type]
        if made.ranges is not None:
            given["ranges"] = as_ranges(given["ranges"], encoder._columns(given.get("dimension")))
        known = record(encoder, output_type, given)
    return Job(column, into, made.model, precision, backend, output_type, given, known)


#: Encoders of this process by model, options and threads, and the fingerprints of what they have
#: been asked for.
_encoders: dict[tuple[Any, ...], tuple[Encoder, set[str]]] = {}
_lock = threading.Lock()


def _opened(job: Job, threads: int) -> Encoder:
    key = (job.model, job.precision, job.backend, threads)
    with _lock:
        if key not in _encoders:
            options = {
                "precision": job.precision,
                "backend": job.backend,
                "packing": "ahead",
                "threads": threads,
            }
            _encoders[key] = reopened(job.model, options), set()
        encoder, checked = _encoders[key]
        fingerprint = job.known["fingerprint"]
        if fingerprint not in checked:
            here = record(encoder, job.output_type, job.options)
            if here["fingerprint"] != fingerprint:
                raise _differing("the worker's model", here, "the driver's", job.known)
            checked.add(fingerprint)
        return encoder


# ---- What made a column ----


def record(encoder: Encoder, output_type: str = "float32", options: Any = None) -> Record:
    """What vectors of an encoder are made by.

    :param options: those of `Encoder.encode`.
    """
    options = options or {}
    stamp = encoder.stamp(**{name: options[name] for name in options if name != "ranges"})
    made: Record = {
        "model": stamp,
        "precision": encoder.precision,
        "backend": encoder._options["backend"],
        "outputType": output_type,
    }
    if output_type == "int8":
        ranges = np.ascontiguousarray(options["ranges"], "<f4")
        made["ranges"] = hashlib.sha256(ranges.tobytes()).hexdigest()[:16]
    deciding = _deciding(made)
    if output_type == "float32":
        # As in `Encoder.fingerprint`.
        del deciding["outputType"]
    text = json.dumps(deciding, sort_keys=True)
    made["fingerprint"] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return made


def _deciding(record: Record) -> dict[str, Any]:
    """All of a record that decides the vectors."""
    found = {name: value for name, value in record["model"].items() if name not in _NAMES}
    names = ("precision", "backend", "outputType", "ranges")
    return {**found, **{name: record[name] for name in names if name in record}}


def metadata(record: Record) -> dict[str, str]:
    """The metadata of a field of Arrow's."""
    return {KEY: json.dumps(record, sort_keys=True)}


def read(text: Union[str, bytes, Record, None], column: str) -> Record:
    """The record of a column.

    :param text: what its metadata has under `KEY`, or None.
    :raises senc.Error: if it is not there, or not what is written there.
    """
    if text is None:
        raise DataError(f"the column {column!r} has no fingerprint: senc has not made it")
    try:
        found: Any = json.loads(text) if isinstance(text, (str, bytes)) else text
        if isinstance(found["fingerprint"], str) and isinstance(found["model"], dict):
            return dict(found)
    except (ValueError, KeyError, TypeError):
        pass
    raise DataError(f"the fingerprint of the column {column!r} is not valid")


def of_schema(schema: Any, column: str) -> Record:
    """The record of a column of Arrow's, also in Parquet that Spark has written.

    :param schema: a pyarrow.Schema.
    :raises senc.Error: if the column is not there, or has none.
    """
    place = schema.get_field_index(column)
    if place < 0:
        raise InvalidError(f"no column {column!r}; there are {', '.join(schema.names)}")
    found = (schema.field(place).metadata or {}).get(KEY.encode())
    if found is None and _OF_SPARK in (schema.metadata or {}):
        fields = json.loads(schema.metadata[_OF_SPARK])["fields"]
        found = next((one["metadata"].get(KEY) for one in fields if one["name"] == column), None)
    return read(found, column)


def check_same(records: list[tuple[str, Record]]) -> None:
    """Refuses to put columns one after the other if they were not made alike.

    :param records: names for a reader, and records.
    :raises senc.Error: if two fingerprints differ; it says in what.
    """
    for place, (name, other) in enumerate(records):
        if other["fingerprint"] != records[0][1]["fingerprint"]:
            raise _differing(f"{place + 1}: {name}", other, f"1: {records[0][0]}", records[0][1])


def check_comparable(records: list[tuple[str, Record]]) -> None:
    """Refuses to compare vectors of different models. Prompts, and so roles, may differ, and so may
    the precision.

    :param records: names for a reader, and records.
    :raises senc.Error: if they may not be compared; it says why.
    """
    for place, (name, other) in enumerate(records):
        model = records[0][1]["model"]
        if any(other["model"].get(key) != model.get(key) for key in _COMPARED):
            raise _differing(f"{place + 1}: {name}", other, f"1: {records[0][0]}", records[0][1])


def _differing(name: str, record: Record, other_name: str, other: Record) -> DataError:
    """An error that says in what two records differ."""
    ones, others = _deciding(record), _deciding(other)
    differing = [
        f"{key} {ones.get(key)!r} is not {others.get(key)!r}"
        for key in {**others, **ones}
        if ones.get(key) != others.get(key)
    ]
    one, two = (
        f"{which} ({made['model'].get('model')}, {made['fingerprint']})"
        for which, made in ((name, record), (other_name, other))
    )
    return DataError(f"{one} was not made as {two}: {', '.join(differing)}")


# ---- Arrow's arrays ----


def check_columns(names: list[str], job: Job) -> None:
    """Refuses a column of texts that is not there, and one of vectors that is.

    :raises senc.Error: in either case.
    """
    if job.column not in names:
        raise InvalidError(f"no column {job.column!r}; there are {', '.join(names)}")
    if job.into in names:
        raise InvalidError(f"there is a column {job.into!r} already: into= names another")


def element_type(output_type: str) -> Any:
    """The type of Arrow's that an element of a vector has."""
    import pyarrow as pa

    types = {
        "float32": pa.float32(),
        "float16": pa.float16(),
        "int8": pa.int8(),
        "binary": pa.uint8(),
    }
    if output_type not in types:
        raise InvalidError(f"output_type: {output_type!r} is not one of {', '.join(types)}")
    return types[output_type]


def vector_field(job: Job) -> Any:
    """The field of a column of vectors: FixedSizeList, with its record."""
    import pyarrow as pa

    kind = pa.list_(element_type(job.output_type), job.elements)
    return pa.field(job.into, kind, metadata=metadata(job.known))


def fixed_lists(rows: npt.NDArray[Any], nulls: Optional[npt.NDArray[np.bool_]]) -> Any:
    """Vectors as a pyarrow.FixedSizeListArray, in place.

    :param rows: [vectors, elements].
    :param nulls: [vectors], which are null; None if none is.
    """
    import pyarrow as pa

    values = pa.array(rows.reshape(-1))
    mask = None if nulls is None else pa.array(nulls)
    return pa.FixedSizeListArray.from_arrays(values, rows.shape[1], mask=mask)


def nulls(texts: Any) -> Optional[npt.NDArray[np.bool_]]:
    """Which elements of an array of Arrow's are null; None if none is."""
    if texts.null_count == 0:
        return None
    found: npt.NDArray[np.bool_] = np.asarray(texts.is_null().to_numpy(zero_copy_only=False))
    return found


__all__ = [
    "KEY",
    "Backend",
    "Job",
    "Precision",
    "Record",
    "check_columns",
    "check_comparable",
    "check_same",
    "element_type",
    "fixed_lists",
    "job",
    "metadata",
    "nulls",
    "of_schema",
    "read",
    "record",
    "vector_field",
]
