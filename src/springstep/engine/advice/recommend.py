"""From a case to a recommendation: infer, choose, and write every decision down with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from springstep.engine.advice.about import about_of
from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.decisions import DecisionWriter
from springstep.engine.advice.headline import headline_of
from springstep.engine.advice.messages import Message, catalogue, in_words
from springstep.engine.advice.overlaid import OverlayNote
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommendation import RecommendationRecord, UsedFact
from springstep.engine.advice.trace import Trace
from springstep.engine.advice.tracing import firings_of, used_fact
from springstep.engine.inference.case import Case, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.inference.history import join
from springstep.engine.inference.provenance import Provenance, assumed_provenance
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.installed_base import installed

if TYPE_CHECKING:
    from springstep.engine.language.tables import Table
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader


class RecommendationBuilder:
    """The parts of one recommendation; each is worked out once, when it is first needed."""

    def __init__(
        self,
        base: RuleBase,
        given: Case,
        history: Iterable[Remembered] = (),
        *,
        look_ahead: bool = False,
        not_asked: Collection[str] = (),
        on: date | None = None,
    ) -> None:
        self.base = base
        self.on = on
        self.given = given
        self.case, self.remembered = join(given, history, base)
        self.look_ahead = look_ahead
        self.not_asked = not_asked
        self.inference = infer(base, facts_of(self.case, base, self.remembered))
        check_decided(self.inference)
        self.plan = plan_of(base, self.inference)
        self._parts: dict[str, Any] = {}

    def part(self, name: str) -> Any:
        """Return a field of the recommendation, worked out by the room if it defines the field, else by the engine."""
        if name not in self._parts:
            own = self.base.room.parts if self.base.room is not None else {}
            self._parts[name] = (own.get(name) or _PARTS[name])(self)
        return self._parts[name]

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact that was used."""
        return self.inference.values

    def work_out_all(self) -> None:
        """Work out every part, so that gaps in rules that nobody has audited are reported before anything is read."""
        for name in (*_PARTS, *(self.base.room.parts if self.base.room is not None else ())):
            self.part(name)

    def decided(self, decision: str) -> Any:
        """Return the value of a decision; ``None`` where nothing was decided."""
        return self.inference.decided[decision][0]

    @cached_property
    def message(self) -> Message:
        """Return the one sentence that is read first, as a message."""
        decisions = self.part("decisions")
        return headline_of(self.base, self.plan, decisions, given=self.case.given, not_asked=self.not_asked)

    @property
    def headline(self) -> str:
        """Return that sentence in words."""
        return in_words(self.message, catalogue(self.base))

    @cached_property
    def provenance(self) -> Mapping[int, Provenance]:
        """Return the assumed provenance of each firing."""
        return assumed_provenance(self.inference, self.base)

    @cached_property
    def writer(self) -> DecisionWriter:
        """Return the writer of decisions and advice."""
        return DecisionWriter(self.base, self.inference, self.provenance)


def _id(made: RecommendationBuilder) -> str:
    from springstep.engine.advice.identity import id_of  # which imports uuid, and few plans are asked for theirs

    return id_of(made.case.plain(), made.remembered, made.base.digest, made.on)


def _trace(made: RecommendationBuilder) -> Trace:
    choices = tuple(each.traced for each in made.plan.chosen.values())
    return Trace(engine=made.inference.engine, firings=firings_of(made.inference, made.provenance), choices=choices)


def _facts(made: RecommendationBuilder) -> tuple[UsedFact, ...]:
    return tuple(used_fact(name, fact, made.base) for name, fact in sorted(made.inference.facts.items()))


_PARTS: Mapping[str, Callable[[RecommendationBuilder], Any]] = {
    "id": _id,
    "headline": lambda made: made.headline,
    "message": lambda made: made.message,
    "decisions": lambda made: made.writer.decisions(made.plan.chosen.values()),
    "advice": lambda made: made.writer.advice(),
    "assumed": lambda made: made.writer.assumed(),
    "facts": _facts,
    "about": lambda made: about_of(made.base),
    "trace": _trace,
}
"""How those fields of a recommendation are worked out that are not given when it is made."""


class Room(Protocol):
    """A subject's own code, which adds to recommendations what no declaration can express."""

    @property
    def recommendation(self) -> type[RecommendationRecord]:
        """Return the subject's own kind of recommendation."""

    @property
    def parts(self) -> Mapping[str, Callable[[RecommendationBuilder], Any]]:
        """Return how the fields that it adds, or words differently, are worked out."""

    def declared(
        self, reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary, tables: Mapping[str, Table]
    ) -> Mapping[str, Any]:
        """Read what the knowledge declares for the room alone, as plain data; faults go to the reader."""

    def chapters(self, base: RuleBase) -> Iterable[tuple[str, Iterable[str]]]:
        """Return the chapters to add to the document of all rules: titles, each with the lines below it."""


def build(
    base: RuleBase,
    case: Case,
    history: Iterable[Remembered] = (),
    *,
    look_ahead: bool,
    not_asked: Collection[str] = (),
    on: date | None = None,
) -> Any:
    """Build the recommendation of a valid case: the subject's own kind where the rule base has a room for it.

    ``look_ahead`` is for plans that users get: the room may work out what comes next, and a plan made with overlays is
    held to the safety claims. Raises ``UndecidedError`` when the rules leave a decision open, and ``KnowledgeError``
    for a plan that breaks a claim which no overlay relaxes. ``not_asked`` names facts that a consultation
    left out because they cannot change the outcome; ``on`` is the day that the plan is for.
    """
    builder = RecommendationBuilder(base, case, history, look_ahead=look_ahead, not_asked=not_asked, on=on)
    kind: type[RecommendationRecord] = base.room.recommendation if base.room is not None else RecommendationRecord
    moment, verdict = builder.case.moment, builder.plan.verdict
    made = kind.of(
        builder,
        on=on,
        moment=moment,
        verdict=verdict.name,
        verdict_code=verdict.code,
        bears=verdict.bears,
        case=case.plain(),
        history=builder.remembered,
        rules_digest=base.digest,
        overlays=_overlay_notes(base, builder.inference) if base.overlays else (),
    )
    if look_ahead and installed(base.digest) is not base:
        builder.work_out_all()
    return _held(base, made).made_by(base) if base.overlays and look_ahead else made


def _overlay_notes(base: RuleBase, inference: Inference) -> tuple[OverlayNote, ...]:
    from springstep.engine.advice.overlay_notes import notes_of  # only overlays need it

    return notes_of(base, inference)


def _held(base: RuleBase, made: RecommendationRecord) -> RecommendationRecord:
    from springstep.engine.advice.overlay_claims import held_to_claims  # needs pydantic, and only overlays need it

    return held_to_claims(base, made)
