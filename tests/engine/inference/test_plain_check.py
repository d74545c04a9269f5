"""The plain check of a case and pydantic's model reach the same verdict on whatever a caller may hand over.

A usual run compares some three thousand cases; ``python benchmarks/checked.py`` a hundred thousand.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from springstep import CaseError
from springstep.engine.inference.case import case_from
from springstep.engine.text.source import Document
from tests.second_opinion.checked import VERDICTS, checked_case, verdict
from tests.strategies import BASE, examples

COUNT = examples(9_000).max_examples
REQUIRED = {
    moment: [info.name for info in BASE.vocabulary.facts.values() if moment in info.required_at]
    for moment in BASE.vocabulary.moments
}


def test_both_come_to_the_same_verdict() -> None:
    found = Counter(verdict(checked_case(seed)) for seed in range(COUNT))
    assert set(found) == set(VERDICTS)
    assert min(found.values()) > COUNT / 200


def decides_alone(case: dict[Any, Any]) -> bool:
    """Tell whether an answer decides whatever else is told, so that nothing else need be."""
    for info in BASE.vocabulary.facts.values():
        value = case.get(info.name)
        if info.scope is None:
            if isinstance(value, str) and value in info.settles:
                return True
            continue
        fields = {name.partition(".")[2] or name: field.settles for name, field in info.scope.fields.items()}
        for item in value if isinstance(value, (list, tuple)) else ():
            told = item if isinstance(item, dict) else dict.fromkeys(fields, item)
            if any(told.get(name) in settles for name, settles in fields.items()):
                return True
    return False


def incomplete(case: dict[Any, Any]) -> bool:
    """Tell whether a case lacks what its moment requires, gives what belongs to another, or names a missing row."""
    given = [info.moments for info in BASE.vocabulary.facts.values() if case.get(info.name) not in (None, "unknown")]
    fitting = [moment for moment in REQUIRED if all(moment in moments for moments in given)]
    moment = case.get("moment") if case.get("moment") not in (None, "unknown") else next(iter(fitting), None)
    if moment not in fitting:
        return True
    required = [] if decides_alone(case) else REQUIRED[moment]
    rows = {info.name: BASE.tables[info.table].by_id for info in BASE.vocabulary.facts.values() if info.kind == "row"}
    return any(case.get(name) in (None, "unknown") for name in required) or any(
        case.get(name) not in (None, "unknown", *rows[name]) for name in rows
    )


def test_a_case_is_accepted_exactly_when_it_is_valid_and_complete() -> None:
    found: Counter[bool] = Counter()
    for case in map(checked_case, range(COUNT // 6)):
        sound = verdict(case) == "valid" and not incomplete(case)
        found[sound] += 1
        if sound:
            assert case_from(Document("", case, {}), BASE).given
            continue
        try:
            told = case_from(Document("", case, {}), BASE)
        except CaseError as error:
            assert all(fault.what for fault in error.faults)
        else:  # told in plain words, which give a sound case, too
            assert case_from(Document("", told.plain(), {}), BASE).given == told.given
            assert any(case[name] != told.plain().get(name) for name in case)
            assert verdict(told.plain()) == "valid" and not incomplete(told.plain())
    assert min(found.values()) > COUNT / 60
