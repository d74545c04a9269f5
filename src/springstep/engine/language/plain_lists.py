"""Lists as a case may write them: as a list, as one item alone, or as ``none`` for one that is known to be empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Any

from springstep.engine.language.fact_info import FactInfo, Scope, is_unknown
from springstep.engine.language.spoken.errors import AnswerError
from springstep.engine.language.spoken.phrases import NO, NONE
from springstep.engine.language.spoken.tidy import words_of


def as_list(info: FactInfo, value: Any) -> Any:
    """Return a list as a case holds it; the value of any other fact, and an unknown one, as it is.

    An item may stand alone, and ``none`` for a list without any. A plain word may be written as an item with its field;
    said twice it is said once. What is no item is left in its place, as are an item in words and a list with more than
    it may have, for the check of the case to find.

    >>> info = FactInfo("signs", "items", "signs", values=("kind",), item_words=("dry", "limp"))
    >>> as_list(info, "dry"), as_list(info, [{"kind": "dry"}, "limp"]), as_list(info, "none")
    (('dry',), ('dry', 'limp'), ())
    >>> as_list(info, ["limp", "dry", "limp"])
    ('limp', 'dry')
    """
    if info.kind != "items" or is_unknown(value):
        return value
    if says_none(info, value):
        return ()
    if not info.item_words:
        return (value,) if isinstance(value, Mapping) else value
    (field,) = info.values
    listed = value if isinstance(value, (list, tuple)) else (value,)
    words = [each[field] if isinstance(each, Mapping) and each.keys() == {field} else each for each in listed]
    if info.most and len(words) > info.most:
        return tuple(words)
    first = {each: place for place, each in reversed([*enumerate(words)]) if isinstance(each, str)}
    return tuple(each for place, each in enumerate(words) if not isinstance(each, str) or first[each] == place)


def says_none(info: FactInfo, value: Any) -> bool:
    """Tell whether a value says that a list is empty: the word alone, or a list of nothing but the word."""
    listed = value if isinstance(value, (list, tuple)) else (value,)
    several = info.most and len(listed) > info.most
    return bool(listed) and not several and all(map(_is_none, listed)) and not has_word_for_none(info)


def none_beside_others(info: FactInfo, value: Any) -> bool:
    """Tell whether a list says that it is empty, and names something all the same."""
    if info.kind != "items" or not isinstance(value, (list, tuple)) or has_word_for_none(info):
        return False
    return any(map(_is_none, value)) and not all(map(_is_none, value))


def names_none_and_more(answer: str) -> bool:
    """Tell whether an answer in words says that there is nothing, and names something all the same."""
    parts = [" ".join(words_of(part)) for part in re.split(r"[,;]|\band\b", answer)]
    return any(part in NO for part in parts) and not all(part in NO for part in parts)


def none_and_more(said: str) -> AnswerError:
    """Return the refusal of a list that is told to be empty, and not to be."""
    return AnswerError(
        f"{said} says that there is nothing, and names something",
        "none alone, or what there is without it",
        code="contradiction",
    )


def has_word_for_none(info: FactInfo) -> bool:
    """Tell whether ``none`` means one of the words of a list, such as that all is well, and not that it is empty."""
    return bool(info.item_words) and info.phrases.exactly(NONE) is not None


def words_for(info: FactInfo) -> tuple[str, ...]:
    """Return the plain words that an item of a list may be, with ``none`` where that means one of them."""
    return (*info.item_words, *((NONE,) if has_word_for_none(info) else ()))


def _is_none(value: Any) -> bool:
    return isinstance(value, str) and value == NONE


@lru_cache(maxsize=32)
def item_texts(scope: Scope) -> Mapping[str, Mapping[str, str]]:
    """Return the items of a list by how each is written in words: its fields in order.

    The last fields may be left out where the knowledge says what an untold one counts as. A list of plain words has
    none: the words themselves are its items.
    """
    fields = [(name.split(".")[1], field) for name, field in scope.fields.items()]
    if scope.plain:
        return {}
    found: dict[str, Mapping[str, str]] = {}
    for told in range(len(fields), 0, -1):
        left = {name: field.spoken.untold for name, field in fields[told:]}
        if not all(left.values()):
            break
        for values in product(*(field.values for _, field in fields[:told])):
            item = dict(zip((name for name, _ in fields[:told]), values, strict=True)) | left
            found[" ".join(values)] = item
    return found
