"""Longer answers to why: every firing of the trace, and what would change a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from springstep.cli.text.lines import heading, wrapped
from springstep.engine.advice.headline import asked_as
from springstep.engine.advice.recommendation import Decision, RecommendationRecord
from springstep.engine.advice.trace import Firing
from springstep.engine.explain.explanation import Changes
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_ENGINES = {"experta": "experta", "function": "generated code", "stock": "experta, unmodified"}
_TITLES = {"looser": "What would allow more", "stricter": "What would call for more caution", "other": "Otherwise"}


def change_lines(decision: Decision, changes: Changes, base: RuleBase, *, given: Collection[str] = ()) -> Iterator[str]:
    """Yield what would change a decision, with what allows more first, and whether the search was complete."""
    yield heading(wrapped(f"{decision.title}: {decision.text}"))
    for direction, title in _TITLES.items():
        shown = [change for change in changes if change.direction == direction]
        if shown:
            yield heading(title)
        for change in shown:
            later = any(part.when == "in_time" for part in change.changes)
            yield wrapped(change.text + (" (not today)" if later else ""), first="  - ")
    if not any(change.direction == "looser" for change in changes):
        yield wrapped(_no_looser(decision, base, given, complete=changes.complete))
    if not changes.complete:
        tried = f"{changes.tried} change{'' if changes.tried == 1 else 's'}"
        yield wrapped(f"The search stopped after trying {tried}, before it was complete: there may be others.")


def _no_looser(decision: Decision, base: RuleBase, given: Collection[str], *, complete: bool) -> str:
    """Say why nothing would allow more: answers are missing, or the decision rests on what no answer changes."""
    scheme = base.decisions.get(decision.name)
    if scheme is not None and decision.value == (0 if scheme.kind == "sum" else next(iter(scheme.steps), None)):
        return "Nothing more can be allowed."
    if decision.left_open:
        asked = dict.fromkeys(asked_as(fact, base, given) for fact in decision.left_open)
        return "Answer first what was left open: " + ", ".join(base.facts[fact].label for fact in asked) + "."
    certain = [reason.rule for reason in decision.reasons if not reason.assumed]
    rules = ", ".join(certain or decision.rules)
    if not complete:
        return f"Nothing found so far would allow more: it rests on {rules}."
    return f"No change of up to three answers that are yours to change would allow more: it rests on {rules}."


def trace_lines(made: RecommendationRecord) -> Iterator[str]:
    """Yield which engine ran, every firing in order with what it matched and concluded, and the plan's choices."""
    yield wrapped(f"inference engine: {_ENGINES[made.trace.engine]}")
    for firing in made.trace.firings:
        yield from _firing(firing)
    for choice in made.trace.choices:
        yield heading(f"choice  {choice.decision}: {plain(choice.chosen)}")
        yield wrapped(choice.how, first="      ")
        for option in choice.options:
            mark = "taken" if option.taken else "not taken"
            refused = f" ({', '.join(option.refused_by)})" if option.refused_by else ""
            yield wrapped(
                f"{plain(option.value)}: {mark}; {option.why or 'open'}{refused}", first="      - ", rest="        "
            )


def _firing(firing: Firing) -> Iterator[str]:
    item = f" for {', '.join(plain(value) for value in firing.item.values())}" if firing.item else ""
    yield heading(f"{firing.seq:3}  {firing.layer:7} {firing.rule} {firing.name}{item}")
    matched = "; ".join(
        f"{plain(m.fact)} {plain(m.value)} ({m.source}{' by ' + m.note if m.source == 'assumed' else ''})"
        for m in firing.matched
    )
    yield wrapped(f"matched: {matched or 'every case at this moment'}", first="      ", rest="        ")
    for conclusion in firing.conclusions:
        fate = "carried" if conclusion.carried else f"dominated by {', '.join(conclusion.dominated_by)}"
        strict = "less than " if conclusion.strict else ""
        what = f"{conclusion.kind} {plain(conclusion.target)}: {strict}{plain(conclusion.value)}"
        yield wrapped(f"concluded: {what} [{fate}]", first="      ", rest="        ")
