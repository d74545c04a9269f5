"""Questions to the person, however a client takes them: on the way of a call, between two calls, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mcp.server.mcpserver import Context
from mcp_types import ElicitRequest, ElicitRequestFormParams, ElicitResult, InputRequiredResult

_FORM = "answers"
"""The name of the one form that is open at a time."""
_BETWEEN_CALLS = "2026-07-28"
"""From this version of the protocol on."""


class PersonAnswers(NamedTuple):
    """What a person answered; nothing where she would not."""

    given: Mapping[str, str] | None


def can_ask(ctx: Context[Any]) -> bool:
    """Tell whether the client puts questions to the person."""
    told = ctx.client_capabilities
    return told is not None and told.elicitation is not None


def ends_for_an_answer(ctx: Context[Any]) -> bool:
    """Tell whether a question ends the call, and the answer comes with the next one."""
    return (ctx.protocol_version or "") >= _BETWEEN_CALLS


def answered(ctx: Context[Any]) -> PersonAnswers | None:
    """Return what the person answered to the question of the last call, if that is how the client has it."""
    responses = ctx.input_responses or {}
    found = responses.get(_FORM)
    return _answers(found) if isinstance(found, ElicitResult) else None


async def ask(
    ctx: Context[Any], message: str, questions: Mapping[str, str], state: str
) -> PersonAnswers | InputRequiredResult:
    """Ask the person; return what she answers, or what ends the call until she has, with the state to go on from."""
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {
            name: {"type": "string", "title": name, "description": text} for name, text in questions.items()
        },
        "required": list(questions),
    }
    if ends_for_an_answer(ctx):
        form = ElicitRequest(params=ElicitRequestFormParams(message=message, requested_schema=schema))
        return InputRequiredResult(input_requests={_FORM: form}, request_state=state)
    return _answers(await ctx.session.elicit_form(message, schema, related_request_id=ctx.request_context.request_id))


def _answers(found: ElicitResult) -> PersonAnswers:
    if found.action != "accept" or found.content is None:
        return PersonAnswers(None)
    return PersonAnswers({name: str(value) for name, value in found.content.items()})
