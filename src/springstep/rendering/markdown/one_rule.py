"""Everything about one rule as lines of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

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


def rule_lines(rule: Rule, base: RuleBase) -> Iterator[str]:
    """Yield everything about one rule as Markdown list items; RULES.md and the command line show the same."""
    each = when_each(rule, base)
    each = f"{each[:1].upper()}{each[1:]}"
    words = condition_words(rule.when, base.facts)
    yield f"- **When** {each}{words}" + (f" (`{rule.when_text}`)" if rule.when_text != "always" else "")
    if rule.unless is not None:
        yield f"- **Unless** {condition_words(rule.unless, base.facts)} (`{rule.unless_text}`)"
    yield f"- **At** {base.vocabulary.when(rule.moments)}, in layer {rule.layer}"
    for conclusion in rule.conclusions:
        yield f"- **Then** {conclusion_words(conclusion, base.decisions, base.facts)}"
        if isinstance(conclusion, Advise) and conclusion.promises is not None:
            words = condition_words(conclusion.promises, {**base.facts, **base.plan_names})
            yield f"- **Promises** {words} (`{conclusion.promises_text}`)"
        if isinstance(conclusion, Advise) and conclusion.short:
            yield f"- **In short** {conclusion.short}"
    yield f"- **Because** {rule.because}"
    if rule.short:
        yield f"- **In short** {rule.short}"
    cited = f" {sentence_words(rule.guide)}" if rule.guide else ""
    yield f"- **Basis** {rule.basis}{cited}"
    if rule.overrides:
        yield f"- **Overrides** {names(rule.overrides)}"
    if rule.overridden_by:
        yield f"- **Overridden by** {names(rule.overridden_by)}"
    beaten = [words for c in rule.conclusions if (words := _wins_over(c, base))]
    if beaten:
        yield f"- **Wins over** {'; '.join(beaten)}"
    subject = base.domain.subject
    yield f"- **Fires for** {_example(rule.fires_for, subject)}; **silent for** {_example(rule.silent_for, subject)}"


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
