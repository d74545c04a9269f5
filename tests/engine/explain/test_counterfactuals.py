"""Every answer to "what would change it" is true: applied to the case, the change has exactly that outcome."""

from __future__ import annotations

import json
import pickle
from itertools import combinations, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import CaseError, Change, QueryError, Recommendation, Remembered, recommend
from springstep.engine.advice.trial import Trials
from springstep.engine.explain.counterfactuals import BUDGET
from springstep.engine.explain.nearby_values import Nearby
from springstep.installed import default_rule_base
from tests.places import EXAMPLES
from tests.strategies import FACTS, SETS, all_cases, cases, examples, healthy_cases

BASE = default_rule_base()
FILES = sorted(EXAMPLES.glob("*.[yj]*"))


def value(plan: Recommendation, name: str) -> Any:
    return next((decision.value for decision in plan.decisions if decision.name == name), None)


def apply(plan: Recommendation, change: Change, names: set[str] | None = None) -> Recommendation:
    """Make a change, or only its part on some facts, in the case of a recommendation."""
    parts = {part.fact: part.then for part in change.changes if names is None or part.fact in names}
    return recommend({**plan.case, **parts})


def rank(name: str, found: Any) -> float:
    """Rank a value of a decision by caution, as its scale or its kind of limit says."""
    if name == "dose":
        doses = ["none", *(f"{rung['efforts']} x {rung['effort_s']} s" for rung in SETS)]
        return -doses.index(found)
    scheme = BASE.decisions[name]
    if scheme.kind == "scale":
        return list(scheme.steps).index(found)
    return -float(found) if scheme.kind == "cap" else float(found)


def check(plan: Recommendation, name: str) -> tuple[Change, ...]:
    """Check every change that is offered for a decision against the engine itself."""
    changes = plan.what_would_change(name)
    for change in changes:
        assert change.decision == name
        assert change.now == value(plan, name)
        assert value(apply(plan, change), name) == change.then != change.now
        for part in change.changes:
            assert FACTS[part.fact].change == part.when
            assert part.now == plan.case.get(part.fact)
            assert part.then != part.now
        if change.direction in ("looser", "stricter"):
            assert (rank(name, change.then) < rank(name, change.now)) == (change.direction == "looser")
    return changes


@pytest.mark.parametrize(
    ("changes", "name", "fact", "now", "then"),
    [
        ({"legs": "flooding"}, "clearance", "legs", "no_bursts_today", "modify"),
        ({"duration_min": 19}, "room", "duration_min", "too_short", "enough"),
        ({"easy_runs_since_bursts": 0}, "due", "easy_runs_since_bursts", "not_due", "due"),
    ],
)
def test_the_one_answer_that_stands_in_the_way_is_found(
    changes: dict[str, Any], name: str, fact: str, now: str, then: str
) -> None:
    plan = recommend({**BASE.standard_cases["before"], **changes})
    assert value(plan, name) == now
    looser = [change for change in check(plan, name) if change.direction == "looser"]
    assert (fact, then) in [(change.changes[0].fact, change.then) for change in looser if len(change.changes) == 1]


def test_the_nearest_value_is_offered() -> None:
    plan = recommend({**BASE.standard_cases["before"], "fatigue": 9})
    change = next(c for c in plan.what_would_change("clearance") if c.direction == "looser")
    assert [(part.fact, part.now, part.then) for part in change.changes] == [("fatigue", 9, 6)]


def test_two_answers_that_stand_in_the_way_are_changed_together() -> None:
    plan = recommend({**BASE.standard_cases["before"], "legs": "flooding", "fatigue": 9})
    looser = [change for change in check(plan, "clearance") if change.direction == "looser"]
    assert looser
    for change in looser:
        assert {part.fact for part in change.changes} == {"legs", "fatigue"}


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ({"injuries": [{"site": "knee", "status": "active"}]}, "clearance"),
        ({"injuries": [{"site": "achilles", "status": "returning"}]}, "dose"),
        ({"experience": "none", "sessions_done": 2, "sessions_at_step": 2}, "contact"),
    ],
)
def test_injuries_and_experience_are_never_offered_as_a_change(case: dict[str, Any], name: str) -> None:
    plan = recommend({**BASE.standard_cases["before"], **case})
    for change in check(plan, name):
        assert not {part.fact for part in change.changes} & {"injuries", "experience", "moment"}


def test_an_active_injury_leaves_nothing_that_would_loosen_the_clearance() -> None:
    plan = recommend({**BASE.standard_cases["after"], "injuries": [{"site": "knee", "status": "active"}]})
    assert [change for change in plan.what_would_change("clearance") if change.direction == "looser"] == []


def test_the_same_question_has_the_same_answer_again() -> None:
    plan = recommend({**BASE.standard_cases["during"], "cue": "hip_stiffness", "current_drill": "bounding"})
    assert plan.what_would_change("drill") == plan.what_would_change("drill")


