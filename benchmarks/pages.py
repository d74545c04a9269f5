"""Sixteen phones at once: ``python benchmarks/pages.py [PHONES [ROUNDS]]``.

A service is started as a user starts it. Each phone goes through a consultation, page after page, without a rest
between them; then how long an answer took is told: half of them, nine of ten, 95 of a hundred, and the longest. One
phone alone is told beside it in the same run. The same is told of a diary, of the pages of the coach's desk that are
read, and of those two for which many plans are made: a rule of her own checked, and a group advised.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import requests
from tests.places import EXAMPLES
from tests.serve.browsing import Browser
from tests.serve.serving import Asked
from tests.serve.test_coach_new_rule import GOOD
from tests.serve.test_pages import EVENING

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"


def main() -> None:
    """Print the figures."""
    given = [int(word) for word in sys.argv[1:3]]
    phones, rounds = (*given, *(16, 3)[len(given) :])
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "springstep", "serve", "--port", str(PORT), "--diaries", folder]
        served = subprocess.Popen(command)
        try:
            wait()
            for what, visit in (
                ("consultation", evening),
                ("diary", diary),
                ("desk", desk),
                ("plans at the desk", plans),
            ):
                visit([])  # all that is made once
                for count in (1, phones):
                    tell(what, count, measured(visit, count, rounds))
        finally:
            served.terminate()
            served.wait(30)


def wait() -> None:
    """Wait until the service answers."""
    for _ in range(300):
        try:
            requests.get(f"{ADDRESS}/healthz", timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise SystemExit("the service does not start")


def measured(visit: Callable[[list[float]], None], count: int, rounds: int) -> list[float]:
    """Return how long each answer took, in milliseconds, with so many phones at once."""
    took: list[float] = []
    phones = [threading.Thread(target=lambda: [visit(took) for _ in range(rounds)]) for _ in range(count)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    return took


def evening(took: list[float]) -> None:
    """Go through a consultation."""
    service = Asked(ADDRESS)
    browser = Browser(service)
    for do, filled in [("before", {}), *(("answer", told) for told in EVENING), ("run", {})]:
        begun = time.perf_counter()
        browser.press(do, **filled)
        took.append((time.perf_counter() - begun) * 1000)


def diary(took: list[float]) -> None:
    """Begin a diary, write two runs down, and look at them and at the weeks."""
    service = Asked(ADDRESS)
    home = service.post("/diary", data={"x": "y"}).url.removeprefix(ADDRESS)
    run = {"day": date.today().isoformat(), "run_kind": "easy", "bursts": "none", "duration_min": "40"}
    for minutes in ("40", "50"):
        timed(took, lambda: service.get(home))
        timed(took, lambda: service.get(f"{home}/add"))
        timed(took, lambda told=minutes: service.post(f"{home}/add", data={**run, "duration_min": told}))
    timed(took, lambda: service.get(home))
    timed(took, lambda: service.post(f"{home}/consultation", data={"moment": "before"}))


def desk(took: list[float]) -> None:
    """Look around at the coach's desk."""
    service = Asked(ADDRESS)
    for path in ("", "/rules?basis=guide", "/rules/INJ-040", "/facts", "/new?like=RDY-020", "/signing?kind=drills"):
        timed(took, lambda path=path: service.get(f"/coach{path}"))


def plans(took: list[float]) -> None:
    """Check a rule of one's own by example cases, and have a group advised."""
    service = Asked(ADDRESS)
    group = (EXAMPLES / "group.csv").read_text(encoding="utf-8")
    timed(took, lambda: service.get("/coach/new", params=GOOD))
    timed(took, lambda: service.post("/coach/group", files={"table": (None, group)}))


def timed(took: list[float], ask: Callable[[], requests.Response]) -> None:
    """Ask, and note how long the answer took."""
    begun = time.perf_counter()
    ask().raise_for_status()
    took.append((time.perf_counter() - begun) * 1000)


def tell(what: str, phones: int, took: list[float]) -> None:
    """Print one line."""
    shares = statistics.quantiles(took, n=100)
    told = ", ".join(f"{share} %: {shares[share - 1]:.0f} ms" for share in (50, 90, 95))
    print(f"{what}, {phones} at once, {len(took)} answers: {told}, longest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
