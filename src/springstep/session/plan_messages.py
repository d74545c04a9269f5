"""Every text of a runner's plan as messages, each by its place in the JSON, and the plan in other words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.engine.advice.choice_texts import row_named
from springstep.engine.advice.messages import Message
from springstep.engine.advice.plan_messages import PlacedMessages, engine_messages
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.remaking import builder_again
from springstep.engine.rulebase.base import RuleBase
from springstep.session.clock import Segment
from springstep.session.next_step import what_comes_next
from springstep.session.sets import Session
from springstep.session.texts import DRILL_WORDS


def plan_messages(
    made: RecommendationRecord, session: Session | None, base: RuleBase, *, look_ahead: bool
) -> tuple[PlacedMessages, ...]:
    """Return each text of a plan that is not the runner's or a coach's own, by its place in the JSON.

    ``look_ahead`` says whether it tells before a run what comes next.
    """
    again = builder_again(made, base, look_ahead=look_ahead)
    headline, *others = engine_messages(made, again)
    ahead = what_comes_next(again)
    found = [headline, *others, *_session(session, base)]
    if ahead is not None:
        found.append(PlacedMessages(at="/next_step/say", messages=ahead.messages))
        if made.moment == "after":  # whose headline goes on with it
            found[0] = PlacedMessages(at=headline.at, messages=(*headline.messages, *ahead.messages))
    return tuple(found)


def put_into(plan: str, placed: Iterable[PlacedMessages], texts: Mapping[str, str], indent: int | None) -> str:
    """Return a plan's JSON with each of its texts in the words of a catalogue."""
    told = json.loads(plan)
    for each in placed:
        _put(told, each.at, each.text(texts))
    return json.dumps(told, ensure_ascii=False, indent=indent)


def _put(told: Any, at: str, text: str) -> None:
    *path, last = (int(part) if part.isdigit() else part for part in at.removeprefix("/").split("/"))
    for part in path:
        told = told[part]
    told[last] = text


def _session(session: Session | None, base: RuleBase) -> Iterator[PlacedMessages]:
    if session is None:
        return
    choice = base.choices["drill"]
    named = row_named(choice, choice.table.by_id[session.drill])
    yield _placed("/session/drill_name", Message(**named))
    for field in DRILL_WORDS:
        yield _placed(f"/session/{field}", Message(id=f"drill.{session.drill}.{field}", params={}))
    last = len(session.timeline) - 1
    for place, segment in enumerate(session.timeline):
        key = _stretch(segment, first=place == 0, last=place == last)
        params = {"name": named, "effort_s": session.effort_s} if key == "effort" else {}
        yield _placed(f"/session/timeline/{place}/say", Message(id=f"timeline.{key}", params=params))


def _stretch(segment: Segment, *, first: bool, last: bool) -> str:
    """Return which of the texts of a timeline a stretch has."""
    if segment.kind == "easy":
        return "warm_up" if first else "end" if last else "easy"
    return {"burst": "effort", "recovery": "recovery"}[segment.kind]


def _placed(at: str, message: Message) -> PlacedMessages:
    return PlacedMessages(at=at, messages=(message,))
