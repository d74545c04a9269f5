"""Clients of the tool for assistants: of either version of the protocol, with a person to ask or without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

from mcp.server import MCPServer
from mcp_types import ElicitResult

from mcp import Client
from springstep.installed import default_rule_base
from springstep.mcp.server import assistant

Mode = Literal["auto", "legacy"]
MODES: tuple[Mode, ...] = ("auto", "legacy")
"""Questions end the call, or go on the way of it."""


class Said(NamedTuple):
    """What a tool answered."""

    text: str
    data: Any
    wrong: bool


@cache
def server() -> MCPServer[Any]:
    return assistant(default_rule_base())


def asked(
    *calls: tuple[str, dict[str, Any]],
    mode: Mode = "auto",
    person: Callable[[str, Mapping[str, Any]], dict[str, str] | None] | None = None,
    of: Any = None,
) -> list[Said]:
    """Call tools of one connection, with a person who answers forms or without; return what they answered."""

    async def form(_: Any, told: Any) -> ElicitResult:
        assert person is not None
        answers = person(told.message, told.requested_schema["properties"])
        return ElicitResult(action="decline") if answers is None else ElicitResult(action="accept", content={**answers})

    async def call() -> list[Said]:
        known = {"elicitation_callback": form} if person is not None else {}
        async with Client(of or server(), mode=mode, **known) as client:
            found = [await client.call_tool(name, arguments) for name, arguments in calls]
            return [Said(each.content[0].text, each.structured_content, bool(each.is_error)) for each in found]

    return asyncio.run(call())
