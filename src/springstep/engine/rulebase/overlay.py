"""A coach's overlays: files laid over the guide's rules, combined with them before anything runs.

An overlay adds rules, tightens or relaxes rules of the guide's base, and says which safety claims it means to go
beyond; ``overlay_schema`` shows a file. Everything downstream sees one rule base, whose digest covers the overlays and
whose rules say where they come from. Overlays may be given in any order: no two of them touch the same rule.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from springstep.engine.errors import KnowledgeError, nearest
from springstep.engine.language.conditions import Condition
from springstep.engine.language.overlay_records import Overlay, OverlayEntry, RelaxedClaim
from springstep.engine.language.rules import Origin, Rule, effective_condition
from springstep.engine.rulebase.assemble import joined, refuse_namesakes
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.overlay_reading import read_overlays
from springstep.engine.rulebase.overlay_rules import added, changed, off
from springstep.engine.rulebase.overlay_schema import (
    AddedSchema,
    OverlaySchema,
    RelaxedClaimSchema,
    RelaxSchema,
    TightenSchema,
)
from springstep.engine.rulebase.rule_builder import RuleBuilder
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

Kind = Literal["added", "tightened", "relaxed", "switched_off"]


class Tightening(NamedTuple):
    """A change that says it makes a rule fire for more cases: to be proved, ``fired`` implies ``fires``."""

    old: Rule
    new: Rule
    fired: Condition
    """When the guide's rule really fires."""
    fires: Condition
    """When the changed rule really fires."""


def lay_over(base: RuleBase, paths: Iterable[Path | str]) -> RuleBase:
    """Lay overlay files (or folders of them) over a rule base; raises ``KnowledgeError`` with every fault of each.

    Over a rule base that has overlays they come to the same as if all were laid over the guide's own rules at once.
    """
    read, faults = read_overlays(paths, base)
    joining = _Joining(base)
    overlays = (*base.overlays, *(joining.take(*one) for one in read))
    faults += joining.builder.faults
    if faults:
        raise KnowledgeError(sorted(faults, key=lambda f: (f.source, f.line or 0, f.column or 0)))
    if not read:
        return base
    overlays, guide = tuple(sorted(overlays, key=lambda each: each.name)), joining.guide
    digest = hashlib.sha256("\n".join([guide.digest, *(overlay.digest for overlay in overlays)]).encode()).hexdigest()
    return replace(guide, rules=joining.rules(), overlays=overlays, unlaid=guide, digest=digest)


def declared_tightenings(base: RuleBase) -> tuple[Tightening, ...]:
    """Return every change that says it tightens a rule, for the audit to prove that it does."""
    before = {rule.id: rule for rule in base.guide_rules}
    return tuple(
        Tightening(before[rule.id], rule, effective_condition(before[rule.id], before), base.condition(rule))
        for rule in base.rules
        if rule.origin is not None and rule.origin.kind == "tightened"
    )


