"""A case in words: how it differs from the standard case is said, nothing else, and the case can be run."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from springstep import CaseError, recommend
from springstep.engine.audit.witnesses import witness_of
from springstep.installed import default_rule_base
from tests.strategies import FACTS, HISTORY, all_cases, examples

BASE = default_rule_base()


def standard(moment: str = "before", **changes: Any) -> dict[str, Any]:
    return {**BASE.standard_cases[moment], **changes}


def words(case: dict[str, Any]) -> list[str]:
    """Return the words between the first sentence and the advice."""
    return list(witness_of(BASE, case).words[1:-1])


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_standard_case_has_no_differences(moment: str) -> None:
    witness = witness_of(BASE, standard(moment))
    assert witness.words == (
        f"{moment.capitalize()} a run: the standard runner, as it is.",
        f"Advice: {witness.headline}",
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fatigue": 9}, "Fatigue is 9 of 10, not 1."),
        ({"legs": "flooding"}, "Legs are flooding, not fresh."),
        ({"duration_min": 51.25}, "Length of the run is 51.25 min, not 50."),
        ({"has_coach": True}, "Coach: yes."),
        ({"last_completed": "partly"}, "Planned efforts done: partly, not all."),
        ({"last_drill": "hop_and_hold"}, "Last drill is hop and hold."),
        ({"pace": "6:00 / km"}, None),
        ({"injuries": [{"site": "ankle", "status": "returning"}]}, "Has a returning ankle injury."),
        (
            {
                "injuries": [
                    {"site": "knee", "status": "resolved"},
                    {"site": "other", "status": "active"},
                    {"site": "knee", "status": "resolved"},
                ]
            },
            "Has 2 resolved knee injuries and an active injury elsewhere.",
        ),
        (
            {"stiffness": [{"site": "lower_back", "severity": "mild"}, {"site": "other", "severity": "marked"}]},
            "Stiffness is mild in the lower back and marked elsewhere.",
        ),
        ({"screening": ["heart", "no_base"]}, "Of the limits: heart and no base."),
        ({"screening": (), "today": ["wet"]}, "Out of the ordinary today: wet."),
        ({"screening": [], "today": ()}, None),
        ({"sleep": "unknown"}, "Not known: sleep."),
    ],
)
def test_difference_is_said_in_one_sentence(changes: dict[str, Any], sentence: str | None) -> None:
    assert words(standard(**changes)) == ([sentence] if sentence else [])


def test_fact_that_follows_from_others_is_not_missed() -> None:
    case = standard(distance="10 km")
    del case["pace"]
    assert words(case) == ["Distance is 10 km."]


def test_earlier_sessions_are_missed_as_one_thing_and_only_where_there_were_some() -> None:
    case = {name: value for name, value in standard().items() if name not in HISTORY}
    assert words(case) == ["Not known: earlier sessions."]
    assert words({**case, "sessions_done": 0}) == ["Sessions with bursts so far are 0, not 9."]
    assert words({**case, "step_efforts": 4, "step_effort_s": 10})[0].startswith("Not known: easy runs since")


def test_many_answers_left_out_are_counted() -> None:
    assert words({"pain": "none", "injuries": []}) == [
        "Not known: screening, goal, plyometric experience, coach, season phase, kind of run, length of the run, "
        "easy pace and 11 more."
    ]


def test_case_that_is_not_valid_is_refused() -> None:
    with pytest.raises(CaseError, match="fatigue"):
        witness_of(BASE, standard(fatigue=11))


@given(all_cases())
@examples(150)
def test_witness_says_each_difference_and_the_advice(case: dict[str, Any]) -> None:
    witness = witness_of(BASE, case)
    made = recommend(witness.case)
    assert witness.headline == made.headline
    assert witness.case == made.case
    usual = BASE.standard_cases[made.moment]
    said = " ".join(witness.words).lower()
    for name, value in made.case.items():
        if name in usual and value != usual[name] and FACTS[name].kind not in ("items", "quantity"):
            assert FACTS[name].label in said
    for name in ("injuries", "stiffness"):
        for item in made.case.get(name, ()):
            assert item["site"].replace("_", " ") in said or item["site"] == "other"
    for name, info in FACTS.items():
        if info.words is not None and made.case.get(name) == usual.get(name):
            assert info.words.none.lower() not in said, "only what differs is told"
    for cue in made.case.get("cue", ()):
        assert cue.replace("_", " ") in said or cue == "all_well"
