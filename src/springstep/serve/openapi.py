"""The description of the interface (OpenAPI 3.1): every body, every answer, every refusal, with examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from springstep.engine.schema.names import names_of
from springstep.engine.schema.records import schema_of
from springstep.schemas import json_schema
from springstep.serve import bodies
from springstep.serve.examples import EXAMPLES
from springstep.serve.problems import MEDIA_TYPE, ProblemDetails
from springstep.serve.settings import GUIDE
from springstep.version import __version__

if TYPE_CHECKING:
    from fastapi import FastAPI
    from pydantic import BaseModel

    from springstep.engine.rulebase.base import RuleBase
    from springstep.serve.service import Service

_JSON = "application/json"
_REFUSALS = {
    "400": "The body is not of its schema.",
    "401": "A token is needed, and none that is known came along.",
    "404": "What is asked for is not there.",
    "408": "The body did not come in time.",
    "409": "The rules make no plan of this case, or the plan is no workout.",
    "413": "The body is too long.",
    "415": "The body is of another kind.",
    "422": "The request has its form, but its values do not go together, or are not known.",
    "429": "Too many requests; `Retry-After` says when to try again.",
    "503": "Too many requests wait; `Retry-After` says when to try again.",
    "504": "It takes too long.",
}
_OF_A_BODY = ("400", "408", "413", "415")
_PUBLISHED = {
    "Case": "case",
    "Recommendation": "recommendation",
    "Explanation": "explanation",
    "Changes": "changes",
    "DecisionCard": "decision-card",
    "Workout": "workout",
    "Receipt": "receipt",
    "Events": "events",
}
_TEXT = {"type": "string"}
_DECISION = "decision"


def operation(
    summary: str, body: type[BaseModel] | str | None, answer: str | None, media: str = _JSON
) -> dict[str, Any]:
    """Return how an operation is described: its body and its answer by the names of their schemas."""
    refusals = {status: words for status, words in _REFUSALS.items() if body is not None or status not in _OF_A_BODY}
    name = body if isinstance(body, str) or body is None else body.__name__
    content = {media: {"schema": _ref(answer)}} if answer is not None else {"text/plain": {"schema": _TEXT}}
    extra: dict[str, Any] = {}
    if name is not None:
        shown = {media: {"schema": _ref(name), **({"examples": EXAMPLES[name]} if name in EXAMPLES else {})}}
        extra = {"requestBody": {"required": True, "content": shown}}
    return {
        "summary": summary,
        "response_model": None,
        "responses": {
            "200": {"description": summary, "content": content},
            **{
                status: {"description": words, "content": {MEDIA_TYPE: {"schema": _ref("ProblemDetails")}}}
                for status, words in refusals.items()
            },
        },
        "openapi_extra": extra,
    }


def describe(app: FastAPI, service: Service) -> None:
    """Give an application its description, worked out when it is first asked for."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.title, app.version = "springstep", __version__
            app.description = "Advice on short plyometric bursts in recovery runs, with the reason for every decision."
            found = made()
            found["components"] = {"schemas": _components(service), **_security(service)}
            if service.settings.tokens:
                found["security"] = [{"token": []}]
            app.openapi_schema = found
        return app.openapi_schema

    vars(app)["openapi"] = openapi


