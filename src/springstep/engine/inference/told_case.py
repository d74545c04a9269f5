"""A case that is written in plain words: each answer read as at a prompt, though nobody can be asked back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.inference.plain_answers import Understood, means_unknown, understand
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.plain_lists import item_texts, none_and_more, none_beside_others, words_for
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document

_NO_VALUE = "None"
"""How programs write that there is no value, which is no answer."""
_NO_VALUE_MEANT = "write none, or unknown, in small letters"
_TOLD_HERE = ("ambiguous", "contradiction")
"""What is wrong with an answer that is understood; what is wrong with any other the check of the case says."""


def in_plain_words(
    document: Document, base: RuleBase, today: date | None, *, words: bool = True
) -> tuple[Document, dict[str, str], dict[str, str], list[Fault]]:
    """Return a case with plain words read, how they were told, what was taken as safer, and what has to be asked back.

    What is a value already is left as it is, and so is what is not understood, for the check of the case to word. With
    ``words=False`` only what the schema of a case names is read.
    """
    given: dict[Any, Any] = dict(document.value)  # type: ignore[call-overload]  # a mapping, as was checked
    said: dict[str, str] = {}
    safer: dict[str, str] = {}
    faults: list[Fault] = []
    for name, value in list(given.items()):
        info = base.vocabulary.facts.get(name)
        if info is None or _is_value(info, value, base):
            continue
        try:
            if none_beside_others(info, value):
                raise none_and_more("the list")
            if not words and not _in_schema(info, value, base):
                continue
            found = _read(info, value, base, {**given}, today)
        except AnswerError as error:
            if error.code in _TOLD_HERE:
                faults.append(document.fault(error.code, (name,), error.what, allowed=error.allowed))
                del given[name]
        else:
            del given[name]
            given = {**found.facts, **given}  # what is given by itself counts
            said |= {fact: found.note for fact in found.facts if found.note}
            safer |= {name: f'{info.label}: I read "{found.said}" as {found.safer}.'} if found.safer else {}
    return replace(document, value=given), said, safer, faults


def _is_value(info: FactInfo, value: Any, base: RuleBase) -> bool:
    valid = plainly_valid(base.vocabulary, {info.name: value}) is not None
    return valid and (info.kind != "row" or value in base.tables[info.table].by_id)


def _read(info: FactInfo, value: Any, base: RuleBase, given: dict[str, Any], today: date | None) -> Understood:
    """Read one answer; raises ``AnswerError`` for what is none, or no words at all."""
    known = {name: told for name, told in given.items() if name in base.vocabulary.facts and name != info.name}

    def read(text: str) -> Understood:
        return understand(info.name, text, base, today=today, known=known, asked=False, numbered=False)

    items = value if isinstance(value, list) else [value]
    if any(isinstance(each, str) and each == _NO_VALUE for each in items):
        raise AskedBackError(f"'{_NO_VALUE}' is also how programs write that nothing was told", _NO_VALUE_MEANT)
    if isinstance(value, str):
        return Understood({info.name: None}) if means_unknown(value) else read(value)
    if _in_bands(info, value):
        return _of_band(info, value, base)
    listed = info.kind == "items" and isinstance(value, (list, tuple)) and len(value) <= info.most
    if listed and any(isinstance(each, str) for each in value):
        return _joined(
            info, [read(each) if isinstance(each, str) else Understood({info.name: [each]}) for each in value]
        )
    raise AnswerError("is no answer in words", "")


def _in_schema(info: FactInfo, value: Any, base: RuleBase) -> bool:
    """Tell whether the schema of a case takes it in place of a value: a number for a word, items of a list in words."""
    if info.kind != "items":
        return _in_bands(info, value)
    texts = item_texts(base.vocabulary.list_scopes[info.name])
    items = value if isinstance(value, (list, tuple)) else (value,)
    return all(not isinstance(each, str) or each in texts or each in words_for(info) for each in items)


def _in_bands(info: FactInfo, value: Any) -> bool:
    """Tell whether a value is a number that stands for a word."""
    bands = info.spoken.bands
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and bands is not None and bool(0 <= value < max(bands.below.values()))


def _of_band(info: FactInfo, value: float, base: RuleBase) -> Understood:
    assert info.spoken.bands is not None
    return understand(
        info.name, f"{Decimal(repr(value)):f} {info.spoken.bands.unit}", base, asked=False, numbered=False
    )


def _joined(info: FactInfo, parts: list[Understood]) -> Understood:
    """Return the whole of a list whose items were told one by one; what only some of them tell is not known."""
    items = [item for part in parts for item in part.facts[info.name]]
    since = info.spoken.since
    facts: dict[str, Any] = {info.name: items}
    told = list(_numbers(parts, info, since.fact)) if since is not None else []
    known = [each for each in told if each is not None]
    if since is not None and known and len(known) == len(told):
        facts[since.fact] = min(known)
    said = "; ".join(part.said for part in parts if part.said)
    return Understood(facts, said, ", ".join(part.safer for part in parts if part.safer))


def _numbers(parts: list[Understood], info: FactInfo, fact: str) -> Iterator[int | None]:
    """Yield the number that each item gives of which it is asked."""
    since = info.spoken.since
    assert since is not None
    for part in parts:
        if any(item.get(since.field) == since.value for item in part.facts[info.name] if isinstance(item, dict)):
            yield part.facts.get(fact)
