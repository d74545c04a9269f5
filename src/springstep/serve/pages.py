"""Pages of a consultation for a person: forms that carry their own state, so that nothing is kept here.

No cookie is set and nothing is kept, so no other page can act in someone's name.
"""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from springstep.engine.errors import Fault, RecordError, SpringstepError
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.serve.page_answers import FORM, HEADERS, PARTS, entered_in, page_answer, part_answer, part_path
from springstep.serve.plan_files import add_plan_files, files_place
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE

START, TURN, DESK, DIARY = "/", "/consultation", "/coach", "/diary"
TOO_OLD = (
    "The service was started anew since, or this page is not its own. What you answered stands on the page before, to "
    "which your browser goes back."
)


def routes(service: Service) -> APIRouter:
    """Return the routes of the pages, and of the parts that all pages load."""
    router = APIRouter(include_in_schema=False)
    diary = DIARY if service.settings.diaries is not None else ""
    style, script, run_script = (part_path(name) for name in ("page.css", "page.js", "run.js"))
    pages = ConsultationPages(
        service.base(GUIDE), PagePlaces(TURN, START, style, script, run_script, DESK, diary=diary, files=files_place())
    )
    turning = Turning(service.dialogues[GUIDE], pages, seal=service.seal.sealed, unseal=service.seal.opened)

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
        except RecordError as error:
            if not any(fault.code in ("damaged", "conflict") for fault in error.faults):
                raise
            return page_answer(pages.problem("This page is too old to go on", TOO_OLD), 422)
        except RequestRefusedError as refused:
            told = pages.problem("That could not be done", f"{refused.fault}.")
            return page_answer(told, refused.status, refused.headers)
        except SpringstepError as error:
            return page_answer(pages.problem("The rules make no plan of this", str(error)), 409)

    add_plan_files(router, service, turning, pages)

    @router.get("/parts/{digest}/{name}")
    async def of_pages(digest: str, name: str) -> Response:
        if name not in PARTS or part_path(name) != f"/parts/{digest}/{name}":
            raise RequestRefusedError(404, Fault("not_found", "nothing is here"))
        return part_answer(name)

    return router
