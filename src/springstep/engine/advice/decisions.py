"""Write down what was decided and said: every decision with its reasons, and the advice without repetition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from springstep.engine.advice.amounts import amounts_of
from springstep.engine.advice.carrying import carriers_of
from springstep.engine.advice.choice_texts import choice_texts, row_named, text_id
from springstep.engine.advice.choosing import Chosen
from springstep.engine.advice.messages import Message, in_words, inner, names_in
from springstep.engine.advice.recommendation import Advice, Assumed, Decision, Reason
from springstep.engine.advice.row_limits import once
from springstep.engine.advice.tracing import ids_of, jsonable
from springstep.engine.advice.weight import weight_of
from springstep.engine.inference.conflict_resolution import Resolution
from springstep.engine.inference.forward import Inference
from springstep.engine.inference.provenance import Provenance
from springstep.engine.language.basis import BASES
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import amount_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class DecisionWriter:
    """Writes the decisions and the advice of one inference, each with the rules behind it."""

    def __init__(self, base: RuleBase, inference: Inference, provenance: Mapping[int, Provenance]) -> None:
        self._base = base
        self._inference = inference
        self._provenance = provenance
        self._below: dict[str, list[tuple[str, ...]]] = {}
        """For each rule that fired, the assumed facts below each of its firings."""
        for fired in inference.fired:
            self._below.setdefault(fired.rule.id, []).append(provenance[id(fired)].below)

    def decisions(self, chosen: Iterable[Chosen]) -> tuple[Decision, ...]:
        """Return every decision that has a value, then the choices."""
        found = [self._resolved(s) for s in self._inference.resolved.values() if s.value is not None]
        return (*found, *(self._choice(each) for each in chosen))

    def _resolved(self, resolution: Resolution) -> Decision:
        scheme = self._base.decisions[resolution.decision]
        value = plain_number(resolution.value)
        if scheme.kind == "scale":
            text = scheme.steps[resolution.value]
        else:
            text = amount_words(scheme, value, strict=resolution.strict)
        rules = ids_of(resolution.carried)
        dominated = tuple(rule for rule in ids_of(resolution.dominated) if rule not in rules)
        return Decision(
            name=scheme.name,
            title=scheme.title,
            kind=scheme.kind,
            value=value,
            unit=scheme.unit,
            strict=resolution.strict,
            text=text,
            reasons=self._reasons(rules, weighed=True),
            dominated=dominated,
        )

    def _choice(self, chosen: Chosen) -> Decision:
        choice, row = chosen.choice, chosen.row
        return Decision(
            name=choice.name,
            title=choice.title,
            kind="choice",
            value=chosen.value,
            amounts=amounts_of(choice.table, row) if row is not None else (),
            text=in_words(chosen_message(chosen), choice_texts(choice)),
            reasons=self._reasons(carriers_of(chosen, self._inference), weighed=choice.take != "preferred"),
        )

    def _reasons(self, rules: tuple[str, ...], *, weighed: bool) -> tuple[Reason, ...]:
        """Return the reasons of some rules, those that rest on answers first.

        Where several limit alike, the weightiest comes first; what is preferred is told before what refuses others.
        """
        meant = [self._base.by_id[rule] for rule in rules]
        if weighed:
            meant.sort(key=lambda rule: weight_of(rule, self._base))
        found = [self._reason(rule) for rule in meant]
        return tuple(sorted(found, key=lambda reason: bool(reason.assumed)))

    def _reason(self, rule: Rule) -> Reason:
        """Return a rule's reason."""
        assumed = self.assumed_below(rule.id)
        return Reason(rule=rule.id, because=rule.because, guide=rule.guide, basis=rule.basis, assumed=assumed)

    def assumed_below(self, rule: str) -> tuple[str, ...]:
        """Return the facts that were assumed below a rule; none where a firing of it rests on answers alone."""
        provenance = self._below.get(rule, [])
        return once(fact for facts in provenance for fact in facts) if all(provenance) else ()

    def advice(self) -> tuple[Advice, ...]:
        """Return the advice, the same words once with every rule that says them; none that reads assumed facts."""
        said: dict[tuple[str, str], list[str]] = {}
        for fired in self._inference.fired:
            for entry in fired.concluded:
                if entry.conclusion.says and not self._provenance[id(fired)].read:
                    rules = said.setdefault((entry.conclusion.says, entry.conclusion.say), [])
                    if fired.rule.id not in rules:
                        rules.append(fired.rule.id)
        place = _places(self._base)
        ordered = sorted(said.items(), key=lambda entry: (entry[0][0], min(place[rule] for rule in entry[1])))
        return tuple(
            self._one(topic, say, [self._base.by_id[rule] for rule in rules]) for (topic, say), rules in ordered
        )

    def _one(self, topic: str, say: str, rules: list[Rule]) -> Advice:
        used = {rule.basis for rule in rules}
        return Advice(
            topic=topic,
            say=say,
            rules=tuple(rule.id for rule in rules),
            guide=once(number for rule in rules for number in rule.guide),
            basis=tuple(basis for basis in BASES if basis in used),
        )

    def assumed(self) -> tuple[Assumed, ...]:
        """Return every fact that was assumed, its value, and why."""
        return tuple(
            Assumed(
                fact=entry.conclusion.assumes,
                value=jsonable(entry.amount),
                rule=fired.rule.id,
                because=fired.rule.because,
            )
            for fired in self._inference.fired
            for entry in fired.concluded
            if entry.conclusion.assumes
        )


@memoized
def _places(base: RuleBase) -> Mapping[str, int]:
    """Return the place of each rule among all."""
    return {rule.id: place for place, rule in enumerate(base.rules)}


def chosen_message(chosen: Chosen) -> Message:
    """Say what was chosen, and which row is passed over for it."""
    choice, row = chosen.choice, chosen.row
    if chosen.barred:
        return Message(id=text_id(choice, "barred"), params={})
    if row is None:
        last = chosen.rows.ordered[-1]
        why = [inner(each) for each in chosen.rows.why(*last)] if "why" in names_in(choice.texts["none"]) else ()
        return Message(id=text_id(choice, "none"), params={"why": why} if why else {})
    named = row_named(choice, row)
    if choice.take == "preferred" or (chosen.pool is not None and chosen.pool.by):
        return Message(id="named", params={"name": named})
    forgone = chosen.rows.forgone
    if forgone is None:
        return Message(id=text_id(choice, "best"), params={"chosen": named})
    passed_over = choice.written(choice.table.rows[forgone.place])
    why = [inner(each) for each in forgone.why]
    return Message(id=text_id(choice, "below"), params={"chosen": named, "next": passed_over, "why": why})
