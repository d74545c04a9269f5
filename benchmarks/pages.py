"""Sixteen phones at once: ``python benchmarks/pages.py [PHONES [ROUNDS]]``.

A service is started as a user starts it. Each phone goes through a consultation, page after page, without a rest
between them; then how long an answer took is told: half of them, nine of ten, 95 of a hundred, and the longest. One
phone alone is told beside it in the same run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import requests
from tests.serve.browsing import Browser
from tests.serve.serving import Asked
from tests.serve.test_pages import EVENING

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"


def main() -> None:
    """Print the figures."""
    given = [int(word) for word in sys.argv[1:3]]
    phones, rounds = (*given, *(16, 3)[len(given) :])
    served = subprocess.Popen([Path(sys.executable).with_name("springstep"), "serve", "--port", str(PORT)])
    try:
        wait()
        evening([])  # all that is made once
        for count in (1, phones):
            tell(count, measured(count, rounds))
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


def measured(count: int, rounds: int) -> list[float]:
    """Return how long each answer took, in milliseconds, with so many phones at once."""
    took: list[float] = []
    phones = [threading.Thread(target=lambda: [evening(took) for _ in range(rounds)]) for _ in range(count)]
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


def tell(phones: int, took: list[float]) -> None:
    """Print one line."""
    shares = statistics.quantiles(took, n=100)
    told = ", ".join(f"{share} %: {shares[share - 1]:.0f} ms" for share in (50, 90, 95))
    print(f"{phones} phone(s), {len(took)} answers: {told}, longest {max(took):.0f} ms")


if __name__ == "__main__":
    main()
