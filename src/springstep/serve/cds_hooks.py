"""The card as a service of CDS Hooks (version 2.0): what services there are, and the card for a case."""

from __future__ import annotations

import json
from dataclasses import replace

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.api import recommend as recommend_case
from springstep.engine.errors import CaseError, Fault, RecordError
from springstep.serve.bodies import HOOK, HookBody, case_in, day_in, instance_in
from springstep.serve.openapi import operation
from springstep.serve.service import Service

SERVICE = {
    "hook": HOOK,
    "id": "springstep",
    "title": "Short plyometric bursts in recovery runs",
    "description": "Whether bursts are advised in this case, which, and why; the case stands in context.case.",
}


def routes(service: Service) -> APIRouter:
    """Return the routes of CDS Hooks."""
    router = APIRouter(prefix="/cds-services", tags=["CDS Hooks"])

    @router.get("", **operation("The services that there are", None, "HookServices"))
    async def discovery() -> Response:
        return Response(json.dumps({"services": [SERVICE]}), media_type="application/json")

    @router.post("/springstep", **operation("A card for a case", HookBody, "Cards"))
    async def cards(request: Request) -> Response:
        body = await service.read(request, HookBody)
        instance_in(body)
        if body.hook != HOOK:
            raise RecordError([Fault("not_allowed", "is another hook", "hook", allowed=HOOK)])

        def work() -> str:
            base = service.base(body.context.rules)
            try:
                case = case_in(body.context, base)
            except CaseError as error:
                raise CaseError(_in_context(fault) for fault in error.faults) from None
            made = recommend_case(case, rule_base=base, on=day_in(body.context))
            return f'{{"cards": [{made.card(rule_base=base).to_json()}]}}'

        return await service.answer(work)

    return router


def _in_context(fault: Fault) -> Fault:
    return replace(fault, where=f"context.{fault.where}")
