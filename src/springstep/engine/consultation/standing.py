"""How the decisions stand in the middle of a consultation: settled ones, and what the others may still be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from springstep.engine.advice.outcome import OutcomesLeft
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.consultation.events import Standing
from springstep.engine.inference.partial import Partial
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.regions import Region
from springstep.engine.language.words import amount_words, plain
from springstep.engine.rulebase.base import RuleBase

_SHOWN = ("clearance", "due", "room", "next_action", "progression", "frequency", "contact")
_VERDICTS = {
    "bursts": "bursts",
    "strides": "gentle strides instead",
    "none": "an easy run without bursts",
    "not_due": "no bursts yet, they are not due",
    "stop": "stop, and have it looked at",
}


def standings(base: RuleBase, partial: Partial, left: OutcomesLeft) -> tuple[Standing, ...]:
    """Return how today's outcome and each decision stand."""
    return (*_today(partial, left), *(found for name in _SHOWN for found in _standing(base, partial, name)))


def settled_texts(recommendation: Recommendation) -> dict[str, str]:
    """Return the decisions of a recommendation, title to text."""
    return {decision.title: decision.text for decision in recommendation.decisions}


def effects(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Tell which decisions became something else."""
    names = dict.fromkeys([*before, *after])
    return tuple(
        f"{name}: {_said(before.get(name))} became {_said(after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    )


def _said(text: str | None) -> str:
    if text is None:
        return "left out"
    return text if text.startswith("from '") else f"'{text}'"


def _today(partial: Partial, left: OutcomesLeft) -> Iterator[Standing]:
    if partial.moment == "before":
        possible = [words for verdict, words in _VERDICTS.items() if verdict in left["verdict"]]
        yield Standing(title="Today", text=" or ".join(possible), settled=len(possible) == 1)


def _standing(base: RuleBase, partial: Partial, name: str) -> Iterator[Standing]:
    region = partial.regions.get(name)
    if region is None or region.left_none:
        return
    first, last = _ends(base.decisions[name], region)
    text = first if first == last else f"from '{first}' to '{last}'"
    yield Standing(title=base.decisions[name].title, text=text, settled=first == last and not region.untold)


def _ends(scheme: DecisionScheme, region: Region) -> tuple[str, str]:
    """Name the first and the last of what a decision may still be."""
    if scheme.kind == "scale":
        steps = [words for step, words in scheme.steps.items() if step in (region.words or ())]
        return steps[0], steps[-1]
    low, high = region.low, region.high
    if scheme.names:  # a bound may reach beyond the amounts that there are
        named = [float(amount) for amount in scheme.names]
        low, high = max(low, min(named)), min(high, max(named))
    return _amount(scheme, low), _amount(scheme, high)


def _amount(scheme: DecisionScheme, value: float) -> str:
    return amount_words(scheme, int(value) if float(value).is_integer() else plain(value))
