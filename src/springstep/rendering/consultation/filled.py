"""What was answered before, as the fields of a form, for whoever comes back to a question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.events import Asked
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.state import State
from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.answers import AnswerError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.check_in_parts import CheckInPart
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.picks import Pick, capital
from springstep.rendering.consultation.questions import QuestionForm


def filled_in(form: QuestionForm, asked: Asked, state: State, base: RuleBase) -> Entered:
    """Return how a form is filled in with the answer that stands; empty where there is none."""
    if form.kind == "parts":
        return _parts(form, state, base)
    if asked.kind == "check_in":
        return _named(form, asked, state, base)
    value = state.answers.get(asked.fact)
    if value is None or asked.begun:
        return {}
    if form.kind == "fill":
        return {"words": [_amount(asked.fact, state, base)]}
    if form.kind in ("one", "scale"):
        return {"ticked": [each.value for each in form.choices if _read(asked.fact, each, base) == value]}
    read = base.vocabulary.list_scopes[asked.fact].values_in
    items = [[str(word) for word in read(item)] for item in value]
    if not items:
        return {"ticked": [form.nothing.value]} if form.nothing is not None else {}
    if form.kind == "some":
        return {"ticked": [word for words in items for word in words]}
    rows = {f"item_{number}": words for number, words in enumerate(items[: form.rows])}
    return {**rows, "words": [", ".join(" ".join(words) for words in items[form.rows :])]}


def _read(fact: str, pick: Pick, base: RuleBase) -> Any:
    """Return what a choice comes to as an answer."""
    return understand(fact, pick.value, base).facts.get(fact)


def _amount(fact: str, state: State, base: RuleBase) -> str:
    """Return an amount as it was told."""
    value = state.answers[fact]
    return str(value) if base.facts[fact].kind == "number" else state.said.get(fact, answer_words(fact, value, base))


def _parts(form: QuestionForm, state: State, base: RuleBase) -> Entered:
    told = [each for each in form.parts if state.answers.get(each.fact) is not None]
    found = {"part": [words for each in told if each.choices for words in _chosen(each, state, base)]}
    amounts = {
        f"amount_{number}": [_amount(part.fact, state, base)]
        for number, part in enumerate(form.parts)
        if part in told and not part.choices
    }
    return {**found, **amounts}


def _chosen(part: CheckInPart, state: State, base: RuleBase) -> Iterator[str]:
    words = capital(answer_words(part.fact, state.answers[part.fact], base))
    yield from (each.value for each in part.choices if each.label == words)


def _named(form: QuestionForm, asked: Asked, state: State, base: RuleBase) -> Entered:
    """Return what was named in a check-in: what stands as it gives it, or was asked about further for it."""
    if asked.fact not in state.met:
        return {}
    stands = {each.value: _stands(asked.fact, each, state, base) for each in form.choices}
    asked_about = [opened for opened in stands.values() if opened]
    ticked = [
        word
        for word, opened in stands.items()
        if opened is not None and not (opened and any(opened < other for other in asked_about))
    ]
    if form.nothing is not None and not ticked and _all_unsaid(asked.fact, state, base):
        ticked = [form.nothing.value]
    return {"ticked": ticked}


def _stands(check_in: str, pick: Pick, state: State, base: RuleBase) -> set[str] | None:
    """Return what a word asks further about, where that was done or it stands as an answer; ``None`` where not."""
    try:
        reading = read_check_in(base.vocabulary.check_ins[check_in], pick.value, base)
    except AnswerError:
        return None
    gives = all(_holds(state.answers.get(name), value) for name, value in reading.given.items())
    named = {*state.opened, *state.answers}.difference(state.unsaid)
    stands = gives and named.issuperset(reading.opened) and bool(reading.given or reading.opened)
    return set(reading.opened) if stands else None


def _all_unsaid(check_in: str, state: State, base: RuleBase) -> bool:
    """Tell whether nothing was named of what a check-in takes for granted."""
    return {name for name in base.vocabulary.check_ins[check_in].otherwise if name in state.answers} <= set(
        state.unsaid
    )


def _holds(known: Any, told: Any) -> bool:
    """Tell whether an answer is what was told, or holds it."""
    if isinstance(told, (list, tuple)) and isinstance(known, (list, tuple)):
        return all(each in known for each in told)
    return bool(known == told)
