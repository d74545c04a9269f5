"""Questions that ask for something else than the fact: turned round, in another unit, or with other numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from springstep.engine.audit.report import Finding
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.sense import load_sense

_DENIES = re.compile(r"\b(?:not|no|never|without|neither|nor)\b|n't\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.:])[0-9]+(?:\.[0-9]+)?(?![\w:]|\.[0-9])")


def questions_turned(base: RuleBase) -> Iterator[Finding]:
    """Yield questions that ask for the opposite: a scale with its ends swapped or unnamed, a yes that means no."""
    wanted = load_sense(base).questions
    for info in base.vocabulary.facts.values():
        asked = wanted.get(info.name)
        text = info.question.lower()
        if info.kind == "flag" and _DENIES.search(info.question):
            yield _finding(info, "denies", "a yes-or-no question that denies turns its answer round")
        if asked is not None and asked.asks and not any(word.lower() in text for word in asked.asks):
            words = listed((f"'{word}'" for word in asked.asks), last="or")
            yield _finding(info, "asks", f"a question for '{info.label}' says one of {words}")
        turning = [word for word in asked.never if word.lower() in text] if asked is not None else []
        if turning:
            yield _finding(info, "never", f"'{turning[0]}' turns it round")
        ends = _ends(info)
        if ends and not re.search(ends, info.question, re.IGNORECASE):
            yield _finding(info, "ends", f"it has to say what {info.minimum:g} and {info.maximum:g} mean")


def _ends(info: FactInfo) -> str:
    """Return a pattern of a question that names both ends of a scale, each with words that are said for it."""
    if info.kind != "number" or info.minimum is None or info.maximum is None:
        return ""
    if info.spoken.to_day:  # so many days are no scale
        return ""
    said = [info.spoken.said.get(f"{end:g}", ()) for end in (info.minimum, info.maximum)]
    if not all(said):
        return ""
    low, high = ("|".join(re.escape(words) for words in each) for each in said)
    return rf"\b{info.minimum:g}\b[^0-9]*\b(?:{low})\b.*\b{info.maximum:g}\b[^0-9]*\b(?:{high})\b"


def questions_in_other_units(base: RuleBase) -> Iterator[Finding]:
    """Yield questions for a number that name another unit than the one it is taken in."""
    units = load_sense(base).units
    for info in base.vocabulary.facts.values():
        text = f"{info.question} {info.help}".lower()
        mine = units.get(info.unit, "")
        others = [name for unit, name in units.items() if unit != info.unit and re.search(rf"\b{name}s?\b", text)]
        if info.kind == "number" and mine and others and not re.search(rf"\b{mine}s?\b", text):
            yield _finding(info, "unit", f"it asks for {others[0]}s, and is taken in {mine}s")


def numbers_of_questions(base: RuleBase) -> Iterator[Finding]:
    """Yield numbers in a question or its help that neither its answers nor their bounds hold."""
    for info in base.vocabulary.facts.values():
        held = _held(info)
        for digits in _DIGITS.findall(f"{info.question} {info.help}") if held else ():
            if Fraction(digits) not in held:
                yield _finding(info, digits, f"none of its answers holds {digits}")


def _held(info: FactInfo) -> frozenset[Fraction]:
    """Return the numbers of a fact whose words for numbers are declared; none for any other."""
    bands = info.spoken.bands
    found = [*bands.below.values()] if bands is not None else []
    ends = [each for each in (info.minimum, info.maximum) if each is not None] if _ends(info) else []
    said = (digits for name in info.spoken.said for digits in _DIGITS.findall(name)) if found or ends else ()
    return frozenset([*(Fraction(str(number)) for number in (*found, *ends)), *map(Fraction, said)])


def _finding(info: FactInfo, what: str, why: str) -> Finding:
    says = f"The question for '{info.label}' ({info.name}), '{info.question}': {why}."
    return Finding(id=f"question:{info.name}:{what}", kind="question", subject=info.name, says=says)
