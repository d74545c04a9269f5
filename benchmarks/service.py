"""Requests a second of the service beside a bare FastAPI echo of the same bodies, in one run, and a steady load.

    python -m benchmarks.service                     the ratio
    python -m benchmarks.service --minutes 60 --rate 50    a load: errors, times, memory

Both are served by uvicorn in a process of their own; the client keeps its connections and sends random whole cases.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from fastapi import FastAPI, Request, Response

from springstep.serve.examples import CASE

CONNECTIONS = 8
ECHO = "benchmarks.service:echo"
MB = 1024 * 1024


def echo() -> FastAPI:
    """Return an application that answers each body with itself."""
    app = FastAPI()

    @app.post("/v1/{path}")
    async def same(path: str, request: Request) -> Response:
        return Response(await request.body(), media_type="application/json")

    return app


def bodies(number: int) -> list[bytes]:
    """Return requests of cases that differ."""
    draw = random.Random(7)
    cases = (
        {
            **CASE,
            "fatigue": draw.randrange(9),
            "duration_min": draw.randrange(30, 80),
            "sessions_done": draw.randrange(1, 15),
            "sleep": draw.choice(["enough", "short", "poor"]),
            "surface": draw.choice(["grass", "track", "asphalt"]),
        }
        for _ in range(number)
    )
    return [json.dumps({"case": case}).encode() for case in cases]


@contextmanager
def served(*command: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Run a server in a process of its own; yield its port, once it answers, and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, *command, "--port", str(port)], stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port, process
    finally:
        process.terminate()
        process.wait()


class Client:
    """A connection that is kept: raw HTTP, so that the client costs little."""

    def __init__(self, port: int, path: str) -> None:
        self._port, self._path = port, path

    async def __aenter__(self) -> Client:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def ask(self, body: bytes) -> tuple[int, bytes]:
        """Send a body; return the status and the answer."""
        head = f"POST {self._path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
        head += f"content-length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        told = await self._reader.readuntil(b"\r\n\r\n")
        length = int(told.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        return int(told[9:12]), await self._reader.readexactly(length)


async def rate(port: int, path: str, sent: Sequence[bytes], seconds: float) -> float:
    """Return how many requests a second are answered when each connection asks again at once."""
    until, answered = time.monotonic() + seconds, 0

    async def asking(first: int) -> None:
        nonlocal answered
        async with Client(port, path) as client:
            number = first
            while time.monotonic() < until:
                status, _ = await client.ask(sent[number % len(sent)])
                assert status == 200
                answered, number = answered + 1, number + CONNECTIONS

    await asyncio.gather(*(asking(first) for first in range(CONNECTIONS)))
    return answered / seconds


def ratio(seconds: float) -> None:
    """Print requests a second of each, in turns, and their ratios."""
    sent = bodies(500)
    asked: dict[str, tuple[tuple[str, ...], str]] = {
        "echo": (("-m", "uvicorn", "--factory", ECHO, "--log-level", "error", "--no-access-log"), "/v1/card"),
        "card": (("-m", "springstep", "serve"), "/v1/card"),
        "recommend": (("-m", "springstep", "serve"), "/v1/recommend"),
    }
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(3):
        for name, (command, path) in asked.items():
            with served(*command) as (port, _):
                asyncio.run(rate(port, path, sent, 1))
                found[name].append(asyncio.run(rate(port, path, sent, seconds)))
    best = {name: max(each) for name, each in found.items()}
    for name, each in best.items():
        print(f"{name:10} {each:8.0f} requests/s   {each / best['echo']:.2f} of the echo")


async def steady(port: int, sent: Sequence[bytes], minutes: float, a_second: float, told: Callable[[], None]) -> None:
    """Ask at a steady rate; print errors and times, and what is told of the process, each minute."""
    took: list[float] = []
    errors = 0
    free: asyncio.Queue[Client] = asyncio.Queue()
    clients = [Client(port, "/v1/recommend") for _ in range(4 * CONNECTIONS)]
    for client in clients:
        free.put_nowait(await client.__aenter__())

    async def one(number: int, due: float) -> None:
        nonlocal errors
        client = await free.get()
        try:
            status, answer = await client.ask(sent[number % len(sent)])
            errors += status != 200 or not answer.endswith(b"}")
        except (OSError, EOFError):
            errors += 1
            client = await client.__aenter__()
        took.append(time.monotonic() - due)  # from when it was due, so that waiting counts
        free.put_nowait(client)

    begun = time.monotonic()
    tasks: set[asyncio.Task[None]] = set()
    for number in range(round(minutes * 60 * a_second)):
        due = begun + number / a_second
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        task = asyncio.create_task(one(number, due))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        if number and number % round(60 * a_second) == 0:
            _print(took, errors)
            told()
    await asyncio.gather(*tasks)
    _print(took, errors)
    told()


def _print(took: list[float], errors: int) -> None:
    order = sorted(took)
    median, most = (order[int(len(order) * part)] * 1000 for part in (0.5, 0.99))
    print(f"{len(took):8} answered, {errors} errors, median {median:.1f} ms, 99th percentile {most:.1f} ms", end="")


def load(minutes: float, a_second: float, workers: int) -> None:
    """Print what a steady load shows."""
    with served("-m", "springstep", "serve", "--workers", str(workers)) as (port, process):
        time.sleep(3)
        assert urlopen(f"http://127.0.0.1:{port}/healthz").status == 200

        def memory() -> None:
            told = [Path(f"/proc/{process.pid}/status").read_text()]
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            told += [Path(f"/proc/{child}/status").read_text() for child in children]
            held = sum(int(each.partition("VmRSS:")[2].split()[0]) for each in told) / 1024
            print(f", {held:.0f} MB")

        asyncio.run(steady(port, bodies(500), minutes, a_second, memory))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, help="Load for so long at a steady rate.")
    parser.add_argument("--rate", type=float, default=50, help="Requests a second of the load.")
    parser.add_argument("--workers", type=int, default=1, help="Processes of the load.")
    parser.add_argument("--seconds", type=float, default=5, help="How long each rate is measured.")
    given = parser.parse_args()
    if given.minutes:
        load(given.minutes, given.rate, given.workers)
    else:
        ratio(given.seconds)


if __name__ == "__main__":
    main()
