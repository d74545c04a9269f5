"""Facts that follow from others, and how proofs see one that they cannot work out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition, Term, names_in
from springstep.engine.language.fact_info import FactInfo


class Way(Frozen):
    """One way in which a definition comes to a value."""

    when: Condition
    value: Term
    note: str = ""
    """How the value was found, with the facts read in braces."""


class Definition(Frozen):
    """A fact that follows from others: the first of its ways that holds gives the value, unless the case gives one.

    A way that may or may not hold, because something is unknown, leaves the fact unknown.
    """

    info: FactInfo
    ways: tuple[Way, ...]
    places: int | None = None
    """To how many decimal places a number is rounded."""
    because: str = ""
    asked: str = ""
    """The fact to ask for where this one is not known."""
    proof: ProofView | None = None

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def name(self) -> str:
        """Return the fact's name."""
        return self.info.name

    @cached_property
    def reads(self) -> tuple[str, ...]:
        """Return the names of the facts that it follows from, each once."""
        return tuple(dict.fromkeys(n for way in self.ways for n in (*names_in(way.when), *names_in(way.value))))


class ProofView(Frozen):
    """How proofs see a number that they cannot work out: any number for which a condition holds, and nothing more."""

    holds: Condition
    """True of every valid case."""
    prefers: tuple[Condition, ...]
    """Soft constraints on the witness that a proof finds, most important first."""
    written_as: tuple[Mapping[str, str], ...]
    """Ways to write it: by fact the words, with ``{value}`` in them, or ``standard`` for what the standard case has."""
    because: str
