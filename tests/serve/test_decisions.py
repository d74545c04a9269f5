"""Every answer over HTTP is what the package says in Python, of the form that the description of the interface has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from springstep import json_schema, load_rule_base, recommend, verify
from springstep.serve.examples import CASE, EXAMPLES
from tests.places import EXAMPLES as FILES
from tests.serve.serving import Asked, serving
from tests.strategies import MOMENTS, all_cases, examples

TIRED = {**CASE, "fatigue": 8}
PLAN, SPENT = recommend(CASE, on=date(2026, 5, 4)), recommend(TIRED)
JSON = "application/json"


@pytest.fixture(scope="session")
def described(service: Asked) -> dict[str, Any]:
    told: dict[str, Any] = service.get("/openapi.json").json()
    return told


def operations(described: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def validator(described: dict[str, Any], schema: Any) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": described["components"]}, format_checker=FormatChecker())


def test_every_example_is_answered_as_described(service: Asked, described: dict[str, Any]) -> None:
    shown = 0
    for method, path, operation in operations(described):
        content = operation.get("requestBody", {}).get("content", {}).get(JSON, {})
        for example in content.get("examples", {}).values():
            assert validator(described, content["schema"]).is_valid(example["value"]), path
            answer = service.session.request(method, service.address + path, json=example["value"], timeout=60)
            assert answer.status_code == 200, (path, answer.text)
            shown += 1
            kinds = operation["responses"]["200"]["content"]
            kind = answer.headers["content-type"].partition(";")[0]
            assert kind in kinds
            if kind == JSON:
                found = validator(described, kinds[JSON]["schema"]).iter_errors(answer.json())
                assert [error.message for error in found] == []
    assert shown == sum(map(len, EXAMPLES.values()))


def test_every_schema_that_is_referred_to_is_there(described: dict[str, Any]) -> None:
    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            for each in part.values():
                yield from references(each)
        elif isinstance(part, list):
            for each in part:
                yield from references(each)

    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(references(described)) <= known


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("recommend", {"case": CASE, "on": "2026-05-04"}, PLAN.to_json(trace=False)),
        ("recommend", {"case": CASE, "on": "2026-05-04", "trace": True}, PLAN.to_json()),
        ("card", {"case": CASE, "on": "2026-05-04"}, PLAN.card().to_json()),
        ("why", {"case": TIRED, "decision": "clearance"}, SPENT.why("clearance").to_json()),
        ("why", {"case": TIRED, "decision": "dose", "depth": "long"}, SPENT.why("dose", depth="long").to_json()),
        ("why-not", {"case": CASE, "target": "drill=depth_jumps"}, PLAN.why_not("drill=depth_jumps").to_json()),
        ("what-would-change", {"case": TIRED, "decision": "dose"}, SPENT.what_would_change("dose").to_json()),
        ("receipt", {"case": TIRED}, SPENT.receipt().to_json()),
        ("receipt", {"case": TIRED, "least": True}, SPENT.receipt(least=True).to_json()),
    ],
)
def test_an_answer_is_what_the_package_says(service: Asked, path: str, body: Any, said: str) -> None:
    answer = service.post(f"/v1/{path}", body)
    assert (answer.status_code, answer.headers["content-type"], answer.text) == (200, JSON, said)


@examples(60)
@given(case=st.sampled_from(MOMENTS).flatmap(all_cases))
def test_every_valid_case_is_answered(service: Asked, case: dict[str, Any]) -> None:
    answer = service.post("/v1/recommend", {"case": case})
    assert (answer.status_code, answer.text) == (200, recommend(case).to_json(trace=False))


def test_what_comes_up_in_a_run_needs_no_moment(service: Asked) -> None:
    told = {"cue": ["flooding_legs"], "bursts_done": 2}
    said = recommend({"moment": "during", **told}).to_json(trace=False)
    assert service.post("/v1/cue", {"case": told}).text == said
    body = service.get("/openapi.json").json()["components"]["schemas"]["CueBody"]["properties"]["case"]
    assert all("moment" not in part.get("required", ()) for part in body["allOf"])
    assert service.post("/v1/cue", {"case": {"cue": ["chest_pain"], "bursts_done": None}}).json()["verdict"] == "stop"
    wrong = service.post("/v1/cue", {"case": {**CASE, "moment": "before"}})
    assert (wrong.status_code, wrong.json()["faults"][0]["where"]) == (400, "case.moment")


def test_a_receipt_that_was_made_holds_and_a_changed_one_does_not(service: Asked) -> None:
    receipt = service.post("/v1/receipt", {"case": TIRED}).json()
    assert service.post("/v1/verify", receipt).json() == {"holds": True, "faults": []}
    changed = json.dumps({**receipt, "verdict": "bursts"})
    told = service.post("/v1/verify", data=changed, headers={"content-type": JSON}).json()
    assert told == {"holds": False, "faults": list(verify(changed))} and told["faults"]
    nonsense = service.post("/v1/verify", {"a": 1})
    assert nonsense.status_code == 400


def test_other_rules_answer_by_their_name() -> None:
    base = load_rule_base(overlays=FILES / "overlays" / "club-rules.yaml")
    with serving(rule_bases={"guide": load_rule_base(), "club": base}) as asked:
        plan = asked.post("/v1/recommend", {"case": CASE, "rules": "club"})
        assert plan.text == recommend(CASE, rule_base=base).to_json(trace=False)
        receipt = asked.post("/v1/receipt", {"case": CASE, "rules": "club"}).json()
        assert asked.post("/v1/verify", receipt).json()["holds"]
        unknown = asked.post("/v1/card", {"case": CASE, "rules": "clubs"})
        assert (unknown.status_code, unknown.json()["faults"][0]["allowed"]) == (404, "did you mean 'club'?")
        assert set(asked.get("/healthz").json()["rules"]) == {"guide", "club"}
        listed = asked.get("/v1/rules", params={"rules": "club"}).json()
        assert {rule["id"] for rule in listed} == {rule.id for rule in base.rules}


def test_rules_are_listed_found_and_shown(service: Asked) -> None:
    rules = service.get("/v1/rules").json()
    assert [rule["id"] for rule in rules] == [rule.id for rule in load_rule_base().rules]
    found = service.get("/v1/rules/search", params={"q": "returning calf in race week"}).json()
    assert found[0]["how"] == "fires" and found[0]["why"]
    (sentence, *_) = load_rule_base().rule("INJ-040").guide
    cited = service.get("/v1/rules", params={"sentence": sentence}).json()
    assert "INJ-040" in [rule["id"] for rule in cited] and all(sentence in rule["guide"] for rule in cited)
    shown = service.get("/v1/rules/INJ-040").json()
    assert shown["id"] == "INJ-040" and shown["fires_for"]["words"]
    unknown = service.get("/v1/rules/INJ-41")
    assert unknown.status_code == 404 and unknown.json()["faults"][0]["code"] == "unknown_name"
    assert service.get("/v1/rules/search", params={"q": " "}).status_code == 422


def test_schemas_are_handed_out(service: Asked) -> None:
    names = service.get("/v1/schema").json()
    assert names["case"] == json_schema("case")["$id"]
    assert service.get("/v1/schema/decision-card").json() == json_schema("decision-card")
    assert service.get("/v1/schema/nosuch").status_code == 404


def test_cards_are_handed_out_as_a_service_of_cds_hooks(service: Asked) -> None:
    (told,) = service.get("/cds-services").json()["services"]
    body = {"hook": told["hook"], "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea", "context": {"case": CASE}}
    cards = service.post(f"/cds-services/{told['id']}", body).json()["cards"]
    assert cards == [json.loads(recommend(CASE).card().to_json())]
    assert service.post("/cds-services/springstep", {**body, "hookInstance": "one"}).status_code == 400
    wrong = service.post("/cds-services/springstep", {**body, "context": {"case": {**CASE, "fatigue": 11}}})
    assert wrong.json()["faults"][0]["where"] == "context.case.fatigue"


def test_what_else_a_hook_holds_is_passed_over_and_the_case_still_read_strictly(service: Asked) -> None:
    told = {
        "hook": "springstep-session",
        "hookInstance": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "context": {"case": CASE},
    }
    notes = {"prefetch": {"note": "first\r\nsecond \u0000 third", "\u0014": []}, "fhirServer": "\ud800"}
    whole = service.post("/cds-services/springstep", told)
    assert whole.status_code == 200
    again = service.post(
        "/cds-services/springstep", data=json.dumps({**told, **notes}).encode(), headers={"content-type": JSON}
    )
    assert again.json() == whole.json()
    odd = {**told, "context": {"case": {**CASE, "pain": "no\u0000ne"}}}
    assert service.post("/cds-services/springstep", {**odd, **notes}).status_code == 400
    twice = json.dumps({**told, **notes}).replace('"pain":', '"pain": "sharp", "pain":')
    assert (
        service.post("/cds-services/springstep", data=twice.encode(), headers={"content-type": JSON}).status_code == 400
    )


def test_a_dose_in_the_middle_of_a_run_is_asked_for_at_the_wrong_moment(service: Asked) -> None:
    case = {"moment": "during", "cue": ["hip_stiffness"], "bursts_done": 1}
    answer = service.post("/v1/why-not", {"case": case, "target": "dose=3 x 8 s"})
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "out_of_place")
