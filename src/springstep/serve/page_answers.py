"""Pages as answers: what every page says of itself, the parts it loads, and the forms it sends.

A page loads its own style and script, and no other server is ever asked; a form from elsewhere is refused.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Mapping
from functools import cache, partial
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response

from springstep.engine.errors import Fault
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.graph.svg import graph_style
from springstep.rendering.templates import part
from springstep.serve.problems import RequestRefusedError

FORM = "application/x-www-form-urlencoded"
PAGE, YAML = "text/html; charset=utf-8", "text/yaml; charset=utf-8"
_MOST_FIELDS = 200
_CONSULTATION, _DESK = "springstep.rendering.consultation", "springstep.rendering.desk"
_DIARY = "springstep.rendering.diary"
PARTS: Mapping[str, Callable[[], str]] = {
    "page.css": partial(part, _CONSULTATION, "page.css"),
    "page.js": partial(part, _CONSULTATION, "page.js"),
    "run.js": partial(part, _CONSULTATION, "run.js"),
    "desk.css": partial(part, _DESK, "desk.css"),
    "diary.css": partial(part, _DIARY, "diary.css"),
    "graph.css": graph_style,
}
"""What pages load, by name, and what gives its text."""
_KINDS = {"css": "text/css", "js": "text/javascript"}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page_answer(text: str, status: int = 200, headers: Mapping[str, str] | None = None, kind: str = PAGE) -> Response:
    """Return a page as an answer, or a text of another kind to keep."""
    told = {**HEADERS, "Cache-Control": "no-cache", **(headers or {})}
    return Response(text, status, told, kind)


def packed_answer(request: Request, answer: Response) -> Response:
    """Return an answer packed, where who asks can unpack it; nothing secret may stand in it."""
    answer.headers["Vary"] = "Accept-Encoding"
    wanted = [each.strip().lower() for each in request.headers.get("accept-encoding", "").split(",")]
    if "gzip" not in wanted:
        return answer
    body = gzip.compress(bytes(answer.body), 6, mtime=0)
    kept = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return Response(body, answer.status_code, {**kept, "Content-Encoding": "gzip"})


def check_site(request: Request) -> None:
    """Raise ``RequestRefusedError`` for a form that was sent from another site.

    A browser from before 2023 may not tell the site; what it tells of the origin is then held to the address asked for.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    if site is None and origin != "null":  # pages that say no-referrer are told of as null, these ones too
        site = "same-origin" if origin.partition("://")[2] == request.headers.get("host") else "cross-site"
    if site not in (None, "same-origin", "none"):
        raise RequestRefusedError(403, Fault("not_allowed", "this form was sent from another site"))


def entered_in(request: Request, body: str) -> Entered:
    """Return the fields of a form; raises ``RequestRefusedError`` for one that was sent from another site."""
    check_site(request)
    try:
        return parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise RequestRefusedError(400, Fault("malformed", "this is no form of these pages")) from None


def part_answer(name: str) -> Response:
    """Return a part of a page as an answer that is kept for as long as its address stays the same."""
    kept = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(_part(name), media_type=_KINDS[name.rpartition(".")[2]], headers=kept)


@cache
def part_path(name: str) -> str:
    """Return where a part of a page is, by what it holds."""
    return f"/parts/{hashlib.sha256(_part(name)).hexdigest()[:16]}/{name}"


@cache
def _part(name: str) -> bytes:
    return PARTS[name]().encode()
