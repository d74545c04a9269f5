"""JSON objects and lists that cannot be changed: they equal and print as plain ones, and can be hashed."""

from __future__ import annotations

from typing import Any, NoReturn


def frozen(value: Any) -> Any:
    """Return a JSON value with every object and list in it frozen; a tuple stays one.

    >>> value = frozen({"items": [{"colour": "red"}]})
    >>> value, hash(value) == hash(frozen(dict(value)))
    ({'items': [{'colour': 'red'}]}, True)
    """
    if type(value) in _FROZEN:
        return value
    if isinstance(value, dict):
        return FrozenMap({name: frozen(each) for name, each in value.items()})
    if isinstance(value, list):
        return FrozenList(map(frozen, value))
    return tuple(map(frozen, value)) if type(value) is tuple else value


def thawed(value: Any) -> Any:
    """Return a JSON value as plain objects and lists, for writers that know no others."""
    if isinstance(value, dict):
        return {name: thawed(each) for name, each in value.items()}
    return list(map(thawed, value)) if isinstance(value, (list, tuple)) else value


def _refuse(self: Any, *_: Any, **__: Any) -> NoReturn:
    """Refuse a change."""
    raise TypeError("this value cannot be changed; json.loads(json.dumps(value)) makes a copy that can")


class FrozenMap(dict[str, Any]):
    """A JSON object whose values are frozen."""

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenMap, (dict(self),)


class FrozenList(list[Any]):
    """A JSON list whose elements are frozen."""

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return FrozenList, (list(self),)


_FROZEN = frozenset((FrozenMap, FrozenList))
