"""What may be said to a consultation besides an answer, and what it does, as ``help`` lists it."""

from __future__ import annotations

from springstep.engine.rulebase.base import RuleBase

WHILE_ASKING = (
    "why: what the question is for and what each answer opens or closes",
    "why FACT: the same of one of the things that a question asks for at once",
    "help: what the words mean",
    "unknown: you do not know; the most cautious answer is then assumed",
    "back: the question before; later answers are kept",
    "review: all answers so far",
    "change FACT: go to one answer",
    "so far: what is decided already",
    "save: where this is kept; save FILE writes the case",
    "quit: leave; you can go on later",
)
_WITH_ADVICE = (
    "why DECISION: the reasons, down to your answers",
    "why not {row}DECISION = VALUE",
    "what if FACT is VALUE",
    "what would change DECISION",
    "trace: every rule that fired",
    "show rule ID",
    "review, change FACT: look at your answers, change one",
    "more: the whole page",
    "plan: the first page again",
    "save: keep the plan; save FILE writes the case",
    "quit",
)


def with_advice(base: RuleBase) -> tuple[str, ...]:
    """Return what can be said once there is advice."""
    row = next((choice.table.row for choice in base.choices.values() if choice.table.key), None)
    named = f"{row.upper()} or " if row is not None else ""
    return tuple(line.format(row=named) for line in _WITH_ADVICE)
