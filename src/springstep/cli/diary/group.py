"""The group ``springstep diary``: write down what was planned and done, read it again, carry it in and out."""

from __future__ import annotations

import click

from springstep.cli.lazy_group import LazyGroup

_COMMANDS = {
    "add": ("springstep.cli.diary.add:add", "Add a run; without options you are asked step by step."),
    "list": ("springstep.cli.diary.list_entries:list_entries", "List the entries by day."),
    "show": ("springstep.cli.diary.show:show", "Show everything about one entry: prescribed, done, and why."),
    "edit": ("springstep.cli.diary.edit:edit", "Change an entry; its plan stays as it was."),
    "delete": ("springstep.cli.diary.delete:delete", "Delete one entry, or all of them, for good."),
    "trend": ("springstep.cli.diary.trend:trend", "Show week by week what was done and how it was; draw it."),
    "race": ("springstep.cli.diary.race:race", "Keep the day of your next race, show it or forget it."),
    "replay": ("springstep.cli.diary.replay:replay", "Work an entry's plan out again from the answers of that day."),
    "check": ("springstep.cli.diary.check:check", "Look whether every entry is as it was written."),
    "export": ("springstep.cli.diary.export_entries:export_entries", "Write all entries to a folder of plain files."),
    "import-activity": (
        "springstep.cli.diary.import_activity:import_activity",
        "Read runs from a watch's files: FIT, TCX, GPX, an export.",
    ),
    "import-wellness": (
        "springstep.cli.diary.import_wellness:import_wellness",
        "Read sleep and resting pulse from a watch's or app's export.",
    ),
    "import": ("springstep.cli.diary.import_entries:import_entries", "Bring entries in from an export or a file."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS)
def diary() -> None:
    """Keep your training diary: what was planned, what you did, how it was."""
