"""``springstep consult``: the consultation in a terminal, on top of the engine's dialogue."""

from __future__ import annotations

import io
import pathlib
import sys

import click

from springstep.cli.consult.conversation import Talk
from springstep.cli.consult.transcript import written_to
from springstep.cli.options.diary_memory import Memory, diary_options
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options

_INTERRUPTED = 130


@click.command(epilog="Example: springstep consult --moment before")
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="Which moment; asked for by default.")
@click.option("--resume", is_flag=True, help="Continue where the last consultation left off.")
@click.option("--answers", type=FilePath(), metavar="FILE", help="Answer from a case file.")
@click.option("--transcript", type=FilePath(), metavar="FILE", help="Append everything said to a file.")
@click.option("--state", type=FilePath(), metavar="FILE", help="Keep the consultation in this file.")
@click.option("--one-by-one", is_flag=True, help="Ask for each thing by itself; no question asks for several.")
@click.option("--plain", is_flag=True, help="No colours and no drawn lines: for screen readers.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the recommendation as JSON; the conversation goes to stderr."
)
@overlay_options
@diary_options
@click.pass_context
def consult(
    ctx: click.Context,
    moment: str | None,
    resume: bool,
    answers: pathlib.Path | None,
    transcript: pathlib.Path | None,
    state: pathlib.Path | None,
    one_by_one: bool,
    plain: bool,
    as_json: bool,
    memory: Memory,
    overlays: Overlays,
) -> None:
    """Ask only what matters, say why, and plan the run.

    Every answer is saved at once: after Ctrl-C, a closed terminal or a crash, --resume continues.
    """
    if resume and (moment or answers):
        raise click.UsageError("--resume continues the consultation as it was; it takes neither --moment nor --answers")
    if plain:
        ctx.color = False
    for stream in (sys.stdin, sys.stdout, sys.stderr):  # what cannot be read or shown becomes a question mark
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    memory.may_start = True
    with written_to(transcript) as written:
        talk = Talk(state, memory, written, overlays.rule_base, plainly=plain, as_json=as_json, one_by_one=one_by_one)
        try:
            if answers is not None:
                talk.answer_from(answers, moment)
            elif resume:
                talk.resume(reread_diary=bool(ctx.params["diary"] or ctx.params["no_diary"]))
            else:
                talk.begin(moment)
        except KeyboardInterrupt:
            talk.interrupted()
            raise click.exceptions.Exit(_INTERRUPTED) from None
