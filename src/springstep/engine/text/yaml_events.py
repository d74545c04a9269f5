"""Build plain values from the YAML parser's events, refusing what rule and case files have no use for.

Only PyYAML's event stream is used: its constructors know YAML 1.1 (``no`` is false, ``4:30`` is 270), its composer
recurses and expands aliases. Here plain scalars follow the YAML 1.2 core schema, decimal numbers only.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from springstep.engine.characters import why_unfit
from springstep.engine.text.odd_spaces import odd_space
from springstep.engine.text.plain_values import (
    GIVEN_TWICE,
    MAX_DEPTH,
    MAX_VALUES,
    MAY_RESOLVE,
    TOO_DEEP,
    TOO_MANY,
    Refusal,
    plain_value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol, TypeAlias

    class Mark(Protocol):
        """A place in the text as the parser gives it; line, column and index count from 0."""

        line: int
        column: int
        index: int

    class Event(Protocol):
        """What is used of the parser's events: value and style are a scalar's, anchor an alias's."""

        start_mark: Mark
        end_mark: Mark
        value: str
        style: str | None
        anchor: str


Place: TypeAlias = "Mark | tuple[Mark, Places]"
"""Where a value stands; for a list or mapping also where the things in it stand."""
Places: TypeAlias = "dict[str | int, Place]"

MAX_REFUSALS = 100

_WITHOUT = "write the text without that"
_CUT_OFF = re.compile(r"[ \t]+(#[^\s#][^\n]*)")
_IN_QUOTES = "put quotes around the whole text, or the comment on a line of its own"
_INDENTATION = "check the indentation of this line and of the lines above it"
_HINTS = (
    ("entries are not allowed", "a list starts on a line of its own, under its key"),
    ("mapping values are not allowed", "put quotes around a text that holds ': '"),
    ("cannot start any token", "indent with spaces, not tabs; put quotes around a text that starts with @, ` or %"),
    ("expected ':'", "a key is followed by a colon and a space"),
    ("expected ',' or", "close every bracket, and separate items with commas"),
    ("unexpected end of stream", "close every quote"),
    ("escape", "write the character itself"),
    ("expected key", _INDENTATION),
    ("expected <block end>", _INDENTATION),
    ("expected '-'", _INDENTATION),
)


class YamlReading(NamedTuple):
    """What a text holds: meaningful only when nothing was refused, except the places, which hold as far as read."""

    value: object
    place: Place | None
    refusals: list[Refusal]


class _UnreadableError(Exception):
    """Reading cannot go on; the reason is among the refusals."""


def read_events(text: str) -> YamlReading:
    """Read one YAML document; never raises for any text free of control characters and surrogates."""
    import yaml  # slow to import, and not needed when the case is JSON

    tree = _Tree(text)
    take: dict[type, Callable[[Any], None]] = {
        yaml.ScalarEvent: tree.scalar,
        yaml.AliasEvent: tree.alias,
        yaml.MappingStartEvent: tree.mapping,
        yaml.SequenceStartEvent: tree.sequence,
        yaml.MappingEndEvent: tree.end,
        yaml.SequenceEndEvent: tree.end,
        yaml.DocumentStartEvent: tree.document,
        yaml.DocumentEndEvent: tree.ignore,
        yaml.StreamStartEvent: tree.ignore,
        yaml.StreamEndEvent: tree.ignore,
    }
    try:
        for event in _events(text):
            take[type(event)](event)
    except yaml.YAMLError as error:
        tree.syntax_error(error)
    except _UnreadableError:
        pass
    return tree.reading()


def _events(text: str) -> Iterator[Any]:
    import yaml  # slow to import, as above

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from iter(loader(text).get_event, None)
    except (ValueError, OverflowError):  # the parser in Python hands any escape and any version to chr() and int()
        raise yaml.YAMLError("an escape or a version in it is out of range") from None


