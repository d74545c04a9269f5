"""One rule with everything: how it is written, what competes with it, whom it fires for, what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.graph.build import read_by
from springstep.engine.audit.graph.contests import Contest, Rival, contests
from springstep.engine.audit.rule_record import examples_of, ledger_of
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import fact_words, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.one_rule import rule_parts

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
        for name, witness in zip(("Fires for", "Silent for"), examples_of(rule, base), strict=True)
    ]


def _provenance(rule: Rule, base: RuleBase) -> list[tuple[str, str]]:
    rows = [(f"[{number}]", ledger_of(base).sentences[number].gist) for number in rule.guide]
    for tension in ledger_of(base).tensions:
        if rule.id in tension.rules:
            rows.append((tension.id, f"{tension.name.replace('-', ' ')}. {tension.resolved}"))
    return rows
