"""What an answer says of the runner, by the words in which people tell the facts of a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.finding.meanings import Meant, lexicon
from springstep.engine.language.conditions import Fact
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.prose.held import HeldPlan
from springstep.prose.lexicon import PhraseLexicon, WordMark, longest
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import SMALL
from springstep.prose.tokens import stem, stems_of

_NEAR = 2.0
"""So far apart two numbers may be that words stand for."""


_GENERIC = SMALL | {
    stem(word)
    for word in [
        "first",
        "start",
        "begin",
        "finish",
        "end",
        "session",
        "run",
        "burst",
        "effort",
        "part",
        "open",
        "done",
        "back",
        "easy",
        "week",
        "day",
        "next",
        "last",
        "went",
        "well",
        "full",
        "fully",
        "better",
        "worse",
        "good",
    ]
}


class SaidFact(NamedTuple):
    """Words that tell a fact, and what they may mean."""

    mark: WordMark
    meanings: tuple[Meant, ...]


@memoized
def _meanings(base: RuleBase, moment: str) -> Mapping[tuple[str, ...], tuple[Meant, ...]]:
    """Return what phrases mean: as at the moment, and where they mean nothing then, as at the others."""
    found: dict[tuple[str, ...], tuple[Meant, ...]] = {}
    for each in (*(other for other in base.vocabulary.moments if other != moment), moment):
        found |= lexicon(base, each)
    return found


@memoized
def _lexicon(base: RuleBase, moment: str) -> PhraseLexicon:
    return PhraseLexicon(("fact", " ".join(phrase), " ".join(phrase)) for phrase in _meanings(base, moment))


def facts_in(reading: SentenceReading, held: HeldPlan, plain: frozenset[str]) -> Iterator[SaidFact]:
    """Yield the facts that a sentence tells or names; words that mean something only as an answer are passed over.

    ``plain`` are words that plans have anyway.
    """
    base, moment = held.base, held.plan.moment
    known = _meanings(base, moment)
    for mark in longest(_lexicon(base, moment).found_in(reading.tokens, taken=reading.taken)):
        meanings = known[tuple(mark.value.split())]
        kept = tuple(meaning for meaning in meanings if _counts(mark, meaning, reading, held, plain))
        if kept:
            yield SaidFact(mark, kept)


def _counts(
    mark: WordMark,
    meaning: Meant,
    reading: SentenceReading,
    held: HeldPlan,
    plain: frozenset[str],
) -> bool:
    """Tell whether words mean a fact in the middle of a sentence: plainly, or with the fact's own name near."""
    words = mark.value.split()
    if all(stem(word) in _GENERIC for word in words) or any(
        other.kind in ("session", "effort") and other.start < mark.end and mark.start < other.end
        for other in reading.marks
    ):
        return False
    base = held.base
    name = meaning.name.split(".")[0]
    start, end = reading.part_of(mark.start)
    near = {
        token.stem for place, token in enumerate(reading.tokens[start:end], start) if not mark.start <= place < mark.end
    }
    if "." in meaning.name and meaning.name.endswith("site"):
        return True
    info = base.facts.get(meaning.name)
    called = {
        each for text in (info.label if info else name, name) for each in stems_of(text.replace("_", " "))
    } - SMALL
    if called & (near | set(stems_of(mark.value))):
        return True
    if not meaning.values:
        return False
    exact = [token.text for token in reading.tokens[mark.start : mark.end]] == words
    return exact and (
        (len(words) > 1 and any(len(word) > 3 and stem(word) not in _GENERIC for word in words))
        or (len(words[0]) > 4 and stem(words[0]) not in plain)
    )


def agrees(meaning: Meant, held: HeldPlan) -> bool | None:
    """Tell whether the case holds what is meant; ``None`` where it says nothing on it."""
    if meaning.name in {each.fact for each in held.plan.assumed}:
        return None
    if "." in meaning.name:
        return _item_agrees(meaning, held)
    value = held.case.get(meaning.name, held.given.get(meaning.name))
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        if not meaning.values:
            return bool(value)
        return any(_same(each, wanted) for each in value for wanted in meaning.values)
    if not meaning.values:
        return value is not False
    return any(_same(value, wanted) for wanted in meaning.values)


def _item_agrees(meaning: Meant, held: HeldPlan) -> bool | None:
    scope, field = meaning.name.split(".")
    fact = held.base.vocabulary.scopes[scope].list_fact
    items = held.given.get(fact)
    if items is None:
        return None
    told = [item.get(field) if isinstance(item, Mapping) else item for item in items]
    return any(value in told for value in meaning.values) if meaning.values else bool(items)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, Mapping):
        return wanted in value.values()
    numbers = isinstance(value, (int, float)) and isinstance(wanted, (int, float))
    if numbers and not isinstance(value, bool) and not isinstance(wanted, bool):
        return abs(float(value) - float(wanted)) <= _NEAR
    return bool(value == wanted)


def facts_behind(held: HeldPlan) -> frozenset[str]:
    """Return the facts that the rules which fired read, and those that these are worked out from."""
    base = held.base
    read = {name for rule in held.fired for name in base.facts_read(base.by_id[rule])}
    found: set[str] = set()
    left = set(read)
    while left:
        name = left.pop()
        found.add(name)
        if (definition := base.vocabulary.defined.get(name)) is not None:
            left |= {base.vocabulary.list_of(each, "") for each in _facts_of(definition)} - found
    return frozenset(found)


def _facts_of(part: Any) -> Iterable[str]:
    """Yield the names of facts anywhere in a definition."""
    if isinstance(part, Fact):
        yield part.name
    elif isinstance(part, (tuple, list)):
        for each in part:
            yield from _facts_of(each)
    elif hasattr(part, "_names") and not hasattr(part, "label"):
        for name in part._names:
            yield from _facts_of(getattr(part, name))
