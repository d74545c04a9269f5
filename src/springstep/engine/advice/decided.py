"""Hold an inference to having decided everything: what is left open is never read as permission."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from springstep.engine.errors import Fault, UndecidedError
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.conditions import names_in
from springstep.engine.language.rules import Assume, Bound, Conclusion, Rule, Select
from springstep.engine.language.words import listed
from springstep.engine.rulebase.base import RuleBase


class Gap(NamedTuple):
    """One thing that the rules leave open for a runner."""

    what: str
    decision: str = ""
    """The decision that no rule makes."""
    rule: Rule | None = None
    """The rule that concludes on what is not known."""


def infer_decided(base: RuleBase, facts: Mapping[str, FactValue]) -> Inference:
    """Run the rules over the facts of one case; raises ``UndecidedError`` with everything that they leave open."""
    inference = infer(base, facts)
    faults = [
        Fault(gap.what, source=gap.rule.source, line=gap.rule.line or None) if gap.rule is not None else Fault(gap.what)
        for gap in gaps_of(inference)
    ]
    if faults:
        raise UndecidedError(faults)
    return inference


def gaps_of(inference: Inference) -> Iterator[Gap]:
    """Yield what an inference left open: the rules that conclude on what is not known, then other open decisions."""
    lost = set()
    for rule, conclusion in dict.fromkeys(inference.lost):
        lost.add(conclusion.decision if isinstance(conclusion, Bound) else "")
        yield Gap(f"{rule.id} concludes {_on(conclusion, inference)}; its condition must ask for it", rule=rule)
    for name, (value, _) in inference.decided.items():
        if value is None and name not in lost:
            yield Gap(f"no rule decides '{name}' for this runner", decision=name)


def _on(conclusion: Conclusion, inference: Inference) -> str:
    """Say on what a conclusion rests that is not known."""
    match conclusion:
        case Bound(amount=amount) | Assume(_, amount) if amount is not None:
            read = names_in(amount)
        case Select(id_from=str() as name):
            read = (name,)
        case _:
            read = ()
    unknown = [name for name in read if name not in inference.facts and inference.decided.get(name, (None,))[0] is None]
    if not unknown:
        return "on a division by 0"
    verb = "is" if len(unknown) == 1 else "are"
    return f"on {listed((repr(name) for name in unknown), last='and')}, which {verb} not known"
