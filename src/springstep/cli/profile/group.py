"""The group ``springstep profile``: alone it shows what stays true of you; its subcommands change that."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.which_diary import diary_option, today_option
from springstep.cli.lazy_group import LazyGroup
from springstep.cli.text.echo import echo

_COMMANDS = {
    "edit": ("springstep.cli.profile.edit:edit", "Be asked for everything; an empty line keeps what stands."),
    "set": ("springstep.cli.profile.set_answer:set_answer", "Set one answer, such as: set goal speed."),
    "forget": ("springstep.cli.profile.forget:forget", "Forget one answer, or the whole profile."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@diary_option
@click.pass_context
def profile(ctx: click.Context, as_json: bool, today: str | None, place: pathlib.Path | None) -> None:
    """Show what stays true of you from run to run: goal, injuries, usual run, next race.

    It is kept beside your diary, so that you are asked once, and again only when it may have changed.
    """
    if ctx.invoked_subcommand is not None:
        if as_json or today is not None or place is not None:
            raise click.UsageError(f"options go behind the command: springstep profile {ctx.invoked_subcommand} ...")
        return
    # what only the page needs; a subcommand imports its own
    from springstep.cli.profile.kept_profile import KeptProfile
    from springstep.cli.profile.profile_page import profile_page

    kept = KeptProfile(place, today)
    shown = kept.shown()
    if as_json:
        echo(shown.to_json(indent=2))
        return
    for line in profile_page(shown, kept.path, kept.base):
        echo(line)
