"""A list whose items have one field holds plain words, in every back end and in a consultation: in YAML alone.

Pests of a house plant are added to a copy of the knowledge: they are asked, may stay unknown, and are then assumed.
"""

from __future__ import annotations

from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from springstep.engine.advice.outcome import outcome_of, outcomes_left
from springstep.engine.advice.recommend import build
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Advised, Asked, Refused
from springstep.engine.errors import CaseError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.forward import Engine, infer
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.load import read_rule_base
from springstep.engine.schema.cases import case_schema
from tests.other_subject.plants import FOLDER, random_cases
from tests.second_opinion.opinion import differences, opinion_of
from tests.second_opinion.runner import ClipsEngine

ENGINES: tuple[Engine, ...] = ("experta", "function", "stock")
MORE = {
    "facts.yaml": """
  - fact: pests
    kind: items
    label: pests
    goes_on: are
    question: Which pests do you see?
    help: As many as there are.
    each: pest
    item_words: pest
    words: {none: There are no pests, some: "It has {items}", one: "{kind}"}
    most: 5
    fields:
      - {field: kind, question: Which pest?, values: [mites, scale_insects, flies]}
    moments: [water]
    change: in_time
""",
    "rules/assumptions.yaml": """
  - id: ASM-900
    name: pests-not-told
    when: pests is unknown
    then:
      - assume: {pests: [mites, flies]}
    because: Without a look at it, those are taken that ask for the most.
    basis: convention
    fires_for: {pests: unknown}
    silent_for: {pests: []}
""",
    "rules/feeding.yaml": """
  - id: FED-900
    name: mites-suck-it-dry
    for_each: pest
    when: pest.kind in {mites, scale_insects}
    then:
      - cap: {feed: 10}
    because: A plant that is sucked dry takes up little.
    basis: convention
    fires_for: {pests: mites}
    silent_for: {pests: [flies]}
""",
    "claims.yaml": """
- id: CLM-900
  name: one-more-pest-never-earns-more
  says: One more pest never earns more feed.
  moments: [water]
  riskier: {pests: one_more}
  keeps: [feed]
  basis: convention

- id: CLM-901
  name: mites-are-starved
  says: With mites there is next to no feed.
  moments: [water]
  for_each: pest
  never: pest.kind == mites and feed > 10
  basis: convention
""",
    "standard_cases.yaml": "",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    folder = tmp_path_factory.mktemp("pests") / "knowledge"
    copytree(FOLDER, folder)
    for name, text in MORE.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    standard = (folder / "standard_cases.yaml").read_text(encoding="utf-8")
    (folder / "standard_cases.yaml").write_text(standard.replace("  signs: []", "  signs: []\n  pests: []", 1))
    return read_rule_base(folder)


def water(base: RuleBase, **changes: Any) -> dict[str, Any]:
    return {**base.standard_cases["water"], **changes}


@pytest.mark.parametrize("told", ["mites", ["mites"], [{"kind": "mites"}]])
def test_words_may_be_written_in_three_ways_and_come_out_as_a_list_of_words(base: RuleBase, told: Any) -> None:
    case = case_of(water(base, pests=told), base)
    assert case.plain()["pests"] == ["mites"]
    made = build(base, case, look_ahead=False)
    assert made.decision("feed").value == 10
    assert next(firing for firing in made.trace.firings if firing.rule == "FED-900").item == {"kind": "mites"}
    assert Draft202012Validator(case_schema(base)).is_valid(water(base, pests=told))


@pytest.mark.parametrize("told", ["ants", ["mites", "ants"], [{"kind": "mites", "many": "yes"}], [["mites"]], 3])
def test_anything_else_is_refused(base: RuleBase, told: Any) -> None:
    with pytest.raises(CaseError, match=r"pests.*is not allowed"):
        case_of(water(base, pests=told), base)
    assert not Draft202012Validator(case_schema(base)).is_valid(water(base, pests=told))


def test_an_unknown_list_is_assumed_in_words(base: RuleBase) -> None:
    case = {name: value for name, value in water(base).items() if name != "pests"}
    made = build(base, case_of(case, base), look_ahead=False)
    assert {assumed.fact: assumed.value for assumed in made.assumed}["pests"] == ["mites", "flies"]
    assert made.decision("feed").value == 10


def cases(base: RuleBase) -> list[dict[str, Any]]:
    words = base.vocabulary.facts["pests"].item_words
    lists: list[Any] = [[], ["flies"], ["mites"], [*words], ["mites", "mites"], None]
    drawn = random_cases(base, 30, "water")
    return [{**case, "pests": lists[place % len(lists)]} for place, case in enumerate(drawn)]


def test_all_engines_and_clips_agree(base: RuleBase) -> None:
    clips = ClipsEngine(base)
    for case in cases(base):
        facts = facts_of(case_of(case, base), base)
        found = [infer(base, facts, engine=engine) for engine in ENGINES]
        assert len({tuple(sorted(map(str, each.decided.items()))) for each in found}) == 1
        assert len({tuple((f.rule.id, str(f.item)) for f in each.fired) for each in found}) == 1
        assert not differences(opinion_of(base, found[0]), clips.infer(facts)), case


def test_partial_inference_is_exact_in_the_end(base: RuleBase) -> None:
    engine = partial_engine(base, "water")
    for case in cases(base):
        answers = {info.name: case.get(info.name) for info in base.vocabulary.asked_at("water")}
        left = outcomes_left(base, engine.infer(answers))
        made = outcome_of(build(base, case_of(case, base), look_ahead=False))
        assert all(value in left[name] for name, value in made.items())


def test_claims_about_it_are_proved_and_cases_shown_in_words(base: RuleBase) -> None:
    prover = ClaimProver(AllCases(base))
    for claim in load_claims(base):
        if claim.id in ("CLM-900", "CLM-901"):
            assert prover.check(claim).status == "proved"
    at = AllCasesAt(base, "water")
    found = at.find(at.encoding.fires("FED-900"))
    assert found.made is not None and found.differences == ()
    assert found.made.case.get("pests") in (["mites"], ["scale_insects"])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("mites", ["mites"]),
        ("mites, flies", ["mites", "flies"]),
        ("scale mites", ["scale_insects", "mites"]),
        ("1 and 3", ["mites", "flies"]),
        ("nothing", []),
        ("unknown", None),
    ],
)
def test_it_is_asked_answered_and_changed_in_words(base: RuleBase, typed: str, told: Any) -> None:
    dialogue = DialogueMachine(base)
    state, events = dialogue.begin("water")
    usual = {"signs": "none", "plant": "monstera", "season": "growing", "dry_cm": "5", "drains": "yes"}
    usual |= {"repottings": "1", "months_since_repotting": "14", "pests": typed}
    seen = []
    while not state.advised:
        assert state.asking is not None
        seen += [event for event in events if isinstance(event, Asked) and event.fact == "pests"]
        state, events = dialogue.respond(state, usual[state.asking])
        assert not [event for event in events if isinstance(event, Refused)]
    assert seen and seen[0].options == ("mites", "scale_insects", "flies") and seen[0].fields == ()
    assert state.answers["pests"] == told
    state, _ = dialogue.respond(state, "change pests")
    state, _ = dialogue.respond(state, "flies")
    state, events = dialogue.respond(state, "review")
    assert state.answers["pests"] == ["flies"]
    assert [e for e in events if isinstance(e, Advised)] == []
