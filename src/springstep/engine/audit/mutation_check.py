"""See which small changes of the rules somebody would notice: an example, an approved runner, or a safety claim."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from springstep.engine.advice.recommend import build
from springstep.engine.advice.tentative import advised_if_decided
from springstep.engine.audit.approved import ApprovedRunner, load_approved, told_to
from springstep.engine.audit.checks.claims import broken
from springstep.engine.audit.difference import UndecidedError, somebody
from springstep.engine.audit.mutation import Mutant, mutants
from springstep.engine.audit.processes import spread
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.language.evaluate import test
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.proof.everyone import Everyone
from springstep.engine.proof.pairs import Pair
from springstep.engine.record import Record
from springstep.engine.rulebase.base import RuleBase

By = Literal["example", "approved runner", "claim", "equal", "nobody"]


class MutantResult(Record):
    """One small change, and who notices it."""

    rule: str
    kind: Annotated[str, Field(description="condition, number, value, conclusion or rule")]
    change: str
    by: Annotated[By, Field(description="equal: proved to change nobody's advice; nobody: it goes unnoticed.")]
    what: Annotated[str, Field(description="Which example, runner or claim.")] = ""
    case: Annotated[
        dict[str, Any] | None, Field(description="For what goes unnoticed: a runner who is advised otherwise.")
    ] = None


class MutationScore(Record):
    """How many small changes are noticed."""

    results: tuple[MutantResult, ...]

    @property
    def noticed(self) -> int:
        """Count the changes that are noticed."""
        return sum(result.by not in ("equal", "nobody") for result in self.results)

    @property
    def share(self) -> float:
        """Return the noticed share of all changes, those that change nothing included."""
        return self.noticed / len(self.results) if self.results else 1.0


class _Seen(NamedTuple):
    """An approved runner under the rules as they are: what a condition may read, and which rules fired."""

    runner: ApprovedRunner
    told: Mapping[str, Any]
    facts: Mapping[str, Any]
    fired: frozenset[str]


class MutationCheck:
    """Checks the mutants of one rule base."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base

    @cached_property
    def _runners(self) -> tuple[_Seen, ...]:
        return tuple(self._seen(runner) for runner in load_approved(self.base.folder))

    def _seen(self, runner: ApprovedRunner) -> _Seen:
        case = case_of(runner.case(self.base), self.base)
        made = build(self.base, case, look_ahead=False)
        told = {name: fact.value for name, fact in facts_of(case, self.base).items()}
        facts = {fact.fact: fact.value for fact in made.facts}
        facts |= {decision.name: decision.value for decision in made.decisions if decision.name in self.base.decisions}
        return _Seen(runner, told, facts, frozenset(firing.rule for firing in made.trace.firings))

    def of_rule(self, rule_id: str) -> Iterator[MutantResult]:
        """Yield every mutant of a rule with who notices it."""
        for mutant in mutants(self.base, self.base.by_id[rule_id]):
            by, what, case = self._noticed(mutant)
            yield MutantResult(rule=mutant.rule, kind=mutant.kind, change=mutant.change, by=by, what=what, case=case)

    def _noticed(self, mutant: Mutant) -> tuple[By, str, dict[str, Any] | None]:
        if what := self._by_examples(mutant):
            return "example", what, None
        if what := self._by_runners(mutant):
            return "approved runner", what, None
        try:
            case = somebody(self.base, mutant.base)
        except UndecidedError as error:
            return "nobody", str(error), None
        if case is None:
            return "equal", "proved: nobody's advice differs", None
        if what := _by_claims(mutant.base, self.base.by_id[mutant.rule].moments):
            return "claim", what, None
        return "nobody", "", case

    def _by_examples(self, mutant: Mutant) -> str:
        """Ask the rule's own two examples: one fires it, one just does not."""
        rule = self.base.by_id[mutant.rule]
        for name, changes, wanted in (("fires_for", rule.fires_for, True), ("silent_for", rule.silent_for, False)):
            made = advised_if_decided(mutant.base, self.base.example_case(rule, changes))
            if made is None or bool(made.trace.firings_of(rule.id)) != wanted:
                return f"{rule.id} {name}"
        return ""

    def _by_runners(self, mutant: Mutant) -> str:
        """Ask the approved runners for whom the changed rule does something else."""
        for seen in sorted(self._runners, key=lambda each: mutant.rule not in each.runner.shows):
            if seen.runner.changes["moment"] in self.base.by_id[mutant.rule].moments and self._touched(mutant, seen):
                made = advised_if_decided(mutant.base, seen.runner.case(self.base))
                if made is None or told_to(made) != seen.runner.told:
                    return f"the runner approved for {seen.runner.shows[0]}"
        return ""

    def _touched(self, mutant: Mutant, seen: _Seen) -> bool:
        """Tell whether a rule fires otherwise for a runner, or fires and concludes something else."""
        changed = mutant.base.by_id.get(mutant.rule)
        if changed is None or changed.conclusions != self.base.by_id[mutant.rule].conclusions:
            return mutant.rule in seen.fired
        ours = self.base.by_id[mutant.rule]
        return list(_fires(ours, self.base, seen)) != list(_fires(changed, mutant.base, seen))


def _fires(rule: Rule, base: RuleBase, seen: _Seen) -> Iterator[bool]:
    """Yield whether a rule fires, for each item that it is for."""
    holds = test(effective_condition(rule, base.by_id))
    facts = seen.told if rule.layer == "assume" else seen.facts
    if rule.for_each is None:
        yield holds(facts) is True
        return
    for item in facts.get(ITEMS[rule.for_each][0]) or ():
        yield holds({**facts, **{f"{rule.for_each}.{name}": value for name, value in item.items()}}) is True


def _by_claims(base: RuleBase, moments: Iterable[str]) -> str:
    """Name the first claim that is broken; those of one athlete come first, since they are quicker."""
    everyone = Everyone(base)
    pairs: dict[str, Pair] = {}
    for claim in sorted(base.claims, key=lambda claim: claim.broken is None):
        for moment in set(moments) & set(claim.moments):
            at = everyone.at(moment)
            if claim.broken is not None:
                holds = at.possible(broken(claim, at)) != "some"
            else:
                pair = pairs[moment] = pairs.get(moment) or Pair(at)
                holds = all(answer.status != "some" for answer in pair.answers(claim))
            if not holds:
                return claim.id
    return ""


def check_mutants(
    base: RuleBase,
    rules: Iterable[str],
    *,
    processes: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> MutationScore:
    """Change every one of these rules in small ways and see who notices; on several processes."""
    ids = list(rules)
    found: dict[int, tuple[MutantResult, ...]] = {}
    workers = processes or min(os.cpu_count() or 1, len(ids))
    with closing(spread(base, _worker, ids, processes=workers)) as done:
        for place, results in done:
            found[place] = results
            progress(len(found), len(ids))
    return MutationScore(results=tuple(result for place in range(len(ids)) for result in found[place]))


def _worker(base: RuleBase) -> Callable[[str], tuple[MutantResult, ...]]:
    check = MutationCheck(base)
    return lambda rule: tuple(check.of_rule(rule))
