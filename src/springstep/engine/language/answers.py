"""Read what a person types as the answer to a question: a number of the list, a word, or the beginning of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from springstep.engine.errors import SpringstepError
from springstep.engine.language.vocabulary import FactInfo, Vocabulary
from springstep.engine.language.wording import plain

_NOTHING = ("none", "no", "nothing", "nowhere", "0", "-")
_FLAGS = {True: ("yes", "true"), False: ("no", "false")}
_NUMBER = r"([+-]?[0-9]{1,6}(?:[.][0-9]{1,9}[0-9]*|,[0-9]{1,2})?)\s*(?P<unit>[a-z ]*)\.?"
_HOURS = r"([0-9]{1,2})\s*(?:h|hr|hour|hours)\s*(?:([0-9]{1,2})\s*(?:m|min|minutes)?)?"
_PLACE = r"[0-9]{1,3}"
_OF_TEN = r"([0-9]{1,2})\s*(?:/|of|out of)\s*10"
_UNITS = {
    "min": ("m", "min", "mins", "minute", "minutes"),
    "s": ("s", "sec", "secs", "second", "seconds"),
    "weeks": ("w", "week", "weeks"),
}


class AnswerError(SpringstepError):
    """An answer that cannot be taken; ``allowed`` says what can."""

    def __init__(self, what: str, allowed: str) -> None:
        super().__init__(f"{what}; {allowed}")
        self.what = what
        self.allowed = allowed


def parse_answer(info: FactInfo, text: str, vocabulary: Vocabulary) -> Any:
    """Return the value that an answer means; raises ``AnswerError``.

    Words, yes and no may be given by their number in the list, in full, or by a beginning that fits only one of them.

    >>> nothing = Vocabulary({}, {}, {}, (), ())
    >>> light = FactInfo("light", "word", "light", values=("red", "green", "grey"))
    >>> parse_answer(light, "re", nothing), parse_answer(light, "2", nothing)
    ('red', 'green')
    """
    answer = " ".join(text.split()).lower()
    if not answer:
        raise AnswerError("nothing was said", choices(info, vocabulary))
    match info.kind:
        case "word" | "scale" | "row":
            return _one_of(info.values, answer, choices(info, vocabulary))
        case "flag":
            return _flag(answer, choices(info, vocabulary))
        case "number":
            return _number(info, answer, vocabulary)
        case "items":
            return _items(info, answer, vocabulary)
        case _:
            return " ".join(text.split())


def choices(info: FactInfo, vocabulary: Vocabulary) -> str:
    """Say in a person's words what may be answered."""
    match info.kind:
        case "word" | "scale" | "row":
            numbered = ", ".join(f"{n} {plain(value)}" for n, value in enumerate(info.values, 1))
            return f"say a number or a word: {numbered}"
        case "flag":
            return "say yes or no"
        case "number":
            number = "a whole number" if info.integer else "a number"
            unit = f" {info.unit}" if info.unit not in ("", "of 10") else ""
            return f"say {number} from {info.minimum:g} to {info.maximum:g}{unit}"
        case "items":
            if info.item_words:
                numbered = ", ".join(f"{n} {plain(value)}" for n, value in enumerate(info.item_words, 1))
                return f"say nothing, or one or more numbers or words, with commas between: {numbered}"
            return _item_choices(vocabulary.fields_of(info.name))
        case _:
            return info.help


def _item_choices(fields: Sequence[FactInfo]) -> str:
    names = " and ".join(_field(part) for part in fields)
    example = " ".join(plain(part.values[-2]) for part in fields)
    words = "; ".join(f"{_field(part)}: {', '.join(plain(value) for value in part.values)}" for part in fields)
    return f"say none, or {names} of each, with commas between, such as {example}; {words}"


def _field(part: FactInfo) -> str:
    return part.name.split(".")[1]


def _one_of(values: Sequence[str], answer: str, allowed: str) -> str:
    if re.fullmatch(_PLACE, answer):
        if 1 <= int(answer) <= len(values):
            return values[int(answer) - 1]
        raise AnswerError(f"there is no number {answer}", allowed)
    found = _meant(values, answer)
    if len(found) == 1:
        return found[0]
    what = (
        f"'{answer}' could be {' or '.join(plain(value) for value in found)}"
        if found
        else f"'{answer}' is not an answer"
    )
    raise AnswerError(what, allowed)


