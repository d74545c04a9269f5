"""The standard cases, with nothing against them, and what is supposed of cases to come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.plan import plan_of
from springstep.engine.audit.report import Finding
from springstep.engine.errors import CaseError, SpringstepError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.examples import laid_over
from springstep.engine.inference.forward import infer
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.sense import load_sense

_FILE = "standard_cases.yaml"
_SUPPOSE = "suppose"


def standard_cases_as_meant(base: RuleBase) -> Iterator[Finding]:
    """Yield standard cases with something against them, and answers supposed that are bolder or count against one."""
    wanted = load_sense(base).standard
    for moment, text in wanted.items():
        if not _holds(text, moment, {}, base):
            says = f"The standard case {base.vocabulary.moments[moment]} is no longer told what it was: {text}."
            yield Finding(id=f"standard:{moment}", kind="standard", subject=_FILE, says=says)
    for part, declared in base.declared.items():
        supposed = declared.get(_SUPPOSE) if isinstance(declared, Mapping) else None
        if not supposed:
            continue
        moment = declared.get(MOMENT) or next(iter(base.vocabulary.moments))
        for name, value in supposed.items():
            usual = base.standard_cases[moment].get(name)
            if _bolder(name, value, usual, base):
                says = (
                    f"{part}.yaml supposes {plain(value)} of '{base.facts[name].label}' ({name}), which is bolder than"
                )
                yield _supposed(part, name, f"{says} the standard case's {plain(usual)}.")
        if moment in wanted and not _holds(wanted[moment], moment, supposed, base):
            says = f"With what {part}.yaml supposes, the standard case is no longer told what it was: {wanted[moment]}."
            yield _supposed(part, "all", says)


def impossible_cases(base: RuleBase) -> Iterator[Finding]:
    """Yield constraints that no longer refuse what no case can be."""
    for name, changes in load_sense(base).refused.items():
        case = laid_over(base, changes.get(MOMENT) or next(iter(base.vocabulary.moments)), changes)
        try:
            case_of(case, base)
        except CaseError:
            continue
        told = ", ".join(f"{fact} {plain(value)}" for fact, value in changes.items() if fact != MOMENT)
        says = f"{name} no longer refuses a case that cannot be: {told}."
        yield Finding(id=f"standard:{name}", kind="standard", subject=name, says=says)


def _holds(text: str, moment: str, changes: Mapping[str, Any], base: RuleBase) -> bool:
    case = laid_over(base, moment, {name: value for name, value in changes.items() if value != []})
    holds = predicate(parse_condition(text, {**base.facts, **base.plan_names}))
    try:
        return holds(plan_of(base, infer(base, facts_of(case_of(case, base), base), engine="function")).facts) is True
    except SpringstepError:
        return False


def _bolder(name: str, value: Any, usual: Any, base: RuleBase) -> bool:
    """Tell whether some claim calls the usual answer riskier than this one."""
    chains = (claim.riskier[name] for claim in load_claims(base) if name in claim.riskier)
    return any(
        value in chain and usual in chain and chain.index(value) < chain.index(usual)
        for order in chains
        if isinstance(order, tuple)
        for chain in order
    )


def _supposed(part: str, what: str, says: str) -> Finding:
    return Finding(id=f"standard:{part}:{what}", kind="standard", subject=f"{part}.yaml", says=says)
