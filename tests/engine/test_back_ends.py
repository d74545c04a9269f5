"""Every back end of the condition language keeps the contract: it judges each condition as all the others do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.parse import parse_condition
from tests.engine.back_ends import BACK_ENDS, BASE, BackEnd
from tests.engine.conditions import any_conditions, any_facts
from tests.strategies import examples

KNEE = {"site": "knee", "status": "returning"}
HIP = {"site": "hip", "status": "active"}
CALVES = {"site": "calves", "severity": "marked"}

every_back_end = pytest.mark.parametrize("back_end", BACK_ENDS.values(), ids=list(BACK_ENDS))


@every_back_end
@pytest.mark.parametrize(
    ("text", "facts", "truth"),
    [
        ("always", {}, True),
        ("fatigue >= 3", {"fatigue": 3}, True),
        ("fatigue >= 3", {"fatigue": 2}, False),
        ("fatigue >= 3", {}, None),
        ("fatigue > 3", {"fatigue": 3}, False),
        ("fatigue < 3", {"fatigue": 3}, False),
        ("fatigue <= 3", {"fatigue": 3}, True),
        ("fatigue == 0", {"fatigue": 0}, True),
        ("fatigue != 3", {"fatigue": 3}, False),
        ("fatigue != 3", {}, None),
        ("not fatigue > 3", {}, None),
        ("not fatigue > 3", {"fatigue": 3}, True),
        ("has_coach", {"has_coach": False}, False),
        ("has_coach == false", {"has_coach": False}, True),
        ("has_coach == false", {}, None),
        ("season_phase in {early, build}", {"season_phase": "build"}, True),
        ("season_phase in {early, build}", {"season_phase": "competition"}, False),
        ("season_phase in {early, build}", {}, None),
        ("season_phase not in {early}", {}, None),
        ("season_phase not in {early}", {"season_phase": "build"}, True),
        ("fatigue is known", {"fatigue": 0}, True),
        ("fatigue is known", {}, False),
        ("fatigue is unknown", {}, True),
        ("has_coach is known", {"has_coach": False}, True),
        ("fatigue is known and fatigue > 3", {}, False),
        ("fatigue is unknown or fatigue > 3", {}, True),
        ("fatigue > 3 and has_coach", {"has_coach": False}, False),
        ("fatigue > 3 or has_coach", {"has_coach": True}, True),
        ("fatigue < sessions_done", {"fatigue": 1, "sessions_done": 2}, True),
        ("fatigue < sessions_done", {"fatigue": 1}, None),
        ("fatigue + 2 * sessions_done - 1 == 6", {"fatigue": 3, "sessions_done": 2}, True),
        ("duration_min / fatigue > 4", {"duration_min": 10, "fatigue": 2}, True),
        ("duration_min / fatigue > 4", {"duration_min": 10, "fatigue": 0}, None),
        ("fatigue / 3 == 1 / 3", {"fatigue": 1}, True),
        ("1 < fatigue < 4", {"fatigue": 4}, False),
        ("1 + 1 == 2", {}, True),
        ("clearance <= modify", {"clearance": "go"}, True),
        ("clearance <= modify", {"clearance": "modify"}, True),
        ("clearance <= modify", {"clearance": "strides_instead"}, False),
        ("clearance < modify", {"clearance": "modify"}, False),
        ("clearance > strides_instead", {"clearance": "no_bursts_today"}, True),
        ("clearance >= modify", {"clearance": "stop_and_refer"}, True),
        ("clearance >= stop_and_refer", {}, None),
        ("any(injury.site == knee)", {"injuries": (KNEE,)}, True),
        ("any(injury.site == knee)", {"injuries": (HIP, KNEE)}, True),
        ("any(injury.site == knee)", {"injuries": (HIP,)}, False),
        ("any(injury.site == knee)", {"injuries": ()}, False),
        ("any(injury.site == knee)", {}, None),
        ("not any(injury.site == knee)", {}, None),
        ("not any(injury.site == knee)", {"injuries": ()}, True),
        ("any(injury.site == knee and injury.status == active)", {"injuries": (HIP, KNEE)}, False),
        ("any(injury.site == hip and injury.status == active)", {"injuries": (HIP, KNEE)}, True),
        ("any(injury.site == knee and fatigue > 3)", {"injuries": (KNEE,), "fatigue": 4}, True),
        ("any(injury.site == knee and fatigue > 3)", {"injuries": (KNEE,)}, None),
        ("any(injury.site == knee and fatigue > 3)", {"injuries": (HIP,)}, False),
        ("any(injury.site == knee or fatigue > 3)", {"injuries": (HIP, KNEE)}, True),
        ("any(injury.site == knee or fatigue > 3)", {"injuries": (HIP,)}, None),
        ("any(injury.site is known)", {"injuries": (HIP,)}, True),
        ("any(injury.site is known)", {"injuries": ()}, False),
        ("any(injury.site is known or fatigue > 3)", {"injuries": (), "fatigue": 4}, False),
        (
            "any(injury.site == knee) and any(stiffness.site == calves)",
            {"injuries": (KNEE,), "stiffness": (CALVES,)},
            True,
        ),
        ("any(injury.site == knee) and any(stiffness.site == calves)", {"injuries": (KNEE,)}, None),
        ("any(injury.site == knee) and any(stiffness.site == calves)", {"injuries": ()}, False),
        ("any(injury.site == knee) or any(stiffness.site == calves)", {"injuries": (KNEE,)}, True),
        ("any(special.kind == heat)", {"today": ("heat",)}, True),
        ("any(special.kind == heat)", {"today": ("wet", "heat")}, True),
        ("any(special.kind == heat)", {"today": ("wet", "dark")}, False),
        ("any(special.kind == heat)", {"today": ()}, False),
        ("any(special.kind == heat)", {}, None),
        ("not any(special.kind == heat)", {}, None),
        ("not any(special.kind == heat)", {"today": ()}, True),
        ("not any(special.kind == heat)", {"today": ("heat",)}, False),
        ("any(special.kind != heat)", {"today": ("heat",)}, False),
        ("any(special.kind != heat)", {"today": ("heat", "wet")}, True),
        ("any(special.kind in {heat, wet})", {"today": ("dark", "wet")}, True),
        ("any(special.kind not in {heat, wet})", {"today": ("heat", "wet")}, False),
        ("any(special.kind is known)", {"today": ("sore",)}, True),
        ("any(special.kind is known)", {"today": ()}, False),
        ("any(special.kind == heat and special.kind == wet)", {"today": ("heat", "wet")}, False),
        ("any(special.kind == heat and fatigue > 3)", {"today": ("heat",), "fatigue": 4}, True),
        ("any(special.kind == heat and fatigue > 3)", {"today": ("heat",)}, None),
        ("any(special.kind == heat and fatigue > 3)", {"today": ("wet",)}, False),
        ("any(special.kind == heat or fatigue > 3)", {"today": ("wet", "heat")}, True),
        ("any(special.kind == heat or fatigue > 3)", {"today": ("wet",)}, None),
        (
            "any(special.kind == heat) and any(contraindication.kind == heart)",
            {"today": ("heat",), "screening": ("heart",)},
            True,
        ),
        ("any(special.kind == heat) and any(contraindication.kind == heart)", {"screening": ("no_base",)}, False),
        ("any(special.kind == heat) and any(injury.site == knee)", {"today": ("heat",), "injuries": (KNEE,)}, True),
        ("any(special.kind == heat) or any(injury.site == knee)", {"today": ("wet",)}, None),
    ],
)
def test_a_condition_is_true_false_or_unknown_of_facts(
    back_end: BackEnd, text: str, facts: dict[str, Any], truth: bool | None
) -> None:
    assert back_end.compile(parse_condition(text, BASE.facts))(facts) is truth


@every_back_end
@pytest.mark.parametrize(
    ("text", "facts", "truth"),
    [
        ("duration_min * 1.1 == 60.5", {"duration_min": 55}, True),
        ("duration_min * 1.1 == 60.5", {"duration_min": 55.0}, True),
        ("duration_min + 0.2 == 0.3", {"duration_min": 0.1}, True),
        ("duration_min / 3 == 0.1", {"duration_min": 0.3}, True),
        ("3 * (fatigue / 10) == 3 / 10", {"fatigue": 1}, True),
        ("fatigue / 49 * 49 == fatigue", {"fatigue": 1}, True),
    ],
)
def test_decimals_are_exact(back_end: BackEnd, text: str, facts: dict[str, Any], truth: bool) -> None:
    if 0.1 not in back_end.decimals:
        text, facts = "duration_min * 2.5 == 18.125", {"duration_min": 7.25}
    assert back_end.compile(parse_condition(text, BASE.facts))(facts) is truth


@pytest.mark.parametrize("name", [name for name in BACK_ENDS if name != "evaluation"])
@examples(450)
@given(data=st.data())
def test_it_judges_as_evaluation_does(name: str, data: st.DataObject) -> None:
    back_end, reference = BACK_ENDS[name], BACK_ENDS["evaluation"]
    condition = data.draw(any_conditions(*back_end.decimals))
    judge, expected = back_end.compile(condition), reference.compile(condition)
    for facts in data.draw(st.lists(any_facts(*back_end.decimals), min_size=1, max_size=4)):
        assert judge(facts) is expected(facts)
