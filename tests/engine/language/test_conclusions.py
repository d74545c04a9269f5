"""What each conclusion says of itself: what it bears on, what it reads, and whether it is as cautious as another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from springstep.engine.language.conclusions import Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Arith, Constant, Fact
from tests.strategies import BASE

STEP = Step("clearance", "full")
AMOUNT = Bound("bursts", "cap", Arith("-", Fact("weeks"), Constant(1)), "weeks - 1")
OUT = Select("exclude", (("impact", ("high", "low")),), table="drills")
LIKED = Select("prefer", (), 2, "drill", "drills")
LIST = Assume("injuries", None, ({"site": "knee"},))


@pytest.mark.parametrize(
    ("conclusion", "kind", "target", "reads"),
    [
        (STEP, "step", "clearance", ()),
        (AMOUNT, "cap", "bursts", ("weeks",)),
        (OUT, "exclude", "drills", ()),
        (LIKED, "prefer", "drills", ("drill",)),
        (Advise("stop", "Stop."), "advise", "stop", ()),
        (Assume("weeks", Fact("months")), "assume", "weeks", ("months",)),
        (LIST, "assume", "injuries", ()),
    ],
)
def test_a_conclusion_says_on_what_it_bears(
    conclusion: Conclusion, kind: str, target: str, reads: tuple[str, ...]
) -> None:
    said = (conclusion.decides, conclusion.selects, conclusion.says, conclusion.assumes)
    assert [each for each in said if each] == [target]
    assert (conclusion.kind, conclusion.target, conclusion.reads) == (kind, target, reads)


def test_every_conclusion_of_the_rules_bears_on_one_thing() -> None:
    for rule in BASE.rules:
        for each in rule.conclusions:
            assert sum(map(bool, (each.decides, each.selects, each.says, each.assumes))) == 1


def test_steps_and_fixed_amounts_are_ranked_and_others_depend_on_the_case() -> None:
    scale = next(scheme for scheme in BASE.decisions.values() if scheme.kind == "scale")
    mild, grave = (Step(scale.name, list(scale.steps)[place]) for place in (0, -1))
    assert grave.as_cautious_as(mild, BASE.decisions) is True
    assert mild.as_cautious_as(grave, BASE.decisions) is False
    cap = next(scheme for scheme in BASE.decisions.values() if scheme.kind == "cap")
    two, three = (Bound(cap.name, "cap", Constant(amount), str(amount)) for amount in (2, 3))
    assert two.as_cautious_as(three, BASE.decisions) is True
    assert three.as_cautious_as(two, BASE.decisions) is False
    assert replace(three, strict=True).as_cautious_as(three, BASE.decisions) is True
    assert three.as_cautious_as(replace(three, strict=True), BASE.decisions) is False
    assert replace(two, amount=Fact("weeks")).as_cautious_as(two, BASE.decisions) is None
    assert two.as_cautious_as(mild, BASE.decisions) is False


def test_ruling_out_more_rows_is_as_cautious_and_a_preference_only_as_itself() -> None:
    fewer, all_rows = replace(OUT, where=(("impact", ("high",)),)), replace(OUT, where=())
    assert OUT.as_cautious_as(fewer, {}) is True
    assert fewer.as_cautious_as(OUT, {}) is False
    assert all_rows.as_cautious_as(OUT, {}) is True
    assert OUT.as_cautious_as(replace(OUT, table="surfaces"), {}) is False
    assert LIKED.as_cautious_as(LIKED, {}) is True
    assert LIKED.as_cautious_as(replace(LIKED, weight=1), {}) is False
    assert LIKED.adds_up and not OUT.adds_up
