"""Approved cases that get other advice now: what was approved, what is advised, and which rules make the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from springstep.engine.advice.choosing import NO_ROW
from springstep.engine.advice.incomplete_rules import advised_if_decided
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.row_limits import once
from springstep.engine.audit.advice_probe import AdviceGiven, AdviceProbe, probe
from springstep.engine.audit.blame_for_change import Suspects, differing, to_blame
from springstep.engine.audit.difference_report import DecisionSide
from springstep.engine.audit.report import Witness
from springstep.engine.audit.snapshot import SnapshotCase
from springstep.engine.audit.witnesses import witness_from, witness_without_advice
from springstep.engine.errors import CaseError, KnowledgeError, UndecidedError
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.wording import amount_words, plain
from springstep.engine.rulebase.base import RuleBase

ADVICE = "What is said"
_NOTHING = "nothing is decided"
_MOST, _MOST_SAID = 3, 1


class Shift(NamedTuple):
    """One thing that a case was approved with and is told otherwise now."""

    title: str
    before: DecisionSide
    after: DecisionSide

    @property
    def says(self) -> str:
        """Say what was and what is, in a clause."""
        return f"{self.title}: was {self.before.says}, is {self.after.says}"


class ToldOtherwise(NamedTuple):
    """An approved case that gets other advice."""

    approved: SnapshotCase
    witness: Witness | None
    """The case with its advice now; ``None`` where there can be no such case any more."""
    shifts: tuple[Shift, ...]
    rules: tuple[str, ...]
    """The rules that make the difference, as far as it shows, first the one to look at first."""
    why: str = ""
    """Why there can be no such case any more; empty where there can."""
    gone: str = ""
    """What was chosen and is gone from its table; empty where it is there."""

    @property
    def says(self) -> str:
        """Say what differs, in a sentence."""
        return f"{self.why or '; '.join(shift.says for shift in self.shifts)}."

    @property
    def briefly(self) -> str:
        """Say the first that differs, in a sentence."""
        more = len(self.shifts) - _MOST
        first = self._replace(shifts=self.shifts[:_MOST]).says
        return f"{first} And {more} more." if more > 0 else first


def changed_for(base: RuleBase, cases: Iterable[SnapshotCase]) -> tuple[ToldOtherwise, ...]:
    """Return the approved cases whose advice is no longer as approved, each with the rules to blame."""
    found = list(_changed(base, cases))
    blamed = to_blame([suspects for _, suspects in found], base)
    return tuple(each._replace(rules=rules) for (each, _), rules in zip(found, blamed, strict=True))


def _changed(base: RuleBase, cases: Iterable[SnapshotCase]) -> Iterator[tuple[ToldOtherwise, Suspects]]:
    for each in cases:
        try:
            case = each.case(base)
            given = probe(case, base)
            if given.complete and given.advice_given() == each.told:
                continue
            made = advised_if_decided(base, case)
        except (CaseError, KnowledgeError) as error:
            why = f"there can be no such {base.domain.subject} any more ({error.faults[0]})"
            yield ToldOtherwise(each, None, (), (), why), Suspects(each)
            continue
        if made is None:
            after = DecisionSide(says=_left_open(given))
            shift = Shift("Advice", DecisionSide(says=_verdict(each.told.verdict, base, case)), after)
            witness = witness_without_advice(base, case)
            yield ToldOtherwise(each, witness, (shift,), ()), Suspects(each, None, given.fired)
            continue
        shifts = tuple(_shifts(each.told, given.advice_given(), made, base))
        gone = next(_gone(each.told, base), "")
        found = ToldOtherwise(each, witness_from(base, made), shifts, (), gone=gone)
        yield found, Suspects(each, made, given.fired)


def _gone(approved: AdviceGiven, base: RuleBase) -> Iterator[str]:
    """Yield what was chosen and is no row of its table any more."""
    for name, choice in base.choices.items():
        value = str(approved.decisions.get(name, NO_ROW))
        if value != NO_ROW and value not in choice.by_value:
            yield f"{plain(value)} of {choice.table.name}"


def _left_open(given: AdviceProbe) -> str:
    """Say that no advice can be given, and why."""
    try:
        given.advice_given()
    except UndecidedError as error:
        return f"none, as {error.faults[0].what}"
    return _NOTHING


def _shifts(approved: AdviceGiven, now: AdviceGiven, made: RecommendationRecord, base: RuleBase) -> Iterator[Shift]:
    if approved.verdict != now.verdict:
        sides = (DecisionSide(says=_verdict(each.verdict, base, made.case)) for each in (approved, now))
        yield Shift("Advice", *sides)
    carried = {decision.name: decision.rules for decision in made.decisions}
    for name in differing(approved.decisions, now.decisions):
        before = DecisionSide(says=_decided(name, approved.decisions.get(name), base))
        after = DecisionSide(says=_decided(name, now.decisions.get(name), base), rules=carried.get(name, ()))
        yield Shift(_title(name, base), before, after)
    if approved.advice != now.advice:
        yield Shift(ADVICE, _said(approved, now, base), _said(now, approved, base))


def _said(mine: AdviceGiven, theirs: AdviceGiven, base: RuleBase) -> DecisionSide:
    """Return what one of them says and the other does not."""
    alone = [each.rpartition(":")[::2] for each in mine.advice if each not in theirs.advice]
    if not alone:
        return DecisionSide(says="nothing more")
    words = once(say for topic, rule in alone for say in _words(topic, rule, base))
    first = " ".join(words[:_MOST_SAID])
    more = f" and {len(words) - _MOST_SAID} more" if len(words) > _MOST_SAID else ""
    return DecisionSide(says=f"{first}{more}", rules=once(rule for _, rule in alone))


def _words(topic: str, rule: str, base: RuleBase) -> Iterator[str]:
    says = (
        [f'"{each.say}"' for each in base.by_id[rule].conclusions if each.says == topic] if rule in base.by_id else []
    )
    yield from says or [f"what {rule} said"]


def _title(name: str, base: RuleBase) -> str:
    named = base.decisions.get(name) or base.choices.get(name)
    return named.title if named is not None else plain(name).capitalize()


def _decided(name: str, value: Any, base: RuleBase) -> str:
    """Put the value of a decision or choice in the words of the plan."""
    if value is None:
        return _NOTHING
    scheme, choice = base.decisions.get(name), base.choices.get(name)
    if scheme is not None:
        return scheme.steps.get(str(value), plain(value)) if scheme.kind == "scale" else amount_words(scheme, value)
    row = choice.by_value.get(str(value)) if choice is not None else None
    return choice.named(row) if choice is not None and row is not None else plain(value)


def _verdict(name: str, base: RuleBase, case: Any) -> str:
    found = [each.standing for each in base.verdicts.get(case[MOMENT], ()) if each.name == name and each.standing]
    return found[-1] if found else plain(name)
