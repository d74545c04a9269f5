"""Whoever asks why is given no leave for what the verdict forbids: neither a label nor a reason nor advice gives it."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from springstep import Recommendation, recommend
from springstep.engine.explain.why import why
from springstep.installed import default_rule_base
from springstep.session.standing import standing_advice
from springstep.session.statements import short_statements
from tests.strategies import all_cases, examples

BASE = default_rule_base()
TO_RUN = re.compile(
    r"\b(?:run easy|running easy|easy running (?:only|is all)|just run|do an easy run|run home|jog on|as planned"
    r"|the run is there|keep going|carry on)\b",
    re.IGNORECASE,
)
"""What would have somebody run now who has been told to rest, or to see a doctor first."""
TO_HOP = re.compile(r"\b(?:bursts are fine|time for bursts|ready for bursts|bursts, with care)\b", re.IGNORECASE)
ILL = ("ill", "ill_and_unchecked", "get_help")
BARRED = ("no_bursts_today", "stop_and_refer")
FIRST = {"pain": "none", "injuries": [], "screening": []}


def texts(made: Recommendation) -> list[str]:
    """Return all that is told of a plan: each decision with its reasons, the advice that stands, the short page."""
    said = [decision.text for decision in made.decisions]
    said += [reason.because for name in ("clearance", "progression") for reason in made.decision(name).reasons]
    said += [why(made, name, "mid", base=BASE).text for name in ("clearance", "due", "room", "progression")]
    said += [advice.say for advice in standing_advice(made)]
    said += [statement.said for statement in short_statements(made, BASE, last="Not kept.")]
    return [*said, made.headline]


def ill_cases() -> st.SearchStrategy[dict[str, Any]]:
    """Return cases of somebody who is ill, dizzy or has chest pain, whatever else is told."""
    signs = st.lists(st.sampled_from(["fever", "dizzy", "chest_pain"]), min_size=1, unique=True)
    return st.builds(lambda case, today: {**case, "today": today}, all_cases("before"), signs)


@given(case=ill_cases())
@examples(200)
@example(case={**FIRST, "today": ["fever"]})
@example(case={**FIRST, "today": ["fever"], "fatigue": 9, "surface": "slippery", "legs": "flooding"})
@example(case={**FIRST, "today": ["dizzy"], "fatigue": 8, "easy_runs_since_bursts": 0, "run_kind": "race"})
def test_nobody_who_is_ill_is_given_leave_to_run(case: dict[str, Any]) -> None:
    made = recommend({**case, "moment": "before"})
    if made.verdict_code in ILL:
        assert {text for text in texts(made) if TO_RUN.search(text)} == set()


@given(case=all_cases("before"))
@examples(200)
def test_no_label_gives_leave_to_hop_on_a_day_without_bursts(case: dict[str, Any]) -> None:
    made = recommend(case)
    if made.decision("clearance").value in BARRED:
        assert [text for text in texts(made) if TO_HOP.search(text)] == []


def test_labels_of_a_decision_alone_give_no_leave() -> None:
    """What a decision leaves to others it does not promise: readiness is not leave, nor is being due."""
    for name in ("clearance", "due", "room"):
        scheme = BASE.decisions[name]
        assert [text for text in scheme.steps.values() if TO_RUN.search(text) or "are fine" in text] == []
