"""What is wrong with the form of a rule of one's own before any rule is made of it, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from springstep.engine.characters import why_unfit
from springstep.engine.errors import nearest, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import MOST_LETTERS
from springstep.rendering.desk.own_fields import number_in
from springstep.rendering.desk.own_form import FACTS, MENUS, TEXTS, ChosenFact, OwnRule


def wanting(form: OwnRule, base: RuleBase) -> Iterator[tuple[str, str]]:
    """Yield each field that is not filled in as it may be, and what is wrong with it."""
    entered = form.entered
    known = {"topic": base.topics, "moment": base.vocabulary.moments, "reason": base.domain.reasons}
    for field, label in MENUS.items():
        yield from _unknown(field, label, entered.get(field, ""), known[field])
    for field, label in TEXTS.items():
        text = entered.get(field, "")
        what = _unfit(text) if text else "is still to be filled in"
        if field == "name" and text and not re.search(r"[a-z0-9]", text.lower()):
            what = "needs a letter from a to z, or a digit"
        if what:
            yield field, f"{label} {what}"
    for field in FACTS:
        if field in entered and entered[field] not in form.facts:
            yield (
                field,
                f"No fact of this moment is called {shown(entered[field])}; {nearest(entered[field], form.facts)}",
            )
    if not form.chosen and not any(field in entered for field in FACTS):
        yield "fact1", "Choose at least one fact"
    for chosen in form.chosen:
        yield from _wanting_of(chosen)
    yield from _wanting_then(form, base)


def _wanting_of(chosen: ChosenFact) -> Iterator[tuple[str, str]]:
    fact, value = chosen.fact, chosen.values.get("", "")
    label = fact.info.label[:1].upper() + fact.info.label[1:]
    yield from _unknown(f"is{chosen.number}", label, chosen.how, fact.comparisons)
    if fact.item:
        if not chosen.values:
            yield chosen.field(next(iter(fact.item))), f"{label}: choose at least one"
        for name, each in chosen.values.items():
            yield from _unknown(chosen.field(name), label, each, fact.item[name].values)
    elif fact.values:
        yield from _unknown(chosen.field(), label, value, fact.values)
    elif number_in(value, fact.info) is None:
        yield chosen.field(), f"{label}: {_refused(value)}; allowed: {fact.allowed}"


def _wanting_then(form: OwnRule, base: RuleBase) -> Iterator[tuple[str, str]]:
    entered = form.entered
    for each in form.conclusions:
        value = entered.get(each.field, "")
        if value and each.choices:
            yield from _unknown(each.field, each.label, value, each.choices)
        elif value and not (re.fullmatch(r"[0-9]{1,6}", value) and each.least <= int(value) <= each.most):
            allowed = f"a whole number from {each.least} to {each.most}"
            yield each.field, f"{each.label}: {_refused(value)}; allowed: {allowed}"
    topic, say = entered.get("advise-topic", ""), entered.get("advise-say", "")
    if topic or say:
        yield from _unknown("advise-topic", "Advice on", topic, base.domain.advice)
        what = _unfit(say) if say else "is still to be filled in"
        if what:
            yield "advise-say", f"The advice {what}"
    if not (topic or say or any(each.field in entered for each in form.conclusions)):
        yield "then", "Say at least one thing that follows"


def _unknown(field: str, label: str, value: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    if not value:
        yield field, f"{label}: choose one"
    elif value not in known:
        yield field, f"{label}: {_refused(value)}; {nearest(value, known)}"


def _refused(value: str) -> str:
    return f"{shown(value)} is not allowed" if value else "is still to be filled in"


def _unfit(text: str) -> str:
    if len(text) > MOST_LETTERS:
        return f"is too long; at most {MOST_LETTERS} letters"
    return why_unfit(text) or ("is too short; at least 3 letters" if len(text) < 3 else "")