def _security(service: Service) -> dict[str, Any]:
    return {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if service.settings.tokens else {}


def _components(service: Service) -> dict[str, Any]:
    """Return every schema that an operation names, each with what it refers to, by names of their own."""
    found: dict[str, Any] = {}
    for name, published in _PUBLISHED.items():
        _add(found, name, json_schema(published))
    _in_short(found["Case"])
    _add(found, "ProblemDetails", schema_of(ProblemDetails, {}))
    found["ReceiptGiven"] = _of_other_rules(found["Receipt"])
    base, names = service.base(None), list(service.settings.rule_bases)
    kinds: list[type[BaseModel]] = [*bodies.CaseGiven.__subclasses__(), bodies.BeginBody, bodies.RespondBody]
    for kind in kinds:
        found[kind.__name__] = _body(kind, base, names)
    found["CaseLine"] = _body(bodies.CaseGiven, base, names)
    found["HookBody"] = _hook()
    found["ReceiptCheck"] = _object(holds={"type": "boolean"}, faults=_listed(_TEXT))
    found["ConsultationTurn"] = _object(
        state={**_TEXT, "description": "Sealed; it comes back with the next line as it is."},
        asking={"type": ["string", "null"], "description": "The fact that waits for an answer."},
        advised={"type": "boolean"},
        ended={"type": "boolean"},
        events=_ref("Events"),
    )
    line = {"type": "integer", "minimum": 1}
    answers = {"plan": "Recommendation", "card": "DecisionCard", "problem": "ProblemDetails"}
    found["AnswerLine"] = {"oneOf": [_object(line=line, **{kind: _ref(name)}) for kind, name in answers.items()]}
    summary = {"type": "object", "properties": {"id": _TEXT, "name": _TEXT}, "required": ["id", "name"]}
    found["RuleRecord"], found["RuleList"] = summary, _listed(summary)
    found["RulesFound"] = _listed({**summary, "required": ["id", "name", "how", "why"]})
    found["Schemas"] = {"type": "object", "additionalProperties": _TEXT}
    found["Schema"] = {"type": "object"}
    found["Health"] = _object(
        status={"const": "ok"}, version=_TEXT, rules={"type": "object", "additionalProperties": _TEXT}
    )
    found["HookServices"] = _object(services=_listed({"type": "object", "required": ["hook", "id", "description"]}))
    found["Cards"] = _object(cards=_listed(_ref("DecisionCard")))
    return found


def _body(kind: type[BaseModel], base: RuleBase, names: list[str]) -> dict[str, Any]:
    """Return the schema of a body, with the names that there are."""
    schema = kind.model_json_schema()
    known: Mapping[str, Mapping[str, Any]] = {
        "case": _ref("Case"),
        "rules": {"enum": [*names, None], "default": GUIDE},
        "on": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "moment": {"enum": [*base.vocabulary.moments, None]},
    }
    for name, held in schema["properties"].items():
        held.pop("title", None)
        if name in known:
            schema["properties"][name] = {"description": held["description"], **known[name]}
    if kind is bodies.CueBody:
        during = {"properties": {"moment": {"const": "during"}}}
        schema["properties"]["case"] = {"allOf": [_ref("Case"), during]}
    if _DECISION in schema["properties"]:
        schema["properties"][_DECISION]["enum"] = list(names_of(base)[_DECISION])
    return schema


def _of_other_rules(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a receipt that other rules may have made, with moments and verdicts of their own."""
    words = dict.fromkeys(("moment", "verdict", "verdict_code"), _TEXT)
    return {**receipt, "properties": {**receipt["properties"], **words}}


def _in_short(case: dict[str, Any]) -> None:
    """Leave to the published schema which facts a moment needs, and what contradicts itself."""
    case.pop("allOf")
    case["description"] += " Which of them a moment needs, and which contradict others, stands in /v1/schema/case."


def _hook() -> dict[str, Any]:
    context = _ref(bodies.CardBody.__name__)
    named = {"hook": {"const": bodies.HOOK}, "hookInstance": {"type": "string", "format": "uuid"}, "context": context}
    return {"type": "object", "properties": named, "required": [*named]}


def _add(found: dict[str, Any], name: str, schema: dict[str, Any]) -> None:
    """Add a schema and what it defines; a definition that differs from one of the same name gets a name of its own."""
    schema = json.loads(json.dumps({key: value for key, value in schema.items() if key not in ("$schema", "$id")}))
    defined = schema.pop("$defs", {})
    names = {each: each for each in defined}
    while True:
        moved = {names[each]: _moved(held, names) for each, held in defined.items()}
        clash = [each for each in defined if found.get(names[each], moved[names[each]]) != moved[names[each]]]
        if not clash:
            break
        names |= {each: f"{name}{each}" for each in clash}
    found |= moved
    whole = _moved(schema, names)
    if whole != _ref(name):  # one that refers to itself is among what it defines
        found[name] = whole


def _moved(schema: Any, names: Mapping[str, str]) -> Any:
    """Return a schema whose references lead to the components."""
    if isinstance(schema, list):
        return [_moved(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: f"#/components/schemas/{names[value.rpartition('/')[2]]}"
        if key == "$ref" and isinstance(value, str)
        else _moved(value, names)
        for key, value in schema.items()
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _listed(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}
