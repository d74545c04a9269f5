"""The rules for some words: those that would fire in what these tell, those that read it, then plain matches."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Literal

from springstep.engine.finding.everyday import without_pairs
from springstep.engine.finding.fitting import Fit, fitting
from springstep.engine.finding.meanings import Meant, Said
from springstep.engine.finding.situation import Reading, answers_of, readings
from springstep.engine.finding.understanding import told_as, understood
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.language.spoken.tidy import FILLERS
from springstep.engine.language.wording import listed
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase

How = Literal["fires", "may_fire", "reads", "words"]
_ORDER: tuple[How, ...] = ("fires", "may_fire", "reads", "words")
_EXACT = re.compile(r"\[?[0-9]+\.[0-9]+\]?|[A-Za-z]{3}-[0-9]{3}")
"""A sentence's number, or the id of a rule or a claim: no word of a situation."""
_MOST_OPEN = 3
ASSUME = LAYERS[0]
"""The layer of the rules that say what is taken where nothing is told."""
Holds = Callable[[Rule, str], bool]
"""Whether the text of a rule holds a word."""


class Hit(Record):
    """A rule that was found."""

    rule: str
    how: Annotated[How, Described("Whether it surely fires, may fire, only reads what is told, or holds the words.")]
    why: Annotated[str, Described("Which words found it, and what they were taken to mean.")]


def search(text: str, base: RuleBase, holds: Holds) -> tuple[Hit, ...]:
    """Return the rules for some words, the likeliest to be meant first; ``holds`` looks a word up in a rule's text."""
    words = text.split()
    told = [word for word in words if not _EXACT.fullmatch(word)]
    found: dict[str, tuple[tuple[int, int], Hit]] = {}
    best, over = understood(" ".join(told), base)
    for rank, hit in _of_what_is_said(best, base):
        place = (_ORDER.index(hit.how), rank)
        if hit.rule not in found or place < found[hit.rule][0]:
            found[hit.rule] = (place, hit)
    content = [word for word in without_pairs(words) if word.lower() not in FILLERS] or words
    why = f"holds {listed(content, last='and')}"
    for rule in base.rules:
        if rule.id not in found and all(holds(rule, word) for word in content):
            named = all(word.lower() in rule.name for word in content)
            found[rule.id] = ((_ORDER.index("words"), -named), _hit(rule.id, "words", why))
    more = {rule.id: -sum(holds(rule, word) for word in over) for rule in base.rules if rule.id in found}
    order = [rule.id for rule in base.rules]
    ranked = sorted(found.values(), key=lambda each: (*each[0], more[each[1].rule], order.index(each[1].rule)))
    return tuple(hit for _, hit in ranked)


def _hit(rule: str, how: How, why: str) -> Hit:
    return Hit(rule=rule, how=how, why=why)


def _of_what_is_said(said: Mapping[str, Sequence[Said]], base: RuleBase) -> list[tuple[int, Hit]]:
    """Return the rules for what is said at each moment: where none speaks for the value of a number, its readers."""
    finders = ((_by_meaning, _by_name), (_by_name_of_told,))
    found = ([hit for moment in said for by in these for hit in by(said[moment], base, moment)] for these in finders)
    return next(filter(None, found), [])


def _by_meaning(said: Sequence[Said], base: RuleBase, moment: str) -> Iterator[tuple[int, Hit]]:
    """Yield the rules for which something that is told speaks, with the rank: fewer phrases speak for a later one."""
    for reading in readings(said, base) if said else ():
        alone = _alone(reading, base, moment)
        for rule, fit in fitting(base, moment).fits(reading.answers):
            speaking = [
                (each, meaning)
                for each, meaning in reading.meanings
                if meaning.name in fit.helped and rule.id in alone.get(meaning, (rule.id,))
            ]
            if speaking and rule.layer != ASSUME:  # which says what is taken where nothing is told
                how: How = "fires" if fit.surely else "may_fire" if fit.can else "reads"
                yield -len(speaking), _hit(rule.id, how, _why(speaking, fit if how == "may_fire" else None, base))


def _alone(reading: Reading, base: RuleBase, moment: str) -> dict[Meant, set[str]]:
    """Return, for what is told of a name several times, the rules for which each speaks when it is told alone."""
    told = Counter(meaning.name for _, meaning in reading.meanings)
    return {
        meaning: {
            rule.id
            for rule, fit in fitting(base, moment).fits(answers_of([meaning], base))
            if meaning.name in fit.helped
        }
        for _, meaning in reading.meanings
        if told[meaning.name] > 1 and meaning.values
    }


def _by_name(said: Sequence[Said], base: RuleBase, moment: str) -> Iterator[tuple[int, Hit]]:
    """Yield the rules that read a fact which is only named."""
    named = {meaning.name: each for each in said for meaning in each.meanings if not meaning.values}
    for rule in base.rules if named else ():
        read = [name for name in named if name in base.facts_read(rule)]
        if read and rule.layer != ASSUME and moment in rule.moments:
            why = listed((f"'{named[name].words}': {base.facts[name].label}" for name in read), last="and")
            yield -len(read), _hit(rule.id, "reads", f"reads {why}")


def _by_name_of_told(said: Sequence[Said], base: RuleBase, moment: str) -> Iterator[tuple[int, Hit]]:
    """Yield the rules that read a number of which a value is told: where none fires at it, these are asked about."""
    numbers = [[each for each in phrase.meanings if base.facts[each.name].kind == "number"] for phrase in said]
    named = [Said(phrase.words, tuple(Meant(e.name) for e in each)) for phrase, each in zip(said, numbers, strict=True)]
    return _by_name([each for each in named if each.meanings], base, moment)


def _why(speaking: Iterable[tuple[Said, Meant]], fit: Fit | None, base: RuleBase) -> str:
    """Say which words speak for a rule, and what they were taken to mean; of one that may fire, what is still open."""
    told = listed((told_as(said, meaning, base) for said, meaning in speaking), last="and")
    if fit is None or not fit.open:
        return told
    labels = [base.facts[name].label for name in base.vocabulary.facts if name in fit.open]
    more = ", ..." if len(labels) > _MOST_OPEN else ""
    return f"{told}; it also turns on {', '.join(labels[:_MOST_OPEN])}{more}"
