"""What springstep returns: a frozen recommendation with every decision, its reasons, and the trace behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from springstep.engine.advice.session import Segment
from springstep.engine.advice.trace import Matched, Trace
from springstep.engine.inference.history import Remembered
from springstep.engine.record import Record

if TYPE_CHECKING:
    from springstep.engine.advice.explanation import Change, Depth, Explanation
    from springstep.engine.rulebase.base import RuleBase

Basis = Literal["guide", "inference", "convention"]


class Reason(Record):
    """One rule's reason, with the sentences that this rule cites."""

    rule: str
    because: str
    guide: tuple[str, ...]
    basis: Basis
    assumed: Annotated[
        tuple[str, ...],
        Field(description="Facts below this reason that were not told but assumed."),
    ] = ()


class Decision(Record):
    """One decision: what was decided, by which rules, and on which sentences it rests."""

    name: str
    title: str
    value: Annotated[
        Any, Field(description="A step of a scale, a number, a drill's id, a dose such as '3 x 8 s', or null.")
    ]
    text: str
    reasons: Annotated[
        tuple[Reason, ...], Field(description="The rules that carried it, each with its reason; all of them fired.")
    ]
    dominated: Annotated[tuple[str, ...], Field(description="Rules that asked for something less cautious.")] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of the rules that carried it."""
        return tuple(reason.rule for reason in self.reasons)

    @property
    def left_open(self) -> tuple[str, ...]:
        """Return the facts that were not told, when every reason rests on such; else nothing."""
        if not self.reasons or not all(reason.assumed for reason in self.reasons):
            return ()
        return tuple(dict.fromkeys(fact for reason in self.reasons for fact in reason.assumed))

    @property
    def guide(self) -> tuple[str, ...]:
        """Return the sentences of the guide that these rules cite, each once."""
        return tuple(dict.fromkeys(number for reason in self.reasons for number in reason.guide))


class Advice(Record):
    """Something to do or to mind, with every rule that says so."""

    topic: str
    say: str
    rules: tuple[str, ...]
    guide: tuple[str, ...]
    basis: tuple[Basis, ...]


class Assumed(Record):
    """A fact that was not told, and what was taken for it."""

    fact: str
    value: Any
    rule: str
    because: str


class Session(Record):
    """Today's bursts, or the strides in their place."""

    kind: Literal["bursts", "strides"]
    drill: str
    drill_name: str
    how: str
    feel: str
    efforts: int
    effort_s: int
    total_s: int
    rest_s: int
    contact: str
    gentler_drill: Annotated[str | None, Field(description="What to switch to when this is too much.")]
    timeline: tuple[Segment, ...]


class ProgressionStep(Record):
    """The step of the progression that a session belongs to: tell it next time as the present step.

    A day made smaller by its own caps leaves the step where it was; a step back or a lasting limit does not.
    """

    frequency: Annotated[int, Field(description="Every n-th easy run: `every_nth_easy_run`.")]
    efforts: Annotated[int, Field(description="`step_efforts`")]
    effort_s: Annotated[int, Field(description="`step_effort_s`")]


class NextStep(Record):
    """What comes next: after the run the next session, before it the step after some good weeks."""

    frequency: Annotated[int, Field(description="Every n-th easy run.")]
    efforts: int
    effort_s: int
    say: str


class OverlaidRule(Record):
    """A rule that a coach added or changed, and that had part in a plan."""

    rule: str
    kind: Annotated[
        Literal["added", "tightened", "relaxed", "switched_off"],
        Field(description="What the overlay does to it; all but an added rule are the guide's own."),
    ]
    author: str
    date: str
    reason: Annotated[str, Field(description="The code of the reason.")]
    note: str
    fired: Annotated[bool, Field(description="Whether it fired; if not, the guide's own rule would have.")]


class OverlayNote(Record):
    """A coach's overlay that was laid over the guide's rules, and what it had to do with this plan."""

    name: str
    author: str
    date: str
    entries: tuple[OverlaidRule, ...]


class RelaxedClaimNote(Record):
    """A safety claim that a plan goes beyond, as a coach means it to."""

    claim: str
    says: Annotated[str, Field(description="The claim in words.")]
    overlay: str
    author: str
    date: str
    reason: Annotated[str, Field(description="The code of the reason.")]
    note: str


class Recommendation(Record):
    """The answer to one case at one moment. Frozen; JSON out and in again gives an equal value."""

    moment: Literal["before", "during", "after"]
    verdict: Annotated[
        str, Field(description="One word for programs: bursts, strides, none, not_due, stop, or a step.")
    ]
    headline: Annotated[str, Field(description="One sentence for the runner.")]
    decisions: tuple[Decision, ...]
    session: Session | None
    step: Annotated[ProgressionStep | None, Field(description="Once these bursts are done, the present step.")]
    next_step: NextStep | None
    advice: Annotated[tuple[Advice, ...], Field(description="By topic; the topic `stop` holds the signals to stop at.")]
    assumed: tuple[Assumed, ...]
    facts: Annotated[tuple[Matched, ...], Field(description="Every fact used: told, derived or assumed.")]
    not_used: Annotated[tuple[str, ...], Field(description="Facts told that nothing reads at this moment.")]
    case: Annotated[dict[str, Any], Field(description="The case as it was understood.")]
    history: Annotated[tuple[Remembered, ...], Field(description="What the diary remembered, used or overruled.")] = ()
    rules_digest: Annotated[str, Field(description="SHA-256 of the rule base that decided.")]
    overlays: Annotated[tuple[OverlayNote, ...], Field(description="The coach's files laid over the rules.")] = ()
    relaxed_claims: Annotated[
        tuple[RelaxedClaimNote, ...],
        Field(description="Safety claims that this plan goes beyond, by a coach's decision."),
    ] = ()
    trace: Trace
    format: Literal["springstep/1"] = "springstep/1"

    def decision(self, name: str) -> Decision:
        """Return a decision by name; raises ``QueryError`` with the nearest name."""
        from springstep.engine.errors import QueryError, nearest

        for decision in self.decisions:
            if decision.name == name:
                return decision
        names = [decision.name for decision in self.decisions]
        raise QueryError(f"no decision is called '{name}' {self.moment} a run; {nearest(name, names)}")

    def why(self, decision: str, *, depth: Depth = "mid", rule_base: RuleBase | None = None) -> Explanation:
        """Explain a decision from the trace: ``short`` the rules, ``mid`` down to the answers, ``long`` everything.

        ``rule_base`` is the one that recommended, where it is not the guide's own.
        """
        from springstep.engine.explain.why import why

        return why(self, decision, depth, base=rule_base)

    def why_not(self, target: str, *, rule_base: RuleBase | None = None) -> Explanation:
        """Explain why a drill (``bounding``) or value (``clearance=go``) was not recommended."""
        from springstep.engine.explain.why_not import why_not

        return why_not(self, target, base=rule_base)

    def what_would_change(self, decision: str, *, rule_base: RuleBase | None = None) -> tuple[Change, ...]:
        """Find the smallest changes of changeable facts that would change a decision."""
        from springstep.engine.explain.change import what_would_change

        return what_would_change(self, decision, base=rule_base)
