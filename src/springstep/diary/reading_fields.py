"""Fields of an entry read from words, each in the words of its own question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias

from springstep.diary.plain_answers import with_words
from springstep.diary.questions import BY_NAME
from springstep.engine.errors import shown
from springstep.engine.language.answers import AnswerError, read
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.rulebase.base import RuleBase

Told: TypeAlias = "dict[str, Any]"
"""What an answer tells: fields of an entry, and signs of what is to be asked next."""


def read_field(name: str, text: str, base: RuleBase) -> Any:
    """Read one field, in the words of its own question; raises ``AnswerError``."""
    info = BY_NAME[name]
    if info.kind == "row":
        info = replace(info, values=tuple(base.tables[info.table].by_id))
    return parsed(info, text, base)


def parsed(info: FactInfo, text: str, base: RuleBase) -> Any:
    """Read an answer; raises ``AnswerError``.

    Words have no numbers here, so a number is none of them, but one alone may be cut short.
    """
    if info.kind != "number" and re.fullmatch(r"[0-9\s.,/]+", text):
        raise AnswerError(f"{shown(text)} is a number, not a word", "", code="wrong_type")
    return read(with_words(info, base), text, base.vocabulary, numbered=info.kind == "word").value


def read_word(values: Iterable[str], text: str, base: RuleBase) -> str:
    """Read one of some words; raises ``AnswerError``."""
    read: str = parsed(FactInfo("word", "word", "word", values=tuple(values)), text, base)
    return read


def read_flag(said: str, base: RuleBase) -> bool:
    """Read yes or no; raises ``AnswerError``."""
    return bool(parsed(BY_NAME["form_held"], said, base))


def word_and_number(names: tuple[str, str], said: str, base: RuleBase) -> Told:
    """Read the fields of a word and of a number in one line, in either order; raises ``AnswerError``.

    A number alone is the number, never a place in a list.
    """
    word, number = names
    if not re.search("[a-z]", said, re.IGNORECASE):
        return {number: read_field(number, said, base)}
    parts = said.replace(",", " , ").split()
    for cut in range(1, len(parts)):
        first, last = (" ".join(part for part in some if part != ",") for some in (parts[:cut], parts[cut:]))
        for told, amount in ((first, last), (last, first)):
            if told[:1].isdigit() or not amount[:1].isdigit():
                continue
            try:
                return {word: read_field(word, told, base), number: read_field(number, amount, base)}
            except AnswerError:
                continue
    return {word: read_field(word, said, base)}
