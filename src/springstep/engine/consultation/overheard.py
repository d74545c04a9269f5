"""A danger that is said where another question was asked: it is heard all the same."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from springstep.engine.consultation.state import State
from springstep.engine.language.spoken.phrases import surely_in
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase

_LONG_PAST = re.compile(r"\b(?:(?:19|20)[0-9][0-9]|(?:months?|years?) ago|last (?:month|year))\b")


class Overheard(NamedTuple):
    """An answer to another question than the one that was asked."""

    fact: str
    value: Any
    words: str


def overheard(line: str, state: State, base: RuleBase, *, besides: str | None = None) -> Overheard | None:
    """Return what an answer that was not understood says of a fact whose dangers are heard at every question.

    Of a list of plain words, what is heard joins what was named of it. What is asked for now is heard first, then what
    is only volunteered. ``None`` where nothing new is heard, of what is long past, and of the fact ``besides``, which
    is asked back about.
    """
    if _LONG_PAST.search(line.lower()):
        return None
    moment = state.moment or ""
    for info in sorted(base.vocabulary.asked_at(moment), key=lambda each: moment in each.volunteered_at):
        if info.name == besides:
            continue
        heard = [value for value in surely_in(info.phrases, line) if value in info.spoken.heard]
        known = state.answers.get(info.name)
        if info.kind == "items":
            value: Any = list(dict.fromkeys((*(known or ()), *heard)))
        else:
            value = heard[0] if heard else None
        if heard and value != known:
            words = f"{info.label}: {listed([plain(each) for each in heard], last='and')}"
            return Overheard(info.name, value, words)
    return None
