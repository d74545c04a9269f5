"""Require an inference to have decided everything: what is left open is never read as permission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from springstep.engine.errors import Fault, UndecidedError
from springstep.engine.inference.forward import Inference
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase


class Gap(NamedTuple):
    """One thing that the rules leave open in a case."""

    what: str
    decision: str = ""
    """The decision that no rule makes."""
    rule: Rule | None = None
    """The rule whose conclusion reads what is unknown."""


def check_decided(inference: Inference) -> None:
    """Raise ``UndecidedError`` with every gap that the rules leave, or every decision that cannot be advised."""
    base = inference.base
    gaps = list(gaps_of(inference)) or list(_impossible(base, inference))
    if gaps:
        raise UndecidedError([_fault(base, gap) for gap in gaps])


def gaps_of(inference: Inference) -> Iterator[Gap]:
    """Yield the gaps of an inference: the rules whose conclusions read what is unknown, then other open decisions."""
    lost = set()
    for rule, conclusion in dict.fromkeys(inference.lost):
        lost.add(conclusion.decides)
        yield Gap(f"{rule.id} concludes {_on(conclusion, inference)}; its condition must ask for it", rule=rule)
    for name, (value, _) in inference.decided.items():
        if value is None and name not in lost:
            yield Gap(f"no rule decides '{name}' for this {inference.base.domain.subject}", decision=name)


def _on(conclusion: Conclusion, inference: Inference) -> str:
    """Say what a conclusion reads that is unknown."""
    facts, decided = inference.facts, inference.decided
    unknown = [name for name in conclusion.reads if name not in facts and decided.get(name, (None,))[0] is None]
    if not unknown:
        return "on a division by 0"
    verb = "is" if len(unknown) == 1 else "are"
    return f"on {listed((repr(name) for name in unknown), last='and')}, which {verb} not known"


def _impossible(base: RuleBase, inference: Inference) -> Iterator[Gap]:
    """Yield the decisions with a value that cannot be advised."""
    for name, (value, _) in inference.decided.items():
        scheme = base.decisions[name]
        if scheme.kind == "sum":
            continue
        if (scheme.whole and value < scheme.between[0]) or (scheme.names and str(value) not in scheme.names):
            yield Gap(f"'{name}' would be {plain(value)}", decision=name)


def _fault(base: RuleBase, gap: Gap) -> Fault:
    """Point to where the mistake most likely is: an overlay's entry on the rule or decision, else the rule."""
    what = f"with this overlay {gap.what}" if base.overlays else gap.what
    before = {rule.id: rule for rule in base.guide_rules}
    for entry in (entry for overlay in base.overlays for entry in overlay.entries):
        old, origin = before.get(entry.rule), entry.origin
        own = gap.rule is not None and gap.rule.id == entry.rule
        relaxed = origin.kind in ("relaxed", "switched_off")
        if own or (old is not None and gap.decision in old.decides and relaxed):
            hint = "let another rule decide it, or leave this entry out"
            return Fault("undecided", what, entry.rule, hint, origin.file, origin.line, origin.column)
    if base.overlays:
        return Fault("undecided", what, source=base.overlays[0].file)
    return (
        Fault("undecided", what, source=gap.rule.source, line=gap.rule.line or None)
        if gap.rule is not None
        else Fault("undecided", what)
    )
