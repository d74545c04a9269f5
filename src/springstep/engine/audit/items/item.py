"""One item of a rule base: a rule, a row of a table, a claim, a fact as it is asked for, an entry of an overlay."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Any

from springstep.engine.frozen import Frozen

FORM = "springstep-item/1"
"""How the text of an item is made; another way would be another form."""
ORDER = "in-order"
"""The id of an item that holds the ids of others in their order, where the order decides something."""

_TITLES = ("title", "label", "name", "question", "says", "gist", "note", "how", "because")
"""The fields that tell what an item is about, the first that it has."""


class KnowledgeItem(Frozen):
    """One item; ``content`` is plain data, as JSON has it."""

    kind: str
    id: str
    content: Any

    @property
    def name(self) -> str:
        """Return kind and id, as in ``claims/ABC-010``."""
        return f"{self.kind}/{self.id}"

    @cached_property
    def text(self) -> str:
        """Return all that the item says as one line of JSON, the same for the same content."""
        return as_written({"form": FORM, "kind": self.kind, "id": self.id, "content": self.content})

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def title(self) -> str:
        """Return what it is about, in its own words; empty where it does not say."""
        if not isinstance(self.content, dict):
            return ""
        found = next((name for name in _TITLES if isinstance(self.content.get(name), str)), None)
        said = self.content[found] if found is not None else ""
        return said.replace("-", " ") if found == "name" else said

    @property
    def is_order(self) -> bool:
        """Say whether it holds the order of others."""
        return self.id.rpartition("/")[2] == ORDER


def canonical(value: Any) -> str:
    """Write plain data as one line of JSON, the same for the same data."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def as_written(value: Any) -> str:
    """Write plain data as one line of JSON in the order in which it stands: the steps of a scale are ordered."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def split_name(name: str) -> tuple[str, str]:
    """Return the kind and the id of an item's name."""
    kind, _, found = name.partition("/")
    return kind, found


def same(one: KnowledgeItem, other: KnowledgeItem) -> bool:
    """Tell whether two items of one name say the same; an order is the same when what both name comes in one order."""
    if one.digest == other.digest:
        return True
    return one.is_order and other.is_order and shared_order(one, other) == shared_order(other, one)


def shared_order(one: KnowledgeItem, other: KnowledgeItem) -> list[str]:
    """Return what the order of one item names that the other names, too."""
    return [name for name in one.content if name in other.content]
