"""The items of a list that were named in a check-in, completed by the answer to the question after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.consultation.questions import missing_field, read_answer
from springstep.engine.language.answers import AnswerError, parse_answer
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase


def completed(items: tuple[Mapping[str, Any], ...], fact: str, line: str, base: RuleBase) -> list[Any]:
    """Return the items that were begun, completed by an answer that says what is missing of each.

    The answer may also be a list of its own; then each item that was begun must be in it. Raises ``AnswerError``.
    """
    vocabulary = base.vocabulary
    scope = vocabulary.list_scopes[fact]
    missing = missing_field(items, fact, base)
    if missing is None:
        more = read_answer(fact, line, base)[fact]
        return [*items, *(each for each in more if each not in items)]
    try:
        value = parse_answer(missing, line, vocabulary)
    except AnswerError as error:
        try:
            said = read_answer(fact, line, base)[fact]
        except AnswerError:
            raise error from None
        if all(any(item.items() <= other.items() for other in said) for item in items):
            return list(said)
        begun = ", ".join(plain(str(each)) for item in items for each in item.values())
        raise AnswerError(f"that does not say it of {begun}", f"{error.allowed}, or back to take it back") from None
    name = missing.name.split(".")[1]
    order = [info.name.split(".")[1] for info in scope.fields.values()]
    whole = [{name: value, **item} for item in items]
    return [{each: item[each] for each in order} for item in whole]
