"""Why a question is asked: what it can still change, and what each answer opens or closes, with rule and sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.consultation.completions import completions_of
from springstep.engine.consultation.fact_questions import dependents
from springstep.engine.explain.explanation import Explanation
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial_firings import PartialFiring
from springstep.engine.inference.partial_inference import Partial, partial_engine
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.fact_info import Item, Scope
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, fact_words, listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_MOST_RULES = 6


def purpose(base: RuleBase, moment: str, answers: Answers, fact: str) -> Explanation:
    """Explain why a fact is asked at this point of a consultation."""
    return _Purpose(base, moment, {name: value for name, value in answers.items() if name != fact}, fact).explain()


def purpose_of_check_in(base: RuleBase, moment: str, answers: Answers, check_in: CheckIn) -> Explanation:
    """Explain in short what each fact of a check-in can still change."""
    parts = []
    for fact in check_in.facts:
        if moment not in base.vocabulary.facts[fact].moments or fact in answers:
            continue
        text = purpose(base, moment, answers, fact).text
        parts.append(Explanation(text=f"{base.facts[fact].label}: {text[0].lower()}{text[1:]}"))
    return Explanation(text="What you say here can still change the plan, by each of these:", parts=tuple(parts))


class _Purpose:
    def __init__(self, base: RuleBase, moment: str, answers: Answers, fact: str) -> None:
        self._base = base
        self._moment = moment
        self._answers = answers
        self._fact = fact
        self._engine = partial_engine(base, moment)
        self._before = self._engine.infer(answers)
        self._below = dependents(base.vocabulary, fact)

    def explain(self) -> Explanation:
        serving = [partial_firing for partial_firing in self._before.partial_firings if self._reads(partial_firing)]
        titles = list(dict.fromkeys(title for partial_firing in serving for title in self._titles(partial_firing.rule)))
        parts = [*self._effects_of_answers(), *self._assumption()]
        text = f"It can still change: {listed(titles, last='and').lower()}." if titles else ""
        if self._base.vocabulary.facts[self._fact].serves:
            text = f"{text} {self._base.vocabulary.facts[self._fact].serves}".strip()
        text = text or "No rule depends on it any more."
        if not any(part.parts for part in parts):
            parts += [self._reason(rule) for rule in dict.fromkeys(partial_firing.rule for partial_firing in serving)][
                :_MOST_RULES
            ]
        return Explanation(text=text, parts=tuple(parts))

    def _reads(self, partial_firing: PartialFiring) -> bool:
        """Tell whether the fact can still affect whether a rule fires, or the amount it concludes."""
        return not self._below.isdisjoint(partial_firing.open)

    def _titles(self, rule: Rule) -> Iterator[str]:
        for conclusion in rule.conclusions:
            if conclusion.decides:
                yield self._base.decisions[conclusion.decides].title
            elif conclusion.selects:
                chosen = (each.title for each in self._base.choices.values() if each.table.name == conclusion.selects)
                yield from chosen

    def _effects_of_answers(self) -> Iterator[Explanation]:
        """Yield each answer, or run of answers with the same effect, with the rules that it makes certain."""
        groups: list[tuple[list[Any], tuple[PartialFiring, ...], bool]] = []
        for value in completions_of(self._base, self._moment).values(self._fact, self._answers):
            if value is None:
                continue
            after = self._engine.after(self._before, {self._fact: value})
            fired = tuple(self._newly_certain(after))
            ends = settled(outcomes_left(self._base, after))
            if groups and _ids(groups[-1][1]) == _ids(fired) and groups[-1][2] == ends:
                groups[-1][0].append(value)
            else:
                groups.append(([value], fired, ends))
        for values, fired, ends in groups:
            yield self._answer(values, fired, ends=ends)

    def _newly_certain(self, after: Partial) -> Iterator[PartialFiring]:
        certain = {partial_firing.rule.id for partial_firing in self._before.partial_firings if partial_firing.will}
        for partial_firing in after.partial_firings:
            if partial_firing.will and partial_firing.rule.id not in certain and self._touches(partial_firing.rule):
                yield partial_firing

    def _touches(self, rule: Rule) -> bool:
        return any(each.selects or each.decides for each in rule.conclusions)

    def _answer(self, values: list[Any], fired: Sequence[PartialFiring], *, ends: bool) -> Explanation:
        words = self._words(values)
        if ends:
            words += ", and nothing more would need to be asked"
        if not fired:
            return Explanation(text=f"{words}: calls for no further caution by itself")
        rules = [self._rule(partial_firing) for partial_firing in fired[:_MOST_RULES]]
        return Explanation(text=words, parts=tuple(rules))

    def _words(self, values: list[Any]) -> str:
        info = self._base.vocabulary.facts[self._fact]
        if info.kind == "number" and len(values) > 1:
            about = "about " if not info.integer else ""  # only whole numbers are tried next to each other
            return f"from {about}{values[0]} to {value_words(self._fact, values[-1], self._base.facts)}"
        if info.kind == "items":
            return _lists_words(values, self._base.vocabulary.list_scopes[self._fact])
        if info.kind == "quantity":
            return f"such as {listed(str(value) for value in values)}"
        return listed(value_words(self._fact, value, self._base.facts) for value in values)

    def _rule(self, partial_firing: PartialFiring) -> Explanation:
        said = [
            conclusion_words(conclusion, self._base.decisions, self._base.facts, self._amount(partial_firing, index))
            for index, conclusion in enumerate(partial_firing.rule.conclusions)
            if conclusion.selects or conclusion.decides
        ]
        rule = partial_firing.rule
        return Explanation(text="; ".join(said), rule=rule.id, basis=rule.basis, guide=rule.guide)

    def _amount(self, partial_firing: PartialFiring, index: int) -> Any:
        abstract_value = partial_firing.amounts[index]
        if abstract_value is None or abstract_value.low != abstract_value.high:
            return None
        return plain_number(abstract_value.low)

    def _reason(self, rule: Rule) -> Explanation:
        return Explanation(text=rule.because, rule=rule.id, basis=rule.basis, guide=rule.guide)

    def _assumption(self) -> Iterator[Explanation]:
        """Yield what is assumed when the answer is unknown."""
        for rule in assumptions_of(self._base, self._moment, self._fact):
            parts = (self._reason(rule),)
            yield Explanation(text=f"not known: {assumption_words(rule, self._base)}", parts=parts)


def assumptions_of(base: RuleBase, moment: str, fact: str) -> tuple[Rule, ...]:
    """Return the rule that assumes something for an unknown fact, if there is one."""
    targets = dependents(base.vocabulary, fact)
    found = [r for r in base.rules if r.layer == "assume" and moment in r.moments and targets.intersection(r.assumed)]
    return tuple(found[:1])


def _lists_words(values: list[list[Item]], scope: Scope) -> str:
    """Name lists of one item each by what they share: ``red or green, broken``."""
    alike: dict[str, list[str]] = {}
    for value in values:
        for item in value:
            first, *others = map(plain, scope.values_in(item))
            alike.setdefault(", ".join(others), []).append(first)
    words = [f"{listed(firsts)}, {others}" if others else listed(firsts) for others, firsts in alike.items()]
    return "; ".join(["none"] * ([] in values) + words)


def assumption_words(rule: Rule, base: RuleBase) -> str:
    """Say what a rule assumes: ``age is taken as 10``."""
    return "; ".join(_taken(conclusion, base) for conclusion in rule.conclusions)


def _taken(conclusion: Conclusion, base: RuleBase) -> str:
    said = conclusion_words(conclusion, base.decisions, base.facts)
    info = base.facts.get(conclusion.assumes)
    lead = f"Take {fact_words(info.name, base.facts)} as " if info is not None else ""
    if info is None or not said.startswith(lead):
        return said[0].lower() + said[1:]
    verb = info.goes_on if info.goes_on != ":" else "is"
    return f"{fact_words(info.name, base.facts)} {verb} taken as {said.removeprefix(lead)}"


def _ids(fired: Sequence[PartialFiring]) -> list[str]:
    return [partial_firing.rule.id for partial_firing in fired]
