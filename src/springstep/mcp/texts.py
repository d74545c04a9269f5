"""What a model reads: short texts that cite rules and sentences, and say where nothing may be guessed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from mcp_types import CallToolResult, TextContent

from springstep.engine.consultation.events import (
    Advised,
    Asked,
    Changed,
    ChangesFound,
    Ended,
    Event,
    Explained,
    Notice,
    Refused,
)
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation

INSTRUCTIONS = """\
Advice on short plyometric bursts in recovery runs, by the rules of one published guide. The rules decide, not you.
Give only what the person has said: leave out what is not known, and never fill in an answer for somebody. Where a tool
says that something has to be asked, ask the person. Pass on the advice with its numbers as they are, with the rules it
cites, and with the signals to stop. It is no medical advice: with pain, illness or an injury, say so.
"""


def plan_result(made: Recommendation, base: RuleBase) -> CallToolResult:
    """Return a plan: a card in words that cites, and the same as data."""
    card = made.card(rule_base=base)
    data = json.loads(card.to_json())
    return result(plan_text(made, base), data)


def plan_text(made: Recommendation, base: RuleBase) -> str:
    """Return a plan in words: what to do, why by which rules, when to stop, and what it is not."""
    card = made.card(rule_base=base)
    stop = [f"- {advice.say} ({', '.join(advice.rules)})" for advice in made.advice if advice.topic == "stop"]
    parts = [card.summary, "\n".join(["Stop when:", *stop]) if stop else "", card.detail or ""]
    return "\n\n".join(part for part in parts if part)


def result(text: str, data: Any = None) -> CallToolResult:
    """Return an answer: a text, and data beside it."""
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=data)


def refused(error: SpringstepError) -> CallToolResult:
    """Return what is wrong with what was asked."""
    return wrong("\n".join(error.told()))


def wrong(text: str) -> CallToolResult:
    """Return that something cannot be answered, and why."""
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def event_lines(events: Iterable[Event], base: RuleBase) -> Iterator[str]:
    """Yield what a consultation says, as a person reads it."""
    for event in events:
        match event:
            case Asked():
                options = ", ".join(event.options)
                yield " ".join(filter(None, [event.question, event.help, f"({options})" if options else ""]))
            case Refused():
                yield f"Not understood: {event.what}. {event.allowed}".strip()
            case Notice():
                yield from event.lines
            case Explained():
                yield from event.explanation.lines()
            case Changed():
                yield f"{event.label}: {event.was}, now {event.now}"
                yield from event.effects
            case ChangesFound():
                yield from map(str, event.found)
            case Advised():
                yield plan_text(event.recommendation, base)
            case Ended():
                yield "The consultation was left."
