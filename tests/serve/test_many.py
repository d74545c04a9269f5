"""Many cases in lines: each is answered in its place, and none ends the others."""

from __future__ import annotations

import json
from typing import Any

from springstep import recommend
from springstep.serve import many
from springstep.serve.examples import CASE
from tests.serve.serving import Asked, serving

LINES = {"content-type": "application/x-ndjson"}


def asked_many(service: Asked, lines: bytes, **query: str) -> list[dict[str, Any]]:
    answer = service.post("/v1/recommend-many", data=lines, headers=LINES, params=query)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_line_is_answered_in_its_place(service: Asked) -> None:
    cases = [{**CASE, "fatigue": number % 11} for number in range(70)]
    lines = "".join(f"{json.dumps({'case': case})}\n" for case in cases)
    found = asked_many(service, lines.encode())
    assert [each["line"] for each in found] == list(range(1, 71))
    assert [each["plan"] for each in found] == [json.loads(recommend(case).to_json(trace=False)) for case in cases]


def test_a_bad_line_ends_nothing(service: Asked) -> None:
    good = json.dumps({"case": CASE}).encode()
    found = asked_many(service, b"\n".join([good, b"{", b"", b"\xff", b'{"case": {"pain": 1}}', good]), answer="card")
    assert [(each["line"], next(key for key in each if key != "line")) for each in found] == [
        (1, "card"),
        (2, "problem"),
        (4, "problem"),
        (5, "problem"),
        (6, "card"),
    ]
    assert found[0]["card"] == json.loads(recommend(CASE).card().to_json())
    assert found[3]["problem"]["status"] == 400


def test_a_line_that_is_too_long_is_told_and_the_next_answered() -> None:
    good = json.dumps({"case": CASE}).encode()
    with serving(most_bytes=2_000) as asked:
        found = asked_many(asked, b"\n".join([b"x" * 9_000, good, b"y" * 2_001]))
    assert [each.get("problem", {}).get("faults", [{}])[0].get("code") for each in found] == [
        "too_large",
        None,
        "too_large",
    ]


def test_many_wait_where_others_are_worked_on() -> None:
    lines = b"\n".join([json.dumps({"case": CASE}).encode()] * (3 * many._AT_ONCE))
    with serving(most_waiting=1, threads=1) as asked:
        assert len(asked_many(asked, lines)) == 3 * many._AT_ONCE


def test_other_kinds_and_answers_are_refused(service: Asked) -> None:
    assert service.post("/v1/recommend-many", {"case": CASE}).status_code == 415
    wrong = service.post("/v1/recommend-many", data=b"", headers=LINES, params={"answer": "poem"})
    assert (wrong.status_code, wrong.json()["faults"][0]["where"]) == (422, "answer")
    assert asked_many(service, b"") == []
