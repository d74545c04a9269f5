"""What some good weeks are: declared in the knowledge, with the numbers that the rules ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Compare, Constant, Fact, comparisons, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "look_ahead.yaml"
_STEP_S = "counted_s"
"""The fact that holds the seconds in all of the present step."""


class LookAhead(Frozen):
    """What is supposed of a runner after some good weeks."""

    moment: str
    keep: tuple[str, ...]
    suppose: Mapping[str, Any]
    enough: Mapping[str, str]
    because: str


def read_look_ahead(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the declaration of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.look_ahead_schema import LookAheadSchema  # imports pydantic, needed only here

    known = ("fact", vocabulary.facts)
    return read_declared(reader, folder / FILE, LookAheadSchema, {"keep": known, "suppose": known, "enough": known})


def look_ahead(base: RuleBase) -> LookAhead:
    """Return the declaration of a rule base."""
    return LookAhead(**base.declared["look_ahead"])


@memoized
def enough(base: RuleBase, step_s: int) -> Mapping[str, int]:
    """Return how much of each fact is enough at a step of so many seconds in all.

    That is the least at which no rule asks for more caution because of it.
    """
    declared = look_ahead(base)
    return {fact: _least(base, declared.moment, fact, decision, step_s) for fact, decision in declared.enough.items()}


def _least(base: RuleBase, moment: str, fact: str, decision: str, step_s: int) -> int:
    deciding = (rule for rule in base.rules if moment in rule.moments and decision in rule.decides)
    conditions = [
        condition
        for condition in map(base.condition, deciding)
        if fact in names_in(condition) and {fact, _STEP_S}.issuperset(names_in(condition))
    ]
    holds = [predicate(condition) for condition in conditions]
    turns = sorted({0, *(n for condition in conditions for n in _turns(comparisons(condition), fact))})
    return next((n for n in turns if not any(each({fact: n, _STEP_S: step_s}) is True for each in holds)), turns[-1])


def _turns(parts: Iterable[Any], fact: str) -> Iterable[int]:
    for atom in parts:
        if isinstance(atom, Compare) and atom.left == Fact(fact) and isinstance(atom.right, Constant):
            limit = int(atom.right.value)
            yield from (limit, limit + 1)
