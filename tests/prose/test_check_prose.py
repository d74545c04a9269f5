"""What checking an answer returns, from a plan and from its receipt, and what it refuses."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import springstep
from springstep import JudgedSentence, QueryError, check_prose, recommend
from springstep.engine.errors import Fault
from springstep.installed import default_rule_base
from springstep.session.prose_words import prose_words
from tests.prose.plans import answers

PLAN = recommend({"pain": "none", "injuries": [], "screening": [], "fatigue": 3})
STIFF = {"pain": "none", "injuries": [], "screening": [], "stiffness": [{"site": "hips", "severity": "mild"}]}


@pytest.mark.parametrize("place", range(0, 70, 7))
def test_a_receipt_serves_as_well_as_the_plan(place: int) -> None:
    plan, answer = list(answers())[place]
    assert check_prose(answer, plan.receipt()) == check_prose(answer, plan)


def test_a_sentence_names_the_decisions_and_the_rules_behind_it() -> None:
    plan = recommend({**STIFF, "fatigue": 8})
    (found,) = check_prose("No bursts today.", plan)
    assert found.judgement == "backed" and "clearance" in found.decisions
    assert set(found.rules) <= {firing.rule for firing in plan.trace.firings} and found.rules
    assert JudgedSentence.from_json(found.to_json()) == found
    assert "\n" not in found.says and found.says


@pytest.mark.parametrize(
    ("sentence", "judgement"),
    [
        ("No bursts today (RDY-040).", "backed"),
        ("No bursts today (RUN-030).", "contradicted"),
        ("No bursts today (STP-010).", "contradicted"),
        ("No bursts today (ABC-001).", "unfounded"),
        ("No bursts today [19.9].", "contradicted"),
    ],
)
def test_what_is_cited_must_have_fired_for_what_is_said(sentence: str, judgement: str) -> None:
    plan = recommend({**STIFF, "fatigue": 8})
    behind = plan.decision("clearance").rules[0]
    (found,) = check_prose(sentence.replace("RDY-040", behind), plan)
    assert found.judgement == judgement


@pytest.mark.parametrize("answer", ["", "   ", "\n\n", "...", "!?", "- \n- ", "\u2014", "(", "4", "x", "no not never"])
def test_an_answer_that_says_nothing_is_no_fault(answer: str) -> None:
    assert all(found.judgement != "backed" for found in check_prose(answer, recommend(STIFF)))


@pytest.mark.parametrize("plan", [None, 3, {}, "a plan"])
def test_what_is_no_plan_is_refused(plan: object) -> None:
    with pytest.raises(QueryError) as refused:
        check_prose("Hello.", plan)  # type: ignore[arg-type]
    assert refused.value.faults[0].code == "wrong_type"


def test_an_answer_is_a_text() -> None:
    with pytest.raises(QueryError):
        check_prose(b"Hello.", recommend(STIFF))  # type: ignore[arg-type]


def test_a_receipt_that_was_changed_is_refused() -> None:
    told = json.loads(recommend(STIFF).receipt().to_json())
    told["decisions"]["efforts"] = 6
    changed = type(recommend(STIFF).receipt()).from_json(json.dumps(told))
    with pytest.raises(QueryError) as refused:
        check_prose("Hello.", changed)
    assert isinstance(refused.value.faults[0], Fault) and refused.value.faults[0].code == "damaged"


def test_every_name_in_the_declared_words_is_known() -> None:
    base = default_rule_base()
    words = prose_words(base)
    steps = {name: set(scheme.steps) for name, scheme in base.decisions.items()}
    steps["session"] = {"bursts", "strides", "none"}
    for saying in words.sayings:
        assert all(set(values) <= steps[name] for name, values in saying.holds.items()), saying.words
    assert set(words.amounts) <= {*base.decisions, *base.facts}
    assert all(set(rows) <= set(base.tables[table].by_id) for table, rows in words.rows.items())


PIECES = [
    *(
        "no",
        "not",
        "never",
        "bursts",
        "strides",
        "4",
        "x",
        "10",
        "s",
        "min",
        "every",
        "second",
        "easy run",
        "one",
        "in",
    ),
    *(
        "light hops",
        "because",
        "your",
        "hips",
        "stiff",
        "if",
        "until",
        "instead of",
        "leave",
        "out",
        "step",
        "up",
        "back",
    ),
    *(
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "[5.5]",
        "STF-010",
        "-",
        "1:30",
        "9" * 400,
        "1/2",
        "%",
        "\n",
        "at least",
        "then",
        "90",
    ),
]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.text(max_size=80))
def test_no_answer_is_a_fault(answer: str) -> None:
    for found in check_prose(answer, PLAN):
        assert found.says and found.sentence


def test_it_is_public() -> None:
    assert "check_prose" in springstep.__all__ and "JudgedSentence" in springstep.__all__
