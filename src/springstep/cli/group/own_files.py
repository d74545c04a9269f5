"""The diary and the rules of each athlete of a group, read when she is advised."""

from __future__ import annotations

import pathlib
from datetime import date

from springstep.cli.options.diary_memory import Memory
from springstep.cli.options.overlays import Overlays
from springstep.engine.rulebase.base import RuleBase
from springstep.group.advice import MOMENT, Recall, RulesOf
from springstep.group.athletes import Athlete


def rules_of_each(overlays: Overlays) -> RulesOf:
    """Return what gives the rules of an athlete: those for all, with her own overlay laid over them."""
    own: dict[pathlib.Path, RuleBase] = {}

    def rules_of(athlete: Athlete) -> RuleBase:
        if athlete.overlay is None:
            return overlays.rule_base
        if athlete.overlay not in own:
            own[athlete.overlay] = overlays.rule_base_with(athlete.overlay)
        return own[athlete.overlay]

    return rules_of


def remembered_of(day: date) -> Recall:
    """Return what gives what the diary of an athlete remembers, and her profile beside it; nothing without a diary."""
    return lambda athlete: () if athlete.diary is None else Memory(athlete.diary, used=True, today=day).history(MOMENT)
