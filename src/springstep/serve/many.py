"""Many cases as lines of JSON, each answered in a line: a plan or a problem, in the order of the lines."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import IO, Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import StreamingResponse

from springstep.api import recommend as recommend_case
from springstep.engine.errors import Fault, RecordError, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.serve.bodies import CaseGiven, case_in, day_in, read_body
from springstep.serve.openapi import operation
from springstep.serve.problems import RequestRefusedError, problem_of
from springstep.serve.service import Service, check_kind, decoded, too_long

LINES = "application/x-ndjson"
_IN_MEMORY = 1_000_000
_MOST_BYTES = 200_000_000
"""How long all lines may be."""
_AT_ONCE = 16
"""So many lines are answered in one go."""
_PAUSE_S = 0.05

Kind = Literal["plan", "card"]


def routes(service: Service) -> APIRouter:
    """Return the route of many cases."""
    router = APIRouter(prefix="/v1", tags=["decisions"])

    @router.post("/recommend-many", **operation("What to do in many cases", "CaseLine", "AnswerLine", LINES))
    async def recommend_many(
        request: Request,
        answer: Annotated[Kind, Query(description="What each line of the answer holds.")] = "plan",
        rules: Annotated[str | None, Query(description="By which rules, where a line names none.")] = None,
    ) -> StreamingResponse:
        check_kind(request, LINES)
        base = service.base(rules)
        lines = await _spooled(request)
        return StreamingResponse(_answers(lines, base, answer, service), media_type=LINES)

    return router


async def _spooled(request: Request) -> IO[bytes]:
    """Keep all lines until they are answered, as a client may read nothing before it has sent everything.

    What does not fit into memory goes to a file without a name, which is gone with the request.
    """
    kept: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed once all is answered
    length = 0
    async for part in request.stream():
        length += len(part)
        if length > _MOST_BYTES:
            kept.close()
            raise too_long(_MOST_BYTES)
        kept.write(part)
    kept.seek(0)
    return kept


async def _answers(lines: IO[bytes], base: RuleBase, kind: Kind, service: Service) -> AsyncIterator[str]:
    with lines:
        numbered = _numbered(lines, service.settings.most_bytes)
        while True:
            batch = list(islice(numbered, _AT_ONCE))
            if not batch:
                return
            yield await _worked(batch, base, kind, service)


def _numbered(lines: IO[bytes], most_bytes: int) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; of one that is too long only the beginning, which says so."""
    number = 0
    while line := lines.readline(most_bytes + 1):
        number += 1
        while len(line) > most_bytes and not line.endswith(b"\n"):
            rest = lines.readline(most_bytes)
            if not rest or rest.endswith(b"\n"):
                break
        if line.strip():
            yield number, line


async def _worked(batch: list[tuple[int, bytes]], base: RuleBase, kind: Kind, service: Service) -> str:
    """Answer some lines; where others wait, too, these wait in turn."""
    while True:
        try:
            return await service.workers.do(lambda: "".join(_line(*each, base, kind, service) for each in batch))
        except RequestRefusedError as refused:
            if refused.status != 503:
                return "".join(_told(number, "problem", _text(refused.response().body)) for number, _ in batch)
            await asyncio.sleep(_PAUSE_S)


def _line(number: int, line: bytes, base: RuleBase, kind: Kind, service: Service) -> str:
    try:
        if len(line) > service.settings.most_bytes:
            allowed = f"at most {service.settings.most_bytes:,} bytes"
            raise RecordError([Fault("too_large", "the line is too long", allowed=allowed)])
        body = read_body(decoded(line), CaseGiven)
        rules = base if body.rules is None else service.base(body.rules)
        made = recommend_case(case_in(body, rules), rule_base=rules, on=day_in(body))
        told = made.to_json(trace=False) if kind == "plan" else made.card(rule_base=rules).to_json()
    except SpringstepError as error:
        return _told(number, "problem", _text(problem_of(error).body))
    return _told(number, kind, told)


def _told(number: int, kind: str, told: str) -> str:
    return f'{{"line":{json.dumps(number)},"{kind}":{told}}}\n'


def _text(body: bytes | memoryview) -> str:
    return bytes(body).decode()
