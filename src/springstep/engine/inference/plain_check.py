"""Check a plain case without pydantic: most cases are valid, and importing pydantic takes longer than all the rest.

Whatever is not plainly valid is left to pydantic, which says what is wrong; a test holds both to the same verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from springstep.engine.language.fact_info import FactInfo, is_unknown
from springstep.engine.language.plain_lists import as_list
from springstep.engine.language.quantities import pattern_of
from springstep.engine.language.vocabulary import Vocabulary

_REFUSED = object()
Check: TypeAlias = Callable[[Any], Any]
"""Returns a valid value as a case holds it, anything else as ``_REFUSED``."""


def plainly_valid(vocabulary: Vocabulary, given: Mapping[Any, Any]) -> dict[str, Any] | None:
    """Return the known facts of a case in the vocabulary's order, or ``None`` for one that pydantic has to check."""
    checks = _checks(vocabulary)
    found: dict[str, Any] = {}
    for name, value in given.items():
        check = checks.get(name)
        if check is None:
            return None
        if is_unknown(value):
            continue
        valid = check(value)
        if valid is _REFUSED:
            return None
        found[name] = valid
    return {name: found[name] for name in checks if name in found}


@lru_cache(maxsize=16)
def _checks(vocabulary: Vocabulary) -> Mapping[Any, Check]:
    return {name: _check(info, vocabulary) for name, info in vocabulary.facts.items()}


def _check(info: FactInfo, vocabulary: Vocabulary) -> Check:
    match info.kind:
        case "word":
            words = frozenset(info.values)
            return lambda value: value if type(value) is str and value in words else _REFUSED
        case "flag":
            return lambda value: value if type(value) is bool else _REFUSED
        case "number":
            return _number(info)
        case "items":
            return _items(info, vocabulary)
        case "quantity":
            matches = re.compile(pattern_of(info)).search
            return lambda value: value if type(value) is str and value[-1:] != "\n" and matches(value) else _REFUSED
        case _:
            return lambda value: value if type(value) is str else _REFUSED


def _number(info: FactInfo) -> Check:
    low, high, integer = info.minimum, info.maximum, info.integer
    assert low is not None and high is not None

    def number(value: Any) -> Any:
        if type(value) not in (int, float) or not low <= value <= high:  # nan is never in the range
            return _REFUSED
        if not integer:
            return float(value)
        return int(value) if float(value).is_integer() else _REFUSED

    return number


def _items(info: FactInfo, vocabulary: Vocabulary) -> Check:
    if info.item_words:
        return _words(info)
    fields = {each.name.split(".")[1]: frozenset(each.values) for each in vocabulary.fields_of(info.name)}

    def items(told: Any) -> Any:
        value = as_list(info, told)
        if not isinstance(value, (list, tuple)) or len(value) > info.most:
            return _REFUSED
        for item in value:
            if not isinstance(item, dict) or item.keys() != fields.keys():
                return _REFUSED
            for name, words in fields.items():
                if type(item[name]) is not str or item[name] not in words:
                    return _REFUSED
        return tuple({name: item[name] for name in fields} for item in value)

    return items


def _words(info: FactInfo) -> Check:
    allowed = frozenset(info.item_words)

    def words(value: Any) -> Any:
        found = as_list(info, value)
        return found if len(found) <= info.most and all(type(e) is str and e in allowed for e in found) else _REFUSED

    return words
