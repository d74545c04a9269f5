"""A plan of the pages as a file to keep: an event for a calendar, a workout for a watch. Nothing of it is kept here."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.engine.consultation.events import Advised
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.workouts.libraries import has
from springstep.formats.workouts.naming import named_run
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.pages import ConsultationPages
from springstep.rendering.consultation.turning import Turning
from springstep.serve.page_answers import FORM, HEADERS, entered_in
from springstep.serve.problem_pages import MISTAKES, problem_page
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE
from springstep.serve.workouts import WORKOUT_FILES

_PLACE = "/consultation/file"
_LIBRARIES = ("garmin_fit_sdk", "fitdecode", "icalendar")
_PRIVATE = {"Cache-Control": "no-store"}
_FILES = {f"run.{form}": WORKOUT_FILES[form] for form in ("ics", "fit")}
"""The files by their names, each with what a browser is told of it; no name comes from who asks."""


def files_place() -> str:
    """Return where a plan is sent to become a file; empty where the extra for it is missing."""
    return _PLACE if has(*_LIBRARIES) else ""


def add_plan_files(router: APIRouter, service: Service, turning: Turning, pages: ConsultationPages) -> None:
    """Add the route that makes files of the plans of these pages, where the extra for it is there."""
    if not files_place():
        return
    base = service.base(GUIDE)

    @router.post(_PLACE)
    async def plan_file(request: Request) -> Response:
        try:
            entered = entered_in(request, await service.text(request, kind=FORM))
            return await service.workers.do(lambda: _answer(entered, turning, base))
        except MISTAKES as error:
            return problem_page(error, pages.problem)


def _answer(entered: Entered, turning: Turning, base: RuleBase) -> Response:
    """Return the file that was asked for, of the plan that stands, as a run of today."""
    name = next(iter(entered.get("as", ())), "")
    if name not in _FILES:
        raise RequestRefusedError(404, Fault("not_found", "there is no such file", "as", " or ".join(_FILES)))
    last = turning.waiting(entered)
    run = named_run(last.recommendation, base, day=date.today()) if isinstance(last, Advised) else None
    if run is None:
        raise RequestRefusedError(409, Fault("out_of_place", "this is no run to put on a watch or into a calendar"))
    kind, written = _FILES[name]
    told = {**HEADERS, **_PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(written(run, None), headers=told, media_type=kind)
