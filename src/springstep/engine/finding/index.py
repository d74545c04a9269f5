"""What a page needs to find rules by meaning without the engine: phrases, and the rules that each speaks for.

A rule is found where one phrase of a text speaks for it, and none against it, read as at one of the moments. A phrase
that may mean several things speaks for a rule where one of them does, and against it where all of them do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from springstep.engine.finding.everyday import PAIRS
from springstep.engine.finding.fitting import fitting
from springstep.engine.finding.lengths import LINKS, TIMES, beside_lengths
from springstep.engine.finding.meanings import Meant, lexicon
from springstep.engine.finding.search import ASSUME
from springstep.engine.finding.situation import answers_of, fact_of
from springstep.engine.language.spoken.figures import NUMBER_WORDS
from springstep.engine.language.spoken.tidy import FILLERS
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class FindingIndex(Record):
    """The phrases that are known, and what each of the things that they may mean says of the rules."""

    rules: Annotated[tuple[str, ...], Described("The rules by place.")]
    fillers: Annotated[tuple[str, ...], Described("Words that say nothing by themselves.")]
    pairs: Annotated[tuple[str, ...], Described("Two words that say nothing together, unless they begin a phrase.")]
    numbers: Annotated[tuple[str, ...], Described("Words that are a number, or a part of one.")]
    times: Annotated[tuple[str, ...], Described("Units of time.")]
    links: Annotated[tuple[str, ...], Described("Words between a length of time and what it is of.")]
    lengths: Annotated[dict[str, tuple[int, ...]], Described("By phrase, if a length stands beside it, the same.")]
    phrases: Annotated[dict[str, tuple[int, ...]], Described("By phrase the places of what it may mean.")]
    moments: Annotated[tuple[int, ...], Described("By place at which moments it may mean that, one bit for each.")]
    lists: Annotated[tuple[int, ...], Described("By place the list that it speaks of, counted from 1; 0 for none.")]
    speaks_for: Annotated[tuple[tuple[int, ...], ...], Described("By place the rules, by their places.")]
    speaks_against: tuple[tuple[int, ...], ...]


class _Spoken(NamedTuple):
    """What is known of each thing that a phrase may mean, and what each phrase may mean."""

    phrases: dict[str, tuple[Meant, ...]]
    moments: dict[Meant, int]
    speaks_for: dict[Meant, frozenset[str]]
    speaks_against: dict[Meant, frozenset[str]]


def spoken_for(base: RuleBase) -> Mapping[Meant, tuple[str, ...]]:
    """Return by what may be meant the rules for which it speaks, in the order of the rule base."""
    found = _spoken(base).speaks_for
    return {meant: tuple(rule for rule in base.by_id if rule in rules) for meant, rules in found.items()}


def finding_index(base: RuleBase) -> FindingIndex:
    """Return the index of a rule base; rules stand in its own order."""
    spoken = _spoken(base)
    told = [meant for meant, rules in spoken.speaks_for.items() if rules]
    places = {meant: place for place, meant in enumerate(told)}
    phrases = {
        phrase: tuple(places[each] for each in several if each in places) for phrase, several in spoken.phrases.items()
    }
    lists = ("", *base.vocabulary.list_scopes)
    order = {rule.id: place for place, rule in enumerate(base.rules)}
    pro, con = (
        tuple(tuple(sorted(order[rule] for rule in speaks[meant])) for meant in told)
        for speaks in (spoken.speaks_for, spoken.speaks_against)
    )
    return FindingIndex(
        rules=tuple(order),
        fillers=tuple(sorted(FILLERS)),
        pairs=tuple(sorted(map(" ".join, PAIRS))),
        numbers=tuple(sorted(NUMBER_WORDS)),
        times=tuple(sorted(TIMES)),
        links=tuple(sorted(LINKS)),
        lengths=_lengths(base, places),
        phrases={phrase: several for phrase, several in sorted(phrases.items()) if several},
        moments=tuple(spoken.moments[meant] for meant in told),
        lists=tuple(lists.index(fact) if (fact := fact_of(meant, base)) in lists else 0 for meant in told),
        speaks_for=pro,
        speaks_against=con,
    )


def _lengths(base: RuleBase, places: Mapping[Meant, int]) -> dict[str, tuple[int, ...]]:
    """Return the places of the facts that a phrase beside a length of time speaks of at some moment."""
    found: dict[str, dict[int, None]] = {}
    for moment in base.vocabulary.moments:
        for phrase, fact in beside_lengths(base, moment).items():
            if Meant(fact) in places:
                found.setdefault(" ".join(phrase), {})[places[Meant(fact)]] = None
    return {phrase: tuple(several) for phrase, several in sorted(found.items())}


@memoized
def _spoken(base: RuleBase) -> _Spoken:
    phrases: dict[str, dict[Meant, None]] = {}
    moments: dict[Meant, int] = {}
    speaks: dict[Meant, tuple[set[str], set[str]]] = {}
    for bit, moment in enumerate(base.vocabulary.moments):
        known = lexicon(base, moment)
        for meant in dict.fromkeys(each for several in known.values() for each in several):
            moments[meant] = moments.get(meant, 0) | 1 << bit
            _add(meant, moment, base, *speaks.setdefault(meant, (set(), set())))
        for phrase, several in known.items():
            phrases.setdefault(" ".join(phrase), {}).update(dict.fromkeys(several))
    return _Spoken(
        {phrase: tuple(several) for phrase, several in phrases.items()},
        moments,
        {meant: frozenset(pro) for meant, (pro, _) in speaks.items()},
        {meant: frozenset(con - pro) for meant, (pro, con) in speaks.items()},
    )


def _add(meant: Meant, moment: str, base: RuleBase, pro: set[str], con: set[str]) -> None:
    """Add the rules of a moment that something speaks for, and those that it bars."""
    if not meant.values:
        reading = (rule for rule in base.rules if moment in rule.moments and rule.layer != ASSUME)
        pro.update(rule.id for rule in reading if meant.name in base.facts_read(rule))
        return
    for rule, fit in fitting(base, moment).fits(answers_of([meant], base)):
        if rule.layer == ASSUME:
            continue
        if fit.can and meant.name in fit.helped:
            pro.add(rule.id)
        elif not fit.can:
            con.add(rule.id)
