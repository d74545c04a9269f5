"""The page on the service: each request on it is answered as it says, and the container is what it says."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest
import yaml

from springstep import recommend
from springstep.cli.serve import serve
from springstep.serve.examples import CASE
from tests.documents import blocks
from tests.places import ROOT
from tests.serve.serving import Asked, serving

PAGE = ROOT / "docs" / "integrator" / "service.md"
SHOWN = [block for block in blocks(PAGE) if block.language in ("http", "json")]
PAIRS = list(zip(SHOWN[::2], SHOWN[1::2], strict=True))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def holds(answer: Any, said: Any) -> bool:
    if isinstance(said, dict):
        return all(name in answer and holds(answer[name], value) for name, value in said.items())
    if isinstance(said, list):
        return len(answer) == len(said) and all(map(holds, answer, said))
    return bool(answer == said)


@pytest.mark.parametrize(("request_shown", "answer_shown"), PAIRS, ids=[pair[0].text.split("\n")[0] for pair in PAIRS])
def test_each_request_on_the_page_is_answered_as_it_says(service: Asked, request_shown: Any, answer_shown: Any) -> None:
    first, _, body = request_shown.text.partition("\n")
    method, path = first.split()
    answer = service.session.request(method, service.address + path, json=json.loads(body), timeout=60)
    assert holds(answer.json(), json.loads(answer_shown.text)), answer.text


def test_the_application_on_the_page_answers_by_itself_and_as_a_part() -> None:
    told: dict[str, Any] = {}
    for block in blocks(PAGE):
        if block.language == "python":
            lines = [line[4:] for line in block.text.splitlines() if line.startswith((">>> ", "... "))]
            exec(compile("\n".join(lines), str(PAGE), "exec"), told)  # as a program has it
    with serving(told["club"]) as asked:
        assert asked.post("/springstep/v1/card", {"case": CASE}).json()["summary"] == recommend(CASE).card().summary
        assert asked.post("/plan", CASE).json() == recommend(CASE).headline
        wrong = asked.post("/plan", {**CASE, "sessions_done": 0})
        assert wrong.status_code == 422 and wrong.json()[0]["code"] == "contradiction"


def test_the_page_names_every_path(service: Asked) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for path in service.get("/openapi.json").json()["paths"]:
        assert path in page or path.rpartition("/")[2] in page, path


def test_every_status_that_is_described_is_on_the_page(service: Asked) -> None:
    described = service.get("/openapi.json").json()["paths"]["/v1/recommend"]["post"]["responses"]
    page = PAGE.read_text(encoding="utf-8")
    assert [status for status in described if status != "200" and status not in page] == []


def test_the_container_runs_the_command_with_options_that_it_has() -> None:
    (entry,) = re.findall(r"^ENTRYPOINT (.*)$", DOCKERFILE, re.MULTILINE)
    (more,) = re.findall(r"^CMD (.*)$", DOCKERFILE, re.MULTILINE)
    program, command, *options = [*json.loads(entry), *json.loads(more)]
    assert program.endswith("/springstep") and command == "serve"
    told = serve.make_context("serve", options).params
    assert (told["host"], told["workers"]) == ("0.0.0.0", 2)
    (health,) = re.findall(r"HEALTHCHECK .* CMD (.*)$", DOCKERFILE, re.MULTILINE)
    assert f":{told['port']}/healthz" in json.loads(health)[2]
    assert re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE) == ["springstep"]
    (run,) = re.findall(r"^RUN (.*pip install.*)$", DOCKERFILE, re.MULTILINE)
    assert shlex.split(run)[-1] == ".[serve]"


def test_the_composition_lets_nobody_else_in() -> None:
    told = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["springstep"]
    assert all(port.startswith("127.0.0.1:") for port in told["ports"])
    assert told["read_only"] and told["cap_drop"] == ["ALL"]
