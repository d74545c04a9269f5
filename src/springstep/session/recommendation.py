"""What springstep returns to a runner: the engine's recommendation with session, step and next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import Fault, QueryError
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import checked_base
from springstep.engine.rulebase.installed_base import installed
from springstep.session.clock import Segment

if TYPE_CHECKING:
    from springstep.engine.explain.explanation import Changes, Depth, Explanation
    from springstep.engine.rulebase.base import RuleBase


class Session(Record):
    """Today's bursts, or the strides in their place."""

    kind: Literal["bursts", "strides"]
    drill: str
    drill_name: str
    how: str
    feel: str
    efforts: int
    effort_s: int
    repetitions: Annotated[int, Described("About how many steps, hops or bounds one effort holds.")]
    counted_in: Annotated[str, Described("What these are: `hops`.")]
    total_s: int
    rest_s: int
    contact: str
    gentler_drill: Annotated[str | None, Described("What to switch to when this is too much.")]
    timeline: tuple[Segment, ...]


class ProgressionStep(Record):
    """The step of the progression that a session belongs to: give it next time as the present step.

    A day made smaller by its own caps leaves the step where it was; a step back or a lasting limit does not.
    """

    frequency: Annotated[int, Described("Every n-th easy run: `every_nth_easy_run`.")]
    efforts: Annotated[int, Described("`step_efforts`")]
    effort_s: Annotated[int, Described("`step_effort_s`")]

    @property
    def total_s(self) -> int:
        """Return its seconds in all."""
        return self.efforts * self.effort_s


class NextStep(Record):
    """What comes next: after the run the next session, before it the step after some good weeks."""

    frequency: Annotated[int, Described("Every n-th easy run.")]
    efforts: int
    effort_s: int
    say: str


class Recommendation(RecommendationRecord):
    """The answer to one case at one moment. Frozen; JSON out and in again gives an equal value."""

    session: Session | None
    step: Annotated[ProgressionStep | None, Described("Once these bursts are done, the present step.")]
    next_step: NextStep | None

    @property
    def known_base(self) -> RuleBase | None:
        """Return the rule base that recommended: the one remembered, or the installed one if that is the same."""
        return super().known_base or installed(self.rules_digest)

    def rule_base(self, given: RuleBase | None = None) -> RuleBase:
        """Return the rule base that recommended.

        Raises ``QueryError`` if it is a different one or unknown, or if what was read from JSON is not what it makes.
        """
        base = self.known_base if given is None else checked_base(given)
        if base is None or base.digest != self.rules_digest:
            raise QueryError(
                [
                    Fault(
                        "conflict",
                        "this recommendation was made by another rule base",
                        allowed="pass that one as rule_base, or recommend again",
                    )
                ]
            )
        if not self.made_here:
            from springstep.session.held import check_held  # what was made here needs no check

            check_held(self, base)
        return base

    def why(self, decision: str, *, depth: Depth = "mid", rule_base: RuleBase | None = None) -> Explanation:
        """Explain a decision from the trace: ``short`` the rules, ``mid`` down to the answers, ``long`` everything.

        ``rule_base`` is the one that recommended, for a recommendation read from JSON and made by other rules than
        those installed.
        """
        from springstep.engine.explain.why import why  # slow to import, and few plans are explained

        return why(self, decision, depth, base=self.rule_base(rule_base))

    def why_not(self, target: str, *, rule_base: RuleBase | None = None) -> Explanation:
        """Explain why a row or a value (``decision=value``) was not recommended, or why a rule did not carry."""
        from springstep.engine.explain.why_not import why_not  # slow to import, as above

        return why_not(self, target, base=self.rule_base(rule_base))

    def what_would_change(
        self, decision: str, *, rule_base: RuleBase | None = None, budget: int | None = None
    ) -> Changes:
        """Find the smallest changes of changeable facts that would change a decision.

        ``budget`` says how many changes may be tried, each in well under a millisecond; the default is enough
        for most cases. If it runs out, the result holds what was found, and ``complete`` is ``False``.
        """
        from springstep.engine.explain.counterfactuals import what_would_change  # slow to import, as above

        return what_would_change(self, decision, base=self.rule_base(rule_base), budget=budget)