class _Tree:
    """The value built so far, the list or mapping being filled, and the way down to it."""

    __slots__ = (
        "commented",
        "count",
        "documents",
        "key",
        "key_mark",
        "marked",
        "places",
        "refusals",
        "stack",
        "text",
        "values",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        self.marked = "&" in text or "!" in text  # most texts hold neither, which spares a look at every value
        self.commented = " #" in text or "\t#" in text
        self.refusals: list[Refusal] = []
        self.documents = 0
        self.count = 0
        self.values: dict[str, object] | list[object] = []
        self.places: Places = {}
        self.key: str | None = None
        self.key_mark: Mark
        self.stack: list[tuple[dict[str, object] | list[object], Places, str | None]] = []

    def reading(self) -> YamlReading:
        """Hand back what was built, refusing a text that holds no value at all."""
        root = self.stack[0][0] if self.stack else self.values
        places = self.stack[0][1] if self.stack else self.places
        if not root and not self.refusals:
            self.refusals.append(Refusal((), "is empty, or holds only comments"))
        return YamlReading(root[0] if isinstance(root, list) and root else None, places.get(0), self.refusals)

    def ignore(self, _event: Event) -> None:
        """Take an event that says nothing about values."""

    def document(self, event: Event) -> None:
        """Refuse a second document."""
        self.documents += 1
        if self.documents > 1:
            self.stop(event.start_mark, "a second document starts here", "one document a file, without ---")

    def scalar(self, event: Event) -> None:
        """Take a key, or a value."""
        mark: Mark = event.start_mark
        text: str = event.value
        if self.marked:
            self.refuse_properties(mark)
        if self.key is None and type(self.values) is dict:
            self.start_entry(text, event)
            return
        value: object = text
        if event.style:
            if why := why_unfit(text):
                self.refuse(mark, why, _WITHOUT)
        elif text[:1] in MAY_RESOLVE:
            if not text and not self.stack:
                return  # nothing but a document marker
            try:
                value = plain_value(text)
            except ValueError as error:
                self.refuse(mark, str(error), "put quotes around it if it is not a number")
        if self.commented and not event.style and isinstance(value, str):
            self.refuse_cut_off(event)
        self.put(value, mark)
        self.key = None

    def start_entry(self, key: str, event: Event) -> None:
        """Keep a mapping's key until its value comes."""
        self.key = key
        self.key_mark = mark = event.start_mark
        if key in self.values:
            first = self.places[key]
            line = (first[0] if isinstance(first, tuple) else first).line + 1
            self.refuse(mark, f"{GIVEN_TWICE}, first on line {line}", "keep one of the two")
        elif key in ("", "<<") and not event.style:
            what = "merge keys (<<) are not allowed" if key else "the key before ':' is missing"
            self.refuse(mark, what, "write the entries out" if key else "")
        elif why := why_unfit(key):
            self.refuse(mark, f"the key {why}", _WITHOUT)

    def alias(self, event: Event) -> None:
        """Refuse ``*name``, and go on as if it held nothing."""
        self.refuse(event.start_mark, "aliases (*name) are not allowed", "write the value out, or put quotes around it")
        if self.key is None and type(self.values) is dict:
            self.key, self.key_mark = f"*{event.anchor}", event.start_mark
        else:
            self.put(None, event.start_mark)
            self.key = None

    def mapping(self, event: Event) -> None:
        """Go down into a new mapping."""
        self.start({}, event.start_mark)

    def sequence(self, event: Event) -> None:
        """Go down into a new list."""
        self.start([], event.start_mark)

    def start(self, values: dict[str, object] | list[object], mark: Mark) -> None:
        """Put an empty list or mapping in its place and fill that one next."""
        if self.marked:
            self.refuse_properties(mark)
        if len(self.stack) >= MAX_DEPTH:
            self.stop(mark, TOO_DEEP)
        if self.key is None and type(self.values) is dict:
            self.stop(mark, "a key cannot be a list or mapping", "put quotes around a text that starts with { or [")
        places: Places = {}
        self.put(values, mark, places)
        self.stack.append((self.values, self.places, self.key))
        self.values, self.places, self.key = values, places, None

    def end(self, _event: Event) -> None:
        """Go back up to the list or mapping around this one."""
        self.values, self.places, _ = self.stack.pop()
        self.key = None

    def put(self, value: object, mark: Mark, places: Places | None = None) -> None:
        """Add a value under the key that waits for it, or at the end of the list."""
        values, step = self.values, self.key
        self.count += 1
        if self.count > MAX_VALUES:
            self.stop(mark, TOO_MANY)
        if isinstance(values, list):
            self.places[len(values)] = mark if places is None else (mark, places)
            values.append(value)
        elif step is not None:
            values[step] = value
            self.places.setdefault(step, self.key_mark if places is None else (self.key_mark, places))

    def refuse_properties(self, mark: Mark) -> None:
        """Refuse an anchor or tag in front of a value; read off the text, as libyaml hides the bare tag ``!``."""
        sign = self.text[mark.index : mark.index + 1]
        if sign == "&":
            self.refuse(mark, "anchors (&name) are not allowed", "put quotes around a text that starts with &")
        elif sign == "!":
            self.refuse(mark, "tags (!name) are not allowed", "put quotes around a text that starts with !")

    def refuse_cut_off(self, event: Event) -> None:
        """Refuse an unquoted text that a number sign ends: *Shoe #1* is read as *Shoe*, the rest as a comment.

        With a blank after it, it begins a comment as people write them.
        """
        rest = _CUT_OFF.match(self.text, event.end_mark.index)
        if rest is not None:
            self.refuse(event.start_mark, f"is cut off before '{rest[1].strip()[:40]}'", _IN_QUOTES)

    def refuse(self, mark: Mark, what: str, allowed: str = "") -> None:
        """Note a refusal at the place reached; stops the reading when there are very many."""
        refusal = Refusal(self.path(), what, allowed, mark.line + 1, mark.column + 1)
        if self.refusals and self.refusals[-1][3:] == refusal[3:]:
            return  # a tag on a mapping's first key is seen on the mapping and on the key
        self.refusals.append(refusal)
        if len(self.refusals) >= MAX_REFUSALS:
            raise _UnreadableError

    def stop(self, mark: Mark, what: str, allowed: str = "") -> None:
        """Note a refusal that ends the reading; always raises."""
        self.refusals.append(Refusal((), what, allowed, mark.line + 1, mark.column + 1))
        raise _UnreadableError

    def syntax_error(self, error: Exception) -> None:
        """Note what the parser could not read; unlike the rest this has no path, as the parser runs ahead."""
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        context, start = getattr(error, "context", None), getattr(error, "context_mark", None)
        mark = getattr(error, "problem_mark", None) or start
        what = f"not valid YAML: {problem}"
        if context:
            what += f", {context}" + (f" that starts on line {start.line + 1}" if start else "")
        hint = next((hint for words, hint in _HINTS if words in problem), "")
        at = (mark.line + 1, mark.column + 1) if mark else (None, None)
        if mark and (odd := odd_space(self.text, max(0, (start or mark).line - 1), mark.line)):
            sign, at = odd[0], odd[1:]
            hint = (
                f"a plain space instead of the character U+{ord(sign):04X} on line {at[0]}, which only looks like one"
            )
        self.refusals.append(Refusal((), what, hint, *at))

    def path(self) -> tuple[str | int, ...]:
        """Return the path from the document down to the value being read."""
        if not self.stack:
            return ()
        above = [len(values) - 1 if key is None else key for values, _, key in self.stack[1:]]
        if self.key is not None:
            return (*above, self.key)
        return (*above, len(self.values)) if isinstance(self.values, list) else tuple(above)
