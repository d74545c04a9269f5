"""Everything about one rule as lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from springstep.engine.language.conclusions import Advise, Bound, Conclusion, Step
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


def rule_parts(rule: Rule, base: RuleBase) -> Iterator[RulePart]:
    """Yield everything about one rule but its examples; RULES.md and the command line show the same."""
    each = when_each(rule, base)
    when = f"{each[:1].upper()}{each[1:]}{condition_words(rule.when, base.facts)}"
    yield RulePart("When", when, rule.when_text if rule.when_text != "always" else "")
    if rule.unless is not None:
        yield RulePart("Unless", condition_words(rule.unless, base.facts), rule.unless_text)
    yield RulePart("At", f"{base.vocabulary.when(rule.moments)}, in layer {rule.layer}")
    for conclusion in rule.conclusions:
        yield RulePart("Then", conclusion_words(conclusion, base.decisions, base.facts))
        if isinstance(conclusion, Advise) and conclusion.promises is not None:
            words = condition_words(conclusion.promises, {**base.facts, **base.plan_names})
            yield RulePart("Promises", words, conclusion.promises_text)
        if isinstance(conclusion, Advise) and conclusion.short:
            yield RulePart("In short", conclusion.short)
    yield RulePart("Because", rule.because)
    if rule.short:
        yield RulePart("In short", rule.short)
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
    for name, words, written in rule_parts(rule, base):
        shown = words if name in _SENTENCES else text(words)
        yield f"- **{name}** {shown}" + (f" ({code(written)})" if written else "")
    subject = base.domain.subject
    fires, silent = (text(_example(each, subject)) for each in (rule.fires_for, rule.silent_for))
    yield f"- **Fires for** {fires}; **silent for** {silent}"


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
