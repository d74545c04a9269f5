"""The coach's desk as pages: each is asked for with GET and changes nothing, so that it can be shared and kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.engine.errors import Fault, SpringstepError
from springstep.rendering.desk.ask import ask_page
from springstep.rendering.desk.desk import Desk, DeskPlaces, Query
from springstep.rendering.desk.front import front_page
from springstep.rendering.desk.graph import graph_page
from springstep.rendering.desk.rule_card import rule_card
from springstep.rendering.desk.rule_list import rule_list
from springstep.rendering.desk.sources import claims_page, facts_page, ledger_page
from springstep.serve.page_answers import packed_answer, page_answer, part_path
from springstep.serve.pages import DESK, START
from springstep.serve.problems import RequestRefusedError, status_of
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE

_RULES = "rules"
Shown = Callable[[Desk, Query], str]
"""What makes a page of a desk and what it is asked for."""


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
        query = _query(request)
        desk = self._desks[GUIDE]
        try:
            desk = self.asked_for(query)
            text = await self._service.workers.do(lambda: shown(desk, query))
            return packed_answer(request, page_answer(text))
        except RequestRefusedError as refused:
            told = desk.problem("That could not be done", f"{refused.fault}.")
            return page_answer(told, refused.status, refused.headers)
        except SpringstepError as error:
            status = status_of(error)
            title = "That is not here" if status == HTTPStatus.NOT_FOUND else "That could not be done"
            return page_answer(desk.problem(title, " ".join(map(_told, error.faults))), status)


def routes(service: Service) -> APIRouter:
    """Return the routes of the desk."""
    router = APIRouter(include_in_schema=False, prefix=DESK)
    desks = Desks(service)

    def at(path: str, shown: Shown) -> None:
        @router.get(path)
        async def page(request: Request) -> Response:
            return await desks.answer(request, shown)

    for path, made in (("", front_page), ("/claims", claims_page), ("/ledger", ledger_page), ("/facts", facts_page)):
        at(path, _of_desk(made))
    for path, asked in (("/rules", rule_list), ("/graph", graph_page), ("/ask", ask_page)):
        at(path, asked)

    @router.get("/rules/{rule_id}")
    async def rule(request: Request, rule_id: str) -> Response:
        return await desks.answer(request, lambda desk, _: rule_card(desk, rule_id))

    return router


def _of_desk(made: Callable[[Desk], str]) -> Shown:
    """Return what makes a page that is asked for nothing more."""
    return lambda desk, _: made(desk)


def _told(fault: Fault) -> str:
    """Tell a fault without the commands that it may name, which nobody has to know here."""
    where = f"{fault.where}: " if fault.where else ""
    near = f" ({fault.allowed})" if fault.allowed.startswith("did") else ""
    return f"{where}{fault.what}{near}."


def _query(request: Request) -> Query:
    query = request.query_params
    return {name: query.getlist(name) for name in query}
