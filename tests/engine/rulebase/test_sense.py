"""``sense.yaml`` is checked like every other file of the knowledge, and may be missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from springstep import KnowledgeError, load_rule_base
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import Sense
from tests.planted import change, copied

WRONG = {
    "a decision that there is not": (
        "{decision: due, step: not_due, bars: true}",
        "{decision: dew, step: not_due, bars: true}",
        "steps[9].decision: there is no 'dew'; did you mean 'due'?",
    ),
    "a step of another decision": (
        "{decision: due, step: not_due, bars: true}",
        "{decision: due, step: too_short, bars: true}",
        "steps[9].step: there is no 'too_short'",
    ),
    "a table that there is not": (
        "{table: drills, by: impact}",
        "{table: drill, by: impact}",
        "there is no 'drill'; did you mean 'drills'?",
    ),
    "a condition that cannot be read": (
        "{of: down_efforts, always: down_efforts <= counted_efforts,",
        "{of: down_efforts, always: down_effort <= counted_efforts,",
        "down_effort",
    ),
    "an answer that there is not": (
        "{of: surface, values: [slippery]}",
        "{of: surface, values: [slipery]}",
        "there is no 'slipery'; did you mean 'slippery'?",
    ),
    "a part that there is not": ("units:", "unit:", "unit: unknown field; did you mean 'units'?"),
}


@pytest.mark.parametrize(("was", "becomes", "says"), WRONG.values(), ids=WRONG)
def test_a_mistake_in_it_is_told_with_its_place(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    folder = copied(tmp_path)
    change(folder / "sense.yaml", was, becomes)
    with pytest.raises(KnowledgeError) as caught:
        load_sense(load_rule_base(folder))
    (fault,) = caught.value.faults
    assert says in str(fault)
    assert (fault.source, bool(fault.line)) == ("sense.yaml", True)


def test_a_knowledge_without_it_is_whole(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / "sense.yaml").unlink()
    assert load_sense(load_rule_base(folder)) == Sense()
