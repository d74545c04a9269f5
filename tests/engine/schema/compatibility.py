"""What a change of a published schema asks of those who wrote programs by the old one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
Change: TypeAlias = Literal["none", "added", "changed"]

_SAYS_NOTHING = frozenset(("$id", "$schema", "$comment", "$defs", "title", "description", "examples"))


def change(old: Schema, new: Schema, *, read: bool) -> Change:
    """Return whether programs may go on as they are, may pass over something new, or have to change.

    ``read`` is for what springstep reads; anything else is written, and read by others.
    """
    found = set(_Comparison(old, new, read=read).nodes(old, new))
    return "changed" if "changed" in found else "added" if "added" in found else "none"


class _Comparison:
    def __init__(self, old: Schema, new: Schema, *, read: bool) -> None:
        self._old, self._new = old.get("$defs", {}), new.get("$defs", {})
        self._read = read
        self._seen: set[tuple[str, str]] = set()

    def nodes(self, old: Any, new: Any) -> Iterator[Change]:
        """Yield what each difference between two schemas, or two parts of them, asks for."""
        if not isinstance(old, Mapping) or not isinstance(new, Mapping):
            if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
                for one, other in zip(old, new, strict=True):
                    yield from self.nodes(one, other)
            elif old != new:
                yield "changed"
            return
        if "$ref" in old and "$ref" in new:
            names = (old["$ref"].removeprefix("#/$defs/"), new["$ref"].removeprefix("#/$defs/"))
            if names not in self._seen:
                self._seen.add(names)
                yield from self.nodes(self._old[names[0]], self._new[names[1]])
            return
        if self._read and self._takes_more_ways(old, new):
            yield "added"
            return
        if not (old.keys() & new.keys()) - _SAYS_NOTHING:  # one of them takes anything
            narrower = bool(new.keys() - _SAYS_NOTHING)
            if narrower or old.keys() - _SAYS_NOTHING:
                yield "changed" if narrower is self._read else "added"
            return
        yield from self._fields(old, new)
        yield from self._words(old, new)
        for key in (old.keys() | new.keys()) - _SAYS_NOTHING - {"properties", "required", "enum"}:
            if key in old and key in new:
                yield from self.nodes(old[key], new[key])
            else:
                yield "changed"

    def _takes_more_ways(self, old: Schema, new: Schema) -> bool:
        """Tell whether every way that was taken is taken still, beside others."""
        was, now = _ways(old), _ways(new)
        return len(was) < len(now) and all(
            any("changed" not in set(self.nodes(one, other)) for other in now) for one in was
        )

    def _fields(self, old: Schema, new: Schema) -> Iterator[Change]:
        was, now = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        if was.keys() - now.keys():
            others_may_stand = old.get("additionalProperties", True) is new.get("additionalProperties", True) is True
            yield "added" if self._read and others_may_stand else "changed"
        for name in now.keys() - was.keys():
            yield "changed" if self._read and name in needs else "added"
        for name in was.keys() & now.keys():
            if (name in needs) > (name in needed):
                yield "changed" if self._read else "added"
            elif (name in needs) < (name in needed):
                yield "added" if self._read else "changed"
            yield from self.nodes(was[name], now[name])

    def _words(self, old: Schema, new: Schema) -> Iterator[Change]:
        if "enum" not in old and "enum" not in new:
            return
        if "enum" not in old or "enum" not in new:
            narrower = "enum" in new
            yield "changed" if narrower is self._read else "added"
            return
        for more, fewer, wider in ((new["enum"], old["enum"], True), (old["enum"], new["enum"], False)):
            if any(value not in fewer for value in more):
                yield "added" if wider is self._read else "changed"


def _ways(schema: Schema) -> list[Any]:
    only = schema.keys() - _SAYS_NOTHING == {"anyOf"}
    return list(schema["anyOf"]) if only else [schema]
