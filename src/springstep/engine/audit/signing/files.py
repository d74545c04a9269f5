"""The file of signatures: read with every fault, written whole or not at all."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from springstep.engine.audit.items.item import FORM as ITEM_FORM
from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.signing.records import Remark, Says, Signature, SignatureFile, Whole
from springstep.engine.characters import visible
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.overlay_schema import Day, RuleId
from springstep.engine.rulebase.rule_schema import FileSchema
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import found as is_found
from springstep.engine.text.source import Document, SourceError, parse_json, parse_yaml, read_file
from springstep.engine.text.validation import validate

_MOST_BYTES = 20_000_000
_HEAD = """\
# Who has read what, as it then stood, and when; who is to sign; and what was remarked. Written by `springstep audit`.
# A signature with a proof was made with its owner's key: `springstep audit verify` checks it. One without is a record:
# anyone who can write this file can write any name into it.
"""
_Name = Annotated[str, Field(min_length=1)]
_NAMED = Field(pattern=r"^[^/]+/.+$", description="a kind, / and an id, as in rules/ABC-010")
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="64 hexadecimal digits")]
_KEY = Field(pattern=r"^SHA256:[A-Za-z0-9+/]{43}$", description="a key's fingerprint, as in SHA256:...")
_PROOF = Field(pattern=r"^[A-Za-z0-9+/]{86}==$", description="64 bytes in base64")


class _SignatureSchema(FileSchema):
    item: Annotated[str | None, _NAMED] = None
    rule: RuleId | None = None
    by: _Name
    on: Day
    digest: _Digest
    key: Annotated[str | None, _KEY] = None
    proof: Annotated[str | None, _PROOF] = None

    @model_validator(mode="after")
    def _whole(self) -> _SignatureSchema:
        if (self.item is None) == (self.rule is None):
            raise ValueError("names the item that was signed, and nothing else: item, or rule as earlier files did")
        if (self.key is None) != (self.proof is None):
            raise ValueError("a proof goes with the key that made it")
        return self


class _WholeSchema(FileSchema):
    of: Annotated[
        str, Field(pattern=r"^(everything|(kind|topic) .+)$", description="everything, kind ... or topic ...")
    ]
    by: _Name
    on: Day


class _RemarkSchema(FileSchema):
    item: Annotated[str, _NAMED]
    by: _Name
    on: Day
    says: Says
    text: str = ""
    digest: _Digest


class _FileSchema(FileSchema):
    signers: tuple[_Name, ...] = ()
    signatures: tuple[_SignatureSchema, ...]
    wholes: tuple[_WholeSchema, ...] = ()
    remarks: tuple[_RemarkSchema, ...] = ()
    contents: Annotated[dict[_Digest, str], Field(default_factory=dict)]


def read_signatures(path: pathlib.Path) -> SignatureFile:
    """Read a file of signatures; an empty one when there is no such file. Raises ``KnowledgeError`` with every fault.

    What is kept of an item must be what its digest says.
    """
    if not is_found(path):
        return SignatureFile()
    try:
        text = read_file(path, max_bytes=_MOST_BYTES)
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    return signatures_in(text, name=str(path))


def signatures_in(text: str, *, name: str) -> SignatureFile:
    """Return the signatures that the text of a file holds; raises ``KnowledgeError`` with every fault."""
    try:
        document = parse_yaml(text, name=name)
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    schema, faults = validate(_FileSchema, document)
    if schema is None:
        raise KnowledgeError(faults)
    read = {digest: _content(digest, text, document) for digest, text in schema.contents.items()}
    faults = [found for found in read.values() if isinstance(found, Fault)]
    if faults:
        raise KnowledgeError(faults)
    return SignatureFile(
        signers=tuple(dict.fromkeys(schema.signers)),
        signatures=tuple(_signature(each) for each in schema.signatures),
        wholes=tuple(Whole(each.of, each.by, each.on) for each in schema.wholes),
        remarks=tuple(Remark(**each.model_dump()) for each in schema.remarks),
        contents={digest: item for digest, item in read.items() if isinstance(item, KnowledgeItem)},
    )


def _signature(each: _SignatureSchema) -> Signature:
    item = each.item or f"{RULES}/{each.rule}"
    return Signature(item, each.by, each.on, each.digest, each.key or "", each.proof or "")


def _content(digest: str, text: str, document: Document) -> KnowledgeItem | Fault:
    """Return the item that a text holds, or what is wrong with it."""
    try:
        told: Any = parse_json(text, name=document.name).value
    except SourceError:
        told = None
    if isinstance(told, dict) and told.keys() == {"form", "kind", "id", "content"} and told["form"] == ITEM_FORM:
        item = KnowledgeItem(str(told["kind"]), str(told["id"]), told["content"])
        if item.digest == digest:
            return item
    what = "is not what was signed: its digest is another, so it was changed in this file"
    return document.fault(
        "damaged", ("contents", digest), what, allowed="restore it from a copy of the file, or take it out"
    )


def write_signatures(path: pathlib.Path, file: SignatureFile) -> None:
    """Write a file of signatures, whole or not at all; raises ``SpringstepError`` when it cannot be written."""
    atomic_write(path, _HEAD + "".join(f"{line}\n" for line in _lines(file)), make_folder=True)


def _lines(file: SignatureFile) -> Iterator[str]:
    if file.signers:
        yield f"signers: [{', '.join(map(_quoted, file.signers))}]"
    yield "signatures:" if file.signatures else "signatures: []"
    for signature in file.signatures:
        proof = {"key": signature.key, "proof": signature.proof} if signature.proof else {}
        yield _entry({"item": signature.item, "by": signature.by}, on=signature.on, digest=signature.digest, **proof)
    for name, parts in (
        ("wholes", [_entry({"of": each.of, "by": each.by}, on=each.on) for each in file.wholes]),
        ("remarks", [_remark(each) for each in file.remarks]),
        ("contents", [f"  {digest}: '{_one_line(item)}'" for digest, item in sorted(file.contents.items())]),
    ):
        if parts:
            yield f"{name}:"
            yield from parts


def _remark(remark: Remark) -> str:
    quoted = {"item": remark.item, "by": remark.by, "text": remark.text}
    return _entry(quoted, on=remark.on, says=remark.says, digest=remark.digest)


def _entry(quoted: Mapping[str, str], **plain: str) -> str:
    parts = [*(f"{name}: {_quoted(text)}" for name, text in quoted.items()), *(f"{k}: {v}" for k, v in plain.items())]
    return f"  - {{{', '.join(parts)}}}"


def _quoted(text: str) -> str:
    return visible(json.dumps(text, ensure_ascii=False))


def _one_line(item: KnowledgeItem) -> str:
    """Write what an item says inside single quotes."""
    return visible(item.text).replace("'", "''")
