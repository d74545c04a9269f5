"""The pairs of cases that show what each condition does, as data that is kept with the knowledge and replayed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from springstep.engine.audit.kept_cases import read_kept, whole_case
from springstep.engine.audit.mcdc.conditions import parts_of
from springstep.engine.audit.mcdc.effect import RuleEffects, Told
from springstep.engine.inference.examples import UNKNOWN
from springstep.engine.language.wording import condition_words
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase

FILE = "mcdc.json"


class ConditionShown(Record):
    """One condition of a rule, and two cases that it alone tells apart, or why there are none."""

    rule: str
    condition: Annotated[str, Described("The condition in words.")]
    case: Annotated[dict[str, Any], Described("The first case, as changes to the standard case of its moment.")]
    other: Annotated[
        dict[str, Any], Described("What is different in the second: one answer, and what gives way to it.")
    ]
    told: Annotated[
        dict[str, Any],
        Described("What only the first is told: by decision its value and the second's; topics of advice."),
    ]
    why_none: Annotated[str, Described("Why there are no two such cases; empty when there are.")] = ""


class OutOfDate(NamedTuple):
    """What a table does not show any more of one rule."""

    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.what}"


def wanted(base: RuleBase) -> Iterator[tuple[str, str]]:
    """Yield each condition of each rule that says what the guide says, by the rule's id and in words."""
    for rule in base.rules:
        if rule.basis == "guide":
            for part in parts_of(rule, base):
                yield rule.id, condition_words(part, base.facts)


def changed(case: Mapping[str, Any], by: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case with changes: a value for a fact, or ``unknown`` for one that is not told."""
    return {name: value for name, value in {**case, **by}.items() if value != UNKNOWN}


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return what has to be changed in one case to have another."""
    found = {name: value for name, value in new.items() if name not in old or old[name] != value}
    return {**found, **{name: UNKNOWN for name in old if name not in new}}


def stale(table: Iterable[ConditionShown], base: RuleBase) -> Iterator[OutOfDate]:
    """Yield what a table no longer shows: pairs that are told otherwise now, conditions that it lacks or has too many.

    Each pair is run through the plain engine, without the solver. That there is no pair is not tried again.
    """
    rows = {(row.rule, row.condition): row for row in table}
    for rule, conditions in groupby(wanted(base), itemgetter(0)):
        effects = RuleEffects(base, base.by_id[rule])
        for _, condition in conditions:
            row = rows.pop((rule, condition), None)
            if row is None:
                yield OutOfDate(rule, f"nothing shows '{condition}'")
            elif not row.why_none and replayed(row, effects) != _plain(row.told):
                yield OutOfDate(rule, f"'{condition}' is not shown by its two cases any more")
    for rule, condition in rows:
        yield OutOfDate(rule, f"there is no condition '{condition}'")


def replayed(row: ConditionShown, effects: RuleEffects) -> Any:
    """Run both cases of a pair under its rule: return what its condition alone tells the first, ``None`` if nothing."""
    case = whole_case(row.case, effects.base, source=FILE)
    first, second = effects.run(case), effects.run(changed(case, row.other))
    if first is None or second is None:
        return None
    for part, effect in effects.effects(first, second).items():
        if condition_words(part, effects.base.facts) == row.condition:
            return _plain(effect.told)
    return None


def _plain(told: Told) -> Any:
    return json.loads(json.dumps(told, default=str))


def load_table(folder: Path) -> tuple[ConditionShown, ...]:
    """Read the table of a knowledge folder, empty where there is none; raises ``KnowledgeError``."""
    path = folder / FILE
    if not path.exists():
        return ()
    found: tuple[ConditionShown, ...] = read_kept(path, tuple[ConditionShown, ...])
    return found


def table_text(table: Iterable[ConditionShown]) -> str:
    """Write a table, one condition a line."""
    lines = ",\n".join(row.to_json() for row in table)
    return f"[\n{lines}\n]\n"
