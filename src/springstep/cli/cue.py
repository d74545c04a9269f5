"""``springstep cue``: something came up in the middle of a run; what now, in seconds."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import click

from springstep.cli.options.diary_memory import Memory, diary_options
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.options.saved_plan import planned_in
from springstep.cli.text.lines import cited, wrapped
from springstep.cli.text.overlay_lines import overlay_lines
from springstep.cli.text.plan_page import standing_advice
from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.advice.recommend import build
from springstep.engine.errors import QueryError
from springstep.engine.inference.case import case_from
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.answers import AnswerError, parse_answer
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation

_MOST_REASONS = 2


@click.command(epilog="Example: springstep cue hip_stiffness --bursts-done 3")
@click.argument("words", metavar="CUE...", nargs=-1)
@click.option(
    "--bursts-done",
    "--after-burst",
    "bursts_done",
    type=click.IntRange(0, 30),
    metavar="N",
    help="How many bursts are done so far.",
)
@click.option("--again", is_flag=True, help="It has come back after you already eased off once today.")
@click.option("--drill", metavar="DRILL", help="The drill you are doing.")
@click.option("--planned-efforts", type=click.IntRange(0, 30), metavar="N", help="How many bursts were planned.")
@click.option(
    "--plan",
    type=click.Path(path_type=pathlib.Path),
    metavar="FILE",
    help="Today's plan, as `springstep recommend --json` printed it; without it the diary's plan of today.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the recommendation as JSON.")
@overlay_options
@diary_options
def cue(
    words: tuple[str, ...],
    bursts_done: int | None,
    again: bool,
    drill: str | None,
    planned_efforts: int | None,
    plan: pathlib.Path | None,
    as_json: bool,
    memory: Memory,
    overlays: Overlays,
) -> None:
    """Say what to do now: go on, rest longer, a gentler drill, strides, pause, end the bursts, or stop.

    CUE is all that you notice, each in full or just its beginning; without one, all cues are listed. The answer is
    never looser than what was planned for today.
    """
    base = overlays.rule_base
    info = base.vocabulary.facts["cue"]
    if not words:
        click.echo("What do you notice? Say it all in words, by their beginnings or numbers:")
        for number, value in enumerate(info.item_words, 1):
            click.echo(f"  {number:2} {plain(value)}")
        return
    found = _read(info, " ".join(words), base, "`springstep cue` lists what you can say")
    case: dict[str, Any] = {"moment": "during", "cue": found, "cue_repeated": again}
    if bursts_done is not None:
        case["bursts_done"] = bursts_done
    if drill:
        drills = replace(base.vocabulary.facts["current_drill"], values=tuple(base.tables["drills"].by_id))
        case["current_drill"] = _read(drills, drill, base, "`springstep rules drills` lists the drills")
    if plan is not None:
        case |= planned_in(plan)
    if planned_efforts is not None:
        case["planned_efforts"] = planned_efforts
    made = _advised(case, memory.history("during") if plan is None else (), base)
    if as_json:
        click.echo(made.to_json(indent=2))
        return
    for line in cue_lines(made, base):
        click.echo(line)


def _advised(case: dict[str, Any], history: tuple[Remembered, ...], base: RuleBase) -> Recommendation:
    """Return the advice; the count of bursts may be missing if it makes no difference, as in an emergency."""
    if "bursts_done" not in case:
        answers = {**{memory.fact: memory.value for memory in history}, **case}
        given = {info.name: answers.get(info.name) for info in base.vocabulary.asked_at("during")}
        given.pop("bursts_done")
        if not settled(outcomes_left(base, partial_engine(base, "during").infer(given))):
            raise click.UsageError("say after how many bursts: --bursts-done N (0 if none is done yet)")
    valid = case_from(Document("", case, {}), base, whole=False)
    made: Recommendation = build(base, valid, history, look_ahead=True)
    return made


def _read(info: FactInfo, text: str, base: RuleBase, where: str) -> Any:
    try:
        return parse_answer(info, text, base.vocabulary)
    except AnswerError as error:
        raise QueryError(f"{error.what}; {where}") from None


def cue_lines(made: Recommendation, base: RuleBase) -> Iterator[str]:
    """Yield the action, how to go on, and the reason: what fits on a watch."""
    colour = {"go_on": "green", "stop": "red", "end_bursts": "red"}.get(made.verdict, "yellow")
    yield click.style(wrapped(made.headline), bold=True, fg=colour)
    decisions = {decision.name: decision for decision in made.decisions}
    if "drill" in decisions:
        drill = base.tables["drills"].by_id[decisions["drill"].value]
        then = "Then, at most: " if made.verdict == "pause" else ""
        yield wrapped(f"{then}{drill['name']}: {drill['how']}")
    if made.verdict in ("go_on", "rest_longer", "gentler_drill"):
        yield wrapped(f"{decisions['contact'].text}; {decisions['rest_s'].text}.")
    for reason in decisions["next_action"].reasons[:_MOST_REASONS]:
        yield wrapped(f"Because: {reason.because} {cited(reason.guide, [reason.basis])}, {reason.rule}", rest="  ")
    said = [advice for advice in standing_advice(made) if advice.topic == "cue"]
    yield from (wrapped(advice.say, first="- ") for advice in said)
    stop = [advice.say for advice in made.advice if advice.topic == "stop"]
    if stop and made.verdict != "stop":
        yield wrapped(f"Stop at once: {' '.join(stop)}")
    yield from overlay_lines(made)
