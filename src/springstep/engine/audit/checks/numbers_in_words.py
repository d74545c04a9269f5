"""Numbers in a rule's words that nothing of the rule holds: reason and advice must not know more than the rule does.

A reader takes a number in the words for what is run. So it has to stand in what the rule reads or concludes: in its
condition and its exceptions, in its conclusions, in how the facts it reads are worked out, or in the tables and scales
that it chooses by; as it is or in another unit. A spelled number is an amount only before something that the knowledge
measures: *four weeks* is one, *in two ways*, *two-sided* and *these three* are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from springstep.engine.audit.report import Finding
from springstep.engine.language.conditions import (
    Among,
    Arith,
    Compare,
    Condition,
    Constant,
    Fact,
    Known,
    Term,
    atoms,
    comparisons,
    names_in,
)
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_SMALL = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
_SPELLED = {**{word: number for number, word in enumerate(_SMALL, 2)}, "fifteen": 15}
_SPELLED |= {word: 10 * number for number, word in enumerate(_TENS, 2)}
_WORDS = rf"\b(?:{'|'.join(_SPELLED)})\b"
_DIGITS = re.compile(r"(?<![\w.:])(?<![A-Za-z]-)[0-9]+(?:\.[0-9]+)?(?![\w:]|\.[0-9])")
_COUNT = re.compile(rf"(?<!-)(?<!between ){_WORDS}(?: (?:or|to|and) {_WORDS})?((?:[ -][a-z]+){{1,2}})", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
_TIMES = tuple(Fraction(each) for each in (1, 7, 12, 60, 100, 1000))
"""By what a number in words may be a multiple or part of the rule's: days in a week, months in a year, seconds in a
minute, parts in a hundred and in a thousand."""
_TIME = ("seconds", "minutes", "hours", "days", "weeks", "months", "years", "times")
_NO_NOUNS = frozenset(["and", "are", "for", "how", "the", "with"])


def loose_numbers(base: RuleBase) -> Iterator[Finding]:
    """Yield a finding for each number in a rule's words that nothing of the rule holds; the words are not parsed."""
    measured = measured_words(base)
    for rule in base.rules:
        said = (words for each in rule.conclusions for words in (each.say, each.short) if words)
        texts = [rule.because, *([rule.short] if rule.short else []), *said]
        found = {**loose(texts, held_by_rule(rule, base), measured), **_other_than_compared(texts, rule, base)}
        for number, word in found.items():
            says = f"{rule.id} says '{word}', and nothing that it reads or concludes holds {plain(number)}."
            name = f"number:{rule.id}:{plain(number)}"
            yield Finding(id=name, kind="number", subject=rule.id, says=says, rules=(rule.id,))


def loose(texts: Iterable[str], held: frozenset[Fraction], measured: frozenset[str]) -> dict[Fraction, str]:
    """Return the amounts in texts that nothing holds, each with how it is written; ``measured`` tells what is one."""
    found = {number: word for text in texts for word, number in _numbers(text, measured)}
    return {
        number: word
        for number, word in found.items()
        if not any(number * times in held or number / times in held for times in _TIMES)
    }


def _other_than_compared(texts: Iterable[str], rule: Rule, base: RuleBase) -> dict[Fraction, str]:
    """Return the amounts of a unit that no bound of a fact of that unit has, in a rule that compares such a fact.

    Where a rule fires from 4 of 10, *3 of 10* in its words is wrong, whatever else in it is 3.
    """
    compared: dict[str, set[Fraction]] = {}
    for atom in comparisons(base.condition(rule)):
        for name in names_in(atom):
            unit = base.facts[name].unit if name in base.facts else ""
            compared.setdefault(unit, set()).update(_in_condition(atom))
    found: dict[Fraction, str] = {}
    for unit in (each for each in compared if _DIGITS.search(each)):
        words = re.compile(rf"(?<![\w.])([0-9]+(?:\.[0-9]+)?) {re.escape(unit)}\b")
        given = {Fraction(digits): digits for text in texts for digits in words.findall(text)}
        found |= {number: digits for number, digits in given.items() if number not in compared[unit]}
    return found


