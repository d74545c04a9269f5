"""One more derived fact and one more constraint, in YAML alone, work everywhere: for plants, for runners, over lists.

A derived fact and a constraint are added to a copy of the knowledge, with a rule that reads the fact and a claim about
it. No line of Python changes, and evaluation, partial inference, generated code, proofs, CLIPS and RULES.md follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any, NamedTuple

import pytest

from springstep.checked import KNOWLEDGE
from springstep.engine.advice.outcome import outcome_of, outcomes_left
from springstep.engine.advice.recommend import build
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.errors import CaseError
from springstep.engine.explain.why import why
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.derived_facts import mended
from springstep.engine.inference.examples import example_case, laid_over
from springstep.engine.inference.forward import Engine, infer
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.abstract_values import AbstractValue
from springstep.engine.language.numbers import exact
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.proof.conditions import truth
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.load import read_rule_base
from springstep.rendering.markdown.catalogue import render_catalogue
from springstep.session.room import ROOM
from tests.other_subject.plants import FOLDER, random_cases, valid
from tests.second_opinion.opinion import differences, opinion_of
from tests.second_opinion.runner import ClipsEngine

ENGINES: tuple[Engine, ...] = ("experta", "function", "stock")


class More(NamedTuple):
    """What is added to one knowledge folder, and what should come of it."""

    folder: Path
    room: Any
    moment: str
    files: Mapping[str, str]
    """The text to append to each file."""
    derived: str
    rule: str
    claim: str
    decision: str
    broken: Mapping[str, Any]
    """Answers that the constraint forbids."""
    says: str
    mended: Mapping[str, Any]
    """These answers after they are mended."""
    fires_for: Mapping[str, Any]
    """Answers with which the rule fires in most cases."""
    document: tuple[str, ...]
    """What RULES.md says of it."""


PLANTS = More(
    folder=FOLDER,
    room=None,
    moment="repot",
    files={
        "derived.yaml": """
- fact: months_before_repotting
  kind: number
  label: time before the last repotting
  unit: months
  minimum: -900
  maximum: 900
  integer: true
  cases:
    - when: kept_months is known and months_since_repotting is known
      value: kept_months - months_since_repotting
      note: "{kept_months} months less {months_since_repotting}"
  because: Whether it was left alone at first shows how it was meant.
""",
        "constraints.yaml": """
- constraint: too-often
  never: repottings > kept_months + 1
  says: repottings is more than one a month
  mends: {repottings: kept_months + 1, kept_months: repottings - 1}
  because: Nobody repots more often than that.
""",
        "rules/pot.yaml": """
  - id: POT-110
    name: repotted-at-once
    when: months_before_repotting < 2 and roots != rotten
    then:
      - step: {move: same_size}
    because: A plant that was repotted as soon as it came has a pot to grow into.
    basis: convention
    fires_for: {kept_months: 15, months_since_repotting: 14}
    silent_for: {kept_months: 16, months_since_repotting: 14}
""",
        "claims.yaml": """
- id: CLM-900
  name: no-wider-pot-after-one-at-once
  says: What was repotted as soon as it came gets no wider pot.
  moments: [repot]
  never: months_before_repotting < 2 and roots != rotten and steps_up > 0
  basis: convention
""",
    },
    derived="months_before_repotting",
    rule="POT-110",
    claim="CLM-900",
    decision="move",
    broken={"repottings": 33, "kept_months": 30},
    says="repottings is more than one a month",
    mended={"repottings": 31, "kept_months": 30},
    fires_for={"kept_months": 15, "months_since_repotting": 14},
    document=(
        "`months_before_repotting` time before the last repotting",
        "repottings is more than one a month",
        "### POT-110 repotted at once",
        "What was repotted as soon as it came gets no wider pot.",
    ),
)

RUNNERS = More(
    folder=KNOWLEDGE,
    room=ROOM,
    moment="before",
    files={
        "derived.yaml": """
- fact: efforts_more
  kind: number
  label: efforts more than at the present step
  minimum: -30
  maximum: 100
  integer: true
  cases:
    - {when: intended_efforts is known and step_efforts is known, value: intended_efforts - step_efforts}
  because: Whoever means to do many more than usual is in a hurry.
""",
        "constraints.yaml": """
- constraint: more-weeks-than-sessions-allow
  never: sessions_at_step == 0 and weeks_at_step > 400
  says: nobody stays at a step for more than 400 weeks without a session
  mends: {weeks_at_step: "400", sessions_at_step: "1"}
  because: A step that is never done is none.
