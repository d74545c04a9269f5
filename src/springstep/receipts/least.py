"""As few answers as possible that alone force what was decided: what a receipt has to disclose, and no more.

Forced is the verdict, and what bears on what is then done, where it comes of every way in which all else that is asked
could be answered, or left open; the same reasoning tells a consultation that nothing is left to ask. An answer without
which the others do not force it stands in every such set; so where these do, or do with one or two more, no set is
smaller. Else none of the answers that remain can be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from springstep.engine.advice.outcome import OutcomesLeft, outcomes_left, settled
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase

_MOST_MORE = 2
"""How many answers more than those that stand in every set are tried in every way."""
_MOST_TRIED = 500
"""How many sets of one size are tried."""


class LeastAnswers(NamedTuple):
    """The answers that remain, ``None`` for what was left open and has to be known as that."""

    answers: Mapping[str, Any]
    smallest: bool
    """Whether it is known that no smaller set would do."""


def least_answers(case: Mapping[str, Any], base: RuleBase) -> LeastAnswers:
    """Return as few answers of a whole case as force its outcome; the moment is always told."""
    search = _ForcingAnswers(case, base)
    needed = [name for name in search.told if not search.forces([each for each in search.told if each != name])]
    others = [name for name in search.told if name not in needed]
    for more in range(_MOST_MORE + 1):
        if len(others) ** more > _MOST_TRIED:
            break
        forcing = next((some for some in combinations(others, more) if search.forces([*needed, *some])), None)
        if forcing is not None:
            return LeastAnswers(search.answers([*needed, *forcing]), smallest=True)
    ways = (search.reduced([*order, *needed], len(order)) for order in (others, others[::-1]))
    return LeastAnswers(search.answers(min(ways, key=len)), smallest=False)


class _ForcingAnswers:
    """What some answers of a case leave open."""

    def __init__(self, case: Mapping[str, Any], base: RuleBase) -> None:
        self._base = base
        self._moment = str(case[MOMENT])
        asked = [info.name for info in base.vocabulary.asked_at(self._moment) if info.name != MOMENT]
        self.told = {name: case.get(name) for name in dict.fromkeys((*case, *asked)) if name != MOMENT}
        self._wanted = self._left(self.told)

    def answers(self, names: Collection[str]) -> dict[str, Any]:
        """Return some answers, by fact, in the order of the case."""
        return {name: value for name, value in self.told.items() if name in names}

    def forces(self, names: Collection[str]) -> bool:
        """Tell whether some answers alone leave nothing open but what was decided."""
        left = self._left(self.answers(names))
        return settled(left) and left == self._wanted

    def reduced(self, order: Iterable[str], first: int) -> tuple[str, ...]:
        """Return what remains when the first of some answers are left out one by one: none of these can be."""
        kept = list(order)
        for name in kept[:first]:
            fewer = [each for each in kept if each != name]
            if self.forces(fewer):
                kept = fewer
        return tuple(kept)

    def _left(self, answers: Mapping[str, Any]) -> OutcomesLeft:
        return outcomes_left(self._base, partial_engine(self._base, self._moment).infer(answers))
