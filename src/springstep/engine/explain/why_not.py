"""Why not: the rules that barred a row or value, or the conditions that failed, with the case's own values."""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import Any

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.trace import ChoiceMade, Firing, Option
from springstep.engine.errors import QueryError, nearest
from springstep.engine.explain.explanation import Explanation
from springstep.engine.explain.unmet_conditions import Situation, failing
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not_rule import why_not_rule
from springstep.engine.language.choices import Choice
from springstep.engine.language.conditions import Constant
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import condition_words, fact_words, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_RULE_ID = re.compile(r"[A-Za-z]{3}-\d{3}")


def why_not(recommendation: RecommendationRecord, target: str, *, base: RuleBase) -> Explanation:
    """Explain why something was not recommended.

    ``target`` is a row that may be chosen by its id, a decision or choice with a value (``decision=value``), or a
    rule's id or name: why it did not fire, or did not carry. Raises ``QueryError`` for names and values that do not
    exist.
    """
    return _WhyNot(recommendation, base).answer(str(target))


class _WhyNot:
    def __init__(self, recommendation: RecommendationRecord, base: RuleBase) -> None:
        if recommendation.rules_digest != base.digest:
            raise QueryError("this recommendation was made by another rule base; recommend again to ask why not")
        self._recommendation = recommendation
        self._base = base

    def answer(self, target: str) -> Explanation:
        if self._names_rule(target):
            return why_not_rule(self._recommendation, target.strip(), base=self._base)
        name, _, value = (part.strip() for part in target.partition("="))
        choice = self._base.choices.get(name)
        if not value or (choice is not None and choice.table.key):
            return self._row(value or name)
        if choice is not None:
            return self._value(choice, value)
        decision = self._recommendation.decision(name)
        shape = self._base.decisions[name]
        if shape.kind == "scale":
            return self._scale(shape, decision.value, value)
        return self._number(shape, decision.value, value)

    def _names_rule(self, target: str) -> bool:
        """Tell whether a rule is meant: by what looks like an id, or by a name in full."""
        word = target.strip()
        return _RULE_ID.fullmatch(word) is not None or any(word.lower() == rule.name for rule in self._base.rules)

    # Choices: read off what was traced.

    def _row(self, told: str) -> Explanation:
        """Explain a row by its id, of whichever choice names its rows."""
        word = told.lower().replace(" ", "_").replace("-", "_")
        decided = [decision.name for decision in self._recommendation.decisions]
        if word in decided:
            raise QueryError(f"'{word}' is a decision; say which value, as in {word}=VALUE")
        keyed = [choice for choice in self._base.choices.values() if choice.table.key]
        choice = next((each for each in keyed if word in each.table.by_id), None)
        if choice is None:
            rows = [row for each in keyed for row in each.table.by_id]
            what = keyed[0].table.row if keyed else "choice"
            hint = nearest(word, [*rows, *decided])
            raise QueryError(f"no {what} is called '{word}'; {hint}; for a decision say DECISION=VALUE")
        row = choice.table.by_id[word]
        traced = self._choice(choice.name)
        name = choice.named(row)
        if traced is None:
            why = choice.texts.get(f"none_{self._recommendation.moment}", "nothing is chosen then")
            return self._not_chosen(choice, f"{name}: {why}, so none is chosen")
        return self._option(name, next(option for option in traced.options if option.value == choice.written(row)))

    def _value(self, choice: Choice, value: str) -> Explanation:
        traced = self._choice(choice.name)
        if traced is None:
            at = self._base.vocabulary.moments[self._recommendation.moment]
            raise QueryError(f"no {choice.name} is decided {at}")
        words = _letters(value)
        for option in traced.options:
            if _letters(option.value) == words:
                moment, made = self._recommendation.moment, self._recommendation.decision(choice.name)
                if made.value == "none" and choice.requires.get(moment):
                    return self._not_chosen(choice, f"{option.value}: {choice.texts['none_now']}")
                return self._option(option.value, option)
        known = ", ".join(option.value for option in reversed(traced.options))
        raise QueryError(f"'{value}' {choice.texts.get('unknown', 'is no value of it')}; allowed: {known}")

    def _choice(self, decision: str) -> ChoiceMade | None:
        return next((c for c in self._recommendation.trace.choices if c.decision == decision), None)

    def _option(self, name: str, option: Option) -> Explanation:
        if option.taken:
            return Explanation(text=f"{name} is what was recommended")
        parts = tuple(self._firing(f) for rule in option.refused_by for f in self._firings(rule))
        lead = "is ruled out" if option.refused_by else "is open, but was not chosen"
        return Explanation(text=f"{name} {lead}: {option.why}", parts=parts)

    def _not_chosen(self, choice: Choice, text: str) -> Explanation:
        """Say by which rules a choice is not made: those behind the choice it waits for, or the deciding decision."""
        made = {decision.name for decision in self._recommendation.decisions}
        behind = [name for name in (*self._base.choices, *self._base.decisions) if name in made]
        deciding = choice.name if choice.name in made else behind[0]
        rules = self._recommendation.decision(deciding).rules
        return Explanation(text=text, parts=tuple(self._firing(f) for rule in rules for f in self._firings(rule)))

    def _firings(self, rule: str) -> tuple[Firing, ...]:
        return self._recommendation.trace.firings_of(rule)

    def _firing(self, firing: Firing, asked: str = "") -> Explanation:
        facts = "; ".join(
            f"{fact_words(m.fact, self._base.facts)}: {value_words(m.fact, m.value, self._base.facts)}"
            + (" (assumed)" if m.source == "assumed" else "")
            for m in firing.matched
        )
        tail = " - " + "; ".join(part for part in (asked, facts) if part) if asked or facts else ""
        return Explanation(text=firing.because + tail, rule=firing.rule, basis=firing.basis, guide=firing.guide)

    # Scales and numbers: what fired and asked for more caution, or what would have had to fire.

    def _scale(self, shape: DecisionScheme, value: str, wanted: str) -> Explanation:
        steps = tuple(shape.steps)
        wanted = wanted.lower().replace(" ", "_").replace("-", "_")
        if wanted not in steps:
            raise QueryError(f"'{wanted}' is not a step of {shape.name}; {nearest(wanted, steps)}")
        if wanted == value:
            return Explanation(text=f"{shape.title} is {plain(wanted)}")
        limit = steps.index(wanted)
        if limit < steps.index(value):
            text = f"{shape.title} is {plain(value)}; {plain(wanted)} is ruled out by what asks for more caution"
            return Explanation(text=text, parts=self._barring(shape.name, lambda v: steps.index(v) > limit))
        text = f"{shape.title} is {plain(value)}; nothing asks for {plain(wanted)}. These rules would:"
        return Explanation(text=text, parts=self._silent(shape.name, lambda step: steps.index(step) >= limit))

    def _number(self, shape: DecisionScheme, value: Any, wanted: str) -> Explanation:
        try:
            number = float(wanted)
        except ValueError:
            number = nan
        if not isfinite(number) or number < 0:
            raise QueryError(f"{shape.name} is a number of 0 or more, not '{wanted}'")
        settled = f"{shape.title}: {self._recommendation.decision(shape.name).text}"
        barring = self._barring(
            shape.name, lambda v: number > v if shape.kind == "cap" else number < v, equal=number, kind=shape.kind
        )
        if barring:
            return Explanation(text=f"{settled}; {plain(number)} is ruled out", parts=barring)
        parts: tuple[Explanation, ...] = ()
        if shape.kind == "cap":
            parts = self._behind(shape.name)
        return Explanation(text=f"{settled}; by this alone {plain(number)} would be allowed", parts=parts)

    def _behind(self, cap: str) -> tuple[Explanation, ...]:
        """Return the reasons of the choice that a cap bounds."""
        for choice in self._base.choices.values():
            if any(within.cap == cap for within in choice.within) and self._choice(choice.name) is not None:
                return why(self._recommendation, choice.name, "short", base=self._base).parts
        return ()

    def _barring(
        self, decision: str, exceeds: Any, *, equal: float | None = None, kind: str = ""
    ) -> tuple[Explanation, ...]:
        """Return the firings whose conclusion on a decision goes beyond the wanted value."""
        found = []
        for firing in self._recommendation.trace.firings:
            for conclusion in firing.conclusions:
                if conclusion.target != decision or conclusion.kind not in ("step", "cap", "floor"):
                    continue
                at_limit = kind == "cap" and conclusion.strict and conclusion.value == equal
                if exceeds(conclusion.value) or at_limit:
                    strict = "less than " if conclusion.strict else ""
                    found.append(self._firing(firing, f"asks for {strict}{plain(conclusion.value)}"))
        return tuple(found)

    def _silent(self, decision: str, enough: Any) -> tuple[Explanation, ...]:
        """Return the rules that would have concluded it, each with the conditions that failed."""
        found = []
        moment = self._recommendation.moment
        for rule in self._base.rules:
            concludes = any(isinstance(c.term, Constant) and enough(c.term.value) for c in rule.on(decision))
            if concludes and moment in rule.moments:
                failed = "; ".join(self._failed(rule)) or "it did not come to that"
                found.append(Explanation(text=f"not met: {failed}", rule=rule.id, basis=rule.basis, guide=rule.guide))
        return tuple(found)

    def _failed(self, rule: Rule) -> list[str]:
        condition, situation = self._base.condition(rule), Situation(self._recommendation, self._base)
        if rule.for_each is None:
            values = situation.values(rule)
            return [situation.words(part, values) for part in failing(condition, values)]
        told = plain(situation.items(self._base.vocabulary.scopes[rule.for_each].list_fact) or ())
        return [f"{condition_words(condition, self._base.facts)} (yours: {told})"]


def _letters(value: str) -> str:
    """Return what matters of a value that a person types: no blanks, no unit."""
    return "".join(value.lower().replace("s", "").split())
