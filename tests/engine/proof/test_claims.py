"""Safety claims: no plan breaks one, solver and plan judge them alike under any rules, mistakes have their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import KnowledgeError, load_rule_base, recommend
from springstep.engine.advice.claim_check import claims_broken
from springstep.engine.audit.checks.claim_proofs import broken
from springstep.engine.inference.examples import laid_over
from springstep.engine.language.conclusions import Bound
from springstep.engine.language.conditions import Constant
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from tests.planted import change, copied
from tests.strategies import BASE, FACTS, MOMENTS, Moment, all_cases, examples, valid_case

RECKLESS = {
    *("RDY-030", "RDY-040", "RDY-050", "RDY-060", "INJ-010", "INJ-020", "INJ-030", "INJ-040", "INJ-050", "INJ-070"),
    *("STF-010", "STF-020", "STF-060", "RUN-010", "SRF-030", "SRF-040", "SRF-060", "SRF-080", "SRF-090", "DOS-010"),
    *("DOS-042", "DOS-045", "DOS-120", "FRQ-015", "PRG-030", "PRG-040", "PRG-050"),
    *("PRG-060", "PRG-070", "PRG-080", "PRG-090", "PRG-100", "PRG-110", "PRG-150", "PRG-170", "SEA-010", "SEA-030"),
    *("SEA-040", "DRL-010", "DRL-020", "DRL-030", "DRL-050", "GOL-010", "CUE-040", "CUE-060", "CUE-130", "CUE-140"),
    *("CUE-020", "CUE-150", "CUE-160"),
}
"""Rules that bar something, none of which is needed to reach a decision."""


@cache
def reckless() -> RuleBase:
    """Return a rule base that lets nearly everything through."""
    rules = tuple(_largest(each) for each in BASE.rules if each.id not in RECKLESS)
    return replace(BASE, rules=rules, unlaid=BASE)


def _largest(rule: Rule) -> Rule:
    """Return a rule as it is; the one for the first session, without which there is none, with the largest set."""
    if rule.id != "DOS-040":
        return rule
    most = {"reached_efforts": Constant(6), "reached_effort_s": Constant(15)}
    conclusions = (
        replace(each, amount=most[each.decision]) if isinstance(each, Bound) and each.decision in most else each
        for each in rule.conclusions
    )
    return replace(rule, conclusions=tuple(conclusions))


def plan_facts_at(moment: str) -> Iterator[str]:
    """Yield what may be known about the plan at a moment: choices and what follows from them."""
    yield from (name for name, choice in BASE.choices.items() if moment in choice.moments)
    yield from (each.name for each in BASE.plan if not each.info.moments or moment in each.info.moments)


def claims_of_everything() -> str:
    """Write a claim for everything that can be said of a plan, and some with every kind of condition."""
    conditions = [condition for name in BASE.plan_names for condition in _said_of(name)]
    conditions += [
        "set_total_s / set_efforts > 10 and not (session == strides)",
        "drill is unknown and session != none",
        "set_total_s is known and counted_s is unknown",
        "contact <= light or rest_s * set_efforts >= 360",
        "legs not in {fresh, heavy} and has_coach",
        "60 * duration_min - 30 * distance_mi < set_total_s + 1500",
        "frequency == every_nth_easy_run - 1 or fatigue != intended_efforts",
    ]
    items = ["injury.status == returning and drill_landing != none", "injury.site in {knee, hip} or set_efforts > 3"]
    return "".join(
        f"- id: CLM-{number:03}\n  name: claim-{number}\n  says: It is a claim of the tests.\n"
        f"  moments: [{', '.join(_moments_of(condition))}]\n{scope}  {kind}: {condition}\n  basis: convention\n"
        for number, (kind, scope, condition) in enumerate(
            [(kind, "", each) for each in conditions for kind in ("never", "always")]
            + [(kind, "  for_each: injury\n", each) for each in items for kind in ("never", "always")]
        )
    )


def _moments_of(condition: str) -> Iterator[Moment]:
    """Yield the moments at which everything that a condition names exists."""
    named = set(re.findall(r"[a-z_.]+", condition)) & {*BASE.plan_names, *BASE.facts}
    for moment in MOMENTS:
        asked = {name for name, info in FACTS.items() if moment in info.moments}
        there = asked | {
            each.name
            for each in BASE.vocabulary.definitions
            if not asked.isdisjoint(BASE.vocabulary.sources(each.name))
        }
        there |= {name for name, scheme in BASE.decisions.items() if moment in scheme.moments}
        plain = {name for name in named if "." not in name}
        if plain <= there | {*plan_facts_at(moment)} and ("injuries" in asked or plain == named):
            yield moment


def _said_of(name: str) -> Iterator[str]:
    info = BASE.plan_names[name]
    if info.kind in ("word", "row"):
        yield from (f"{name} == '{value}'" for value in info.values)
    elif info.kind == "flag":
        yield from (name, f"{name} == false")
    else:
        yield from (f"{name} > {value}" for value in (2, 4, 9, 40))


_PLACE = TemporaryDirectory()


@cache
def talkative() -> RuleBase:
    """Return the rules with a claim about everything."""
    folder = copied(Path(_PLACE.name))
    (folder / "claims.yaml").write_text(claims_of_everything(), encoding="utf-8")
    return load_rule_base(folder)


@cache
def all_at(base: RuleBase, moment: Moment) -> AllCasesAt:
    return AllCasesAt(base, moment)


def assert_judged_alike(base: RuleBase, case: dict[str, Any], moment: Moment) -> frozenset[str]:
    """Judge a case's plan at run time and by the solver's formulas; return the claims that both see broken."""
    at = all_at(base, moment)
    made = recommend(case, rule_base=base)
    at_run_time = {claim.id for claim in claims_broken(base, made)}
    claims = [claim for claim in load_claims(base) if claim.broken is not None and moment in claim.moments]
    by_solver = {claim.id for claim in claims if at.replay.holds(made, broken(claim, at))}
    assert by_solver == at_run_time
    return frozenset(by_solver)


@pytest.mark.parametrize("moment", MOMENTS)
@given(data=st.data())
@examples(200)
def test_no_plan_breaks_a_claim(moment: Moment, data: st.DataObject) -> None:
    case = data.draw(all_cases(moment))
    assert [claim.id for claim in claims_broken(BASE, recommend(case))] == []


@pytest.mark.parametrize("moment", MOMENTS)
@given(data=st.data())
@examples(60)
def test_solver_and_run_time_judge_plans_alike_when_much_is_broken(moment: Moment, data: st.DataObject) -> None:
    assert_judged_alike(reckless(), data.draw(all_cases(moment)), moment)


@pytest.mark.parametrize("moment", MOMENTS)
@given(data=st.data())
@examples(60)
def test_solver_and_run_time_read_every_word_of_a_claim_alike(moment: Moment, data: st.DataObject) -> None:
    assert_judged_alike(talkative(), data.draw(all_cases(moment)), moment)


BREAKING: list[tuple[Moment, dict[str, Any], set[str]]] = [
    ("before", {"fatigue": 8}, {"CLM-410"}),
    ("before", {"legs": "flooding"}, {"CLM-400"}),
    ("before", {"pain": "ache"}, {"CLM-300"}),
    ("before", {"surface": "slippery"}, {"CLM-510"}),
    ("before", {"run_kind": "race"}, {"CLM-500"}),
    ("before", {"injuries": [{"site": "calf", "status": "active"}]}, {"CLM-310", "CLM-330"}),
    ("before", {"sessions_done": 0}, {"CLM-080"}),
    ("during", {"cue": "sharp_pain"}, {"CLM-630"}),
    ("during", {"bursts_done": 7}, {"CLM-640"}),
    ("during", {"cue": "flooding_legs", "cue_repeated": True}, {"CLM-600", "CLM-650"}),
    ("after", {"response_logged": False}, {"CLM-170"}),
    ("after", {"fatigue_trend": "worse"}, {"CLM-150"}),
    ("after", {"season_phase": "early"}, {"CLM-200"}),
]


@pytest.mark.parametrize(("moment", "changes", "claims"), BREAKING)
def test_reckless_rules_break_claims_and_both_see_it(moment: Moment, changes: dict[str, Any], claims: set[str]) -> None:
    case = valid_case(laid_over(BASE, moment, changes))
    assert claims <= assert_judged_alike(reckless(), case, moment)
    assert claims_broken(BASE, recommend(case)) == ()


# Mistakes in claims.yaml


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copied(tmp_path)


def faults(folder: Path, claims: str) -> list[str]:
    (folder / "claims.yaml").write_text(claims, encoding="utf-8")
    base = load_rule_base(folder)
    with pytest.raises(KnowledgeError) as caught:
        load_claims(base)
    return [str(fault) for fault in caught.value.faults]


def claim(number: int, says: str, **entries: str) -> str:
    entries = {
        "id": f"CLM-{number}",
        "name": f"claim-{number}",
        "says": "It is a claim of the tests.",
        "moments": "[before]",
    } | entries
    entries.setdefault("basis", "convention")
    lines = [f"{name}: {value}" for name, value in entries.items()]
    return "- " + "\n  ".join([*lines, says]) + "\n"


def placed(claims: str, expected: dict[str, str]) -> list[str]:
    """Write each fault with the line and column of a piece of the text."""
    found = []
    for piece, what in expected.items():
        assert claims.count(piece) == 1
        start = claims.index(piece)
        line, column = claims.count("\n", 0, start) + 1, start - claims.rfind("\n", 0, start)
        found.append(f"claims.yaml:{line}:{column}: {what}")
    return found


def test_every_mistake_in_what_claims_say_is_reported_at_its_place(folder: Path) -> None:
    claims = "".join(
        [
            claim(900, "never: fatige >= 3"),
            claim(901, "always: legs == hevy"),
            claim(902, "never: fatigue >= 3", basis="inference", guide='["5.9"]'),
            claim(903, "riskier: {fuel: [fed, light]}", keeps="[efforts, clearence]"),
            claim(904, "riskier: {legs: [fresh, hevy], fatige: lower}"),
            claim(905, "riskier: {sleep: higher}"),
            claim(906, "riskier: {fatigue: one_more}"),
            claim(907, "never: session == jogging", for_each="injury"),
            claim(908, "riskier: {any: higher}"),
            claim(909, "riskier: {fatigue: higher}", told="[terain]"),
            claim(901, "never: set_total_s > 7", name="again"),
        ]
    )
    found = faults(folder, claims)
    expected = placed(
        claims,
        {
            "id: CLM-901\n  name: again": "[10]: 'CLM-901' stands twice",
            "never: fatige": "CLM-900: never: character 1: no fact is called 'fatige'; did you mean 'fatigue'?",
            "always: legs": "CLM-901: always: character 9: 'hevy' is not a value of 'legs'; did you mean 'heavy'?",
            "guide: [": "CLM-902: guide: the guide has no sentence '5.9'; did you mean '5.7'?",
            "keeps: [": "CLM-903: keeps: 'efforts' cannot be compared; allowed: ",
            "legs: [fresh, hevy]": "CLM-904: riskier.legs: 'hevy' is not a value of 'legs'; allowed: fresh, heavy",
            "fatige: lower": "CLM-904: riskier.fatige: no fact is called 'fatige'; did you mean 'fatigue'?",
            "sleep: higher": "CLM-905: riskier.sleep: 'sleep' is not a number; allowed: enough, short, poor",
            "fatigue: one_more": "CLM-906: riskier.fatigue: 'fatigue' is not a list; "
            "allowed: a whole number from 0 to 10",
            "never: session == jogging": "CLM-907: never: character 12: 'jogging' is not a value of 'session'; "
            "allowed: bursts,",
            "any: higher": "CLM-908: riskier.any: no fact is called 'any'; allowed: moment, pain,",
            "told: [": "CLM-909: told: there is no fact called 'terain'; did you mean 'terrain'?",
        },
    )
    expected.insert(5, expected[4].split(": CLM")[0] + ": CLM-903: keeps: 'clearence' cannot be compared; did you mean")
    assert len(found) == len(expected)
    for fault, start in zip(found, expected, strict=True):
        assert fault.startswith(start)


def test_a_claim_about_what_does_not_exist_at_its_moment_is_refused(folder: Path) -> None:
    claims = "".join(
        [
            claim(900, "never: progression == advance and weeks_since_last_session >= 8", moments="[before, after]"),
            claim(901, "never: session == bursts", moments="[after]"),
            claim(902, "riskier: {fatigue: higher}", moments="[during]"),
            claim(903, "riskier: {cue_repeated: [false, true]}", moments="[during]", keeps="[clearance, next_action]"),
            claim(904, "never: injury.site == knee"),
            claim(905, "never: stiffness.severity == marked", moments="[after]", for_each="stiffness"),
        ]
    )
    found = "\n".join(faults(folder, claims))
    for fault in (
        "CLM-900: never: 'weeks_since_last_session' is not there after a run; leave out the moment",
        "CLM-901: never: 'session' is not there after a run",
        "CLM-902: riskier: compares nothing during a run",
        "CLM-904: never: ",
        "CLM-905: for_each: is not asked after a run",
    ):
        assert fault in found
    assert "CLM-903: keeps: 'clearance' cannot be compared" in found


def test_every_mistake_in_the_schema_of_claims_is_reported_at_its_place(folder: Path) -> None:
    claims = "".join(
        [
            claim(900, "never: fatigue >= 3\n  always: fatigue <= 3"),
            claim(901, "keeps: [clearance]", name="says-nothing"),
            claim(902, "never: fatigue > 3", basis="guide"),
            claim(903, "never: fatigue > 3", moments="[]"),
            claim(90, "never: fatigue > 3"),
            claim(904, "newer: fatigue > 3"),
            claim(905, "riskier: {fatigue: highest}"),
        ]
    )
    found = "\n".join(faults(folder, claims))
    for fault in placed(
        claims,
        {
            "id: CLM-900": "[0]: a claim says one of: always, never, riskier",
            "id: CLM-901": "[1]: a claim says one of: always, never, riskier",
            "id: CLM-902": "[2]: a claim cites the sentences it rests on in 'guide', unless its basis is convention",
            "moments: []": "[3].moments: ",
            "id: CLM-90\n": "[4].id: 'CLM-90' is not understood",
            "newer: ": "[5].newer: unknown field; did you mean 'never'?",
            "fatigue: highest": "[6].riskier.fatigue",
        },
    ):
        assert fault in found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "claims.yaml: is empty, or holds only comments"),
        ("{}", "claims.yaml:1:1: must be a list, not {}"),
        ("- id: [\n", "claims.yaml:2:1: not valid YAML"),
        ("- CLM-010\n", "claims.yaml:1:3: [0]: must be a mapping of names to values, not 'CLM-010'"),
    ],
)
def test_file_without_claims_is_reported(folder: Path, text: str, message: str) -> None:
    (fault,) = faults(folder, text)
    assert fault.startswith(message)


def test_changed_words_of_a_claim_change_what_is_proved(folder: Path) -> None:
    change(
        folder / "claims.yaml",
        "never: fatigue >= 5 and session == bursts or",
        "never: fatigue >= 3 and session == bursts or",
    )
    base = load_rule_base(folder)
    case = {**BASE.standard_cases["before"], "fatigue": 3}
    assert [each.id for each in claims_broken(base, recommend(case, rule_base=base))] == ["CLM-410"]
    assert claims_broken(BASE, recommend(case)) == ()
