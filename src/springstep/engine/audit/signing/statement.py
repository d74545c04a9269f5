"""What somebody was shown to sign: items with the digest of what each said, so that nothing else is signed instead."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.listing import items
from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.rule_schema import FileSchema
from springstep.engine.text.source import SourceError, parse_yaml, read_file
from springstep.engine.text.validation import validate

FORM: Literal["springstep-statement/1"] = "springstep-statement/1"
_HEAD = """\
# What you were shown to sign, each with the SHA-256 of all that it says. `springstep audit sign --statement` signs
# these items by the rules on your own computer, and nothing where one of them says anything else there.
"""
_OTHER = "is not what you were shown"
_ELSE = "sign by the rules that you were shown: the same version, and the same overlays"


class _StatementSchema(FileSchema):
    statement: Literal["springstep-statement/1"]
    items: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="64 hexadecimal digits")]]


def statement_of(chosen: Iterable[KnowledgeItem]) -> str:
    """Return the text of a statement on some items."""
    lines = (f"  {json.dumps(item.name, ensure_ascii=False)}: {item.digest}\n" for item in chosen)
    return f"{_HEAD}statement: {FORM}\nitems:\n{''.join(lines)}"


def digest_of(chosen: Iterable[KnowledgeItem]) -> str:
    """Return the SHA-256 of the names and digests of some items."""
    lines = sorted(f"{item.name} {item.digest}\n" for item in chosen)
    return sha256("".join(lines).encode()).hexdigest()


def stated_in(path: Path, base: RuleBase) -> list[KnowledgeItem]:
    """Return the items of a statement, as they stand in a rule base.

    Raises ``KnowledgeError`` for a file that is no statement, and where an item is gone or says anything else.
    """
    try:
        document = parse_yaml(read_file(path), name=str(path))
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    schema, faults = validate(_StatementSchema, document)
    if schema is None:
        raise KnowledgeError(faults)
    there = items(base)
    told = [
        document.fault("conflict", ("items", name), _OTHER if name in there else "is not here", allowed=_ELSE)
        for name, digest in schema.items.items()
        if name not in there or there[name].digest != digest
    ]
    if not schema.items:
        told = [document.fault("missing", ("items",), "names nothing", allowed="name an item")]
    if told:
        raise KnowledgeError(told)
    return [there[name] for name in schema.items]
