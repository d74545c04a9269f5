"""Read a line said to a check-in: whole, or not at all.

A line is split into parts; in each part the longest phrases are found first. Whatever is left over must be a word that
carries no meaning, or the answer to a fact that was named. Where two things said of a fact differ, it is left open, so
that it is asked: nothing is read milder than it was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from springstep.engine.consultation.check_in_phrases import DENIALS, PhraseReader, SeveralMeantError, refused
from springstep.engine.consultation.questions import answer_words
from springstep.engine.language.check_ins import PARTS, CheckIn, CheckInWord
from springstep.engine.rulebase.base import RuleBase

_OTHERS = ("or", "nor")
_ANDS = ("and", "&", "+")
_IN_BETWEEN = ("any",)
_LONGEST = 6


class CheckInReading(NamedTuple):
    """What a line says to a check-in."""

    given: dict[str, Any]
    """Answers by fact."""
    opened: tuple[str, ...]
    """The facts that were named and are left open, in the order of the check-in."""
    begun: dict[str, tuple[Any, ...]]
    """For a list that is left open the items named so far, some perhaps without all their fields."""
    as_usual: bool
    """Whether everything else was said to be as last time."""
    reworded: tuple[str, ...] = ()
    """The facts given by other words than the option's own name, which nobody has seen to mean that."""


def read_check_in(check_in: CheckIn, line: str, base: RuleBase) -> CheckInReading:
    """Return what a line says; raises ``AnswerError`` when any of it is not understood."""
    return _Reader(check_in, base).read(line)


class _Part:
    """What one part of a line says."""

    def __init__(self) -> None:
        self.words: list[CheckInWord] = []
        self.given: list[tuple[str, Any]] = []
        self.left: list[str] = []
        self.where: list[str] = []
        self.reworded: list[str] = []
        self.denied = self.nothing = self.usual = 0
        self.several = 0
        """How many phrases answer one of several facts; what else the line says tells which."""
        self.goes_on = False
        """Whether it speaks of what the part before it named."""

    @property
    def says(self) -> bool:
        return bool(self.words or self.given or self.denied or self.nothing or self.usual or self.several)


