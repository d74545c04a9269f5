"""The rule base: everything the knowledge folder says, checked and joined, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import QueryError, nearest
from springstep.engine.frozen import Frozen
from springstep.engine.language.entries import DecisionScheme, Derivation, Drill, Rung
from springstep.engine.language.rules import Rule
from springstep.engine.language.vocabulary import FactInfo

if TYPE_CHECKING:
    from springstep.engine.language.claims import Claim
    from springstep.engine.rulebase.ledger import Ledger
    from springstep.engine.rulebase.overlay import Overlay
    from springstep.engine.rulebase.shapes import SentenceShape


class RuleBase(Frozen):
    """Rules, drills, ladder, decisions, ledger and tensions; safe to share between threads."""

    rules: tuple[Rule, ...]
    topics: Mapping[str, str]
    """Topic to title, in the order in which they are read."""
    topic_moments: Mapping[str, tuple[str, ...]]
    """Topic to the moments of its rules, unless a rule tells its own."""
    drills: tuple[Drill, ...]
    ladder: tuple[Rung, ...]
    decisions: Mapping[str, DecisionScheme]
    facts: Mapping[str, FactInfo]
    """Case facts, item fields (``injury.site``), derived facts and scales, by the name that conditions use."""
    standard_runners: Mapping[str, Mapping[str, Any]]
    """For each moment a full case, onto which the rules' examples are laid."""
    derivations: Mapping[str, Derivation]
    """How a diary gives the facts of earlier sessions, by fact."""
    folder: Path
    """Where it was read from."""
    digest: str
    """SHA-256 over all knowledge files and overlays: which rule base this is."""
    overlays: tuple[Overlay, ...] = ()
    """The coach's files laid over the guide's rules, by name."""
    unlaid: tuple[Rule, ...] | None = None
    """The guide's own rules, when overlays have changed them."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"RuleBase({len(self.rules)} rules, {self.digest[:12]})"

    @cached_property
    def compiled(self) -> dict[Any, Any]:
        """Hold what is compiled of it, by what it is and its moment; filled at first use, and shared by all threads."""
        return {}

    @cached_property
    def by_id(self) -> Mapping[str, Rule]:
        """Index the rules by id."""
        return {rule.id: rule for rule in self.rules}

    @property
    def guide_rules(self) -> tuple[Rule, ...]:
        """Return the rules without any overlay."""
        return self.rules if self.unlaid is None else self.unlaid

    @cached_property
    def drill_by_id(self) -> Mapping[str, Drill]:
        """Index the drills by id."""
        return {drill.id: drill for drill in self.drills}

    @cached_property
    def ledger(self) -> Ledger:
        """Return the account of the guide's sentences, read and checked at first use; raises ``KnowledgeError``."""
        from springstep.engine.rulebase.ledger import load_ledger

        return load_ledger(self.folder, self.guide_rules, self.derivations.values())

    @property
    def sentences(self) -> Mapping[str, SentenceShape]:
        """Return the guide's sentences by number."""
        return self.ledger.sentences

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Return the safety claims, read and checked at first use; raises ``KnowledgeError``."""
        from springstep.engine.rulebase.claims import load_claims

        return load_claims(self)

    @cached_property
    def accepted(self) -> Mapping[str, str]:
        """Return why each accepted finding of an audit stands, by its id; raises ``KnowledgeError``."""
        from springstep.engine.rulebase.accepted import load_accepted

        return load_accepted(self)

    @cached_property
    def citations(self) -> Mapping[str, tuple[str, ...]]:
        """Map each sentence of the guide to the rules that cite it, computed from the rules."""
        return self.ledger.citations(self.rules)

    def rule(self, rule_id: str) -> Rule:
        """Return a rule by id or name; raises ``QueryError`` with the nearest."""
        wanted = "-".join(rule_id.split())
        for rule in self.rules:
            if wanted.upper() == rule.id or wanted.lower() == rule.name:
                return rule
        names = [*self.by_id, *(rule.name for rule in self.rules)]
        hint = nearest(wanted.upper() if wanted[:3].isupper() else wanted.lower(), names)
        hint = hint if hint.startswith("did") else "`springstep rules list` shows them all"
        raise QueryError(f"no rule is called '{rule_id}'; {hint}")

    def example_case(self, rule: Rule, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Lay a rule's example onto the standard runner of the moment it is for, and keep the whole consistent.

        A runner without a session has no history, and no more sessions at a step than sessions at all.
        """
        moment = changes.get("moment", rule.moments[0])
        merged = {**self.standard_runners[moment], **changes}
        if "sessions_at_step" in merged and "sessions_at_step" not in changes and merged["sessions_done"] != "unknown":
            merged["sessions_at_step"] = min(merged["sessions_at_step"], merged["sessions_done"])
        if merged.get("sessions_done") == 0:
            merged = {k: v for k, v in merged.items() if k in changes or k not in self.history}
        return {name: value for name, value in merged.items() if value != "unknown"}

    @cached_property
    def history(self) -> frozenset[str]:
        """Return the names of the facts that tell of earlier sessions."""
        from springstep.knowledge.facts import history_facts

        return frozenset(history_facts())
