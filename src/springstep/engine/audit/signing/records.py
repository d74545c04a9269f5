"""A signature, a remark, and all that one file of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal, TypeAlias

from springstep.engine.audit.items.item import KnowledgeItem, canonical
from springstep.engine.frozen import Frozen
from springstep.engine.record import Described, Record

FORM = "springstep-signature/1"
"""How the text that a key signs is made."""
EVERYTHING = "everything"
Says: TypeAlias = Literal["agree", "disagree", "question"]


class Signature(Frozen):
    """One item, as it stood, read by one person on one day."""

    item: str
    by: str
    on: str
    digest: str
    key: str = ""
    """The fingerprint of the key that signed it; empty where it is a record only."""
    proof: str = ""
    """What that key made of ``message``, as base64."""

    @property
    def message(self) -> bytes:
        """Return what a key signs: which item, what it says, by whom and when."""
        told = {"form": FORM, "item": self.item, "by": self.by, "on": self.on, "digest": self.digest}
        return canonical(told).encode()


class Whole(Frozen):
    """Somebody signed all there was of something, so that what comes later is known to be new."""

    of: str
    """``everything``, or a word and a name: ``kind`` for a kind of item, ``topic`` for a topic of rules."""
    by: str
    on: str

    def holds(self, item: KnowledgeItem, topics: Mapping[str, str]) -> bool:
        """Tell whether an item is a part of it; ``topics`` gives the topic of each rule."""
        word, _, name = self.of.partition(" ")
        if word == "topic":
            return topics.get(item.name) == name
        return self.of == EVERYTHING or item.kind == name

    @property
    def words(self) -> str:
        """Say what was signed."""
        word, _, name = self.of.partition(" ")
        return {"topic": f"the topic {name}", "kind": f"all {name}"}.get(word, self.of)


class Remark(Record):
    """What one person says about one item."""

    item: Annotated[str, Described("The item, as in `rules/ABC-010`.")]
    by: str
    on: str
    says: Says
    text: Annotated[str, Described("In the person's own words; may be empty for `agree`.")]
    digest: Annotated[str, Described("SHA-256 of the item as it was then.")]


class SignatureFile(Frozen):
    """All that a file of signatures holds."""

    signers: tuple[str, ...] = ()
    """Who is to sign; nobody named leaves it open."""
    signatures: tuple[Signature, ...] = ()
    wholes: tuple[Whole, ...] = ()
    remarks: tuple[Remark, ...] = ()
    """In the order in which they were made."""
    contents: Mapping[str, KnowledgeItem] = field(default_factory=dict)
    """What was signed, by its digest; what was signed as a digest only is not among it."""

    def signed_as(self, signature: Signature) -> KnowledgeItem | None:
        """Return the item as it was signed; nothing where only its digest was kept."""
        found = self.contents.get(signature.digest)
        return found if found is not None and found.name == signature.item else None

    @property
    def open_remarks(self) -> tuple[Remark, ...]:
        """Return the last word of each person on each item, where it is not that she agrees."""
        last = {(each.item, each.by): each for each in self.remarks}
        return tuple(each for each in last.values() if each.says != "agree")
