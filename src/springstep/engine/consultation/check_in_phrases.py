"""What the words of a line say of the facts that a check-in may settle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from springstep.engine.consultation.questions import read_answer
from springstep.engine.inference.plain_answers import info_of
from springstep.engine.language.answers import AnswerError, parse_answer
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase

DENIALS = ("no", "not", "without")
_CLOCK = re.compile(r"[:/'\"]|\bper\b")
"""What a clock has in a line in which numbers of other kinds stand beside it, unless it names its unit."""
_SHORTEST = 3
"""The fewest letters by which a word of the line may begin the word of an answer."""


class SeveralMeantError(AnswerError):
    """A phrase that answers several of the facts that are read."""

    def __init__(self, phrase: str, found: Mapping[str, dict[str, Any]], labels: list[str], check_in: CheckIn) -> None:
        super().__init__(f"'{phrase}' could be the {' or '.join(labels)}", such_as(check_in))
        self.found = found
        """The answers by the fact that is read."""


class PhraseReader:
    """Reads single phrases as answers to facts."""

    def __init__(self, check_in: CheckIn, base: RuleBase) -> None:
        self._check_in = check_in
        self._base = base
        self._declared = _declared(check_in, base)

    def declared(self, phrase: str) -> dict[str, Any]:
        """Return what a whole part of a line answers, where it is a way to say a value that is declared as it stands.

        Nothing where the check-in has a meaning of its own for it, where it answers another fact that is read, too, or
        where a figure in it says something else besides.
        """
        fact = self._declared.get(phrase)
        if fact is None or any(self.answer(other, phrase) for other in self._check_in.reads if other != fact):
            return {}
        rest = " ".join(word for word in phrase.split() if not re.search("[0-9]", word))
        found = self.answer(fact, phrase)
        return found if rest == phrase or self.answer(fact, rest) != found else {}

    def said_itself(self, phrase: str) -> dict[str, Any]:
        """Return the answer that a phrase is to one of the facts that are read; nothing when it is none.

        A phrase with a word in it that answers another fact is none: that word must not be lost in it. A clock with
        its unit is read with every word that it has. Raises ``SeveralMeantError`` for what answers several.
        """
        found = {fact: answer for fact in self._check_in.reads if (answer := self.answer(fact, phrase))}
        bare = " ".join(word for word in phrase.split() if word not in DENIALS)
        if bare != phrase and any(self.answer(fact, bare) == answer for fact, answer in found.items()):
            return {}  # what denies it must not be passed over
        if len(found) > 1:
            labels = [self._base.facts[name].label for answer in found.values() for name in answer]
            raise SeveralMeantError(phrase, found, labels, self._check_in)
        if any(info_of(fact, self._base).form == "clock" for fact in found):
            return next(iter(found.values()))
        words = phrase.split() if " " in phrase else ()
        others = [fact for fact in self._check_in.reads if fact not in found]
        if any(self.answer(fact, word) for fact in others for word in words):
            return {}
        return next(iter(found.values()), {})

    def is_clock(self, phrase: str) -> bool:
        """Tell whether a phrase is a clock with its unit."""
        clocks = (fact for fact in self._check_in.reads if info_of(fact, self._base).form == "clock")
        return any(self.answer(fact, phrase) for fact in clocks)

    def answer(self, fact: str, phrase: str) -> dict[str, Any]:
        """Read a phrase as the answer to a fact; numbers of a list of options mean nothing here."""
        info = info_of(fact, self._base)
        counted = info.kind in ("number", "quantity")
        short = len(phrase) < _SHORTEST and not (info.spoken.bands is not None and phrase[:1].isdigit())
        short = short and self._declared.get(phrase) != fact
        if not counted and (short or not re.search("[a-z]", phrase)):
            return {}
        if info.form == "clock" and not _CLOCK.search(phrase) and not _names_unit(info, phrase):
            return {}
        try:
            return read_answer(fact, phrase, self._base)
        except AnswerError:
            return {}

    def named_answer(self, opened: list[str], phrase: str) -> dict[str, Any]:
        """Return the answer to a fact that was named, in what else was said: ``6`` in ``worry 6``.

        Only a number, with or without its unit, may say that what was named is as if it had not been named.
        """
        for fact in opened:
            info = self._base.vocabulary.facts[fact]
            bands = info.spoken.bands
            bare = bands is not None and not re.search("[a-z]", phrase)
            told = f"{phrase} {bands.unit}" if bands is not None and bare else phrase
            found = self.answer(fact, told) if info.kind != "items" else {}
            number = info.kind == "number" or (bands is not None and phrase[:1].isdigit())
            if found and (number or found != {fact: self._check_in.otherwise.get(fact)}):
                return found
        return {}

    def of_items(self, fact: str, word: str) -> dict[str, str]:
        """Return the field of a list's items that a word is a value of, with the value."""
        found: dict[str, str] = {}
        for info in self._base.vocabulary.fields_of(fact):
            if len(word) >= _SHORTEST and word.isalpha():
                try:
                    found[info.name.split(".")[1]] = parse_answer(info, word, self._base.vocabulary)
                except AnswerError:
                    continue
        return found if len(found) == 1 else {}

    def not_understood(self, left: str) -> str:
        """Say that something is not understood, or which units it may have where it lacks one."""
        for fact in self._check_in.reads:
            info = info_of(fact, self._base)
            told = [f"{left}/{unit}" for unit in info.units]
            if info.form == "clock" and told and self.answer(fact, told[0]):
                return f"'{left}' has no unit: say {listed(told)}"
        return f"'{left}' is not understood here"


def _declared(check_in: CheckIn, base: RuleBase) -> dict[str, str]:
    """Return the phrases that are declared for one of the facts that are read, each with its fact."""
    own = {*check_in.by_phrase, *check_in.usual, *check_in.nothing, *check_in.passed_over, *check_in.places, *DENIALS}
    found: dict[str, list[str]] = {}
    for fact in check_in.reads:
        info = info_of(fact, base)
        for phrase in (*map(plain, info.values), *(said for words in info.spoken.said.values() for said in words)):
            found.setdefault(phrase, []).append(fact)
    return {phrase: facts[0] for phrase, facts in found.items() if len(set(facts)) == 1 and phrase not in own}


def _names_unit(info: FactInfo, phrase: str) -> bool:
    spoken = (*info.spoken.units.values(), *info.spoken.speeds.values())
    words = (*info.units, *(word for words in spoken for word in words))
    return re.search(rf"(?<![a-z])(?:{'|'.join(map(re.escape, words))})(?![a-z])", phrase) is not None


def refused(what: str, check_in: CheckIn) -> AnswerError:
    """Return the refusal of a line, with two answers that would do."""
    return AnswerError(what, such_as(check_in))


def such_as(check_in: CheckIn) -> str:
    """Say what may be answered, by two answers that would do."""
    return f"say {' or '.join(f'`{plain(each)}`' for each in check_in.such_as)}"
