"""The rule base: everything the knowledge folder says, checked and assembled, as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import Fault, KnowledgeError, QueryError, nearest, shown
from springstep.engine.frozen import Frozen
from springstep.engine.language.choices import Choice, Verdict, plan_names
from springstep.engine.language.conditions import Condition
from springstep.engine.language.declarations import Compared, DecisionScheme, Derivation, Domain
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import Vocabulary

if TYPE_CHECKING:
    from springstep.engine.language.overlay_records import Overlay


class RuleBase(Frozen):
    """Vocabulary, tables, decisions and rules; safe to share between threads."""

    rules: tuple[Rule, ...]
    topics: Mapping[str, str]
    """Topic to title, in the order in which they are read."""
    topic_moments: Mapping[str, tuple[str, ...]]
    """Topic to the moments of its rules, unless a rule gives its own."""
    domain: Domain
    vocabulary: Vocabulary
    tables: Mapping[str, Table]
    decisions: Mapping[str, DecisionScheme]
    facts: Mapping[str, FactInfo]
    """Case facts, derived facts, decisions and the fields of items, by the name that conditions use."""
    choices: Mapping[str, Choice]
    plan: tuple[Definition, ...]
    """What follows from decisions and choices together, in the order in which it is worked out."""
    verdicts: Mapping[str, tuple[Verdict, ...]]
    """By moment; the first whose condition holds is given."""
    standard_cases: Mapping[str, Mapping[str, Any]]
    """For each moment a full case, onto which the rules' examples are laid."""
    derivations: Mapping[str, Derivation]
    """How a record of earlier cases gives the facts that it can, by fact."""
    declared: Mapping[str, Any]
    """What the knowledge declares only for the subject's own code, as plain data."""
    folder: Path
    """Where it was read from."""
    digest: str
    """SHA-256 over all knowledge files and overlays: which rule base this is."""
    overlays: tuple[Overlay, ...] = ()
    """The coach's files laid over the guide's rules, by name."""
    unlaid: RuleBase | None = None
    """The rule base without any overlay, when overlays are laid over it."""
    partial: bool = False
    """Whether something with faults was left out when it was read: for an audit, which tells them, and never to advise.

    What is read beside the rules leaves out its own, then, instead of refusing.
    """
    room: Any = None
    """The subject's own code that completes recommendations (``advice.recommend.Room``); none for most subjects."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __getstate__(self) -> dict[str, Any]:
        """Go to another process as plain fields, without what was computed from them."""
        return {name: getattr(self, name) for name in self._names}

    def __repr__(self) -> str:
        return f"RuleBase({len(self.rules)} rules, {self.digest[:12]})"

    @cached_property
    def plan_names(self) -> Mapping[str, FactInfo]:
        """Return what conditions may read of the plan, besides facts and decisions: choices and what follows."""
        return plan_names(self.choices, self.plan)

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Index the rules by id."""
        return {rule.id: rule for rule in self.rules}

    @property
    def guide_rules(self) -> tuple[Rule, ...]:
        """Return the rules without any overlay."""
        return self.rules if self.unlaid is None else self.unlaid.rules

    def condition(self, rule: Rule) -> Condition:
        """Return when a rule really fires: its condition, unless an exception holds."""
        return effective_condition(_rule(rule), self.by_id)

    def reads(self, rule: Rule) -> tuple[str, ...]:
        """Return the names of the facts and decisions that a rule reads, each once."""
        return _rule(rule).reads(self.by_id)

    def facts_read(self, rule: Rule) -> tuple[str, ...]:
        """Return the facts that a rule reads, each once: for a field of an item its list, and no decision."""
        read = (self.vocabulary.list_of(name, rule.for_each) for name in self.reads(rule))
        return tuple(dict.fromkeys(name for name in read if name not in self.decisions))

    def compared_at(self, moment: str) -> tuple[Compared, ...]:
        """Return what two cases are compared by at a moment, where a riskier answer must loosen nothing."""
        there = {
            "decision": {name for name, scheme in self.decisions.items() if moment in scheme.moments},
            "larger": {name for name, choice in self.choices.items() if moment in choice.moments},
            "left": set(self.tables),
        }
        return tuple(each for each in self.domain.compared if each.of in there[each.kind])

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by id or name; raises ``QueryError`` with the nearest or the overlay that took it away."""
        wanted = "-".join(str(rule_id).split())
        for rule in self.rules:
            if wanted.upper() == rule.id or wanted.lower() == rule.name:
                return rule
        for rule in self.guide_rules:
            if wanted.upper() == rule.id or wanted.lower() == rule.name:
                by = (overlay.name for overlay in self.overlays for entry in overlay.entries if entry.rule == rule.id)
                raise QueryError(
                    [
                        Fault(
                            "out_of_place",
                            f"{rule.id} is switched off by the overlay {next(by, 'that is laid over it')}",
                        )
                    ]
                )
        names = [*self.by_id, *(rule.name for rule in self.rules)]
        hint = nearest(wanted.upper() if wanted[:3].isupper() else wanted.lower(), names)
        hint = hint if hint.startswith("did") else "`springstep rules list` shows them all"
        raise QueryError([Fault("unknown_name", f"no rule is called {shown(rule_id)}", allowed=hint)])


def _rule(given: Any) -> Rule:
    if not isinstance(given, Rule):
        raise QueryError([Fault("wrong_type", f"{shown(given)} is no rule", allowed="one of a rule base's rules")])
    return given


def refuse(base: RuleBase, faults: Iterable[Fault]) -> None:
    """Raise ``KnowledgeError`` with faults of what is read beside the rules, unless they are left out."""
    found = tuple(faults)
    if found and not base.partial:
        raise KnowledgeError(found)


def checked_base(given: Any) -> RuleBase:
    """Return a rule base that is one; raises ``KnowledgeError`` for anything else."""
    if not isinstance(given, RuleBase):
        raise KnowledgeError(
            [Fault("wrong_type", f"{shown(given)} is no rule base", allowed="load_rule_base() reads one")]
        )
    return given
