"""Lists of plain words: what a list is where its items have only one field, however a case writes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.language.vocabulary import FactInfo


def as_words(info: FactInfo, value: Any) -> Any:
    """Return a list of plain words as a case holds it; the value of any other fact, and an unknown one, as it is.

    A single word may stand alone, and each may be written as an item with its field; a word said twice is said once.
    What is no word is left in its place, and a list with more than it may have as long as it is, for the check of the
    case to find.

    >>> info = FactInfo("signs", "items", "signs", values=("kind",), item_words=("dry", "limp"))
    >>> as_words(info, "dry"), as_words(info, [{"kind": "dry"}, "limp"])
    (('dry',), ('dry', 'limp'))
    >>> as_words(info, ["limp", "dry", "limp"])
    ('limp', 'dry')
    """
    if not info.item_words or value is None or (isinstance(value, str) and value == "unknown"):
        return value
    (field,) = info.values
    listed = value if isinstance(value, (list, tuple)) else (value,)
    words = [each[field] if isinstance(each, Mapping) and each.keys() == {field} else each for each in listed]
    if info.most and len(words) > info.most:
        return tuple(words)
    first = {each: place for place, each in reversed([*enumerate(words)]) if isinstance(each, str)}
    return tuple(each for place, each in enumerate(words) if not isinstance(each, str) or first[each] == place)
