"""The suite of planted faults: which the audit names, and that a fault counts only where what is found points at it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from springstep import KnowledgeError, load_rule_base
from springstep.engine.audit.plant_check import PlantCheck, PlantResult, PlantScore, check_plants
from springstep.engine.audit.plant_notices import Noticed
from springstep.engine.audit.planting import planted
from springstep.engine.rulebase.plant_file import Plant, load_plants
from tests.places import KNOWLEDGE

PLANTS = {plant.plant: plant for plant in load_plants(KNOWLEDGE)}
PROVED = {
    "the-same-rule-twice",
    "switched-off",
    "promise-broken",
    "grown-is-not",
    "claim-never-touched",
}
"""What only a proof notices, which takes longer."""
RECORDED = {
    "chosen-when-barred",
    "efforts-without-a-cap",
    "steps-swapped",
    "the-first-set-that-fits",
    "the-worrying-ones-last",
}
"""What only the record of all that was approved tells: any edit at all, meant or not."""


@cache
def _check() -> PlantCheck:
    return PlantCheck(load_rule_base())


@pytest.mark.parametrize(
    "name", [name for name, plant in PLANTS.items() if name not in PROVED | RECORDED and not plant.open]
)
def test_a_planted_fault_is_named_without_the_solver(name: str) -> None:
    result = _check().check(PLANTS[name], proofs=False)
    assert result.noticed, result


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_a_planted_fault_is_told_by_the_record_alone(name: str) -> None:
    result = _check().check(PLANTS[name], proofs=False)
    assert result.by == "record", result


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PROVED))
def test_a_planted_fault_is_named_by_a_proof(name: str) -> None:
    result = _check().check(PLANTS[name])
    assert result.by in ("proof", "claim"), result


def test_there_are_enough_kinds_in_every_file_and_the_open_ones_say_why() -> None:
    kinds = {plant.kind for plant in PLANTS.values()}
    named = kinds - {plant.kind for plant in PLANTS.values() if plant.open or plant.plant in RECORDED}
    assert len(kinds) >= 60
    assert len(named) >= 58
    edited = {edit.file.partition("/")[0] for plant in PLANTS.values() for edit in plant.edits}
    there = {path.name for path in KNOWLEDGE.glob("*.yaml")} - {
        "planted_faults.yaml",
        "sense.yaml",
        "domain.yaml",
        "tables.yaml",
    }
    assert there <= {*edited, "tables.yaml"}
    assert all(plant.open.endswith(".") for plant in PLANTS.values() if plant.open)


def plant(**changes: Any) -> Plant:
    given: dict[str, Any] = {"plant": "of-a-test", "kind": "a fault of a test", "names": ["RDY-020"], **changes}
    return Plant.model_validate(given)


def edit(**given: str) -> dict[str, str]:
    return {"in": "rules/readiness.yaml", **given}


def texts(folder: Path) -> str:
    return (folder / "rules" / "readiness.yaml").read_text(encoding="utf-8")


def test_a_text_is_replaced_only_within_its_entry() -> None:
    base = load_rule_base()
    with planted(plant(edits=[edit(of="RDY-040", was="basis: inference", becomes="basis: guide")]), base) as folder:
        before, after = texts(base.folder).splitlines(), texts(folder).splitlines()
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed == ["    basis: guide"]
    assert before.index("  - id: RDY-040") < after.index("    basis: guide") < before.index("  - id: RDY-050")


def test_an_entry_is_taken_out_and_nothing_else() -> None:
    base = load_rule_base()
    with planted(plant(edits=[edit(gone="RDY-060")]), base) as folder:
        left = texts(folder)
    assert texts(base.folder).startswith(left)
    assert "RDY-060" not in left and "RDY-050" in left


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (edit(of="RDY-020", was="nothing like it"), "'nothing like it' stands there 0 times"),
        (edit(was="basis: inference"), "'basis: inference' stands there 7 times"),
        (edit(gone="RDY-999"), "there is no entry RDY-999"),
        ({"in": "nothing.yaml", "gone": "RDY-020"}, "of-a-test does not fit nothing.yaml"),
    ],
)
def test_a_fault_that_fits_no_more_is_refused(wrong: dict[str, str], says: str) -> None:
    with pytest.raises(KnowledgeError) as caught, planted(plant(edits=[wrong]), load_rule_base()):
        pass
    assert says in str(caught.value)


def test_what_does_not_point_at_the_fault_does_not_count() -> None:
    fault = edit(of="RDY-040", was="fires_for: {fatigue: 7}", becomes="fires_for: {fatigue: 5}")
    right, wrong = (_check().check(plant(edits=[fault], names=[name]), proofs=False) for name in ("RDY-040", "RDY-050"))
    assert (right.by, right.noticed) == ("approved", True)
    assert (wrong.by, wrong.noticed) == ("unnamed", False)
    assert "RDY-040" in wrong.what


@pytest.mark.parametrize(
    ("says", "points"),
    [("RDY-020 says so.", True), ("RDY-020/promise is broken.", True), ("ARDY-020.", False), ("RDY-0201", False)],
)
def test_a_name_counts_as_a_whole_word(says: str, points: bool) -> None:
    assert Noticed("check", says).points_at(["RDY-020"]) is points


def test_a_kind_counts_when_all_faults_of_it_are_noticed() -> None:
    def results() -> Iterator[PlantResult]:
        yield PlantResult(plant="one", kind="first", by="check")
        yield PlantResult(plant="two", kind="first", by="nobody")
        yield PlantResult(plant="three", kind="second", by="claim")
        yield PlantResult(plant="four", kind="third", by="unnamed", open="Only a record can tell.")

    score = PlantScore(results=tuple(results()))
    assert (score.noticed, len(score.kinds)) == (1, 3)
    assert [result.plant for result in score.missed] == ["two"]
    assert [result.plant for result in score.open] == ["four"]
    assert PlantScore.from_json(score.to_json()) == score


def test_a_knowledge_without_planted_faults_scores_nothing(tmp_path: Path) -> None:
    assert load_plants(tmp_path) == ()
    assert check_plants(load_rule_base(), ["no-such-fault"]).results == ()
