"""The parts of a rule as the text of a cell, and back: lists with commas, conclusions and answers a line each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.errors import RefusedError
from springstep.engine.text.source import SourceError, parse_yaml
from springstep.sheets.columns import BY_KEY, PARTS
from springstep.sheets.plain_text import plain, tidy

_PLAIN_WORD = re.compile(r"[A-Za-z_][\w./%-]*(?: [\w./%-]+)*")
_STARTS = re.compile(r"\w+ *:")
_OPENS, _CLOSES = "{[", "}]"


def flow(value: Any) -> str:
    """Write a value on one line, as YAML reads it back.

    >>> flow({"size": ["a", 3], "says": "Stop: now"})
    '{size: [a, 3], says: "Stop: now"}'
    """
    if isinstance(value, dict):
        return "{" + ", ".join(entries(value)) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and _PLAIN_WORD.fullmatch(value) and _reads_as(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def entries(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield the entries of a mapping, each as it is written."""
    return (f"{flow(key)}: {flow(inner)}" for key, inner in value.items())


def _reads_as(word: str) -> bool:
    try:
        return parse_yaml(f"[{word}]", name="").value == [word]
    except SourceError:
        return False


def cells_of(rule: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a rule as its file has it."""
    return {column.key: text_of(column.key, rule.get(column.key)) for column in PARTS}


def text_of(key: str, value: Any) -> str:
    """Return a part of a rule as a cell has it; an empty one for a part that is not there."""
    match BY_KEY[key].kind:
        case _ if value is None:
            return ""
        case "words":
            return ", ".join(map(str, value))
        case "conclusions":
            return "\n".join(", ".join(entries(line)) for line in value)
        case "answers":
            return "\n".join(entries(value))
    return str(value)


def value_of(key: str, text: str) -> Any:
    """Return a part of a rule from a cell; ``None`` for an empty one. Raises ``RefusedError``."""
    match BY_KEY[key].kind:
        case "prose":
            return " ".join(tidy(text).split()) or None
        case "words":
            return [word for word in re.split(r"[,;\s]+", plain(text)) if word] or None
        case "conclusions":
            return _read("".join(f"- {line}\n" for line in _lines(text)), list)
        case "answers":
            return _read("".join(f"{line}\n" for line in _lines(text)), dict) or {}
    return " ".join(plain(text).split()) or None


def _lines(text: str) -> list[str]:
    """Return the lines, what goes on from one to the next joined to it."""
    found: list[str] = []
    for line in plain(text).split("\n"):
        if not line:
            continue
        if found and (_open(found[-1]) or not _STARTS.match(line)):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _open(line: str) -> bool:
    return sum(map(line.count, _OPENS)) > sum(map(line.count, _CLOSES))


def _read(text: str, kind: type) -> Any:
    if not text:
        return None
    try:
        value = parse_yaml(text, name="").value
    except SourceError as error:
        raise RefusedError("malformed", error.faults[0].what) from None
    if not isinstance(value, kind):
        raise RefusedError("malformed", "is no list of lines, each a word, a colon and what it says")
    return value
