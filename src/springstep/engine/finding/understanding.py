"""How a text is understood: which phrases mean what, at the moments at which it is understood best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from springstep.engine.finding.meanings import Meant, Said, said_in
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase


class Understanding(NamedTuple):
    """What a text was taken to mean."""

    said: Mapping[str, tuple[Said, ...]]
    """By moment the phrases; what is better understood as said at another moment is not said at this one."""
    over: tuple[str, ...]
    """The words that mean nothing."""


def understood(text: str, base: RuleBase) -> Understanding:
    """Return what a text is taken to mean."""
    read = {moment: said_in(text, base, moment) for moment in base.vocabulary.moments}
    over = min((left for _, left in read.values()), key=len)
    return Understanding({moment: said for moment, (said, left) in read.items() if len(left) == len(over)}, over)


def meanings_told(found: Understanding, base: RuleBase) -> tuple[str, ...]:
    """Return each phrase with what it was taken to mean, once."""
    told = (
        told_as(phrase, meaning, base) for said in found.said.values() for phrase in said for meaning in phrase.meanings
    )
    return tuple(dict.fromkeys(told))


def told_as(said: Said, meaning: Meant, base: RuleBase) -> str:
    """Say what a phrase was taken to mean; where it is the words themselves, only these."""
    meant = f"{base.facts[meaning.name].label} {listed(map(plain, meaning.values))}".strip()
    return meant if said.words == meant else f"{said.words} = {meant}"
