"""``springstep diary replay``: an old plan worked out again, and what changed if the rules did."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import tree, wrapped
from springstep.cli.text.plan_page import page
from springstep.diary.entry import PlannedSession
from springstep.diary.errors import DiaryError
from springstep.diary.plan import plan_of
from springstep.diary.plan import replay as worked_out_again
from springstep.diary.storage.place import default_path
from springstep.diary.storage.store import Diary
from springstep.engine.errors import Fault
from springstep.engine.language.wording import listed


@click.command()
@click.argument("uid", metavar="ID")
@click.option("--why", "why", metavar="DECISION", help="Explain a decision of that plan.")
@click.option("--json", "as_json", is_flag=True, help="Print the recommendation as JSON.")
@click.option(
    "--diary",
    "place",
    type=FilePath(),
    metavar="FILE",
    help="Use this diary instead of your own.",
)
@overlay_options
def replay(uid: str, why: str | None, as_json: bool, place: pathlib.Path | None, overlays: Overlays) -> None:
    """Work an entry's plan out again from the answers of that day, and explain it.

    A plan made with a coach's overlays is worked out by the same rules only if you give the same overlays again.
    """
    with Diary.open(place or default_path(), create=False) as diary:
        entry = diary.get(uid)
    if entry.plan is None:
        raise DiaryError(
            [Fault("missing", f"entry {entry.short} was logged without a plan, so there is nothing to work out again")]
        )
    base = overlays.rule_base
    made = worked_out_again(entry.plan, base)
    if as_json:
        echo(made.to_json(indent=2))
        return
    for line in _compared(entry.plan, plan_of(made)):
        echo(line)
    echo("")
    for line in tree(made.why(why, rule_base=base)) if why is not None else page(made, base):
        echo(line)


def _compared(then: PlannedSession, now: PlannedSession) -> Iterator[str]:
    """Say whether the rules are still the same, and if not, what that changed."""
    if then.rules_digest == now.rules_digest:
        yield "Worked out again by the same rules as on that day."
        return
    lead = "The rules have changed since that day"
    if then.overlays != now.overlays:
        made, laid = (", ".join(plan.overlays) or "none" for plan in (then, now))
        lead = f"The overlays are not those of that day: then {made}, now {laid} (see --overlay)"
    yield wrapped(f"{lead} (then {then.rules_digest[:12]}, now {now.rules_digest[:12]}).")
    if then.headline == now.headline:
        yield "The advice is the same."
    else:
        yield wrapped(f"Then: {then.headline}")
        yield wrapped(f"Now: {now.headline}")
    for lead, rules in (
        ("Fired then, not now", set(then.rules) - set(now.rules)),
        ("now, not then", set(now.rules) - set(then.rules)),
    ):
        if rules:
            yield wrapped(f"{lead}: {listed(sorted(rules), last='and')}")
