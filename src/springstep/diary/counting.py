"""Whether the session of an entry counts towards the next step, and what is missing for it to count, by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from springstep.diary.entry import Entry
from springstep.diary.meaning import rules_behind, taken_well
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

SOUND: Mapping[str, Any] = {
    "felt_after": "normal",
    "fatigue_after": 2,
    "form_held": True,
    "cadence": 4,
    "stride": 4,
    "pain": "none",
}
"""What an entry may leave out, each with an answer that speaks for its session. None of them is ever assumed."""


class Counted(NamedTuple):
    """Whether a session counts, and why."""

    counts: bool
    missing: tuple[str, ...]
    """The fields without which it cannot count; empty where something that was told speaks against it."""
    rules: tuple[Rule, ...]
    """The rules that say so."""


def counted(entry: Entry, base: RuleBase) -> Counted:
    """Return whether the session of an entry counts; what could be missing is found by trying it out on the rules."""
    if taken_well(entry, base):
        return Counted(True, (), rules_behind(entry, base))
    open_fields = {name: answer for name, answer in SOUND.items() if _is_open(entry, name)}
    filled = replace(entry, **open_fields)
    if not taken_well(filled, base):
        return Counted(False, (), rules_behind(filled, base))
    missing = tuple(name for name in open_fields if not taken_well(_without(filled, name), base))
    return Counted(False, missing, rules_behind(entry, base))


def _without(entry: Entry, name: str) -> Entry:
    changes: dict[str, Any] = {name: None}
    return replace(entry, **changes)


def _is_open(entry: Entry, name: str) -> bool:
    return (entry.kept_form if name == "form_held" else getattr(entry, name)) is None
