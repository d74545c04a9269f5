"""Safety claims: what must hold for every athlete, in a coach's words with the condition beside them.

A claim of one athlete is a condition over facts, decisions and the plan. A claim of two compares athletes who are alike
but for one answer, of which one is riskier: whoever gives that one never gets more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition
from springstep.engine.language.entries import ATTRIBUTES, DecisionScheme, Drill, Rung
from springstep.engine.language.rules import Basis
from springstep.engine.language.vocabulary import FactInfo

Riskier: TypeAlias = "Literal['higher', 'lower', 'untold', 'one_more'] | tuple[tuple[str | bool, ...], ...]"
"""Which answer is the riskier: a number the higher or lower, an answer not given, an item more, or words in chains
from safe to risky."""

COMPARED = (
    "clearance",
    "next_action",
    "progression",
    "contact",
    "frequency",
    "rest_s",
    "warm_up_min",
    "cool_down_min",
    "set",
    "drills",
)
"""What a riskier answer must never loosen: decisions, the set that is planned, and the drills that are left."""


class Claim(Frozen):
    """One safety claim."""

    id: str
    name: str
    says: str
    moments: tuple[str, ...]
    for_each: str | None
    broken: Condition | None
    """When a claim of one athlete is broken; ``None`` for a claim of two."""
    riskier: Mapping[str, Riskier]
    """For a claim of two: by fact, which of two answers is the riskier."""
    keeps: tuple[str, ...]
    """For a claim of two: what the riskier answer never loosens."""
    formal: str
    basis: Basis
    guide: tuple[str, ...]


def plan_facts(drills: tuple[Drill, ...], ladder: tuple[Rung, ...]) -> dict[str, FactInfo]:
    """Return what a claim may say of the plan: the session, its set, its drill and that drill's attributes.

    The set is that of today's session, after a run that of the next; without a session it is unknown, and so is the
    drill. During a run the drill is the one to switch to.
    """

    def number(name: str, label: str, most: int, unit: str = "") -> FactInfo:
        return FactInfo(name, "number", label, unit=unit, minimum=0, maximum=most, integer=True)

    total = max(rung.efforts * rung.effort_s for rung in ladder)
    found = [
        FactInfo("session", "word", "session", values=("bursts", "strides", "none")),
        number("set_level", "rung of the set", len(ladder)),
        number("set_efforts", "efforts of the set", max(rung.efforts for rung in ladder)),
        number("set_effort_s", "seconds an effort of the set", max(rung.effort_s for rung in ladder), "s"),
        number("set_total_s", "seconds of the set in all", total, "s"),
        FactInfo("drill", "word", "drill", values=tuple(drill.id for drill in drills)),
    ]
    for attribute in ATTRIBUTES:
        values = tuple(dict.fromkeys(getattr(drill, attribute) for drill in drills))
        label = f"{attribute.replace('_', ' ')} of the drill"
        found.append(FactInfo(f"drill_{attribute}", "word", label, values=values))
    return {info.name: info for info in found}


def planned_at(moment: str, names: Iterable[str]) -> set[str]:
    """Return which of the names of a plan mean something at a moment."""
    found = {name for name in names if name.startswith("set_") and moment != "during"}
    if moment != "after":
        found |= {name for name in names if name == "drill" or name.startswith("drill_")}
    return found | ({"session"} if moment == "before" else set())


def comparable(decisions: Mapping[str, DecisionScheme], moment: str) -> tuple[str, ...]:
    """Return what two athletes are compared by at a moment."""
    return tuple(
        name
        for name in COMPARED
        if (name in decisions and moment in decisions[name].moments)
        or name == "drills"
        or (name == "set" and moment != "during")
    )
