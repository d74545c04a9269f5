"""Numbers in a rule's words: each must be held by what the rule reads or concludes, and what is no amount is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.engine.audit.checks.numbers_in_words import loose_numbers
from tests.planted import add, copied, rule

RULES: dict[str, tuple[str, str, list[str]]] = {
    "held by the condition": ("fatigue >= 7", "From 7 on it is too much; seven times is too often.", []),
    "held by nothing": ("pain == ache", "Wait for three sessions, or 14 days.", ["3", "14"]),
    "in another unit": ("duration_min >= 120", "After two hours, or 7200 seconds, the day is done.", []),
    "on a scale": ("fatigue >= 7", "Seven of 10 is tired.", []),
    "no amount": ("pain == ache", "On both feet, on one leg, two-footed, in two ways; these three go together.", []),
    "a range before what is measured": ("pain == ache", "Three to six efforts are a set.", ["3", "6"]),
    "with a hyphen": ("pain == ache", "A two-minute break is enough.", ["2"]),
    "a range in digits": ("pain == ache", "Take 9-13 steps, see ABC-017.", ["9", "13"]),
    "one of several values": ("step_efforts in {4, 5}", "Four or five efforts are enough.", []),
    "one spelled number within another": ("pain == ache", "Wait for sixty seconds.", ["60"]),
    "between two": ("pain == ache", "More easy runs lie between two sessions.", []),
    "worked out from other facts": ("counted_efforts >= 4", "The first step is 3 x 8 s.", []),
    "a decimal and a clock": ("pain == ache", "Keep to 2.5 miles, and start at 6:45.", ["2.5"]),
}


@pytest.mark.parametrize(("when", "because", "loose"), RULES.values(), ids=RULES)
def test_a_number_that_the_rule_does_not_hold_is_found(
    tmp_path: Path, when: str, because: str, loose: list[str]
) -> None:
    planted = rule(10, when, "{step: {contact: light}}", because=f'"{because}"')
    found = [each for each in loose_numbers(load_rule_base(add(copied(tmp_path), planted))) if "TST" in each.subject]
    assert {finding.id for finding in found} == {f"number:TST-010:{number}" for number in loose}
    assert all(finding.kind == "number" and finding.rules == ("TST-010",) for finding in found)


def test_numbers_of_conclusions_and_of_what_is_said_count(tmp_path: Path) -> None:
    said = "{floor: {rest_s: 180}}, {advise: {topic: cue, say: 'Rest for 3 minutes, or for four minutes.'}}"
    base = load_rule_base(add(copied(tmp_path), rule(10, "pain == ache", said)))
    (found,) = (each for each in loose_numbers(base) if each.subject == "TST-010")
    assert found.says == "TST-010 says 'four', and nothing that it reads or concludes holds 4."
