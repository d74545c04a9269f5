"""Bounds that sentences state or that stand for themselves: claims and rules must hold at least them.

So a claim that is loosened, or taken out, is found even where the rule behind it is loosened with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from springstep.engine.audit.checks.numbers_in_words import loose, measured_words
from springstep.engine.audit.report import Finding
from springstep.engine.language.conclusions import Bound
from springstep.engine.language.conditions import Among, Atom, Compare, Condition, Constant, atoms
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import Figure, RuleFigure


def loosened_figures(base: RuleBase) -> Iterator[Finding]:
    """Yield what a claim or rule holds no longer of a figure, and those that are gone."""
    claims = {claim.id: claim for claim in load_claims(base)}
    for figure in load_sense(base).figures:
        yield from _unstated(figure, base)
        for name, text in figure.claims.items():
            claim = claims.get(name)
            if claim is None or claim.broken is None:
                yield _finding(figure, name, "it is gone")
                continue
            missing = [moment for moment in figure.moments if moment not in claim.moments]
            if missing:
                yield _finding(figure, name, f"it no longer speaks of: {listed(missing, last='and')}", what="moments")
            yield from _lost(figure, name, text, claim.broken, claim.for_each, base)
            yield from _elsewhere(figure, name, claim.guide)
        for name, kept in figure.keeps.items():
            lost = [
                each for each in kept if name not in claims or (claims[name].keeps and each not in claims[name].keeps)
            ]
            if lost:
                yield _finding(figure, name, f"it no longer keeps {listed(lost, last='and')}", what="keeps")
        for name, held in figure.rules.items():
            rule = base.by_id.get(name)
            if rule is None:
                yield _finding(figure, name, "it is gone")
            else:
                yield from _of_rule(figure, rule, held, base)
                yield from _elsewhere(figure, name, rule.guide)


def _unstated(figure: Figure, base: RuleBase) -> Iterator[Finding]:
    """Yield the numbers of a figure that none of the sentences states that it is taken from."""
    sentences = load_ledger(base).sentences
    gists = [sentences[number].gist for number in figure.sentences if number in sentences]
    stated = loose(gists, frozenset(), measured_words(base))
    for number in figure.states:
        if Fraction(str(number)) not in stated:
            yield _finding(figure, figure.sentences[0], f"its gist does not say {number:g}", what="gist")


def _of_rule(figure: Figure, rule: Rule, held: RuleFigure, base: RuleBase) -> Iterator[Finding]:
    missing = [moment for moment in figure.moments if moment not in rule.moments]
    if missing:
        yield _finding(figure, rule.id, f"it no longer fires: {listed(missing, last='and')}", what="moments")
    for decision, step in held.step.items():
        ranks = base.decisions[decision].ranks
        if not any(ranks[each.step] >= ranks[step] for each in rule.on(decision)):
            yield _finding(figure, rule.id, f"it no longer asks for {decision} {step}", what=decision)
    for kind, bounds in (("cap", held.cap), ("floor", held.floor)):
        for decision, amount in bounds.items():
            scheme = base.decisions[decision]
            found = [each for each in rule.conclusions if isinstance(each, Bound) and each.decides == decision]
            least = scheme.caution(amount)
            if not any(
                isinstance(each.term, Constant) and scheme.caution(each.term.value, strict=each.strict) >= least
                for each in found
            ):
                yield _finding(figure, rule.id, f"its {kind} of {decision} is no longer {amount:g}", what=decision)
    for decision, text in held.cap_below.items():
        strict = [each for each in rule.on(decision) if isinstance(each, Bound) and each.strict]
        if text.split() not in [each.text.split() for each in strict]:
            yield _finding(figure, rule.id, f"its {decision} is no longer below {text}", what=decision)
    if held.fires is not None:
        yield from _lost(figure, rule.id, held.fires, rule.when, rule.for_each, base)


def _elsewhere(figure: Figure, name: str, cited: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what cites none of the sentences that state a figure."""
    if figure.sentences and not set(figure.sentences) & set(cited):
        yield _finding(figure, name, "it cites no sentence that states it", what="sentences")


def _lost(
    figure: Figure, name: str, text: str, holder: Condition, for_each: str | None, base: RuleBase
) -> Iterator[Finding]:
    """Yield the parts of a figure that a condition does not hold, or only more loosely."""
    scope = base.vocabulary.scopes.get(for_each or "")
    names = {**{n: i for n, i in base.facts.items() if "." not in n}, **base.plan_names}
    held = list(atoms(holder))
    for part in atoms(parse_condition(text, {**names, **(scope.fields if scope is not None else {})})):
        if not any(_as_wide(each, part) for each in held):
            yield _finding(figure, name, f"it does not hold '{text}'", what="held")
            return


def _as_wide(held: Atom, part: Atom) -> bool:
    """Tell whether an atom holds wherever another does: the same, or a comparison with a bound that is no looser."""
    match held, part:
        case Compare(op, left, Constant(mine)), Compare(other, same, Constant(theirs)):
            if op != other or left != same:
                return False
            if op in ("<", "<=") and _number(mine) and _number(theirs):
                return Fraction(str(mine)) >= Fraction(str(theirs))
            if op in (">", ">=") and _number(mine) and _number(theirs):
                return Fraction(str(mine)) <= Fraction(str(theirs))
            return bool(mine == theirs)
        case Among(left, values), Among(same, wanted):
            return left == same and set(wanted) <= set(values)
        case Among(left, values), Compare("==", same, Constant(value)):
            return left == same and value in values
    return held == part


def _number(value: object) -> bool:
    return isinstance(value, (int, float, Fraction)) and not isinstance(value, bool)


def _finding(figure: Figure, name: str, why: str, *, what: str = "gone") -> Finding:
    stated = f" [{'] ['.join(figure.sentences)}]" if figure.sentences else ""
    says = f"{name} has to hold {figure.figure.replace('-', ' ')}{stated}, and {why}."
    rules = (name,) if name in figure.rules else ()
    return Finding(id=f"figure:{figure.figure}:{name}:{what}", kind="figure", subject=name, says=says, rules=rules)
