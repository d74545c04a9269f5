"""A Spark job of which a worker's Python processes are killed, and then a whole worker: ROWS OVERLAY PLANS MARKS."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyarrow as pa

import springstep
from springstep.tables.spark import recommend_table

PARTS, LOSING_PYTHON, LOSING_ALL = 8, 2, 5


def losing(marks: str) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what hands rows on as they are; two parts lose once who works on them, after a batch.

    A lost worker may take a whole stage with it, whose attempts are counted anew: a mark tells that it has been.
    """

    def hand_on(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext  # takes an extra

        task = TaskContext.get()
        assert task is not None
        part = task.partitionId()
        for batch in batches:
            yield batch
            mark = Path(marks, str(part))
            if part in (LOSING_PYTHON, LOSING_ALL) and not mark.exists():
                daemon = os.getppid()
                executor = int(Path(f"/proc/{daemon}/stat").read_text().rpartition(")")[2].split()[1])
                words = Path(f"/proc/{executor}/cmdline").read_bytes()
                assert b"CoarseGrainedExecutorBackend" in words, words
                mark.touch()
                if part == LOSING_ALL:
                    os.kill(executor, signal.SIGKILL)
                os.killpg(os.getpgrp(), signal.SIGKILL)

    return hand_on


def main(rows: str, overlay: str, plans: str, marks: str) -> None:
    """Run the job."""
    from pyspark.sql import SparkSession  # takes an extra

    spark = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 100).getOrCreate()
    frame = spark.read.parquet(rows).repartition(PARTS)
    frame = frame.mapInArrow(losing(marks), frame.schema)
    base = springstep.load_rule_base(overlays=[Path(overlay)])
    recommend_table(frame, rule_base=base, keep=["athlete"]).write.parquet(plans)


if __name__ == "__main__":
    main(*sys.argv[1:])
