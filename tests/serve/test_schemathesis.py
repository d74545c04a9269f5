"""What the description of the interface allows is answered, what it does not is refused, and every answer fits it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from tests.serve.serving import Asked
from tests.strategies import examples

PATHS = {
    "/v1/recommend": "POST",
    "/v1/card": "POST",
    "/v1/workout": "POST",
    "/v1/cue": "POST",
    "/v1/why": "POST",
    "/v1/why-not": "POST",
    "/v1/what-would-change": "POST",
    "/v1/receipt": "POST",
    "/v1/verify": "POST",
    "/v1/recommend-many": "POST",
    "/v1/consultation/begin": "POST",
    "/v1/consultation/respond": "POST",
    "/v1/rules": "GET",
    "/v1/rules/search": "GET",
    "/v1/rules/{rule_id}": "GET",
    "/v1/schema": "GET",
    "/v1/schema/{name}": "GET",
    "/cds-services": "GET",
    "/cds-services/springstep": "POST",
    "/healthz": "GET",
    "/metrics": "GET",
}
WITH_ANY_TEXTS = ("/v1/verify",)
"""Where a body may hold texts of any kind, and some hold what no text should."""
ALWAYS_ANSWERED = "/v1/recommend-many"
"""Where what is wrong with a line is told in a line."""
MANY = examples(60)


@schemathesis.serializer("application/x-ndjson")
def lines(_: schemathesis.SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


@schemathesis.deserializer("application/x-ndjson")
def first_line(_: schemathesis.DeserializationContext, response: schemathesis.Response) -> Any:
    return json.loads(response.content.splitlines()[0])


@pytest.fixture(scope="session")
def interface(service: Asked) -> Any:
    accepted = ["2xx", "404", "409", "422"]
    texts = [
        {"include-path": path, "checks": {"positive_data_acceptance": {"expected-statuses": [*accepted, "400"]}}}
        for path in WITH_ANY_TEXTS
    ]
    told = {"checks": {"positive_data_acceptance": {"expected-statuses": accepted}}, "operations": texts}
    return schemathesis.openapi.from_url(f"{service.address}/openapi.json", config=SchemathesisConfig.from_dict(told))


def test_every_operation_is_tried(service: Asked) -> None:
    described = service.get("/openapi.json").json()["paths"]
    assert {path: method.upper() for path, methods in described.items() for method in methods} == PATHS


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_the_service_does_as_described(interface: Any, path: str, mode: GenerationMode) -> None:
    operation = interface[path][PATHS[path]]
    if mode.is_negative and not (operation.body or operation.query or operation.path_parameters):
        return  # there is nothing to get wrong
    if mode.is_negative and path == ALWAYS_ANSWERED:
        return

    @settings(MANY, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def held(case: Any) -> None:
        case.call_and_validate()

    held()
