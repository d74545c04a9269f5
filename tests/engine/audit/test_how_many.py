"""For how many cases rules fire, claims speak, and switching a rule off matters."""

from __future__ import annotations

from fractions import Fraction

import pytest

from springstep import QueryError
from springstep.engine.audit.compared_cases import ComparedCases
from springstep.engine.audit.difference import compare
from springstep.engine.audit.how_many import difference_sizes, shares
from springstep.engine.audit.shares_report import Shares
from springstep.engine.audit.switching_off import without
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.rulebase.claim_files import load_claims
from tests.other_subject.plants import BASE as PLANTS
from tests.strategies import BASE


def share_of(found: Shares, name: str, moment: str) -> Fraction:
    (at,) = (each for each in found.moments if each.moment == moment)
    (share,) = (each for each in (*at.rules, *at.claims) if each.id == name)
    return Fraction(int(share.cases), int(at.of))


def test_every_rule_and_claim_about_one_case_has_a_share_at_each_of_its_moments() -> None:
    found = shares(PLANTS)
    for at in found.moments:
        assert at.untold == at.not_counted == ()
        assert [each.id for each in at.rules] == [rule.id for rule in PLANTS.rules if at.moment in rule.moments]
        spoken = [c.id for c in load_claims(PLANTS) if c.broken is not None and at.moment in c.moments and not c.rule]
        assert [each.id for each in at.claims] == spoken
        assert all(0 < int(each.cases) <= int(at.of) for each in at.rules), "each rule fires for some case"


def test_shares_by_hand() -> None:
    """A season is told to be growing, told to be resting, or not told and taken to be resting: each is one answer."""
    found = shares(PLANTS)
    assert share_of(found, "RST-010", "water") == Fraction(2, 3)
    assert share_of(found, "POT-010", "repot") == 1
    assert share_of(found, "CLM-010", "water") == Fraction(1, 3)


def test_only_what_is_asked_for_is_told_and_of_as_many_cases() -> None:
    one, whole = shares(PLANTS, ["rst-010"]), shares(PLANTS)
    assert [each.id for at in one.moments for each in (*at.rules, *at.claims)] == ["RST-010"]
    assert share_of(one, "RST-010", "water") == share_of(whole, "RST-010", "water")
    with pytest.raises(QueryError, match="RST-999"):
        shares(PLANTS, ["RST-999"])


@pytest.mark.parametrize("rule", ["SOI-040", "STR-020", "FED-030", "POT-040", "POT-085", "ASM-110", "ASM-085"])
def test_a_decision_differs_for_some_case_exactly_where_it_is_counted_for_some(rule: str) -> None:
    other = without(PLANTS, rule)
    differs = {(each.moment, each.decision) for each in compare(PLANTS, other).shifts}
    counted = set()
    for moment in PLANTS.vocabulary.moments:
        sizes = difference_sizes(ComparedCases(AllCasesAt(PLANTS, moment), AllCasesAt(other, moment)))
        for name, size in sizes.items():
            assert size.towards_caution + size.away <= size.share + 1e-9
            if int(size.cases):
                counted.add((moment, name))
    assert counted == differs


def test_a_rule_that_only_adds_caution_moves_nobody_towards_caution_when_it_is_gone() -> None:
    found = {each.decision: each for each in compare(BASE, without(BASE, "CUE-070"), count=True).shifts}
    action = found["next_action"].how_many
    assert action is not None
    assert action.share == action.away > 0 == action.towards_caution
    assert action.words.endswith("of all runners that the rules tell apart, all away from caution")
    assert all(each.how_many is None for each in compare(BASE, without(BASE, "CUE-070")).shifts)
    advice = found["advice"].how_many  # only this rule says it: at one cue of 17
    assert advice is not None and 0.05 < advice.share < 0.07


def test_a_claim_that_is_broken_is_broken_for_some_and_one_that_is_proved_for_none() -> None:
    (during,) = shares(BASE, ["CLM-620"]).moments
    assert during.claims[0].broken == "0" and during.claims[0].broken_words == "none"
    (during,) = shares(without(BASE, "CUE-020"), ["CLM-620"]).moments
    assert 0 < int(during.claims[0].broken) < int(during.claims[0].cases) and during.claims[0].broken_words == "4.4 %"
