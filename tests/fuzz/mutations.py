"""A few edits of a valid input: of the tree of its values, of its text, or of its bytes.

An edit is three numbers: where, what, and with what. So it is drawn quickly, and fewer and smaller edits are simpler.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import yaml
from hypothesis import strategies as st

Edit: TypeAlias = tuple[int, int, int]
_SIZE = 1 << 16
_HUGE = 1e300
"""From here on nothing is reckoned with a number: an integer may be more than a float can hold."""
_LONGEST = 300_000
"""How long a text gets, in characters; what may be longer is refused by its size alone."""

WORDS = [
    "", " ", "\n", "none", "unknown", "null", "true", "no", "all_well", "sharp", "ankle", "-", "--", "0", "-1",
    "1e308", "1e999",
    "10 km", "10 km\n", "0 km", "999.999 mi", "6:00/km", "99:59/mi", "\u0661\u0660 km", "\u00bd hour", "half an hour",
    "3 weeks ago", "in May 2026", "since 0000", "2026-02-30", "0001-01-01", "9999-12-31", "2026-W01-1", "\x1b[2J",
    "\u202e", "\ud800", "\x00", "\ufeff", "\u2028", "{", "[", "&a *a", "!!python/object:os.system x", "<<: *a",
    "<!--",
    "%s%n", "../../etc/passwd", "=1+1", "'", '"', "\\", "*", "a" * 70, "9" * 400, "1" * 5000, "[" * 500,
    "  - x: 1\n", ": ",
    "fatigue >= 7", "pain == sharp and", "not (", "x in {}", "1/0", "efforts * efforts", "{duration_min}",
    "{0.__class__}",
]  # fmt: skip
"""Texts that are special to some reader."""

PLAIN: list[Any] = [
    None, True, False, 0, 1, -1, 3, 11, 601, 2**31, 2**63, -(2**63), 10**30, 10**400, 0.5, -0.0, 1e-320, 1e308,
    3.0, float("nan"),
    float("inf"), {}, [], [[]], {"": None}, [None], [0], ["none"], {"kind": "fever"}, {"site": "ankle"}, [{}], *WORDS,
]  # fmt: skip
"""Values that JSON and YAML can hold, and that are wrong in most places."""


def edits(most: int = 5) -> st.SearchStrategy[list[Edit]]:
    """Draw some edits."""
    number = st.integers(0, _SIZE)
    return st.lists(st.tuples(number, st.integers(0, 11), number), max_size=most)


def changed_value(value: Any, some: Sequence[Edit], others: Sequence[Any] = PLAIN) -> Any:
    """Return a plain value after edits of its tree; ``others`` are what is put in."""
    holder: list[Any] = [copy.deepcopy(value)]
    for where, what, which in some:
        places = list(_places(holder))
        parent, key = places[where % len(places)]
        _edit_tree(parent, key, what, others[which % len(others)], which, places)
    return holder[0]


def _places(root: Any) -> list[tuple[Any, Any]]:
    """Return every place in a tree, the outermost first: what holds it, and under which key."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [root]
    while waiting and len(found) < 5000:
        node = waiting.pop(0)
        keys: Any = list(node) if isinstance(node, dict) else range(len(node))
        for key in keys:
            found.append((node, key))
            if isinstance(node[key], (dict, list)):
                waiting.append(node[key])
    return found


