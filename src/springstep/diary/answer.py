"""What the rules answer at once to what was written down: the advice after the run, from the entry and the diary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.diary.meaning import gravest_cue, said_by
from springstep.diary.plan_check import answers_in, remembered_in
from springstep.diary.profile import Profile, ends_of, remembered, standing
from springstep.engine.advice.headline import asked_as
from springstep.engine.advice.recommend import build
from springstep.engine.errors import CaseError
from springstep.engine.inference.case import Case, case_from
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation

_AFTER = "after"
_SAID = ("pain", "felt_during", "came_up")
"""What an entry says of its run that no memory of the diary holds; of several cues the gravest."""
_UNLESS_PLANNED: dict[str, Any] = {"screening": []}
"""What is taken where no kept plan tells it: no entry can, and the next plan asks for it before it allows anything."""


def answer_to(
    entry: Entry, entries: Sequence[Entry], *, base: RuleBase, race: date | None = None, profile: Profile | None = None
) -> Recommendation:
    """Return what the rules say once an entry is written down: the advice after the run, on the diary's last day.

    ``entries`` is the whole diary in order, the entry included. What the runner does not write down each time, such as
    the goal, is what the ``profile`` says and, where that says nothing, what the last kept plan was made for; what is
    not known at all stays unknown, and what speaks against bursts altogether is left to the next plan. Pain is that of
    the entry only if no later run has been written down.
    """
    day = entries[-1].day
    stands = standing(profile or Profile(), day, base, ends_of(entries, race, base))
    lasting = [memory for memory in remembered(stands) if _AFTER in base.vocabulary.facts[memory.fact].moments]
    history = (*history_of(entries, day=day, moment=_AFTER, base=base, race=race), *lasting)
    latest = next((each for each in reversed(entries) if each.bursts != "planned"), entry)
    of_run = {**said_by(entry, base), "came_up": gravest_cue(entry, base)} if latest.uid == entry.uid else {}
    said = {name: of_run[name] for name in _SAID if of_run.get(name) is not None}
    case = _case(said, [entry, *reversed(entries)], {memory.fact for memory in lasting}, base)
    made: Recommendation = build(base, case, history, look_ahead=False, not_asked=_never_written_down(base))
    return made


def rests_on_nothing(made: Recommendation, base: RuleBase) -> bool:
    """Tell whether the advice on the progression rests on nothing but answers that no entry could have given."""
    left_open = {asked_as(fact, base, made.case) for fact in made.decision("progression").left_open}
    return bool(left_open) and left_open <= set(_never_written_down(base))


def left_out(made: Recommendation, base: RuleBase) -> tuple[str, ...]:
    """Return what had to be assumed though an entry could have told it, in the order of the case's facts."""
    never = set(_never_written_down(base))
    return tuple(fact.fact for fact in made.facts if fact.source == "assumed" and fact.fact not in never)


def _case(said: dict[str, Any], planned: Sequence[Entry], lasting: Collection[str], base: RuleBase) -> Case:
    """Return the case: what is said, and from the last plan what stays the same, if it still can be read.

    What the profile holds, which is ``lasting``, and what says more about that, is not taken from the plan.
    """
    facts, kept = base.vocabulary.facts, base.vocabulary.kept
    plan = next((each.plan for each in planned if each.plan is not None), None)
    answers = {**remembered_in(plan, base), **answers_in(plan, base)}
    newer = {*lasting, *(name for name, each in kept.items() if each.of in lasting)}
    same = {name: value for name, value in answers.items() if name in facts and _stays(facts[name])}
    same = {name: value for name, value in same.items() if name not in newer}
    unless = {name: value for name, value in _UNLESS_PLANNED.items() if name not in lasting}
    for given in ({**same, **said}, said):
        try:
            return case_from(Document("", {**unless, **given, MOMENT: _AFTER}, {}), base, whole=False)
        except CaseError:  # a plan of other rules: what is said counts alone
            continue
    raise AssertionError("what an entry says is a case")


def _stays(info: FactInfo) -> bool:
    """Tell whether an answer given before a run still holds after it, and is not the diary's to give."""
    return _AFTER in info.moments and not info.remembered and info.name not in (MOMENT, *_SAID)


def _never_written_down(base: RuleBase) -> tuple[str, ...]:
    """Return the questions after a run that no entry of the diary answers."""
    return tuple(info.name for info in base.vocabulary.questions_at(_AFTER) if _stays(info))
