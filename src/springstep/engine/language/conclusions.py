"""What a rule concludes: a step, a bound, points, rows ruled out or preferred, advice, or a value for a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition, Constant, Fact, Term, names_in
from springstep.engine.language.fact_info import Item

if TYPE_CHECKING:
    from springstep.engine.language.declarations import DecisionScheme
    from springstep.engine.language.tables import Row

Where: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Attributes of rows, each with the values wanted."""
_NOWHERE: Where = ()


class Concludes(Frozen):
    """What all conclusions have in common: what they bear on, what they read, which of two is the more cautious."""

    step = ""
    """The step of a scale that it asks for."""
    strict = False
    """Whether the amount itself is already too much."""
    text = ""
    """The amount as the rule has it."""
    where = _NOWHERE
    """The attributes of the rows that it means."""
    id_from = ""
    """The fact that names the row meant."""
    weight = 0
    """How much it speaks for the rows that it means."""
    say = ""
    """The words of advice."""
    short = ""
    """The words of advice in short, where there is a short form."""

    @property
    def decides(self) -> str:
        """Return the decision that it bears on; empty for one that bears on none."""
        return ""

    @property
    def selects(self) -> str:
        """Return the table of whose rows it speaks; empty for one that speaks of none."""
        return ""

    @property
    def says(self) -> str:
        """Return the topic under which it says something; nothing for one that says nothing by itself."""
        return ""

    @property
    def assumes(self) -> str:
        """Return the fact that it takes a value for; nothing for one that assumes none."""
        return ""

    @property
    def target(self) -> str:
        """Return what it concludes on: a decision, a table, a topic of advice or a fact."""
        return self.decides or self.selects or self.says or self.assumes

    @property
    def term(self) -> Term | None:
        """Return the step, amount, row or value that it concludes with; nothing comes of it where that is lost."""
        return None

    @property
    def elements(self) -> tuple[Item, ...] | None:
        """Return the elements that it takes for a list."""
        return None

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the names that it reads besides the rule's condition."""
        return names_in(self.term) if self.term is not None else ()

    @property
    def adds_up(self) -> bool:
        """Say whether it counts every time it is concluded."""
        return False

    def means(self, row: Row, wanted: Any = None) -> bool:
        """Tell whether it speaks of a row; ``wanted`` is the row's id where a fact names it."""
        return False

    def may_mean(self, row: Row) -> bool:
        """Tell whether it speaks of a row for some case."""
        return row.table == self.selects and (bool(self.id_from) or self.means(row))

    def as_cautious_as(self, other: Conclusion, decisions: Mapping[str, DecisionScheme]) -> bool | None:
        """Tell whether it asks for at least what another asks; ``None`` where that depends on the case."""
        if not self.decides or self.decides != other.decides:
            return self == other
        if self.term == other.term:
            return self.strict >= other.strict
        if isinstance(self.term, Constant) and isinstance(other.term, Constant):
            caution = decisions[self.decides].caution
            least = caution(other.term.value, strict=other.strict)
            return caution(self.term.value, strict=self.strict) >= least
        return None


class Step(Concludes):
    """Ask for at least this step of a scale."""

    kind: ClassVar[Literal["step"]] = "step"
    decision: str
    step: str

    @property
    def decides(self) -> str:
        """Return the decision that it bears on."""
        return self.decision

    @property
    def term(self) -> Term:
        """Return the step."""
        return Constant(self.step)


class Bound(Concludes):
    """Cap or floor a number; ``strict`` means that the bound itself is already too much."""

    decision: str
    kind: Literal["cap", "floor"]
    amount: Term
    text: str
    strict: bool = False

    @property
    def decides(self) -> str:
        """Return the decision that it bears on."""
        return self.decision

    @property
    def term(self) -> Term:
        """Return the amount."""
        return self.amount


class Add(Concludes):
    """Add points to a sum, each time that it is concluded."""

    kind: ClassVar[Literal["add"]] = "add"
    decision: str
    points: int
    """A whole number from 1."""

    @property
    def decides(self) -> str:
        """Return the sum that it adds to."""
        return self.decision

    @property
    def term(self) -> Term:
        """Return the points."""
        return Constant(self.points)

    @property
    def text(self) -> str:  # type: ignore[override]
        """Return the points as the rule has them."""
        return str(self.points)

    @property
    def adds_up(self) -> bool:
        """Say whether it counts every time: it does."""
        return True


class Select(Concludes):
    """Exclude the rows of a table that have all these attributes, or prefer them with a weight."""

    kind: Literal["exclude", "prefer"]
    where: Where
    weight: int = 1
    id_from: str = ""
    """The fact that names the row meant, instead of attributes."""
    table: str = ""

    @property
    def selects(self) -> str:
        """Return the table of whose rows it speaks."""
        return self.table

    @property
    def term(self) -> Term | None:
        """Return the fact that names the row, if one does."""
        return Fact(self.id_from) if self.id_from else None

    @property
    def adds_up(self) -> bool:
        """Say whether it counts every time: a preference does."""
        return self.kind == "prefer"

    def means(self, row: Row, wanted: Any = None) -> bool:
        """Tell whether a row is meant; ``wanted`` is the row's id where a fact names it."""
        if row.table != self.table:
            return False
        if self.id_from:
            return bool(row.id == wanted)
        return all(row[name] in values for name, values in self.where)

    def as_cautious_as(self, other: Conclusion, decisions: Mapping[str, DecisionScheme]) -> bool | None:
        """Tell whether it rules out every row that another rules out."""
        if self.adds_up or (other.kind, other.selects) != (self.kind, self.table):
            return self == other
        asked = dict(other.where)
        return all(name in asked and set(asked[name]) <= set(values) for name, values in self.where)


class Advise(Concludes):
    """Say something; topic ``stop`` holds the stop signals."""

    kind: ClassVar[Literal["advise"]] = "advise"
    topic: str
    say: str
    promises: Condition | None = field(compare=False, default=None)
    """What its words promise: where it is given, this must hold. The words alone are the advice."""
    promises_text: str = field(compare=False, default="")
    short: str = field(compare=False, default="")
    """The same in a few words, for a page that has few lines; empty where the words are few already."""

    @property
    def says(self) -> str:
        """Return the topic under which it says something."""
        return self.topic


class Assume(Concludes):
    """Take a value for a fact that is unknown."""

    kind: ClassVar[Literal["assume"]] = "assume"
    fact: str
    amount: Term | None
    items: tuple[Item, ...] = ()
    """The elements taken, when the fact is a list."""

    @property
    def assumes(self) -> str:
        """Return the fact that it takes a value for."""
        return self.fact

    @property
    def term(self) -> Term | None:
        """Return the value taken; nothing for a list."""
        return self.amount

    @property
    def elements(self) -> tuple[Item, ...] | None:
        """Return the elements that it takes for a list."""
        return self.items if self.amount is None else None


Conclusion: TypeAlias = "Step | Bound | Add | Select | Advise | Assume"
