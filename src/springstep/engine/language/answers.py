"""Read what a person types as the answer to a question: a number of the list, a word, or other words for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.allowed_answers import choices, such_as
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.plain_lists import names_none_and_more, none_and_more
from springstep.engine.language.spoken.amounts import amounts_meant, either_of, time_since, time_to, without_asides
from springstep.engine.language.spoken.data import Bands, Spoken
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from springstep.engine.language.spoken.figures import TIME_OF, in_figures
from springstep.engine.language.spoken.items import items_of
from springstep.engine.language.spoken.phrases import NO, NO_FLAG, YES, Words, said_by_halves, values_meant
from springstep.engine.language.spoken.tidy import parts_of, tidy, words_of
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.language.wording import listed, plain

__all__ = ["AnswerError", "AskedBackError", "Read", "parse_answer", "read"]

_NOTHING = ("0", "-", "n")
_PLACE = r"[0-9]{1,3}"
_TIME = 2
"""How many words a time has: ``6 weeks``."""


class Read(Frozen):
    """An answer read."""

    value: Any
    safer: str = ""
    """What was taken as the safer of several readings, in words; empty where there was one."""
    since: int | None = None
    """The days that times told with the items of a list give, where the list declares a number for them."""


def parse_answer(info: FactInfo, text: str, vocabulary: Vocabulary) -> Any:
    """Return the value that an answer means; raises ``AnswerError``.

    Words, yes and no may be given by their number in the list, in full, by a beginning that fits only one of them, or
    in the other words that the knowledge declares.

    >>> nothing = Vocabulary({}, {}, {}, (), ())
    >>> light = FactInfo("light", "word", "light", values=("red", "green", "grey"))
    >>> parse_answer(light, "re", nothing), parse_answer(light, "2", nothing)
    ('red', 'green')
    """
    return read(info, text, vocabulary).value


def read(
    info: FactInfo,
    text: str,
    vocabulary: Vocabulary,
    *,
    today: date | None = None,
    asked: bool = True,
    numbered: bool = True,
    begun: bool = True,
) -> Read:
    """Read an answer; raises ``AnswerError``, and ``AskedBackError`` where it has several readings.

    ``today`` is the day from which times are counted. Where nobody can be asked back (``asked`` is false), the gravest
    of several readings is taken. ``numbered`` tells whether options have numbers, as in a list at a prompt, and
    ``begun`` whether a beginning that fits only one of them will do, as for a person at a prompt.
    """
    answer = tidy(text)
    if not answer:
        raise AnswerError("nothing was said", choices(info, vocabulary), code="missing")
    how = _How(info, text, answer, vocabulary, asked, numbered, begun)
    spoken = words_of(text)
    for words, question in info.spoken.asks.items():
        if spoken == words_of(words):
            raise AskedBackError(question, such_as(info, vocabulary))
    match info.kind:
        case "word" | "scale" | "row":
            return _word(how)
        case "flag":
            return _flag(how)
        case "number":
            return _number(how, today)
        case "items":
            return _list(how, today)
        case _:
            return Read(" ".join(text.split()))


class _How(Frozen):
    """An answer, what it answers, and how it may be read."""

    info: FactInfo
    text: str
    answer: str
    vocabulary: Vocabulary
    asked: bool
    numbered: bool
    begun: bool

    def refused(self, what: str = "") -> AnswerError:
        """Return the refusal of the answer, with two answers that would do."""
        said = " ".join(self.text.split())
        return AnswerError(what or f"'{said}' is not understood", such_as(self.info, self.vocabulary, self.answer))

    def one_of(self, values: Sequence[str], *, graded: bool) -> Read:
        """Return the only reading, or the gravest where nobody can be asked; raises ``AnswerError``."""
        if len(values) == 1:
            return Read(values[0])
        if not values:
            raise self.refused()
        either = listed(plain(value) for value in values)
        if self.asked or not graded:
            raise AskedBackError(f"'{' '.join(self.text.split())}' could be {either}: which is it?", f"say {either}")
        return Read(values[-1], safer=f"{plain(values[-1])}, the safer of {listed(map(plain, values), last='and')}")


def _word(how: _How) -> Read:
    info = how.info
    if how.numbered and re.fullmatch(_PLACE, how.answer):
        place = int(how.answer)
        if 1 <= place <= len(info.values):
            return Read(info.values[place - 1])
        if info.spoken.bands is None:
            raise how.refused(f"there is no number {place}")
    found = values_meant(info.phrases, how.text, begun=how.begun)
    if not found and info.spoken.bands is not None:
        return how.one_of(_banded(info.spoken.bands, how, info.phrases), graded=True)
    unsure = tuple(words_of(how.text)) in info.phrases.unsure
    return how.one_of(found, graded=unsure or bool(info.spoken.gravest))


def _banded(bands: Bands, how: _How, words: Words) -> tuple[str, ...]:
    """Return the values whose bands a number lies in."""
    number = FactInfo("", "number", "", unit=bands.unit, minimum=0, maximum=max(bands.below.values()))
    found = amounts_meant(number, how.answer, how.vocabulary)
    return words.graver(
        next(value for value, limit in bands.below.items() if amount < limit)
        for amount in found
        if 0 <= amount < number.maximum  # type: ignore[operator]  # given above
    )


def _flag(how: _How) -> Read:
    numbered = {"1": True, "2": False}
    if how.numbered and how.answer in numbered:
        return Read(numbered[how.answer])
    spoken = how.info.spoken
    said = {"yes": (*YES, *spoken.said.get("yes", ())), "no": (*NO_FLAG, *spoken.said.get("no", ()))}
    words = Words(("yes", "no"), Spoken(said=said, unsure=spoken.unsure, gravest=spoken.gravest))
    found = values_meant(words, how.text, begun=how.begun)
    if not found and how.begun:
        found = tuple({"t": "yes", "f": "no"}[word] for word in ("t", "f") if word == how.answer)
    if not found:
        raise how.refused(f"'{how.answer}' is neither yes nor no")
    made = how.one_of(found, graded=bool(spoken.gravest))
    return Read(made.value == "yes", made.safer)


def _number(how: _How, today: date | None) -> Read:
    info = how.info
    found = time_since(info, how.answer, today) or amounts_meant(info, how.text, how.vocabulary)
    if not found and info.spoken.to_day:
        alone = without_asides(how.answer, info)
        found = amounts_meant(info, alone, how.vocabulary) or time_to(info, alone, how.text, today)
    low, high = info.minimum, info.maximum
    if not found:
        raise how.refused()
    for number in found:
        if (low is not None and number < low) or (high is not None and number > high):
            raise AnswerError(f"{number:g} is out of range", choices(info, how.vocabulary), code="out_of_range")
        if info.integer and not number.is_integer():
            raise AnswerError(f"{number:g} is not a whole number", choices(info, how.vocabulary), code="wrong_type")
    if how.asked and _small(how, found):
        raise _which_unit(how)
    several = len(set(found)) > 1
    if several and (how.asked or not info.spoken.gravest):
        raise either_of(info, how.text, found)
    number = max(found) if info.spoken.gravest == "last" else min(found)
    value = int(number) if number.is_integer() else number
    return Read(value, f"{plain(value)}, the safer end" if several else "")


def _small(how: _How, found: Sequence[float]) -> bool:
    """Tell whether a bare number is less than is likely, so that its unit may be another one."""
    likely = how.info.spoken.likely
    return likely is not None and max(found) < likely[0] and not re.search("[a-z:'\"]", how.answer)


def _which_unit(how: _How) -> AskedBackError:
    """Return the question for the unit of a number: its own, a larger one of time, or one of what may stand for it."""
    larger = {"s": "min", "min": "h"}.get(how.info.unit)
    others = [unit for each in how.vocabulary.facts.values() if each.answers == how.info.name for unit in each.units]
    units = [how.info.unit, *([larger] if larger else []), *others]
    return AskedBackError(
        f"{how.answer} {listed(units)}?", f"say {how.answer} {units[0]}", unfinished=how.answer + " {}"
    )


def _means_nothing(how: _How) -> bool:
    own = {" ".join(words_of(each)) for each in how.info.spoken.said.get("none", ())}
    parts = [" ".join(words) for words in parts_of(how.text)]
    nothing = bool(parts) and all(part in NO | own for part in parts)
    return nothing or (how.numbered and how.answer in _NOTHING)


def _list(how: _How, today: date | None) -> Read:
    try:
        return _plain_items(how) if how.info.item_words else _items(how, today)
    except AskedBackError:
        raise
    except AnswerError:
        if not names_none_and_more(how.answer):
            raise
        raise none_and_more(f"'{' '.join(how.text.split())}'") from None


def _items(how: _How, today: date | None) -> Read:
    if _means_nothing(how):
        return Read([])
    allowed = such_as(how.info, how.vocabulary)
    found = items_of(how.info, how.text, how.vocabulary, allowed, today=today, asked=how.asked, begun=how.begun)
    safer = f"{listed(dict.fromkeys(found.safer), last='and')}, the safer where it is not told" if found.safer else ""
    return Read(list(found.items), safer, found.since)


def _plain_items(how: _How) -> Read:
    """Read plain words such as ``dark, dry``, each in the longest way in which it can be read."""
    words = how.info.phrases
    whole = words.exactly(how.text)
    if whole is None and _means_nothing(how):
        return Read([])
    readings = [how.one_of(whole, graded=True)] if whole else list(_each(how, words))
    values = list(dict.fromkeys(each.value for each in readings))
    if not readings or (not whole and values == [words.mildest] and said_by_halves(words, how.text)):
        raise how.refused()
    return Read(values, ", ".join(dict.fromkeys(each.safer for each in readings if each.safer)))


def _each(how: _How, words: Words) -> Iterator[Read]:
    """Yield what each part of an answer means; words that may mean several count for what others there say they do."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for part in re.split(r"[,;]|\band\b", how.answer):
        started = words.begun_by(tidy(part)) if how.begun else ()
        if len(started) == 1 and words.exactly(part) is None:
            found.append((part, started))
            continue
        here = _together(each for left in parts_of(part) for each in _meant(how, words, left))
        sure = {meant[0] for _, meant in here if len(meant) == 1}
        found += [(said, meant) for said, meant in here if len(meant) == 1 or not sure & set(meant)]
    for place, (_, meant) in enumerate(found):
        try:
            yield how.one_of(meant, graded=True)
        except AskedBackError as error:
            rest = [plain(each[0]) if len(each) == 1 else said for said, each in found]
            unfinished = ", ".join([*rest[:place], "{}", *rest[place + 1 :]]) if len(found) > 1 else ""
            what = error.what.replace(" ".join(how.text.split()), found[place][0])
            raise AskedBackError(what, error.allowed, unfinished=unfinished) from None


