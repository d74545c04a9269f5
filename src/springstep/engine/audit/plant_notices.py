"""What can notice a planted fault: reading the files, the checks, examples, approved cases, proofs and claims."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, NamedTuple

from springstep.engine.audit.checks.approvals import check_approvals
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.audit.checks.plain import plain_checks
from springstep.engine.audit.checks.relations import broken_relations, vacuous
from springstep.engine.audit.checks.rule_base import check_base
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.jobs import claim_findings
from springstep.engine.audit.report import Finding
from springstep.engine.audit.rule_findings import findings_of
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.language.claims import Claim
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims

_ENTRY = re.compile(r"""\s*- [a-z_]+: ["']?([\w.-]+)["']?$""")
NoticedBy = Literal["load", "check", "approved", "proof", "claim", "record"]


class Noticed(NamedTuple):
    """Something that was found."""

    by: NoticedBy
    says: str
    subjects: tuple[str, ...] = ()
    """What it points at besides what it names in words."""

    def points_at(self, names: Iterable[str]) -> bool:
        """Tell whether it points at any of these."""
        return any(name in self.subjects or _named(name, self.says) for name in names)


def _named(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-]|\.\w)", text) is not None


def by_loading(error: SpringstepError, folder: Path) -> Iterator[Noticed]:
    """Yield what reading the files says; a place in a file points at the entry that stands there."""
    for fault in error.faults:
        yield Noticed("load", str(fault), (fault.source, *_entry_at(folder, fault)))


def _entry_at(folder: Path, fault: Fault) -> list[str]:
    for path in folder.rglob(Path(fault.source).name) if fault.line and fault.source.endswith(".yaml") else ():
        lines = path.read_text(encoding="utf-8").splitlines()[: fault.line]
        names = [found[1] for line in lines if (found := _ENTRY.match(line))]
        return names[-1:]
    return []


def by_checks(base: RuleBase) -> Iterator[Noticed]:
    """Yield what reading the rules finds, and what is accepted and no longer found by that."""
    yield from _opened(plain_checks(base), base, "check")


def by_approvals(base: RuleBase) -> Iterator[Noticed]:
    """Yield what is no longer as approved: the rules' own examples, approved cases, and pairs of cases."""
    found = (finding for finding in check_approvals(base) if finding.kind != "unapproved")
    yield from _opened(found, base, "approved", stale=False)


def by_record(base: RuleBase) -> Iterator[Noticed]:
    """Yield what is gone, added or changed since everything was approved: any edit at all, meant or not."""
    yield from _opened(approval_findings(base), base, "record", stale=False)


def by_rules(all_cases: AllCases, changed: Iterable[Rule]) -> Iterator[Noticed]:
    """Yield what the solver finds of changed rules, and of what follows from facts."""
    base = all_cases.base
    found = (finding for rule in changed for finding in findings_of(check_rule(all_cases, rule), base))
    yield from _opened(broken_relations(all_cases), base, "proof", stale=False)
    yield from _opened(found, base, "proof", stale=False)


def by_rule_base(all_cases: AllCases) -> Iterator[Noticed]:
    """Yield what the solver finds of the rule base as a whole."""
    yield from _opened(check_base(all_cases), all_cases.base, "proof", stale=False)


def by_claims(all_cases: AllCases, claims: Iterable[Claim]) -> Iterator[Noticed]:
    """Yield the claims that do not hold."""
    prover = ClaimProver(all_cases)
    for claim in claims:
        for finding in chain(vacuous(claim, all_cases), claim_findings(claim, prover.check(claim))):
            yield _notice(finding, "claim")


def concerned(base: RuleBase, changed: Collection[str], first: Collection[str]) -> tuple[list[Claim], list[Claim]]:
    """Return the claims of one case and those of two at the moments of changed rules, those first that are named."""
    moments = {moment for rule in base.rules if rule.id in changed for moment in rule.moments}
    at = [claim for claim in load_claims(base) if not moments or moments & set(claim.moments)]
    at.sort(key=lambda claim: claim.id not in first and claim.rule not in first)
    return [claim for claim in at if claim.broken is not None], [claim for claim in at if claim.broken is None]


def _opened(found: Iterable[Finding], base: RuleBase, by: NoticedBy, *, stale: bool = True) -> Iterator[Noticed]:
    accepted, kinds = load_accepted(base), set()
    left = set(accepted)
    for finding in found:
        kinds.add(finding.kind)
        left.discard(finding.id)
        if finding.id not in accepted:
            yield _notice(finding, by)
    for name in sorted(left):
        if stale and not base.overlays and name.split(":")[0] in kinds:
            yield Noticed(by, f"{name} is accepted but is no longer found", (name,))


def _notice(finding: Finding, by: NoticedBy) -> Noticed:
    return Noticed(by, finding.says, (finding.subject, *finding.rules))
