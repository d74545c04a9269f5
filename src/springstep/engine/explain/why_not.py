"""Why not: the rules that barred a drill or value, or the conditions that failed, with the runner's own values."""

from __future__ import annotations

import re
from math import isfinite, nan
from typing import Any

from springstep.engine.advice.explanation import Explanation
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.advice.trace import Choice, Firing, Option
from springstep.engine.errors import QueryError, nearest
from springstep.engine.explain.unmet import Runner, failing
from springstep.engine.explain.why_not_rule import why_not_rule
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.rules import Rule, Step, effective_condition
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.language.words import condition_words, fact_words, plain, value_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.load import default_rule_base

_RULE_ID = re.compile(r"[A-Za-z]{3}-\d{3}")


def why_not(recommendation: Recommendation, target: str, *, base: RuleBase | None = None) -> Explanation:
    """Explain why something was not recommended.

    ``target`` is a drill's id (``bounding``), a decision with a value (``clearance=go``, ``dose=5 x 12 s``,
    ``efforts=6``, ``frequency=2``), or a rule's id or name (``INJ-040``): why it did not fire, or did not carry. Raises
    ``QueryError`` for names and values that do not exist.
    """
    return _WhyNot(recommendation, base or default_rule_base()).answer(target)


class _WhyNot:
    def __init__(self, recommendation: Recommendation, base: RuleBase) -> None:
        if recommendation.rules_digest != base.digest:
            raise QueryError("this recommendation was made by another rule base; recommend again to ask why not")
        self._recommendation = recommendation
        self._base = base

    def answer(self, target: str) -> Explanation:
        if self._names_rule(target):
            return why_not_rule(self._recommendation, target.strip(), base=self._base)
        name, _, value = (part.strip() for part in target.partition("="))
        if not value or name == "drill":
            return self._drill(value or name)
        if name == "dose":
            return self._dose(value)
        decision = self._recommendation.decision(name)
        shape = self._base.decisions[name]
        if shape.kind == "scale":
            return self._scale(shape, decision.value, value)
        return self._number(shape, decision.value, value)

    def _names_rule(self, target: str) -> bool:
        """Tell whether a rule is meant: by what looks like an id, or by a name in full."""
        word = target.strip()
        return _RULE_ID.fullmatch(word) is not None or any(word.lower() == rule.name for rule in self._base.rules)

    # Drills and doses: read off the choice that the plan builder traced.

    def _drill(self, drill: str) -> Explanation:
        drill = drill.lower().replace(" ", "_").replace("-", "_")
        if drill in {decision.name for decision in self._recommendation.decisions}:
            raise QueryError(f"'{drill}' is a decision; say which value, as in {drill}=VALUE")
        if drill not in self._base.drill_by_id:
            decisions = [decision.name for decision in self._recommendation.decisions]
            hint = nearest(drill, [*self._base.drill_by_id, *decisions])
            raise QueryError(f"no drill is called '{drill}'; {hint}; for a decision say DECISION=VALUE")
        name = self._base.drill_by_id[drill].name
        choice = self._choice("drill")
        if choice is None:
            moment = {"before": "there are no bursts in this run", "during": "the drill is not changed now"}
            why = moment.get(self._recommendation.moment, "drills are chosen before a run")
            return self._no_session(f"{name}: {why}, so none is chosen")
        return self._option(name, next(option for option in choice.options if option.value == drill))

    def _dose(self, value: str) -> Explanation:
        choice = self._choice("dose")
        if choice is None:
            raise QueryError(f"no dose is decided {self._recommendation.moment} a run")
        words = "".join(value.lower().replace("s", "").split())
        for option in choice.options:
            if "".join(option.value.replace("s", "").split()) == words:
                if self._recommendation.moment == "before" and self._recommendation.session is None:
                    return self._no_session(f"{option.value}: there are no bursts in this run")
                return self._option(option.value, option)
        known = ", ".join(option.value for option in reversed(choice.options))
        raise QueryError(f"'{value}' is not on the dose ladder; allowed: {known}")

    def _choice(self, decision: str) -> Choice | None:
        return next((c for c in self._recommendation.trace.choices if c.decision == decision), None)

    def _option(self, name: str, option: Option) -> Explanation:
        if option.taken:
            return Explanation(text=f"{name} is what was recommended")
        parts = tuple(self._firing(f) for rule in option.refused_by for f in self._firings(rule))
        lead = "is ruled out" if option.refused_by else "is open, but was not chosen"
        return Explanation(text=f"{name} {lead}: {option.why}", parts=parts)

    def _no_session(self, text: str) -> Explanation:
        deciding = "next_action" if self._recommendation.moment == "during" else "dose"
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
            raise QueryError(f"'{wanted}' is no step of {shape.name}; {nearest(wanted, steps)}")
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
        if shape.kind == "cap" and self._choice("dose") is not None:
            parts = self._recommendation.why("dose", depth="short").parts
        return Explanation(text=f"{settled}; by this alone {plain(number)} would be allowed", parts=parts)

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
            concludes = any(isinstance(c, Step) and c.decision == decision and enough(c.step) for c in rule.conclusions)
            if concludes and moment in rule.moments:
                failed = "; ".join(self._failed(rule)) or "it did not come to that"
                found.append(Explanation(text=f"not met: {failed}", rule=rule.id, basis=rule.basis, guide=rule.guide))
        return tuple(found)

    def _failed(self, rule: Rule) -> list[str]:
        condition, runner = effective_condition(rule, self._base.by_id), Runner(self._recommendation, self._base)
        if rule.for_each is None:
            values = runner.values(rule)
            return [runner.words(part, values) for part in failing(condition, values)]
        told = plain(runner.items(ITEMS[rule.for_each][0]) or ())
        return [f"{condition_words(condition, self._base.facts)} (yours: {told})"]
