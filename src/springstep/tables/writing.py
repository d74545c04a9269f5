"""What is said of athletes, written to a file: Parquet, CSV, or JSON with one object a line."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from springstep.engine.text.atomic import atomic_stream
from springstep.tables.files import form_of

Write: TypeAlias = Callable[[pa.RecordBatch], None]


@contextmanager
def table_writer(path: pathlib.Path, schema: pa.Schema, *, over: bool, advice: str = "") -> Iterator[Write]:
    """Yield what writes batches to a file, which takes its place once all is written.

    Raises ``SpringstepError`` where it cannot be written.
    """
    form = form_of(path)
    with atomic_stream(path, over=over, private=True, advice=advice) as stream:
        if form == ".parquet":
            with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
                yield writer.write_batch
        elif form == ".csv":
            plain = pa.schema([(field.name, _plain_type(field.type)) for field in schema])
            with pacsv.CSVWriter(stream, plain) as lines:
                yield lambda batch: lines.write_batch(_plain(batch, plain))
        else:
            yield lambda batch: stream.writelines(_json_lines(batch))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.string() if pa.types.is_nested(kind) else kind


def _plain(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Return a batch without nested columns: rules with spaces between, faults in words."""
    arrays = [_flat(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays([a.cast(f.type) for a, f in zip(arrays, schema, strict=True)], schema=schema)


def _flat(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        return column.dictionary_decode()
    if pa.types.is_list(column.type) and pa.types.is_dictionary(column.type.value_type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), " ")
    if pa.types.is_nested(column.type):
        return pa.array([None if each is None else _in_words(each) for each in column.to_pylist()], pa.string())
    return column


def _in_words(told: Any) -> str:
    if isinstance(told, list) and all(isinstance(each, dict) and "what" in each for each in told):
        return "; ".join(f"{each['where']}: {each['what']}" if each["where"] else each["what"] for each in told)
    return json.dumps(told, ensure_ascii=False)


def _json_lines(batch: pa.RecordBatch) -> Iterator[bytes]:
    for row in batch.to_pylist():
        yield f"{json.dumps(row, ensure_ascii=False, default=str)}\n".encode()
