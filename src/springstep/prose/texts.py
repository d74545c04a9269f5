"""What a plan says in words: every text of it, so that what an answer repeats in other words is known again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cached_property
from typing import NamedTuple

from springstep.engine.language.spoken.tidy import FILLERS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.prose.held import HeldPlan
from springstep.prose.reading import SentenceReading
from springstep.prose.tokens import ProseToken, stem, stems_of, tokens_of, unit_of
from springstep.session.prose_words import prose_words
from springstep.session.short_page import short_advice

_SMALL = """
you your yours yourself that this these those them they their there here it its he she we us our any each every all both
more most less least much many some such other others another same than then too also just even still yet again always
should would could can may might must shall will need needs want do does done doing be been being is are was were am has
have had not no nor never without none nothing neither instead rather if when while until unless because since so as for
by at of on in into onto off out up down over under about around between after before during through from with within to
and or but the a an get gets let lets make makes take takes keep keeps go goes going come comes what which who how why
where one once only well good right now today please sure okay ok yes time times way thing things lot bit little
"""
SMALL = frozenset(stem(word) for word in (*_SMALL.split(), *FILLERS))
"""Stems that say little by themselves."""


_FEW = 4
REPEATED = frozenset(("advice", "reason"))
"""The kinds of texts whose numbers and words an answer may repeat; those of decisions are judged by their values."""


class PlanText(NamedTuple):
    """One text of the plan, with what stands behind it."""

    text: str
    decisions: tuple[str, ...]
    rules: tuple[str, ...]
    kind: str
    """``decision``, ``reason`` or ``advice``."""
    polarity: dict[str, frozenset[bool]]
    """By stem whether it is denied, affirmed or both."""
    sayings: frozenset[tuple[str, bool]]
    rows: frozenset[tuple[str, bool]]
    numbers: frozenset[tuple[float, str]]
    plain: str
    """Its words, numbers and signs, each parted by a blank."""


class TextSupport(NamedTuple):
    """How far a text of the plan holds the words of a sentence."""

    source: PlanText
    shared: frozenset[str]
    share: float


@memoized
def _alike(base: RuleBase) -> dict[tuple[str, ...], str]:
    return {stems_of(word): group[0] for group in prose_words(base).alike for word in group}


def content(tokens: Sequence[ProseToken], base: RuleBase) -> list[tuple[int, str]]:
    """Return what a sentence is about: its stems with their places, those that say the same made one."""
    alike, found, place = _alike(base), [], 0
    while place < len(tokens):
        for taken in (3, 2, 1):
            known = alike.get(tuple(token.stem for token in tokens[place : place + taken]))
            if known is not None:
                found.append((place, stem(known.split()[0]) if " " not in known else known))
                place += taken
                break
        else:
            token = tokens[place]
            if token.is_word and token.stem not in SMALL and len(token.text) > 1 and not unit_of(token):
                found.append((place, token.stem))
            place += 1
    return found


def numbers_in(tokens: Sequence[ProseToken]) -> Iterator[tuple[int, float, str]]:
    """Yield the numbers of a sentence, each with its place and each stem that it may count."""
    for place, token in enumerate(tokens):
        if token.number is None:
            continue
        if place + 1 < len(tokens) and unit_of(tokens[place + 1]):
            yield place, token.number, unit_of(tokens[place + 1])
            continue
        left = 4
        if place and tokens[place - 1].is_word:
            yield place, token.number, tokens[place - 1].stem
        for after in tokens[place + 1 : place + 6]:
            if after.text in ",;:()" or not left:
                break
            if after.is_word:
                yield place, token.number, unit_of(after) or after.stem
                left -= 1


class PlanTexts:
    """The texts of a plan."""

    def __init__(self, held: HeldPlan) -> None:
        self._held, self._base = held, held.base
        self.sources = tuple(self._source(*each) for each in dict.fromkeys(_texts(held)))

    def _source(self, text: str, decisions: tuple[str, ...], rules: tuple[str, ...], kind: str) -> PlanText:
        reading = SentenceReading(text, self._base)
        polarity: dict[str, set[bool]] = {}
        for place, each in content(reading.tokens, self._base):
            polarity.setdefault(each, set()).update(reading.polarity(place))
        return PlanText(
            text=text,
            decisions=decisions,
            rules=rules,
            kind=kind,
            polarity={each: frozenset(found) for each, found in polarity.items()},
            sayings=frozenset((mark.value, reading.denied.of(mark.start, mark.end)) for mark in reading.sayings),
            rows=frozenset((mark.value, reading.denied.of(mark.start, mark.end)) for mark in reading.rows),
            numbers=frozenset((value, each) for _, value, each in numbers_in(reading.tokens)),
            plain=f" {reading.text} ",
        )

    def support(self, reading: SentenceReading) -> list[TextSupport]:
        """Return which texts hold words of a sentence, the best first."""
        return self.support_of({each for _, each in content(reading.tokens, self._base)})

    def support_of(self, wanted: Set[str]) -> list[TextSupport]:
        """Return which texts hold some stems, the best first."""
        found = []
        for source in self.sources:
            shared = wanted & source.polarity.keys()
            if shared:
                found.append(TextSupport(source, frozenset(shared), len(shared) / len(wanted)))
        return sorted(found, key=lambda each: (-len(each.shared), len(each.source.polarity)))

    def holding(self, reading: SentenceReading) -> PlanText | None:
        """Return the text that holds a sentence word for word, from its beginning or from a sign in it."""
        said = f" {reading.text} ".replace(" . ", " ")
        if len(reading.tokens) < _FEW:
            return None
        for source in self.sources:
            at = source.plain.find(said)
            if at == 0 or (at > 0 and source.plain[at - 1] in ";:"):
                return source
        return None

    @cached_property
    def stems(self) -> frozenset[str]:
        """Return every stem in any of them."""
        return frozenset(each for source in self.sources for each in source.polarity)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every stem in any of them, as it is written there."""
        return frozenset(token.stem for source in self.sources for token in tokens_of(source.text))

    @cached_property
    def numbers(self) -> frozenset[tuple[float, str]]:
        """Return every number in them, with what it may count, and those of the case."""
        found = {each for source in self.sources for each in source.numbers}
        for name, value in self._held.case.items():
            for figure in re.findall(r"\d+", str(value)) if not isinstance(value, (int, float)) else ():
                found |= {(float(figure), each) for each in self.words}
            if isinstance(value, (int, float)) and not isinstance(value, bool) and name in self._base.facts:
                info = self._base.facts[name]
                scale = info.unit.removeprefix("of ")
                if scale != info.unit:
                    found |= {(float(value), "out"), (float(value), "of"), (float(scale), "of")}
                found.add((float(value), info.unit))
                for word in (*info.label.split(), *name.split("_"), info.unit):
                    found.add((float(value), stem(word.strip("()").lower())))
        return frozenset(found)


