"""Everything about one rule as lines of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from springstep.engine.language.clauses import Clauses, clauses, needs_list
from springstep.engine.language.conclusions import Advise, Bound, Conclusion, Step
from springstep.engine.language.conditions import Condition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.rules import Origin, Rule
from springstep.engine.language.wording import (
    conclusion_words,
    condition_words,
    listed,
    plain,
    sentence_words,
    term_words,
)
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.escaped import code, text

_SENTENCES = ("Basis",)
"""The lines that hold numbers of sentences in brackets, and no words of a person's own."""


class RulePart(NamedTuple):
    """One line on a rule, as plain words."""

    name: str
    words: str
    code: str = ""
    """How the condition is written that the words tell."""
    listed: Clauses | None = None
    """The condition as a list of what has to hold, where one sentence would need brackets within brackets."""


def rule_parts(rule: Rule, base: RuleBase) -> Iterator[RulePart]:
    """Yield everything about one rule but its examples; RULES.md and the command line show the same."""
    each = when_each(rule, base)
    when = _condition("When", rule.when, rule.when_text if rule.when_text != "always" else "", base.facts)
    yield when._replace(words=f"{each[:1].upper()}{each[1:]}{when.words}")
    if rule.unless is not None:
        yield _condition("Unless", rule.unless, rule.unless_text, base.facts)
    yield RulePart("At", f"{base.vocabulary.when(rule.moments)}, in layer {rule.layer}")
    for conclusion in rule.conclusions:
        yield RulePart("Then", conclusion_words(conclusion, base.decisions, base.facts))
        if isinstance(conclusion, Advise) and conclusion.promises is not None:
            names_of_plan = {**base.facts, **base.plan_names}
            yield _condition("Promises", conclusion.promises, conclusion.promises_text, names_of_plan)
        if isinstance(conclusion, Advise) and conclusion.short:
            yield RulePart("Advice, in short", conclusion.short)
    yield RulePart("Because", rule.because)
    if rule.short:
        yield RulePart("Because, in short", rule.short)
    yield RulePart("Basis", f"{rule.basis} {sentence_words(rule.guide)}".strip())
    if rule.overrides:
        yield RulePart("Overrides", names(rule.overrides))
    if rule.overridden_by:
        yield RulePart("Overridden by", names(rule.overridden_by))
    beaten = [words for c in rule.conclusions if (words := _wins_over(c, base))]
    if beaten:
        yield RulePart("Wins over", "; ".join(beaten))


def rule_lines(rule: Rule, base: RuleBase) -> Iterator[str]:
    """Yield everything about one rule as Markdown list items."""
    for name, words, written, listed_as in rule_parts(rule, base):
        shown = words if name in _SENTENCES else text(words)
        if listed_as is None:
            yield f"- **{name}** {shown}" + (f" ({code(written)})" if written else "")
            continue
        each = when_each(rule, base) if name == "When" else ""
        yield f"- **{name}** {text(f'{each[:1].upper()}{each[1:]}{listed_as.words}')}:"
        yield from bullets(listed_as.parts, "    ")
        yield from broken(written, "    ")
    subject = base.domain.subject
    fires, silent = (text(_example(each, subject)) for each in (rule.fires_for, rule.silent_for))
    yield f"- **Fires for** {fires}; **silent for** {silent}"


def bullets(parts: Iterable[Clauses], indent: str) -> Iterator[str]:
    """Yield what has to hold as nested list items."""
    for part in parts:
        yield f"{indent}- {text(part.words)}{':' if part.parts else ''}"
        yield from bullets(part.parts, indent + "    ")


def in_a_cell(part: Clauses) -> str:
    """Return what has to hold in one cell of a table: its parts with semicolons, those of one of them in brackets."""
    if not part.parts:
        return part.words
    within = (
        f"{each.words} ({'; '.join(map(in_a_cell, each.parts))})" if each.parts else each.words for each in part.parts
    )
    return f"{part.words}: {'; '.join(within)}"


def broken(written: str, indent: str) -> Iterator[str]:
    """Yield a long condition as code, a line for each part that is joined to the others."""
    yield ""
    yield f"{indent}```text"
    depth = 0
    for part in re.split(r" (?=(?:and|or) )", written):
        yield f"{indent}{'  ' * depth}{part}"
        depth += part.count("(") - part.count(")")
    yield f"{indent}```"
    yield ""


def _condition(name: str, condition: Condition, written: str, facts: Mapping[str, FactInfo]) -> RulePart:
    words = condition_words(condition, facts)
    return RulePart(name, words, written, clauses(condition, facts) if needs_list(words) else None)


def when_each(rule: Rule, base: RuleBase) -> str:
    """Return how a rule over the items of a list begins: ``for each item, when``; nothing for any other rule."""
    return f"for each {base.vocabulary.scopes[rule.for_each].words}, when " if rule.for_each is not None else ""


def whose(origin: Origin) -> str:
    """Say whose an overlay's entry is, and why it is there."""
    words = f"{plain(origin.kind)} by {origin.author}, {origin.date}, in {origin.overlay}"
    return f"{words}; {plain(origin.reason)}: {origin.note}"


def names(ids: Iterable[str]) -> str:
    """List the ids of rules."""
    return ", ".join(ids)


def _example(changes: Mapping[str, object], subject: str) -> str:
    """Describe an example as changes to the standard case."""
    if not changes:
        return f"the standard {subject}"
    words = ", ".join(f"{name.replace('_', ' ')} {plain(value)}" for name, value in changes.items())
    return f"the standard {subject} with {words}"


def _wins_over(conclusion: Conclusion, base: RuleBase) -> str:
    """Say what a conclusion wins over: the milder steps, or any looser bound."""
    match conclusion:
        case Step(decision, step):
            ranks = base.decisions[decision].ranks
            milder = [each for each in ranks if ranks[each] < ranks[step]]
            return f"{decision} {listed(plain(m) for m in milder)}" if milder else ""
        case Bound(decision, kind, amount, _, _):
            words = term_words(amount, base.facts)
            return f"{decision} {'above' if kind == 'cap' else 'below'} {words}"
    return ""
