"""A file of athletes in, a file of what is said of each out: in constant memory, and resumed where it was broken off.

The result is gathered in parts beside its place, each whole. What is broken off is resumed where the same file is
advised by the same rules; the parts are removed once the result is whole.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

import pyarrow as pa

from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_stream, atomic_write, make_folders
from springstep.engine.text.opening import open_to_read
from springstep.engine.text.turns import TOLD_AFTER_S, in_turn
from springstep.tables.advising import ROWS_AT_ONCE, advise_batch, check_columns, cores
from springstep.tables.files import Piece, TableFile, form_of, table_file
from springstep.tables.layout import output_schema
from springstep.tables.writing import table_writer
from springstep.version import __version__

_PIECES_A_PART = 4
_RUN = "run.json"
Done = Callable[[int], None]
"""Is told of so many more rows advised."""


class AdvisedFile(NamedTuple):
    """What became of a file."""

    rows: int
    faulty: int
    """Rows that say what is wrong with them."""
    resumed: int
    """Rows that were advised before."""


def advise_file(
    source: pathlib.Path,
    target: pathlib.Path,
    base: RuleBase,
    *,
    keep: Sequence[str] = (),
    whole: bool = True,
    over: bool = False,
    threads: int | None = None,
    done: Done = lambda rows: None,
) -> AdvisedFile:
    """Advise the rows of one file into another, both Parquet, CSV or JSON lines by their endings.

    Raises ``TableError`` for a file that cannot be read or has a column that is no fact and not to be kept, and
    ``SpringstepError`` where the result cannot be written, or another program makes it; then nothing takes its place.
    """
    form_of(target)
    told = table_file(source, base)
    check_columns(pa.schema([(name, pa.null()) for name in told.names]), base, keep)
    # Parts by other rules, or of other columns, would else come between those that are gathered here.
    with in_turn(target, wait_s=TOLD_AFTER_S, make_folder=True):
        parts = _Parts(target, _run_of(source, base, keep, whole=whole))
        resumed = 0
        for rows in parts.kept():
            done(rows)
            resumed += rows
        _gather(told, parts, base, _Plan(tuple(keep), whole, threads or cores(), done))
        return _put_together(parts, target, base, over=over, resumed=resumed)


class _Plan(NamedTuple):
    keep: tuple[str, ...]
    whole: bool
    threads: int
    done: Done


class _Parts:
    """The parts of a result that is not whole yet, in a folder beside its place."""

    def __init__(self, target: pathlib.Path, run: str) -> None:
        self._folder = target.with_name(f"{target.name}.parts")
        if _text(self._folder / _RUN) != run:
            self.remove()
            make_folders(self._folder, private=True)
            atomic_write(self._folder / _RUN, run, private=True)

    def place(self, number: int) -> pathlib.Path:
        """Return the file of a part."""
        return self._folder / f"{number:06}.arrow"

    def kept(self) -> Iterator[int]:
        """Yield how many rows each part has that is there, from the first on."""
        number = 0
        while self.place(number).exists():
            yield sum(batch.num_rows for batch in self.batches(number))
            number += 1

    def batches(self, number: int) -> Iterator[pa.RecordBatch]:
        """Yield what is said of the rows of a part."""
        with open_to_read(self.place(number)) as stream, pa.ipc.open_file(stream) as opened:
            yield from (opened.get_batch(at) for at in range(opened.num_record_batches))

    def write(self, number: int, batches: Sequence[pa.RecordBatch]) -> None:
        """Write a part."""
        place, schema = self.place(number), batches[0].schema
        with atomic_stream(place, private=True) as stream, pa.ipc.new_file(stream, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    def remove(self) -> None:
        """Remove all parts."""
        with suppress(FileNotFoundError):
            for path in self._folder.iterdir():
                path.unlink()
            self._folder.rmdir()


def _text(path: pathlib.Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return ""


def _run_of(source: pathlib.Path, base: RuleBase, keep: Sequence[str], *, whole: bool) -> str:
    """Return what tells one run from another: the file as it is, the rules, and what is asked."""
    there = source.stat()
    told = [str(source.resolve()), there.st_size, there.st_mtime_ns, base.digest, __version__, list(keep), whole]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _gather(told: TableFile, parts: _Parts, base: RuleBase, plan: _Plan) -> None:
    """Advise what is not advised yet, part by part."""
    there = sum(1 for _ in parts.kept())
    pieces = islice(told.pieces(ROWS_AT_ONCE), there * _PIECES_A_PART, None)

    def advised(piece: Piece) -> pa.RecordBatch:
        found = _advised(piece, base, plan)
        plan.done(found.num_rows)
        return found

    with ThreadPoolExecutor(plan.threads) as pool:
        for number, some in enumerate(_groups(pieces, _PIECES_A_PART), there):
            parts.write(number, list(pool.map(advised, some)))


def _groups(pieces: Iterator[Piece], size: int) -> Iterator[list[Piece]]:
    while some := list(islice(pieces, size)):
        yield some


def _advised(piece: Piece, base: RuleBase, plan: _Plan) -> pa.RecordBatch:
    said = advise_batch(piece.rows, base, whole=plan.whole, apart=piece.apart)
    kept = [piece.rows.column(name) for name in plan.keep]
    return pa.RecordBatch.from_arrays([*kept, *said.columns], names=[*plan.keep, *said.schema.names])


def _put_together(parts: _Parts, target: pathlib.Path, base: RuleBase, *, over: bool, resumed: int) -> AdvisedFile:
    rows = faulty = 0
    numbers = range(sum(1 for _ in parts.kept()))
    schema = next(parts.batches(numbers[0])).schema if numbers else output_schema(base)
    with table_writer(target, schema, over=over, advice="--force writes over it") as write:
        for number in numbers:
            for batch in parts.batches(number):
                write(batch)
                rows += batch.num_rows
                faulty += batch.num_rows - batch.column("errors").null_count
    parts.remove()
    return AdvisedFile(rows, faulty, resumed)
