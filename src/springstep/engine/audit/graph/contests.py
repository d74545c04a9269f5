"""Against whom a rule stands: for each decision it speaks on, the rules that can be stricter and those that are milder.

Read off the rules alone: both are asked at a common moment and neither is the other's exception. Whether a case
exists for which both fire is for the audit's proofs to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from springstep.engine.language.conclusions import Bound, Step
from springstep.engine.language.conditions import Constant
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import amount_words, plain, term_words
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase


class Rival(Record):
    """Another rule that speaks on the same decision at the same moment."""

    rule: str
    name: str
    words: Annotated[str, Described("What it asks for, such as `at most 3`.")]


class Contest(Record):
    """One decision that a rule speaks on, and the other rules that do."""

    decision: str
    title: str
    words: Annotated[str, Described("What the rule asks for.")]
    dominates: Annotated[tuple[Rival, ...], Described("Milder rules, which it dominates; the closest first.")]
    dominated_by: Annotated[tuple[Rival, ...], Described("Stricter rules; the closest first.")]
    equal: Annotated[tuple[Rival, ...], Described("Rules that ask for the same.")]
    depends: Annotated[tuple[Rival, ...], Described("Rules stricter or milder according to the case.")]


class _Demand(NamedTuple):
    """What one conclusion asks for: the more cautious, the larger; none when it depends on the case."""

    decision: str
    caution: tuple[float, bool] | None
    text: str
    words: str


def contests(rule: Rule, base: RuleBase) -> tuple[Contest, ...]:
    """Return a contest for each decision the rule speaks on, in the order of its conclusions."""
    exceptions = {rule.id, *rule.overrides, *rule.overridden_by}
    others = [each for each in base.rules if each.id not in exceptions and {*each.moments} & {*rule.moments}]
    # A rule of the same topic is closer to the reader's mind than another at the same distance.
    others.sort(key=lambda other: other.topic != rule.topic)
    return tuple(_contest(ours, others, base) for ours in _demands(rule, base))


def _contest(ours: _Demand, others: list[Rule], base: RuleBase) -> Contest:
    milder: list[tuple[float, Rival]] = []
    stricter: list[tuple[float, Rival]] = []
    equal, depends = [], []
    for other in others:
        for theirs in _demands(other, base):
            if theirs.decision != ours.decision:
                continue
            rival = Rival(rule=other.id, name=other.name.replace("-", " "), words=theirs.words)
            if theirs.text == ours.text or (theirs.caution is not None and theirs.caution == ours.caution):
                equal.append(rival)
            elif theirs.caution is None or ours.caution is None:
                depends.append(rival)
            else:
                group = stricter if theirs.caution > ours.caution else milder
                group.append((abs(theirs.caution[0] - ours.caution[0]), rival))
    closest = [[rival for _, rival in sorted(group, key=lambda pair: pair[0])] for group in (milder, stricter)]
    return Contest(
        decision=ours.decision,
        title=base.decisions[ours.decision].title,
        words=ours.words,
        dominates=tuple(closest[0]),
        dominated_by=tuple(closest[1]),
        equal=tuple(equal),
        depends=tuple(depends),
    )


def _demands(rule: Rule, base: RuleBase) -> Iterator[_Demand]:
    for conclusion in rule.conclusions:
        match conclusion:
            case Step(decision, step):
                yield _Demand(decision, base.decisions[decision].caution(step), step, plain(step))
            case Bound(decision, _, amount, text, strict):
                scheme = base.decisions[decision]
                caution = scheme.caution(amount.value, strict=strict) if isinstance(amount, Constant) else None
                words = amount_words(scheme, term_words(amount, base.facts), strict=strict)
                yield _Demand(decision, caution, f"{text}{' below' * strict}", words)
