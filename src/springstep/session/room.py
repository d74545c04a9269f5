"""Complete the engine's recommendation with the session on a clock, the step it belongs to, and what comes next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.advice.recommend import RecommendationBuilder, Room
from springstep.engine.language.tables import Row, Table
from springstep.engine.rulebase.base import RuleBase
from springstep.session.card_words import read_card_words
from springstep.session.chapters import Chapter, chapters
from springstep.session.clock import pace_of, timeline
from springstep.session.group_words import read_group_words
from springstep.session.look_ahead import read_look_ahead
from springstep.session.next_step import present_step, what_comes_next
from springstep.session.prose_words import read_prose_words
from springstep.session.recommendation import Recommendation
from springstep.session.sets import NextStep, ProgressionStep, Session
from springstep.session.short_page import read_short_page
from springstep.session.standing import advice_with_standing
from springstep.session.watch_words import read_watch_words
from springstep.session.week_ahead import read_week_ahead

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader


class SessionRoom:
    """Completes the recommendations of a rule base on runners; has no state."""

    recommendation = Recommendation

    @cached_property
    def parts(self) -> Mapping[str, Callable[[RecommendationBuilder], Any]]:
        """Return how session, step and next step are worked out, what comes after a run, and which advice stands."""
        return {
            "session": _session,
            "step": _step_of_today,
            "next_step": _next_step,
            "headline": _headline,
            "advice": advice_with_standing,
        }

    def declared(
        self, reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary, tables: Mapping[str, Table]
    ) -> dict[str, Any]:
        """Read what the knowledge declares for sessions alone, as plain data; faults go to the reader."""
        return {
            "look_ahead": read_look_ahead(reader, folder, vocabulary),
            "short_page": read_short_page(reader, folder, vocabulary),
            "week_ahead": read_week_ahead(reader, folder, vocabulary),
            "card": read_card_words(reader, folder, vocabulary),
            "watch": read_watch_words(reader, folder, tables),
            "group": read_group_words(reader, folder, vocabulary),
            "prose": read_prose_words(reader, folder, vocabulary),
        }

    def chapters(self, base: RuleBase) -> Iterable[Chapter]:
        """Return the further chapters of RULES.md."""
        return chapters(base)


ROOM: Room = SessionRoom()


def _headline(made: RecommendationBuilder) -> str:
    next_step = made.part("next_step") if made.case.moment == "after" else None
    return made.headline if next_step is None else f"{made.headline} {next_step.say}"


def _step_of_today(made: RecommendationBuilder) -> ProgressionStep | None:
    session = made.part("session")
    return present_step(made) if session is not None and session.kind == "bursts" else None


def _next_step(made: RecommendationBuilder) -> NextStep | None:
    ahead = what_comes_next(made)
    return ahead.step(made.base) if ahead is not None else None


def _session(made: RecommendationBuilder) -> Session | None:
    kind = made.plan.facts.get("session")
    if made.case.moment != "before" or kind not in ("bursts", "strides"):
        return None
    row, drill = made.plan.chosen["dose"].row, made.plan.chosen["drill"].row
    assert row is not None and drill is not None, "a session has a set and a drill"
    efforts, effort_s, rest_s = row["efforts"], row["effort_s"], int(made.decided("rest_s"))
    gentler = _gentler(made, drill)
    return Session(
        kind=kind,
        drill=drill.id,
        drill_name=drill["name"],
        how=drill["how"],
        feel=drill["feel"],
        efforts=efforts,
        effort_s=effort_s,
        repetitions=round(drill["per_10_s"] * effort_s / 10),
        counted_in=drill["counted_in"],
        total_s=efforts * effort_s,
        rest_s=rest_s,
        contact=str(made.decided("contact")),
        gentler_drill=gentler.id if gentler is not None else None,
        timeline=timeline(
            drill=drill["name"],
            efforts=efforts,
            effort_s=effort_s,
            rest_s=rest_s,
            warm_up_s=int(made.decided("warm_up_min") * 60),
            cool_down_s=int(made.decided("cool_down_min") * 60),
            run_s=round(made.plan.facts["duration_min"] * 60),
            pace_min_per_mi=pace_of(made.inference.facts),
        ),
    )


def _gentler(made: RecommendationBuilder, drill: Row) -> Row | None:
    """Return what to switch to when a drill is too much: the gentlest drill, from that one to strides."""
    rows = made.base.tables["drills"].rows
    strides = next(row for row in rows if row["role"] == "stand_in")
    if drill is strides:
        return None
    gentlest = next((row for row in rows if row["role"] == "burst"), strides)
    return strides if drill is gentlest else gentlest
