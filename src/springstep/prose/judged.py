"""What is found of an answer: each of its sentences, judged."""

from __future__ import annotations

from typing import Annotated, Literal

from springstep.engine.record import Described, OneOf, Record

Judgement = Literal["backed", "contradicted", "unfounded", "neutral"]


class JudgedSentence(Record):
    """One sentence of an answer, and whether the plan holds what it says."""

    sentence: str
    judgement: Annotated[
        Judgement,
        Described(
            "backed: the plan holds it; contradicted: the plan says otherwise; unfounded: nothing in the plan "
            "holds it; neutral: it claims nothing that a plan could hold."
        ),
    ]
    says: Annotated[str, Described("Why, in one line.")]
    decisions: Annotated[
        tuple[Annotated[str, OneOf("decision")], ...], Described("The decisions of the plan that it speaks of.")
    ]
    rules: Annotated[tuple[str, ...], Described("The rules behind these, or behind the advice that it repeats.")]
