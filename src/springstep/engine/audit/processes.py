"""Work on a rule base, spread over several processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, TypeVar

from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.rulebase.base import RuleBase

Job = TypeVar("Job")
Result = TypeVar("Result")


def spread(
    base: RuleBase, worker: Callable[[RuleBase], Callable[[Job], Result]], jobs: Sequence[Job], *, processes: int
) -> Generator[tuple[int, Result], None, None]:
    """Yield each job's place and result as it is done, with one worker per process; a single process is this one.

    ``worker`` is called once in each process and must be importable. Raises ``SpringstepError`` when a process dies.
    Close the generator to end them early.
    """
    if processes <= 1:
        work = worker(base)
        yield from ((place, work(job)) for place, job in enumerate(jobs))
        return
    bare = replace(base)  # without its cached values, which cannot be sent to another process
    # A fresh process, since the state of z3 and of threads does not survive a fork.
    fresh = multiprocessing.get_context("spawn")
    lifeline, held = fresh.Pipe(duplex=False)
    settings = (worker, bare, lifeline, gc.get_threshold())
    pool = ProcessPoolExecutor(processes, mp_context=fresh, initializer=_begin, initargs=settings)
    complete = False
    try:
        places = _begun(pool, jobs)
        for done in as_completed(places):
            yield places[done], done.result()
        complete = True
    except BrokenProcessPool:
        raise SpringstepError(
            [Fault("failed", "a worker process did not start or was ended", allowed="try again")]
        ) from None
    finally:
        if not complete:
            held.close()  # ends the processes at once, including any that the pool has lost track of
        pool.shutdown(cancel_futures=True)
        held.close()
        lifeline.close()


def _begun(pool: ProcessPoolExecutor, jobs: Sequence[Any]) -> dict[Future[Any], int]:
    try:
        with _waiting_ctrl_c():  # the processes begun here keep it waiting until they are ready for it
            return {pool.submit(_work, job): place for place, job in enumerate(jobs)}
    except (OSError, ValueError) as error:  # raised when another process dies while one is being started
        raise BrokenProcessPool from error


@contextmanager
def _waiting_ctrl_c() -> Iterator[None]:
    """Keep Ctrl-C waiting in this thread and in the processes it begins, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_worker: list[Callable[[Any], Any]] = []
"""The worker of this process, if it is one of several; jobs find it here."""


def _begin(
    worker: Callable[[RuleBase], Callable[[Any], Any]], base: RuleBase, lifeline: Connection, collect: tuple[int, ...]
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends this process silently; only the parent reports it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    gc.set_threshold(*collect)
    _worker[:] = [worker(base)]


def _end_with(lifeline: Connection) -> None:
    """End as soon as the other end is closed: the work is cancelled, or the parent process is gone."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _work(job: Any) -> Any:
    return _worker[0](job)
