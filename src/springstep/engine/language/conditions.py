"""The condition tree: what a rule's ``when`` means, whatever evaluates, proves or words it.

Every back end (evaluation, words, and whatever else reads conditions) is one exhaustive ``match`` over these nodes.
Truth has three values: a comparison with a fact that is not known is neither true nor false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, TypeVar

from springstep.engine.frozen import Frozen

Comparison: TypeAlias = Literal["==", "!=", "<", "<=", ">", ">="]
Arithmetic: TypeAlias = Literal["+", "-", "*", "/"]
Value: TypeAlias = "str | int | float | bool"
Field = TypeVar("Field")


class Fact(Frozen):
    """A fact, or a decision already made, by its name; for an item's field the name is ``item.colour``."""

    name: str


class Constant(Frozen):
    """A number, flag or one of a fact's allowed words."""

    value: Value


class Arith(Frozen):
    """Arithmetic on two numeric terms."""

    op: Arithmetic
    left: Term
    right: Term


Term: TypeAlias = "Fact | Constant | Arith"


class Always(Frozen):
    """True whatever the case."""


class Compare(Frozen):
    """A comparison of two terms; on a scale ``<`` means less cautious."""

    op: Comparison
    left: Term
    right: Term
    scale: tuple[str, ...] = ()
    """The steps of the scale compared, least cautious first; empty for numbers and plain words."""


class Among(Frozen):
    """Whether a fact has one of the listed values."""

    fact: Fact
    values: tuple[Value, ...]


class Known(Frozen):
    """Whether a fact is known; never itself unknown."""

    fact: Fact


class Not(Frozen):
    """The opposite; unknown stays unknown."""

    item: Condition


class All(Frozen):
    """True when every part is; false when one is false, even if others are unknown."""

    items: tuple[Condition, ...]


class Either(Frozen):
    """True when one part is; false when all are false."""

    items: tuple[Condition, ...]


class AnyItem(Frozen):
    """True when a condition is true of some item of a list; false when the list is known and it is false of each.

    What is asked of one item asks nothing of any other: there is no ``AnyItem`` within.
    """

    items: Fact
    """The list."""
    scope: str
    """What one item is called: ``item`` where the condition reads ``item.colour``."""
    condition: Condition
    """What is asked of one item; it may read plain facts and decisions as well."""
    plain: str = ""
    """The only field of an item, where items are plain words."""

    def fields(self, item: str | Mapping[str, Field]) -> dict[str, str | Field]:
        """Return the fields of an item by the names that the condition uses."""
        if isinstance(item, str):
            return {self.plain: item}
        return {f"{self.scope}.{name}": value for name, value in item.items()}

    def asking(self, condition: Condition) -> AnyItem:
        """Return the same question of an item with another condition."""
        return AnyItem(self.items, self.scope, condition, self.plain)

    def binds(self, name: str) -> bool:
        """Tell whether a name is a field of the item that the condition is asked of, and of no other."""
        return name.startswith(f"{self.scope}.")


Atom: TypeAlias = "Compare | Among | Known | AnyItem"
Condition: TypeAlias = "Always | Not | All | Either | Atom"


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """Return the parts that must all hold: those of an ``All``, else the condition itself."""
    return condition.items if isinstance(condition, All) else (condition,)


def both(first: Condition, second: Condition) -> Condition:
    """Combine two conditions with *and*, keeping the tree flat."""
    parts = tuple(part for side in (first, second) for part in conjuncts(side) if not isinstance(part, Always))
    return parts[0] if len(parts) == 1 else All(parts) if parts else Always()


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield the smallest parts of a condition that are true or false of a case, left to right."""
    match condition:
        case Compare() | Among() | Known() | AnyItem():
            yield condition
        case Not(item):
            yield from atoms(item)
        case All(items) | Either(items):
            for part in items:
                yield from atoms(part)
        case Always():
            return


def comparisons(condition: Condition) -> Iterator[Compare | Among | Known]:
    """Yield the comparisons in a condition, left to right, those of any item of a list among them."""
    for atom in atoms(condition):
        if isinstance(atom, AnyItem):
            yield from comparisons(atom.condition)
        else:
            yield atom


def names_in(node: Condition | Term) -> tuple[str, ...]:
    """Return the names of the facts and decisions that a condition or term reads, in order, each once.

    What is asked of any item of a list reads the list, not the fields of one item.
    """
    found: dict[str, None] = {}

    def visit(term: Term) -> None:
        match term:
            case Fact(name):
                found.setdefault(name)
            case Arith(_, left, right):
                visit(left)
                visit(right)
            case Constant():
                pass

    if isinstance(node, (Fact, Constant, Arith)):
        visit(node)
        return tuple(found)
    for atom in atoms(node):
        match atom:
            case Compare(_, left, right):
                visit(left)
                visit(right)
            case Among(fact, _) | Known(fact):
                visit(fact)
            case AnyItem(items, _, condition):
                visit(items)
                found.update((name, None) for name in names_in(condition) if not atom.binds(name))
    return tuple(found)
