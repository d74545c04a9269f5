"""What springstep returns to a runner: the engine's recommendation with session, step and next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import Fault, QueryError, check_indent
from springstep.engine.record import Described
from springstep.engine.rulebase.base import checked_base
from springstep.engine.rulebase.installed_base import installed
from springstep.session.sets import NextStep, ProgressionStep, Session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from springstep.engine.advice.plan_messages import PlacedMessages
    from springstep.engine.advice.trace import Trace
    from springstep.engine.explain.explanation import Changes, Depth, Explanation
    from springstep.engine.rulebase.base import RuleBase
    from springstep.receipts.receipt import Receipt
    from springstep.session.decision_card import DecisionCard


class Recommendation(RecommendationRecord):
    """The answer to one case at one moment. Frozen; JSON out and in again gives an equal value."""

    session: Session | None
    step: Annotated[ProgressionStep | None, Described("Once these bursts are done, the present step.")]
    next_step: NextStep | None

    @property
    def known_base(self) -> RuleBase | None:
        """Return the rule base that recommended: the one remembered, or the installed one if that is the same."""
        return super().known_base or installed(self.rules_digest)

    def _trace_made_anew(self) -> Trace:
        base = self.known_base
        if base is None:
            what = "this recommendation was kept without its trace, and made by another rule base"
            raise QueryError([Fault("conflict", what, allowed="name that rule base with made_by, or recommend again")])
        from springstep.engine.advice.remaking import remade  # only needed where the trace was left out

        return remade(self, base).trace

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
            from springstep.engine.advice.remaking import remade  # what was made here needs no check

            remade(self, base)
        return base

    def card(self, *, texts: Mapping[str, str] | None = None, rule_base: RuleBase | None = None) -> DecisionCard:
        """Return the plan as a card for other programs: a summary, how urgent it is, the set, up to three reasons.

        ``texts`` is a catalogue of messages in another language, by the ids of ``springstep.messages()``.
        """
        from springstep.session.decision_card import decision_card  # few plans are handed on

        return decision_card(self, self.session, self.rule_base(rule_base), texts)

    def _repr_markdown_(self) -> str:
        """Return what a notebook shows of the plan: what to do, and why by which rules."""
        try:
            card = self.card()
        except QueryError:  # made by rules that are not here
            return f"**{self.headline}**"
        return f"**{card.summary}**\n\n{card.detail}"

    def messages(self, *, rule_base: RuleBase | None = None) -> tuple[PlacedMessages, ...]:
        """Return each text of the plan's JSON as messages, by its place; texts of the runner and of a coach are none.

        What stands in the trace is not among them.
        """
        from springstep.session.plan_messages import plan_messages  # few plans are translated

        look_ahead = self.next_step is not None
        return plan_messages(self, self.session, self.rule_base(rule_base), look_ahead=look_ahead)

    def translated(
        self, texts: Mapping[str, str], *, indent: int | None = None, rule_base: RuleBase | None = None
    ) -> str:
        """Return the plan's JSON, without the trace, in the words of a catalogue of messages in another language.

        ``texts`` has every id of ``springstep.messages(plans=True)``. Raises ``QueryError`` where it is not whole.
        """
        from springstep.session.catalogues import checked_texts  # as above
        from springstep.session.plan_messages import put_into

        known = checked_texts(texts, self.rule_base(rule_base), plans=True)
        check_indent(indent)
        return put_into(self.to_json(trace=False), self.messages(rule_base=rule_base), known, indent)

    def receipt(self, *, least: bool = False, rule_base: RuleBase | None = None) -> Receipt:
        """Return what others need to check the plan: answers, rules by digest, what fired, what was decided.

        With ``least`` it discloses only as few answers as make the same of the case.
        """
        from springstep.receipts.receipt import receipt_of  # few plans need one

        return receipt_of(self, self.rule_base(rule_base), least=least)

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
