"""The plan that an entry keeps is checked as strictly as what is typed, wherever the entry comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import springstep
from springstep.diary.check import entry_of
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.history import history_of
from springstep.diary.plan import plan_of, replay
from springstep.diary.plan_check import answers_in, remembered_in, told_in
from springstep.diary.warned import warnings_of
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import DRILLS, TODAY

BASE = default_rule_base()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 40) | st.text(max_size=5) | st.sampled_from(["none", "unknown", "0"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["site", "status"]), inner, max_size=2),
    max_leaves=4,
)
FACTS = st.sampled_from([*BASE.vocabulary.facts, "no_such_fact"])
OTHER_RULES = "cd" * 32


def checked(**changes: Any) -> Entry:
    return entry_of(
        {"uid": "0" * 32, "day": TODAY, "run_kind": "easy", "bursts": "planned", "plan": plan_by_hand(**changes)},
        today=TODAY,
        drills=DRILLS,
    )


def remembers(name: str, value: Any) -> dict[str, Any]:
    return {"history": {name: {"value": value, "note": ""}}}


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        (remembers("sessions_done", "x"), "wrong_type", "plan.history.sessions_done"),
        (remembers("sessions_done", "three"), "not_allowed", "plan.history.sessions_done"),
        (remembers("sessions_done", None), "not_allowed", "plan.history.sessions_done"),
        ({"case": {"pain": "none", "fatigue": 11}}, "out_of_range", "plan.case.fatigue"),
        ({"case": {"injuries": [{"site": "knee"}]}}, "missing", "plan.case.injuries[0].status"),
        ({"case": {"shoes": "clogs"}}, "not_allowed", "plan.case.shoes"),
        ({"case": {"fatige": 1}, "rules_digest": BASE.digest}, "unknown_name", "plan.case.fatige"),
        ({"case": {"moment": "after"}}, "out_of_place", "plan.case"),
    ],
    ids=str,
)
def test_what_a_plan_is_based_on_is_checked_by_the_vocabulary(changes: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(DiaryError) as refused:
        checked(**changes)
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [(code, where)]


def test_what_other_rules_asked_is_kept_and_never_read() -> None:
    kept = checked(case={"pain": "none", "mood": "fine"}, rules_digest=OTHER_RULES).plan
    assert kept is not None and kept.case["mood"] == "fine"
    assert answers_in(kept, BASE) == {"pain": "none"}


def test_every_plan_that_is_made_is_kept() -> None:
    made = springstep.recommend(
        {"pain": "none", "injuries": [], "screening": [], "fatigue": 2, "duration_min": 40},
        history=[springstep.Remembered(fact="sessions_done", value=4, note="")],
    )
    entry = checked(**{name: getattr(plan_of(made), name) for name in plan_by_hand()._names})
    assert entry.plan == plan_of(made)
    assert replay(entry.plan, BASE) == made


@given(name=FACTS, value=JSON, in_history=st.booleans(), digest=st.sampled_from([BASE.digest, OTHER_RULES]))
def test_whatever_is_taken_in_is_worked_out_again_or_refused_in_plain_words(
    name: str, value: Any, in_history: bool, digest: str
) -> None:
    part = remembers(name, value) if in_history else {"case": {name: value}}
    try:
        entry = checked(**part, rules_digest=digest)
    except DiaryError as error:
        assert all(fault.where.startswith("plan") for fault in error.faults)
        return
    assert entry.plan is not None
    try:
        assert replay(entry.plan, BASE).headline
    except springstep.CaseError as error:  # what is kept of other rules, and what is needed and was never told
        assert {fault.code for fault in error.faults} <= {"unknown_name", "missing"}


def entries(plan: Any) -> Iterator[Entry]:
    for number, bursts in enumerate(("done", "done", "planned")):
        yield replace(
            entry_by_hand(number, bursts=bursts, plan=plan), day=date(2026, 3, 10 + number), efforts=4, effort_s=10
        )


@given(name=FACTS, value=JSON)
def test_a_diary_that_holds_a_plan_that_does_not_fit_is_read_as_if_that_were_not_told(name: str, value: Any) -> None:
    plan = plan_by_hand(case={name: value}, **remembers(name, value))
    told = {**answers_in(plan, BASE), **remembered_in(plan, BASE)}
    assert told in ({}, {name: value})
    assert told_in(plan, name, BASE) == told.get(name)
    every = tuple(entries(plan))
    warnings_of(every, BASE)
    history = history_of(every, day=date(2026, 3, 14), moment="before", base=BASE)
    assert springstep.recommend({"pain": "none", "injuries": []}, history=history).headline


def test_json_of_a_plan_is_checked_the_same() -> None:
    line = json.loads(checked().to_json())
    line["plan"]["history"]["sessions_done"]["value"] = "x"
    with pytest.raises(DiaryError, match=r"plan\.history\.sessions_done: must be a whole number, not 'x'"):
        entry_of(line, today=TODAY, drills=DRILLS)