def _numbers(text: str, measured: frozenset[str]) -> Iterator[tuple[str, Fraction]]:
    """Yield the amounts in a text as they stand there, with their numbers."""
    for digits in _DIGITS.findall(text):
        yield digits, Fraction(digits)
    for count in _COUNT.finditer(text):
        if measured.isdisjoint(_singulars(count[1])):
            continue
        yield from ((word, Fraction(_SPELLED[word.lower()])) for word in re.findall(_WORDS, count[0], re.IGNORECASE))


def measured_words(base: RuleBase) -> frozenset[str]:
    """Return what the knowledge counts or measures: the units and the nouns of its numbers, in the singular."""
    numbers = [info for info in base.facts.values() if info.kind in ("number", "quantity")]
    columns = [each for table in base.tables.values() for each in table.columns.values() if each.kind == "number"]
    texts = [*_TIME, *(f"{each.unit} {each.label}" for each in numbers)]
    texts += [f"{each.unit} {each.words}" for each in columns]
    return frozenset(word for text in texts for word in _singulars(text) if len(word) > 2) - _NO_NOUNS


def _singulars(text: str) -> list[str]:
    return [word.removesuffix("s") for word in _WORD.findall(text.lower())]


def held_by_rule(rule: Rule, base: RuleBase) -> frozenset[Fraction]:
    """Return every number that a rule reads or concludes, and that stands in what it reads."""
    conditions = (base.condition(rule), *(base.by_id[name].when for name in rule.overrides))
    found = {number for condition in conditions for number in _in_condition(condition)}
    for conclusion in rule.conclusions:
        found |= set(_in_term(conclusion.term)) if conclusion.term is not None else set()
        found |= {Fraction(conclusion.weight)} if conclusion.weight else set()
    names = {*base.reads(rule), *rule.decides}
    for name in names:
        info = base.facts.get(name)
        found |= {Fraction(digits) for digits in _DIGITS.findall(info.unit)} if info is not None else set()
        found |= set(_behind(name, base))
    return frozenset(found)


def held_in(condition: Condition, base: RuleBase) -> Iterator[Fraction]:
    """Yield every number in a condition, and those that stand in what it reads."""
    yield from _in_condition(condition)
    for name in names_in(condition):
        info = base.facts.get(name)
        yield from (Fraction(digits) for digits in _DIGITS.findall(info.unit if info is not None else ""))
        yield from _behind(name, base)


def _behind(name: str, base: RuleBase) -> Iterator[Fraction]:
    """Yield the numbers behind a fact or decision: how it is worked out, and the rows it chooses by."""
    for definition in base.vocabulary.definitions:
        if definition.name == name:
            for way in definition.ways:
                yield from (*_in_condition(way.when), *_in_term(way.value))
            for each in definition.reads:
                yield from _behind(each, base)
    scheme = base.decisions.get(name)
    if scheme is not None:
        yield from _amounts(scheme.between)
        tables = [choice.table for choice in base.choices.values() if any(each.cap == name for each in choice.within)]
        yield from _amounts(cell for table in tables for row in table.rows for cell in row.cells.values())


def _in_condition(condition: Condition) -> Iterator[Fraction]:
    for atom in atoms(condition):
        match atom:
            case Compare(_, left, right):
                yield from (*_in_term(left), *_in_term(right))
            case Among(_, values):
                yield from _amounts(values)
            case Known():
                pass


def _in_term(term: Term) -> Iterator[Fraction]:
    match term:
        case Constant(value):
            yield from _amounts((value,))
        case Arith(_, left, right):
            yield from (*_in_term(left), *_in_term(right))
        case Fact():
            return


def _amounts(values: Iterable[Any]) -> Iterator[Fraction]:
    for value in values:
        if isinstance(value, (int, float, Fraction)) and not isinstance(value, bool):
            yield Fraction(str(value)) if isinstance(value, float) else Fraction(value)
