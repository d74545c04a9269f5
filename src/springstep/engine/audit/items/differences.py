"""What differs between two lists of items: what is gone, added and changed, and what was there and is there now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any, Literal, TypeAlias

from springstep.engine.audit.items.item import KnowledgeItem, canonical, same, shared_order
from springstep.engine.frozen import Frozen

How: TypeAlias = Literal["gone", "added", "changed"]


class FieldChange(Frozen):
    """One thing that an item says otherwise: where it stands, what was there and what is there, in words."""

    field: str
    """Its place in the item; empty where the whole is another."""
    was: str
    """Nothing where it was not there."""
    now: str
    """Nothing where it is not there any more."""

    @property
    def says(self) -> str:
        """Say what changed."""
        place = f"{self.field} " if self.field else ""
        if not self.was:
            return f"{place}is now {self.now}"
        return f"{place}was {self.was}, is {self.now}" if self.now else f"{place}was {self.was}, is gone"


class Difference(Frozen):
    """One item that is gone, added or changed."""

    how: How
    was: KnowledgeItem | None
    now: KnowledgeItem | None
    fields: tuple[FieldChange, ...] = ()
    """What of a changed item is another."""

    @property
    def item(self) -> KnowledgeItem:
        """Return the item as it is, or as it was where it is gone."""
        found = self.now or self.was
        assert found is not None
        return found


def differences(was: Mapping[str, KnowledgeItem], now: Mapping[str, KnowledgeItem]) -> Iterator[Difference]:
    """Yield what is gone, then what was added or changed; both lists are by the items' names."""
    for name, item in was.items():
        if name not in now:
            yield Difference("gone", item, None)
    for name, item in now.items():
        before = was.get(name)
        if before is None:
            yield Difference("added", None, item)
        elif not same(before, item):
            yield Difference("changed", before, item, field_changes(before, item))


def field_changes(was: KnowledgeItem, now: KnowledgeItem) -> tuple[FieldChange, ...]:
    """Return what one item says otherwise than it did."""
    if was.is_order:
        return (FieldChange("order", *map(_words, _unlike(shared_order(was, now), shared_order(now, was)))),)
    return tuple(_changes("", was.content, now.content))


def _changes(place: str, was: Any, now: Any) -> Iterator[FieldChange]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in (*now, *(key for key in was if key not in now)):
            yield from _entry_changes(f"{place}.{key}" if place else str(key), was, now, key)
        before, after = [key for key in was if key in now], [key for key in now if key in was]
        if before != after:
            yield FieldChange(f"{place} order".strip(), *map(_words, _unlike(before, after)))
    elif _is_list_of_parts(was) and _is_list_of_parts(now):
        yield from _part_changes(place, was, now)
    elif canonical(was) != canonical(now):
        yield FieldChange(place, _words(was), _words(now))


def _entry_changes(place: str, was: Mapping[str, Any], now: Mapping[str, Any], key: str) -> Iterator[FieldChange]:
    if key not in now:
        yield FieldChange(place, _words(was[key]), "")
    elif key not in was:
        yield FieldChange(place, "", _words(now[key]))
    else:
        yield from _changes(place, was[key], now[key])


def _is_list_of_parts(value: Any) -> bool:
    """Tell whether a value is a list of more than words, whose parts are told apart."""
    return isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value)


def _part_changes(place: str, was: list[Any], now: list[Any]) -> Iterator[FieldChange]:
    before, after = ([canonical(each) for each in parts] for parts in (was, now))
    for tag, first, last, start, end in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        removed, added = was[first:last], now[start:end]
        paired = min(len(removed), len(added))
        for at in range(paired):
            yield from _pair_changes(place, first + at + 1, removed[at], added[at])
        yield from (FieldChange(place, _words(each), "") for each in removed[paired:])
        yield from (FieldChange(place, "", _words(each)) for each in added[paired:])


def _pair_changes(place: str, number: int, was: Any, now: Any) -> Iterator[FieldChange]:
    """Yield what differs between two parts in each other's place: of two lists by the words that both begin with."""
    if not (isinstance(was, list) and isinstance(now, list) and was[:1] == now[:1] and isinstance(was[0], str)):
        yield from _changes(f"{place} {number}", was, now)
        return
    head = _alike(was, now)
    words = [word for word in was[:head] if isinstance(word, str)]
    tail = _alike(was[head:][::-1], now[head:][::-1])
    before, after = was[head : len(was) - tail], now[head : len(now) - tail]
    place = " ".join([place, *words])
    if len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from _changes(place, one, other)
    else:
        yield FieldChange(place, _words(before) if before else "", _words(after) if after else "")


def _unlike(was: list[Any], now: list[Any]) -> tuple[list[Any], list[Any]]:
    """Return two lists of the same parts without those with which both begin or end."""
    head, tail = _alike(was, now), _alike(was[::-1], now[::-1])
    return was[head : len(was) - tail], now[head : len(now) - tail]


def _alike(was: list[Any], now: list[Any]) -> int:
    """Count the parts with which two lists begin alike."""
    pairs = zip(was, now, strict=False)
    return sum(1 for _ in takewhile(lambda pair: canonical(pair[0]) == canonical(pair[1]), pairs))


def _words(value: Any) -> str:
    """Write plain data for a person: a text in quotes, a list with commas."""
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, (dict, list)):
        return f"'{_flat(value)}'"
    return _flat(value)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_flat(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return " ".join(_told(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "nothing" if value is None else str(value)


def _told(parts: Iterable[Any]) -> Iterator[str]:
    texts = [_flat(part) for part in parts]
    yield from (f"{text}," if at < len(texts) else text for at, text in enumerate(texts, 1))
