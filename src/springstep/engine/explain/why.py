"""Why a decision came out as it did: read from the trace, down to answers, assumptions and sentences."""

from __future__ import annotations

from collections.abc import Callable

from springstep.engine.advice.recommendation import Decision, RecommendationRecord
from springstep.engine.advice.trace import ChoiceMade, Firing, Matched, Option
from springstep.engine.errors import Fault, QueryError, shown
from springstep.engine.explain.explanation import Depth, Explanation
from springstep.engine.language.conditions import Constant, names_in
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.wording import counted, fact_words, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_HIDDEN_FACTS = (MOMENT,)
_NEAR = 3
"""How many refused options are told that are just better than the one taken."""


def why(recommendation: RecommendationRecord, decision: str, depth: Depth = "mid", *, base: RuleBase) -> Explanation:
    """Explain one decision; raises ``QueryError`` for a name that is not decided at this moment.

    ``short`` names the rules that carried it; ``mid`` adds the facts each of them matched and where these come from;
    ``long`` adds what was dominated, every option of a choice, and the decisions and assumptions further down.
    """
    if depth not in ("short", "mid", "long"):
        raise QueryError([Fault("not_allowed", f"depth is short, mid or long, not {shown(depth)}")])
    return _Why(recommendation, depth, base).decision(recommendation.decision(decision))


