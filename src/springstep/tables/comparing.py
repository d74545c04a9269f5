"""Questions over a whole table: how many are told what, by which rules, and whose plan other rules change."""

from __future__ import annotations

import pathlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from springstep.engine.columns.arrays import Flags, Places
from springstep.engine.rulebase.base import RuleBase
from springstep.tables.advising import ROWS_AT_ONCE, advise_batch, check_columns
from springstep.tables.files import Piece, table_file
from springstep.tables.layout import ASSUMED, CODE, DECIDES, ERRORS, FIRED, REASONS, VERDICT, said_of

Write = Callable[[pa.RecordBatch], None]
ROW, BEFORE, AFTER, CHANGED, BY = "row", "verdict_before", "verdict_after", "changed", "by"
_NO_DECISION = (REASONS, ASSUMED, FIRED, ERRORS, DECIDES, CODE)
_TEXTS = pa.list_(pa.string())


class TableShares(NamedTuple):
    """How many rows of a table are told what."""

    rows: int
    faulty: int
    """Rows with something wrong."""
    despite: int
    """Those of them whose other answers decide the verdict alone."""
    verdicts: Counter[str]
    reasons: Counter[tuple[str, str]]
    """By verdict and rule, the rows of that verdict whose deciding decision the rule carried, by what was answered."""
    assumed: Counter[tuple[str, str]]
    """The same of rules that rest on an answer left out."""


class TableChanges(NamedTuple):
    """Whose plan other rules change."""

    rows: int
    faulty: int
    """Rows that are not advised by one of the two rule bases."""
    changed: int
    verdicts: Counter[tuple[str, str]]
    """How many rows have which verdict before and after, those that stay among them."""
    columns: Counter[str]
    """In how many rows each column differs."""
    by: Counter[str]
    """In how many of the changed rows each rule fired by one rule base that is another, or not there, in the other."""


def shares_of(source: pathlib.Path, base: RuleBase, *, keep: Sequence[str] = (), whole: bool = True) -> TableShares:
    """Count what the rows of a file are told; raises ``TableError`` for one that cannot be advised."""
    found = TableShares(0, 0, 0, Counter(), Counter(), Counter())
    for piece in _pieces(source, base, keep):
        said = _said(piece, base, whole=whole)
        told = said.filter(said.column(VERDICT).is_valid())
        faulty = said.num_rows - said.column(ERRORS).null_count
        found = found._replace(
            rows=found.rows + said.num_rows,
            faulty=found.faulty + faulty,
            despite=found.despite + told.num_rows - told.column(ERRORS).null_count,
        )
        verdicts = _texts(told.column(VERDICT))
        found.verdicts.update(verdicts.to_pylist())
        assumed = _by_verdict(verdicts, told.column(ASSUMED))
        found.assumed.update(assumed)
        found.reasons.update(_by_verdict(verdicts, told.column(REASONS)) - assumed)
    return found


def _by_verdict(verdicts: pa.Array, rules: pa.Array) -> Counter[tuple[str, str]]:
    """Count how many rows of a verdict list a rule."""
    listed = rules.cast(_TEXTS)
    of = verdicts.take(pc.list_parent_indices(listed))
    return Counter(zip(of.to_pylist(), listed.flatten().to_pylist(), strict=True))


