"""How many questions a consultation asks: ``python benchmarks/count_questions.py [RUNNERS]``.

Random runners of each moment, half of them near a standard runner with nothing against bursts, answer every question
that is put to them. Told are the median and the most questions against the facts that could be asked, how often it
stopped early, and how many questions were put without a proof that they matter.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.strategies import BASE, Moment, all_cases, healthy_cases

from springstep.engine.consultation.inquiry import Inquiry

SHARES: dict[Moment, float] = {"before": 0.6, "after": 0.3, "during": 0.1}


def questions(inquiry: Inquiry, runner: dict[str, Any]) -> tuple[int, int]:
    """Consult with one runner; return how many questions were asked, and how many of them without a proof."""
    answers: dict[str, Any] = {}
    unproved = 0
    while (inquiry_state := inquiry.inquiry_state(answers)).next is not None:
        unproved += inquiry_state.witness is None
        answers[inquiry_state.next] = runner.get(inquiry_state.next)
    return len(answers), unproved


def count(title: str, moment: Moment, runners: SearchStrategy[dict[str, Any]], number: int) -> None:
    """Consult with so many runners and tell what came of it."""
    inquiry = Inquiry(BASE, moment)
    found: list[tuple[int, int]] = []

    @seed(1)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(runners)
    def consult(case: dict[str, Any]) -> None:
        told = {name: value for name, value in case.items() if name not in ("moment", "distance")}
        found.append(questions(inquiry, told))

    consult()
    asked = [number for number, _ in found]
    facts = len(inquiry.questions)
    early = sum(number < facts for number in asked) / len(asked)
    print(
        f"{title}: {len(asked)} runners, median {median(asked):g}, most {max(asked)} of {facts} questions, "
        f"stopped early {early:.0%}, without proof {sum(unproved for _, unproved in found)} of {sum(asked)}"
    )


def main() -> None:
    """Count for all moments, and for runners before a run whom nothing bars."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for moment, share in SHARES.items():
        count(moment, moment, all_cases(moment), round(number * share))
    count("before, near a standard runner", "before", healthy_cases("before"), max(1, number // 10))


if __name__ == "__main__":
    main()
