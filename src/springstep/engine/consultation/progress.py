"""How the decisions stand halfway through a consultation: those settled, and what the others may still be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from springstep.engine.advice.outcome import OutcomesLeft
from springstep.engine.advice.recommendation import Decision, RecommendationRecord
from springstep.engine.consultation.events import DecisionSoFar
from springstep.engine.inference.partial_inference import Partial
from springstep.engine.language.abstract_values import AbstractValue, Number
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.wording import amount_words, plain
from springstep.engine.rulebase.base import RuleBase

OPEN = "left open"
"""What a decision is that rests on an answer which nobody gave: neither what it was nor what it became."""

_FROM = "from '"
"""How the text of a decision begins that is not settled."""


def decisions_so_far(base: RuleBase, partial: Partial, left: OutcomesLeft) -> tuple[DecisionSoFar, ...]:
    """Return how the outcome and each decision stand."""
    shown = (name for name in base.domain.standing if name in base.decisions)
    return (*_outcome(base, partial, left), *(found for name in shown for found in _decision(base, partial, name)))


def settled_texts(recommendation: RecommendationRecord, base: RuleBase) -> dict[str, str]:
    """Return the decisions of a recommendation, title to text; one that rests on an answer left open has none yet."""
    return {each.title: OPEN if _rests_on_gap(each, base) else each.text for each in recommendation.decisions}


def _rests_on_gap(decision: Decision, base: RuleBase) -> bool:
    """Tell whether it would be another decision without what was assumed; to a sum each assumption adds."""
    scheme = base.decisions.get(decision.name)
    adds = scheme is not None and scheme.kind == "sum"
    return bool(decision.left_open) or (adds and any(reason.assumed for reason in decision.reasons))


def effects(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Say which decisions changed, and how."""
    names = dict.fromkeys([*before, *after])
    return tuple(
        f"{name}: {_was(before.get(name))} became {_is(after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    )


def _was(text: str | None) -> str:
    return f"what was open {text}" if text is not None and text.startswith(_FROM) else _is(text)


def _is(text: str | None) -> str:
    if text is None:
        return "left out"
    return f"open, {text}" if text.startswith(_FROM) else text if text == OPEN else f"'{text}'"


def _outcome(base: RuleBase, partial: Partial, left: OutcomesLeft) -> Iterator[DecisionSoFar]:
    """Yield in words the verdicts that are left, where the knowledge has words for them."""
    words = dict.fromkeys(
        verdict.standing
        for verdict in base.verdicts[partial.moment]
        if verdict.standing and verdict.name in left["verdict"]
    )
    if words:
        yield DecisionSoFar(title=base.domain.outcome, text=" or ".join(words), settled=len(words) == 1)


def _decision(base: RuleBase, partial: Partial, name: str) -> Iterator[DecisionSoFar]:
    abstract_value = partial.abstract_values.get(name)
    if abstract_value is None or abstract_value.is_empty:
        return
    first, last = _ends(base.decisions[name], abstract_value)
    text = first if first == last else f"from '{first}' to '{last}'"
    yield DecisionSoFar(
        title=base.decisions[name].title, text=text, settled=first == last and not abstract_value.may_be_unknown
    )


def _ends(scheme: DecisionScheme, abstract_value: AbstractValue) -> tuple[str, str]:
    """Return the words for both ends of what a decision may still be."""
    if scheme.kind == "scale":
        steps = [words for step, words in scheme.steps.items() if step in (abstract_value.words or ())]
        return steps[0], steps[-1]
    low, high = abstract_value.low, abstract_value.high
    if scheme.names:  # a bound may lie beyond the amounts there are
        named = [int(amount) for amount in scheme.names]
        low, high = max(low, min(named)), min(high, max(named))
    return _amount(scheme, low), _amount(scheme, high)


def _amount(scheme: DecisionScheme, value: Number) -> str:
    return amount_words(scheme, plain(plain_number(value)))