def _meant(values: Iterable[str], answer: str) -> list[str]:
    """Return the values that an answer means: the one that it is, else those that it begins."""
    word = re.sub(r"[\s-]+", "_", answer)
    exact = [value for value in values if value == word]
    return exact or [value for value in values if value.startswith(word)]


def _flag(answer: str, allowed: str) -> bool:
    numbered = {"1": True, "2": False}
    if answer in numbered:
        return numbered[answer]
    found = [flag for flag, words in _FLAGS.items() if any(word.startswith(answer) for word in words)]
    if len(found) != 1:
        raise AnswerError(f"'{answer}' is neither yes nor no", allowed)
    return found[0]


def _number(info: FactInfo, answer: str, vocabulary: Vocabulary) -> float | int:
    number = _amount(info, answer, vocabulary)
    low, high = info.minimum, info.maximum
    if number is None:
        raise AnswerError(f"'{answer}' is not such a number", choices(info, vocabulary))
    if (low is not None and number < low) or (high is not None and number > high):
        raise AnswerError(f"{number:g} is out of range", choices(info, vocabulary))
    if info.integer and not number.is_integer():
        raise AnswerError(f"{number:g} is not a whole number", choices(info, vocabulary))
    return int(number) if number.is_integer() else number


def _amount(info: FactInfo, answer: str, vocabulary: Vocabulary) -> float | None:
    """Read a number with or without its unit; minutes also as hours, a number out of ten also as ``3/10``."""
    hours = re.fullmatch(_HOURS, answer) if info.unit == "min" else None
    if hours is not None:
        return float(hours[1]) * 60 + float(hours[2] or 0)
    of_ten = re.fullmatch(_OF_TEN, answer) if info.unit == "of 10" else None
    if of_ten is not None:
        return float(of_ten[1])
    found = re.fullmatch(_NUMBER, answer)
    own = info.unit.lower()
    units = (own, own.removesuffix("s"), *_UNITS.get(own, ())) if own else vocabulary.counted
    if found is None or found["unit"].strip() not in ("", *units):
        return None
    return float(found[1].replace(",", "."))


def _items(info: FactInfo, answer: str, vocabulary: Vocabulary) -> list[Any]:
    if answer in _NOTHING:
        return []
    parts = [part.strip() for part in re.split(r"[,;]|\band\b", answer) if part.strip()]
    if info.item_words:
        return list(dict.fromkeys(word for part in parts for word in _plain_items(info, part, vocabulary)))
    return [_item(info, part, vocabulary) for part in parts]


def _plain_items(info: FactInfo, answer: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Read plain words such as ``dark red broken``, each in the longest way in which it can be read."""
    words = answer.split()
    while words:
        readings = ((used, _meant(info.item_words, " ".join(words[:used]))) for used in range(len(words), 0, -1))
        used, found = next(((used, found) for used, found in readings if len(found) == 1), (1, []))
        yield found[0] if found else _one_of(info.item_words, words[0], choices(info, vocabulary))
        words = words[used:]


def _item(info: FactInfo, answer: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Read one item such as ``dark red broken``: for each field one of its words, in any order."""
    fields = {_field(part): part.values for part in vocabulary.fields_of(info.name)}
    item: dict[str, str] = {}
    words = answer.split()
    while words:
        name, value, used = _next_word(fields, words, choices(info, vocabulary))
        if name in item:
            raise AnswerError(
                f"'{answer}' names two for {name}; separate several with commas", choices(info, vocabulary)
            )
        item[name] = value
        words = words[used:]
    for name, values in fields.items():
        if name not in item:
            missing = f"'{answer}' does not give the {name}"
            raise AnswerError(missing, f"add {', '.join(plain(v) for v in values[:-1])} or {plain(values[-1])}")
    return {name: item[name] for name in fields}


def _next_word(fields: dict[str, tuple[str, ...]], words: list[str], allowed: str) -> tuple[str, str, int]:
    """Return the field, the value and how many words name it, the longest reading first."""
    for used in range(len(words), 0, -1):
        found = [(name, value) for name, values in fields.items() for value in _meant(values, " ".join(words[:used]))]
        if len(found) == 1:
            return (*found[0], used)
        if found and used == 1:
            raise AnswerError(f"'{words[0]}' could be {' or '.join(plain(v) for _, v in found)}", allowed)
    raise AnswerError(f"'{words[0]}' is not known here", allowed)
