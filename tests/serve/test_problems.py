"""Whatever is wrong with a request is told as a problem, with its place, and never as a failure of the service."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

import pytest

from springstep.serve.examples import CASE
from tests.serve.serving import Asked, serving

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "status", "code", "where"),
    [
        ("", 400, "malformed", ""),
        ("{", 400, "malformed", ""),
        ("[]", 400, "wrong_type", ""),
        ("{}", 400, "missing", "case"),
        ('{"case": {}, "case": {}}', 400, "malformed", "case"),
        ('{"case": {"fatigue": NaN}}', 400, "malformed", "case.fatigue"),
        ('{"case": 3}', 400, "wrong_type", "case"),
        ('{"case": {"pain": "none", "injuries": [], "fatigue": 11}}', 400, "out_of_range", "case.fatigue"),
        ('{"case": {"pain": "none", "injuries": [], "fatigue": "7"}}', 400, "wrong_type", "case.fatigue"),
        ('{"case": {"pain": "none", "injuries": [], "fatige": 1}}', 400, "unknown_name", "case.fatige"),
        ('{"case": {"pain": "none"}}', 422, "missing", "case.injuries"),
        ('{"case": {"pain": "none", "injuries": [], "age": 40}}', 400, "unknown_name", "case.age"),
        ('{"case": {}, "trace": "yes"}', 400, "wrong_type", "trace"),
        ('{"case": {}, "on": "2026-02-30"}', 422, "missing", "case.pain"),
        ('{"case": {}, "rules": "nosuch"}', 404, "unknown_name", "rules"),
        ('{"case": {}, "more": 1}', 400, "unknown_name", "more"),
        ("\u001b[2J", 400, "malformed", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_place(service: Asked, body: str, status: int, code: str, where: str) -> None:
    answer = service.post("/v1/recommend", data=body.encode(), headers=JSON)
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (answer.status_code, told["status"]) == (status, status), told
    assert (told["faults"][0]["code"], told["faults"][0]["where"]) == (code, where), told
    assert told["detail"] and told["type"].startswith("urn:springstep:problem:")


def test_a_day_that_is_none_is_told(service: Asked) -> None:
    for day in ("2026-02-30", "20260504", "2026-5-4", "\u0662026-05-04", ""):
        answer = service.post("/v1/card", {"case": CASE, "on": day})
        assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "on"), day


def test_answers_that_contradict_each_other_are_told(service: Asked) -> None:
    answer = service.post("/v1/recommend", {"case": {**CASE, "sessions_done": 0}})
    assert answer.status_code == 422 and answer.json()["faults"][0]["code"] == "contradiction"


def test_a_decision_or_a_drill_that_is_not_there_is_told(service: Asked) -> None:
    for path, more in (("why", {"decision": "does"}), ("why-not", {"target": "kangaroo"})):
        answer = service.post(f"/v1/{path}", {"case": CASE, **more})
        assert (answer.status_code, answer.json()["faults"][0]["code"]) == (404, "unknown_name")


def test_a_hundred_faults_are_told_in_twenty(service: Asked) -> None:
    answer = service.post("/v1/recommend", {"case": {**CASE, **{f"x{number}": 1 for number in range(100)}}}).json()
    assert (len(answer["faults"]), answer["more"]) == (20, 80)


def test_another_kind_of_body_is_refused(service: Asked) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = service.post("/v1/recommend", data=b"{}", headers={"content-type": kind})
        assert answer.status_code == 415
    charset = {"content-type": "Application/JSON; charset=utf-8"}
    assert service.post("/v1/card", data=b'{"case": {}}', headers=charset).status_code == 422


def test_bytes_that_are_no_text_are_told(service: Asked) -> None:
    answer = service.post("/v1/recommend", data=b'{"case": {"pain": "\xff"}}', headers=JSON)
    assert answer.status_code == 400 and "UTF-8" in answer.json()["detail"]


def test_paths_and_methods_that_are_not_there_are_told(service: Asked) -> None:
    nowhere = service.get("/v1/nosuch")
    assert (nowhere.status_code, nowhere.json()["faults"][0]["code"]) == (404, "not_found")
    wrong = service.get("/v1/recommend")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert service.get("/v1/rules/").status_code == 404


def test_a_body_that_is_too_long_is_refused_before_it_is_read() -> None:
    def endless() -> Any:
        for _ in range(10_000):
            yield b" " * 100_000

    with serving(most_bytes=2_000) as asked:
        assert asked.post("/v1/card", {"case": CASE}).status_code == 200
        assert asked.post("/v1/card", data=b" " * 2_001, headers=JSON).status_code == 413
        with contextlib.suppress(OSError):  # the connection is closed while the client still sends
            assert asked.post("/v1/card", data=endless(), headers=JSON).status_code == 413
        assert asked.post("/v1/card", {"case": CASE}).status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"), [("/v1/card", "application/json"), ("/consultation", "application/x-www-form-urlencoded")]
)
def test_a_body_that_does_not_come_is_not_waited_for(path: str, kind: str) -> None:
    with serving(most_seconds=0.5) as asked:
        host, _, port = asked.address.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as slow:
            head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: 100\r\n\r\n{{"
            slow.sendall(head.encode())
            assert asked.post("/v1/card", {"case": CASE}).status_code == 200, "others are answered meanwhile"
            told = b""
            while part := slow.recv(65_536):
                told += part
        assert told.startswith(b"HTTP/1.1 408 ") and b"connection: close" in told.lower()
