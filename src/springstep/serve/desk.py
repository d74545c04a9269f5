"""The coach's desk as pages: asked for with GET they change nothing, so that they can be shared and kept.

Only an audit, a group and an overlay are sent by a form: the first is work, the second tells of people, the third is
too long for an address. Nothing that is asked for is kept but what an audit found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from springstep.engine.errors import Fault, QueryError
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.desk.ask import ask_page
from springstep.rendering.desk.audit import Standing, audit_page
from springstep.rendering.desk.desk import Desk, DeskPlaces, Query
from springstep.rendering.desk.front import front_page
from springstep.rendering.desk.graph import graph_page
from springstep.rendering.desk.group import group_form, group_page
from springstep.rendering.desk.own_made import overlay_file
from springstep.rendering.desk.own_page import new_rule_page
from springstep.rendering.desk.own_rule import FILE
from springstep.rendering.desk.rule_card import rule_card
from springstep.rendering.desk.rule_list import rule_list
from springstep.rendering.desk.signing import STATEMENT, signed_page, signing_page, statement_file
from springstep.rendering.desk.sources import claims_page, facts_page, ledger_page
from springstep.serve.page_answers import FORM, HEADERS, PAGE, YAML, entered_in, packed_answer, page_answer, part_path
from springstep.serve.pages import DESK, START
from springstep.serve.problem_pages import MISTAKES, problem_page
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE
from springstep.serve.uploads import UPLOAD, uploaded_in

_RULES = "rules"
_LOOK_AGAIN_S = "10"
_SIGNATURES = 3
"""How many times as long as another body a file of signatures may be: it keeps what was signed, word by word."""
_PRIVATE = {"Cache-Control": "no-store"}
Shown = Callable[[Desk, Query], str]
"""What makes a page of a desk and what it is asked for."""
ShownOfForm = Callable[[Desk, Query, Entered], str]
"""The same, of what a form holds, too."""
ShownWith = Callable[[Desk, Query], tuple[str, Mapping[str, str]]]
"""The same, with headers of its own."""


class Desks:
    """The desks of a service, one for each of its rule bases."""

    def __init__(self, service: Service) -> None:
        self._service = service
        styles = (part_path(name) for name in ("page.css", "desk.css", "graph.css"))
        place = DeskPlaces(DESK, START, *styles)
        bases = service.settings.rule_bases
        self._desks = {
            name: Desk(base, place, rules="" if name == GUIDE else name, names=tuple(bases))
            for name, base in bases.items()
        }

    def asked_for(self, query: Query) -> Desk:
        """Return the desk of the rules that a query names; raises ``QueryError`` for some that are not served."""
        return self._desks[self._service.named(next(iter(query.get(_RULES, ())), GUIDE))]

    async def answer(self, request: Request, shown: Shown) -> Response:
        """Return a page, or the page that tells why there is none."""
        return await self.answer_with(request, lambda desk, query: (shown(desk, query), {}))

    async def answer_with(self, request: Request, shown: ShownWith, kind: str = PAGE) -> Response:
        """Return a page with headers of its own, or another text, or the page that tells why there is none."""
        query = _query(request)
        desk = self._desks[GUIDE]
        try:
            desk = self.asked_for(query)
            text, headers = await self._service.workers.do(lambda: shown(desk, query))
            return packed_answer(request, page_answer(text, headers=headers, kind=kind))
        except MISTAKES as error:
            return problem_page(error, desk.problem)

    async def answer_form(self, request: Request, shown: ShownOfForm, kind: str = PAGE, *, times: int = 1) -> Response:
        """Return what comes of what a form holds, ``times`` as long as others may be; nothing of it is kept.

        It is packed, as it holds nothing but what the form itself told.
        """
        query, desk = _query(request), self._desks[GUIDE]
        try:
            body = await self._service.body(request, UPLOAD, times=times)
            entered = await self._service.workers.do(lambda: uploaded_in(request, body))
            desk = self.asked_for({**query, **entered})
            text = await self._service.workers.do(lambda: shown(desk, query, entered))
            kept = _PRIVATE if kind == PAGE else {**_PRIVATE, **_as_file(FILE)}
            return packed_answer(request, page_answer(text, headers=kept, kind=kind))
        except MISTAKES as error:
            return problem_page(error, desk.problem)

    async def begin_audit(self, request: Request) -> Response:
        """Begin an audit of the rules that a form names, and lead to the page that says how it stands."""
        desk = self._desks[GUIDE]
        try:
            desk = self.asked_for(entered_in(request, await self._service.text(request, kind=FORM)))
            await self._service.workers.do(lambda: self._service.auditing.begin(desk.base))
            return RedirectResponse(desk.address("/audit"), 303, HEADERS)
        except MISTAKES as error:
            return problem_page(error, desk.problem)


def routes(service: Service) -> APIRouter:
    """Return the routes of the desk."""
    router = APIRouter(include_in_schema=False, prefix=DESK)
    desks = Desks(service)

    def at(path: str, shown: Shown) -> None:
        @router.get(path)
        async def page(request: Request) -> Response:
            return await desks.answer(request, shown)

    for path, made in (
        ("", front_page),
        ("/claims", claims_page),
        ("/ledger", ledger_page),
        ("/facts", facts_page),
        ("/group", group_form),
    ):
        at(path, _of_desk(made))
    for path, asked in (("/rules", rule_list), ("/graph", graph_page), ("/ask", ask_page), ("/new", new_rule_page)):
        at(path, asked)

    @router.get("/audit")
    async def audit(request: Request) -> Response:
        return await desks.answer_with(request, lambda desk, _: _audit(desk, service.auditing.standing(desk.base)))

    @router.post("/audit")
    async def begin_audit(request: Request) -> Response:
        return await desks.begin_audit(request)

    @router.post("/group")
    async def group(request: Request) -> Response:
        return await desks.answer_form(
            request, lambda desk, _, entered: group_page(desk, _given(entered, "table"), date.today())
        )

    @router.get("/audit/whole")
    async def whole(request: Request) -> Response:
        return await desks.answer_with(request, lambda desk, _: _whole(desk, service.auditing.standing(desk.base)))

    @router.post("/new")
    async def into_overlay(request: Request) -> Response:
        return await desks.answer_form(
            request, lambda desk, query, entered: new_rule_page(desk, query, _given(entered, "overlay"))
        )

    @router.post(f"/new/{FILE}")
    async def whole_overlay(request: Request) -> Response:
        return await desks.answer_form(
            request, lambda desk, query, entered: overlay_file(desk, query, _given(entered, "overlay")), YAML
        )

    at("/signing", signing_page)

    @router.get(f"/signing/{STATEMENT}")
    async def statement(request: Request) -> Response:
        return await desks.answer_with(
            request, lambda desk, query: (statement_file(desk, query), _as_file(STATEMENT)), YAML
        )

    @router.post("/signing")
    async def signed(request: Request) -> Response:
        def shown(desk: Desk, query: Query, entered: Entered) -> str:
            return signed_page(desk, query, _given(entered), next(iter(entered.get("keys", ())), ""))

        return await desks.answer_form(request, shown, times=_SIGNATURES)

    @router.get(f"/new/{FILE}")
    async def file(request: Request) -> Response:
        return await desks.answer_with(request, lambda desk, query: (overlay_file(desk, query), _as_file(FILE)), YAML)

    @router.get("/rules/{rule_id}")
    async def rule(request: Request, rule_id: str) -> Response:
        return await desks.answer(request, lambda desk, _: rule_card(desk, rule_id))

    return router


def _audit(desk: Desk, standing: Standing) -> tuple[str, Mapping[str, str]]:
    """Return the page of an audit; one that goes on is looked at again."""
    return audit_page(desk, standing), {"Refresh": _LOOK_AGAIN_S} if standing.how == "going" else {}


def _whole(desk: Desk, standing: Standing) -> tuple[str, Mapping[str, str]]:
    if not standing.whole:
        raise QueryError([Fault("unknown_name", "These rules are not audited yet")])
    return standing.whole, _as_file("springstep-audit.html")


def _given(entered: Entered, name: str = "") -> str:
    """Return a text that a form holds, as a file or pasted under a name."""
    return next((told for each in ("file", name) for told in entered.get(each, ()) if told), "")


def _as_file(name: str) -> Mapping[str, str]:
    """Return the header by which a browser keeps an answer as a file."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _of_desk(made: Callable[[Desk], str]) -> Shown:
    """Return what makes a page that is asked for nothing more."""
    return lambda desk, _: made(desk)


def _query(request: Request) -> Query:
    query = request.query_params
    return {name: query.getlist(name) for name in query}
