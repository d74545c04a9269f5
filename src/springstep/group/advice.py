"""What a group is advised: a line for each athlete, the worrying ones first, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, NamedTuple

from springstep.engine.advice.despite_faults import case_that_decides
from springstep.engine.advice.headline import asked_as, left_open
from springstep.engine.advice.recommend import build
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.wording import counted
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.group.athletes import Athlete, ToldGroup
from springstep.group.columns import DIARY, OVERLAY
from springstep.session.group_words import group_words
from springstep.session.holding import first_that_holds
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import deciding

MOMENT = "before"
Recall = Callable[[Athlete], tuple[Remembered, ...]]
"""What the diary of an athlete remembers; raises ``SpringstepError``."""
RulesOf = Callable[[Athlete], RuleBase]
"""The rules that an athlete is advised by; raises ``SpringstepError``."""


class AthleteAdvice(Record):
    """What one athlete of a group is advised, as a line."""

    name: str
    line: Annotated[int | None, Described("Her line in the table; null where a file of her own holds her answers.")]
    source: Annotated[str, Described("The file that her answers are from.")]
    place: Annotated[int, Described("Her place in the order of the rule base: 0 is the most worrying.")]
    standing: Annotated[str, Described("What that place is, in a few words, or that more is to be asked first.")]
    verdict: str
    headline: str
    efforts: int | None
    effort_s: int | None
    drill: Annotated[str | None, Described("The id of the drill.")]
    drill_name: str | None
    why: Annotated[str, Described("The situation that decides, in at most six words.")]
    rule: Annotated[str, Described("The rule of which that is the situation.")]
    safer: Annotated[tuple[str, ...], Described("Where the safer of several readings of an answer was taken.")] = ()


class GroupAdvice(Record):
    """What a group is advised, the worrying athletes first, and what is wrong with the lines that could not be read."""

    day: date
    athletes: tuple[AthleteAdvice, ...]
    faults: tuple[Fault, ...]


class AdvisedAthlete(NamedTuple):
    """An athlete with her plan, the rules that made it, and her line."""

    athlete: Athlete
    made: Recommendation
    base: RuleBase
    line: AthleteAdvice


class AdvisedGroup(NamedTuple):
    """A group with the plan of each athlete, and all that is wrong with the others."""

    day: date
    advised: tuple[AdvisedAthlete, ...]
    faults: tuple[Fault, ...]

    def record(self) -> GroupAdvice:
        """Return what is told of it."""
        return GroupAdvice(day=self.day, athletes=tuple(each.line for each in self.advised), faults=self.faults)


def advise(
    group: ToldGroup, athletes: Iterable[Athlete], *, rules_of: RulesOf, recall: Recall, day: date
) -> AdvisedGroup:
    """Advise each athlete by the rules as alone; what is wrong with one is a fault of the group, and ends nothing.

    Where what is wrong cannot change her advice, as beside sharp pain, she is advised all the same.

    ``athletes`` are those of the group, so that whoever shows how far it is may count them.
    """
    advised: list[AdvisedAthlete] = []
    faults = list(group.faults)
    for athlete in athletes:
        base: RuleBase | None = None
        wrong = athlete.faults
        try:
            base = rules_of(athlete)
            found = _advised(athlete, base, *plan_for(athlete, base, recall(athlete), day))
            if not wrong:
                advised.append(found)
                continue
        except SpringstepError as error:
            wrong += error.faults
        faults += (_at(fault, athlete) for fault in wrong)
        case = _despite(wrong, athlete, base, day) if base is not None else None
        if base is not None and case is not None:
            advised.append(_advised(athlete, base, case, build(base, case, look_ahead=True)))
    ordered = sorted(advised, key=lambda each: (each.line.place, left_open(each.line.headline, each.base, MOMENT)))
    return AdvisedGroup(day, tuple(ordered), tuple(sorted(faults, key=lambda fault: fault.line or 0)))


def plan_for(
    athlete: Athlete, base: RuleBase, history: tuple[Remembered, ...], day: date
) -> tuple[Case, Recommendation]:
    """Return the case of an athlete and her plan; raises ``SpringstepError`` with every fault of her answers."""
    told, facts = athlete.told, base.vocabulary.facts
    case = case_from(told, base, whole=False, today=day)
    if case.moment != MOMENT:
        what = "a group is advised before its runs"
        raise SpringstepError([told.fault("out_of_place", ("moment",), what, allowed="leave the moment out")])
    needed = {memory.fact: memory.value for memory in history if MOMENT in facts[memory.fact].required_at}
    case_from(Document(told.name, {**needed, **case.plain()}, told.positions), base)
    made: Recommendation = build(base, case, history, look_ahead=True)
    return case, made


def _despite(faults: Iterable[Fault], athlete: Athlete, base: RuleBase, day: date) -> Case | None:
    """Return the case of the answers that decide by themselves, if some do."""
    told = athlete.told

    def read(sound: Mapping[str, Any]) -> Case:
        return case_from(replace(told, value=sound), base, whole=False, today=day)

    return case_that_decides(told.value, faults, base, read)


def _advised(athlete: Athlete, base: RuleBase, case: Case, made: Recommendation) -> AdvisedAthlete:
    words = group_words(base)
    place = first_that_holds(made, base, tuple(each.when for each in words.order))
    why, rule = why_of(made, base)
    session = made.session
    line = AthleteAdvice(
        name=athlete.name,
        line=athlete.line,
        source=athlete.source,
        place=place,
        standing=words.ask if left_open(made.headline, base, MOMENT) else words.order[place].words,
        verdict=made.verdict,
        headline=made.headline,
        efforts=session.efforts if session is not None else None,
        effort_s=session.effort_s if session is not None else None,
        drill=session.drill if session is not None else None,
        drill_name=session.drill_name if session is not None else None,
        why=why,
        rule=rule,
        safer=tuple(case.safer.values()),
    )
    return AdvisedAthlete(athlete, made, base, line)


def why_of(made: Recommendation, base: RuleBase) -> tuple[str, str]:
    """Return the situation that decides a plan, in as few words as are declared, and the rule that it is of."""
    words = group_words(base)
    decision = deciding(made, base)
    reason = decision.reasons[0]
    if reason.assumed:
        asked = dict.fromkeys(asked_as(fact, base, made.case) for fact in decision.left_open)
        heard = words.heard.get(made.verdict_code, "")
        gaps = _not_told([base.facts[fact].label for fact in asked], words.most_words - len(heard.split()))
        return "; ".join(filter(None, (heard, gaps))), reason.rule
    said = words.why.get(reason.rule) or base.by_id[reason.rule].name.replace("-", " ")
    return _few(said, words.most_words), reason.rule


def _not_told(labels: Sequence[str], most: int) -> str:
    """Name what is not told in so many words at most: all of it, else one thing and how many more, else how many."""
    others = f" and {len(labels) - 1} more"
    said = (f"not told: {', '.join(labels)}", *(f"not told: {label}{others}" for label in labels))
    return next((each for each in said if len(each.split()) <= most), f"not told: {counted(len(labels), 'answers')}")


def _few(said: str, most: int) -> str:
    words = said.split()
    return said if len(words) <= most else f"{' '.join(words[: most - 1]).rstrip(',')} ..."


def _at(fault: Fault, athlete: Athlete) -> Fault:
    """Return a fault with the name of the athlete, and its place in her own line: of her file, where it is named."""
    if fault.source == athlete.source:
        return replace(fault, row=athlete.name)
    means = OVERLAY if athlete.overlay is not None and fault.source == str(athlete.overlay) else DIARY
    here = athlete.told.fault(fault.code, (means,), str(fault), allowed="")
    return replace(here, row=athlete.name)
