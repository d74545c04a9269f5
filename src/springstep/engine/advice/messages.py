"""The texts of an answer by stable ids: what is filled into each, and the catalogue that puts it in English.

A translation is another catalogue, with the same ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from springstep.engine.advice.choice_texts import JOINED
from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault, QueryError, nearest, shown
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.wording import plain
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_LONGEST = 500
"""How long a text of a translation may be; the longest in English has 200 characters."""
_PLACE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
"""A name in braces, and how a number is to be written, such as ``{needs:.1f}``."""


class Message(Record):
    """A text by its id, with what is filled in."""

    id: Annotated[str, Described("The id of a text of the catalogue; it never changes.")]
    params: Annotated[
        dict[str, Any],
        Described(
            "By name what is filled in: a number, a name that the catalogue has words for, or such names; "
            "another message, or messages."
        ),
    ]


@memoized
def catalogue(base: RuleBase) -> Mapping[str, str]:
    """Return every text of a card by its id, in English: headlines, ways to go on, reasons, and the words for names."""
    found: dict[str, str] = {}
    for moment, verdicts in base.verdicts.items():
        for verdict in verdicts:
            key = f"headline.{moment}.{verdict.code}"
            found[key] = verdict.say
            if verdict.open is not None:
                found[f"{key}{LEFT_OPEN}"] = verdict.open.instead or verdict.say + verdict.open.add
            found |= {f"suggest.{moment}.{verdict.code}.{way}": say for way, say in verdict.suggest.items()}
    for scheme in base.decisions.values():
        found |= {f"{scheme.name}.{step}": words for step, words in scheme.steps.items()}
    for choice in base.choices.values():
        if choice.shown:
            found |= {f"{choice.name}.{row.id}": choice.named(row).lower() for row in choice.table.rows}
    found |= {f"fact.{info.name}": info.label for info in base.vocabulary.facts.values()}
    found |= {f"rule.{rule.id}.because": rule.because for rule in base.rules}
    found["disclaimer"] = base.domain.about.get("disclaimer", "")
    return {**found, "more": "{names} and {more} more", "assumed": "not answered: {names}"}


LEFT_OPEN = ".left_open"
"""How the id of a headline ends that names what was not answered."""


def in_words(message: Message, texts: Mapping[str, str]) -> str:
    """Return a message in the words of a catalogue; raises ``KeyError`` for an id that it lacks."""
    return _filled(texts[message.id], message.params, texts)


def inner(message: Message) -> dict[str, Any]:
    """Return a message as what is filled into another one."""
    return {"id": message.id, "params": message.params}


def _filled(text: str, params: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda place: _words(place[1], place[2], params, texts), text)


def check_texts(texts: Mapping[str, str], english: Mapping[str, str], others: Mapping[str, str] | None = None) -> None:
    """Raise ``QueryError`` for each text that a translation lacks, has too much, or fills in otherwise.

    It may also have ``others``, which are not wanted here.
    """
    known = {**(others or {}), **english}
    if not isinstance(texts, Mapping):
        raise QueryError(
            [Fault("wrong_type", f"{shown(texts)} is no translation", allowed="a mapping of ids to texts")]
        )
    faults = [
        Fault("missing", "this text is not translated", key, allowed=f"in English: {shown(english[key])}")
        for key in english
        if key not in texts
    ]
    for key, text in texts.items():
        wanted = names_in(known.get(key, ""))
        if key not in known:
            name = key if isinstance(key, str) else shown(key)
            faults.append(Fault("unknown_name", "no text has this id", name, allowed=nearest(name, known)))
        elif not isinstance(text, str):
            faults.append(Fault("wrong_type", f"{shown(text)} is no text", key))
        elif what := _unfit(text):
            faults.append(Fault("not_allowed", what, key))
        elif names_in(text) != wanted:
            names = ", ".join(f"{{{name}}}" for name in sorted(wanted)) or "nothing"
            faults.append(Fault("not_allowed", "fills in something else", key, allowed=f"{names}, as in English"))
    if faults:
        raise QueryError(faults)


def _unfit(text: str) -> str:
    """Say why a text is none to be shown; empty for one that is."""
    if not any(sign.isalnum() for sign in text):
        return "holds no words"
    if len(text) > _LONGEST:
        return f"is longer than {_LONGEST} characters"
    if why := why_unfit(text):
        return why
    if "\n" in text or "\t" in text:
        return "holds more than one line"
    return "holds a brace that names nothing" if set(_PLACE.sub("", text)) & {*"{}"} else ""


def names_in(text: str) -> set[str]:
    """Return the names of what is filled into a text."""
    return {place[1] for place in _PLACE.finditer(text)}


def _words(name: str, written: str | None, params: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    value = params[name]
    if isinstance(value, Mapping):
        return _filled(texts[value["id"]], value["params"], texts)
    if not isinstance(value, (list, tuple)):
        return format(value, written) if written else texts.get(f"{name}.{value}", plain(value))
    if value and isinstance(value[0], Mapping):
        return JOINED.join(_filled(texts[each["id"]], each["params"], texts) for each in value)
    names = ", ".join(texts[f"fact.{each}"] for each in value)
    more = params.get("more", 0)
    return _filled(texts["more"], {"names": names, "more": more}, texts) if more else names


def filled_in(text: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is filled into a text, by name, as a message holds it."""
    return {place[1]: plain_number(values[place[1]]) for place in _PLACE.finditer(text)}
