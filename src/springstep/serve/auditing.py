"""Audits of a service: one at a time, in a process of its own, and what came out kept for as long as it runs.

An audit is minutes of work. The process that serves only listens to how far it is, and no answer waits for it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import Any

from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.audit import Standing, whole_audit

_MOST_KEPT = 8
_MILDER = 10
"""By how much the process gives way to others."""
_ENDED = "Its process was ended before it was done. Begin it again."
_NO_SOLVER = "An audit needs the solver: whoever runs the service can install it, as springstep[audit]."


class Auditing:
    """The audits of one service."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._going: tuple[str, Any] | None = None
        """The digest of the rules that are audited now, and the process that does it."""
        self._standings: OrderedDict[str, Standing] = OrderedDict()
        """By digest how each audit stands; of longest ago first, and few are kept."""

    def standing(self, base: RuleBase) -> Standing:
        """Return how the audit of some rules stands."""
        with self._lock:
            kept = self._standings.get(base.digest)
            if (kept is None or kept.how == "failed") and self._going is not None:
                return Standing("busy")
            return kept or Standing("none")

    def begin(self, base: RuleBase) -> None:
        """Begin an audit, unless another goes on, or these rules were audited."""
        with self._lock:
            kept = self._standings.get(base.digest)
            if self._going is not None or (kept is not None and kept.how == "done"):
                return
            fresh = multiprocessing.get_context("spawn")  # the state of z3 and of threads does not survive a fork
            heard, told = fresh.Pipe(duplex=False)
            # Without what is cached with the rules, which cannot be sent to another process.
            process = fresh.Process(target=_audit, args=(replace(base), told), daemon=True)
            process.start()
            told.close()
            self._going = (base.digest, process)
            self._note(base.digest, Standing("going"))
        Thread(target=self._listen, args=(base.digest, heard), daemon=True).start()

    def close(self) -> None:
        """End the audit that goes on."""
        with self._lock:
            if self._going is not None:
                self._going[1].terminate()

    def _listen(self, digest: str, heard: Connection) -> None:
        """Note how far an audit is, until it is done or its process is gone."""
        last = Standing("failed", why=_ENDED)
        with heard:
            try:
                while True:
                    last = heard.recv()
                    if last.how != "going":
                        break
                    with self._lock:
                        self._note(digest, last)
            except (EOFError, OSError):
                last = Standing("failed", why=_ENDED)
        with self._lock:
            self._going = None
            self._note(digest, last)

    def _note(self, digest: str, standing: Standing) -> None:
        self._standings[digest] = standing
        self._standings.move_to_end(digest)
        while len(self._standings) > _MOST_KEPT:
            self._standings.popitem(last=False)


def _audit(base: RuleBase, told: Connection) -> None:
    """Audit some rules in this process, and tell how far it is, and what came out."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends this process silently; the service tells of it
    if hasattr(os, "nice"):
        os.nice(_MILDER)
    with told, _telling_faults(told):
        from springstep.engine.audit.full_audit import audit  # takes the solver, an extra

        found = audit(base, progress=lambda *far: told.send(Standing("going", *far)))
        told.send(Standing("done", audit=found, whole=whole_audit(found, base)))


@contextmanager
def _telling_faults(told: Connection) -> Iterator[None]:
    try:
        yield
    except ImportError:
        told.send(Standing("failed", why=_NO_SOLVER))
    except SpringstepError as error:
        told.send(Standing("failed", why=" ".join(f"{fault}." for fault in error.faults)))
