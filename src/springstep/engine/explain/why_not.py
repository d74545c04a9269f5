"""Why not: the rules that refused a row or value, or the conditions that failed, with the case's values."""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import Any

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.trace import ChoiceMade, Firing, Option
from springstep.engine.errors import Fault, QueryError, nearest, shown
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

_RULE_ID = re.compile(r"[A-Za-z]{3}-[0-9]{3}")


def why_not(recommendation: RecommendationRecord, target: str, *, base: RuleBase) -> Explanation:
    """Explain why something was not recommended.

    ``target`` is the id of a row that may be chosen, a decision or choice with a value (``decision=value``), or the id
    or name of a rule, to ask why it did not fire or carry. Raises ``QueryError`` for unknown names and values.
    """
    return _WhyNot(recommendation, base).answer(str(target))


class _WhyNot:
    def __init__(self, recommendation: RecommendationRecord, base: RuleBase) -> None:
        if recommendation.rules_digest != base.digest:
            raise QueryError(
                [
                    Fault(
                        "conflict",
                        "this recommendation was made by another rule base",
                        allowed="recommend again to ask why not",
                    )
                ]
            )
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
        scheme = self._base.decisions[name]
        if scheme.kind == "scale":
            return self._scale(scheme, decision.value, value)
        return self._number(scheme, decision.value, value)

    def _names_rule(self, target: str) -> bool:
        """Tell whether the target names a rule: it looks like an id, or is a rule's full name."""
        word = target.strip()
        return _RULE_ID.fullmatch(word) is not None or any(word.lower() == rule.name for rule in self._base.rules)

    # Choices: read from the trace.

    def _row(self, text: str) -> Explanation:
        """Explain a row by its id, in any choice whose rows have ids."""
        word = text.lower().replace(" ", "_").replace("-", "_")
        decided = [decision.name for decision in self._recommendation.decisions]
        if word in decided:
            raise QueryError(
                [Fault("missing", f"'{word}' is a decision", allowed=f"say which value, as in {word}=VALUE")]
            )
        keyed = [choice for choice in self._base.choices.values() if choice.table.key]
        choice = next((each for each in keyed if word in each.table.by_id), None)
        if choice is None:
            rows = [row for each in keyed for row in each.table.by_id]
            what = keyed[0].table.row if keyed else "choice"
            hint = nearest(word, [*rows, *decided])
            raise QueryError(
                [
                    Fault(
                        "unknown_name",
                        f"no {what} is called {shown(word)}; {hint}",
                        allowed="for a decision say DECISION=VALUE",
                    )
                ]
            )
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
            raise QueryError([Fault("out_of_place", f"no {choice.name} is decided {at}")])
        words = _letters(value)
        for option in traced.options:
            if _letters(option.value) == words:
                moment, made = self._recommendation.moment, self._recommendation.decision(choice.name)
                if made.value == "none" and choice.requires.get(moment):
                    return self._not_chosen(choice, f"{option.value}: {choice.texts['none_now']}")
                return self._option(option.value, option)
        known = ", ".join(option.value for option in reversed(traced.options))
        raise QueryError(
            [
                Fault(
                    "unknown_name",
                    f"{shown(value)} {choice.texts.get('unknown', 'is not a value of it')}",
                    allowed=f"allowed: {known}",
                )
            ]
        )

    def _choice(self, decision: str) -> ChoiceMade | None:
        return next((c for c in self._recommendation.trace.choices if c.decision == decision), None)

    def _option(self, name: str, option: Option) -> Explanation:
        if option.taken:
            return Explanation(text=f"{name} is what was recommended")
        parts = tuple(self._firing(f) for rule in option.refused_by for f in self._firings(rule))
        lead = "is ruled out" if option.refused_by else "is open, but was not chosen"
        return Explanation(text=f"{name} {lead}: {option.why}", parts=parts)

    def _not_chosen(self, choice: Choice, text: str) -> Explanation:
        """Name the rules that keep a choice from being made: those behind the decision or choice it depends on."""
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

    def _scale(self, scheme: DecisionScheme, value: str, wanted: str) -> Explanation:
        steps = tuple(scheme.steps)
        wanted = wanted.lower().replace(" ", "_").replace("-", "_")
        if wanted not in steps:
            raise QueryError(
                [
                    Fault(
                        "unknown_name",
                        f"{shown(wanted)} is not a step of {scheme.name}",
                        allowed=nearest(wanted, steps),
                    )
                ]
            )
        if wanted == value:
            return Explanation(text=f"{scheme.title} is {plain(wanted)}")
        limit = steps.index(wanted)
        if limit < steps.index(value):
            text = f"{scheme.title} is {plain(value)}; {plain(wanted)} is ruled out by what asks for more caution"
            return Explanation(text=text, parts=self._barring(scheme.name, lambda v: steps.index(v) > limit))
        text = f"{scheme.title} is {plain(value)}; nothing asks for {plain(wanted)}. These rules would:"
        return Explanation(text=text, parts=self._silent(scheme.name, lambda step: steps.index(step) >= limit))

    def _number(self, scheme: DecisionScheme, value: Any, wanted: str) -> Explanation:
        try:
            number = float(wanted)
        except ValueError:
            number = nan
        if not isfinite(number) or number < 0:
            raise QueryError([Fault("out_of_range", f"{scheme.name} is a number of 0 or more, not {shown(wanted)}")])
        decided_words = f"{scheme.title}: {self._recommendation.decision(scheme.name).text}"
        if scheme.kind == "sum":
            return self._sum(scheme, value, number, decided_words)
        barring = self._barring(
            scheme.name, lambda v: number > v if scheme.kind == "cap" else number < v, equal=number, kind=scheme.kind
        )
        if barring:
            return Explanation(text=f"{decided_words}; {plain(number)} is ruled out", parts=barring)
        parts: tuple[Explanation, ...] = ()
        if scheme.kind == "cap":
            parts = self._behind(scheme.name)
        return Explanation(text=f"{decided_words}; by this alone {plain(number)} would be allowed", parts=parts)

    def _sum(self, scheme: DecisionScheme, value: Any, number: float, decided: str) -> Explanation:
        """Name what adds up to more than was asked for, or what would have added more."""
        if number == value:
            return Explanation(text=decided)
        if number < value:
            text = f"{decided}; {plain(number)} is ruled out, as these add up"
            return Explanation(text=text, parts=self._barring(scheme.name, lambda _: True))
        parts = self._silent(scheme.name, lambda _: True)
        more = "These rules would add to it:" if parts else "Every rule that adds to it has fired."
        return Explanation(text=f"{decided}. {more}", parts=parts)

    def _behind(self, cap: str) -> tuple[Explanation, ...]:
        """Return the reasons of the choice that a cap bounds."""
        for choice in self._base.choices.values():
            if any(within.cap == cap for within in choice.within) and self._choice(choice.name) is not None:
                return why(self._recommendation, choice.name, "short", base=self._base).parts
        return ()

    def _barring(
        self, decision: str, exceeds: Any, *, equal: float | None = None, kind: str = ""
    ) -> tuple[Explanation, ...]:
        """Return the firings whose conclusion on a decision asks for more caution than the wanted value."""
        found = []
        for firing in self._recommendation.trace.firings:
            for conclusion in firing.conclusions:
                if conclusion.target != decision or conclusion.kind not in ("step", "cap", "floor", "add"):
                    continue
                at_limit = kind == "cap" and conclusion.strict and conclusion.value == equal
                if exceeds(conclusion.value) or at_limit:
                    strict = "less than " if conclusion.strict else ""
                    verb = "adds" if conclusion.kind == "add" else "asks for"
                    found.append(self._firing(firing, f"{verb} {strict}{plain(conclusion.value)}"))
        return tuple(found)

    def _silent(self, decision: str, enough: Any) -> tuple[Explanation, ...]:
        """Return the rules that would have concluded the wanted value, each with the conditions that failed."""
        found = []
        moment = self._recommendation.moment
        for rule in self._base.rules:
            concludes = any(isinstance(c.term, Constant) and enough(c.term.value) for c in rule.on(decision))
            if concludes and moment in rule.moments and not self._firings(rule.id):
                failed = "; ".join(self._failed(rule)) or "it did not come to that"
                found.append(Explanation(text=f"not met: {failed}", rule=rule.id, basis=rule.basis, guide=rule.guide))
        return tuple(found)

    def _failed(self, rule: Rule) -> list[str]:
        condition, situation = self._base.condition(rule), Situation(self._recommendation, self._base)
        if rule.for_each is None:
            values = situation.values(rule)
            return [situation.words(part, values) for part in failing(condition, values)]
        items = plain(situation.items(self._base.vocabulary.scopes[rule.for_each].list_fact) or ())
        return [f"{condition_words(condition, self._base.facts)} (yours: {items})"]


def _letters(value: str) -> str:
    """Return a typed value in a form to compare: lower case, no blanks, no unit."""
    return "".join(value.lower().replace("s", "").split())
