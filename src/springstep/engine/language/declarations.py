"""The small declarations of the knowledge: decisions and how each is resolved, and how a record gives a fact.

Plain frozen dataclasses, so that a rule base already checked loads without pydantic; the
loader checks files against these same definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Literal

from springstep.engine.frozen import Frozen
from springstep.engine.language.basis import Basis
from springstep.engine.record import Record


class DecisionScheme(Record):
    """One decision: a scale of steps, a number with a cap or a floor, or a sum of points."""

    name: str
    title: str
    kind: Literal["scale", "cap", "floor", "sum"]
    settles: Literal["weigh", "assess", "limit", "decide"]
    moments: tuple[str, ...]
    steps: dict[str, str] = field(default_factory=dict)
    bars: tuple[str, ...] = ()
    """Steps that leave nothing to choose; questions that lead there are asked first."""
    unit: str = ""
    says: str = ""
    names: dict[str, str] = field(default_factory=dict)
    """Words for single amounts, where a number alone would say little."""
    between: tuple[int, int] = (0, 0)
    """Of a number: which fixed amounts make sense; of a sum: which contributions do."""
    whole: bool = False
    """Whether only whole amounts make sense."""

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Return the place of each step of a scale, 0 for the least cautious."""
        return {step: place for place, step in enumerate(self.steps)}

    def caution(self, value: Any, *, strict: bool = False) -> tuple[Any, bool]:
        """Rank a step or amount: higher is more cautious; a strict bound is tighter than the same one."""
        if self.kind == "scale":
            return self.ranks[value], False
        return (-value if self.kind == "cap" else value), strict


class Derivation(Record):
    """How a record of earlier cases gives one fact."""

    fact: str
    how: str
    because: str
    basis: Basis
    guide: tuple[str, ...] = ()
    numbers: dict[str, float] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return how it is worked out, with its numbers."""
        return self.how.format(**{name: f"{number:g}" for name, number in self.numbers.items()})


class Compared(Frozen):
    """Something that a riskier answer must never loosen."""

    name: str
    """What claims call it."""
    kind: Literal["decision", "larger", "left"]
    """``larger``: a later row of what is chosen; ``left``: one more row of a table that nothing rules out."""
    of: str
    """The decision, choice or table."""


class Domain(Frozen):
    """What a knowledge base is about, and how its editors are guided."""

    subject: str
    """Who is advised, as in *patient*."""
    subjects: str
    topics: tuple[str, ...]
    """The topics of rules in the order in which a reader meets them."""
    advice: tuple[str, ...]
    """The topics under which advice may be given."""
    reasons: Mapping[str, str]
    """Why an overlay may depart from the rules, by code."""
    standing: tuple[str, ...] = ()
    """The decisions whose current state a consultation shows, in order."""
    outcome: str = "Outcome"
    """The heading of the verdicts that are left."""
    daring: Mapping[str, Any] = field(default_factory=dict)
    """Answers that open the rarest permissions, tried first to see whether a question matters."""
    draft: Mapping[str, str] = field(default_factory=dict)
    """What a draft of a rule shows as examples: ``when``, ``then`` with one conclusion on each line, and so on."""
    intro: Mapping[str, str] = field(default_factory=dict)
    """How parts of the document of all rules are introduced, by part."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """What such parts are called, where the engine's own word does not fit."""
    not_proved: tuple[str, ...] = ()
    """What the proofs do not cover, for readers of an audit."""
    compared: tuple[Compared, ...] = ()
    """What a riskier answer must never loosen."""
    about: Mapping[str, Any] = field(default_factory=dict)
    """What every answer says of itself: the ``guide`` as a bibliography has it, a ``disclaimer``, and
    what is ``not_considered``, in words, with the names under which a case might give it."""
    told_apart: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What tells two sets of rules apart besides decisions and advice: facts of the plan by name."""
    weighty: tuple[str, ...] = ()
    """Rules and topics of rules by the weight of their reasons, the weightiest first."""
