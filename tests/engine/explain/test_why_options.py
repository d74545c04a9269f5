"""Why a dose was taken: the options close to it, and the rest where somebody asks for it."""

from __future__ import annotations

from springstep import recommend
from springstep.engine.explain.explanation import Explanation
from springstep.engine.explain.why import why
from springstep.installed import default_rule_base

BASE = default_rule_base()
MADE = recommend(BASE.standard_cases["before"] | {"stiffness": [{"site": "hips", "severity": "mild"}]})


def options(depth: str) -> tuple[Explanation, ...]:
    parts = why(MADE, "dose", depth, base=BASE).parts  # type: ignore[arg-type]  # one of the depths
    return next(part.parts for part in parts if part.text.startswith("chosen: "))


def test_only_the_options_next_to_the_one_taken_are_told_unless_all_are_asked_for() -> None:
    few, all_of_them = options("mid"), options("long")
    taken = [each.text for each in few if "taken" in each.text]
    assert len(taken) == 1 and len(few) <= 10 < len(all_of_them)
    assert few[0].text == f"{len(all_of_them) - len(few) + 1} more are refused, each with its reasons at depth long"
    assert {each.text for each in few[1:]} <= {each.text for each in all_of_them}
