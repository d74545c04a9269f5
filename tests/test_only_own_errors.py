"""Whatever a program hands over, the public functions answer or raise the package's own errors, never another's."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

import springstep
from springstep import Dialogue, QueryError, Recommendation, RecordError, RuleBase, SpringstepError, State
from tests.places import EXAMPLES, OVERLAY

CASE = {"pain": "none", "injuries": [], "screening": [], "fatigue": 3}
PLAN = springstep.recommend(CASE)
TEXT = PLAN.to_json()
BASE = springstep.load_rule_base()
JUNK: list[Any] = [None, 0, -1, 1.5, float("nan"), 10**400, True, "", "nosuch", "dose", "\ud800", "\x00", b"x", [], {}]
JUNK += [[1], {"a": 1}, set(), object(), int, pathlib.Path("nosuch"), pathlib.Path("no\x00such"), State(), PLAN, BASE]

RECEIPT = PLAN.receipt().to_json()
CALLS: dict[str, Callable[[Any], Any]] = {
    "recommend": springstep.recommend,
    "recommend history": lambda given: springstep.recommend(CASE, history=given),
    "recommend rule_base": lambda given: springstep.recommend(CASE, rule_base=given),
    "recommend row": lambda given: springstep.recommend({"pain": given}, row=given),
    "recommend on": lambda given: springstep.recommend(CASE, on=given),
    "recommend_many": lambda given: list(springstep.recommend_many(given)),
    "recommend_many a row": lambda given: list(springstep.recommend_many([CASE, given], errors="collect")),
    "recommend_many errors": lambda given: list(springstep.recommend_many([CASE], errors=given)),
    "recommend_many rule_base": lambda given: list(springstep.recommend_many([CASE], rule_base=given)),
    "recommend_many on": lambda given: list(springstep.recommend_many([CASE], on=given)),
    "next_questions": springstep.next_questions,
    "next_questions rule_base": lambda given: springstep.next_questions(CASE, rule_base=given),
    "workout": springstep.workout,
    "workout rule_base": lambda given: springstep.workout(PLAN, rule_base=given),
    "messages": springstep.messages,
    "rules_book": springstep.rules_book,
    "verify": springstep.verify,
    "verify book": lambda given: springstep.verify(RECEIPT, book=given),
    "verify rule_base": lambda given: springstep.verify(RECEIPT, rule_base=given),
    "check_prose": lambda given: springstep.check_prose(given, PLAN),
    "check_prose plan": lambda given: springstep.check_prose("No bursts today.", given),
    "check_prose rule_base": lambda given: springstep.check_prose("No bursts today.", PLAN, rule_base=given),
    "DecisionLog": springstep.DecisionLog,
    "DecisionLog add": springstep.DecisionLog(pathlib.Path("nowhere")).add,
    "card texts": lambda given: PLAN.card(texts=given),
    "translated": PLAN.translated,
    "translated indent": lambda given: PLAN.translated(springstep.messages(plans=True), indent=given),
    "messages of a plan": lambda given: PLAN.messages(rule_base=given),
    "card rule_base": lambda given: PLAN.card(rule_base=given),
    "receipt": lambda given: PLAN.receipt(rule_base=given),
    "Case": lambda given: springstep.Case(fatigue=given),
    "load_rule_base": springstep.load_rule_base,
    "load_rule_base overlays": lambda given: springstep.load_rule_base(overlays=given),
    "load_rule_base an overlay": lambda given: springstep.load_rule_base(overlays=[given]),
    "json_schema": springstep.json_schema,
    "why": PLAN.why,
    "why depth": lambda given: PLAN.why("dose", depth=given),
    "why rule_base": lambda given: PLAN.why("dose", rule_base=given),
    "why_not": PLAN.why_not,
    "what_would_change": PLAN.what_would_change,
    "what_would_change budget": lambda given: PLAN.what_would_change("dose", budget=given),
    "decision": PLAN.decision,
    "rule_base": PLAN.rule_base,
    "made_by": lambda given: Recommendation.from_json(TEXT).made_by(given),
    "to_json": lambda given: PLAN.to_json(indent=given),
    "rule": BASE.rule,
    "condition": BASE.condition,
    "reads": BASE.reads,
    "facts_read": BASE.facts_read,
    "compared_at": BASE.compared_at,
    "Dialogue": Dialogue,
    "begin": lambda given: Dialogue().begin(given),
    "begin usual": lambda given: Dialogue().begin("before", usual=given),
    "begin day": lambda given: Dialogue().begin("before", day=given),
    "resume": Dialogue().resume,
    "respond": lambda given: Dialogue().respond(Dialogue().begin("before")[0], given),
    "in_row": lambda given: springstep.CaseError([springstep.Fault("missing", "is required")]).in_row(given),
    "error to_json": lambda given: springstep.CaseError([]).to_json(indent=given),
}
READ = [Recommendation, State, springstep.Remembered, springstep.Explanation, springstep.Change]
READ += [springstep.JudgedSentence]
CALLS |= {f"{kind.__name__}.from_json": kind.from_json for kind in READ}


def held(call: Callable[[Any], Any], given: Any) -> None:
    try:
        call(given)
    except SpringstepError as error:
        assert str(error) and json.loads(error.to_json())["faults"]
        assert all(fault.what and fault.code for fault in error.faults)


@pytest.mark.parametrize("name", CALLS)
def test_whatever_is_handed_over_no_other_error_is_raised(name: str) -> None:
    for junk in JUNK:
        held(CALLS[name], junk)


def test_every_public_name_is_held_by_these_tests() -> None:
    called = {name.split()[0].split(".")[0] for name in CALLS}
    own_errors = {name for name in springstep.__all__ if name.endswith("Error")}
    values = {"Changes", "Fault", "RuleBase"}  # they read nothing
    assert set(springstep.__all__) <= called | own_errors | values


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_a_plan_changed_on_its_way_is_refused_or_explained(data: st.DataObject) -> None:
    told = json.loads(TEXT)
    node: Any = told
    while isinstance(node, (dict, list)) and node:
        keys = sorted(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key]:
            same = [each for each in (None, 0, 7, True, "", "x", "dose", [], {}) if type(each) is type(node[key])]
            node[key] = data.draw(st.sampled_from(same or [None, "x", 5]))
            break
        node = node[key]
    try:
        read = Recommendation.from_json(json.dumps(told))
    except RecordError:
        return
    for ask in (read.why, read.why_not, read.what_would_change, read.decision):
        for word in ("clearance", "bounding", "RDY-040"):
            held(ask, word)


def test_a_plan_that_was_changed_is_not_explained() -> None:
    told = json.loads(TEXT)
    told["trace"]["firings"][0]["rule"] = "NOS-010"
    with pytest.raises(QueryError, match="was changed since the rules made it; recommend again"):
        Recommendation.from_json(json.dumps(told)).why("clearance")
    assert Recommendation.from_json(TEXT).why("clearance") == PLAN.why("clearance")


@pytest.mark.parametrize("given", ["examples/first-session.yaml", "pain: none", "../../etc/passwd"])
def test_text_is_never_opened_as_a_file(given: str) -> None:
    with pytest.raises(springstep.CaseError, match=r"is no case; a mapping of facts to values, or pathlib\.Path"):
        springstep.recommend(given)
    for load in (springstep.load_rule_base, lambda path: springstep.load_rule_base(overlays=path)):
        with pytest.raises(springstep.KnowledgeError, match=r"is no path; pathlib\.Path"):
            load(given)


class Named:
    """A path of another kind."""

    def __init__(self, path: Any) -> None:
        self.path = path

    def __fspath__(self) -> Any:
        return self.path


def test_any_path_like_is_opened() -> None:
    made = springstep.recommend(Named(str(EXAMPLES / "first-session.yaml")))
    assert made == springstep.recommend(EXAMPLES / "first-session.yaml")
    (laid,) = springstep.load_rule_base(overlays=Named(str(OVERLAY))).overlays
    assert laid.name == "club-rules"
    with pytest.raises(springstep.CaseError):
        springstep.recommend(Named(b"bytes.yaml"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "1:2: not valid JSON"),
        ("[]", "must be a mapping of names to values"),
        ('{"fact": "goal", "note": ""}', "value: is required"),
        ('{"fact": 5, "value": 1, "note": ""}', "1:2: fact: must be text, not 5"),
        ('{"fact": "goal", "value": 1, "note": "", "nots": 1}', "nots: unknown field; did you mean 'note'"),
        (b"\xff", "is not UTF-8 text"),
        (5, "JSON is read from text, not from 5"),
    ],
)
def test_what_is_wrong_in_json_is_told_with_its_place(text: Any, words: str) -> None:
    with pytest.raises(RecordError) as refused:
        springstep.Remembered.from_json(text)
    assert words in str(refused.value)


def test_a_model_of_a_case_raises_the_error_of_a_case_and_pydantics_inside_another_model() -> None:
    with pytest.raises(springstep.CaseError) as refused:
        springstep.Case(fatigue=11, legz="fresh")
    assert [(fault.code, fault.where) for fault in refused.value.faults] == [
        ("out_of_range", "fatigue"),
        ("unknown_name", "legz"),
    ]
    with pytest.raises(ValidationError):
        TypeAdapter(springstep.Case).validate_python({"fatigue": 11})


def test_a_rule_base_is_one() -> None:
    assert isinstance(BASE, RuleBase)
    with pytest.raises(springstep.KnowledgeError, match=r"'rules' is no rule base; load_rule_base\(\) reads one"):
        Dialogue("rules")  # type: ignore[arg-type]
