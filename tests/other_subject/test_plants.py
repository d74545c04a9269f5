"""The same engine with knowledge of another subject: everything it does for runners it does for plants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from springstep.engine.advice.outcome import outcome_of, outcomes_left, settled
from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.article import check_article
from springstep.engine.audit.full_audit import audit
from springstep.engine.audit.graph.build import rule_graph
from springstep.engine.audit.report import KINDS, Audit, kind_words
from springstep.engine.audit.witnesses import witness_of
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Advised, Asked, Explained, Notice, Refused
from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.consultation.state import State
from springstep.engine.errors import CaseError
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.explain.what_if import what_if
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not import why_not
from springstep.engine.explain.why_not_rule import why_not_rule
from springstep.engine.inference.case import case_from, case_of, facts_of
from springstep.engine.inference.derived_facts import mended
from springstep.engine.inference.examples import example_case, laid_over, standard_case
from springstep.engine.inference.forward import Engine, infer
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.case_model import case_model
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.schema.cases import case_schema
from springstep.engine.text.source import Document
from springstep.engine.text.validation import validate
from springstep.rendering.graph.dot import graph_dot
from springstep.rendering.graph.mermaid import graph_mermaid
from springstep.rendering.graph.overview import overview
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.markdown.catalogue import render_catalogue
from tests.other_subject.plants import BASE, FOLDER, MOMENTS, TEXT, of_running, random_cases, spoken, valid

ENGINES: tuple[Engine, ...] = ("experta", "function", "stock")
RULES = pytest.mark.parametrize("rule", BASE.rules, ids=lambda rule: rule.id)
CASES = tuple(random_cases(BASE, 150))


def advised(moment: str, **changes: Any) -> RecommendationRecord:
    made: RecommendationRecord = build(BASE, case_of(laid_over(BASE, moment, changes), BASE), look_ahead=True)
    return made


@pytest.fixture(scope="module")
def whole() -> Audit:
    return audit(BASE)


# What is loaded


def test_no_file_of_the_knowledge_is_code_and_its_source_is_what_the_ledger_says() -> None:
    assert {path.suffix for path in FOLDER.rglob("*") if path.is_file()} == {".yaml"}
    assert check_article(TEXT, load_ledger(BASE).sentences.values()).complete
    assert set(load_accepted(BASE)) == {"approved:snapshot.json", "pair:mcdc.json"}
    assert load_claims(BASE) and load_ledger(BASE).tensions and BASE.room is None


def test_the_knowledge_has_every_kind_of_fact_and_decision() -> None:
    kinds = {info.kind for info in BASE.vocabulary.facts.values()}
    assert kinds == {"word", "flag", "number", "items", "row", "quantity"}
    assert {scheme.kind for scheme in BASE.decisions.values()} == {"scale", "cap", "floor", "sum"}
    assert {choice.take for choice in BASE.choices.values()} == {"last", "preferred"}
    assert {rule.layer for rule in BASE.rules} == set(LAYERS)


# Rules, and the engines that run them


@RULES
def test_the_rule_fires_for_its_example_and_is_silent_for_the_other(rule: Rule) -> None:
    for changes, fires in ((rule.fires_for, True), (rule.silent_for, False)):
        made = build(BASE, case_of(example_case(BASE, rule, changes), BASE), look_ahead=True)
        assert bool(made.trace.firings_of(rule.id)) is fires


def concluded(case: Mapping[str, Any], engine: Engine) -> Any:
    found = infer(BASE, facts_of(case_of(case, BASE), BASE), engine=engine)
    assert found.engine == engine
    fired = [(each.rule.id, each.item, [(c.conclusion, c.amount) for c in each.concluded]) for each in found.fired]
    resolutions = [(name, s.value, s.strict, [c.rule for c in s.carried]) for name, s in found.resolved.items()]
    return list(found.facts.items()), fired, resolutions, dict(found.decided), found.lost


def test_the_three_engines_come_to_the_same() -> None:
    examples = [
        example_case(BASE, rule, changes) for rule in BASE.rules for changes in (rule.fires_for, rule.silent_for)
    ]
    for case in (*examples, *CASES):
        stock = concluded(case, "stock")
        assert concluded(case, "experta") == stock and concluded(case, "function") == stock, case


def test_a_case_is_advised_without_code_of_the_subject() -> None:
    made = advised("water", plant="african_violet", dry_cm=9)
    assert (made.verdict, made.decision("way").value) == ("water", "bath")
    assert made.headline == "Water it through: half an hour in a bowl of water."
    assert advised("water", signs=[{"part": "soil", "look": "mould"}]).verdict == "dry_out"
    wider = advised("repot", pot_width="5 in", place_cm=14.5)
    assert (wider.verdict, wider.decision("size").value) == ("wider", "15 cm")
    assert advised("repot", place_cm=14).verdict == "fresh_soil", "there is no room for more"
    assert advised("repot", roots="rotten", season="resting").decision("size").value == "12 cm"
    assert advised("repot", plant=None).headline == "Leave it in its pot: too much is left open. Answer first: plant."


def test_a_record_of_earlier_cases_is_used_and_gives_way_to_given_facts() -> None:
    card = [
        Remembered(fact="repottings", value=2, note="2 entries"),
        Remembered(fact="months_since_repotting", value=1, note="an entry of last month"),
    ]
    case = laid_over(BASE, "water", {"repottings": None, "months_since_repotting": None})
    assert build(BASE, case_of(case, BASE), card, look_ahead=True).decision("feed").value == 0
    without = build(BASE, case_of({**case, "repottings": 0}, BASE), card, look_ahead=True)
    assert without.decision("feed").value == 100
    assert [memory.overruled for memory in without.history] == [True, True]


# Cases that are valid and cases that are not


FAULTS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("water", {"plnat": "fern"}, "did you mean"),
    ("water", {"season": "winter"}, "'winter' is not allowed"),
    ("water", {"dry_cm": "much"}, "dry_cm"),
    ("water", {"dry_cm": 31}, "dry_cm"),
    ("water", {"drains": "perhaps"}, "drains"),
    ("water", {"signs": [{"part": "leaf"}]}, "look"),
    ("water", {"plant": "oak"}, "no plant is called 'oak'"),
    ("repot", {"pot_width": "wide"}, "pot_width"),
    ("repot", {"roots": None}, "must be answered before repotting"),
    ("repot", {"pot_width": "2 in"}, "5.1 cm is no width of a pot; from 6 to 60 cm (2.5 to 23.5 in)"),
    ("repot", {"place_cm": 8}, "the pot is 12 cm wide and stands there already, so 8 cm cannot be right"),
    ("repot", {"repottings": 0}, "leave out months_since_repotting, rotted_before"),
    ("repot", {"months_since_repotting": 31}, "months_since_repotting is more than kept_months"),
)


@pytest.mark.parametrize(("moment", "changes", "fault"), FAULTS)
def test_a_case_that_cannot_be_is_refused_with_its_fault(moment: str, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(CaseError) as refused:
        case_of(laid_over(BASE, moment, changes), BASE)
    assert fault in str(refused.value)


def test_the_plain_check_and_pydantic_agree() -> None:
    model = case_model(BASE.vocabulary)
    broken = [laid_over(BASE, moment, changes) for moment, changes, _ in FAULTS]
    odd = [{**case, name: value} for case in CASES[:12] for name in case for value in (True, 2.5, "x", [], {"a": 1}, 7)]
    for case in (*CASES, *broken, *odd):
        plain = plainly_valid(BASE.vocabulary, case)
        worded, faults = validate(model, Document("", case, {}))
        assert (plain is None) is bool(faults), case
        if plain is not None:
            assert worded is not None and plain == worded.known(), case


def test_what_contradicts_itself_is_mended_as_the_constraints_say() -> None:
    case = {"moment": "repot", "repottings": 0, "months_since_repotting": 3, "kept_months": 2}
    vocabulary = BASE.vocabulary
    assert mended(vocabulary, case) == {"moment": "repot", "repottings": 0, "kept_months": 2}
    kept = mended(vocabulary, case, keep=("months_since_repotting",))
    assert kept == {**case, "repottings": 1, "kept_months": 3}


# Explanations


def test_a_decision_is_explained_down_to_the_answers() -> None:
    made = advised("water", plant="aloe", dry_cm=5)
    because = str(why(made, "wet", "long", base=BASE))
    assert "SOI-040" in because and "A succulent waits" in because and "depth of dry soil" in because
    assert "not open: no larger than size 4" in str(why(advised("repot"), "size", base=BASE))


def test_why_not_is_answered_for_rows_steps_numbers_and_rules() -> None:
    hairy = advised("water", plant="african_violet")
    assert "is ruled out: excluded" in str(why_not(hairy, "shower", base=BASE))
    assert "ruled out by what asks for more caution" in str(why_not(advised("water", dry_cm=1), "wet=soak", base=BASE))
    assert "POT-010" in str(why_not(advised("repot"), "size=19 cm", base=BASE))
    assert "RST-010" in str(why_not(advised("water", season="resting"), "feed=50", base=BASE))
    assert "did not fire" in str(why_not_rule(hairy, "SOI-050", base=BASE))


def test_what_would_change_it_is_found() -> None:
    changes = what_would_change(advised("water", drains=False), "wet", base=BASE)
    assert changes[0].direction == "looser" and changes[0].then == "soak"
    assert [(each.fact, each.then) for each in changes[0].changes] == [("drains", True)]
    for change in what_would_change(advised("repot", season="resting"), "move", base=BASE):
        answers = {each.fact: each.then for each in change.changes}
        assert advised("repot", **{"season": "resting", **answers}).decision("move").value == change.then


def test_what_if_gives_both_sides_and_what_has_to_change_with_it() -> None:
    supposed = what_if(case_of(standard_case(BASE, "repot"), BASE), {"repottings": 0}, base=BASE)
    assert {each.fact for each in supposed.changes if each.follows} == {"months_since_repotting", "rotted_before"}
    other = what_if(case_of(standard_case(BASE, "water"), BASE), {"dry_cm": 1}, base=BASE)
    assert other.comparison.verdicts == ("water", "wait")


# Open questions, and a consultation


def admits(left: Mapping[str, frozenset[Any]], made: RecommendationRecord) -> bool:
    """Tell whether an outcome is among those left; numbers are given by their bounds."""
    for name, value in outcome_of(made).items():
        numbers = [each for each in left.get(name, ()) if isinstance(each, (int, float)) and not isinstance(each, bool)]
        between = isinstance(value, (int, float)) and numbers and min(numbers) <= value <= max(numbers)
        if name not in left or (value not in left[name] and not between):
            return False
    return True


def test_partial_inference_is_exact_when_all_is_known_and_never_too_narrow_before() -> None:
    for case in CASES:
        made = build(BASE, case_of(case, BASE), look_ahead=False)
        answers = {info.name: case.get(info.name) for info in BASE.vocabulary.asked_at(made.moment)}
        engine = partial_engine(BASE, made.moment)
        exact = outcomes_left(BASE, engine.infer(answers))
        assert settled(exact) and admits(exact, made), case
        for step in (2, 3):
            # a fact that is never asked for is given at the start or not at all
            some = {
                name: value
                for place, (name, value) in enumerate(answers.items())
                if place % step or BASE.vocabulary.facts[name].volunteered
            }
            assert admits(outcomes_left(BASE, engine.infer(some)), made), case


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_consultation_asks_what_is_proved_to_matter_and_ends_with_the_advice(moment: str) -> None:
    dialogue, inquiry = DialogueMachine(BASE), inquiry_of(BASE, moment)
    proved: list[bool] = []
    for drawn in random_cases(BASE, 12, moment):
        given = {name: value for name, value in drawn.items() if name != "intended_way"}  # it is never asked for
        state, events = dialogue.begin(moment)
        answers: dict[str, Any] = {}
        while not state.advised:
            asked = events[-1]
            assert isinstance(asked, Asked) and not of_running(repr(asked)), events
            inquiry_state = inquiry.inquiry_state(answers)
            assert inquiry_state.next == asked.fact and not settled(inquiry_state.left), (asked.fact, answers)
            witness = inquiry_state.witness
            proved.append(witness is not None)
            if witness is not None:
                outcomes = [outcome_of(ruled(moment, side)) for side in (witness.one, witness.other)]
                assert outcomes[0] != outcomes[1], asked.fact
            answers[asked.fact] = given.get(asked.fact)
            state, events = dialogue.respond(state, spoken(given.get(asked.fact)))
            assert not any(isinstance(event, Refused) for event in events), (asked.fact, given, events)
            state = State.from_json(state.to_json())
        assert isinstance(events[-1], Advised)
        assert outcome_of(events[-1].recommendation) == outcome_of(ruled(moment, {**given, **answers}))
    # Two numbers that bound each other may keep a proof from seeing that a question is idle: it is asked all the same.
    assert sum(proved) > 0.95 * len(proved)


def test_a_fact_derived_from_a_derived_one_is_asked_for() -> None:
    inquiry = inquiry_of(BASE, "repot")
    assert inquiry.inquiry_state({"roots": "rotten"}).next == "pot_width"
    others = {"roots": "rotten", "repottings": 1, "place_cm": 25, "rotted_before": False}
    assert "pot_width" in inquiry.inquiry_state(others).open


def ruled(moment: str, answers: Mapping[str, Any]) -> RecommendationRecord:
    known = {name: value for name, value in answers.items() if value is not None}
    case = case_from(Document("", {**known, "moment": moment}, {}), BASE, whole=False)
    made: RecommendationRecord = build(BASE, case, look_ahead=False)
    return made


def test_a_consultation_explains_its_questions_and_its_advice() -> None:
    dialogue = DialogueMachine(BASE)
    state, _ = dialogue.begin("water")
    said: list[Any] = []
    for line in ("why", "none", "help", "monstera", "1 cm", "review", "unknown", "growing"):
        if not state.advised:
            state, events = dialogue.respond(state, line)
            said += events
    while not state.advised:
        state, events = dialogue.respond(state, "unknown")
        said += events
    for line in (
        "why wet",
        "why not wet = soak",
        "what if dry_cm is 6 cm",
        "what would change wet",
        "show rule SOI-030",
    ):
        _, events = dialogue.respond(state, line)
        assert not any(isinstance(event, Refused) for event in events), (line, events)
        said += events
    assert {Explained, Notice, Advised} <= {type(event) for event in said}
    assert not of_running(repr(said))


# Proofs and pages


def test_every_claim_is_proved_and_the_audit_is_clean(whole: Audit) -> None:
    assert {claim.status for claim in whole.claims} == {"proved"}
    assert whole.clean and not whole.findings, [finding.says for finding in whole.findings]
    assert whole.replayed > 20
    assert whole.verdict == "Nothing is open: all 12 safety claims hold for every plant, and every rule does its work."


def test_nothing_that_is_said_or_written_mentions_running(whole: Audit) -> None:
    graph = rule_graph(BASE)
    written = {
        "RULES.md": render_catalogue(BASE),
        "the page of the audit": audit_html(whole, BASE),
        "the audit": whole.to_json(),
        "the graph": graph_dot(graph),
        "the graph in Markdown": graph_mermaid(graph),
        "the graph from further off": graph_mermaid(overview(graph)),
        "what a case may hold": repr(case_schema(BASE)),
        "kinds of findings": "\n".join(kind_words(kind, BASE.domain) for kind in KINDS),
        "advice": "\n".join(build(BASE, case_of(case, BASE), look_ahead=True).to_json() for case in CASES[:40]),
        "witnesses": "\n".join("\n".join(witness_of(BASE, case).words) for case in CASES[:40]),
    }
    assert {name: found for name, text in written.items() if (found := of_running(text))} == {}
    for rule in BASE.rules:
        assert f"### {rule.id} " in written["RULES.md"]
    for claim in load_claims(BASE):
        assert claim.says in re.sub(r"\[([A-Z]{3}-\d{3})\]", r"\1", written["RULES.md"])


def test_every_case_drawn_is_one_that_there_can_be() -> None:
    assert all(valid(BASE, case) for case in CASES)
    assert {case["moment"] for case in CASES} == set(MOMENTS)
