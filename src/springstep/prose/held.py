"""What a plan holds, for claims to be held against: its decisions, numbers and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation

BURSTS, NONE = "bursts", "none"


class HeldPlan:
    """A plan, with the rule base that made it."""

    def __init__(self, plan: Recommendation, base: RuleBase) -> None:
        self.plan, self.base = plan, base
        self.decisions = {decision.name: decision for decision in plan.decisions}
        self.case: Mapping[str, Any] = {fact.fact: fact.value for fact in plan.facts}
        self.given = {name: value for name, value in plan.case.items() if value is not None}

    @cached_property
    def fired(self) -> frozenset[str]:
        """Return the ids of the rules that fired."""
        return frozenset(firing.rule for firing in self.plan.trace.firings)

    @cached_property
    def cited(self) -> frozenset[str]:
        """Return the sentences that these rules cite."""
        return frozenset(number for rule in self.fired for number in self.base.by_id[rule].guide)

    @cached_property
    def session(self) -> str:
        """Return what kind of session the plan has: ``bursts``, another kind, or ``none``."""
        session = self.plan.session
        return session.kind if session is not None else NONE

    @cached_property
    def has_bursts(self) -> bool:
        """Tell whether the plan lets the runner do bursts, at whichever moment."""
        if self.plan.moment == "before":
            return self.session == BURSTS
        if self.plan.moment == "during":
            return self.value("next_action") in ("go_on", "rest_longer", "gentler_drill")
        return self.value("clearance") in ("go", "modify", "strides_instead")

    def value(self, name: str) -> Any:
        """Return the value of a decision, of the session or of a fact; ``None`` where the plan has none."""
        if name == "session":
            return self.session if self.plan.moment == "before" else None
        if name in self.decisions:
            return self.decisions[name].value
        return self.case.get(name)

    def known(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of some names that are decisions of the plan, each once."""
        return tuple(dict.fromkeys(name for name in names if name in self.decisions))

    def rules(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the rules that carried some decisions."""
        known = (self.decisions[name] for name in names if name in self.decisions)
        return tuple(dict.fromkeys(rule for decision in known for rule in decision.rules))

    @cached_property
    def row(self) -> tuple[str, str]:
        """Return the row that was chosen to be done and the gentler one to switch to, empty where there is none."""
        session = self.plan.session
        if session is not None:
            return session.drill, session.gentler_drill or ""
        chosen = self.decisions.get("drill")
        return (str(chosen.value) if chosen is not None and chosen.value != NONE else "", "")

    @cached_property
    def set_today(self) -> tuple[int, int] | None:
        """Return efforts and seconds of the set that is due: today's, or after a run the next one's."""
        plan = self.plan
        if plan.session is not None:
            return plan.session.efforts, plan.session.effort_s
        if plan.moment == "after" and plan.next_step is not None:
            return plan.next_step.efforts, plan.next_step.effort_s
        return None

    @cached_property
    def set_of_step(self) -> tuple[int, int] | None:
        """Return efforts and seconds of the step reached."""
        step = self.plan.step
        if step is not None:
            return step.efforts, step.effort_s
        found = self.value("reached_efforts"), self.value("reached_effort_s")
        return None if None in found else (int(found[0]), int(found[1]))

    @cached_property
    def set_next(self) -> tuple[int, int] | None:
        """Return efforts and seconds of what comes next."""
        step = self.plan.next_step
        return None if step is None else (step.efforts, step.effort_s)

    @cached_property
    def set_before(self) -> tuple[int, int] | None:
        """Return efforts and seconds of the step that the runner told."""
        told = self.case.get("step_efforts"), self.case.get("step_effort_s")
        efforts, seconds = told
        return None if efforts is None or seconds is None else (int(efforts), int(seconds))

    def worded(self, name: str) -> str:
        """Return what the plan says on something, in words."""
        if name == "session":
            return f"'{self.plan.headline}'"
        decision = self.decisions.get(name)
        if decision is None:
            return f"{name.replace('_', ' ')}: {self.value(name)}"
        return f"{decision.title.lower()}: {decision.text}"