def changes_between(
    source: pathlib.Path,
    before: RuleBase,
    after: RuleBase,
    *,
    keep: Sequence[str] = (),
    whole: bool = True,
    write: Write = lambda batch: None,
) -> TableChanges:
    """Count whose plan differs between two rule bases, and write each such row down.

    A plan differs where its verdict, a decision or what was chosen does. Raises ``TableError`` as ``shares_of`` does.
    """
    found, others = TableChanges(0, 0, 0, Counter(), Counter(), Counter()), _rules_that_differ(before, after)
    for piece in _pieces(source, before, keep):
        one, other = (_said(piece, base, whole=whole) for base in (before, after))
        sound = _flags(pc.and_(one.column(ERRORS).is_null(), other.column(ERRORS).is_null()))
        names = [each.name for each in said_of(before) if each.name not in _NO_DECISION]
        differing = {name: _differs(one, other, name) & sound for name in names}
        changed = np.flatnonzero(np.any(list(differing.values()), axis=0))
        verdicts = [_texts(each.column(VERDICT)).filter(pa.array(sound)).to_pylist() for each in (one, other)]
        found.verdicts.update(zip(*verdicts, strict=True))
        found.columns.update({name: int(flags.sum()) for name, flags in differing.items() if flags.any()})
        rules = _fired(one, other, changed, others)
        found.by.update(rule for each in rules for rule in each)
        write(_rows(piece, one, other, changed, differing, rules, found.rows, keep))
        found = found._replace(
            rows=found.rows + len(sound),
            faulty=found.faulty + int((~sound).sum()),
            changed=found.changed + len(changed),
        )
    return found


def changes_schema(source: pathlib.Path, base: RuleBase, keep: Sequence[str]) -> pa.Schema:
    """Return the columns of the rows that ``changes_between`` writes."""
    piece = next(iter(_pieces(source, base, keep)), None)
    kept = [(name, piece.rows.schema.field(name).type if piece is not None else pa.string()) for name in keep]
    return pa.schema(
        [*kept, (ROW, pa.int64()), (BEFORE, pa.string()), (AFTER, pa.string()), (CHANGED, _TEXTS), (BY, _TEXTS)]
    )


def _pieces(source: pathlib.Path, base: RuleBase, keep: Sequence[str]) -> Iterator[Piece]:
    told = table_file(source, base)
    check_columns(pa.schema([(name, pa.null()) for name in told.names]), base, keep)
    return told.pieces(ROWS_AT_ONCE)


def _said(piece: Piece, base: RuleBase, *, whole: bool) -> pa.RecordBatch:
    return advise_batch(piece.rows, base, whole=whole, apart=piece.apart)


def _texts(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _flags(column: pa.Array) -> Flags:
    found: Flags = column.to_numpy(zero_copy_only=False)
    return found


def _differs(one: pa.RecordBatch, other: pa.RecordBatch, name: str) -> Flags:
    if name not in other.schema.names:  # a bound that only one of them may call too much
        return np.zeros(one.num_rows, dtype=bool)
    these, those = _texts(one.column(name)), _texts(other.column(name))
    apart = _flags(pc.not_equal(these, those).fill_null(False))
    gone: Flags = _flags(these.is_null()) ^ _flags(those.is_null())
    return apart | gone


def _rules_that_differ(before: RuleBase, after: RuleBase) -> frozenset[str]:
    """Return the rules that are not the same in both."""
    return frozenset(
        name for name in {**before.by_id, **after.by_id} if before.by_id.get(name) != after.by_id.get(name)
    )


def _fired(one: pa.RecordBatch, other: pa.RecordBatch, rows: Places, others: frozenset[str]) -> list[list[str]]:
    """Return for some rows which of the rules that differ fired by either rule base."""
    found = [each.column(FIRED).take(pa.array(rows)).to_pylist() for each in (one, other)]
    return [sorted(others & {*these, *those}) for these, those in zip(*found, strict=True)]


def _rows(
    piece: Piece,
    one: pa.RecordBatch,
    other: pa.RecordBatch,
    rows: Places,
    differing: dict[str, Flags],
    rules: list[list[str]],
    first: int,
    keep: Sequence[str],
) -> pa.RecordBatch:
    places = pa.array(rows)
    columns = {name: piece.rows.column(name).take(places) for name in keep}
    columns |= {
        ROW: pa.array(rows + first, pa.int64()),
        BEFORE: _texts(one.column(VERDICT)).take(places),
        AFTER: _texts(other.column(VERDICT)).take(places),
        CHANGED: pa.array([[name for name, flags in differing.items() if flags[row]] for row in rows], _TEXTS),
        BY: pa.array(rules, _TEXTS),
    }
    return pa.RecordBatch.from_pydict(columns)
