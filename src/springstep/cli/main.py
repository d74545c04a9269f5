"""The command ``springstep``: its subcommands, each imported when it is called, and how mistakes are reported."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from springstep.cli.lazy_group import LazyGroup
from springstep.cli.text.colours import without_colours
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.characters import visible
from springstep.engine.errors import Fault, SpringstepError

_COMMANDS = {
    "consult": (
        "springstep.cli.consult.command:consult",
        "Answer only the questions that matter, and see why: before, during or after a run.",
    ),
    "cue": ("springstep.cli.cue:cue", "Something comes up in the middle of a run: what now?"),
    "recommend": (
        "springstep.cli.recommend:recommend",
        "Recommend what to do in one case, each decision with its reason.",
    ),
    "profile": (
        "springstep.cli.profile.group:profile",
        "Show and change what stays true of you: goal, injuries, usual run, next race.",
    ),
    "card": ("springstep.cli.card:card", "Put today's plan on a pocket card, with what to do if something comes up."),
    "plan": ("springstep.cli.plan:plan", "Put a plan on a watch or into a calendar."),
    "week": ("springstep.cli.week:week", "See which of the coming runs carry bursts."),
    "group": (
        "springstep.cli.group.command:group",
        "For coaches: advise a whole group from a table, the worrying athletes first.",
    ),
    "batch": (
        "springstep.cli.batch.group:batch",
        "Advise whole tables of athletes, and ask about them.",
    ),
    "diary": ("springstep.cli.diary.group:diary", "Keep your training diary: add, list, show, trend, export."),
    "rules": (
        "springstep.cli.rules.group:rules",
        "Read the rules: list, show, search, graph, ledger, drills, facts, render.",
    ),
    "audit": (
        "springstep.cli.audit.group:audit",
        "For coaches: prove the safety claims, find what is wrong, compare rule bases.",
    ),
    "schema": (
        "springstep.cli.schema:schema",
        "Print the JSON Schemas: case, recommendation, consultation and everything else that goes in or out.",
    ),
    "verify": ("springstep.cli.verify:verify", "Check the receipt of a decision: derive it again, without the engine."),
    "serve": ("springstep.cli.serve:serve", "Serve every answer over HTTP, for programs in other languages."),
    "site": ("springstep.cli.site:site", "Write the pages of a consultation as a site that needs no service."),
    "mcp": ("springstep.cli.mcp:mcp", "Be a tool of assistants, over the Model Context Protocol."),
    "messages": ("springstep.cli.messages:messages", "Print the texts of a decision card by their ids, to translate."),
}


class _Main(LazyGroup):
    """The whole command line."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options of the whole."""
        with _told_visibly():
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note whether JSON is asked for, as a mistake is told in JSON, too, then."""
        ctx.obj = any(word.partition("=")[0] == "--json" for word in args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> None:
        """Report each mistake of the user in one line on standard error, and exit with 2."""
        try:
            with _told_visibly():
                super().invoke(ctx)
        except click.UsageError as error:
            if ctx.obj:
                echo(_misused(error).to_json(indent=2))
            raise
        except SpringstepError as error:
            if ctx.obj:
                echo(error.to_json(indent=2))
            for told in error.told():
                said = f"springstep: {told}"
                echo(wrapped(said, rest="  ") if sys.stderr.isatty() else said, err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            ctx.exit(130)


@contextlib.contextmanager
def _told_visibly() -> Iterator[None]:
    """Let no name that was given steer the terminal in what click says of it."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = visible(error.message)
        raise


def _misused(error: click.UsageError) -> SpringstepError:
    """Return bad usage as a mistake like others."""
    where = error.param.opts[0] if isinstance(error, click.BadParameter) and error.param is not None else ""
    return SpringstepError([Fault("usage", error.format_message(), where)])


def _show_version(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """Print the version and which engine runs the rules, and exit."""
    if not asked or ctx.resilient_parsing:
        return
    from springstep import __version__  # what only this option asks for waits
    from springstep.engine.inference import experta_runtime

    experta = experta_runtime.available()
    engine = f"experta {experta_runtime.version()}" if experta else "generated code (experta is not installed)"
    echo(f"springstep {__version__}\ninference engine: {engine}")
    ctx.exit()


@click.group(cls=_Main, lazy=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and the inference engine, and exit.",
)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Short plyometric bursts in recovery runs: advice by rules, with the reason for every decision.

    Exit codes: 0 fine, 1 findings, 2 bad input or usage.
    """
    if without_colours():
        ctx.color = False
