"""One rule with everything: how it is written, what competes with it, whom it fires for, what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.graph.build import read_by
from springstep.engine.audit.graph.contests import Contest, Rival, contests
from springstep.engine.audit.report import Witness
from springstep.engine.audit.witnesses import witness_of
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Advise
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, condition_words, fact_words, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.one_rule import rule_parts

if TYPE_CHECKING:
    from springstep.engine.rulebase.ledger import Ledger

_CLOSEST = 3
_NAMES = 13
"""The width of a line's name."""
_ELSEWHERE = "Wins over"
"""What the catalogue says in a line and this page in a section."""


class Section(NamedTuple):
    """A part of the page that the caller adds: its title, lines of name and text, and the same for programs."""

    title: str
    rows: Sequence[tuple[str, str]]
    key: str
    record: Any


def rule_page(rule: Rule, base: RuleBase, *, extra: Iterable[Section] = ()) -> Iterator[str]:
    """Yield everything about one rule; ``extra`` sections, such as its signature, come last."""
    yield heading(f"{rule.id} {rule.name.replace('-', ' ')}")
    yield from _columns(_written(rule, base))
    found = contests(rule, base)
    if found:
        yield heading("Against other rules at the same moment")
    for contest in found:
        yield wrapped(f"{contest.title}: {contest.words}", first="  ")
        yield from columns(_contest_rows(contest), indent=4)
    for title, rows in (
        ("Example runners", _examples(rule, base)),
        ("What it rests on", _provenance(rule, base)),
        *((section.title, section.rows) for section in extra),
    ):
        if rows:
            yield heading(title)
            yield from _columns(rows)


def _columns(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield names and texts aligned over all sections."""
    return (wrapped(text, first=f"  {name:<{_NAMES}} ") for name, text in rows)


def rule_record(rule: Rule, base: RuleBase, *, extra: Iterable[Section] = ()) -> dict[str, Any]:
    """Return everything about one rule for programs."""
    fires, silent = _witnesses(rule, base)
    tensions = [tension for tension in _ledger(base).tensions if rule.id in tension.rules]
    return {
        **summary(rule),
        "condition_in_words": condition_words(rule.when, base.facts),
        "reads": read_by(rule),
        "conclusions": [conclusion_words(each, base.decisions, base.facts) for each in rule.conclusions],
        "promises": [each.promises_text for each in rule.conclusions if isinstance(each, Advise) and each.promises],
        "overridden_by": rule.overridden_by,
        "against": [json.loads(contest.to_json()) for contest in contests(rule, base)],
        "fires_for": {"changes": rule.fires_for, **json.loads(fires.to_json())},
        "silent_for": {"changes": rule.silent_for, **json.loads(silent.to_json())},
        "tensions": [tension.model_dump(include={"id", "name", "sentences", "resolved"}) for tension in tensions],
        "sentences": {number: _ledger(base).sentences[number].gist for number in rule.guide},
        "origin": asdict(rule.origin) if rule.origin is not None else None,
        **{section.key: section.record for section in extra},
    }


def summary(rule: Rule) -> dict[str, Any]:
    """Return what a list of rules says about each one, for programs."""
    return {
        "id": rule.id,
        "name": rule.name,
        "topic": rule.topic,
        "moments": rule.moments,
        "layer": rule.layer,
        "for_each": rule.for_each,
        "when": rule.when_text,
        "unless": rule.unless_text or None,
        "overrides": rule.overrides,
        "because": rule.because,
        "basis": rule.basis,
        "guide": rule.guide,
        "source": f"{rule.source}:{rule.line}",
    }


def _written(rule: Rule, base: RuleBase) -> Iterator[tuple[str, str]]:
    for name, words, written, _ in rule_parts(rule, base):
        if name != _ELSEWHERE:
            yield name, f"{words} ({written})" if written else words
    reads = [fact_words(name, base.facts) for name in read_by(rule)]
    yield "Reads", ", ".join(reads) if reads else "nothing: it always applies"
    origin = rule.origin
    if origin is not None:
        why = f"{plain(origin.reason)}: {origin.note}"
        yield "Overlay", f"{plain(origin.kind)} by {origin.author}, {origin.date}, in {origin.overlay}; {why}"
        yield "Entry in", f"{origin.file}, line {origin.line}"
    if origin is None or origin.kind != "added":
        yield "Written in", f"knowledge/rules/{rule.source}, line {rule.line}"


def _contest_rows(contest: Contest) -> list[tuple[str, str]]:
    rows = [
        ("dominates", _some(contest.dominates, "milder")),
        ("dominated by", _some(contest.dominated_by, "stricter")),
        ("asks the same", _many(contest.equal)),
        ("depends", f"on the runner, against {_some(contest.depends)}"),
    ]
    counted = (contest.dominates, contest.dominated_by, contest.equal, contest.depends)
    shown = [row for row, rivals in zip(rows, counted, strict=True) if rivals]
    return shown or [("alone", "no other rule concludes on it")]


def _some(rivals: Sequence[Rival], how: str = "") -> str:
    """Count the rivals, and name the closest with what they ask for."""
    shown = "; ".join(f"{rival.rule} {rival.name} ({rival.words})" for rival in rivals[:_CLOSEST])
    lead = "" if len(rivals) <= _CLOSEST else ", the closest" if how else ", such as"
    return f"{_many(rivals, how)}{lead}: {shown}"


def _many(rivals: Sequence[Rival], how: str = "") -> str:
    return " ".join(part for part in (str(len(rivals)), how, "rule" if len(rivals) == 1 else "rules") if part)


def _examples(rule: Rule, base: RuleBase) -> list[tuple[str, str]]:
    return [
        (name, " ".join(witness.words))
        for name, witness in zip(("Fires for", "Silent for"), _witnesses(rule, base), strict=True)
    ]


def _witnesses(rule: Rule, base: RuleBase) -> tuple[Witness, Witness]:
    fires, silent = (witness_of(base, example_case(base, rule, each)) for each in (rule.fires_for, rule.silent_for))
    return fires, silent


def _ledger(base: RuleBase) -> Ledger:
    from springstep.engine.rulebase.ledger import load_ledger  # slow to import, and rarely needed in a consultation

    return load_ledger(base)


def _provenance(rule: Rule, base: RuleBase) -> list[tuple[str, str]]:
    rows = [(f"[{number}]", _ledger(base).sentences[number].gist) for number in rule.guide]
    for tension in _ledger(base).tensions:
        if rule.id in tension.rules:
            rows.append((tension.id, f"{tension.name.replace('-', ' ')}. {tension.resolved}"))
    return rows
