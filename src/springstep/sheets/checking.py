"""Whether changed and new rules can be rules: each fault at the cell that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from springstep.engine.errors import Fault, nearest
from springstep.engine.rulebase.assemble import refuse_namesakes
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.knowledge_reader import checked
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.overlay_rules import off
from springstep.engine.rulebase.rule_builder import RuleBuilder
from springstep.engine.rulebase.rule_schema import RuleSchema
from springstep.engine.text.source import Document
from springstep.sheets.changes import RuleChange
from springstep.sheets.columns import BY_KEY
from springstep.sheets.errors import SheetError

_NEEDED = ("author", "reason", "note")


def builder_for(base: RuleBase) -> RuleBuilder:
    """Return a builder of rules over a rule base's names."""
    plain = {name: info for name, info in base.facts.items() if "." not in name}  # an item's fields come by rule
    return RuleBuilder(
        plain,
        base.decisions,
        vocabulary=base.vocabulary,
        tables=base.tables,
        domain=base.domain,
        plan=base.plan_names,
    )


def with_reasons(
    changes: Iterable[RuleChange], base: RuleBase, given: Mapping[str, str], name: str
) -> tuple[RuleChange, ...]:
    """Return the changes with who, when and why, from their rows or as ``given``; raises ``SheetError``."""
    found = [change._replace(about={**given, **change.about}) for change in changes]
    faults = [fault for change in found for fault in _about_faults(change, base, name)]
    if faults:
        raise SheetError(faults)
    return tuple(found)


def _about_faults(change: RuleChange, base: RuleBase, name: str) -> Iterator[Fault]:
    reasons = base.domain.reasons
    for key in _NEEDED:
        if not change.about.get(key):
            what = f"{change.rule} does not say its {key}"
            yield Fault("missing", what, change.where(key), f"fill it in, or give --{key} for all", name)
    reason, day = change.about.get("reason", ""), change.about["date"]
    if reason and reason not in reasons:
        yield Fault("not_allowed", f"'{reason}' is not allowed", change.where("reason"), nearest(reason, reasons), name)
    if not _is_day(day):
        yield Fault("not_a_date", f"'{day}' is not a day", change.where("date"), "write YYYY-MM-DD", name)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_rules(changes: Sequence[RuleChange], base: RuleBase, name: str) -> None:
    """Build every changed and new rule; raises ``SheetError`` with every fault at its cell."""
    builder = builder_for(base)
    faults: list[Fault] = []
    others = [rule for rule in base.guide_rules if rule.id not in {change.rule for change in changes}]
    sentences = load_ledger(base).sentences
    for change in changes:
        before = len(builder.faults)
        builder.at(Document(name, None, {}), ("rule",), change.rule)
        if change.kind == "off":
            off(builder, base.by_id[change.rule], base)
            faults += (at_cell(fault, change, name) for fault in builder.faults[before:])
            continue
        document = Document(name, dict(change.after), {})
        schema, wrong = checked(RuleSchema, document)
        faults += (at_cell(fault, change, name) for fault in wrong)
        if schema is None or wrong:
            continue
        builder.at(document, ("rule",), change.rule)  # a fault is told by its way from there
        refuse_namesakes(builder, schema.id, schema.name, others)
        rule = builder.rule(schema, topic=change.topic, moments=base.topic_moments[change.topic])
        for number in schema.guide:
            if number not in sentences:
                builder.fault(
                    "unknown_name", "guide", f"the guide has no sentence '{number}'", nearest(number, sentences)
                )
        faults += (at_cell(fault, change, name) for fault in builder.faults[before:])
        if rule is not None:
            others.append(rule)
    if faults:
        raise SheetError(faults)


def at_cell(fault: Fault, change: RuleChange, name: str) -> Fault:
    """Return a fault of a rule at the cell that it is about."""
    path = fault.where.removeprefix(f"{change.rule}:").strip()
    key = next((part for part in re.findall(r"\w+", path) if part in BY_KEY), "")
    if not key:
        key = "guide" if "sentences" in fault.what or "cites" in fault.what else "id"
    return replace(fault, where=change.where(key), source=name, line=None, column=None)


def told_at_cells(faults: Iterable[Fault], changes: Sequence[RuleChange], name: str) -> list[Fault]:
    """Return faults of files that changes were written into at the cells of the rules that they name, if any."""
    found: list[Fault] = []
    for fault in faults:
        change = next((each for each in changes if each.rule in f"{fault.where} {fault.what}"), None)
        found.append(fault if change is None else at_cell(fault, change, name))
    return list(dict.fromkeys(found))


def reasons_given(author: str | None, reason: str | None, note: str | None, day: str) -> dict[str, str]:
    """Return what is said of every change that does not say so itself."""
    said: Mapping[str, Any] = {"author": author, "reason": reason, "note": note, "date": day}
    return {key: value for key, value in said.items() if value}
