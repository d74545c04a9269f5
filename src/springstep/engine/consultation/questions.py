"""The questions of a consultation as a person meets them: words, options, default, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from springstep.engine.consultation.events import Asked, AskedField, Review, Reviewed
from springstep.engine.consultation.state import State, told
from springstep.engine.language.answers import AnswerError, choices, parse_answer
from springstep.engine.language.vocabulary import FactInfo, case_facts, fields_of
from springstep.engine.language.words import plain, value_words
from springstep.engine.rulebase.base import RuleBase
from springstep.knowledge.facts import DISTANCE_PATTERN, PACE_PATTERN

UNKNOWN_WORDS = ("unknown", "don't know", "dont know", "not known", "no idea")
Named = TypeVar("Named")


def info_of(fact: str, base: RuleBase) -> FactInfo:
    """Return what is known of a fact; for a drill its options are the catalogue."""
    info = case_facts()[fact]
    return replace(info, values=tuple(base.drill_by_id)) if info.kind == "drill" else info


def may_be_unknown(state: State, fact: str) -> bool:
    """Tell whether a question may be left open."""
    return fact != "moment" and state.moment not in case_facts()[fact].required_at


def ask(state: State, fact: str, at_most_more: int | None, base: RuleBase) -> Asked:
    """Return a question as it is asked at this point."""
    info = info_of(fact, base)
    number = state.trail.index(fact) + 1 if fact in state.trail else len(state.trail) + 1
    return Asked(
        fact=fact,
        number=number,
        at_most_more=at_most_more,
        question=info.question,
        help=info.help,
        kind=info.kind,  # type: ignore[arg-type]  # a case's fact is never a scale
        minimum=info.minimum,
        maximum=info.maximum,
        integer=info.integer,
        unit=info.unit,
        fields=tuple(
            AskedField(name=part.name.split(".")[1], question=part.question, help=part.help, options=part.values)
            for part in fields_of(fact)
        ),
        may_be_unknown=may_be_unknown(state, fact),
        options=info.values if info.kind in ("word", "drill") else ("yes", "no") if info.kind == "flag" else (),
        allowed=allowed(info),
        default=default_words(state, fact, base),
    )


def allowed(info: FactInfo) -> str:
    """Say what may be answered."""
    if info.name == "duration_min":
        return f"{choices(info)}, or a distance such as 10 km"
    if info.kind == "text":
        return "such as 6:00/km or 9:40/mi" if info.name == "pace" else "such as 10 km or 6 mi"
    return choices(info)


def default_of(state: State, fact: str) -> tuple[bool, Any]:
    """Return whether an empty answer means something, and what: the answer kept, last time's, or *not known*.

    Only what a runner is (goal, coach, shoes ...) is offered from last time; how the legs are today never is.
    """
    if fact in state.answers:
        return True, state.answers[fact]
    if fact == "moment":
        return True, state.moment or "before"
    if fact in state.usual:
        return True, state.usual[fact]
    return may_be_unknown(state, fact), None


def kept_distance(state: State, fact: str) -> str:
    """Return the distance that was told in place of the minutes, when these are asked again; else nothing."""
    return str(state.answers.get("distance") or "") if fact == "duration_min" else ""


def default_words(state: State, fact: str, base: RuleBase) -> str | None:
    """Return the default in words; ``None`` when there must be an answer."""
    if kept := kept_distance(state, fact):
        return kept
    has, value = default_of(state, fact)
    return (answer_words(fact, value, base) if value is not None else "not known") if has else None


def answer_words(fact: str, value: Any, base: RuleBase) -> str:
    """Write an answer as people do."""
    if value is None:
        return "not known"
    if isinstance(value, (list, tuple)):
        return ", ".join(" ".join(plain(part) for part in item.values()) for item in value) or "none"
    return value_words(fact, value, base.facts)


def read_answer(fact: str, text: str, base: RuleBase) -> dict[str, Any]:
    """Return the facts that an answer tells: usually the one asked; a length may be told as a distance."""
    info = info_of(fact, base)
    tight = " ".join(text.split()).lower()
    if fact == "duration_min" and re.fullmatch(DISTANCE_PATTERN, tight):
        return {"distance": tight}
    if info.kind == "text":
        tight = tight.replace(" per ", "/").replace("min/", "/").replace(" ", "") if fact == "pace" else tight
        if not re.fullmatch(PACE_PATTERN if fact == "pace" else DISTANCE_PATTERN, tight):
            raise AnswerError(f"'{text.strip()}' is not understood", allowed(info))
        return {fact: tight}
    try:
        return {fact: parse_answer(info, text)}
    except AnswerError as error:
        raise AnswerError(error.what, allowed(info) if error.allowed == choices(info) else error.allowed) from None


def with_answer(answers: Mapping[str, Any], fact: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with a new one; a length told anew replaces the way in which it was told before.

    With a distance and no pace to make minutes of it, the length is not known.
    """
    found = {**answers, **facts}
    if fact == "duration_min":
        found.pop("distance" if "duration_min" in facts else "duration_min", None)
    if fact == "pace" and facts["pace"] is None and found.get("distance") is not None:
        found.setdefault("duration_min", None)
    return found


def review(state: State, base: RuleBase) -> Review:
    """Return every answer so far: those given, in order, then those from the diary."""
    known = told(state, base)
    given = [
        Reviewed(
            fact=fact,
            label=base.facts[fact].label,
            answer=answer_words(fact, value, base),
            source="you" if value is not None else "not known",
            note="" if fact in known else "does not count at present",
        )
        for fact, value in state.answers.items()
    ]
    remembered = [
        Reviewed(
            fact=memory.fact,
            label=base.facts[memory.fact].label,
            answer=answer_words(memory.fact, memory.value, base),
            source="diary",
            note=memory.note,
        )
        for memory in state.history
        if state.answers.get(memory.fact) is None and known.get(memory.fact) == memory.value
    ]
    return Review(answers=(*given, *remembered))


def named(text: str, names: Mapping[str, Iterable[str]], what: str) -> str:
    """Return the one name that some words mean, by any of its names or their beginning; raises ``AnswerError``."""
    word = re.sub(r"[\s_-]+", " ", text.strip().lower())
    spoken = {
        name: [re.sub(r"[\s_-]+", " ", each.lower()) for each in (name, *others)] for name, others in names.items()
    }
    exact = [name for name, others in spoken.items() if word in others]
    begun = [name for name, others in spoken.items() if any(each.startswith(word) for each in others)]
    found = exact or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise AnswerError(f"'{text}' could be {', '.join(plain(name) for name in found)}", f"say which {what}")
    raise AnswerError(f"no {what} is called '{text}'", "allowed: " + ", ".join(plain(name) for name in names))