""",
        "rules/dose.yaml": """
  - id: DOS-900
    name: in-a-hurry
    moments: [before]
    when: efforts_more >= 3
    then:
      - step: {contact: light}
    because: Whoever means to do far more than usual does it more lightly.
    basis: convention
    fires_for: {intended_efforts: 7}
    silent_for: {intended_efforts: 6}
""",
        "claims.yaml": """
- id: CLM-900
  name: no-crisp-contact-in-a-hurry
  says: Whoever means to do far more than usual is never told to be crisp.
  moments: [before]
  never: efforts_more >= 3 and contact == crisp
  basis: convention
""",
    },
    derived="efforts_more",
    rule="DOS-900",
    claim="CLM-900",
    decision="contact",
    broken={"sessions_at_step": 0, "weeks_at_step": 450},
    says="nobody stays at a step for more than 400 weeks without a session",
    mended={"sessions_at_step": 0, "weeks_at_step": 400},
    fires_for={"intended_efforts": 7},
    document=(
        "`efforts_more` efforts more than at the present step",
        "nobody stays at a step for more than 400 weeks without a session",
        "### DOS-900 in a hurry",
        "Whoever means to do far more than usual is never told to be crisp.",
    ),
)


LISTS = More(
    folder=KNOWLEDGE,
    room=ROOM,
    moment="before",
    files={
        "derived.yaml": """
- fact: old_calf
  kind: flag
  label: a calf that was injured once
  cases:
    - {when: "any(injury.site in {calf, achilles} and injury.status == resolved)", value: true}
    - {when: injuries is known, value: false}
  because: What was injured once is watched.
""",
        "constraints.yaml": """
- constraint: too-many-sessions-for-an-active-knee
  never: any(injury.site == knee and injury.status == active) and sessions_done > 400
  says: nobody with an active knee injury counts more than 400 sessions
  mends: {sessions_done: "400"}
  because: It is a constraint of the tests.
""",
        "rules/assumptions.yaml": """
  - id: ASM-900
    name: efforts-meant-not-told-with-an-injury-that-is-over
    moments: [before]
    when: intended_efforts is unknown and any(injury.status == resolved) and not any(stiffness.severity == marked)
    then:
      - assume: {intended_efforts: 4}
    because: It is an assumption of the tests.
    basis: convention
    fires_for: {injuries: [{site: calf, status: resolved}]}
    silent_for: {injuries: [{site: calf, status: returning}]}
""",
        "rules/stiffness.yaml": """
  - id: STF-900
    name: stiff-where-it-was-injured
    for_each: stiffness
    moments: [before]
    when: stiffness.site in {calves, achilles} and old_calf
    unless: any(stiffness.severity == marked) or not any(injury.status in {resolved, returning})
    then:
      - step: {clearance: strides_instead}
    because: A calf that was injured once has little to spare when it is stiff.
    basis: convention
    fires_for: {injuries: [{site: calf, status: resolved}], stiffness: [{site: calves, severity: mild}]}
    silent_for:
      injuries: [{site: calf, status: resolved}]
      stiffness: [{site: calves, severity: mild}, {site: hips, severity: marked}]
""",
        "claims.yaml": """
- id: CLM-900
  name: no-bursts-on-a-stiff-calf-that-was-injured
  says: A stiff calf that was injured once gets no bursts.
  moments: [before]
  never: any(stiffness.site in {calves, achilles}) and old_calf and session == bursts
  basis: convention
