"""All of it for one rule base and moment: what many cases state in, what is decided, chosen and fired out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from springstep.engine.columns.arrays import Column, FiredFor, Flags, Lexicon, unknown_column
from springstep.engine.columns.bounds import Carried, SettledColumn
from springstep.engine.columns.choosing import ChoiceOver, RowsTaken
from springstep.engine.columns.definitions import Following
from springstep.engine.columns.frame import Frame
from springstep.engine.columns.layers import ColumnRun, Layers
from springstep.engine.columns.truth import Conditions
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of
from springstep.engine.rulebase.claim_files import load_claims

_LOCK = threading.RLock()


class Decided(NamedTuple):
    """What the rules decide for many cases; nothing of it holds where it is doubted."""

    frame: Frame
    """Every fact, given, derived or assumed, every decision and choice, and what follows from them."""
    run: ColumnRun
    chosen: Mapping[str, RowsTaken]
    verdicts: npt.NDArray[np.int8]
    """The place of each verdict among those of the moment."""

    @property
    def doubted(self) -> Flags:
        """Tell which cases another engine has to decide."""
        return self.frame.doubted

    @property
    def settled(self) -> Mapping[str, SettledColumn]:
        """Return each decision."""
        return self.run.settled

    @property
    def fired(self) -> Iterable[FiredFor]:
        """Return every rule that fired for some case, in the rules' own order."""
        return (fired for _, fired in sorted(self.run.fired.items()))

    def carried(self, decision: str) -> Carried:
        """Return which rules carried a decision, and where."""
        return self.run.held[decision].carried()


class ColumnProgram:
    """The rules of one rule base and moment over many cases; holds no state between runs."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base, self.moment = base, moment
        self.lexicon = Lexicon(base)
        self.conditions = Conditions(self.lexicon, {**base.facts, **base.plan_names})
        vocabulary = base.vocabulary
        self._layers = Layers(base, moment, self.conditions, self.lexicon)
        self._never = [self.conditions.true(each.never) for each in vocabulary.constraints]
        self._derived = [Following(each, self.conditions) for each in vocabulary.definitions]
        self.choices = {
            name: ChoiceOver(each, moment, self.conditions, self.lexicon)
            for name, each in base.choices.items()
            if moment in each.moments
        }
        self._plan = [
            Following(each, self.conditions)
            for each in base.plan
            if not each.info.moments or moment in each.info.moments
        ]
        relaxed = {claim.claim for overlay in base.overlays for claim in overlay.relaxed_claims}
        self._claims = [
            (claim.for_each, self.conditions.true(claim.broken))
            for claim in (load_claims(base) if base.overlays else ())
            if claim.broken is not None and moment in claim.moments and claim.id not in relaxed
        ]
        self._verdicts = [self.conditions.true(verdict.when) for verdict in base.verdicts[moment]]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules of the moment, in their own order."""
        return self._layers.rules

    def frame(self, given: Mapping[str, Column], size: int) -> Frame:
        """Return a frame of what cases give, where every other fact is unknown."""
        columns = dict(self._nothing(size))
        code = self.lexicon.code(self.moment)
        columns |= {**given, MOMENT: columns[MOMENT]._replace(codes=np.full(size, code, dtype=np.int16))}  # type: ignore[call-arg]
        return Frame(size, columns)

    def contradicts(self, frame: Frame) -> Flags:
        """Tell which cases contradict themselves; to be asked before anything is derived."""
        found = np.zeros(frame.size, dtype=bool)
        for never in self._never:
            found |= never(frame)
        return found

    def decide(self, frame: Frame) -> Decided:
        """Run the rules over the cases of a frame, which takes on all that follows."""
        for derived in self._derived:
            frame.put(derived.name, derived.column(frame))
        run = self._layers.run(frame)
        chosen: dict[str, RowsTaken] = {}
        for name, choice in self.choices.items():
            taken = chosen[name] = choice.take(frame, run)
            frame.put(name, taken.words)
        for following in self._plan:
            frame.put(following.name, following.column(frame))
        verdicts = np.full(frame.size, -1, dtype=np.int8)
        for place, holds in enumerate(self._verdicts):
            np.copyto(verdicts, place, where=holds(frame) & (verdicts < 0))
        frame.doubt(verdicts < 0)
        self._hold_to_claims(frame)
        return Decided(frame, run, chosen, verdicts)

    def _hold_to_claims(self, frame: Frame) -> None:
        """Doubt the cases in which overlays may break a safety claim: whether they may, a single case tells."""
        for scope, broken in self._claims:
            if scope is None:
                frame.doubt(broken(frame))
            else:
                items = frame.items(self._base.vocabulary.scopes[scope].list_fact)
                frame.doubt(frame.any_of(items, broken(items)))

    def _nothing(self, size: int) -> Iterator[tuple[str, Column]]:
        base, scopes = self._base, self._base.vocabulary.list_scopes
        for name, info in (*base.facts.items(), *base.plan_names.items()):
            if "." not in name:
                yield name, unknown_column(info, size, scopes[name].fields if name in scopes else ())


def column_program_of(base: RuleBase, moment: str) -> ColumnProgram:
    """Return the program of a rule base and moment, made at its first use."""
    key = (ColumnProgram, moment)
    found: ColumnProgram | None = cache_of(base).get(key)
    if found is None:
        with _LOCK:
            found = cache_of(base).get(key)
            if found is None:
                found = cache_of(base)[key] = ColumnProgram(base, moment)
    return found
