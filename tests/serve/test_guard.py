"""Who may ask, how often, how much at once, and how long; and what is counted of it."""

from __future__ import annotations

import threading
import time

import pytest

from springstep.serve import decisions
from springstep.serve.examples import CASE
from springstep.serve.guard import Rate
from springstep.serve.problems import RequestRefusedError
from tests.serve.serving import Asked, serving

BODY = {"case": CASE}
TOKEN = "a-token-of-some-length"


def test_without_tokens_anyone_may_ask(service: Asked) -> None:
    assert service.post("/v1/card", BODY).status_code == 200
    assert "security" not in service.get("/openapi.json").json()


def test_with_tokens_only_who_brings_one_may_ask() -> None:
    with serving(tokens=frozenset({TOKEN, "another-token-as-long"})) as asked:
        for header in (None, "", f"Basic {TOKEN}", "Bearer", "Bearer x", f"Bearer {TOKEN}x", TOKEN):
            headers = {} if header is None else {"authorization": header}
            answer = asked.post("/v1/card", BODY, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), header
        for token in (TOKEN, "another-token-as-long"):
            assert asked.post("/v1/card", BODY, headers={"authorization": f"bearer {token}"}).status_code == 200
        assert asked.get("/healthz").status_code == 200
        assert asked.get("/metrics").status_code == 401
        described = asked.get("/openapi.json", headers={"authorization": f"Bearer {TOKEN}"}).json()
        assert described["security"] == [{"token": []}]


def test_an_address_that_asks_too_often_has_to_wait() -> None:
    with serving(per_minute=3) as asked:
        found = [asked.post("/v1/card", BODY) for _ in range(5)]
        assert [answer.status_code for answer in found] == [200, 200, 200, 429, 429]
        assert 1 <= int(found[-1].headers["retry-after"]) <= 20
        assert asked.get("/healthz").status_code == 200


def test_each_address_has_its_own_rate_and_earns_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("springstep.serve.guard.monotonic", lambda: now[0])
    rate = Rate(2)
    for address in ("a", "a", "b"):
        rate.check(address)
    with pytest.raises(RequestRefusedError):
        rate.check("a")
    now[0] += 31
    rate.check("a")
    with pytest.raises(RequestRefusedError):
        rate.check("a")
    now[0] += 3600
    for _ in range(2):
        rate.check("a")
    with pytest.raises(RequestRefusedError):
        rate.check("a")


def test_what_does_not_fit_is_refused_at_once_and_what_takes_too_long_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    real = decisions.recommend_case

    def slow(*args: object, **more: object) -> object:
        held.wait(30)
        return real(*args, **more)

    monkeypatch.setattr(decisions, "recommend_case", slow)
    with serving(most_waiting=2, threads=1, most_seconds=0.5) as asked:
        found: list[int] = []
        threads = [
            threading.Thread(target=lambda: found.append(Asked(asked.address).post("/v1/card", BODY).status_code))
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        while "springstep_waiting 2.0" not in asked.get("/metrics").text:
            time.sleep(0.01)
        refused = asked.post("/v1/card", BODY)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert asked.get("/healthz").status_code == 200  # which waits for no thread
        for thread in threads:
            thread.join()
        assert found == [504, 504]
        held.set()
        while "springstep_waiting 0.0" not in asked.get("/metrics").text:
            time.sleep(0.01)
        assert asked.post("/v1/card", BODY).status_code == 200


def test_pages_elsewhere_may_ask_only_where_they_are_named() -> None:
    asking = {"origin": "https://club.invalid", "access-control-request-method": "POST"}
    asking["access-control-request-headers"] = "content-type"
    with serving() as closed, serving(origins=("https://club.invalid",)) as opened:
        assert (
            "access-control-allow-origin"
            not in closed.session.options(closed.address + "/v1/card", headers=asking).headers
        )
        told = opened.session.options(opened.address + "/v1/card", headers=asking)
        assert told.headers["access-control-allow-origin"] == "https://club.invalid"
        other = opened.session.options(opened.address + "/v1/card", headers={**asking, "origin": "https://x.invalid"})
        assert "access-control-allow-origin" not in other.headers


def test_requests_are_counted_by_route_and_nothing_that_they_hold() -> None:
    with serving() as asked:
        asked.post("/v1/card", BODY)
        asked.post("/v1/card", {"case": {"secretly": 1}})
        asked.get("/v1/rules/INJ-040")
        asked.get("/v1/rules/hidden-name")
        asked.get("/nowhere/at-all")
        for number in range(5):
            assert asked.session.request(f"MADE{number}", f"{asked.address}/v1/card", timeout=60).status_code == 405
        told = asked.get("/metrics").text
    assert 'method="other",route="/v1/card",status="405"} 5.0' in told and "MADE" not in told
    assert 'springstep_requests_total{method="POST",route="/v1/card",status="200"} 1.0' in told
    assert 'springstep_requests_total{method="POST",route="/v1/card",status="400"} 1.0' in told
    assert 'route="/v1/rules/{rule_id}",status="404"} 1.0' in told
    assert 'route="other",status="404"} 1.0' in told
    assert not any(word in told for word in ("secretly", "hidden-name", "INJ-040", "at-all"))


def test_a_failure_of_the_program_tells_nothing_of_the_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(*_: object, **__: object) -> object:
        raise ValueError("pain: sharp")

    monkeypatch.setattr(decisions, "recommend_case", failing)
    with serving() as asked:
        answer = asked.post("/v1/card", BODY)
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (500, "failed")
    assert "sharp" not in answer.text
    assert "ValueError in" in caplog.text
