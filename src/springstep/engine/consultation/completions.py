"""Ways in which open questions could be answered: where rules tell answers apart, and whole sets of answers to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from springstep.engine.inference.partial import Answers
from springstep.engine.language.conditions import Compare, Constant, Fact, atoms
from springstep.engine.language.regions import Region
from springstep.engine.language.rules import effective_condition
from springstep.engine.language.vocabulary import DRILL_FACTS, ITEMS, VOLUNTEERED, FactInfo, case_facts, item_facts
from springstep.engine.rulebase.base import RuleBase

_MIXED = 14
_PRACTISED = {"experience": "regular", "has_coach": True}
_MINUTES = (10, 20, 25, 30, 40, 50, 60, 75, 90, 120, 180)
_PACES = ("4:00/km", "5:00/km", "6:30/km", "8:00/km", "12:00/km")


class Completions:
    """Answers to the questions of one moment; the same for the same rule base, in any process."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._moment = moment
        self.questions = tuple(
            name
            for name, info in case_facts().items()
            if moment in info.moments and name != "moment" and name not in VOLUNTEERED
        )
        """Every fact that may be asked."""
        self._values = {name: tuple(self._worth_trying(case_facts()[name])) for name in self.questions}
        top = base.ladder[-1]
        self._practised = {
            name: value
            for name, value in {**_PRACTISED, "step_efforts": top.efforts, "step_effort_s": top.effort_s}.items()
            if name in self.questions
        }
        """What opens the rarest permissions: a practised runner with a coach, at the top of the ladder."""
        self._standard = {name: base.standard_runners[moment].get(name) for name in self.questions}

    def values(self, name: str, answers: Answers) -> Iterator[Any]:
        """Yield the answers to one question that rules tell apart, ``None`` last where it may be left unknown."""
        most = answers.get("sessions_done") if name == "sessions_at_step" else None
        yield from (value for value in self._values[name] if most is None or value is None or value <= most)

    def within(self, answers: Answers) -> dict[str, Any]:
        """Return one full set of answers; where an answer is a region, one of its numbers."""
        told = {n: int(v.low) if isinstance(v, Region) else v for n, v in answers.items()}
        return self._joined(told, self._standard)

    def whole(self, answers: Answers) -> Iterator[dict[str, Any]]:
        """Yield full sets of answers: all well, well and practised, all unknown, and mixtures with other answers."""
        yield self._joined(answers, self._standard)
        yield self._joined(answers, self._standard | self._practised)
        yield self._joined(answers, {})
        chance = Random(f"{self._moment} {sorted(answers.items(), key=lambda item: item[0])!r}")
        for _ in range(_MIXED):
            daring = chance.random()
            drawn = {
                name: self._standard[name] if chance.random() < daring else chance.choice(self._values[name])
                for name in self.questions
            }
            yield self._joined(answers, drawn)

    def _joined(self, answers: Answers, drawn: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what is open as drawn, and keep the whole free of contradictions."""
        whole = {name: drawn.get(name) for name in self.questions} | dict(answers)
        for name in self.questions:
            if whole[name] is None and name not in answers and self._moment in case_facts()[name].required_at:
                whole[name] = self._standard[name]
        if answers.get("distance") is not None and whole["pace"] is not None:
            whole["duration_min"] = answers.get("duration_min")
        done, at_step = whole.get("sessions_done"), whole.get("sessions_at_step")
        if done is not None and at_step is not None and at_step > done:
            if "sessions_done" in answers:
                whole["sessions_at_step"] = done
            else:
                whole["sessions_done"] = at_step
        return whole

    def _worth_trying(self, info: FactInfo) -> Iterator[Any]:
        match info.kind:
            case "word":
                yield from info.values
            case "flag":
                yield from (True, False)
            case "items":
                yield from _lists(info.name)
            case "text":
                yield from _PACES
            case "number":
                yield from self._numbers(info)
            case "drill" if info.name in DRILL_FACTS:
                yield from self._base.drill_by_id
        if self._moment not in info.required_at:
            yield None

    def _numbers(self, info: FactInfo) -> Iterator[int | float]:
        """Yield the ends, and the numbers around which some rule's condition turns."""
        low, high = info.minimum or 0, info.maximum if info.maximum is not None else 100
        turns = {low, high, *(_MINUTES if info.unit == "min" else ())}
        for rule in self._base.rules:
            for atom in atoms(effective_condition(rule, self._base.by_id)):
                if isinstance(atom, Compare) and atom.left == Fact(info.name) and isinstance(atom.right, Constant):
                    limit = float(atom.right.value)
                    turns |= {limit - 1, limit, limit + 1}
        if info.name in ("step_efforts", "step_effort_s"):
            turns |= {getattr(rung, info.name.removeprefix("step_")) for rung in self._base.ladder}
        if info.name == "easy_runs_since_bursts":
            turns |= {0, 1, 2}
        return (int(turn) for turn in sorted(turns) if low <= turn <= high)


def _lists(list_fact: str) -> Iterator[list[dict[str, Any]]]:
    """Yield no item, and each single one."""
    scope = next(scope for scope, (name, _) in ITEMS.items() if name == list_fact)
    fields = {name.split(".")[1]: info.values for name, info in item_facts()[scope].items()}
    (first, firsts), (second, seconds) = fields.items()
    yield []
    yield from ([{first: one, second: other}] for other in reversed(seconds) for one in firsts)
