"""The rules and the schemas to read: listed, found by words, one with everything."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from springstep.engine.audit.rule_record import rule_record, rule_summary
from springstep.engine.errors import Fault, QueryError
from springstep.rendering.markdown.rule_search import rules_found
from springstep.schemas import NAMES, json_schema
from springstep.serve.openapi import operation
from springstep.serve.service import Service

Named = Annotated[str | None, Query(description="Which rules, by name; the guide's own where none is named.")]


def routes(service: Service) -> APIRouter:
    """Return the routes of rules and schemas."""
    router = APIRouter(prefix="/v1", tags=["rules"])

    @router.get("/rules", **operation("The rules, in short", None, "RuleList"))
    async def list_rules(
        topic: Annotated[str | None, Query(description="Only those of a topic.")] = None,
        moment: Annotated[str | None, Query(description="Only those of a moment.")] = None,
        sentence: Annotated[str | None, Query(description="Only those that cite a sentence of the guide.")] = None,
        rules: Named = None,
    ) -> Response:
        base = service.base(rules)
        return await service.answer(
            lambda: _json(
                rule_summary(rule)
                for rule in base.rules
                if topic in (None, rule.topic)
                and (moment is None or moment in rule.moments)
                and (sentence is None or sentence in rule.guide)
            )
        )

    @router.get("/rules/search", **operation("The rules for a situation in words, each with why", None, "RulesFound"))
    async def search(
        q: Annotated[str, Query(min_length=1, max_length=200, description="A situation, or words to look for.")],
        rules: Named = None,
    ) -> Response:
        base = service.base(rules)
        if not q.strip():
            raise QueryError([Fault("missing", "holds no words", "q", "such as: returning calf in race week")])
        return await service.answer(
            lambda: _json(
                {**rule_summary(base.by_id[hit.rule]), "how": hit.how, "why": hit.why} for hit in rules_found(q, base)
            )
        )

    @router.get("/rules/{rule_id}", **operation("One rule with everything, by id or name", None, "RuleRecord"))
    async def show(rule_id: str, rules: Named = None) -> Response:
        base = service.base(rules)
        return await service.answer(lambda: json.dumps(rule_record(base.rule(rule_id), base), ensure_ascii=False))

    @router.get("/schema", **operation("The published schemas by name", None, "Schemas"))
    async def list_schemas() -> Response:
        return await service.answer(lambda: json.dumps({name: json_schema(name)["$id"] for name in NAMES}))

    @router.get("/schema/{name}", **operation("A published schema", None, "Schema"))
    async def schema(name: Annotated[str, Path(json_schema_extra={"enum": [*NAMES]})]) -> Response:
        return await service.answer(lambda: json.dumps(json_schema(name), ensure_ascii=False))

    return router


def _json(found: Any) -> str:
    return json.dumps(list(found), ensure_ascii=False)
