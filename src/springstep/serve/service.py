"""What every route needs: the rules by name, bodies read within limits, and work done beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from springstep.dialogue import Dialogue
from springstep.engine.errors import Fault, QueryError, RecordError, nearest, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.sealing import Seal
from springstep.serve.auditing import Auditing
from springstep.serve.bodies import read_body
from springstep.serve.problems import RequestRefusedError
from springstep.serve.settings import GUIDE, Settings
from springstep.serve.work import Workers

if TYPE_CHECKING:
    from pydantic import BaseModel

Kind = TypeVar("Kind", bound="BaseModel")
_JSON = "application/json"


class Service:
    """One service: its rules, its threads, its seal, its audits."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workers = Workers(settings.threads, most_waiting=settings.most_waiting, most_seconds=settings.most_seconds)
        self.seal = Seal(settings.seal_key)
        self.auditing = Auditing()
        self.dialogues = {name: Dialogue(base) for name, base in settings.rule_bases.items()}

    def named(self, name: str | None) -> str:
        """Return the name of the rules to answer by; raises ``QueryError`` for one that is not served."""
        wanted = GUIDE if name is None else name
        if wanted not in self.settings.rule_bases:
            near = nearest(wanted, self.settings.rule_bases)
            raise QueryError([Fault("unknown_name", f"no rules are called {shown(wanted)}", "rules", near)])
        return wanted

    def base(self, name: str | None) -> RuleBase:
        """Return the rules to answer by; raises ``QueryError`` for a name that is not served."""
        return self.settings.rule_bases[self.named(name)]

    async def text(self, request: Request, *, kind: str = _JSON) -> str:
        """Return the body of a request as text; raises ``RequestRefusedError`` as ``body`` does."""
        return decoded(await self.body(request, kind))

    async def body(self, request: Request, kind: str, *, times: int = 1) -> bytes:
        """Return the body of a request, which may be so many ``times`` as long as others.

        Raises ``RequestRefusedError`` for another kind, one too long or too slow.
        """
        check_kind(request, kind)
        try:
            received = self._received(request, times * self.settings.most_bytes)
            return await asyncio.wait_for(received, self.settings.most_seconds)
        except asyncio.TimeoutError:  # of its own before Python 3.11
            raise too_slow(self.settings.most_seconds) from None

    async def _received(self, request: Request, most_bytes: int) -> bytes:
        parts, length = [], 0
        async for part in request.stream():
            length += len(part)
            if length > most_bytes:
                raise too_long(most_bytes)
            parts.append(part)
        return b"".join(parts)

    async def read(self, request: Request, kind: type[Kind]) -> Kind:
        """Return what a request holds; raises ``RequestRefusedError``, or ``RecordError`` with every fault."""
        return read_body(await self.text(request), kind)

    async def answer(self, work: Callable[[], str]) -> Response:
        """Return what comes of some work, which is JSON."""
        return Response(await self.workers.do(work), media_type=_JSON)


def check_kind(request: Request, kind: str) -> None:
    """Raise ``RequestRefusedError`` for a body of another kind, such as a page elsewhere can send unasked."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != kind:
        raise RequestRefusedError(415, Fault("not_allowed", f"the body is {shown(given)}", "content-type", kind))


def too_long(most_bytes: int) -> RequestRefusedError:
    """Return the refusal of a body that is too long; the connection ends, so that the rest is not sent."""
    fault = Fault("too_large", "the body is too long", allowed=f"at most {most_bytes:,} bytes")
    return RequestRefusedError(413, fault, {"Connection": "close"})


def too_slow(most_seconds: float) -> RequestRefusedError:
    """Return the refusal of a body that does not come; the connection ends."""
    fault = Fault("gave_up", "the body did not come in time", allowed=f"within {most_seconds:g} s")
    return RequestRefusedError(408, fault, {"Connection": "close"})


def decoded(body: bytes) -> str:
    """Return a body as text; raises ``RecordError`` for bytes that are none."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise RecordError([Fault("malformed", "the body is no UTF-8")]) from None