class _Joining:
    """Takes overlays one after another and holds the rules as changed so far."""

    def __init__(self, base: RuleBase) -> None:
        plain = {name: info for name, info in base.facts.items() if "." not in name}  # an item's fields come by rule
        self.builder = RuleBuilder(
            plain,
            base.decisions,
            vocabulary=base.vocabulary,
            tables=base.tables,
            domain=base.domain,
            plan=base.plan_names,
        )
        self.guide = base if base.unlaid is None else base.unlaid
        self._changed: dict[str, Rule | None] = {}
        self._added = [rule for rule in base.rules if rule.origin is not None and rule.origin.kind == "added"]
        self._touched: dict[str, str] = {}
        self._names = {overlay.name: overlay.file for overlay in base.overlays}
        self._claims: dict[str, str] = {}
        for overlay in base.overlays:
            for entry in overlay.entries:
                origin = entry.origin
                if origin.kind != "added":
                    self._changed[entry.rule] = base.by_id.get(entry.rule)
                    self._touched[entry.rule] = f"{origin.file}, line {origin.line}"
            self._claims |= {each.claim: f"{each.file}, line {each.line}" for each in overlay.relaxed_claims}

    def take(self, document: Document, schema: OverlaySchema, digest: str) -> Overlay:
        """Apply one overlay; its faults go to the builder."""
        file = document.name
        self.builder.at(document, (), schema.overlay)
        if schema.overlay in self._names:
            self.builder.fault(
                "duplicate", "overlay", f"is the name of {self._names[schema.overlay]}, too", "give each its own name"
            )
        self._names[schema.overlay] = file
        entries: list[OverlayEntry] = []
        for index, own in enumerate(schema.add):
            origin = self._origin(document, ("add", index), schema, own, own.id, "added")
            rule = self._add(own)
            if rule is not None:
                self._added.append(replace(rule, origin=origin))
            entries.append(OverlayEntry(own.id, origin))
        changes: list[tuple[str, Sequence[TightenSchema], Kind]] = [
            ("tighten", schema.tighten, "tightened"),
            ("relax", schema.relax, "relaxed"),
        ]
        for key, schemas, kind in changes:
            for index, change in enumerate(schemas):
                gone = isinstance(change, RelaxSchema) and change.off
                as_kind = "switched_off" if gone else kind
                origin = self._origin(document, (key, index), schema, change, change.rule, as_kind)
                self._change(change, origin)
                entries.append(OverlayEntry(change.rule, origin))
        claims = tuple(self._claim(document, index, schema, claim) for index, claim in enumerate(schema.relaxes_claims))
        return Overlay(schema.overlay, schema.author, schema.date, file, digest, tuple(entries), claims)

    def rules(self) -> tuple[Rule, ...]:
        """Return all rules by topic: the guide's as they were changed, then the overlays' own."""
        own = sorted(self._added, key=lambda rule: "" if rule.origin is None else rule.origin.overlay)
        kept = [rule for old in self.guide.rules if (rule := self._changed.get(old.id, old)) is not None]
        gone = {rule_id for rule_id, rule in self._changed.items() if rule is None}
        topics = dict.fromkeys(rule.topic for rule in (*kept, *own))
        ordered = [rule for topic in topics for rule in (*kept, *own) if rule.topic == topic]
        return joined(
            replace(rule, overrides=tuple(name for name in rule.overrides if name not in gone)) for rule in ordered
        )

    def _add(self, schema: AddedSchema) -> Rule | None:
        refuse_namesakes(self.builder, schema.id, schema.name, (*self.guide.rules, *self._added))
        own = {rule.id: rule for rule in self._added}
        for general in schema.overrides:
            if general not in self.guide.by_id and general not in own:
                what = f"no rule is called '{general}' (an exception stands after its general rule)"
                self.builder.fault("unknown_name", "overrides", what, nearest(general, own) if own else "")
            elif general in own and (own[general].for_each != schema.for_each or own[general].overrides):
                self.builder.fault(
                    "contradiction", "overrides", f"'{general}' must be no exception itself, and over the same items"
                )
        return added(self.builder, schema, self.guide)

    def _change(self, change: TightenSchema, origin: Origin) -> None:
        builder, old = self.builder, self.guide.by_id.get(change.rule)
        if change.rule in self._touched:
            what = f"{change.rule} is changed already, in {self._touched[change.rule]}"
            builder.fault("duplicate", "rule", what, "change it in one place")
            return
        self._touched[change.rule] = f"{origin.file}, line {origin.line}"
        if old is None:
            own = any(rule.id == change.rule for rule in self._added)
            what = f"{change.rule} is an overlay's own rule" if own else f"no rule is called '{change.rule}'"
            near = nearest(change.rule, self.guide.by_id)
            near = near if near.startswith("did") else "`springstep rules list` shows them all"
            builder.fault("unknown_name", "rule", what, "change it where it is added" if own else near)
        elif origin.kind == "switched_off":
            off(builder, old, self.guide)
            self._changed[old.id] = None
        else:
            new = changed(builder, old, change, self.guide)
            self._changed[old.id] = replace(new, origin=origin)

    def _origin(
        self,
        document: Document,
        place: Place,
        schema: OverlaySchema,
        entry: AddedSchema | TightenSchema,
        rule: str,
        kind: Kind,
    ) -> Origin:
        """Say where an entry comes from, and let the builder speak of it."""
        self.builder.at(document, place, rule)
        line, column = document.positions.get(place, (0, 0))
        author, date = entry.author or schema.author, entry.date or schema.date
        return Origin(schema.overlay, kind, author, date, entry.reason, entry.note, document.name, line, column)

    def _claim(self, document: Document, index: int, schema: OverlaySchema, entry: RelaxedClaimSchema) -> RelaxedClaim:
        self.builder.at(document, ("relaxes_claims", index), entry.claim)
        if entry.claim in self._claims:
            self.builder.fault(
                "duplicate", "claim", f"stands twice; first in {self._claims[entry.claim]}", "keep one of the two"
            )
        known = {claim.id for claim in load_claims(self.guide)}
        if entry.claim not in known:
            self.builder.fault(
                "unknown_name", "claim", f"there is no safety claim '{entry.claim}'", nearest(entry.claim, known)
            )
        line, column = document.positions.get(("relaxes_claims", index), (0, 0))
        self._claims[entry.claim] = f"{document.name}, line {line}"
        author, date = entry.author or schema.author, entry.date or schema.date
        where: tuple[Any, ...] = (document.name, line, column)
        return RelaxedClaim(entry.claim, schema.overlay, author, date, entry.reason, entry.note, *where)
