"""A plan cannot be changed, down to the injuries of its case, and can be put into sets and dicts."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from springstep import Dialogue, Recommendation, Remembered, State, load_rule_base, recommend
from springstep.cli.consult.saved_case import write_case
from springstep.engine.text.source import parse, read_file
from tests.places import OVERLAY
from tests.strategies import BASE, all_cases, examples

CASE: dict[str, Any] = {
    **BASE.standard_cases["before"],
    "injuries": [{"site": "ankle", "status": "returning"}],
    "stiffness": [],
}


def loose(value: Any, path: str = "plan") -> Iterator[str]:
    """Yield where a value holds a dict or a list that can be changed."""
    if type(value) in (dict, list):
        yield path
    elif is_dataclass(value):
        for field in fields(value):
            yield from loose(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from loose(inner, f"{path}[{name!r}]")
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from loose(inner, f"{path}[{place}]")


@examples(60)
@given(all_cases())
def test_equal_plans_have_equal_hashes_and_nothing_in_them_can_be_changed(case: dict[str, Any]) -> None:
    plan, again = recommend(case), recommend(dict(reversed(case.items())))
    back = Recommendation.from_json(plan.to_json())
    assert plan == again == back
    assert len({plan, again, back}) == 1
    assert [*loose(plan), *loose(back)] == []


def test_a_plan_with_memories_and_overlays_is_hashable() -> None:
    rest = {name: value for name, value in CASE.items() if name != "injuries"}
    memory = Remembered(fact="stiffness", value=[{"site": "calves", "severity": "mild"}], note="12 November")
    plan = recommend({**rest, "injuries": []}, history=[memory], rule_base=load_rule_base(overlays=[OVERLAY]))
    assert hash(plan) == hash(Recommendation.from_json(plan.to_json()))
    assert list(loose(plan)) == []
    with pytest.raises(TypeError):
        memory.value[0]["site"] = "ankle"


def test_different_plans_are_distinct() -> None:
    plans = {recommend({**CASE, "fatigue": fatigue}) for fatigue in (1, 2, 8, 2, 1)}
    assert sorted(plan.case["fatigue"] for plan in plans) == [1, 2, 8]


CHANGES: dict[str, Callable[[Any], Any]] = {
    "set a fact": lambda case: case.__setitem__("fatigue", 0),
    "delete a fact": lambda case: case.__delitem__("fatigue"),
    "update": lambda case: case.update(fatigue=0),
    "merge": lambda case: case.__ior__({"fatigue": 0}),
    "pop": lambda case: case.pop("fatigue"),
    "popitem": lambda case: case.popitem(),
    "setdefault": lambda case: case.setdefault("form_held", True),
    "clear": lambda case: case.clear(),
    "append an injury": lambda case: case["injuries"].append({}),
    "extend the injuries": lambda case: case["injuries"].extend([{}]),
    "add to the injuries": lambda case: case["injuries"].__iadd__([{}]),
    "repeat the injuries": lambda case: case["injuries"].__imul__(2),
    "insert an injury": lambda case: case["injuries"].insert(0, {}),
    "replace an injury": lambda case: case["injuries"].__setitem__(0, {}),
    "delete an injury": lambda case: case["injuries"].__delitem__(0),
    "remove an injury": lambda case: case["injuries"].remove(case["injuries"][0]),
    "pop an injury": lambda case: case["injuries"].pop(),
    "clear the injuries": lambda case: case["injuries"].clear(),
    "sort the injuries": lambda case: case["injuries"].sort(key=str),
    "turn the injuries": lambda case: case["injuries"].reverse(),
    "change an injury": lambda case: case["injuries"][0].update(status="healed"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("from_json", [False, True])
def test_a_change_is_refused(change: Callable[[Any], Any], from_json: bool) -> None:
    plan = recommend(CASE)
    plan = Recommendation.from_json(plan.to_json()) if from_json else plan
    before = plan.to_json()
    with pytest.raises(TypeError, match="cannot be changed"):
        change(plan.case)
    assert plan.to_json() == before


def test_a_case_looks_like_plain_json_and_can_be_copied_and_changed() -> None:
    plan = recommend(CASE)
    plain = json.loads(json.dumps(plan.case))
    assert plan.case == plain == dict(plan.case) and repr(plan.case) == repr(plain)
    assert plan.to_json() == json.dumps(json.loads(plan.to_json()), separators=(",", ":"), ensure_ascii=False)
    assert recommend({**plan.case, "fatigue": 8}) == recommend({**plain, "fatigue": 8})
    other = dict(plan.case)
    other["fatigue"] = 8
    assert recommend(plan.case) == plan and recommend(other) != plan
    mine = replace(plan, case={"injuries": [{"site": "ankle"}]})
    assert list(loose(mine)) == [] and mine.case == {"injuries": [{"site": "ankle"}]}


def test_a_plan_can_be_pickled_and_copied() -> None:
    plan = recommend(CASE)
    copies = [pickle.loads(pickle.dumps(plan)), copy.copy(plan), copy.deepcopy(plan)]
    assert {plan, *copies} == {plan}
    assert [where for each in copies for where in loose(each)] == []


def test_a_consultation_is_hashable_and_its_answers_stay_as_given(tmp_path: Path) -> None:
    dialogue = Dialogue(BASE)
    state, events = dialogue.begin("before")
    while "injuries" not in state.answers:
        asked = next(event.fact for event in events if event.event == "asked")
        state, events = dialogue.respond(state, "ankle returning" if asked == "injuries" else "none")
    assert hash(state) == hash(State.from_json(state.to_json()))
    assert list(loose(state)) == [] and state.answers["injuries"]
    write_case(str(tmp_path / "case.yaml"), state.answers)
    assert parse(read_file(tmp_path / "case.yaml"), name="case.yaml").value == state.answers
