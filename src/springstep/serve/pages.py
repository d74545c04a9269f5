"""Pages of a consultation for a person: forms that carry their own state, so that nothing is kept here.

No cookie is set and nothing is kept, so no other page can act in someone's name; a form from elsewhere is refused all
the same. A page loads its own style and script, and no other server is ever asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from springstep.engine.errors import Fault, RecordError, SpringstepError
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.rendering.templates import part
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE

START, TURN = "/", "/consultation"
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_PARTS = {"page.css": "text/css", "page.js": "text/javascript", "run.js": "text/javascript"}
_TOO_OLD = (
    "The service was started anew since, or this page is not its own. What you answered stands on the page before, to "
    "which your browser goes back."
)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def routes(service: Service) -> APIRouter:
    """Return the routes of the pages."""
    router = APIRouter(include_in_schema=False)
    pages = ConsultationPages(service.base(GUIDE), PagePlaces(TURN, START, *map(_path, _PARTS)))
    turning = Turning(service.dialogues[GUIDE], pages, seal=service.seal.sealed, unseal=service.seal.opened)

    @router.get(START)
    async def start() -> Response:
        return _page(pages.start())

    @router.get(TURN)
    async def from_elsewhere() -> Response:
        return RedirectResponse(START, 303, HEADERS)

    @router.post(TURN)
    async def turn(request: Request) -> Response:
        try:
            entered = _entered(request, await service.text(request, kind=_FORM))
            return _page(await service.workers.do(lambda: turning.page(entered)))
        except RecordError as error:
            if not any(fault.code in ("damaged", "conflict") for fault in error.faults):
                raise
            return _page(pages.problem("This page is too old to go on", _TOO_OLD), 422)
        except RequestRefusedError as refused:
            return _page(pages.problem("That could not be done", f"{refused.fault}."), refused.status, refused.headers)
        except SpringstepError as error:
            return _page(pages.problem("The rules make no plan of this", str(error)), 409)

    @router.get("/parts/{digest}/{name}")
    async def of_pages(digest: str, name: str) -> Response:
        if name not in _PARTS or _path(name) != f"/parts/{digest}/{name}":
            raise RequestRefusedError(404, Fault("not_found", "nothing is here"))
        kept = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
        return Response(_part(name), media_type=_PARTS[name], headers=kept)

    return router


def _entered(request: Request, body: str) -> Entered:
    """Return the fields of a form; raises ``RequestRefusedError`` for one that was sent from another site."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise RequestRefusedError(403, Fault("not_allowed", "this form was sent from another site"))
    try:
        return parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise RequestRefusedError(400, Fault("malformed", "this is no form of these pages")) from None


def _page(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    told = {**HEADERS, "Cache-Control": "no-cache", **(headers or {})}
    return Response(text, status, told, "text/html; charset=utf-8")


@cache
def _part(name: str) -> bytes:
    return part("springstep.rendering.consultation", name).encode()


@cache
def _path(name: str) -> str:
    return f"/parts/{hashlib.sha256(_part(name)).hexdigest()[:16]}/{name}"
