"""A consultation over HTTP is the one of the package, and a state that was changed is refused."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from springstep import Dialogue
from springstep.sealing import Seal
from tests.serve.serving import KEY, Asked, serving
from tests.strategies import examples

LINES = [
    "none",
    "no",
    "none",
    "why",
    "economy",
    "build",
    "easy",
    "45",
    "back",
    "what if fatigue 8",
    "nonsense",
    "trace",
]


def events(turn: dict[str, Any]) -> Any:
    return turn["events"]


def test_a_whole_consultation_is_the_one_of_the_package(service: Asked) -> None:
    for one_by_one in (False, True):
        turn = service.post("/v1/consultation/begin", {"moment": "before", "one_by_one": one_by_one}).json()
        state, said = Dialogue().begin("before", one_by_one=one_by_one)
        for line in [*LINES, *["unknown"] * 60]:
            assert events(turn) == [json.loads(each.to_json()) for each in said]
            assert (turn["asking"], turn["advised"], turn["ended"]) == (state.asking, state.advised, state.ended)
            if state.advised:
                break
            turn = service.post("/v1/consultation/respond", {"state": turn["state"], "line": line}).json()
            state, said = Dialogue().respond(state, line)
        assert state.advised


def test_a_moment_that_is_none_is_told(service: Asked) -> None:
    assert service.post("/v1/consultation/begin", {"moment": "later"}).status_code == 400
    assert service.post("/v1/consultation/begin", {}).json()["asking"] == "moment"


@examples(100)
@given(data=st.data())
def test_a_state_that_was_changed_is_refused(service: Asked, data: st.DataObject) -> None:
    state = service.post("/v1/consultation/begin", {"moment": "before"}).json()["state"]
    place = data.draw(st.integers(0, len(state) - 1))
    sign = data.draw(st.sampled_from("abcXYZ059-_").filter(lambda each: each != state[place]))
    changed = data.draw(st.sampled_from([state[:place] + sign + state[place + 1 :], state[:place], state + sign]))
    answer = service.post("/v1/consultation/respond", {"state": changed, "line": "none"})
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "state")


def test_a_state_outlives_the_service_by_its_key(service: Asked) -> None:
    state = service.post("/v1/consultation/begin", {"moment": "before"}).json()["state"]
    with serving(seal_key=KEY) as same, serving(seal_key=KEY[::-1]) as other:
        assert same.post("/v1/consultation/respond", {"state": state, "line": "none"}).status_code == 200
        assert other.post("/v1/consultation/respond", {"state": state, "line": "none"}).status_code == 422


def test_a_state_of_rules_that_are_not_served_is_refused(service: Asked) -> None:
    state = Seal(KEY).sealed("gone\n{}")
    answer = service.post("/v1/consultation/respond", {"state": state, "line": "none"})
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "conflict")


def test_a_state_is_as_it_was_sealed() -> None:
    for text in ("", "a", "x" * 100_000, "\u00fc\n\U0001f3c3"):
        sealed = Seal(KEY).sealed(text)
        assert Seal(KEY).opened(sealed) == text and sealed.replace("-", "").replace("_", "").isalnum()
