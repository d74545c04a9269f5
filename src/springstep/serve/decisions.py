"""One case in, one answer out: the plan, why, why not, what would change it, a card, a receipt, and its check."""

from __future__ import annotations

import json
from collections.abc import Callable

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from springstep.api import recommend as recommend_case
from springstep.api import rules_book, verify
from springstep.engine.errors import CaseError, Fault
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.serve.bodies import (
    CardBody,
    CaseGiven,
    ChangeBody,
    CueBody,
    ReceiptBody,
    RecommendBody,
    WhyBody,
    WhyNotBody,
    case_in,
    day_in,
)
from springstep.serve.openapi import operation
from springstep.serve.service import Service
from springstep.session.recommendation import Recommendation


def routes(service: Service) -> APIRouter:
    """Return the routes of decisions."""
    router = APIRouter(prefix="/v1", tags=["decisions"])

    @router.post("/recommend", **operation("What to do in one case", RecommendBody, "Recommendation"))
    async def recommend(request: Request) -> Response:
        body = await service.read(request, RecommendBody)
        return await _answered(body, lambda made, _: made.to_json(trace=body.trace))

    @router.post("/card", **operation("The plan of one case as a card", CardBody, "DecisionCard"))
    async def card(request: Request) -> Response:
        body = await service.read(request, CardBody)
        return await _answered(body, lambda made, base: made.card(rule_base=base).to_json())

    @router.post("/cue", **operation("Something came up in the middle of a run: what now?", CueBody, "Recommendation"))
    async def cue(request: Request) -> Response:
        body = await service.read(request, CueBody)
        if body.case.setdefault(MOMENT, "during") != "during":
            raise CaseError([Fault("not_allowed", "is not in the middle of a run", f"case.{MOMENT}", "during")])
        return await _answered(body, lambda made, _: made.to_json(trace=False))

    @router.post("/why", **operation("Why a decision is as it is", WhyBody, "Explanation"))
    async def why(request: Request) -> Response:
        body = await service.read(request, WhyBody)
        return await _answered(
            body, lambda made, base: made.why(body.decision, depth=body.depth, rule_base=base).to_json()
        )

    @router.post("/why-not", **operation("Why something is not recommended", WhyNotBody, "Explanation"))
    async def why_not(request: Request) -> Response:
        body = await service.read(request, WhyNotBody)
        return await _answered(body, lambda made, base: made.why_not(body.target, rule_base=base).to_json())

    @router.post(
        "/what-would-change", **operation("The smallest changes that change a decision", ChangeBody, "Changes")
    )
    async def what_would_change(request: Request) -> Response:
        body = await service.read(request, ChangeBody)

        def changes(made: Recommendation, base: RuleBase) -> str:
            return made.what_would_change(body.decision, rule_base=base, budget=body.budget).to_json()

        return await _answered(body, changes)

    @router.post("/receipt", **operation("What others need to check the plan of one case", ReceiptBody, "Receipt"))
    async def receipt(request: Request) -> Response:
        body = await service.read(request, ReceiptBody)
        return await _answered(body, lambda made, base: made.receipt(least=body.least, rule_base=base).to_json())

    @router.post("/verify", **operation("Whether a receipt holds", "ReceiptGiven", "ReceiptCheck"))
    async def verify_receipt(request: Request) -> Response:
        text = await service.text(request)
        return await service.answer(lambda: _verified(text, service))

    async def _answered(body: CaseGiven, told: Callable[[Recommendation, RuleBase], str]) -> Response:
        def work() -> str:
            base = service.base(body.rules)
            made = recommend_case(case_in(body, base), rule_base=base, on=day_in(body))
            return told(made, base)

        return await service.answer(work)

    return router


def _verified(text: str, service: Service) -> str:
    """Check a receipt by the rules that it names, if they are served, else by the guide's."""
    named = next((base for base in service.settings.rule_bases.values() if base.digest in text), service.base(None))
    found = verify(text, book=rules_book(named))
    return json.dumps({"holds": not found, "faults": found}, ensure_ascii=False)
