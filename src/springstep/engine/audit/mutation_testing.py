"""See which small changes of the rules are noticed: by an example, a case in the snapshot, or a safety claim."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple, Protocol

from springstep.engine.audit.advice_probe import AdviceProbe
from springstep.engine.audit.case_under_rules import CaseUnderRules, case_under, touching
from springstep.engine.audit.checks.claim_proofs import broken
from springstep.engine.audit.difference import GaveUpError, first_difference
from springstep.engine.audit.mutants import Mutant, mutants
from springstep.engine.audit.processes import spread
from springstep.engine.audit.snapshot import SnapshotCase, load_snapshot
from springstep.engine.inference.examples import example_case
from springstep.engine.language.claims import Claim
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.pairs import Pair
from springstep.engine.proof.symbols import Formula, all_of, any_of
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims

By = Literal["example", "approved case", "claim", "equal", "nobody"]


class MutantResult(Record):
    """One small change, and what notices it."""

    rule: str
    kind: Annotated[str, Described("condition, number, value, conclusion or rule")]
    change: str
    by: Annotated[By, Described("equal: proved to change nobody's advice; nobody: it goes unnoticed.")]
    what: Annotated[str, Described("Which example, case or claim.")] = ""
    case: Annotated[
        dict[str, Any] | None, Described("For a change that goes unnoticed: a case that gets other advice.")
    ] = None


class MutationScore(Record):
    """How many small changes are noticed."""

    results: tuple[MutantResult, ...]

    @property
    def counted(self) -> int:
        """Count the changes that change somebody's advice."""
        return sum(result.by != "equal" for result in self.results)

    @property
    def noticed(self) -> int:
        """Count the changes that are noticed."""
        return sum(result.by not in ("equal", "nobody") for result in self.results)

    @property
    def share(self) -> float:
        """Return the noticed share of the changes that change somebody's advice."""
        return self.noticed / self.counted if self.counted else 1.0


class _SnapshotRun(NamedTuple):
    """A case in the snapshot, and what the rules as they are make of it."""

    case: SnapshotCase
    run: CaseUnderRules