@examples(2)
@given(case=healthy_cases("before", most_changes=4), name=st.sampled_from(["clearance", "dose", "frequency", "due"]))
def test_before_a_run_every_change_does_what_it_says(case: dict[str, Any], name: str) -> None:
    check(recommend(case), name)


@examples(4)
@given(case=healthy_cases("after", most_changes=4), name=st.sampled_from(["progression", "dose", "frequency"]))
def test_after_a_run_every_change_does_what_it_says(case: dict[str, Any], name: str) -> None:
    check(recommend(case), name)


@examples(10)
@given(case=cases("during"), name=st.sampled_from(["next_action", "rest_s", "contact"]))
def test_during_a_run_every_change_does_what_it_says(case: dict[str, Any], name: str) -> None:
    check(recommend(case), name)


@examples(4)
@given(case=healthy_cases("after", most_changes=5))
def test_no_part_of_a_loosening_change_is_enough(case: dict[str, Any]) -> None:
    plan = recommend(case)
    for change in plan.what_would_change("progression"):
        names = [part.fact for part in change.changes]
        if change.direction == "looser":
            for some in combinations(names, len(names) - 1):
                found = value(apply(plan, change, set(some)), "progression")
                assert rank("progression", found) >= rank("progression", change.now)


# The budget


@pytest.fixture(scope="module")
def busy() -> Recommendation:
    """Return the plan of a runner whom two answers hold back, so that single changes are not enough."""
    return recommend({**BASE.standard_cases["before"], "legs": "flooding", "fatigue": 9})


def test_a_budget_that_is_used_up_gives_what_was_found_and_says_so(busy: Recommendation) -> None:
    whole = busy.what_would_change("clearance")
    assert whole.complete and whole.tried > 20
    for budget in (0, 1, 20, whole.tried - 1):
        some = busy.what_would_change("clearance", budget=budget)
        assert not some.complete and some.tried == budget
        assert set(some) <= set(whole)
    enough = busy.what_would_change("clearance", budget=whole.tried)
    assert enough == whole and enough.complete and enough.tried == whole.tried


def test_what_was_found_is_a_tuple_and_its_json_says_whether_it_is_complete(busy: Recommendation) -> None:
    some = busy.what_would_change("clearance", budget=20)
    assert isinstance(some, tuple) and some == tuple(some)
    read = json.loads(some.to_json())
    assert (read["decision"], read["complete"], read["tried"]) == ("clearance", False, 20)
    assert read["changes"] == [json.loads(change.to_json()) for change in some]
    assert pickle.loads(pickle.dumps(some)).complete is False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_example_needs_half_the_budget(path: Path) -> None:
    plan = recommend(path)
    for decision in plan.decisions:
        changes = plan.what_would_change(decision.name)
        assert changes.complete and changes.tried < BUDGET / 2


@examples(20)
@given(case=all_cases(), data=st.data())
def test_a_trial_agrees_with_a_recommendation(case: dict[str, Any], data: st.DataObject) -> None:
    """A trial has the same decisions by the same rules, and is refused where a case is."""
    plan = recommend(case)
    name = data.draw(st.sampled_from([info.name for info in BASE.vocabulary.asked_at(plan.moment)]))
    values = list(islice(Nearby(BASE, plan.case, {}).values(name), 12))
    for value in data.draw(st.lists(st.sampled_from(values), max_size=3)) if values else []:
        trial = Trials(BASE, plan.case).run({name: value})
        try:
            made = recommend({**plan.case, name: value})
        except CaseError:
            assert trial is None
            continue
        assert trial is not None and trial.stands
        for decision in made.decisions:
            assert trial.value(decision.name) == decision.value
            assert trial.rules(decision.name) == frozenset(decision.rules)


def test_a_trial_takes_memories_as_a_recommendation_does() -> None:
    history = [
        Remembered(fact="sessions_done", value=9, note="12 November 2026"),
        Remembered(fact="easy_runs_since_bursts", value=0, note="12 November 2026"),
        Remembered(fact="last_drill", value="quick_feet", note="12 November 2026"),
    ]
    case = {"moment": "before", "pain": "none", "injuries": [], "run_kind": "easy", "duration_min": 50, "fatigue": 2}
    some: list[dict[str, Any]] = [{}, {"sessions_done": 0}, {"fatigue": 9}, {"last_drill": "bounding"}]
    for changes in some:
        made = recommend({**case, **changes}, history=history)
        trial = Trials(BASE, case, history).run(changes)
        assert trial is not None
        for decision in made.decisions:
            assert trial.value(decision.name) == decision.value
            assert trial.rules(decision.name) == frozenset(decision.rules)


@pytest.mark.parametrize("budget", ["many", 1.5, -1, True])
def test_a_budget_that_is_not_a_number_of_changes_is_refused(budget: Any) -> None:
    plan = recommend(BASE.standard_cases["before"])
    with pytest.raises(QueryError, match="a budget is a whole number of changes"):
        plan.what_would_change("clearance", budget=budget)
