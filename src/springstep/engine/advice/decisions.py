"""Write down what was decided and said: every decision with its reasons, and the advice, folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from springstep.engine.advice.recommendation import Advice, Assumed, Decision, Reason
from springstep.engine.advice.session import Dose
from springstep.engine.advice.trace import Choice
from springstep.engine.advice.tracing import ids_of, jsonable
from springstep.engine.inference.forward import Inference
from springstep.engine.inference.grounds import Grounds
from springstep.engine.inference.joins import Settlement
from springstep.engine.language.rules import Advise, Assume, Basis, Rule
from springstep.engine.language.words import amount_words
from springstep.engine.rulebase.base import RuleBase

BASES: tuple[Basis, ...] = ("guide", "inference", "convention")
WITHOUT_BURSTS = ("no_bursts_today", "stop_and_refer", "not_due", "too_short")
BLOCKING = ("clearance", "due", "room")


def cleared(inference: Inference) -> bool:
    """Tell whether clearance, frequency and the run's length leave room for a session today."""
    return not {inference.settled[name].value for name in BLOCKING} & set(WITHOUT_BURSTS)


class DecisionWriter:
    """Writes the decisions and the advice of one inference, each with the rules behind it."""

    def __init__(self, base: RuleBase, inference: Inference, grounds: Mapping[int, Grounds]) -> None:
        self._base = base
        self._inference = inference
        self._grounds = grounds

    def decisions(self, dose: Dose | None, drill: Choice | None) -> tuple[Decision, ...]:
        """Return every settled decision, then those of the plan builder."""
        found = [self._settled(s) for s in self._inference.settled.values() if s.value is not None]
        if dose is not None:
            found.append(self._dose(dose))
        if drill is not None:
            found.append(self._drill(drill))
        return tuple(found)

    def _settled(self, settlement: Settlement) -> Decision:
        scheme = self._base.decisions[settlement.decision]
        if scheme.kind == "scale":
            text = scheme.steps[settlement.value]
        else:
            text = amount_words(scheme, settlement.value, strict=settlement.strict)
        rules = ids_of(settlement.carried)
        dominated = tuple(rule for rule in ids_of(settlement.dominated) if rule not in rules)
        return self._decision(scheme.name, scheme.title, jsonable(settlement.value), text, rules, dominated)

    def _dose(self, dose: Dose) -> Decision:
        """Say what dose was chosen and by which rules: those that refuse the next rung, or every rung."""
        settled, options = self._inference.settled, dose.choice.options
        if self._inference.facts["moment"].value == "before" and not cleared(self._inference):
            blocking = [settled[name] for name in BLOCKING if settled[name].value in WITHOUT_BURSTS]
            rules = _once(rule for settlement in blocking for rule in ids_of(settlement.carried))
            return self._decision("dose", "Dose", "none", "No bursts in this run", rules)
        if dose.rung is None:
            return self._decision("dose", "Dose", "none", f"No set fits: {options[-1].why}", options[-1].refused_by)
        chosen = dose.choice.chosen
        position = next(index for index, option in enumerate(options) if option.taken)
        if position:
            above = options[position - 1]
            text = f"{chosen}; the next rung, {above.value}, is not open: {above.why}"
            return self._decision("dose", "Dose", chosen, text, above.refused_by)
        top = _once([*ids_of(settled["efforts"].carried), *ids_of(settled["effort_s"].carried)])
        return self._decision("dose", "Dose", chosen, f"{chosen}, the top of the ladder", top)

    def _drill(self, choice: Choice) -> Decision:
        """Say which drill was chosen and why: what speaks for it, and what ruled out those that would come first."""
        place = next((index for index, option in enumerate(choice.options) if option.taken), None)
        if place is None:
            rules = _once(rule for option in choice.options for rule in option.refused_by)
            return self._decision("drill", "Drill", "none", "No drill is left", rules)
        taken = choice.options[place]
        name = self._base.drill_by_id[taken.value].name
        during = "next_action" in self._inference.settled
        if during or self._base.drill_by_id[taken.value].role == "stand_in":
            asking = "next_action" if during else "clearance"
            rules = ids_of(self._inference.settled[asking].carried)
            return self._decision("drill", "Drill", taken.value, name, rules)
        ahead = [
            option.refused_by
            for index, option in enumerate(choice.options)
            if option.weight > taken.weight or (option.weight == taken.weight and index < place)
        ]
        rules = _once([*taken.preferred_by, *(rule for refused in ahead for rule in refused)])
        if not rules:  # nothing but the catalogue's order chose it: tell what keeps the catalogue to its kind
            rules = _once(rule for option in choice.options for rule in option.refused_by)
        return self._decision("drill", "Drill", taken.value, name, rules)

    def _decision(
        self,
        name: str,
        title: str,
        value: Any,
        text: str,
        rules: tuple[str, ...],
        dominated: tuple[str, ...] = (),
    ) -> Decision:
        found = [self._reason(self._base.by_id[rule]) for rule in rules]
        reasons = tuple(sorted(found, key=lambda reason: bool(reason.assumed)))  # what was told speaks first
        return Decision(name=name, title=title, value=value, text=text, reasons=reasons, dominated=dominated)

    def _reason(self, rule: Rule) -> Reason:
        """Give a rule's reason; it rests on assumptions when every firing of it does."""
        firings = [fired for fired in self._inference.fired if fired.rule.id == rule.id]
        grounds = [self._grounds[id(fired)].below for fired in firings]
        assumed = _once(fact for facts in grounds for fact in facts) if all(grounds) else ()
        return Reason(rule=rule.id, because=rule.because, guide=rule.guide, basis=rule.basis, assumed=assumed)

    def advice(self) -> tuple[Advice, ...]:
        """Fold the advice: the same words once, with every rule that says them; none on what was not told."""
        said: dict[tuple[str, str], list[str]] = {}
        for fired in self._inference.fired:
            for entry in fired.concluded:
                if isinstance(entry.conclusion, Advise) and not self._grounds[id(fired)].read:
                    rules = said.setdefault((entry.conclusion.topic, entry.conclusion.say), [])
                    if fired.rule.id not in rules:
                        rules.append(fired.rule.id)
        place = {rule.id: index for index, rule in enumerate(self._base.rules)}
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
            guide=_once(number for rule in rules for number in rule.guide),
            basis=tuple(basis for basis in BASES if basis in used),
        )

    def assumed(self) -> tuple[Assumed, ...]:
        """Return every fact that was not told, what was taken for it, and why."""
        return tuple(
            Assumed(
                fact=entry.conclusion.fact,
                value=jsonable(entry.amount),
                rule=fired.rule.id,
                because=fired.rule.because,
            )
            for fired in self._inference.fired
            for entry in fired.concluded
            if isinstance(entry.conclusion, Assume)
        )


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
