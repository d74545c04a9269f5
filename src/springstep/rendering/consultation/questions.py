"""A question as the fields of a form: what to choose from, what to tick, or what to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.events import Asked
from springstep.engine.consultation.questions import answer_words
from springstep.engine.inference.plain_answers import info_of, understand
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.lines import (
    AMOUNT,
    Entered,
    amount_in,
    is_answer,
    line_of,
    told_besides,
)

_TRIED = 12
"""An amount by which it is seen in which words one is understood."""
_TYPED = ", with commas between"
"""What is said to who types a line, and not to who ticks."""
_ROWS = 3
"""How many items a form has room for; further ones are told in words."""


class Pick(NamedTuple):
    """Something to choose or to tick: the word for it, its label, and what it means."""

    value: str
    label: str
    meaning: str = ""


class ItemField(NamedTuple):
    """A field of the items of a list, and what it may be."""

    label: str
    choices: tuple[Pick, ...]


class CheckInPart(NamedTuple):
    """One of the facts that a check-in asks for at once: what to choose from, or an amount to fill in."""

    fact: str
    label: str
    choices: tuple[Pick, ...] = ()
    """Each with the words that a check-in understands."""
    words: str = ""
    """The words in which an amount is told."""
    unit: str = ""


class QuestionForm(NamedTuple):
    """How a question is asked."""

    kind: Literal["one", "some", "items", "parts", "fill"]
    """Choose one, tick some, fill in rows of fields or what there is of several facts, or fill in words or a number."""
    choices: tuple[Pick, ...] = ()
    nothing: Pick | None = None
    """What to tick where nothing is to be named."""
    fields: tuple[ItemField, ...] = ()
    rows: int = 0
    parts: tuple[CheckInPart, ...] = ()
    unit: str = ""
    help: str = ""


def form_of(asked: Asked, base: RuleBase) -> QuestionForm:
    """Return the form of a question."""
    if asked.kind == "check_in":
        if not asked.options:
            parts = tuple(part for fact in asked.facts if (part := _part(asked.fact, fact, base)) is not None)
            return QuestionForm("parts", parts=parts, help=asked.help)
        nothing = Pick(asked.default, f"{_capital(asked.default)} of this") if asked.default else None
        return QuestionForm("some", _choices(asked.options), nothing, help=asked.help.replace(_TYPED, ""))
    info = info_of(asked.fact, base)
    if asked.kind in ("number", "quantity"):
        return QuestionForm("fill", unit=asked.unit if asked.kind == "number" else "", help=asked.help)
    if asked.kind == "items" and not asked.begun:
        nothing = Pick("none", "None of these" if asked.options else "None")
        if asked.options:
            return QuestionForm("some", _choices(asked.options, info), nothing, help=info.help)
        fields = tuple(
            ItemField(
                _capital(each.name.replace("_", " ")),
                _choices(each.options, base.facts[f"{_scope(info, base)}.{each.name}"]),
            )
            for each in asked.fields
        )
        return QuestionForm("items", (), nothing, fields, _ROWS, help=asked.help)
    if asked.options:
        return QuestionForm("one", _choices(asked.options, info if not asked.begun else None), help=info.help)
    return QuestionForm("fill", help=asked.help)


def mistake_in(form: QuestionForm, entered: Entered, base: RuleBase) -> str:
    """Return what is wrong with what was entered before it is taken as an answer; empty for nothing."""
    if not is_answer(entered):
        return ""
    if form.nothing is not None:
        ticked = form.nothing.value in entered.get("ticked", ())
        if ticked and told_besides(entered, form.nothing.value):
            return f"Tick either what applies, or “{form.nothing.label}”"
        if not line_of(entered):
            return f"Tick what applies, or “{form.nothing.label}”"
    told = (_amount_mistake(part, amount_in(entered, number), base) for number, part in enumerate(form.parts))
    return " ".join(filter(None, told))


def _amount_mistake(part: CheckInPart, amount: str, base: RuleBase) -> str:
    """Return what is wrong with an amount as an answer to its own question; empty for nothing."""
    if part.choices or not amount:
        return ""
    try:
        understand(part.fact, amount, base)
    except AnswerError as error:
        return f"{_capital(base.facts[part.fact].label)}: {error.what}. {_capital(error.allowed)}."
    return ""


@lru_cache(maxsize=256)
def _part(check_in: str, fact: str, base: RuleBase) -> CheckInPart | None:
    """Return how a check-in asks for one of its facts; ``None`` where it understands no answer to that alone."""
    info = base.facts[fact]
    if info.kind in ("word", "flag"):
        values = info.values if info.kind == "word" else (True, False)
        found = [(value, _told(check_in, fact, value, base)) for value in values]
        choices = tuple(
            Pick(words, _capital(answer_words(fact, value, base)), info.spoken.meanings.get(str(value), ""))
            for value, words in found
            if words
        )
        return CheckInPart(fact, info.question, choices) if choices else None
    if info.kind == "number":
        tried = int(min(_TRIED, info.maximum if info.maximum is not None else _TRIED))
        words = _told(check_in, fact, tried, base).replace(str(tried), AMOUNT)
        return CheckInPart(fact, info.question, words=words, unit=info.unit) if words else None
    return CheckInPart(fact, info.question) if info.kind == "quantity" else None


def _told(check_in: str, fact: str, value: Any, base: RuleBase) -> str:
    """Return words by which a check-in understands an answer to one fact, and nothing else; empty for none."""
    info = base.facts[fact]
    if isinstance(value, bool):
        tried = [info.label if value else f"no {info.label}"]
    elif isinstance(value, int):
        tried = [f"{value} {info.unit}".strip(), f"{value} {info.label}", str(value)]
    else:
        tried = [plain(value)]
    for words in tried:
        try:
            reading = read_check_in(base.vocabulary.check_ins[check_in], words, base)
        except AnswerError:
            continue
        if reading.given.get(fact) == value and not reading.opened:
            return words
    return ""


def _choices(options: Sequence[str], info: FactInfo | None = None) -> tuple[Pick, ...]:
    meanings = info.spoken.meanings if info is not None else {}
    return tuple(Pick(each, _capital(plain(each)), meanings.get(each, "")) for each in options)


def _scope(info: FactInfo, base: RuleBase) -> str:
    return next(name for name, scope in base.vocabulary.scopes.items() if scope.list_fact == info.name)


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
