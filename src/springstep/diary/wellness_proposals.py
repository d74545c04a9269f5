"""What a watch gives reason to ask, and which answer it suggests; the runner's own answer is the only one that counts.

Each figure is compared with what is usual for this runner by this source. Nothing is ever suggested of pain or illness:
illness that was noted makes the question be asked, with no answer beside it. A good figure suggests nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Annotated, Literal, TypeAlias

from springstep.diary.watch_proposal import WatchProposal
from springstep.diary.wellness import Wellness
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase

ProposalFigure: TypeAlias = Literal["sleep_h", "resting_bpm", "hrv_ms", "readiness"]

USUAL_DAYS = 28
"""Over how many days before today what is usual is told: four weeks, so that each day of the week counts alike."""
FEWEST_DAYS = 7
"""With fewer, nothing is usual yet."""


class ProposalRule(Record):
    """When a figure gives reason to ask about a fact, and what it suggests."""

    figure: ProposalFigure
    fact: Annotated[str, OneOf("fact")]
    suggests: Annotated[str | None, Described("The answer; null where the question is only asked.")]
    by: Annotated[float, Described("How far from what is usual, to the worse side.")]
    in_parts: Annotated[bool, Described("Whether that is a part of what is usual, not an amount.")] = False
    because: str


RULES = (
    ProposalRule(
        figure="sleep_h",
        fact="sleep",
        suggests="poor",
        by=2.5,
        because="More than an hour or two less than usual is much less; our own figure.",
    ),
    ProposalRule(
        figure="sleep_h",
        fact="sleep",
        suggests="short",
        by=1.0,
        because="The answer `short` means an hour or two less than needed; that the usual is needed is our reading.",
    ),
    ProposalRule(
        figure="resting_bpm",
        fact="fatigue",
        suggests=None,
        by=7,
        because="A resting pulse moves by a few beats from day to day; more is a reason to ask, our own figure.",
    ),
    ProposalRule(
        figure="hrv_ms",
        fact="fatigue",
        suggests=None,
        by=0.25,
        in_parts=True,
        because="A quarter below the usual is more than it moves from day to day; our own figure.",
    ),
    ProposalRule(
        figure="readiness",
        fact="fatigue",
        suggests=None,
        by=0.25,
        in_parts=True,
        because="A quarter below the usual is more than it moves from day to day; our own figure.",
    ),
)
"""Of one figure the first that holds; every number is ours, as the guide gives none."""
_ILL_FACT = "today"
_ILL_DAYS = 1
"""How many days before today a noted illness still makes the question be asked."""


def wellness_proposals(days: Iterable[Wellness], *, today: date, base: RuleBase) -> tuple[WatchProposal, ...]:
    """Return what the figures of a day give reason to ask before a run, one for each fact, the gravest answer first."""
    found: dict[str, WatchProposal] = {}
    by_source: dict[str, list[Wellness]] = {}
    for each in days:
        by_source.setdefault(each.source, []).append(each)
    for _, known in sorted(by_source.items()):
        for proposal in (*_ill(known, today), *_figures(known, today)):
            before = found.get(proposal.fact)
            if before is None or _is_graver(proposal, before, base):
                found[proposal.fact] = proposal
    return tuple(found[fact] for fact in base.facts if fact in found)


def _figures(days: Sequence[Wellness], today: date) -> Iterator[WatchProposal]:
    now = next((each for each in days if each.day == today), None)
    if now is None:
        return
    first = today - timedelta(days=USUAL_DAYS)
    earlier = [each for each in days if first <= each.day < today]
    taken: set[str] = set()
    for rule in RULES:
        value: float | None = getattr(now, rule.figure)
        before = [told for each in earlier if (told := getattr(each, rule.figure)) is not None]
        if value is None or rule.figure in taken or len(before) < FEWEST_DAYS:
            continue
        usual = median(before)
        worse = value - usual if rule.figure == "resting_bpm" else usual - value
        if worse >= (rule.by * usual if rule.in_parts else rule.by) and worse > 0:
            taken.add(rule.figure)
            yield WatchProposal(fact=rule.fact, suggests=rule.suggests, say=_say(rule, value, usual), source=now.source)


def _ill(days: Sequence[Wellness], today: date) -> Iterator[WatchProposal]:
    first = today - timedelta(days=_ILL_DAYS)
    for each in days:
        if each.ill_noted and first <= each.day <= today:
            say = "Your notes of today or yesterday speak of illness. Only you can tell how it is now."
            yield WatchProposal(fact=_ILL_FACT, suggests=None, say=say, source=each.source)
            return


def _is_graver(proposal: WatchProposal, before: WatchProposal, base: RuleBase) -> bool:
    """Tell whether a suggestion is graver than another; one with none says less than one with an answer."""
    values = base.facts[proposal.fact].values
    ranks = [values.index(each.suggests) if each.suggests in values else -1 for each in (proposal, before)]
    return ranks[0] > ranks[1]


def _say(rule: ProposalRule, value: float, usual: float) -> str:
    match rule.figure:
        case "sleep_h":
            asked = "Was it a short night?" if rule.suggests == "short" else "Was it a poor night?"
            return f"Your watch says {_hours(value)} of sleep, usually {_hours(usual)}. {asked}"
        case "resting_bpm":
            said = f"a resting pulse of {value:.0f}"
        case "hrv_ms":
            said = f"a heart rate variability (HRV) of {value:.0f} ms"
        case "readiness":
            said = f"a readiness of {value:.0f}"
    return f"Your watch says {said}, usually {usual:.0f}. So you are asked how tired you are."


def _hours(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60} h {minutes % 60:02} min"
