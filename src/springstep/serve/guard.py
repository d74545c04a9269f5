"""Who may ask, and how often; each request is counted, and each mistake answered as a problem."""

from __future__ import annotations

import hmac
from collections import OrderedDict
from time import monotonic, perf_counter
from typing import TYPE_CHECKING

from springstep.engine.errors import Fault
from springstep.serve.problems import RequestRefusedError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from springstep.serve.operating import Figures
    from springstep.serve.settings import Settings

_OPEN = "/healthz"
"""The one path that needs no token and has no rate."""
_MOST_ADDRESSES = 10_000


class Guard:
    """Stands before the application."""

    def __init__(self, app: ASGIApp, *, settings: Settings, figures: Figures) -> None:
        self._app, self._figures = app, figures
        self._tokens = [token.encode() for token in settings.tokens]
        self._rate = Rate(settings.per_minute) if settings.per_minute else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            try:
                self._check(scope)
            except RequestRefusedError as refused:
                await refused.response()(scope, receive, noted)
            else:
                await self._app(scope, receive, noted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._figures.observe(route, scope["method"], status or 500, perf_counter() - begun)

    def _check(self, scope: Scope) -> None:
        if scope["path"] == _OPEN:
            return
        if self._rate is not None:
            client = scope.get("client")
            self._rate.check(client[0] if client else "")
        if self._tokens and not self._known(dict(scope["headers"]).get(b"authorization", b"")):
            fault = Fault("not_allowed", "needs a token that is known", "authorization", "Bearer TOKEN")
            raise RequestRefusedError(401, fault, {"WWW-Authenticate": "Bearer"})

    def _known(self, header: bytes) -> bool:
        kind, _, token = header.partition(b" ")
        found = [hmac.compare_digest(token.strip(), known) for known in self._tokens]  # all, whichever it is
        return kind.lower() == b"bearer" and any(found)


class Rate:
    """How often each address may ask: so many times a minute, and as many at once."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """By address how many requests are left, and when that was; the addresses of longest ago are forgotten."""

    def check(self, address: str) -> None:
        """Count a request; raises ``RequestRefusedError`` for one too many."""
        now = monotonic()
        left, then = self._left.pop(address, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - then) * self._per_minute / 60)
        self._left[address] = (max(left - 1, 0.0) if left >= 1 else left, now)
        if len(self._left) > _MOST_ADDRESSES:
            self._left.popitem(last=False)
        if left < 1:
            wait_s = max(1, round((1 - left) * 60 / self._per_minute))
            fault = Fault("busy", "too many requests", allowed=f"{self._per_minute} a minute")
            raise RequestRefusedError(429, fault, {"Retry-After": str(wait_s)})