""",
    },
    derived="old_calf",
    rule="STF-900",
    claim="CLM-900",
    decision="clearance",
    broken={
        "injuries": [{"site": "hip", "status": "active"}, {"site": "knee", "status": "active"}],
        "sessions_done": 450,
    },
    says="nobody with an active knee injury counts more than 400 sessions",
    mended={"sessions_done": 400},
    fires_for={
        "injuries": [{"site": "calf", "status": "resolved"}],
        "stiffness": [{"site": "calves", "severity": "mild"}],
    },
    document=(
        "`old_calf` a calf that was injured once",
        "(for some injury, injury site is knee and injury status is active) and sessions with bursts so far",
        "For each stiff place, when stiffness site is calves or achilles and a calf that was injured once: yes",
        "(for some stiff place, stiffness severity is marked) or (for no injury, injury status is resolved or",
    ),
)


@pytest.fixture(scope="module", params=[PLANTS, RUNNERS, LISTS], ids=["plants", "runners", "lists"])
def more(request: pytest.FixtureRequest) -> More:
    found: More = request.param
    return found


@pytest.fixture(scope="module")
def base(more: More, tmp_path_factory: pytest.TempPathFactory) -> RuleBase:
    folder = tmp_path_factory.mktemp("more") / "knowledge"
    copytree(more.folder, folder, ignore=ignore_patterns("__pycache__", "*.py"))
    for name, text in more.files.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return read_rule_base(folder, room=more.room)


@pytest.fixture(scope="module")
def cases(base: RuleBase, more: More) -> tuple[dict[str, Any], ...]:
    rule = base.by_id[more.rule]
    examples = [example_case(base, rule, changes) for changes in (rule.fires_for, rule.silent_for)]
    drawn = list(random_cases(base, 40, more.moment))
    near = [{**case, **more.fires_for} for case in drawn]
    return (*examples, *(case for case in near if valid(base, case) is not None), *drawn)


def test_it_is_worked_out_and_its_rule_fires(base: RuleBase, more: More) -> None:
    rule = base.by_id[more.rule]
    for changes, fires in ((rule.fires_for, True), (rule.silent_for, False)):
        case = case_of(example_case(base, rule, changes), base)
        made = build(base, case, look_ahead=False)
        assert facts_of(case, base)[more.derived].source == "derived"
        assert bool(made.trace.firings_of(more.rule)) is fires
        assert (more.rule in str(why(made, more.decision, base=base))) is fires


def test_what_cannot_be_is_refused_and_mended(base: RuleBase, more: More) -> None:
    case = laid_over(base, more.moment, more.broken)
    with pytest.raises(CaseError, match=more.says):
        case_of(case, base)
    assert mended(base.vocabulary, case).items() >= more.mended.items()


def test_generated_code_and_stock_experta_come_to_the_same(
    base: RuleBase, more: More, cases: tuple[dict[str, Any], ...]
) -> None:
    fired = 0
    for case in cases:
        facts = facts_of(case_of(case, base), base)
        found = {engine: infer(base, facts, engine=engine) for engine in ENGINES}
        stock = found["stock"]
        for engine, other in found.items():
            assert other.engine == engine
            assert [(f.rule.id, f.item, f.matched) for f in other.fired] == [
                (f.rule.id, f.item, f.matched) for f in stock.fired
            ]
            assert dict(other.decided) == dict(stock.decided)
        fired += any(each.rule.id == more.rule for each in stock.fired)
    assert 0 < fired < len(cases)


def test_partial_inference_bounds_it_and_is_exact_in_the_end(
    base: RuleBase, more: More, cases: tuple[dict[str, Any], ...]
) -> None:
    engine = partial_engine(base, more.moment)
    definition = base.vocabulary.defined[more.derived]
    for case in cases:
        made = build(base, case_of(case, base), look_ahead=False)
        answers = {info.name: case.get(info.name) for info in base.vocabulary.asked_at(more.moment)}
        value = facts_of(case_of(case, base), base).get(more.derived)
        for gone in (None, *definition.reads):
            some = {name: answer for name, answer in answers.items() if name != gone}
            assert _within(
                engine.infer(some).abstract_values[more.derived], value.value if value is not None else None
            ) or (gone is not None and base.vocabulary.facts[gone].volunteered)
        assert {name: {value} for name, value in outcome_of(made).items()}.items() <= {
            name: set(values) for name, values in outcomes_left(base, engine.infer(answers)).items()
        }.items()


def _within(abstract_value: AbstractValue, value: Any) -> bool:
    if value is None:
        return abstract_value.may_be_unknown or abstract_value.is_empty
    if abstract_value.words is not None:
        return value in abstract_value.words
    return bool(abstract_value.low <= exact(value) <= abstract_value.high)


def test_its_claim_is_proved_and_broken_without_its_rule(base: RuleBase, more: More) -> None:
    claim = next(each for each in load_claims(base) if each.id == more.claim)
    assert ClaimProver(AllCases(base)).check(claim).status == "proved"
    without = replace(base, rules=tuple(rule for rule in base.rules if rule.id != more.rule), unlaid=base)
    result = ClaimProver(AllCases(without)).check(claim)
    assert result.status == "broken"
    witness = result.witnesses[0].case
    assert valid(base, witness) is not None, "a counterexample meets the constraint"


def test_no_proof_finds_a_case_that_the_constraint_forbids(base: RuleBase, more: More) -> None:
    all_cases = AllCases(base)
    at = all_cases.at(more.moment)
    constraint = base.vocabulary.constraints[-1]
    assert more.says == constraint.says
    assert at.possible(truth(constraint.never, at.symbols.facts).holds) == "none"


def test_clips_agrees(base: RuleBase, more: More, cases: tuple[dict[str, Any], ...]) -> None:
    second = ClipsEngine(base)
    for case in cases:
        facts = facts_of(case_of(case, base), base)
        assert not differences(opinion_of(base, infer(base, facts)), second.infer(facts)), case


def test_the_document_of_all_rules_includes_it(base: RuleBase, more: More) -> None:
    text = render_catalogue(base)
    for words in more.document:
        assert words in text
