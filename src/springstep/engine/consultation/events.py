"""What a dialogue says, as data; each shell shows the events in its own way."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from springstep.engine.advice.recommendation import Decision, OfAnySubject
from springstep.engine.explain.explanation import Change, Changes, Explanation
from springstep.engine.record import Described, Record


class AskedField(Record):
    """One field of the items of a list, and how to ask for it."""

    name: str
    question: str
    help: str
    options: tuple[str, ...]


class Asked(Record):
    """A question, with all that a form needs to ask it: about one fact, or a check-in about several."""

    event: Literal["asked"] = "asked"
    fact: Annotated[str, Described("The fact asked for; for a check-in its name.")]
    number: Annotated[int, Described("The number of this question.")]
    at_most_more: Annotated[int | None, Described("How many may follow at most; null before the moment is known.")]
    question: str
    help: str
    kind: Annotated[
        Literal["word", "flag", "number", "items", "quantity", "row", "check_in"],
        Described(
            "word, row: one of `options`; flag: yes or no; items: some of `options`, or a list, each with `fields`; "
            "check_in: whatever of `options` applies, or answers to `facts`, in one line."
        ),
    ]
    minimum: float | None
    maximum: float | None
    integer: Annotated[bool, Described("Whether a number must be whole.")]
    unit: str
    fields: Annotated[tuple[AskedField, ...], Described("The fields of the items of a list; otherwise empty.")]
    may_be_unknown: bool
    options: Annotated[
        tuple[str, ...], Described("The words that are allowed as an answer; empty for numbers and text.")
    ]
    allowed: Annotated[str, Described("What may be answered, in words.")]
    default: Annotated[str | None, Described("What an empty answer means; null when it means nothing yet.")]
    facts: Annotated[tuple[str, ...], Described("What a check-in may settle; otherwise empty.")] = ()
    begun: Annotated[
        tuple[Any, ...], Described("The items of a list that were named already; an answer may say what they lack.")
    ] = ()


class Refused(Record):
    """An answer that could not be accepted; the question stays open."""

    event: Literal["refused"] = "refused"
    what: str
    allowed: str = ""


class Notice(Record):
    """Plain words, one paragraph per line."""

    event: Literal["told"] = "told"
    lines: tuple[str, ...]


class Explained(Record):
    """A tree of reasons."""

    event: Literal["explained"] = "explained"
    explanation: Explanation


class Reviewed(Record):
    """One answer of a review."""

    fact: str
    label: str
    answer: str
    source: Literal["you", "not known", "diary"]
    note: str = ""


class Review(Record):
    """Every answer so far."""

    event: Literal["review"] = "review"
    answers: tuple[Reviewed, ...]


class DecisionSoFar(Record):
    """How one decision stands: settled, or what it may still be."""

    title: str
    text: str
    settled: bool


class SoFar(Record):
    """What is decided already."""

    event: Literal["so_far"] = "so_far"
    decisions: tuple[DecisionSoFar, ...]


class Changed(Record):
    """An answer was changed, and this is how the decisions changed."""

    event: Literal["changed"] = "changed"
    label: str
    was: str
    now: str
    effects: Annotated[tuple[str, ...], Described("Empty when no decision changed.")]
    supposed: Annotated[bool, Described("Whether it was only a what-if.")] = False


class Advised(Record):
    """The advice, and which questions were left out because no answer to them would change it."""

    event: Literal["advised"] = "advised"
    asked: int
    not_asked: tuple[str, ...]
    recommendation: Annotated[
        Any, OfAnySubject(), Described("The recommendation, as it is returned without a consultation.")
    ]
    full: Annotated[bool, Described("Whether all of it was asked for, not its first page alone.")] = False


class Traced(Record):
    """The whole trace was asked for."""

    event: Literal["traced"] = "traced"
    recommendation: Annotated[
        Any, OfAnySubject(), Described("The recommendation, as it is returned without a consultation.")
    ]


class ChangesFound(Record):
    """What would change a decision."""

    event: Literal["changes"] = "changes"
    decision: Decision
    changes: tuple[Change, ...]
    complete: Annotated[bool, Described("Whether the search was finished; if not, there may be other changes.")]
    tried: Annotated[int, Described("How many changes were tried.")]

    @property
    def found(self) -> Changes:
        """Return the changes as they are returned without a consultation."""
        return Changes(self.changes, decision=self.decision.name, complete=self.complete, tried=self.tried)


class RuleShown(Record):
    """One rule is to be shown."""

    event: Literal["rule"] = "rule"
    rule: str


class SaveAsked(Record):
    """The answers are to be saved; the shell knows where."""

    event: Literal["save"] = "save"
    target: str
    case: dict[str, Any]


class Ended(Record):
    """The consultation was left."""

    event: Literal["ended"] = "ended"


Event: TypeAlias = (
    Asked
    | Refused
    | Notice
    | Explained
    | Review
    | SoFar
    | Changed
    | Advised
    | Traced
    | ChangesFound
    | RuleShown
    | SaveAsked
    | Ended
)
