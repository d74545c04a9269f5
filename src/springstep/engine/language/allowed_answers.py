"""What may be answered to a question, in a person's words: all of it, or two answers that would do."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.tidy import words_of
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.language.wording import listed, plain

_CLOSE = 0.75


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
            return _item_choices(info, vocabulary.fields_of(info.name))
        case _:
            return info.help


def such_as(info: FactInfo, vocabulary: Vocabulary, answer: str = "") -> str:
    """Name two answers that would do, those closest to what was said first."""
    if info.kind in ("word", "row", "scale") or info.item_words:
        known = {" ".join(phrase): meant for phrase, meant in info.phrases.phrases.items()}
        close = difflib.get_close_matches(" ".join(words_of(answer)), known, n=2, cutoff=_CLOSE) if answer else []
        options = [*close, *info.spoken.examples, *map(plain, info.item_words or info.values)]
    elif info.kind == "number":
        first = max(info.minimum or 0, 1)
        options = [*info.spoken.examples, f"{first:g}", f"{min(first + 1, info.maximum or first + 1):g}"]
    elif info.kind == "items":
        options = [
            *info.spoken.examples,
            "none",
            " ".join(plain(p.values[-2:][0]) for p in vocabulary.fields_of(info.name)),
        ]
    else:
        options = [*info.examples, *(["yes", "no"] if info.kind == "flag" else [info.help])]
    return f"such as {listed(list(dict.fromkeys(options))[:2])}"


def _item_choices(info: FactInfo, fields: Sequence[FactInfo]) -> str:
    names = " and ".join(_field(part) for part in fields)
    usual = " ".join(plain(part.values[-2]) for part in fields)
    example = info.spoken.examples[-1] if info.spoken.examples else usual
    words = "; ".join(f"{_field(part)}: {', '.join(plain(value) for value in part.values)}" for part in fields)
    return f"say none, or {names} of each, with commas between, such as {example}; {words}"


def _field(part: FactInfo) -> str:
    return part.name.split(".")[1]
