"""What is found of one claim of a sentence, before all of them are weighed."""

from __future__ import annotations

from typing import NamedTuple

from springstep.prose.judged import Judgement


class ClaimFound(NamedTuple):
    """A claim, judged: where it stands among the tokens, why, and which decisions and rules it speaks of."""

    judgement: Judgement
    place: int
    says: str
    decisions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
