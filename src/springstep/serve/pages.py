"""Pages of a consultation for a person: forms that carry their own state, so that nothing is kept here.

No cookie is set and nothing is kept, so no other page can act in someone's name.
"""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from springstep.engine.errors import Fault
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.serve.page_answers import FORM, HEADERS, PARTS, entered_in, page_answer, part_answer, part_path
from springstep.serve.plan_files import add_plan_files, files_place
from springstep.serve.problem_pages import MISTAKES, NOT_HERE, problem_page
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE

_WRONG_ADDRESS = "There is nothing at this address. Was it copied whole? The first page leads to all there is."
START, TURN, DESK, DIARY = "/", "/consultation", "/coach", "/diary"


def consultation_pages(service: Service) -> ConsultationPages:
    """Return the pages of consultations, each with the address of what it leads to."""
    diary = DIARY if service.settings.diaries is not None else ""
    style, script, run_script = (part_path(name) for name in ("page.css", "page.js", "run.js"))
    return ConsultationPages(
        service.base(GUIDE), PagePlaces(TURN, START, style, script, run_script, DESK, diary=diary, files=files_place())
    )


def not_there(request: Request, pages: ConsultationPages) -> Response | None:
    """Return the page for an address at which there is nothing; ``None`` for a program, which asks for no page."""
    if "text/html" not in request.headers.get("accept", ""):
        return None
    return page_answer(pages.problem(NOT_HERE, _WRONG_ADDRESS), HTTPStatus.NOT_FOUND)


def routes(service: Service, pages: ConsultationPages) -> APIRouter:
    """Return the routes of the pages, and of the parts that all pages load."""
    router = APIRouter(include_in_schema=False)
    seal = service.seal
    turning = Turning(service.dialogues[GUIDE], pages, seal=seal.sealed, unseal=seal.opened, today=date.today)

    @router.get(START)
    async def start() -> Response:
        return page_answer(pages.start())

    @router.get(TURN)
    async def from_elsewhere() -> Response:
        return RedirectResponse(START, 303, HEADERS)

    @router.post(TURN)
    async def turn(request: Request) -> Response:
        try:
            entered = entered_in(request, await service.text(request, kind=FORM))
            return page_answer(await service.workers.do(lambda: turning.page(entered)))
        except MISTAKES as error:
            return problem_page(error, pages.problem)

    add_plan_files(router, service, turning, pages)

    @router.get("/parts/{digest}/{name}")
    async def of_pages(digest: str, name: str) -> Response:
        if name not in PARTS or part_path(name) != f"/parts/{digest}/{name}":
            raise RequestRefusedError(404, Fault("not_found", "nothing is here"))
        return part_answer(name)

    return router
