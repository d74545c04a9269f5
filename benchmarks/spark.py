"""Spark beside the plain run on the same rows: ``python benchmarks/spark.py [ROWS ...]``.

For each number of rows (50,000 distinct valid ones, repeated; by default 100,000 to 4,000,000), Parquet to Parquet:

- ``springstep batch`` with one thread and with one for each core
- Spark in local mode with one worker and with two: how long it takes to start, how long a first small job takes, in
  which the workers' Python starts and the rules are made ready, and how long the rows then take
- the most memory held by one of its Python workers

Everything listens on the loopback address alone. The rates of one and two workers over the largest number are what a
run on more machines is worked out from.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import pyarrow.parquet as pq
from benchmarks.tables import DISTINCT, repeated, seconds, valid
from pyspark.sql import SparkSession
from tests.tables.drawing import BASE, table_of

from springstep.tables.advising import cores
from springstep.tables.batch import advise_file
from springstep.tables.spark import recommend_table

PARTS = 16
COUNTS = (100_000, 1_000_000, 4_000_000)


def main() -> None:
    """Print the figures."""
    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    counts = [int(word) for word in sys.argv[1:]] or COUNTS
    distinct = table_of(list(valid(min(max(counts), DISTINCT))))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {}
        for count in counts:
            sources[count] = folder / f"{count}"
            write(repeated(distinct, count), sources[count])
            tell(f"{count:,} rows, batch, 1 thread", plain(sources[count], 1), count)
            tell(f"{count:,} rows, batch, {cores()} threads", plain(sources[count], cores()), count)
        for workers in (1, 2):
            spark, started = start(workers)
            first = seconds(lambda spark=spark: on_spark(spark, sources[counts[0]], limit=2))
            print(f"Spark, {workers} worker(s): starts in {started:.1f} s; first job {first:.1f} s")
            with most_memory() as most:
                for count in counts:
                    took = seconds(lambda spark=spark, count=count: on_spark(spark, sources[count]))
                    tell(f"{count:,} rows, Spark, {workers} worker(s)", took, count)
            print(f"a Python worker held at most {max(most.values()) / 1024:.0f} MB")
            spark.stop()


def write(table: Any, folder: Path) -> None:
    """Write rows as one file, and as a folder of as many files as there are parts."""
    pq.write_table(table, folder.with_suffix(".parquet"))
    folder.mkdir()
    size = -(-table.num_rows // PARTS)
    for part in range(PARTS):
        pq.write_table(table.slice(part * size, size), folder / f"{part:03}.parquet")


def plain(folder: Path, threads: int) -> float:
    """Return how long the rows of a folder take in one file, without Spark."""
    source, target = folder.with_suffix(".parquet"), folder.with_name("plans.parquet")
    return seconds(lambda: advise_file(source, target, BASE, over=True, threads=threads))


def start(workers: int) -> tuple[SparkSession, float]:
    """Return a session of Spark in local mode, and how long it took to start."""
    begun = time.perf_counter()
    found = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false").getOrCreate()
    return found, time.perf_counter() - begun


def on_spark(spark: SparkSession, folder: Path, limit: int = 0) -> None:
    """Advise a folder of files, or a few rows of it, into another folder."""
    frame = spark.read.parquet(str(folder))
    said = recommend_table(frame.limit(limit) if limit else frame)
    said.write.mode("overwrite").parquet(str(folder.with_name("plans")))


@contextmanager
def most_memory() -> Iterator[dict[str, int]]:
    """Yield the most memory in kB that each Python worker of Spark held meanwhile, by its number."""
    most: dict[str, int] = {"0": 0}
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(0.2):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if b"pyspark.daemon" in (process / "cmdline").read_bytes():
                        held = (process / "status").read_text().partition("VmHWM:")[2].split()
                        most[process.name] = int(held[0])
                except (OSError, IndexError):  # it has ended
                    continue

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield most
    finally:
        ended.set()
        looking.join()


def tell(what: str, took: float, count: int) -> None:
    """Print one line."""
    print(f"{what:40} {took:9.2f} s {count / took:12,.0f} rows/s", flush=True)


if __name__ == "__main__":
    main()
