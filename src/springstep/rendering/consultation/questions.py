"""A question as the fields of a form: what to choose from, what to tick, or what to fill in."""

from __future__ import annotations

import math
import re
from typing import Literal, NamedTuple

from springstep.engine.consultation.events import Asked
from springstep.engine.inference.plain_answers import info_of, understand
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.check_in_parts import CheckInPart, check_in_part
from springstep.rendering.consultation.lines import (
    Entered,
    amount_in,
    is_answer,
    line_of,
    told_besides,
)
from springstep.rendering.consultation.picks import Pick, capital, picks, sentences

_TYPED = ", with commas between"
"""What is said to who types a line, and not to who ticks."""
_IDS = re.compile(r"(?<=[a-z])_(?=[a-z])")
"""What joins the words of a name that a program reads."""
_SHORTEST_SLIDE = 10
_MOST_STEPS = 10
"""How far apart the least and the most of a number are at most that is chosen and not filled in."""
_ROWS = 3
"""How many items a form has room for; further ones are told in words."""


class ItemField(NamedTuple):
    """A field of the items of a list, and what it may be."""

    label: str
    choices: tuple[Pick, ...]


class QuestionForm(NamedTuple):
    """How a question is asked."""

    kind: Literal["one", "scale", "some", "items", "parts", "fill"]
    """Choose one, or a number of a few; tick some; fill in rows of fields, or what there is of several facts; or fill
    in words or a number."""
    question: str
    choices: tuple[Pick, ...] = ()
    nothing: Pick | None = None
    """What to tick where nothing is to be named."""
    fields: tuple[ItemField, ...] = ()
    rows: int = 0
    parts: tuple[CheckInPart, ...] = ()
    unit: str = ""
    help: str = ""
    empty: str = ""
    """What it means to give no answer; empty where that is none."""
    exact: bool = False
    """Whether it takes nothing but a number, from ``least`` to ``most`` by ``step``."""
    least: float | None = None
    most: float | None = None
    step: str = "any"

    def slide(self, told: str) -> int:
        """Return how far a slider goes that stands at a number: as far again, so that a hand can set it."""
        assert self.least is not None and self.most is not None
        try:
            about = math.ceil(float(told))
        except (OverflowError, ValueError):
            about = 0
        return int(min(self.most, max(_SHORTEST_SLIDE, self.least + 2 * about)))


def form_of(asked: Asked, base: RuleBase) -> QuestionForm:
    """Return the form of a question."""
    form = _form(asked, base)
    empty = asked.default or "" if form.nothing is None else ""
    return form._replace(help=_IDS.sub(" ", form.help), empty=empty)


def exact_form_of(asked: Asked, base: RuleBase) -> QuestionForm:
    """Return the form of a question to which there is an answer already: a number is asked for as nothing else."""
    form = form_of(asked, base)._replace(empty="")
    if asked.kind != "number" or form.kind != "fill":
        return form
    least = 0 if asked.minimum is None else asked.minimum
    step = "1" if asked.integer else "any"
    return form._replace(exact=True, least=_whole(least), most=_whole(asked.maximum), step=step)


def _form(asked: Asked, base: RuleBase) -> QuestionForm:
    if asked.kind == "check_in":
        if not asked.options:
            parts = tuple(part for fact in asked.facts if (part := check_in_part(base, asked.fact, fact)) is not None)
            return QuestionForm("parts", asked.question, parts=parts, help=asked.help)
        word = base.vocabulary.check_ins[asked.fact].nothing[:1]
        nothing = next((Pick(each, f"{capital(each)} of this") for each in word), None)
        return QuestionForm("some", asked.question, picks(asked.options), nothing, help=asked.help.replace(_TYPED, ""))
    info = info_of(asked.fact, base)
    if asked.kind == "number" and (steps := _steps(asked)):
        return QuestionForm("scale", asked.question, steps, help=asked.help)
    if asked.kind in ("number", "quantity"):
        return QuestionForm("fill", asked.question, unit=asked.unit if asked.kind == "number" else "", help=asked.help)
    if asked.kind == "items" and not asked.begun:
        nothing = Pick("none", "None of these" if asked.options else "None")
        if asked.options:
            return QuestionForm("some", asked.question, picks(asked.options, info), nothing, help=info.help)
        fields = tuple(
            ItemField(each.question, picks(each.options, base.facts[f"{_scope(info, base)}.{each.name}"]))
            for each in asked.fields
        )
        return QuestionForm("items", asked.question, (), nothing, fields, _ROWS, help=asked.help)
    if asked.options:
        choices = picks(asked.options, info if not asked.begun else None)
        return QuestionForm("one", asked.question, choices, help=info.help)
    return QuestionForm("fill", asked.question, help=asked.help)


def _steps(asked: Asked) -> tuple[Pick, ...]:
    """Return the numbers to choose from, where these are few."""
    low, high = asked.minimum, asked.maximum
    if low is None or high is None or not asked.integer or high - low > _MOST_STEPS:
        return ()
    return tuple(Pick(str(number), str(number)) for number in range(int(low), int(high) + 1))


def _whole(number: float | None) -> float | None:
    return int(number) if number is not None and number == int(number) else number


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
        return sentences(f"{base.facts[part.fact].label}: {error.what}", error.allowed)
    return ""


def _scope(info: FactInfo, base: RuleBase) -> str:
    return next(name for name, scope in base.vocabulary.scopes.items() if scope.list_fact == info.name)
