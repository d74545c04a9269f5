"""Work beside the event loop: threads, with a bound on how much waits and how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from springstep.engine.errors import Fault
from springstep.serve.problems import RequestRefusedError

Result = TypeVar("Result")


class Workers:
    """Threads that work for requests, while the event loop goes on taking them."""

    def __init__(self, threads: int, *, most_waiting: int, most_seconds: float) -> None:
        self._threads = threads
        self._pool: ThreadPoolExecutor | None = None
        self._most_waiting, self._most_seconds = most_waiting, most_seconds
        self._begun: set[Future[Any]] = set()

    @property
    def waiting(self) -> int:
        """How much is being worked on or waits."""
        return len(self._begun)

    async def do(self, work: Callable[[], Result]) -> Result:
        """Do some work in a thread and return what comes of it.

        Raises ``RequestRefusedError`` when too much waits already, or when it takes too long; what was begun is ended
        all the same, and counts as busy until then.
        """
        if self.waiting >= self._most_waiting:
            fault = Fault("busy", f"{self.waiting} requests are waiting already", allowed="try again in a second")
            raise RequestRefusedError(503, fault, {"Retry-After": "1"})
        if self._pool is None:  # a service that was ended may be begun again
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="springstep")
        begun = self._pool.submit(work)
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(begun), self._most_seconds)
        except asyncio.TimeoutError:
            fault = Fault("gave_up", f"it takes more than {self._most_seconds:g} s", allowed="ask for less")
            raise RequestRefusedError(504, fault) from None

    def close(self) -> None:
        """End the threads once they have done what they began."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)
