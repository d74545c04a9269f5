"""How long the next question takes: ``python benchmarks/next_question.py [DIALOGUES]``.

Random runners of each moment answer every question that is put to them, nothing is kept at hand from one dialogue to
the next but what the rules came to. Told are the median and the longest search for the next question, and both over
the time that Python takes to start and do nothing, measured in between.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.strategies import BASE, MOMENTS, Moment, all_cases

from springstep.engine.consultation.inquiry import Inquiry

SHARES: dict[Moment, float] = {"before": 0.6, "after": 0.3, "during": 0.1}
BETWEEN = 25
"""After so many dialogues Python is started once."""


def runners(moment: Moment, number: int) -> list[dict[str, Any]]:
    """Draw runners, the same at every run."""
    found: list[dict[str, Any]] = []

    @seed(1)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(all_cases(moment))
    def draw(case: dict[str, Any]) -> None:
        found.append(case)

    draw()
    return found


def searches(inquiry: Inquiry, runner: dict[str, Any]) -> Iterator[float]:
    """Consult with one runner; yield the seconds that each search took."""
    inquiry.forget()
    answers: dict[str, Any] = {}
    while True:
        started = time.perf_counter()
        following = inquiry.inquiry_state(answers).next
        yield time.perf_counter() - started
        if following is None:
            return
        answers[following] = runner.get(following)


def bare() -> float:
    """Return the seconds that Python takes to start and do nothing."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Measure all moments."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    took: list[float] = []
    nothing: list[float] = [bare()]
    for moment in MOMENTS:
        inquiry = Inquiry(BASE, moment)
        for place, runner in enumerate(runners(moment, round(number * SHARES[moment]))):
            took += searches(inquiry, runner)
            if place % BETWEEN == 0:
                nothing.append(bare())
    start = median(nothing)
    print(f"{number} dialogues, {len(took)} searches; bare Python {1000 * start:.1f} ms")
    for title, value in (("median", median(took)), ("99 of 100", quantiles(took, n=100)[-1]), ("worst", max(took))):
        print(f"{title}: {1000 * value:.1f} ms, {value / start:.2f} of bare Python")


if __name__ == "__main__":
    main()
