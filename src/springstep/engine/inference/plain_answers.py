"""Plain answers to a fact of a rule base, read the same way at a prompt, in a file and in an option."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.allowed_answers import choices, such_as
from springstep.engine.language.answers import AnswerError, read
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.figures import SECONDS
from springstep.engine.language.spoken.lines import checked_line
from springstep.engine.language.spoken.phrases import UNKNOWN
from springstep.engine.language.spoken.tidy import tidy, words_of
from springstep.engine.language.spoken.units import quantity_of
from springstep.engine.language.wording import plain, value_words
from springstep.engine.rulebase.base import RuleBase


class Understood(Frozen):
    """The facts that an answer gives, and how it was told."""

    facts: Mapping[str, Any]
    said: str = ""
    """The answer in its own words; empty where it is the value itself."""
    safer: str = ""
    """What was taken as the safer of several readings, in words; empty where there was one."""

    @property
    def note(self) -> str:
        """Return what to say beside the value: the words that were told, and where a safer reading was taken."""
        told = f'"{self.said}"' if self.said else ""
        return f"{told}, read as {self.safer}" if self.safer else told


def info_of(fact: str, base: RuleBase) -> FactInfo:
    """Return the definition of a fact; where it names a row of a table, the rows are its values."""
    info = base.vocabulary.facts[fact]
    return replace(info, values=tuple(base.tables[info.table].by_id)) if info.kind == "row" else info


def means_unknown(text: str) -> bool:
    """Tell whether an answer says that one does not know."""
    return " ".join(words_of(text)) in UNKNOWN


def allowed(info: FactInfo, base: RuleBase) -> str:
    """Say what may be answered."""
    others = [each for each in base.vocabulary.facts.values() if each.answers == info.name]
    if others:
        named = ", ".join(f"a {each.label} such as {each.examples[0]}" for each in others)
        return f"{choices(info, base.vocabulary)}, or {named}"
    if info.kind == "quantity":
        return f"such as {' or '.join(info.examples)}"
    return choices(info, base.vocabulary)


def understand(
    fact: str,
    text: str,
    base: RuleBase,
    *,
    today: date | None = None,
    known: Mapping[str, Any] | None = None,
    asked: bool = True,
    numbered: bool = True,
) -> Understood:
    """Return the facts that an answer gives: the one asked, one that may be given in its place, or one told with it.

    ``today`` is the day from which times count; ``known`` holds what was answered before, for the unit used last. With
    ``asked`` false nobody can be asked back: the safer reading is taken. With ``numbered`` false a number is no place
    in a list of options, and no word may be cut short. Raises ``AnswerError``, and ``AskedBackError`` to ask which.
    """
    info = info_of(fact, base)
    text = checked_line(text)
    if together := _told_together(fact, text, base):
        return Understood(together, _own_words("", text))
    used = _used(info, base, known or {})
    for other in base.vocabulary.facts.values():
        if other.answers == fact and (told := quantity_of(other, text, used)) is not None:
            return Understood({other.name: told}, _own_words(told, text))
    if info.kind == "quantity":
        told = quantity_of(info, text, used)
        if told is None:
            raise AnswerError(f"'{text.strip()}' is not understood", such_as(info, base.vocabulary))
        return Understood({fact: told}, _own_words(told, text))
    made = read(info, text, base.vocabulary, today=today, asked=asked, numbered=numbered, begun=numbered)
    facts = {fact: made.value}
    since = info.spoken.since
    if since is not None and made.since is not None:
        number = base.vocabulary.facts[since.fact]
        weeks = made.since * SECONDS["days"] // SECONDS[number.unit]
        facts[since.fact] = min(weeks, int(number.maximum or weeks))
    return Understood(facts, _own_words(_written(info, made.value, base), text, info.kind), made.safer)


def _told_together(fact: str, text: str, base: RuleBase) -> dict[str, Any]:
    """Return what a phrase gives that a check-in hears although it is not about this fact; nothing for any other."""
    phrase = " ".join(tidy(text).split())
    for check_in in base.vocabulary.check_ins.values():
        word = check_in.by_phrase.get(phrase)
        if word is not None and fact in word.gives and fact in check_in.also and not word.opens:
            return dict(word.gives)
    return {}


def _used(info: FactInfo, base: RuleBase, known: Mapping[str, Any]) -> Iterable[str]:
    """Return the quantities told before, that of the same fact first, then the latest."""
    quantities = {name: known[name] for name in known if base.vocabulary.facts[name].kind == "quantity"}
    told = [quantities.pop(info.name, None), *reversed(quantities.values())]
    return tuple(each for each in told if isinstance(each, str))


def _written(info: FactInfo, value: Any, base: RuleBase) -> str:
    if isinstance(value, list):
        scope = base.vocabulary.list_scopes[info.name]
        return ", ".join(" ".join(map(plain, scope.values_in(item))) for item in value) or "none"
    return value_words(info.name, value, base.vocabulary.facts)


def _own_words(written: str, text: str, kind: str = "") -> str:
    """Return an answer as it was told, unless that is what is written, a number or the beginning of it.

    Of a list a beginning is told back too: a letter must not name a thing unseen.
    """
    told = " ".join(text.split())
    said, whole = tidy(told).replace("_", "").replace(" ", ""), written.replace(" ", "")
    same = whole == said if kind == "items" else whole.startswith(said)
    return "" if same or not any(letter.isalpha() for letter in told) else told
