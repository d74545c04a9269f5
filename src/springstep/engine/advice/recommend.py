"""From a case to a recommendation: infer, choose, and write down every decision with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.decisions import DecisionWriter
from springstep.engine.advice.headline import headline_of
from springstep.engine.advice.plan import plan_of
from springstep.engine.advice.recommendation import OverlayNote, RecommendationRecord
from springstep.engine.advice.trace import Matched, Trace
from springstep.engine.advice.tracing import firings_of, matched_of
from springstep.engine.inference.case import Case, facts_of
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.inference.history import join
from springstep.engine.inference.provenance import Provenance, assumed_provenance
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.installed_base import installed

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader


class Making:
    """What one recommendation is made of; each part is worked out once, when it is asked for."""

    def __init__(
        self,
        base: RuleBase,
        told: Case,
        history: Iterable[Remembered] = (),
        *,
        look_ahead: bool = False,
        not_asked: Collection[str] = (),
    ) -> None:
        self.base = base
        self.told = told
        self.case, self.remembered = join(told, history, base)
        self.look_ahead = look_ahead
        self.not_asked = not_asked
        self.inference = infer(base, facts_of(self.case, base, self.remembered))
        check_decided(self.inference)
        self.plan = plan_of(base, self.inference)
        self._parts: dict[str, Any] = {}

    def part(self, name: str) -> Any:
        """Return a field of the recommendation: as the room has it, or else as the engine has."""
        if name not in self._parts:
            own = self.base.room.parts if self.base.room is not None else {}
            self._parts[name] = (own.get(name) or _PARTS[name])(self)
        return self._parts[name]

    def settle(self) -> None:
        """Work out every part, so that what rules nobody has audited leave open is told before anything is read."""
        for name in (*_PARTS, *(self.base.room.parts if self.base.room is not None else ())):
            self.part(name)

    def decided(self, decision: str) -> Any:
        """Return the value of a decision; ``None`` where nothing was decided."""
        return self.inference.decided[decision][0]

    @cached_property
    def headline(self) -> str:
        """Return the one sentence that is read first."""
        return headline_of(self.base, self.plan, self.part("decisions"), not_asked=self.not_asked)

    @cached_property
    def provenance(self) -> Mapping[int, Provenance]:
        """Return the assumed grounds of each firing."""
        return assumed_provenance(self.inference, self.base)

    @cached_property
    def writer(self) -> DecisionWriter:
        """Return what writes down decisions and advice."""
        return DecisionWriter(self.base, self.inference, self.provenance)


def _trace(made: Making) -> Trace:
    choices = tuple(each.traced for each in made.plan.chosen.values())
    return Trace(engine=made.inference.engine, firings=firings_of(made.inference, made.provenance), choices=choices)


def _facts(made: Making) -> tuple[Matched, ...]:
    return tuple(matched_of(name, fact) for name, fact in sorted(made.inference.facts.items()))


_PARTS: Mapping[str, Callable[[Making], Any]] = {
    "headline": lambda made: made.headline,
    "decisions": lambda made: made.writer.decisions(made.plan.chosen.values()),
    "advice": lambda made: made.writer.advice(),
    "assumed": lambda made: made.writer.assumed(),
    "facts": _facts,
    "trace": _trace,
}
"""How the fields of a recommendation are worked out that are not told when it is made."""


class Room(Protocol):
    """Code of a subject's own, which adds to recommendations what no declaration can say."""

    @property
    def recommendation(self) -> type[RecommendationRecord]:
        """Return the subject's own kind of recommendation."""

    @property
    def parts(self) -> Mapping[str, Callable[[Making], Any]]:
        """Return how the fields that it adds, or words anew, are worked out."""

    def declared(self, reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> Mapping[str, Any]:
        """Read what the knowledge declares for the room alone, as plain data; faults go to the reader."""

    def chapters(self, base: RuleBase) -> Iterable[tuple[str, Iterable[str]]]:
        """Return what the document of all rules tells besides: titles, each with the lines below it."""


def build(
    base: RuleBase,
    told: Case,
    history: Iterable[Remembered] = (),
    *,
    look_ahead: bool,
    not_asked: Collection[str] = (),
) -> Any:
    """Build the recommendation of a valid case: the subject's own kind where the rule base has a room for it.

    ``look_ahead`` is for plans that go out: the room may work out what comes next, and a plan made with overlays is
    held to the safety claims. Raises ``UndecidedError`` when the rules leave a decision open, and ``KnowledgeError``
    for a plan that breaks a claim which no overlay means to go beyond. ``not_asked`` names facts that a consultation
    left out because they cannot change the outcome.
    """
    making = Making(base, told, history, look_ahead=look_ahead, not_asked=not_asked)
    kind: type[RecommendationRecord] = base.room.recommendation if base.room is not None else RecommendationRecord
    moment, verdict = making.case.moment, making.plan.verdict
    made = kind.of(
        making,
        moment=moment,
        verdict=verdict.name,
        bears=verdict.bears,
        not_used=tuple(name for name in told.told if moment not in base.vocabulary.facts[name].moments),
        case=told.plain(),
        history=making.remembered,
        rules_digest=base.digest,
        overlays=_overlay_notes(base, making.inference) if base.overlays else (),
    )
    if look_ahead and installed(base.digest) is not base:
        making.settle()
    return _held(base, made).made_by(base) if base.overlays and look_ahead else made


def _overlay_notes(base: RuleBase, inference: Inference) -> tuple[OverlayNote, ...]:
    from springstep.engine.advice.overlay_notes import notes_of  # only overlays need it

    return notes_of(base, inference)


def _held(base: RuleBase, made: RecommendationRecord) -> RecommendationRecord:
    from springstep.engine.advice.overlay_claims import held_to_claims  # needs pydantic, and only overlays need it

    return held_to_claims(base, made)
