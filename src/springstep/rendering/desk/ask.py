"""Ask the rules about one case: what is advised, why, why not, what if, what without a rule, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.switching_off import without
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.told_changes import read_changes
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.explain.explanation import Changes, Explanation
from springstep.engine.explain.what_if import Comparison, compare, what_if
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not import why_not
from springstep.engine.inference.case import case_of
from springstep.engine.language.fact_info import MOMENT
from springstep.rendering.desk.asked_case import AskedCase, asked_case, faults_told, runners_of
from springstep.rendering.desk.desk import Desk, Query, one
from springstep.session.tone import colour_of

ASKED = ("why", "why_not", "what_if", "without", "what_would_change")
"""What may be asked."""


class RulesAnswer(NamedTuple):
    """What was asked, in words, and the answer to it, of one kind or another."""

    title: str
    explanation: Explanation | None = None
    changes: Changes | None = None
    comparison: Comparison | None = None
    supposed: tuple[str, ...] = ()
    """What differs between the two cases that are compared, in words."""


def ask_page(desk: Desk, query: Query) -> str:
    """Return the page about a case, with the answer to what was asked; raises ``QueryError`` for no such case."""
    base = desk.base
    told = asked_case(desk, query)
    made = build(base, case_of(told.case, base), look_ahead=True)
    answer, mistake = None, told.mistake
    asked = {name: one(query, name) for name in ("ask", "of", "value", "fact")}
    try:
        answer = _answered(desk, asked, told, made) if asked["ask"] else None
    except SpringstepError as error:
        mistake = mistake or faults_told(error)
    return desk.page(
        "ask.html",
        told=told,
        runners=runners_of(desk, told.runner),
        made=made,
        colour=colour_of(made.verdict),
        facts=[info for info in base.vocabulary.asked_at(made.moment) if info.name != MOMENT],
        asked=asked if mistake or asked["ask"] else dict.fromkeys(asked, ""),
        answer=answer,
        such_as=_such_as(desk, made),
        mistake=mistake,
    )


def _answered(desk: Desk, asked: Mapping[str, str], told: AskedCase, made: RecommendationRecord) -> RulesAnswer:
    """RulesAnswer what was asked; raises ``SpringstepError`` for what cannot be asked."""
    base, of = desk.base, asked["of"]
    if asked["ask"] not in ASKED:
        raise QueryError([Fault("unknown_name", "this cannot be asked", "ask")])
    if not of:
        raise QueryError([Fault("missing", "Say what you ask about")])
    match asked["ask"]:
        case "why":
            return RulesAnswer(f"Why: {made.decision(of).title}", explanation=why(made, of, "long", base=base))
        case "why_not":
            return RulesAnswer(f"Why not {of}?", explanation=why_not(made, of, base=base))
        case "what_would_change":
            title = f"What would change it: {made.decision(of).title}"
            return RulesAnswer(title, changes=what_would_change(made, of, base=base))
        case "without":
            rule = base.rule(of)
            then = build(without(base, rule.id), case_of(told.case, base), look_ahead=True)
            return RulesAnswer(f"Without {rule.id} {rule.name.replace('-', ' ')}", comparison=compare(made, then))
        case _:
            return _supposed(desk, of, asked["value"], told)


def _supposed(desk: Desk, fact: str, value: str, told: AskedCase) -> RulesAnswer:
    base = desk.base
    found = what_if(case_of(told.case, base), read_changes([f"{fact}={value}"], base), base=base)
    supposed = tuple(
        f"{base.facts[each.fact].label}: {answer_words(each.fact, each.now, base)} → "
        f"{answer_words(each.fact, each.then, base)}{' (follows)' if each.follows else ''}"
        for each in found.changes
    )
    return RulesAnswer("What if", comparison=found.comparison, supposed=supposed)


def _such_as(desk: Desk, made: RecommendationRecord) -> str:
    """Name something of each kind that one may ask why not: a rule, a row that was not chosen, a value."""
    base: Any = desk.base
    decided = {each.name: each.value for each in made.decisions}
    rows = (
        row.id
        for name, choice in base.choices.items()
        if choice.table.key and name in decided
        for row in choice.table.rows
        if row.id != decided[name]
    )
    steps = (
        f"{name}={step}"
        for name, value in decided.items()
        if name in base.decisions
        for step in base.decisions[name].steps
        if step != value
    )
    return ", ".join(each for each in (base.rules[0].id, next(rows, ""), next(steps, "")) if each)
