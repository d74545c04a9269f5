"""The knowledge files that the sheets are made of, as they are written."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document, parse_yaml, read_file

READ_ONLY = {"drills": "drills.yaml", "claims": "claims.yaml"}
"""Sheets to be read only, with the file of each."""


class TopicFile(NamedTuple):
    """The file of a topic: its text, and its rules as they are written."""

    path: pathlib.Path
    topic: str
    title: str
    text: str
    document: Document
    rules: tuple[Mapping[str, Any], ...]


def topic_files(base: RuleBase) -> tuple[TopicFile, ...]:
    """Return the files of a rule base's topics, in its order; raises ``SpringstepError``."""
    found = []
    for path in sorted((base.folder / "rules").glob("*.yaml")):
        text = read_file(path)
        document = parse_yaml(text, name=str(path))
        content: Any = document.value
        found.append(TopicFile(path, content["topic"], content["title"], text, document, tuple(content["rules"])))
    order = list(base.topics)
    return tuple(sorted(found, key=lambda each: order.index(each.topic)))


def listed(base: RuleBase, file: str) -> list[Mapping[str, Any]]:
    """Return the entries of another file of the knowledge; none where there is no such file."""
    path = base.folder / file
    if not path.exists():
        return []
    value: Any = parse_yaml(read_file(path), name=file).value
    return list(value) if isinstance(value, list) else []