def _texts(held: HeldPlan) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...], str]]:
    plan, base = held.plan, held.base
    decided = tuple(name for name in plan.bears if name in held.decisions)
    for part in _parts(plan.headline):
        yield part, decided, held.rules(decided[:1]), "decision"
    for decision in plan.decisions:
        yield f"{decision.title}: {decision.text}", (decision.name,), decision.rules, "decision"
        for reason in decision.reasons:
            rule = base.by_id[reason.rule]
            for text in filter(None, (reason.because, rule.short)):
                yield text, (decision.name,), (reason.rule,), "reason"
    for advice in plan.advice:
        short = short_advice(advice, base)
        for text in (*_parts(advice.say), *((short,) if short != advice.say else ())):
            yield text, (), advice.rules, "advice"
        yield from ((base.by_id[rule].because, (), (rule,), "reason") for rule in advice.rules)
    for assumed in plan.assumed:
        yield assumed.because, (), (assumed.rule,), "reason"
    if plan.next_step is not None:
        yield plan.next_step.say, held.known(("progression", "frequency", "dose")), held.rules(("progression",)), "next"
    for row in filter(None, held.row):
        for table in prose_words(base).rows:
            cells = base.tables[table].by_id[row]
            for text in (cells["how"], cells["feel"]):
                for part in _parts(text):
                    yield part, held.known(("drill",)), held.rules(("drill",)), "advice"
    if plan.about is not None:
        yield plan.about.disclaimer, (), (), "advice"


def _parts(text: str) -> Iterator[str]:
    """Yield a text and, where it is several sentences, each of these."""
    yield text
    parts = [part.strip() for part in text.replace("? ", ". ").split(". ")]
    if len(parts) > 1:
        yield from parts
