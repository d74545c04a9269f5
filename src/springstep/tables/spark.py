"""The rows of a Spark frame advised where they lie, each partition by itself; needs ``pyspark`` and its Java.

Nothing is shuffled and nothing gathered: the same rows are told the same however they are parted, so a part that is
computed again, after its worker was lost, comes out as before. The driver sends the rules with the work; a worker has
to have the same version of springstep, and says so where it does not.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import pyarrow as pa

from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.installed import default_rule_base
from springstep.tables.advising import ROWS_AT_ONCE, advise_batch, check_columns
from springstep.tables.errors import TableError
from springstep.tables.layout import output_schema, without_dictionaries
from springstep.version import __version__

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType, StructField

Mapper: TypeAlias = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]


def recommend_table(
    frame: DataFrame, *, rule_base: RuleBase | None = None, whole: bool = True, keep: Sequence[str] = ()
) -> DataFrame:
    """Return a frame with what is said of each row of another one, as ``springstep.tables.recommend_table`` does.

    The work is done when Spark is asked for the rows. Their order is Spark's own, so ``keep`` should name what tells
    them apart. Words are plain strings; what a column means and its unit stand in its metadata. Raises ``TableError``
    for what is no frame of Spark, or has a column that is no fact and not to be kept.
    """
    if not callable(getattr(frame, "mapInArrow", None)):
        what = f"{type(frame).__name__} is no frame of Spark"
        raise TableError([Fault("wrong_type", what, allowed="a pyspark.sql.DataFrame")])
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    check_columns(pa.schema([(name, pa.null()) for name in frame.columns]), base, keep)
    said = without_dictionaries(output_schema(base))
    _check_cases(keep, said.names)
    from pyspark.sql.types import StructType  # takes an extra

    fields = {field.name: field for field in frame.schema}
    kept = [fields[name] for name in keep]
    return frame.mapInArrow(_mapper(base, keep, whole=whole), StructType([*kept, *map(_field, said)]))


def _check_cases(keep: Sequence[str], said: Sequence[str]) -> None:
    """Raise ``TableError`` for kept columns that Spark, which knows no capitals, would take for one of the result."""
    faults = [
        Fault("conflict", "is what a column of the result is called, but for capitals", name, "another name")
        for name in keep
        if name.casefold() in said
    ]
    if faults:
        raise TableError(faults)


def _field(field: pa.Field) -> StructField:
    from pyspark.sql.types import StructField  # takes an extra

    told = {key.decode(): text.decode() for key, text in field.metadata.items()}
    return StructField(field.name, _type(field.type), metadata={"comment": told.pop("about"), **told})


def _type(kind: pa.DataType) -> DataType:
    from pyspark.sql import types  # takes an extra

    if pa.types.is_list(kind):
        return types.ArrayType(_type(kind.value_type))
    if pa.types.is_struct(kind):
        return types.StructType([types.StructField(field.name, _type(field.type)) for field in kind])
    plain = {
        pa.bool_(): types.BooleanType(),
        pa.float64(): types.DoubleType(),
        pa.int32(): types.IntegerType(),
        pa.string(): types.StringType(),
    }
    return plain[kind]


def _mapper(base: RuleBase, keep: Sequence[str], *, whole: bool) -> Mapper:
    """Return what advises the rows of a partition, and takes the rules along to wherever that is."""
    version, rules, kept = __version__, pickle.dumps(replace(base)), tuple(keep)

    def advise(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        found = rules_sent(version, rules)
        for batch in gathered(batches, ROWS_AT_ONCE):
            said = advise_batch(batch, found, whole=whole)
            plain = said.cast(without_dictionaries(said.schema))
            columns = [*(batch.column(name) for name in kept), *plain.columns]
            yield pa.RecordBatch.from_arrays(columns, names=[*kept, *plain.schema.names])

    return advise


@lru_cache(maxsize=8)
def rules_sent(version: str, rules: bytes) -> RuleBase:
    """Return the rules that were sent to a worker; raises ``TableError`` where it has another version of springstep."""
    if version != __version__:
        what = f"this worker has springstep {__version__}, and the driver has {version}"
        raise TableError([Fault("other_version", what, allowed=f"{version} everywhere")])
    found: RuleBase = pickle.loads(rules)
    return found


def gathered(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Yield batches of at least so many rows, the last one with what is left, made of smaller ones in their order."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(each.num_rows for each in held) >= rows:
            yield from _together(held)
            held = []
    yield from _together(held)


def _together(batches: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    if batches:
        yield from pa.Table.from_batches(batches).combine_chunks().to_batches()
