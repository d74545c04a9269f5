"""What the engine returns: a frozen recommendation with every decision, its reasons, and the trace behind it.

These are plain records. A ``FieldMaker`` works out their fields, and the package ``explain`` explains them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, Protocol

from springstep.engine.advice.about import About
from springstep.engine.advice.amounts import Amount
from springstep.engine.advice.messages import Message
from springstep.engine.advice.overlaid import OverlayNote, RelaxedClaimNote
from springstep.engine.advice.trace import Matched, Trace
from springstep.engine.errors import Fault, QueryError, RecordError, nearest, shown
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.basis import Basis
from springstep.engine.record import ANSWER, Described, Holds, MayBeLeftOut, OneOf, Record
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.engine.text.adapter import adapter

_RULE_BASE, _MAKER = "_rule_base", "_maker"

if TYPE_CHECKING:
    from typing_extensions import Self


class Reason(Record):
    """One rule's reason, with the sentences that the rule cites."""

    rule: str
    because: str
    guide: tuple[str, ...]
    basis: Basis
    assumed: Annotated[
        tuple[str, ...],
        Described("Facts below this reason that were not given but assumed."),
    ] = ()


class Decision(Record):
    """One decision: what was decided, by which rules, and which sentences it rests on."""

    name: Annotated[str, OneOf("decision")]
    title: str
    kind: Annotated[
        Literal["scale", "cap", "floor", "sum", "choice"],
        Described(
            "scale: one of its steps; cap, floor: a number not to be passed; sum: a number of points; "
            "choice: a row of a table, or nothing."
        ),
    ]
    value: Annotated[
        Any,
        Holds(str | int | float),
        Described("The step; the number; the row that was chosen, or the word none."),
    ]
    unit: Annotated[str, Described("Of a number, such as `s`; empty for a plain count.")] = ""
    strict: Annotated[bool, Described("Of a cap: the number itself is already too much.")] = False
    amounts: Annotated[
        tuple[Amount, ...], Described("Of a choice: the numbers of the row that was chosen, each with its unit.")
    ] = ()
    text: str
    reasons: Annotated[
        tuple[Reason, ...], Described("The rules that carried it, each with its reason; all of them fired.")
    ]
    dominated: Annotated[tuple[str, ...], Described("Rules that asked for something less cautious.")] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """Return the ids of the rules that carried it."""
        return tuple(reason.rule for reason in self.reasons)

    @property
    def left_open(self) -> tuple[str, ...]:
        """Return the assumed facts below the reasons, when every reason rests on some; else none."""
        if not self.reasons or not all(reason.assumed for reason in self.reasons):
            return ()
        return tuple(dict.fromkeys(fact for reason in self.reasons for fact in reason.assumed))

    @property
    def guide(self) -> tuple[str, ...]:
        """Return the sentences of the guide that these rules cite, each once."""
        return tuple(dict.fromkeys(number for reason in self.reasons for number in reason.guide))


class Advice(Record):
    """Something to do or to mind, with every rule that says so."""

    topic: Annotated[str, OneOf("topic")]
    say: str
    rules: tuple[str, ...]
    guide: tuple[str, ...]
    basis: tuple[Basis, ...]
    stands: Annotated[
        bool, Described("False: it says how to carry on, and a stricter rule has decided otherwise. Not to be shown.")
    ] = True


class UsedFact(Matched):
    """A fact that was used, with the unit of a number."""

    fact: Annotated[str, OneOf("fact")]
    unit: Annotated[str, Described("Of a number, such as `min`; empty for a plain count.")] = ""
    also: Annotated[tuple[Amount, ...], Described("The same number in other units, such as kilometres.")] = ()


class Assumed(Record):
    """A fact that was not given, and the value assumed for it."""

    fact: Annotated[str, OneOf("fact")]
    value: Annotated[Any, ANSWER]
    rule: str
    because: str