class _Why:
    """Walks the trace from a decision down to what it rests on; each decision is explained only once."""

    def __init__(self, recommendation: RecommendationRecord, depth: Depth, base: RuleBase) -> None:
        self._recommendation = recommendation
        self._depth = depth
        self._base = base
        self._explained: set[str] = set()

    def decision(self, decision: Decision) -> Explanation:
        self._explained.add(decision.name)
        trace = self._recommendation.trace
        shown, passed_over = self._shown(decision)
        parts = [
            self._firing(firing, self._added(firing, decision.name))
            for rule in shown
            for firing in trace.firings_of(rule)
            if self._carries(firing, decision)
        ]
        if passed_over:
            rules = ", ".join(passed_over)
            parts.append(Explanation(text=f"passed over, as they rest on answers that are open: {rules}"))
        parts += self._nothing_against(decision)
        if self._depth == "long":
            parts += self._dominated(decision)
        parts += [
            self._choice(choice)
            for choice in trace.choices
            if choice.decision == decision.name and self._depth != "short"
        ]
        return Explanation(text=f"{decision.title}: {decision.text}", parts=tuple(parts))

    def _shown(self, decision: Decision) -> tuple[list[str], list[str]]:
        """Return the rules to explain, and those passed over because they rest on assumptions while others do not."""
        on_answers = [reason.rule for reason in decision.reasons if not reason.assumed]
        if self._depth == "long" or not on_answers or self._is_sum(decision.name):
            return list(decision.rules), []
        return on_answers, [reason.rule for reason in decision.reasons if reason.assumed]

    def _is_sum(self, name: str) -> bool:
        return name in self._base.decisions and self._base.decisions[name].kind == "sum"

    def _added(self, firing: Firing, decision: str) -> str:
        """Return in words what a firing adds to a sum; empty for any other decision."""
        points = sum(each.value for each in firing.conclusions if each.kind == "add" and each.target == decision)
        return counted(points, self._base.decisions[decision].unit) if points else ""

    def _nothing_against(self, decision: Decision) -> list[Explanation]:
        """For an empty sum, or the least cautious step of a scale: the facts that could have spoken against it."""
        scheme = self._base.decisions.get(decision.name)
        if self._is_sum(decision.name) and not decision.reasons:
            return [Explanation(text="no rule adds to it")]
        if (
            self._depth == "short"
            or scheme is None
            or scheme.kind != "scale"
            or decision.value != next(iter(scheme.steps))
        ):
            return []
        read: dict[str, None] = {}
        for rule in self._base.rules:
            if self._recommendation.moment in rule.moments and any(
                c.term != Constant(decision.value) for c in rule.on(decision.name)
            ):
                for name in names_in(rule.when):
                    read.setdefault(self._base.vocabulary.list_of(name, rule.for_each))
        known = {m.fact: m.value for m in self._recommendation.facts}
        found = [
            f"{fact_words(name, self._base.facts)} {value_words(name, known[name], self._base.facts)}"
            for name in read
            if name in known
        ]
        return [Explanation(text="nothing counts against it: " + "; ".join(found))] if found else []

    def _carries(self, firing: Firing, decision: Decision) -> bool:
        """Tell whether a firing, of possibly one for each item, carried this decision."""
        own = [c for c in firing.conclusions if c.target == decision.name]
        return not own or any(conclusion.carried for conclusion in own)

    def _firing(self, firing: Firing, added: str) -> Explanation:
        parts: tuple[Explanation, ...] = ()
        if self._depth != "short":
            parts = tuple(self._matched(m) for m in firing.matched if m.fact not in _HIDDEN_FACTS)
        item = f" ({', '.join(plain(value) for value in firing.item.values())})" if firing.item else ""
        lead = f"{added}: " if added else ""
        return Explanation(
            text=f"{lead}{firing.because}{item}", rule=firing.rule, basis=firing.basis, guide=firing.guide, parts=parts
        )

    def _matched(self, matched: Matched) -> Explanation:
        value = value_words(matched.fact, matched.value, self._base.facts)
        words = f"{fact_words(matched.fact, self._base.facts)}: {value}"
        sources: dict[str, Callable[[Matched], Explanation]] = {
            "given": lambda m: Explanation(text=f"{words} (you said {m.note or 'so'})"),
            "diary": lambda m: Explanation(text=f"{words} (from {_kept_in(m.note)})"),
            "derived": lambda m: Explanation(text=f"{words} (from {m.note})" if m.note else words),
            "assumed": lambda m: self._assumed(m, words),
            "decided": lambda m: self._decided(m, words),
        }
        return sources[matched.source](matched)

    def _assumed(self, matched: Matched, words: str) -> Explanation:
        firing = self._recommendation.trace.firings_of(matched.note)[0]
        return Explanation(
            text=f"{words} (not answered, so assumed: {firing.because})",
            rule=firing.rule,
            basis=firing.basis,
            guide=firing.guide,
        )

    def _decided(self, matched: Matched, words: str) -> Explanation:
        if self._depth == "long" and matched.fact not in self._explained:
            below = self.decision(self._recommendation.decision(matched.fact))
            return Explanation(text=f"{words} (decided before)", parts=below.parts)
        return Explanation(text=f"{words} (decided before)")

    def _dominated(self, decision: Decision) -> list[Explanation]:
        """Return what other rules asked for that was less cautious."""
        found = []
        for rule in decision.dominated:
            for firing in self._recommendation.trace.firings_of(rule):
                for conclusion in firing.conclusions:
                    if conclusion.target == decision.name and not conclusion.carried:
                        text = f"also asked for {plain(conclusion.value)}, which is less cautious: {firing.because}"
                        found.append(Explanation(text=text, rule=rule, basis=firing.basis, guide=firing.guide))
        return found

    def _choice(self, choice: ChoiceMade) -> Explanation:
        told, left = self._options(choice)
        options = [
            Explanation(text=f"{plain(option.value)}: " + ("taken; " if option.taken else "") + _option_words(option))
            for option in told
        ]
        if left:
            options.insert(0, Explanation(text=f"{left} more are refused, each with its reasons at depth long"))
        return Explanation(text=f"chosen: {choice.how}", parts=tuple(options))

    def _options(self, choice: ChoiceMade) -> tuple[list[Option], int]:
        """Return the options to tell, and how many refused ones are left: all of what is preferred, else all but a few.

        Of what is chosen as the best that is allowed, those just better than the one taken show where the limit is.
        """
        refused = [option for option in choice.options if option.refused_by]
        if self._depth == "long":
            return list(choice.options), 0
        if self._base.choices[choice.decision].take == "preferred":
            return [option for option in choice.options if not option.refused_by], 0
        taken = next((place for place, option in enumerate(choice.options) if option.taken), len(choice.options))
        near = [option for option in choice.options[:taken] if option.refused_by][-_NEAR:]
        told = [option for option in choice.options if not option.refused_by or option in near]
        return told, len(refused) - len(near)


def _option_words(option: Option) -> str:
    words = option.why or "nothing counts against it"
    return f"{words} ({', '.join(option.refused_by)})" if option.refused_by else words


def _kept_in(note: str) -> str:
    """Say where an answer was kept: a note that does not say it names days of the diary."""
    return note if note.startswith("your ") else f"your diary, {note}"