def _edit_tree(parent: Any, key: Any, what: int, other: Any, which: int, places: list[tuple[Any, Any]]) -> None:
    value = parent[key]
    match what:
        case 0 | 1 | 2:
            parent[key] = copy.deepcopy(other)
        case 3 if len(places) > 1:
            del parent[key]
            if not parent and places[0][0] is parent:
                parent.append(None)
        case 4 if isinstance(parent, dict):
            parent[other if isinstance(other, str) else str(which)] = parent.pop(key)
        case 5:
            source, at = places[which % len(places)]
            if at in source if isinstance(source, dict) else at < len(source):
                parent[key] = copy.deepcopy(source[at])
        case 6:
            parent[key] = [copy.deepcopy(value)] * (which % 25)
        case 7 if isinstance(value, dict):
            value[other if isinstance(other, str) else str(which)] = copy.deepcopy(other)
        case 7 if isinstance(value, list):
            value.insert(which % (len(value) + 1), copy.deepcopy(other))
        case 8 if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _HUGE:
            parent[key] = [value + 1, value - 1, -value, value * 10.0, str(value), value + 0.5][which % 6]
        case _:
            if isinstance(value, str):
                parent[key] = _edit_text(value, which, what, which // 7)
            else:
                parent[key] = {"": value} if which % 2 else str(value)


def changed_text(text: str, some: Sequence[Edit]) -> str:
    """Return a text after edits: words put in, and spans of it left out, doubled, moved or turned round."""
    for where, what, which in some:
        text = _edit_text(text, where, what, which)
    return text


def _edit_text(text: str, where: int, what: int, which: int) -> str:
    at = where % (len(text) + 1)
    end = min(len(text), at + 1 + which % 40)
    match what:
        case 0 | 1 | 2:
            return text[:at] + WORDS[which % len(WORDS)] + text[at:]
        case 3:
            return text[:at] + text[end:]
        case 4:
            return text[:end] + text[at:end] * (1 + which % 50) + text[end:]
        case 5:
            return text[:at] + chr(which % 0x300) + text[at + 1 :]
        case 6:
            lines = text.split("\n")
            lines.insert(which % (len(lines) + 1), lines.pop(where % len(lines)))
            return "\n".join(lines)
        case 7:
            return text[:at] + text[at:end].swapcase() + text[end:]
        case 8:
            return text[:at]
        case 9:
            lines = text.split("\n")
            return "\n".join([*lines, *lines[where % len(lines) :][: 1 + which % 5]])
        case _:
            return text[:at] + WORDS[which % len(WORDS)] + text[end:]


def changed_bytes(data: bytes, some: Sequence[Edit]) -> bytes:
    """Return bytes after edits: some of them flipped, left out, put in or overwritten."""
    found = bytearray(data)
    for where, what, which in some:
        at = where * (len(found) + 1) // (_SIZE + 1) if what % 2 else where % (len(found) + 1)
        match what:
            case 0 | 1 | 2 | 3 | 4 | 5 if at < len(found):
                found[at] ^= 1 << which % 8
            case 6 | 7 if at < len(found):
                found[at] = which % 256
            case 8:
                del found[at : at + which % 600]
            case 9:
                found[at:at] = bytes([which % 256]) * (which % 300)
            case 10:
                del found[at:]
            case _:
                found[at : at + 8] = which.to_bytes(8, "big")
    return bytes(found)


def as_json(value: Any) -> str:
    """Write a plain value as JSON, as far as Python's writer goes, which is further than the standard."""
    return json.dumps(value, ensure_ascii=False)


def as_yaml(value: Any) -> str:
    """Write a plain value as YAML."""
    written: str = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000)
    return written


WRITERS: tuple[Callable[[Any], str], ...] = (as_json, as_yaml)


def documents(*values: Any, most: int = 5) -> st.SearchStrategy[str]:
    """Draw the text of a document: one of these plain values, written after edits, and perhaps edited as a text."""
    return st.builds(
        lambda value, tree, write, text: changed_text(_written(write, changed_value(value, tree)), text),
        st.sampled_from(values),
        edits(most),
        st.sampled_from(WRITERS),
        st.just([]) | edits(2),
    )


def _written(write: Callable[[Any], str], value: Any) -> str:
    try:
        return write(value)[:_LONGEST]
    except ValueError:  # a number with more digits than Python writes
        return repr({"value": str(type(value))})


def json_texts(*values: Any, most: int = 5) -> st.SearchStrategy[str]:
    """Draw a JSON text: one of these values after edits, and perhaps edited as a text."""
    return st.builds(
        lambda value, tree, text: changed_text(_written(as_json, changed_value(value, tree)), text),
        st.sampled_from(values),
        edits(most),
        st.just([]) | edits(2),
    )


def texts(*valid: str, most: int = 5) -> st.SearchStrategy[str]:
    """Draw one of these texts after edits."""
    return st.builds(changed_text, st.sampled_from(valid), edits(most))