class _Reader:
    def __init__(self, check_in: CheckIn, base: RuleBase) -> None:
        self._check_in = check_in
        self._base = base
        self._phrases = PhraseReader(check_in, base)
        self._opened: dict[str, None] = {}
        self._given: dict[str, list[Any]] = {}
        self._items: dict[str, list[Any]] = {}
        self._usual = False
        self._reworded: dict[str, None] = {}
        self._several: list[SeveralMeantError] = []

    def read(self, line: str) -> CheckInReading:
        """Read the parts one after another; a part that only says where goes with the one before it."""
        text = " ".join(line.lower().replace("\u2019", "'").replace(": ", " ").split())
        before = _Part()
        parts = [each for each in self._split(text) if each[1]]
        if not parts:
            raise refused(f"'{line.strip()}' is not understood", self._check_in)
        for joint, words in parts:
            part = self._part(words.split())
            joined = joint if joint in _OTHERS else ""
            if joined and before.denied:  # no this or that
                part.denied += len(part.words)
                part.words, part.given = [each.denial for each in part.words if each.denial is not None], []
            elif joined:
                raise refused(f"it is not clear what '{joined} {words}' goes with", self._check_in)
            if not part.says:
                if not before.words and not before.given:
                    left = " ".join(part.left)
                    alone = f"'{words}' alone does not say what is meant"
                    raise refused(self._phrases.not_understood(left) if left else alone, self._check_in)
                part.words, part.goes_on = before.words, True
            self._take(part, words)
            if joint in _ANDS and not before.where:  # "this and that there"
                self._opened |= dict.fromkeys(fact for word in before.words for fact in _opens_there(word, part.where))
            before = part
        for either in self._several:
            told = {each for name in self._given for each in (name, self._base.facts[name].answers)}
            open_still = [answer for fact, answer in either.found.items() if fact not in told]
            if len(open_still) != 1:
                raise either
            for fact, value in open_still[0].items():
                self._given.setdefault(fact, []).append(value)
        return self._reading()

    def _split(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the parts of a line, each with what stands before it; what is said with a joint in it stays whole."""
        parts = list(_split(text))
        while parts:
            joint, words = parts.pop(0)
            for more in range(len(parts), 0, -1):
                whole = " ".join((words, *(word for part in parts[:more] for word in part))).strip()
                if self._phrases.declared(whole):
                    words, parts = whole, parts[more:]
                    break
            yield joint, words

    def _part(self, words: list[str]) -> _Part:
        """Find the phrases of a part, the longest first."""
        part, place = _Part(), 0
        part.given += self._phrases.declared(" ".join(words)).items()
        if part.given:
            return part
        while place < len(words):
            place += self._next(part, words[place:])
        if part.nothing and not part.words and (part.nothing > 1 or part.denied or part.where):
            raise refused(f"'{' '.join(words)}' is not clear", self._check_in)  # as in "no good"
        return part

    def _next(self, part: _Part, words: list[str]) -> int:
        """Note what the next words are, and return how many they are."""
        check_in = self._check_in
        for used in range(min(_LONGEST, len(words)), 0, -1):
            phrase = " ".join(words[:used])
            if phrase in check_in.by_phrase:
                word = check_in.by_phrase[phrase]
                part.words.append(word)
                part.reworded += self._reworded_by(phrase, word)
            elif phrase in check_in.usual:
                part.usual += 1
            elif phrase in check_in.nothing:
                part.nothing += 1
            elif (denied := self._denied(words[:used])) is not None:
                part.denied += 1
                part.words += [denied.denial] if denied.denial is not None else []
            elif phrase in check_in.places:
                part.where.append(phrase)
            elif phrase in check_in.passed_over:
                pass
            elif self._swallows(words, used) or self._cuts(words, used) or not self._said_itself(part, phrase):
                continue
            return used
        if not (words[0] in _ANDS and part.says and words[1:]):  # "easy and 45 min"
            part.left.append(words[0])
        return 1

    def _reworded_by(self, phrase: str, word: CheckInWord) -> list[str]:
        """Return the facts that a phrase gives, where it is no option that was shown and does not hold the answer."""
        if phrase in self._check_in.options:
            return []
        return [fact for fact, value in word.gives.items() if answer_words(fact, value, self._base) not in phrase]

    def _said_itself(self, part: _Part, phrase: str) -> bool:
        """Note what a phrase answers by itself; tell whether it is an answer."""
        try:
            found = self._phrases.said_itself(phrase)
        except SeveralMeantError as error:
            self._several.append(error)
            part.several += 1
            return True
        part.given += found.items()
        return bool(found)

    def _denied(self, words: list[str]) -> CheckInWord | None:
        """Return what some words deny of what may be named: ``no worry``, and where, in between."""
        check_in = self._check_in
        if not check_in.otherwise or words[0] not in DENIALS:
            return None
        start = 1
        while start < len(words) - 1 and (words[start] in check_in.places or words[start] in _IN_BETWEEN):
            start += 1
        return check_in.by_phrase.get(" ".join(words[start:]))

    def _swallows(self, words: list[str], used: int) -> bool:
        """Tell whether a reading of so many words would take in the beginning of something else that is said."""
        if used > 1 and words[used - 1] in DENIALS:
            return True
        known = {*self._check_in.by_phrase, *self._check_in.usual}
        ends = range(1, min(_LONGEST, len(words)) + 1)
        return any(" ".join(words[start : start + end]) in known for start in range(1, used) for end in ends)

    def _cuts(self, words: list[str], used: int) -> bool:
        """Tell whether a reading of so many words would end within a clock: ``1 h 20`` before ``:30``."""
        ends = range(used + 1, min(used + _LONGEST, len(words)) + 1)
        figures = [start for start in range(1, used) if words[start][:1].isdigit()]
        return any(self._phrases.is_clock(" ".join(words[start:end])) for start in figures for end in ends)

    def _take(self, part: _Part, words: str) -> None:
        """Take what a part says, with what is left over read as answers to the facts that it names."""
        opened = list(dict.fromkeys(fact for word in part.words for fact in _opens(word, part.where)))
        if part.left and (found := self._phrases.named_answer(opened, " ".join(part.left))):
            part.given += found.items() if not part.nothing else ()  # "no great worry" denies one degree of it
            part.left = []
        said = [fact for fact, _ in part.given] + [
            fact for word in part.words for fact in word.gives if fact not in word.opens
        ]
        for fact in opened:
            if items := self._begun(fact, words.split()):
                self._items.setdefault(fact, []).extend(items)
            part.left = [word for word in part.left if not self._phrases.of_items(fact, word)]
            if fact not in said:
                self._opened.setdefault(fact)
            elif part.goes_on:
                self._opened.pop(fact, None)
        if part.left:
            raise refused(self._phrases.not_understood(" ".join(part.left)), self._check_in)
        for word in part.words:
            part.given += word.gives.items()
        for fact, value in part.given:
            self._given.setdefault(fact, []).append(value)
        self._reworded |= dict.fromkeys(part.reworded)
        self._usual |= bool(part.usual)

    def _begun(self, fact: str, words: list[str]) -> tuple[Any, ...]:
        """Return the item of a list that some words begin: for each field the word that says it."""
        scope = self._base.vocabulary.list_scopes.get(fact)
        if scope is None or scope.plain:
            return ()
        fields: dict[str, list[str]] = {}
        for word in words:
            for name, value in self._phrases.of_items(fact, word).items():
                fields.setdefault(name, []).append(value)
        first, *others = (info.name.split(".")[1] for info in scope.fields.values())
        rest = {name: fields[name][0] for name in others if len(set(fields.get(name, ()))) == 1}
        if first not in fields and rest and fact in self._items:
            self._items[fact] = [{**rest, **item} for item in self._items.get(fact, ())]
        return tuple({first: value, **rest} for value in dict.fromkeys(fields.get(first, ())))

    def _reading(self) -> CheckInReading:
        """Put the parts together: what differs is left open, lists of plain words add up."""
        facts = self._base.vocabulary.facts
        given: dict[str, Any] = {}
        begun: dict[str, tuple[Any, ...]] = {}
        for fact, values in self._given.items():
            if facts[fact].kind == "items":
                items = tuple(dict.fromkeys(each for value in values for each in value))
                if fact in self._opened:
                    begun[fact] = items
                else:
                    given[fact] = list(items)
            elif fact in self._opened or any(value != values[0] for value in values):
                self._opened.setdefault(fact)
            else:
                given[fact] = values[0]
        for fact, found in self._items.items():
            whole = len(self._base.vocabulary.fields_of(fact))
            if all(len(item) == whole for item in found):
                given[fact] = found
                self._opened.pop(fact, None)
            else:
                begun[fact] = tuple(found)
        may_be_opened = (*self._check_in.facts, *self._check_in.also)
        opened = tuple(name for name in may_be_opened if name in self._opened)
        reworded = tuple(name for name in given if name in self._reworded)
        return CheckInReading(given, opened, begun, self._usual, reworded)


def _opens(word: CheckInWord, where: list[str]) -> tuple[str, ...]:
    """Return the facts that a word leaves open, said of these places."""
    return (*word.opens, *_opens_there(word, where))


def _opens_there(word: CheckInWord, where: list[str]) -> tuple[str, ...]:
    return word.opens_at if set(where).intersection(word.at) else ()


def _split(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a line, each with what stands between it and the one before."""
    place = 0
    joint = ""
    for found in PARTS.finditer(text):
        yield joint, text[place : found.start()].strip()
        joint = found[0].strip()
        place = found.end()
    yield joint, text[place:].strip()
