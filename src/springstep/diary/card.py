"""A plan as a pocket card: what to do, and what then if something comes up, as the rules answer it with this plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Annotated, Any, NamedTuple

from springstep.diary.plan import plan_of
from springstep.diary.todays_plan import planned_facts
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import case_from
from springstep.engine.language.wording import counted, plain
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most
from springstep.engine.text.source import Document
from springstep.session.barring import barring
from springstep.session.card_words import card_words
from springstep.session.clock import clock_time
from springstep.session.recommendation import Recommendation
from springstep.session.sets import Session
from springstep.session.short_page import short_advice, short_page_of, to_mind
from springstep.session.statements import beyond_claims, reason_words
from springstep.session.where import where_said


class CardLine(Record):
    """One statement of a card, and the rules behind it."""

    say: str
    rules: tuple[str, ...] = ()


class CardAnswer(Record):
    """What to do if any of some cues comes up, the same for all of them."""

    cues: tuple[str, ...]
    when: Annotated[str, Described("The cues in words.")]
    verdict: str
    do: Annotated[str, Described("What to do then, in a few words.")]
    rules: tuple[str, ...]


class Card(Record):
    """A plan for the pocket."""

    day: date | None
    verdict: str
    lines: Annotated[tuple[CardLine, ...], Described("What to do, the drill, the clock, and what to feel.")]
    answers: Annotated[tuple[CardAnswer, ...], Described("If this, then that; the gravest first.")]
    runner: Annotated[str, Described("Whose card it is, in a group; empty for one's own.")] = ""

    @property
    def title(self) -> str:
        """Return whose the card is, and its day, where it has them."""
        day = f"{self.day:%a} {self.day.day} {self.day:%b %Y}" if self.day is not None else ""
        return ", ".join(part for part in (self.runner or "springstep", day) if part)


class _Answer(NamedTuple):
    """What the rules answer to a cue: the same for cues that share all of it."""

    rank: int
    verdict: str
    do: str
    span: tuple[int, int] | None
    """After how many bursts it is the answer, from and to; ``None`` after any number."""


class _Given(NamedTuple):
    """An answer, and the rules that give it."""

    answer: _Answer
    rules: tuple[str, ...]


def card_of(made: Recommendation, base: RuleBase, *, day: date | None = None, runner: str = "") -> Card:
    """Return the card of a plan made before a run, by the rules that made it; ``runner`` names whose it is.

    What to do on each cue is worked out by the rules of the moment during a run, with what was planned, for every
    number of bursts that leaves one to do.
    """
    if made.session is None:
        return Card(day=day, verdict=made.verdict, lines=tuple(_without(made, base)), answers=(), runner=runner)
    lines = (*_lines(made, made.session, base), *_where(made, base), *_minded(made, base), *_overlaid(made))
    return Card(day=day, verdict=made.verdict, lines=lines, answers=tuple(_answers(made, base)), runner=runner)


def _without(made: Recommendation, base: RuleBase) -> Iterator[CardLine]:
    """Yield what is done in place of bursts, and the first reason for that."""
    decisions = [made.decision(name) for name in barring(made, base)]
    reasons = [reason for decision in decisions[:1] for reason in decision.reasons[:1]]
    yield CardLine(say=made.headline, rules=tuple(reason.rule for reason in reasons))
    yield from (CardLine(say=reason_words(reason, base, made.case), rules=(reason.rule,)) for reason in reasons)


def _lines(made: Recommendation, session: Session, base: RuleBase) -> Iterator[CardLine]:
    clearance, dose, rest = (made.decision(name).rules for name in ("clearance", "dose", "rest_s"))
    guide = base.tables["drills"].by_id[session.drill]["guide"][:1]
    source = "".join(f" [{number}]" for number in guide)  # no rule says how a drill is done
    yield CardLine(say=made.headline, rules=tuple(dict.fromkeys((*clearance[:1], *dose[:1]))))
    yield CardLine(say=f"{session.drill_name}: {session.how}{source}")
    yield CardLine(say=f"Feel: {session.feel}{source}")
    starts = ", ".join(clock_time(each.start_s) for each in session.timeline if each.kind == "burst")
    then = f"{session.effort_s} s each, then {session.rest_s} s easy or more"
    yield CardLine(say=f"Clock: {starts}; {then}; done at {clock_time(session.timeline[-1].end_s)}.", rules=rest[:1])


def _where(made: Recommendation, base: RuleBase) -> Iterator[CardLine]:
    for advice in where_said(made, base):
        yield CardLine(say=f"Where: {short_advice(advice, base)}", rules=advice.rules[:1])


def _minded(made: Recommendation, base: RuleBase) -> Iterator[CardLine]:
    """Yield what is to be borne in mind, as the short page of the plan says it."""
    for line in short_page_of(base).pages["session"]:
        if line.shows == "mind":
            for advice in to_mind(made, base, line.topics):
                yield CardLine(say=f"Mind: {short_advice(advice, base)}", rules=advice.rules[:1])


def _overlaid(made: Recommendation) -> Iterator[CardLine]:
    for note in made.overlays:
        yield CardLine(say=f"With the overlay {note.name} by {note.author}, {note.date}.")
    yield from (CardLine(say=said) for said in beyond_claims(made))


def _answers(made: Recommendation, base: RuleBase) -> Iterator[CardAnswer]:
    words = card_words(base)
    first = {cue: _given(made, base, cue, again=False) for cue in words.cues}
    groups: dict[_Answer, list[tuple[str, tuple[str, ...]]]] = {}
    for cue, found in first.items():
        for given in found:
            groups.setdefault(given.answer, []).append((cue, given.rules))
    again = list(_again(made, base, first))
    for answer in sorted(groups, key=lambda answer: -answer.rank):
        cues = tuple(cue for cue, _ in groups[answer])
        when = ", ".join(words.cues[cue] for cue in cues) + _after(answer.span)
        yield _line(cues, when, answer, (rule for _, rules in groups[answer] for rule in rules))
        if again and again[0].verdict == answer.verdict:
            yield again.pop()
    yield from again


def _again(made: Recommendation, base: RuleBase, first: Mapping[str, tuple[_Given, ...]]) -> Iterator[CardAnswer]:
    """Yield what to do if a cue comes back after the runner has eased off, where that is more than at first."""
    found = {cue: _given(made, base, cue, again=True)[-1] for cue in first}
    more = {cue: given for cue, given in found.items() if given.answer.rank > first[cue][-1].answer.rank}
    for answer in dict.fromkeys(given.answer for given in more.values()):
        cues = tuple(cue for cue, given in more.items() if given.answer == answer)
        milder = [cue for cue, given in first.items() if given[-1].answer.rank < answer.rank and cue not in cues]
        words = card_words(base).cues
        but = f" (not: {', '.join(words[cue] for cue in milder)})" if milder else ""
        yield _line(cues, f"back again after easing off{but}", answer, (r for cue in cues for r in more[cue].rules))


def _line(cues: tuple[str, ...], when: str, answer: _Answer, rules: Any) -> CardAnswer:
    return CardAnswer(cues=cues, when=when, verdict=answer.verdict, do=answer.do, rules=tuple(dict.fromkeys(rules)))


def _after(span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    low, high = span
    return f" (after {counted(low, 'bursts')})" if low == high else f" (after {low} to {high} bursts)"


def _given(made: Recommendation, base: RuleBase, cue: str, *, again: bool) -> tuple[_Given, ...]:
    """Return what the rules answer to a cue while a burst is still to come, in order of how many are done."""
    return _given_by(base, tuple(planned_facts(plan_of(made)).items()), cue, again)


@memoized_at_most(8_192)
def _given_by(base: RuleBase, told: tuple[tuple[str, Any], ...], cue: str, again: bool) -> tuple[_Given, ...]:
    """Return it by what was planned, which is all of a plan that it rests on: many plans share it."""
    planned = dict(told)
    answers = []
    for done in range(planned["planned_efforts"]):
        case = {"moment": "during", "cue": [cue], "cue_repeated": again, "bursts_done": done, **planned}
        case["current_drill"] = planned["planned_drill"]
        during = build(base, case_from(Document("", case, {}), base, whole=False), (), look_ahead=False)
        answers.append((done, _put(during, base, planned)))
    spans = [(given, [done for done, _ in some]) for given, some in groupby(answers, key=lambda each: each[1])]
    if len(spans) == 1:
        return (spans[0][0],)
    return tuple(given._replace(answer=given.answer._replace(span=(places[0], places[-1]))) for given, places in spans)


def _put(during: Any, base: RuleBase, planned: Mapping[str, Any]) -> _Given:
    """Put an answer in a few words, with recovery and contact where they are not those planned."""
    bears, action = outcome_of(during), during.decision("next_action")
    template, rules = card_words(base).do[action.value], list(action.rules)
    drill = bears.get("drill")
    told = [each.say for each in during.advice if each.topic == "cue" and set(each.rules) & set(action.rules)]
    filled = {
        "drill": base.tables["drills"].by_id[drill]["name"].lower() if drill is not None else "",
        "rest": f"{bears.get('rest_s')} s",
        "advice": " ".join(told) or f"{action.text}.",
    }
    parts = [template.format(**filled)]
    changed = [name for name in ("rest_s", "contact") if bears.get(name) not in (None, planned[f"planned_{name}"])]
    if "rest_s" in changed and "{rest}" not in template:
        parts.append(f"rest for {filled['rest']} or more")
    if "contact" in changed:
        parts.append(f"{plain(bears['contact'])} contact")
    rules += [rule for name in changed for rule in during.decision(name).rules]
    rank = base.decisions["next_action"].ranks[action.value]
    return _Given(_Answer(rank, during.verdict, ", ".join(parts), None), tuple(rules))
