"""Why a rule did not fire for a case: the conditions that failed; or, if it fired, what became of its conclusions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.trace import Conclusion, Firing
from springstep.engine.explain.explanation import Explanation
from springstep.engine.explain.unmet_conditions import Situation, failing
from springstep.engine.language.conclusions import Conclusion as Concluding
from springstep.engine.language.conditions import Always, Condition, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import (
    amount_words,
    conclusion_words,
    condition_words,
    fact_words,
    listed,
    plain,
    value_words,
)
from springstep.engine.rulebase.base import RuleBase


def why_not_rule(recommendation: RecommendationRecord, rule_id: str, *, base: RuleBase) -> Explanation:
    """Explain why a rule, given by id or name, did not fire, or what dominated its conclusions.

    Raises ``QueryError`` for a rule that does not exist.
    """
    return _Asked(recommendation, base.rule(rule_id), base).answer()


class _Asked:
    """One rule and one case."""

    def __init__(self, recommendation: RecommendationRecord, rule: Rule, base: RuleBase) -> None:
        self._recommendation = recommendation
        self._rule = rule
        self._base = base
        self._situation = Situation(recommendation, base)

    def answer(self) -> Explanation:
        rule, moment = self._rule, self._recommendation.moment
        if moment not in rule.moments:
            words = self._base.vocabulary.moments
            read_at, at = listed(words[each] for each in rule.moments), words[moment]
            return self._root(f"did not fire: it is read {read_at}, and this is {at}")
        firings = self._recommendation.trace.firings_of(rule.id)
        if not firings:
            return self._root(f"did not fire. {self._when()}", *self._silent())
        conclusions = [conclusion for firing in firings for conclusion in firing.conclusions]
        carried = sum(conclusion.carried for conclusion in conclusions)
        lead = f"fired; {carried} of {len(conclusions)} conclusions carried"
        if carried in (0, len(conclusions)):
            lead = "fired, and all of it carried" if carried else "fired, but nothing that it concluded carried"
        parts = [self._fired(firing) for firing in firings]
        if rule.for_each:
            done = [firing.item for firing in firings]
            parts += [part for item, part in self._items() if item not in done]
        return self._root(lead, *parts)

    def _root(self, text: str, *parts: Explanation) -> Explanation:
        rule = self._rule
        return Explanation(text=text, rule=rule.id, basis=rule.basis, guide=rule.guide, parts=parts)

    def _when(self) -> str:
        if isinstance(self._rule.when, Always):
            return "It always fires, but for its exceptions"
        scope = self._base.vocabulary.scopes.get(self._rule.for_each or "")
        each = f"for each {scope.words}, when" if scope is not None else "when"
        return f"It fires {each} {condition_words(self._rule.when, self._base.facts)}"

    # It did not fire

    def _silent(self) -> Iterator[Explanation]:
        if self._rule.for_each is None:
            yield from self._unmet(None)
            return
        list_fact = self._base.vocabulary.scopes[self._rule.for_each].list_fact
        items = self._situation.items(list_fact)
        if not items:
            state = "none" if items is not None else "not answered"
            yield Explanation(text=f"there are none to check ({fact_words(list_fact, self._base.facts)}: {state})")
            yield from self._unmet(None)  # the other conditions, which would matter if there were one
        yield from (part for _, part in self._items())

    def _items(self) -> Iterator[tuple[Mapping[str, Any], Explanation]]:
        """Yield each item of the rule's list with what failed for it."""
        scope = self._base.vocabulary.scopes[self._rule.for_each or ""]
        for item in map(scope.fields_in, self._situation.items(scope.list_fact) or ()):
            yield item, Explanation(text=f"not for {_named(item)}", parts=tuple(self._unmet(item)))

    def _unmet(self, item: Mapping[str, Any] | None) -> Iterator[Explanation]:
        values = self._situation.values(self._rule, item)
        for part in failing(self._rule.when, values):
            if item is not None or not _reads_item(part):
                yield Explanation(text=f"not met: {self._situation.words(part, values)}")
        yield from self._exceptions(values, item)

    def _exceptions(self, values: Mapping[str, Any], item: Mapping[str, Any] | None) -> Iterator[Explanation]:
        """Yield the exceptions that hold, or that may hold because something is unknown."""
        exceptions: list[tuple[Rule | None, Condition]] = []
        if self._rule.unless is not None:
            exceptions.append((None, self._rule.unless))
        overriding = (self._base.by_id[name] for name in self._rule.overridden_by)
        exceptions += [(rule, rule.when) for rule in overriding]
        for rule, condition in exceptions:
            holds = predicate(condition)(values)
            if holds is False or (item is None and _reads_item(condition)):
                continue
            verb = "holds" if holds else "may hold"
            words = self._situation.words(condition, values)
            if rule is None:
                yield Explanation(text=f"its exception {verb}: {words}")
            else:
                text = f"this rule takes its place; it {verb}: {words}"
                yield Explanation(text=text, rule=rule.id, basis=rule.basis, guide=rule.guide)

    # It fired

    def _fired(self, firing: Firing) -> Explanation:
        facts = "; ".join(
            f"{fact_words(m.fact, self._base.facts)}: {value_words(m.fact, m.value, self._base.facts)}"
            + (" (assumed)" if m.source == "assumed" else "")
            for m in firing.matched
            if "." not in m.fact
        )
        details = [*([f"for {_named(firing.item)}"] if firing.item else []), *([f"with {facts}"] if facts else [])]
        spoken = [c for c in self._rule.conclusions if self._speaks(c)]
        parts = tuple(self._fate(own, traced) for own, traced in zip(spoken, firing.conclusions, strict=True))
        return Explanation(text=f"fired {', '.join(details) or 'as it does in every case'}", parts=parts)

    def _speaks(self, conclusion: Concluding) -> bool:
        """Tell whether a conclusion is on a decision of this moment, or on none."""
        decides = conclusion.decides
        return not decides or self._recommendation.moment in self._base.decisions[decides].moments

    def _fate(self, own: Concluding, traced: Conclusion) -> Explanation:
        amount = traced.value if own.decides else None
        words = conclusion_words(own, self._base.decisions, self._base.facts, amount)
        if traced.carried:
            return Explanation(text=f"carried: {words}")
        if traced.kind == "advise":
            return Explanation(text=f"left unsaid, as it would speak of what was not answered: {words}")
        beating = tuple(part for rule in traced.dominated_by for part in self._beating(rule, traced.target))
        return Explanation(text=f"dominated: {words}", parts=beating)

    def _beating(self, rule: str, decision: str) -> Iterator[Explanation]:
        scheme = self._base.decisions[decision]
        for firing in self._recommendation.trace.firings_of(rule):
            for other in firing.conclusions:
                if other.target == decision and other.carried:
                    wanted = (
                        scheme.steps[other.value]
                        if scheme.kind == "scale"
                        else amount_words(scheme, plain(other.value), strict=other.strict)
                    )
                    text = f"more cautious, {wanted}: {firing.because}"
                    yield Explanation(text=text, rule=rule, basis=firing.basis, guide=firing.guide)


def _reads_item(condition: Condition) -> bool:
    return any("." in name for name in names_in(condition))


def _named(item: Mapping[str, Any]) -> str:
    return plain(item)
