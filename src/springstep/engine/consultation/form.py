"""Which questions a form of one's own still has to ask: those that may change what to do, the next one first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.inference.case import Case
from springstep.engine.language.fact_info import MOMENT, FactInfo, is_unknown
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase


class FormOption(Record):
    """A word that may be answered."""

    value: str
    meaning: Annotated[str, Described("In words; empty where the value says it all.")]


class FormField(Record):
    """One field of the items of a list."""

    name: str
    question: str
    options: tuple[FormOption, ...]


class FormQuestion(Record):
    """A question, with all that a form needs to ask it."""

    fact: Annotated[str, OneOf("fact"), Described("The field of the case that the answer goes into.")]
    question: str
    help: str
    kind: Annotated[
        Literal["word", "flag", "number", "items", "quantity", "row"],
        Described("word, row: one of `options`; items: a list of `options`, or of items with `fields`."),
    ]
    required: Annotated[bool, Described("Whether no plan is made without an answer.")]
    options: tuple[FormOption, ...]
    fields: Annotated[tuple[FormField, ...], Described("The fields of the items of a list; otherwise empty.")]
    minimum: float | None
    maximum: float | None
    integer: Annotated[bool, Described("Whether a number must be whole.")]
    unit: str
    examples: Annotated[tuple[str, ...], Described("Answers that would do, as texts.")]


class NextQuestions(Record):
    """What is still to be asked of a case that is not whole yet."""

    schema_version: Literal["1.0"] = "1.0"
    moment: Annotated[str, OneOf("moment")]
    settled: Annotated[bool, Described("Whether no answer to any other question would change what to do.")]
    questions: Annotated[tuple[FormQuestion, ...], Described("Those that may still matter, the next one first.")]
    proved: Annotated[bool, Described("Whether two ways to answer are known that make the next one matter.")]


def next_questions(case: Case, told: Mapping[str, Any], base: RuleBase) -> NextQuestions:
    """Return the questions that may still change what to do; what ``told`` holds as unknown is not asked again."""
    asked = {info.name for info in base.vocabulary.asked_at(case.moment)}
    known = {name: value for name, value in case.given.items() if name != MOMENT}
    unknown = {name: None for name, value in told.items() if name in asked and is_unknown(value)}
    state = inquiry_of(base, case.moment).inquiry_state({**unknown, **known})
    names = dict.fromkeys(name for name in (state.next, *state.open) if name is not None)
    return NextQuestions(
        moment=case.moment,
        settled=state.settled,
        questions=() if state.settled else tuple(_question(base.vocabulary.facts[n], case.moment, base) for n in names),
        proved=state.witness is not None,
    )


def _question(info: FactInfo, moment: str, base: RuleBase) -> FormQuestion:
    plain = info.scope is None or info.scope.plain
    return FormQuestion(
        fact=info.name,
        question=info.question,
        help=info.help,
        kind=info.kind,  # type: ignore[arg-type]  # a case's fact is never a scale
        required=moment in info.required_at,
        options=_options(info, info.item_words or info.values) if plain else (),
        fields=()
        if plain
        else tuple(
            FormField(name=part.name.split(".")[1], question=part.question, options=_options(part, part.values))
            for part in base.vocabulary.fields_of(info.name)
        ),
        minimum=info.minimum,
        maximum=info.maximum,
        integer=info.integer,
        unit=info.unit if info.kind == "number" else "",
        examples=info.examples or info.spoken.examples,
    )


def _options(info: FactInfo, values: tuple[str, ...]) -> tuple[FormOption, ...]:
    meanings = info.spoken.meanings
    return tuple(FormOption(value=value, meaning=meanings.get(value, "")) for value in values)
