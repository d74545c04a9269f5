"""The questions of a consultation as a person meets them: words, options, default, and what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from springstep.engine.consultation.events import Asked, AskedField, Review, Reviewed
from springstep.engine.consultation.state import State, answers_so_far
from springstep.engine.inference.history import of_another
from springstep.engine.inference.plain_answers import allowed, info_of, understand
from springstep.engine.language.allowed_answers import choices
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.wording import listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_UNSAID = "you named nothing of it"
Named = TypeVar("Named")


def may_be_unknown(state: State, fact: str, base: RuleBase) -> bool:
    """Tell whether a question may be answered with unknown."""
    return fact != MOMENT and state.moment not in base.vocabulary.facts[fact].required_at


def ask(state: State, fact: str, at_most_more: int | None, base: RuleBase) -> Asked:
    """Return a question as it is asked at this point."""
    info = info_of(fact, base)
    begun = tuple(state.begun.get(fact, ()))
    lacking = missing_field(begun, fact, base) if begun else None
    number = state.trail.index(fact) + 1 if fact in state.trail else len(state.trail) + 1
    return Asked(
        fact=fact,
        number=number,
        at_most_more=at_most_more,
        question=_with_reason(state, fact, _question(state, info)) if not begun else _question_on(begun, info, lacking),
        help=info.explained if lacking is None else lacking.explained,
        kind=info.kind,  # type: ignore[arg-type]  # a case's fact is never a scale
        minimum=info.minimum,
        maximum=info.maximum,
        integer=info.integer,
        unit=info.unit,
        fields=tuple(
            AskedField(name=part.name.split(".")[1], question=part.question, help=part.explained, options=part.values)
            for part in base.vocabulary.fields_of(fact)
            if not info.item_words
        ),
        may_be_unknown=may_be_unknown(state, fact, base),
        options=_options(info) if lacking is None else lacking.values,
        allowed=allowed(info, base) if lacking is None else choices(lacking, base.vocabulary),
        default=default_words(state, fact, base),
        begun=begun,
    )


def missing_field(items: tuple[Mapping[str, Any], ...], fact: str, base: RuleBase) -> FactInfo | None:
    """Return the field that items of a list which were named still lack; ``None`` where they lack nothing."""
    fields = base.vocabulary.fields_of(fact)
    if len(fields) < 2:  # plain words
        return None
    return next((info for info in fields if any(info.name.split(".")[1] not in item for item in items)), None)


def _question_on(begun: tuple[Any, ...], info: FactInfo, lacking: FactInfo | None) -> str:
    """Return a question about a list of which some items were named: what they lack, or what there is besides."""
    named = [plain(str(each)) for item in begun for each in (item.values() if isinstance(item, Mapping) else (item,))]
    words = listed(named, last="and")
    if lacking is None:
        return f"{info.question} Besides {words}."
    return f"{words[0].upper()}{words[1:]}: {lacking.question[0].lower()}{lacking.question[1:]}"


def _question(state: State, info: FactInfo) -> str:
    """Return a question in words, with what is remembered of what it is about."""
    recalled = next((memory for memory in state.history if memory.fact == info.recalls), None)
    if recalled is None:
        return info.question
    return info.recalled.format(value=plain(recalled.value), note=recalled.note)


def _with_reason(state: State, fact: str, question: str) -> str:
    """Return a question with what the shell knows of it said first."""
    return f"{state.reasons[fact]} {question}" if fact in state.reasons else question


def _options(info: FactInfo) -> tuple[str, ...]:
    if info.kind in ("word", "row"):
        return info.values
    return ("yes", "no") if info.kind == "flag" else info.item_words


def default_of(state: State, fact: str, base: RuleBase) -> tuple[bool, Any]:
    """Return whether an empty answer is allowed, and what it means: the present answer, last time's, or *not known*.

    Only what does not change from day to day is offered from last time, and only while what it is of is told as then.
    """
    if fact in state.answers:
        return True, state.answers[fact]
    if fact == MOMENT:
        return True, state.moment or base.vocabulary.facts[MOMENT].values[0]
    remembered = {memory.fact: memory.value for memory in state.history if memory.fact in base.vocabulary.kept}
    then = {**state.usual, **remembered}
    if fact in then and not of_another(fact, state.answers, then, base.vocabulary):
        return True, then[fact]
    return may_be_unknown(state, fact, base), None


def volunteered_answer(state: State, fact: str, base: RuleBase) -> str:
    """Return the volunteered fact given in place of an answer, when that is asked again; otherwise empty."""
    for info in base.vocabulary.facts.values():
        if info.answers == fact and state.answers.get(info.name):
            return str(state.answers[info.name])
    return ""


def default_words(state: State, fact: str, base: RuleBase) -> str | None:
    """Return what an empty answer means, in words; ``None`` when it means nothing yet."""
    if kept := volunteered_answer(state, fact, base):
        return kept
    has, value = default_of(state, fact, base)
    if value is not None:
        return answer_words(fact, value, base)
    return "not known" if has and fact in (state.hesitated, *state.answers) else None


def answer_words(fact: str, value: Any, base: RuleBase) -> str:
    """Write an answer as people would."""
    if value is None:
        return "not known"
    if isinstance(value, (list, tuple)):
        read = base.vocabulary.list_scopes[fact].values_in
        return ", ".join(" ".join(map(plain, read(item))) for item in value) or "none"
    return value_words(fact, value, base.facts)


def read_answer(
    fact: str,
    text: str,
    base: RuleBase,
    *,
    today: date | None = None,
    known: Mapping[str, Any] | None = None,
    numbered: bool = True,
) -> dict[str, Any]:
    """Return the facts that an answer gives: usually the one asked, or one that may be given in its place."""
    return dict(understand(fact, text, base, today=today, known=known, numbered=numbered).facts)


def with_answer(answers: Mapping[str, Any], fact: str, facts: Mapping[str, Any], base: RuleBase) -> dict[str, Any]:
    """Return the answers with a new one, which replaces an earlier answer even if that was given another way.

    If a fact was given in place of another that cannot be derived from it, the other is unknown.
    """
    since = base.vocabulary.facts[fact].spoken.since
    stale = since is not None and fact in answers and answers[fact] != facts.get(fact)
    found = {name: value for name, value in answers.items() if not (stale and since and name == since.fact)}
    found |= facts
    for other in base.vocabulary.facts.values():
        if not other.answers:
            continue
        if fact == other.answers:
            found.pop(other.name if fact in facts else fact, None)
        needed = [name for name in base.vocabulary.defined[other.answers].reads if name != other.name]
        if fact in needed and facts[fact] is None and found.get(other.name) is not None:
            found.setdefault(other.answers, None)
    return found


def _note(fact: str, state: State) -> str:
    """Return what to say of an answer besides itself: that it was not named, or how it was told."""
    return _UNSAID if fact in state.unsaid else state.said.get(fact, "")


def review(state: State, base: RuleBase) -> Review:
    """Return every answer so far: those given, in order, then those from the diary."""
    known = answers_so_far(state, base)
    given = [
        Reviewed(
            fact=fact,
            label=base.facts[fact].label,
            answer=answer_words(fact, value, base),
            source="you" if value is not None else "not known",
            note=_note(fact, state) if fact in known else "does not count at present",
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
    """Return the one name that some words mean, by any of its names or their beginnings; raises ``AnswerError``."""
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
        raise AnswerError(
            f"'{text}' could be {', '.join(plain(name) for name in found)}", f"say which {what}", code="ambiguous"
        )
    raise AnswerError(
        f"no {what} is called '{text}'", "allowed: " + ", ".join(plain(name) for name in names), code="unknown_name"
    )
