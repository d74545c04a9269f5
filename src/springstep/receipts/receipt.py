"""The receipt of a plan: the answers, the rules by digest, what fired and what was decided, in one canonical form."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import case_from
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.receipts.book import book_digest
from springstep.receipts.canonical import canonical, digest_of
from springstep.receipts.least import least_answers
from springstep.version import __version__

_STRICT: Any = {"extra": "forbid", "strict": True}
"""A receipt is read as it was written: a number is no yes or no."""


class RulesUsed(Record):
    """The rules that decided."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    digest: Annotated[str, Described("SHA-256 of the knowledge files, overlays included.")]
    book: Annotated[str, Described("SHA-256 of the rules as plain data, by which a receipt is verified.")]
    overlays: tuple[str, ...]


class EngineUsed(Record):
    """The program that decided."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    name: Literal["springstep"] = "springstep"
    version: str


class LeastDisclosed(Record):
    """That a receipt tells only as many answers as force the same plan, whatever the others are."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    of: Annotated[int, Described("How many answers the plan was made of.")]
    unknown: Annotated[tuple[str, ...], Described("What was not answered, where that counts, too.")]
    smallest: Annotated[bool, Described("Whether no smaller set would do; else none can be left out of these.")]


class ReceiptSignature(Record):
    """Who vouches for a receipt."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    key: Annotated[str, Described("The fingerprint of an Ed25519 key, as OpenSSH shows it.")]
    proof: Annotated[str, Described("The signature of the digest, base64.")]


class Receipt(Record):
    """One decision, for whoever has to check it. Whole numbers are numbers, others decimals in a text."""

    __pydantic_config__: ClassVar[Any] = _STRICT
    schema_version: Literal["1.0"] = "1.0"
    engine: EngineUsed
    rules: RulesUsed
    plan: Annotated[str, Described("The id of the plan.")]
    on: date | None
    moment: Annotated[str, OneOf("moment")]
    inputs: Annotated[dict[str, Any], Described("The answers, those of a diary included.")]
    fired: Annotated[dict[str, int], Described("By rule how often it fired: once, or for each item that it was for.")]
    decisions: Annotated[dict[str, Any], Described("By name: a step, a number, or the row that was chosen.")]
    verdict: Annotated[str, OneOf("verdict")]
    verdict_code: Annotated[str, OneOf("verdict code")]
    least: Annotated[LeastDisclosed | None, Described("Null where every answer is told.")]
    digest: Annotated[str, Described("SHA-256 of all the above as canonical JSON (RFC 8785).")]
    signature: ReceiptSignature | None = None


def receipt_of(made: RecommendationRecord, base: RuleBase, *, least: bool = False) -> Receipt:
    """Return the receipt of a plan that a rule base made.

    With ``least`` it is that of a plan with the same outcome, made of as few of the answers as force it.
    """
    disclosed: dict[str, Any] | None = None
    if least:
        found = least_answers(made.case, base)
        answers = sum(value is not None for name, value in made.case.items() if name != MOMENT)
        unknown = [name for name, value in found.answers.items() if value is None]
        disclosed = {"of": answers, "unknown": unknown, "smallest": found.smallest}
        told = {MOMENT: made.moment, **{name: thawed(value) for name, value in found.answers.items()}}
        made = build(base, case_from(Document("", told, {}), base, whole=False), look_ahead=False, on=made.on)
    content: dict[str, Any] = {
        "schema_version": "1.0",
        "engine": {"name": "springstep", "version": __version__},
        "rules": {
            "digest": made.rules_digest,
            "book": book_digest(base),
            "overlays": [note.name for note in made.overlays],
        },
        "plan": made.id,
        "on": made.on.isoformat() if made.on is not None else None,
        "moment": made.moment,
        "inputs": {name: _plain(value) for name, value in made.case.items() if value is not None},
        "fired": dict(Counter(firing.rule for firing in made.trace.firings)),
        "decisions": {decision.name: _plain(decision.value) for decision in made.decisions},
        "verdict": made.verdict,
        "verdict_code": made.verdict_code,
        "least": disclosed,
    }
    return Receipt.from_json(json.dumps({**content, "digest": digest_of(canonical(content))}))


def _plain(value: Any) -> Any:
    """Return a value without any number that is not whole: that is a decimal in a text."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return value
