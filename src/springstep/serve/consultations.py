"""A consultation without a session: the caller keeps the state, which is sealed, and sends it back with each line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.engine.consultation.state import State
from springstep.engine.errors import Fault, RecordError, nearest
from springstep.serve.bodies import BeginBody, RespondBody, day_in
from springstep.serve.openapi import operation
from springstep.serve.service import Service

if TYPE_CHECKING:
    from springstep.engine.consultation.turns import Turn


def routes(service: Service) -> APIRouter:
    """Return the routes of consultations."""
    router = APIRouter(prefix="/v1/consultation", tags=["consultation"])

    @router.post("/begin", **operation("Begin a consultation", BeginBody, "ConsultationTurn"))
    async def begin(request: Request) -> Response:
        body = await service.read(request, BeginBody)

        def work() -> str:
            name = service.named(body.rules)
            moments = service.base(name).vocabulary.moments
            if body.moment not in (None, *moments):
                raise RecordError([Fault("not_allowed", "is no moment", "moment", nearest(str(body.moment), moments))])
            day = day_in(body)
            on = day.isoformat() if day is not None else ""
            turn = service.dialogues[name].begin(body.moment, day=on, one_by_one=body.one_by_one)
            return _told(turn, name, service)

        return await service.answer(work)

    @router.post("/respond", **operation("Answer a question, or give a command", RespondBody, "ConsultationTurn"))
    async def respond(request: Request) -> Response:
        body = await service.read(request, RespondBody)
        return await service.answer(lambda: _responded(body, service))

    return router


def _responded(body: RespondBody, service: Service) -> str:
    name, _, state = service.seal.opened(body.state).partition("\n")
    if name not in service.dialogues:
        raise RecordError([Fault("conflict", "its rules are not served any more", "state", "begin again")])
    return _told(service.dialogues[name].respond(State.from_json(state), body.line), name, service)


def _told(turn: Turn, name: str, service: Service) -> str:
    state, events = turn
    sealed = service.seal.sealed(f"{name}\n{state.to_json()}")
    head = {"state": sealed, "asking": state.asking, "advised": state.advised, "ended": state.ended}
    return f'{json.dumps(head)[:-1]}, "events": [{", ".join(event.to_json() for event in events)}]}}'
