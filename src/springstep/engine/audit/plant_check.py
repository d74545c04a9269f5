"""See which planted faults are noticed, and by what; what notices them quickest is asked first.

A fault counts as noticed only where what is found points at it: a finding of an audit, a fault of a file, an example
or an approved case that names the rule, row, claim, question or other entry at fault.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

from springstep.engine.audit.plant_notices import (
    Noticed,
    by_approvals,
    by_checks,
    by_claims,
    by_loading,
    by_record,
    by_rule_base,
    by_rules,
    concerned,
)
from springstep.engine.audit.planting import planted, read_beside, read_planted
from springstep.engine.audit.processes import spread
from springstep.engine.errors import SpringstepError
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.plant_file import Plant, load_plants

_A_PROCESS = 8
"""For how many faults it is worth while to start one more process."""

By = Literal["load", "check", "approved", "proof", "claim", "record", "unnamed", "nobody"]


class PlantResult(Record):
    """One planted fault, and what notices it."""

    plant: str
    kind: str
    by: Annotated[By, Described("unnamed: something is found, which does not point at the fault; nobody: nothing is.")]
    what: Annotated[str, Described("What is found, in words.")] = ""
    open: Annotated[str, Described("Why it is not expected to be noticed here; empty for any other.")] = ""

    @property
    def noticed(self) -> bool:
        """Tell whether it is noticed and named, and not only as an edit like any other."""
        return self.by not in ("record", "unnamed", "nobody")


class PlantScore(Record):
    """How many planted faults, and how many kinds of them, are noticed."""

    results: tuple[PlantResult, ...]

    @property
    def kinds(self) -> dict[str, bool]:
        """Return each kind of fault, and whether every fault of it is noticed."""
        found: dict[str, bool] = {}
        for result in self.results:
            found[result.kind] = found.get(result.kind, True) and result.noticed
        return found

    @property
    def noticed(self) -> int:
        """Count the kinds that are noticed."""
        return Counter(self.kinds.values())[True]

    @property
    def missed(self) -> tuple[PlantResult, ...]:
        """Return the faults that go unnoticed and should not."""
        return tuple(result for result in self.results if not result.noticed and not result.open)

    @property
    def open(self) -> tuple[PlantResult, ...]:
        """Return the faults that go unnoticed for a reason."""
        return tuple(result for result in self.results if not result.noticed and result.open)


class PlantCheck:
    """Plants faults into copies of one knowledge folder."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    def check(self, plant: Plant, *, proofs: bool = True) -> PlantResult:
        """Plant a fault and ask what notices it, without the solver unless ``proofs``."""
        other = ""
        with planted(plant, self.base) as folder:
            for notice in self._notices(plant, folder, proofs=proofs):
                if notice.points_at(plant.names):
                    return _result(plant, notice.by, notice.says)
                other = other or notice.says
        return _result(plant, "unnamed" if other else "nobody", other)

    def _notices(self, plant: Plant, folder: Path, *, proofs: bool) -> Iterator[Noticed]:
        try:
            changed = read_planted(plant, folder, self.base)
        except SpringstepError as error:
            yield from by_loading(error, folder)
            return
        first = frozenset(plant.names)
        yield from by_checks(changed)
        yield from by_approvals(changed)
        if proofs:
            yield from self._proved(changed, first)
        yield from by_record(changed)

    def _proved(self, changed: RuleBase, first: frozenset[str]) -> Iterator[Noticed]:
        rules = [rule for rule in changed.rules if self.base.by_id.get(rule.id) != rule]
        ids = {*(rule.id for rule in rules), *(set(self.base.by_id) - set(changed.by_id))}
        all_cases, (of_one, of_two) = AllCases(changed), concerned(changed, ids, first)
        yield from by_rules(all_cases, rules)
        yield from by_claims(all_cases, of_one)
        yield from by_rule_base(all_cases)
        yield from by_claims(all_cases, of_two)


def check_plants(
    base: RuleBase, names: Iterable[str] = (), *, proofs: bool = True, processes: int | None = None
) -> PlantScore:
    """Plant the faults of a rule base's folder, or some of them, on several processes.

    Raises ``KnowledgeError`` for a fault that does not fit what it is planted into, and for a folder that has faults.
    """
    read_beside(base)
    wanted = set(names)
    plants = [each for each in load_plants(base.folder) if not wanted or each.plant in wanted]
    workers = processes or min(os.cpu_count() or 1, 1 + len(plants) // _A_PROCESS)
    done: dict[int, PlantResult] = {}
    with closing(spread(base, _proving if proofs else _reading, plants, processes=workers)) as results:
        done.update(results)
    return PlantScore(results=tuple(done[place] for place in range(len(plants))))


def _proving(base: RuleBase) -> Callable[[Plant], PlantResult]:
    return PlantCheck(base).check


def _reading(base: RuleBase) -> Callable[[Plant], PlantResult]:
    check = PlantCheck(base)
    return lambda plant: check.check(plant, proofs=False)


def _result(plant: Plant, by: By, what: str) -> PlantResult:
    return PlantResult(plant=plant.plant, kind=plant.kind, by=by, what=what, open=plant.open)
