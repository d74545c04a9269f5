"""Rows a second of a table beside what else there is, in one run: ``python benchmarks/tables.py [ROWS]``.

Every figure is of the same rows (1,000,000 by default: valid ones, drawn as the tests draw them and repeated):

- a bare Polars pass: over the same columns, how often each value comes up, and the sum of every number
- ``recommend_table`` with one thread, and with one for each core
- the generated function, in one process and in two: the case read, its facts completed, the rules run, on a sample
- ``recommend``, with its decisions and trace read, on a smaller sample

With ``--memory`` it advises files of 10^4 to 10^7 rows, each in a process of its own, and prints the most memory held.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from benchmarks.table_agreement import alone
from tests.tables.drawing import BASE, Row, rows, table_of

import springstep
from springstep.engine.errors import SpringstepError
from springstep.engine.inference.case import case_of
from springstep.tables import recommend_table
from springstep.tables.advising import cores
from springstep.tables.batch import advise_file

DISTINCT = 50_000
SAMPLE, FEW = 20_000, 1_000


def main() -> None:
    """Print the figures."""
    if "--memory" in sys.argv:
        memory()
        return
    if "--advise" in sys.argv:
        advise(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    drawn = list(valid(min(count, DISTINCT)))
    table = repeated(table_of(drawn), count)
    recommend_table(table.slice(0, 1_000))
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    bare = seconds(lambda: polars_pass(frame))
    print(f"{count:,} rows, of which {len(drawn):,} are distinct; {cores()} cores")
    tell("a bare Polars pass", bare, count, bare)
    tell("recommend_table, 1 thread", seconds(lambda: recommend_table(table, threads=1)), count, bare)
    tell(f"recommend_table, {cores()} threads", seconds(lambda: recommend_table(table)), count, bare)
    part = drawn[:SAMPLE]
    share = count / len(part)
    tell("generated function, 1 process", seconds(lambda: [alone(row, BASE) for row in part]) * share, count, bare)
    with Pool(2) as pool:
        pool.map(_alone, part[:200])
        spread = seconds(lambda: pool.map(_alone, part, chunksize=500))
    tell("generated function, 2 processes", spread * share, count, bare)
    few = drawn[:FEW]
    tell("recommend", seconds(lambda: [_whole(row) for row in few]) * count / len(few), count, bare)


def valid(count: int) -> Iterator[Row]:
    """Yield valid rows."""
    seed = 5_000_000
    while count > 0:
        for row in rows(1_000, seed):
            try:
                case_of(row, BASE)
            except SpringstepError:
                continue
            count -= 1
            yield row
            if not count:
                return
        seed += 1


def repeated(table: pa.Table, count: int) -> pa.Table:
    """Return a table with the rows of another one over and over."""
    times = -(-count // table.num_rows)
    return pa.concat_tables([table] * times).slice(0, count).combine_chunks()


def polars_pass(frame: pl.DataFrame) -> None:
    """Touch every column once: numbers are added up, everything else is counted by its values."""
    for name, kind in frame.schema.items():
        column = frame.get_column(name)
        if kind.is_numeric():
            column.sum()
        elif kind == pl.List:
            column.list.len().sum()
        else:
            column.value_counts()


def seconds(work: Callable[[], Any]) -> float:
    """Return how long something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def tell(what: str, took: float, count: int, bare: float) -> None:
    """Print one line."""
    print(f"{what:34} {took:9.2f} s {count / took:12,.0f} rows/s {took / bare:9.1f} x the bare pass", flush=True)


def _alone(row: Row) -> None:
    alone(row, BASE)


def _whole(row: Row) -> None:
    plan = springstep.recommend(row)
    _ = plan.decisions, plan.trace


def memory() -> None:
    """Print the most memory held while files of many sizes are advised."""
    small = table_of(list(valid(10_000)))
    with tempfile.TemporaryDirectory() as folder:
        for power in (4, 5, 6, 7):
            path = Path(folder) / f"{power}.parquet"
            with pq.ParquetWriter(path, small.schema) as writer:
                for _ in range(10 ** (power - 4)):
                    writer.write_table(small)
            target = Path(folder) / f"{power}-plans.parquet"
            told = subprocess.run(
                [sys.executable, __file__, "--advise", str(path), str(target)],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"10^{power} rows: {told.stdout.strip()}", flush=True)
            path.unlink()
            target.unlink()


def advise(source: Path, target: Path) -> None:
    """Advise a file, and print how long that took and how much memory was held."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    took = seconds(lambda: advise_file(source, target, BASE))
    print(f"{took:.1f} s, at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