def _together(found: Iterator[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """Join phrases of one part that may mean the same."""
    said: dict[tuple[str, ...], str] = {}
    for words, meant in found:
        said[meant] = f"{said[meant]} {words}" if meant in said else words
    return [(words, meant) for meant, words in said.items()]


def _meant(how: _How, words: Words, left: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each phrase with what it may mean; raises ``AnswerError`` for a word that is not understood.

    Words may be cut short only where each of them is the beginning of a value: ``my other one`` begins none.
    """
    begun = how.begun and all(len(words.begun_by(word)) == 1 for word in left)
    while left:
        if len(left) > _TIME and in_figures(left[0]).isdigit() and left[1] in TIME_OF:  # no number of the list
            left = left[_TIME:]
            continue
        number = how.numbered and re.fullmatch(_PLACE, left[0])
        if number and 1 <= int(left[0]) <= len(words.values):
            yield left[0], (words.values[int(left[0]) - 1],)
            left = left[1:]
            continue
        used, meant = words.next(left, begun=begun)
        if not used:
            several = words.begun_by(left[0]) if how.begun else ()
            if len(several) > 1:
                how.one_of(several, graded=False)
            if number:
                raise how.refused(f"there is no number {left[0]}")
            raise how.refused(f"'{left[0]}' is not understood" if left[0] != how.answer else "")
        if meant:
            yield " ".join(left[:used]), meant
        left = left[used:]