class MutationCheck:
    """Checks the mutants of one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self._all_cases = AllCases(base)
        self._pairs: dict[str, Pair] = {}

    @cached_property
    def _cases(self) -> tuple[_SnapshotRun, ...]:
        return tuple(
            _SnapshotRun(each, case_under(each.case(self.base), self.base)) for each in load_snapshot(self.base.folder)
        )

    def of_rule(self, rule_id: str) -> Iterator[MutantResult]:
        """Yield every mutant of a rule with what notices it."""
        rule = self.base.by_id[rule_id]
        examples = {
            name: (case_under(example_case(self.base, rule, changes), self.base), wanted)
            for name, changes, wanted in (("fires_for", rule.fires_for, True), ("silent_for", rule.silent_for, False))
        }
        cases = sorted(
            (each for each in self._cases if each.case.changes[MOMENT] in rule.moments),
            key=lambda each: rule_id not in each.case.shows,
        )
        for mutant in mutants(self.base, rule):
            by, what, case = self._noticed(mutant, examples, cases)
            yield MutantResult(rule=mutant.rule, kind=mutant.kind, change=mutant.change, by=by, what=what, case=case)

    def _noticed(
        self, mutant: Mutant, examples: Mapping[str, tuple[CaseUnderRules, bool]], cases: Iterable[_SnapshotRun]
    ) -> tuple[By, str, dict[str, Any] | None]:
        touches = touching(mutant.rule, self.base, mutant.base)
        for name, (example, wanted) in examples.items():
            if not _as_wanted(mutant, example, wanted=wanted, touched=touches(example)):
                return "example", f"{mutant.rule} {name}", None
        for case, known in cases:
            if touches(known) and not AdviceProbe(mutant.base, known.facts).matches(case.told):
                return "approved case", f"the {self.base.domain.subject} in the snapshot for {case.shows[0]}", None
        all_cases, moments = AllCases(mutant.base), self._moments(mutant.rule)
        try:
            found = first_difference(self._all_cases, all_cases, moments, _touched(self.base.by_id[mutant.rule]))
            if found is None:
                return "equal", "proved: nobody's advice differs", None
            if what := self._by_claims(mutant.rule, all_cases, moments):
                return "claim", what, None
            return "nobody", "", found.case()
        except GaveUpError as error:
            return "nobody", str(error), None

    def _moments(self, rule_id: str) -> tuple[str, ...]:
        """Return the moments at which a rule or one that it is an exception to can fire."""
        rule = self.base.by_id[rule_id]
        touched = {moment for name in (rule_id, *rule.overrides) for moment in self.base.by_id[name].moments}
        return tuple(moment for moment in self._all_cases.moments if moment in touched)

    def _by_claims(self, rule: str, all_cases: AllCases, moments: Iterable[str]) -> str:
        """Name a claim that a change of a rule breaks; those of one case come first, since they are quicker.

        A claim that holds under the rules as they are can only be broken where the change makes a difference.
        """
        touched = _touched(self.base.by_id[rule])
        for moment in moments:
            here = [claim for claim in self._claims if moment in claim.moments and claim.broken is not None]
            at = all_cases.at(moment)
            if found := _broken(at, here, touched(self._all_cases.at(moment), at)):
                return found.id
        for moment in moments:
            here = [claim for claim in self._claims if moment in claim.moments and claim.broken is None]
            was, pair = self._pair(moment), Pair(all_cases.at(moment))
            either = any_of((touched(was.at, pair.at), touched(was.second, pair.second)))
            if found := pair.broken(here, either):
                return found.id
        return ""

    def _pair(self, moment: str) -> Pair:
        if moment not in self._pairs:
            self._pairs[moment] = Pair(self._all_cases.at(moment))
        return self._pairs[moment]

    @cached_property
    def _claims(self) -> tuple[Claim, ...]:
        return tuple(load_claims(self.base))


class _Encoded(Protocol):
    """Whatever holds rules as formulas."""

    @property
    def encoding(self) -> Encoding: ...


def _touched(rule: Rule) -> Callable[[_Encoded, _Encoded], Formula]:
    """Return for which cases a change of a rule can make a difference: before or after it, some condition holds.

    Where the condition of the rule does not hold, its exceptions aside, it does not fire and keeps no rule from firing;
    what those read that it is an exception to differs with it, too.
    """

    def touched(*sides: _Encoded) -> Formula:
        return any_of(
            side.encoding.fires_on(side.encoding.base.by_id[name], side.encoding.base.by_id[name].when)
            for side in sides
            for name in (rule.id, *rule.overrides)
            if name in side.encoding.firings
        )

    return touched


def _broken(at: AllCasesAt, claims: Iterable[Claim], within: Formula) -> Claim | None:
    """Return a claim of one case that is broken for a case ``within``."""
    questions = [(claim, broken(claim, at)) for claim in claims]
    if at.possible(all_of((any_of(question for _, question in questions), within))) == "none":
        return None
    return next((claim for claim, question in questions if at.possible(question) == "some"), None)


def _as_wanted(mutant: Mutant, example: CaseUnderRules, *, wanted: bool, touched: bool) -> bool:
    """Tell whether a changed rule still fires for an example as it says, and everything is decided."""
    if not touched:
        return (mutant.rule in example.fired) == wanted
    now = AdviceProbe(mutant.base, example.facts)
    return (mutant.rule in now.fired) == wanted and now.complete


def check_mutants(
    base: RuleBase,
    rules: Iterable[str],
    *,
    processes: int | None = None,
    known: Mapping[str, tuple[MutantResult, ...]] = MappingProxyType({}),
    found: Callable[[str, tuple[MutantResult, ...]], None] = lambda rule, results: None,
) -> MutationScore:
    """Change each of these rules in small ways and see what notices it, on several processes.

    ``known`` holds what is not to be found anew; ``found`` is told of each other rule as soon as it is done.
    """
    ids = list(rules)
    left = [name for name in ids if name not in known]
    every = dict(known)
    workers = processes or min(os.cpu_count() or 1, len(left))
    with closing(spread(base, _worker, left, processes=workers)) as done:
        for place, results in done:
            every[left[place]] = results
            found(left[place], results)
    return MutationScore(results=tuple(result for name in ids for result in every[name]))


def _worker(base: RuleBase) -> Callable[[str], tuple[MutantResult, ...]]:
    check = MutationCheck(base)
    return lambda rule: tuple(check.of_rule(rule))
