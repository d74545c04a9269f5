"""Signatures: a record of who has read which rule, as it stood, and when; it proves nobody's identity.

A signature is bound to a digest of all that a rule says and does: its name, condition, conclusions, reason, basis,
sentences, examples, and when its exceptions apply. Its place (file, line, topic) and the overlay it comes from do not
count. The file is a log: signing a changed rule adds a line, signing the same wording again renews the date, and
nothing is ever removed.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from springstep.engine.audit.report import Audit, Finding
from springstep.engine.errors import KnowledgeError
from springstep.engine.frozen import Frozen
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Arith, Constant, Fact, Term
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.overlay_schema import Day, RuleId
from springstep.engine.rulebase.rule_schema import FileSchema
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import found as is_found
from springstep.engine.text.source import SourceError, parse_yaml, read_file
from springstep.engine.text.validation import validate

State: TypeAlias = Literal["signed", "changed", "unsigned"]

_FORMAT, _EARLIER = "springstep-rule/2", "springstep-rule/1"
"""How a digest is made. The earlier form named no table, as there was only one; signatures of that form still count."""
_HEAD = """\
# Who has read which rule, as it then stood, and when: written by `springstep audit sign`.
# A record, not a proof of identity: anyone who can write this file can write any name into it. Git shows who did.
"""


class Signature(Frozen):
    """One rule, as it stood, read by one person on one day."""

    rule: str
    by: str
    on: str
    digest: str


class SignatureState(Frozen):
    """Whether a rule is signed as it is now (``changed``: only as it was), by whom, and the last day."""

    state: State
    by: str = ""
    on: str = ""


class _SignatureSchema(FileSchema):
    rule: RuleId
    by: Annotated[str, Field(min_length=1)]
    on: Day
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="64 hexadecimal digits")]


class _SignatureFileSchema(FileSchema):
    signatures: tuple[_SignatureSchema, ...]


def rule_digest(rule: Rule, rules: Mapping[str, Rule], *, form: str = _FORMAT) -> str:
    """Return the SHA-256 of all that a rule says and does, in canonical JSON; ``rules`` holds its exceptions."""
    content = {
        "format": form,
        "id": rule.id,
        "name": rule.name,
        "moments": list(rule.moments),
        "for_each": rule.for_each,
        "when": rule.when_text,
        "unless": rule.unless_text,
        "overrides": sorted(rule.overrides),
        "unless_one_of": sorted([name, rules[name].when_text] for name in rule.overridden_by),
        "then": [_conclusion(conclusion, form) for conclusion in rule.conclusions],
        "because": rule.because,
        **({"short": rule.short} if rule.short else {}),
        "basis": rule.basis,
        "guide": list(rule.guide),
        "fires_for": rule.fires_for,
        "silent_for": rule.silent_for,
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _conclusion(conclusion: Conclusion, form: str) -> list[Any]:
    match conclusion:
        case Step(decision, step):
            return ["step", decision, step]
        case Bound(decision, kind, _, text, strict):
            return [kind, decision, " ".join(text.split()), strict]
        case Add(decision, points):
            return ["add", decision, points]
        case Select(kind, where, weight, id_from, table):
            selection = [[[name, list(values)] for name, values in where], weight, id_from]
            return [kind, *selection] if form == _EARLIER else [kind, table, *selection]
        case Advise(topic, say):
            promised = [conclusion.promises_text] if conclusion.promises_text else []
            return ["advise", topic, say, *promised, *([{"short": conclusion.short}] if conclusion.short else [])]
        case Assume(fact, amount, items):
            return ["assume", fact, _term(amount), [item if isinstance(item, str) else dict(item) for item in items]]


def _term(term: Term | None) -> Any:
    match term:
        case Constant(value):
            return float(value) if isinstance(value, Fraction) else value
        case Fact(name):
            return ["fact", name]
        case Arith(op, left, right):
            return [op, _term(left), _term(right)]
        case None:
            return None


def signature_states(base: RuleBase, signatures: Iterable[Signature]) -> dict[str, SignatureState]:
    """Return for every rule whether it is signed as it is now, was changed since it was signed, or is unsigned."""
    by_rule: dict[str, list[Signature]] = {}
    for signature in signatures:
        by_rule.setdefault(signature.rule, []).append(signature)
    forms = (_FORMAT, _EARLIER)
    digests = {rule.id: {rule_digest(rule, base.by_id, form=form) for form in forms} for rule in base.rules}
    return {rule: _signature_state(found, by_rule.get(rule, [])) for rule, found in digests.items()}


def _signature_state(digests: Collection[str], signatures: Sequence[Signature]) -> SignatureState:
    valid = [signature for signature in signatures if signature.digest in digests]
    counted = valid or signatures
    if not counted:
        return SignatureState("unsigned")
    names = dict.fromkeys(signature.by for signature in counted)
    return SignatureState("signed" if valid else "changed", listed(names, last="and"), max(each.on for each in counted))


def gone(base: RuleBase, signatures: Iterable[Signature]) -> tuple[str, ...]:
    """Return the rules that were signed but are no longer in this rule base."""
    return tuple(sorted({signature.rule for signature in signatures} - base.by_id.keys()))


def sign(
    base: RuleBase, signatures: Iterable[Signature], rules: Iterable[Rule], *, by: str, on: str
) -> tuple[Signature, ...]:
    """Return the signatures with some rules signed as they are now; the same wording signed again takes the new day."""
    new = [Signature(rule.id, by, on, rule_digest(rule, base.by_id)) for rule in rules]
    renewed = {(each.rule, each.by, each.digest) for each in new}
    kept = [each for each in signatures if (each.rule, each.by, each.digest) not in renewed]
    return tuple(sorted([*kept, *new], key=lambda each: (each.rule, each.on, each.by, each.digest)))


def read_signatures(path: pathlib.Path) -> tuple[Signature, ...]:
    """Read a file of signatures; none when there is no such file. Raises ``KnowledgeError`` with every fault."""
    if not is_found(path):
        return ()
    try:
        document = parse_yaml(read_file(path, max_bytes=20_000_000), name=str(path))
    except SourceError as error:
        raise KnowledgeError(error.faults) from None
    schema, faults = validate(_SignatureFileSchema, document)
    if schema is None:
        raise KnowledgeError(faults)
    return tuple(Signature(each.rule, each.by, each.on, each.digest) for each in schema.signatures)


def write_signatures(path: pathlib.Path, signatures: Iterable[Signature]) -> None:
    """Write a file of signatures, whole or not at all; raises ``SpringstepError`` when it cannot be written."""
    lines = [
        f"  - {{rule: {each.rule}, by: {_quoted(each.by)}, on: {each.on}, digest: {each.digest}}}"
        for each in signatures
    ]
    atomic_write(path, "\n".join([f"{_HEAD}signatures:", *lines, ""]), make_folder=True)


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)


def with_signatures(audit: Audit, base: RuleBase, signatures: Iterable[Signature]) -> Audit:
    """Return an audit that says of each rule whether it is signed; a rule changed since is a finding."""
    found = signature_states(base, signatures)
    cards = tuple(
        replace(card, signature=state.state, signed_by=state.by, signed_on=state.on)
        for card, state in ((card, found[card.rule]) for card in audit.rules)
    )
    changed = tuple(
        Finding(
            id=f"signature:{rule}",
            kind="signature",
            subject=rule,
            says=f"{rule} was changed after {state.by} signed it on {state.on}.",
            rules=(rule,),
        )
        for rule, state in found.items()
        if state.state == "changed"
    )
    if not changed:
        return replace(audit, rules=cards)
    since = f"{len(changed)} signed {'rule was' if len(changed) == 1 else 'rules were'} changed since"
    verdict = f"{since[0].upper()}{since[1:]}." if audit.clean else f"{audit.verdict} {since[0].upper()}{since[1:]}."
    return replace(audit, rules=cards, findings=(*audit.findings, *changed), clean=False, verdict=verdict)