class FieldMaker(Protocol):
    """Works out the fields of a recommendation that are not given when it is made."""

    @property
    def base(self) -> RuleBase:
        """Return the rule base that recommended."""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact that was used."""

    def part(self, name: str) -> Any:
        """Return a field by its name."""


class RecommendationRecord(Record):
    """The answer to one case at one moment. Frozen; written to JSON and read back it is equal.

    It remembers the rule base that made it, which is not part of its value; once read from JSON, ``made_by`` sets it.
    The decisions are made when it is created; reasons, words and trace are written when they are first read.
    """

    id: Annotated[str, Described("A UUID: the same for the same case, history, rules and day, and for no other.")]
    on: Annotated[date | None, Described("The day that the plan is for, where it was told.")] = None
    moment: Annotated[str, OneOf("moment")]
    verdict: Annotated[str, OneOf("verdict"), Described("One word for programs.")]
    verdict_code: Annotated[
        str, OneOf("verdict code"), Described("Which of the verdicts of this name: why there are none, for example.")
    ]
    headline: Annotated[str, Described("The one sentence that is read first.")]
    message: Annotated[Message, Described("The headline by its id; what comes next may follow it in the headline.")]
    bears: Annotated[
        tuple[Annotated[str, OneOf("bearing")], ...],
        Described("The decisions, choices and facts that bear on what is then done."),
    ]
    decisions: tuple[Decision, ...]
    advice: Annotated[tuple[Advice, ...], Described("By topic; the topic `stop` holds the signals to stop at.")]
    assumed: tuple[Assumed, ...]
    facts: Annotated[tuple[UsedFact, ...], Described("Every fact used: given, derived or assumed.")]
    case: Annotated[dict[str, Any], Described("The case as it was understood.")]
    history: Annotated[tuple[Remembered, ...], Described("What the diary remembered, used or overruled.")] = ()
    rules_digest: Annotated[str, Described("SHA-256 of the rule base that decided.")]
    overlays: Annotated[tuple[OverlayNote, ...], Described("The coach's files laid over the rules.")] = ()
    relaxed_claims: Annotated[
        tuple[RelaxedClaimNote, ...],
        Described("Safety claims that this plan goes beyond, by a coach's decision."),
    ] = ()
    about: Annotated[About | None, Described("The guide, what this is not, and what it does not consider.")]
    trace: Annotated[Trace, MayBeLeftOut(), Described("All that fired; where it was left out, the rules make it anew.")]
    schema_version: Literal["2.0"] = "2.0"

    def decision(self, name: str) -> Decision:
        """Return a decision by name; raises ``QueryError`` with the nearest name."""
        name = str(name)
        for decision in self.decisions:
            if decision.name == name:
                return decision
        names = [decision.name for decision in self.decisions]
        base = self.known_base
        at = f"at the moment '{self.moment}'" if base is None else base.vocabulary.moments.get(self.moment, "then")
        raise QueryError(
            [Fault("unknown_name", f"no decision is called {shown(name)} {at}", allowed=nearest(name, names))]
        )

    def fact_values(self) -> dict[str, Any]:
        """Return the value of each fact that was used, by its name: numbers as the rules read them, or as in JSON."""
        maker: FieldMaker | None = self.__dict__.get(_MAKER)
        return dict(maker.values) if maker is not None else {fact.fact: fact.value for fact in self.facts}

    def to_json(self, *, indent: int | None = None, trace: bool = True) -> str:
        """Return it as JSON text; without the ``trace``, a third of it, from which nothing but the trace is missing.

        Raises ``RecordError`` for what is no indentation.
        """
        if trace:
            return self._as_json(indent)
        return self._with_trace_left_out()._as_json(indent, leave_out=("trace",))

    def _with_trace_left_out(self) -> Self:
        """Return the same with an empty trace in place of its own, which need not be worked out to be left out."""
        made = type(self).__new__(type(self))
        made.__dict__.update({name: getattr(self, name) for name in self._names if name != "trace"})
        made.__dict__["trace"] = Trace(engine="function", firings=())
        return made

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read it back from JSON text; raises ``RecordError`` with every fault.

        One that was kept without its trace has the rules make it anew where it is first needed.
        """
        try:
            return super().from_json(text)
        except RecordError as error:
            if [fault.where for fault in error.faults] != ["trace"]:
                raise
            return cls._without_trace(text)

    @property
    def known_base(self) -> RuleBase | None:
        """Return the rule base that made this, where it is known."""
        base: RuleBase | None = self.__dict__.get(_RULE_BASE)
        return base

    @property
    def made_here(self) -> bool:
        """Tell whether it comes from the rules themselves, not from JSON or a pickle."""
        return _MAKER in self.__dict__

    @property
    def has_trace(self) -> bool:
        """Tell whether it was read with its trace, or made here."""
        return self.made_here or "trace" in self.__dict__

    @classmethod
    def _without_trace(cls, text: str | bytes) -> Self:
        import json  # only what was kept without a trace needs it

        told = {**json.loads(text), "trace": {"engine": "function", "firings": []}}
        made = super().from_json(json.dumps(told))
        del made.__dict__["trace"]
        return made

    def _trace_made_anew(self) -> Trace:
        """Return the trace that it was kept without, where a subject's own kind of recommendation makes it anew."""
        what = "this recommendation was kept without its trace"
        raise QueryError([Fault("conflict", what, allowed="recommend again")])

    @classmethod
    def of(cls, maker: FieldMaker, **given: Any) -> Self:
        """Return a recommendation with these fields given, and the others worked out when they are first read."""
        made = cls.__new__(cls)
        made.__dict__.update(cls._defaults)
        made.__dict__.update(given)
        made.__post_init__()
        made.__dict__[_MAKER] = maker
        return made.made_by(maker.base)

    def __getattr__(self, name: str) -> Any:
        """Work out a field that is read for the first time."""
        maker: FieldMaker | None = self.__dict__.get(_MAKER)
        if name == "trace" and maker is None and "schema_version" in self.__dict__:
            trace = self.__dict__[name] = self._trace_made_anew()
            return trace
        if maker is None or name not in self._all:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        value = self.__dict__[name] = maker.part(name)
        return value

    def made_by(self, base: RuleBase) -> Self:
        """Remember the rule base that made this recommendation; return the recommendation."""
        self.__dict__[_RULE_BASE] = checked_base(base)
        return self

    def __copy__(self) -> Self:
        """Return itself, since nothing in it can change."""
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        """Return itself, since nothing in it can change."""
        return self

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the rule base: a pickle holds only the value."""
        return {name: getattr(self, name) for name in self._names}


class OfAnySubject:
    """Marks a field that holds a recommendation: read from JSON, it becomes the type with exactly these fields."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Return pydantic's schema of the field."""
        # Only needed to read JSON or for a schema: a recommendation is made without pydantic.
        from pydantic_core.core_schema import no_info_before_validator_function

        return no_info_before_validator_function(_read, handler(source))


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kinds: tuple[Any, ...] = (RecommendationRecord, *RecommendationRecord.__subclasses__())
    kind = next((kind for kind in kinds if kind._all == value.keys()), RecommendationRecord)
    return adapter(kind).validate_python(value)
