"""``springstep cue``: something came up in the middle of a run; what now, in seconds."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

import click

from springstep.cli.options.diary_memory import Memory, diary_options
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, answered_all_the_same, overlay_options
from springstep.cli.options.saved_plan import planned_in
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.cli.text.pager import show
from springstep.cli.text.plan_page import page
from springstep.cli.text.short_page import short_page
from springstep.cli.typed_lines import at_terminal
from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.advice.recommend import build
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.inference.case import case_from
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.inference.plain_answers import Understood, understand
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.spoken.phrases import heard_in
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation

_Told = TypeVar("_Told")
_DRILLS = "`springstep rules drills` lists the drills"


@click.command(epilog="Example: springstep cue hip_stiffness --bursts-done 3")
@click.argument("words", metavar="CUE...", nargs=-1)
@click.option(
    "--bursts-done",
    "--after-burst",
    "bursts_done",
    type=click.IntRange(0, 30),
    metavar="N",
    help="How many bursts are done so far; where nobody can be asked and it is left out, six count as done.",
)
@click.option("--again", is_flag=True, help="It has come back after you already eased off once today.")
@click.option(
    "--drill",
    metavar="DRILL",
    help="The drill you are doing; where nobody can be asked and it is left out, it counts as strides.",
)
@click.option("--planned-efforts", type=click.IntRange(0, 30), metavar="N", help="How many bursts were planned.")
@click.option(
    "--plan",
    type=FilePath(),
    metavar="FILE",
    help="Today's plan, as `springstep recommend --json` printed it; without it the diary's plan of today.",
)
@click.option("--full", is_flag=True, help="Show every decision with its reasons, not the first page alone.")
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
    full: bool,
    as_json: bool,
    memory: Memory,
    overlays: Overlays,
) -> None:
    """Say what to do now: go on, rest longer, a gentler drill, strides, pause, end the bursts, or stop.

    CUE is all that you notice, each in full or just its beginning; without one, all cues are listed, and at a terminal
    yours is asked for. The answer is never looser than what was planned for today.
    """
    base, wrong = overlays.rule_base_or_guides()
    if not words:
        echo("What do you notice? Say it all in words, by their beginnings or numbers:", err=as_json)
        for number, value in enumerate(base.vocabulary.facts["cue"].item_words, 1):
            echo(f"  {number:2} {plain(value)}", err=as_json)
        if not at_terminal():
            return
    found, refused = _cues(" ".join(words), base) if words else _asked(partial(_cues, base=base))
    case: dict[str, Any] = {"moment": "during", "cue": found.facts["cue"], "cue_repeated": again}
    if bursts_done is not None:
        case["bursts_done"] = bursts_done
    if drill:
        told = _read("current_drill", drill, base, _DRILLS)
        case["current_drill"] = told.facts["current_drill"]
    history: tuple[Remembered, ...] = ()
    try:
        if plan is not None:
            case |= planned_in(plan)
        else:
            history = memory.history("during")
    except SpringstepError as error:
        wrong = wrong or error
    if planned_efforts is not None:
        case["planned_efforts"] = planned_efforts
    asked = {name: ask for name, ask in (("bursts_done", _count), ("current_drill", _drill)) if name not in case}
    while asked:
        if _decide(asked, case, history, base):
            if refused is not None:
                raise refused
            name = next(iter(asked))
            if at_terminal() and (told := asked[name](base)) is not None:
                case[name] = told
        asked.pop(next(iter(asked)))
    made = _advised(case, history, base, refused)
    if wrong is not None:
        answered_all_the_same(made, base, wrong)
    if as_json:
        echo(made.to_json(indent=2))
        return
    if found.safer:
        echo(wrapped(f'I read "{found.said}" as {found.safer}.'))
    if full:
        show(page(made, base))
        return
    for line in short_page(made, base):
        echo(line)
    if found.said and not found.safer:
        echo(wrapped(f'I read "{found.said}" as {listed(map(plain, found.facts["cue"]), last="and")}.', rest="  "))


def _cues(text: str, base: RuleBase) -> tuple[Understood, QueryError | None]:
    """Read what is noticed. Of words that are not all understood a danger counts even so; the rest is a refusal."""
    try:
        return _read("cue", text, base, "`springstep cue` lists what you can say"), None
    except QueryError as error:
        heard = heard_in(base.vocabulary.facts["cue"].phrases, text)
        if not heard:
            raise
        safer = f"{listed(map(plain, heard), last='and')}, as not every word is understood"
        return Understood({"cue": list(heard)}, text, safer), error


def _decide(facts: Iterable[str], case: dict[str, Any], history: tuple[Remembered, ...], base: RuleBase) -> bool:
    """Tell whether facts that are not told make a difference; in an emergency none does."""
    answers = {**{memory.fact: memory.value for memory in history}, **case}
    given = {info.name: answers.get(info.name) for info in base.vocabulary.asked_at("during")}
    for fact in facts:
        given.pop(fact)
    return not settled(outcomes_left(base, partial_engine(base, "during").infer(given)))


def _drill(base: RuleBase) -> Any:
    """Ask a person which drill it is; ``None`` where she leaves it out."""
    echo("Which drill are you doing? Its name, such as quick feet; Enter to leave it out.", err=True)
    return _asked(lambda text: _read("current_drill", text, base, _DRILLS).facts["current_drill"] if text else None)


def _count(base: RuleBase) -> Any:
    """Ask a person after how many bursts it is; ``None`` where she leaves it out."""
    echo("After how many bursts? 0 if none is done yet; Enter if you have lost count.", err=True)
    return _asked(
        lambda text: _read("bursts_done", text, base, "say a number, such as 2").facts["bursts_done"] if text else None
    )


def _asked(read: Callable[[str], _Told]) -> _Told:
    """Take an answer at the terminal, and ask again until it is understood."""
    from springstep.cli.diary.ask_entry import typed  # slow to import, and there may be nothing to ask

    with typed(lambda: "nothing was advised.") as lines:
        while True:
            try:
                return read(lines.line())
            except QueryError as error:
                echo(wrapped(str(error), first="  "), err=True)


def _advised(
    case: dict[str, Any], history: tuple[Remembered, ...], base: RuleBase, refused: QueryError | None
) -> Recommendation:
    """Return the advice; where what is noticed was not all understood, only that to stop is given in spite of it."""
    valid = case_from(Document("", case, {}), base, whole=False)
    made: Recommendation = build(base, valid, history, look_ahead=True)
    if refused is not None and made.verdict != "stop":
        raise refused
    return made


def _read(fact: str, text: str, base: RuleBase, where: str) -> Understood:
    """Read what an option says; nobody can be asked back, so the safer of several readings is taken."""
    try:
        return understand(fact, text, base, asked=False)
    except AnswerError as error:
        raise QueryError([Fault(error.code, error.what, allowed=f"{error.allowed}; {where}")]) from None
