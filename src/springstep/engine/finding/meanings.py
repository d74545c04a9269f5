"""Which phrases mean which values of which facts, by the vocabulary that reads plain answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.finding.everyday import PAIRS, SAYS_LITTLE_ALONE, turned
from springstep.engine.finding.lengths import length_at
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.spoken.figures import in_figures
from springstep.engine.language.spoken.phrases import NO_FLAG, UNKNOWN, YES
from springstep.engine.language.spoken.tidy import FILLERS, words_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_SAYS_LITTLE = (
    NO_FLAG
    | YES
    | UNKNOWN
    | SAYS_LITTLE_ALONE
    | {"fine", "good", "well", "ok", "okay", "all good", "all fine", "great", "normal"}
)
"""What answers a question, and means nothing without one."""
_MOST_FACTS = 4
"""Of how many facts a phrase may speak; one of more than that speaks of none."""
_NUMBER = re.compile(r"[0-9]{1,4}")
_LINKS = frozenset(("is", "of", "at", "to", "than"))
_FLAGS = {"yes": True, "no": False}


class Meant(NamedTuple):
    """One fact, or field of the items of a list, and the values that are meant; no values where it is only named."""

    name: str
    values: tuple[Any, ...] = ()


class Said(NamedTuple):
    """Some words of a text, and what they may mean."""

    words: str
    meanings: tuple[Meant, ...]


Lexicon = Mapping[tuple[str, ...], tuple[Meant, ...]]


@memoized
def lexicon(base: RuleBase, moment: str) -> Lexicon:
    """Return by phrase, as its words, what it may mean at a moment: of each fact asked, in all words for its values."""
    found: dict[tuple[str, ...], dict[str, Meant]] = {}
    for phrase, meaning in (*_all(base, moment), *_of_check_ins(base, moment)):
        if phrase and " ".join(phrase) not in _SAYS_LITTLE:
            known = found.setdefault(phrase, {})
            if meaning.values or meaning.name not in known:
                known[meaning.name] = meaning
    lists = frozenset(base.vocabulary.list_scopes)
    kept = {phrase: _surest(phrase, tuple(each.values()), lists) for phrase, each in found.items()}
    return {phrase: meanings for phrase, meanings in kept.items() if len(meanings) <= _MOST_FACTS}


def _surest(phrase: tuple[str, ...], meanings: tuple[Meant, ...], lists: Collection[str]) -> tuple[Meant, ...]:
    """Return those of several meanings that are one value, where there are any, and lists that are named.

    A value by its own name comes before other words for one, but for fields of an item, which are told by several.
    """
    sure = tuple(each for each in meanings if len(each.values) == 1 or each.name in lists) or meanings
    own = [each for each in sure if each.values and tuple(words_of(str(each.values[0]))) == phrase]
    return tuple(each for each in sure if each in own or "." in each.name or each.name in lists) if own else sure


def said_in(text: str, base: RuleBase, moment: str) -> tuple[tuple[Said, ...], tuple[str, ...]]:
    """Return the phrases of a text with what they may mean, the longest at each place, and the words left over."""
    known = lexicon(base, moment)
    longest = max(map(len, known), default=0)
    found: list[Said] = []
    over: list[str] = []
    left = words_of(turned(text))
    while left:
        if length := length_at(left, base, moment):
            found.append(Said(length.words, (Meant(length.fact, (length.value,)),)))
            left = left[length.taken :]
            continue
        used = next((n for n in range(min(longest, len(left)), 0, -1) if tuple(left[:n]) in known), 0)
        if used <= 1 and tuple(left[:2]) in PAIRS:
            used = 2
        elif used and not (used == 1 and left[0] in FILLERS):
            number, more = _number_beside(left[used:], over, known[tuple(left[:used])], base)
            found.append(number or Said(" ".join(left[:used]), known[tuple(left[:used])]))
            used += more
        elif left[0] not in FILLERS:
            over.append(left[0])
        left = left[max(used, 1) :]
    return tuple(_meant_by(found, over, base)), tuple(over)


def _meant_by(found: Iterable[Said], over: Iterable[str], base: RuleBase) -> Iterator[Said]:
    """Yield the phrases, of several meanings only those of the list to whose answers alone a word left over belongs."""
    lists = [info for info in base.facts.values() if info.kind == "items"]
    own = {word: [info.name for info in lists if word in info.spoken.passed_over] for word in over}
    owners = {names[0] for names in own.values() if len(names) == 1}
    for said in found:
        kept = tuple(each for each in said.meanings if _list_of(each, base) in owners)
        yield said._replace(meanings=kept) if kept else said


def _list_of(meant: Meant, base: RuleBase) -> str:
    scope = base.vocabulary.scopes.get(meant.name.split(".")[0])
    return scope.list_fact if scope is not None else meant.name


def _number_beside(
    after: list[str], over: list[str], meanings: tuple[Meant, ...], base: RuleBase
) -> tuple[Said | None, int]:
    """Return the number of a fact that was named: ``worry 8``, ``8 days to go``; and how many more words it takes."""
    named = [each for each in meanings if not each.values and base.facts[each.name].kind == "number"]
    if not named:
        return None, 0
    skipped = next((place for place, word in enumerate(after) if word not in _LINKS), len(after))
    told = _number(after[skipped]) if skipped < len(after) else ""
    taken = skipped + 1 if told else 0
    if not told and over and (told := _number(over[-1])):
        over.pop()
    if not told or not _fits(base.facts[named[0].name], int(told)):
        return None, taken
    return Said(f"{base.facts[named[0].name].label} {told}", (Meant(named[0].name, (int(told),)),)), taken


def _number(word: str) -> str:
    """Return a number that a word is, in figures; nothing for any other word."""
    figures = in_figures(word)
    return figures if _NUMBER.fullmatch(figures) else ""


def _fits(info: FactInfo, number: int) -> bool:
    return (info.minimum or 0) <= number <= (info.maximum if info.maximum is not None else number)


def _of_check_ins(base: RuleBase, moment: str) -> Iterator[tuple[tuple[str, ...], Meant]]:
    """Yield the phrases of check-ins, with the answers that each gives and the facts that it names."""
    scopes = base.vocabulary.list_scopes
    for check_in in base.vocabulary.check_ins.values():
        for word in check_in.words if moment in check_in.moments else ():
            meanings = [Meant(fact) for fact in word.opens]
            for fact, value in word.gives.items():
                name = next(iter(scopes[fact].fields)) if fact in scopes else fact
                meanings.append(Meant(name, tuple(value) if isinstance(value, (list, tuple)) else (value,)))
            yield from ((tuple(words_of(said)), meaning) for said in word.said for meaning in meanings)


def _all(base: RuleBase, moment: str) -> Iterator[tuple[tuple[str, ...], Meant]]:
    for info in base.vocabulary.asked_at(moment):
        if info.name == MOMENT:
            continue
        for called in (info.name, info.label):
            yield tuple(words_of(called)), Meant(info.name)
        if info.scope is None:
            yield from _of_values(info, info.name)
            continue
        yield tuple(words_of(info.scope.words)), Meant(info.name)
        for field in info.scope.fields.values():
            yield from _of_values(info if info.scope.plain else field, field.name)


def _of_values(info: FactInfo, name: str) -> Iterator[tuple[tuple[str, ...], Meant]]:
    """Yield the phrases for the values of a fact or a field."""
    match info.kind:
        case "word" | "scale" | "items":
            for phrase, values in info.phrases.phrases.items():
                known = all(value in (*info.values, *info.item_words) for value in values)
                if known and phrase != ("none",) and (len(values) == 1 or "." not in name):
                    yield phrase, Meant(name, values)
        case "flag":
            for told, phrases in info.spoken.said.items():
                yield from ((tuple(words_of(each)), Meant(name, (_FLAGS[told],))) for each in phrases)
        case "number":
            for told, phrases in info.spoken.said.items():
                some = (each for each in phrases if each not in NO_FLAG)  # which may say no to anything
                yield from ((tuple(words_of(each)), Meant(name, (float(told),))) for each in some)
