"""The plan of one case as a workout: JSON, or a file for a watch, a calendar, intervals.icu or Zwift."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.api import recommend as recommend_case
from springstep.api import workout
from springstep.engine.errors import Fault, QueryError
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.errors import FormatError
from springstep.formats.workouts.calendar import calendar_file, run_event
from springstep.formats.workouts.fit import fit_file
from springstep.formats.workouts.interval_text import interval_text
from springstep.formats.workouts.named_run import NamedRun
from springstep.formats.workouts.naming import named_run
from springstep.formats.workouts.zwift import zwift_file
from springstep.serve.bodies import WorkoutBody, case_in, day_in, start_in
from springstep.serve.openapi import operation
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.session.recommendation import Recommendation

_JSON = "application/json"
WORKOUT_FILES: Mapping[str, tuple[str, Callable[[NamedRun, time | None], bytes]]] = {
    "fit": ("application/vnd.ant.fit", lambda run, at: fit_file(run)),
    "ics": ("text/calendar; charset=utf-8", lambda run, at: calendar_file([run_event(run, at=at)])),
    "icu": ("text/plain; charset=utf-8", lambda run, at: interval_text(run).encode()),
    "zwo": ("application/xml", lambda run, at: zwift_file(run)),
}
"""The files by their forms, each with what is told of it; only an event knows when the run starts."""
_ENDINGS = {"icu": "txt"}
"""Of the forms that are no ending of a file by themselves."""


def routes(service: Service) -> APIRouter:
    """Return the route of workouts."""
    router = APIRouter(prefix="/v1", tags=["decisions"])

    @router.post("/workout", **_described())
    async def plan_as_workout(request: Request) -> Response:
        body = await service.read(request, WorkoutBody)
        return await service.workers.do(lambda: _answer(body, service.base(body.rules)))

    return router


def _described() -> dict[str, Any]:
    found = operation("The plan of one case as a workout, or as a file of one", WorkoutBody, "Workout")
    kinds = [kind.partition(";")[0] for kind, _ in WORKOUT_FILES.values()]
    found["responses"]["200"]["content"] |= {kind: {} for kind in kinds}
    return found


def _answer(body: WorkoutBody, base: RuleBase) -> Response:
    day, at = day_in(body), start_in(body)
    made = recommend_case(case_in(body, base), rule_base=base, on=day)
    told = workout(made, rule_base=base)
    if told is None:
        what = f"this is no run to make a workout of: {made.headline}"
        raise RequestRefusedError(HTTPStatus.CONFLICT, Fault("out_of_place", what, "case"))
    if body.form == "json":
        return Response(told.to_json(), media_type=_JSON)
    return _file(body.form, made, base, day, at)


def _file(form: str, made: Recommendation, base: RuleBase, day: date | None, at: time | None) -> Response:
    if day is None:
        raise QueryError([Fault("missing", "a file is of a day", "on", "a day such as 2026-05-04")])
    run = named_run(made, base, day=day)
    assert run is not None, "there is a workout, and so a run"
    kind, written = WORKOUT_FILES[form]
    try:
        content = written(run, at)
    except FormatError as error:
        missing = any(fault.code == "not_installed" for fault in error.faults)
        status = HTTPStatus.NOT_FOUND if missing else HTTPStatus.UNPROCESSABLE_ENTITY
        raise RequestRefusedError(status, error.faults[0]) from None
    told = {"Content-Disposition": f'attachment; filename="run.{_ENDINGS.get(form, form)}"'}
    return Response(content, headers=told, media_type=kind)
