"""``springstep batch``: its commands, and a table named at once, which is advised."""

from __future__ import annotations

import click

from springstep.cli.lazy_group import LazyGroup

_ADVISE = "advise"


class _BatchGroup(LazyGroup):
    """Takes what is no command and no cry for help for the words of ``advise``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command in front where none is named."""
        if args and args[0] not in (*self.list_commands(ctx), *self.get_help_option_names(ctx)):
            args = [_ADVISE, *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_BatchGroup,
    lazy={
        _ADVISE: (
            "springstep.cli.batch.advise:advise",
            "Advise every row of a table into another; may be left out: springstep batch athletes.csv -o plans.csv",
        ),
        "shares": ("springstep.cli.batch.shares:shares", "Count how many are told what, and by which rules."),
        "diff": ("springstep.cli.batch.diff:diff", "Tell whose plan an overlay, or other rules, would change."),
    },
    epilog="Example: springstep batch athletes.parquet -o plans.parquet --keep athlete",
)
def batch() -> None:
    """Advise whole tables of athletes, Parquet, CSV or JSON with one object a line, and ask about them."""
