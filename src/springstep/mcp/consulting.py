"""A consultation whose questions go to the person: the model neither answers nor sees them, where the client can ask.

Where it cannot, question and answer go in plain turns, with a state that the model hands back as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from mcp.server.mcpserver import Context
from mcp_types import CallToolResult, InputRequiredResult
from pydantic import Field

from springstep.dialogue import Dialogue
from springstep.engine.consultation.events import Advised
from springstep.engine.consultation.state import State
from springstep.engine.consultation.turns import Turn
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.mcp.asking import PersonAnswers, answered, ask, can_ask, ends_for_an_answer
from springstep.mcp.texts import event_lines, plan_result, refused, result, wrong
from springstep.sealing import Seal

_ANSWER = "answer"
_MOST_QUESTIONS = 200
"""After so many questions a client that answers by itself is not asked on."""
_MOST_IN_A_CALL = 8
"""Clients answer a call that ends for a question some ten times, and give it up then."""
_NOT_ANSWERED = "The person does not answer, so that nothing is advised. Do not answer for anybody."


class Consulting:
    """The tool that consults."""

    def __init__(self, base: RuleBase, seal: Seal, *, today: Callable[[], date] = date.today) -> None:
        self._base, self._seal, self._today = base, seal, today
        self._dialogue = Dialogue(base)

    async def consult(
        self,
        ctx: Context[Any],
        moment: Annotated[str | None, Field(description="before, during or after the run, if it was said")] = None,
        state: Annotated[str | None, Field(description="in plain turns: the state of the last answer")] = None,
        line: Annotated[str | None, Field(description="in plain turns: what the person answers, in her words")] = None,
    ) -> CallToolResult | InputRequiredResult:
        """Consult: ask the person what matters, one question after the other, and advise.

        The questions go to the person herself where your client can ask. Otherwise the answer is a question: put it to
        the person, and call again with her answer as `line` and with `state` as it was. Never answer for her.
        """
        try:
            if ctx.request_state is not None:
                return await self._between_calls(ctx, ctx.request_state)
            if state is not None:
                kept = State.from_json(self._seal.opened(state))
                if line is None and can_ask(ctx):
                    return await self._on(ctx, self._dialogue.resume(kept))
                return self._in_turns(self._dialogue.respond(kept, line or ""))
            turn = self._dialogue.begin(moment, day=self._today().isoformat())
            return await self._on(ctx, turn) if can_ask(ctx) else self._in_turns(turn)
        except SpringstepError as error:
            return refused(error)

    async def _between_calls(self, ctx: Context[Any], told: str) -> CallToolResult | InputRequiredResult:
        """Take the answer that came with a call to the question that ended the one before."""
        answers = answered(ctx)
        if answers is None or answers.given is None:
            return wrong(_NOT_ANSWERED)
        asked, _, state = told.partition("\n")
        turn = self._dialogue.respond(State.from_json(state), answers.given.get(_ANSWER, ""))
        return await self._on(ctx, turn, asked=int(asked))

    async def _on(self, ctx: Context[Any], turn: Turn, *, asked: int = 0) -> CallToolResult | InputRequiredResult:
        """Ask on until there is advice, or the call has to end for an answer, or for too many of them."""
        for number in range(asked + 1, _MOST_QUESTIONS):
            state, events = turn
            if done := self._done(turn):
                return done
            if number > _MOST_IN_A_CALL and ends_for_an_answer(ctx):
                told = "More has to be asked. Call again with this `state` and without a `line`, to go on."
                return result(told, {"state": self._seal.sealed(state.to_json()), "asking": state.asking})
            message = "\n".join(event_lines(events, self._base))
            found = await ask(ctx, message, {_ANSWER: "in your own words"}, f"{number}\n{state.to_json()}")
            if not isinstance(found, PersonAnswers):
                return found
            if found.given is None:
                return wrong(_NOT_ANSWERED)
            turn = self._dialogue.respond(state, found.given.get(_ANSWER, ""))
        return wrong(_NOT_ANSWERED)

    def _in_turns(self, turn: Turn) -> CallToolResult:
        done = self._done(turn)
        if done is not None:
            return done
        state, events = turn
        sealed = self._seal.sealed(state.to_json())
        text = "\n".join(["Ask the person, and do not answer for her:", *event_lines(events, self._base)])
        return result(text, {"state": sealed, "asking": state.asking})

    def _done(self, turn: Turn) -> CallToolResult | None:
        state, events = turn
        for event in events:
            if isinstance(event, Advised):
                return plan_result(event.recommendation, self._base)
        return wrong(_NOT_ANSWERED) if state.ended else None
