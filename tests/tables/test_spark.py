"""A frame of Spark is advised as a table on one machine is, whatever is lost on the way."""

from __future__ import annotations

import importlib.util
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

import springstep
from springstep.engine.errors import SpringstepError
from springstep.installed import default_rule_base
from springstep.tables import output_schema, plan_of_row, recommend_table, spark
from springstep.tables.layout import without_dictionaries
from springstep.version import __version__
from tests.documents import blocks
from tests.places import EXAMPLES, ROOT
from tests.tables import lossy_job
from tests.tables.drawing import rows, table_of

PAGE = ROOT / "docs" / "integrator" / "spark.md"
OVERLAY = EXAMPLES / "overlays" / "club-rules.yaml"
FOUND = importlib.util.find_spec("pyspark")
HOME = Path(FOUND.origin).parent if FOUND is not None and FOUND.origin else Path()
needs_spark = pytest.mark.skipif(FOUND is None or shutil.which("java") is None, reason="needs pyspark and Java")


def submit(master: str, home: Path, *words: object) -> str:
    """Run a job in a process of its own, all of it on this machine's own address; return what it printed."""
    settled = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "SPARK_HOME": str(home)}
    settings = ["spark.ui.enabled=false", "spark.sql.shuffle.partitions=2", "spark.executor.memory=600m"]
    called = [HOME / "bin" / "spark-submit", "--master", master, *(w for each in settings for w in ("--conf", each))]
    ended = subprocess.run(
        [*map(str, called), *map(str, words)],
        env=os.environ | settled,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder that is a home of Spark, in which its workers may write."""
    folder = tmp_path / "spark"
    folder.mkdir()
    for name in ("bin", "jars", "python"):
        (folder / name).symlink_to(HOME / name)
    return folder


def by_athlete(table: pa.Table) -> list[dict[str, Any]]:
    """Return the rows in the order of their athletes."""
    found: list[dict[str, Any]] = table.sort_by("athlete").to_pylist()
    return found


@pytest.mark.slow
@needs_spark
def test_the_jobs_of_the_page_say_what_a_table_says(home: Path, tmp_path: Path) -> None:
    for block in blocks(PAGE):
        if block.language == "python" and block.title:
            (tmp_path / block.title).write_text(block.text)
    athletes, plans = EXAMPLES / "athletes.csv", tmp_path / "plans"
    counted = submit("local[2]", home, tmp_path / "job.py", athletes, plans)
    said = pq.read_table(plans)
    assert said.schema.names == ["athlete", *output_schema().names]
    told = pacsv.read_csv(athletes)
    wanted = recommend_table(told, keep=["athlete"])
    assert by_athlete(said) == by_athlete(wanted)
    assert "| bursts|    2|" in counted
    why = submit("local[2]", home, tmp_path / "why.py", athletes, plans, "c")
    plan = plan_of_row(told.drop_columns("athlete"), 2)
    assert f"{plan.headline}\n{plan.why('contact')}\n" in why


@pytest.mark.slow
@needs_spark
def test_every_row_once_where_workers_are_killed(home: Path, tmp_path: Path) -> None:
    drawn = table_of(rows(4_000, seed=77)).append_column("athlete", pa.array(range(4_000)))
    pq.write_table(drawn, tmp_path / "rows.parquet")
    marks = tmp_path / "marks"
    marks.mkdir()
    told = (tmp_path / "rows.parquet", OVERLAY, tmp_path / "plans", marks)
    submit("local-cluster[2,1,1024]", home, lossy_job.__file__, *told)
    lost = sorted(int(mark.name) for mark in marks.iterdir())
    assert lost == [lossy_job.LOSING_PYTHON, lossy_job.LOSING_ALL]
    base = springstep.load_rule_base(overlays=[OVERLAY])
    wanted = recommend_table(drawn, rule_base=base, keep=["athlete"])
    assert by_athlete(pq.read_table(tmp_path / "plans")) == by_athlete(wanted)


@pytest.mark.parametrize("thing", [None, "athletes.csv", pa.table({"pain": ["none"]})], ids=lambda x: type(x).__name__)
def test_what_is_no_frame_of_spark(thing: Any) -> None:
    with pytest.raises(SpringstepError, match="is no frame of Spark"):
        spark.recommend_table(thing)


def test_columns_are_refused_before_anything_is_read() -> None:
    frame: Any = SimpleNamespace(columns=["pain", "legz", "Verdict"], mapInArrow=lambda *_: pytest.fail("read"))
    with pytest.raises(SpringstepError) as caught:
        spark.recommend_table(frame)
    assert [fault.where for fault in caught.value.faults] == ["legz", "Verdict"]
    frame.columns.remove("legz")
    with pytest.raises(SpringstepError, match="Verdict: is what a column of the result is called, but for capitals"):
        spark.recommend_table(frame, keep=["Verdict"])


def test_the_rules_go_along_and_only_to_the_same_version() -> None:
    base = springstep.load_rule_base(overlays=[OVERLAY])
    assert spark.rules_sent(__version__, pickle.dumps(base)).digest == base.digest != default_rule_base().digest
    with pytest.raises(SpringstepError, match=r"the driver has 0\.0\.0") as caught:
        spark.rules_sent("0.0.0", pickle.dumps(base))
    assert caught.value.faults[0].code == "other_version"


@given(st.lists(st.integers(0, 9)), st.integers(1, 12))
def test_batches_are_gathered_in_their_order(sizes: list[int], least: int) -> None:
    whole = list(range(sum(sizes)))
    batches, at = [], 0
    for size in sizes:
        batches.append(pa.record_batch({"row": whole[at : at + size]}, pa.schema([("row", pa.int64())])))
        at += size
    found = list(spark.gathered(batches, least))
    assert [row for batch in found for row in batch.column("row").to_pylist()] == whole
    assert all(batch.num_rows >= least for batch in found[:-1])


def test_what_is_said_holds_no_dictionaries() -> None:
    schema = without_dictionaries(output_schema())
    assert schema.names == output_schema().names
    assert "dictionary" not in str(schema.types) and schema.metadata == output_schema().metadata
