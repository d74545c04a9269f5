"""Which open facts can still change the outcome, seen backwards from the decisions that are not settled.

The set is never too small, and it shrinks with every answer; so its size bounds how many questions are still to come.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from springstep.engine.advice.outcome import OutcomesLeft, settled
from springstep.engine.inference.partial import Answers, Outlook, Partial
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.rules import Bound, Select, Step
from springstep.engine.rulebase.base import RuleBase

_DOSE = ("dose_level", "efforts", "effort_s", "total_s", "rest_s", "warm_up_min", "cool_down_min")
_DRILLS = "drills"
_ALWAYS = {
    "before": ("clearance", "due", "room"),
    "during": ("next_action",),
    "after": ("clearance",),
}
SOURCES = {
    "step_level": ("step_efforts", "step_effort_s"),
    "last_purpose": ("last_drill",),
    "distance_mi": ("duration_min", "pace"),
}
"""For a derived fact the questions that settle it."""


def may_matter(base: RuleBase, partial: Partial, left: OutcomesLeft, answers: Answers) -> frozenset[str]:
    """Return the unanswered facts that may still change the outcome."""
    if settled(left):
        return frozenset()
    found = _Slice(base, partial, left).facts()
    questions = frozenset(name for fact in found for name in _questions(fact, answers))
    if questions & base.history and "sessions_done" not in answers:
        questions |= {"sessions_done"}  # it tells whether there is any history to ask for
    return questions - answers.keys()


def _questions(fact: str, answers: Answers) -> Iterator[str]:
    """Yield the questions that settle a fact; with the distance told, the pace stands for the minutes."""
    for name in SOURCES.get(fact, (fact,)):
        if name == "duration_min" and answers.get("distance") is not None and answers.get("pace", "") is not None:
            yield "pace"
        elif name != "pace" or answers.get("distance") is None or fact == "duration_min":
            yield name


class _Slice:
    """Walks from unsettled decisions through the rules that may still move them to the facts these read."""

    def __init__(self, base: RuleBase, partial: Partial, left: OutcomesLeft) -> None:
        self._base = base
        self._partial = partial
        self._left = left
        self._facts: set[str] = set()
        self._seen: set[str] = set()

    def facts(self) -> set[str]:
        for name in self._goals():
            self._visit(name)
        return self._facts

    def _goals(self) -> Iterator[str]:
        moment, verdicts = self._partial.moment, self._left["verdict"]
        yield from _ALWAYS[moment]
        yield from (
            name for name, values in self._left.items() if len(values) > 1 and name not in ("verdict", "barred")
        )
        if moment == "before" and verdicts & {"bursts", "strides"}:
            yield from (*_DOSE, _DRILLS)
        if moment == "after" and verdicts != {"stop"}:
            yield "progression"

    def _visit(self, name: str) -> None:
        """Follow one name: a decision to its rules, a fact to itself."""
        if name in self._seen:
            return
        self._seen.add(name)
        if name == "dose":
            for cap in _DOSE:
                self._visit(cap)
        elif name in ("drill", _DRILLS):
            self._visit_names(self._selecting())
            if self._partial.moment == "during" and "gentler_drill" in self._left["verdict"]:
                self._visit("current_drill")
        elif name == "length":
            self._visit("duration_min")
        elif name in self._base.decisions:
            if name in self._partial.regions and not self._settled(name):
                self._visit_names(self._moving(self._base.decisions[name]))
        elif not self._partial.regions[name].settled if name in self._partial.regions else False:
            self._facts.add(name)

    def _visit_names(self, outlooks: Iterable[Outlook]) -> None:
        for outlook in outlooks:
            for name in outlook.open_names(self._partial.regions):
                self._visit(name)

    def _settled(self, name: str) -> bool:
        limit = self._partial.limits.get(name)
        return self._partial.regions[name].settled and (limit is None or limit.mildest == limit.tightest)

    def _moving(self, scheme: DecisionScheme) -> Iterator[Outlook]:
        """Yield the rules that may still move a decision beyond what is certain."""
        for outlook in self._partial.outlooks:
            for conclusion in outlook.rule.conclusions:
                if isinstance(conclusion, Step) and conclusion.decision == scheme.name:
                    if not outlook.will and conclusion.step in (self._partial.regions[scheme.name].words or ()):
                        yield outlook
                elif isinstance(conclusion, Bound) and conclusion.decision == scheme.name:
                    yield outlook

    def _selecting(self) -> Iterator[Outlook]:
        """Yield the rules that may still exclude or prefer drills."""
        for outlook in self._partial.outlooks:
            if any(isinstance(conclusion, Select) for conclusion in outlook.rule.conclusions):
                yield outlook
