"""Tell a runner in words: what sets the runner apart from the standard runner of the moment, and what is advised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.audit.report import Story
from springstep.engine.inference.case import case_of
from springstep.engine.language.vocabulary import FactInfo, case_facts
from springstep.engine.language.words import fact_words, listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_RUN = ("duration_min", "distance", "pace")
_MOST_NAMED = 8


def story_of(base: RuleBase, case: Mapping[str, Any]) -> Story:
    """Tell the runner of a case and what this runner is told; raises ``CaseError`` for a case that is not valid.

    The case is advised once, without looking ahead to the step after some good weeks.
    """
    return story_from(base, build(base, case_of(case, base), look_ahead=False))


def story_from(base: RuleBase, made: Recommendation) -> Story:
    """Tell the runner of a recommendation and what this runner is told."""
    return Story(
        words=(*_told(base, made.moment, made.case), f"Is told: {made.headline}"),
        case=made.case,
        headline=made.headline,
    )


def story_without_advice(base: RuleBase, case: Mapping[str, Any]) -> Story:
    """Tell the runner of a case for whom the rules leave open what has to be decided."""
    valid = case_of(case, base)
    told = valid.model_dump(mode="json", exclude_none=True)
    headline = "No advice: the rules leave a decision open."
    return Story(words=(*_told(base, valid.moment, told), f"Is told: {headline}"), case=told, headline=headline)


def _told(base: RuleBase, moment: str, case: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each answer that differs from the standard runner's, then what is not told."""
    standard = {name: value for name, value in base.standard_runners[moment].items() if value != "unknown"}
    asked = [info for info in case_facts().values() if moment in info.moments and info.name != "moment"]
    differing = [info for info in asked if info.name in case and not _same(case[info.name], standard.get(info.name))]
    silent = list(_silent(base, asked, case, standard))
    unused = [name for name in case if moment not in case_facts()[name].moments]
    apart = ", but for this." if differing or silent or unused else ", as it is."
    yield f"{moment.capitalize()} a run: the standard runner{apart}"
    for info in differing:
        yield _sentence(info, case[info.name], standard.get(info.name), base)
    if silent:
        more = len(silent) - _MOST_NAMED
        named = silent if more <= 1 else [*silent[:_MOST_NAMED], f"{more} more"]
        yield f"Not told: {listed(named, last='and')}."
    if unused:
        names = listed((fact_words(name, base.facts) for name in unused), last="and")
        yield f"Told, but not asked {moment} a run: {names}."


def _silent(
    base: RuleBase, asked: Iterable[FactInfo], case: Mapping[str, Any], standard: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what the standard runner tells and this one does not; earlier sessions, if all are missing, as one."""
    missing = [info for info in asked if info.name in standard and info.name not in case]
    if len([name for name in _RUN if name in case]) >= 2:
        missing = [info for info in missing if info.name not in _RUN]  # it follows from the other two
    past = [info for info in missing if info.name in base.history]
    yield from (info.label for info in missing if info not in past)
    if case.get("sessions_done") == 0:
        return
    if len(past) > 1 and not any(name in base.history for name in case):
        yield "earlier sessions"
    else:
        yield from (info.label for info in past)


def _same(told: Any, usual: Any) -> bool:
    if isinstance(told, str) and isinstance(usual, str):
        return told.replace(" ", "") == usual.replace(" ", "")
    return bool(told == usual)


def _sentence(info: FactInfo, told: Any, usual: Any, base: RuleBase) -> str:
    if info.kind == "items":
        return f"{_items(info.name, told)}."
    if info.kind == "flag":
        return f"{_upper(info.label)}: {plain(told)}."
    value = _value(info, told, base)
    instead = f", not {_value(info, usual, base, unit=False)}" if usual is not None else ""
    return f"{_upper(info.label)}{_verb(info.label)} {value}{instead}."


def _value(info: FactInfo, value: Any, base: RuleBase, *, unit: bool = True) -> str:
    if info.kind == "drill":
        return base.drill_by_id[value].name.lower()
    if info.kind == "text":
        return str(value)
    return value_words(info.name, value, base.facts) if unit else plain(value)


def _verb(label: str) -> str:
    """Return how a label goes on to its value: ``fatigue is``, ``legs are``, ``planned efforts done:``."""
    if label.endswith(" done"):
        return ":"
    head = re.split(r" (?:of|with|since|at|an|the|so)\b| \(", label)[0]
    return " are" if head.endswith("s") and not head.endswith("ss") else " is"


def _items(name: str, told: Iterable[Mapping[str, str]]) -> str:
    """Tell injuries and stiff places as people do."""
    counted = Counter(tuple(str(part) for part in item.values()) for item in told)
    if not counted:
        return f"No {'injuries' if name == 'injuries' else 'stiffness'}"
    if name == "injuries":
        return f"Has {listed((_injury(item[0], item[1], count) for item, count in counted.items()), last='and')}"
    places = (f"{plain(severity)} {_place(site)}" for site, severity in counted)
    return f"Stiffness is {listed(places, last='and')}"


def _injury(site: str, status: str, count: int) -> str:
    noun = "injury" if count == 1 else "injuries"
    lead = ("an" if status[0] in "aeiou" else "a") if count == 1 else str(count)
    return (
        f"{lead} {plain(status)} {noun} elsewhere"
        if site == "other"
        else f"{lead} {plain(status)} {plain(site)} {noun}"
    )


def _place(site: str) -> str:
    return "elsewhere" if site == "other" else f"in the {plain(site)}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
