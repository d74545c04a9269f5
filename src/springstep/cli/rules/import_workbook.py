"""``springstep rules import``: what was changed in a workbook, told and written as an overlay or as an edit."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.cli.working import working
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import is_there
from springstep.engine.text.source import read_file
from springstep.engine.text.turns import in_turn

if TYPE_CHECKING:
    from springstep.sheets.changes import RuleChange


@click.command(
    "import",
    epilog="Example: springstep rules import rules.xlsx --author 'A. Coach' --reason trial --note 'Until May.'",
)
@click.argument("file", type=FilePath(folder=False))
@click.option("--check", is_flag=True, help="Write nothing; tell what would change, for whom, and which claims break.")
@click.option(
    "--edit", is_flag=True, help="Change the knowledge files instead of an overlay: only the lines that differ."
)
@click.option(
    "--overlay",
    type=FilePath(folder=False),
    metavar="FILE",
    help="The overlay to write or to add to; by default named as the workbook, ending in .yaml.",
)
@click.option("--author", type=SignerType(), metavar="NAME", help="Who changes the rows that name no author.")
@click.option(
    "--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day of the rows without one; today by default."
)
@click.option("--reason", metavar="CODE", help="Why, for the rows that give no reason.")
@click.option("--note", metavar="TEXT", help="Why in words, for the rows without a note.")
@click.option(
    "--remove", metavar="ID", multiple=True, help="Take this rule away, whose row was deleted; can be repeated."
)
@click.option("--unproved", is_flag=True, help="Do not ask all athletes: tell only which rules change.")
@click.option("--despite-claims", is_flag=True, help="Write it even though a safety claim breaks.")
@knowledge_option(binds=True, writes=True)
def import_rules(
    file: pathlib.Path,
    check: bool,
    edit: bool,
    overlay: pathlib.Path | None,
    author: str | None,
    day: date | None,
    reason: str | None,
    note: str | None,
    remove: tuple[str, ...],
    unproved: bool,
    despite_claims: bool,
    knowledge: WhichRules,
) -> None:
    """Take up what was changed in FILE, which `rules export` wrote: as an overlay, or with --edit in the rules.

    A workbook in which nothing was changed changes nothing. Exit code 1 when a safety claim breaks; then nothing is
    written.
    """
    if edit and overlay is not None:
        raise click.UsageError("--edit changes the knowledge files; leave out --overlay")
    if edit and knowledge.named is None and knowledge.lying_here is None:
        allowed = "--knowledge FOLDER names a copy of them; without --edit an overlay is written"
        raise KnowledgeError([Fault("not_found", "no rules lie here that could be edited", allowed=allowed)])
    place = None if edit else overlay or file.with_suffix(".yaml")
    base = knowledge.rule_base
    said = {"author": author, "reason": reason, "note": note, "date": (day or date.today()).isoformat()}
    with in_turn(place or base.folder / "rules"):
        changes, texts = _texts(file, base, place, remove, {key: word for key, word in said.items() if word})
        if not texts:
            echo("Nothing is changed: the workbook says what the rules say.")
            return
        after = _tried(file, base, place, changes, texts)
        for change in changes:
            echo(wrapped(_line(change)))
        broken = () if unproved else _effect(_before(base, place), after)
        if broken and not despite_claims:
            echo(wrapped("Nothing is written, as a claim breaks; --despite-claims writes it all the same."), err=True)
            raise click.exceptions.Exit(1)
        if check:
            echo("Nothing is written (--check).")
        else:
            _write(texts)
    if broken:
        raise click.exceptions.Exit(1)


def _texts(
    file: pathlib.Path, base: RuleBase, place: pathlib.Path | None, removed: Sequence[str], said: Mapping[str, str]
) -> tuple[tuple[RuleChange, ...], Mapping[pathlib.Path, str]]:
    """Return what the workbook changes, and the new texts of files; raises ``SpringstepError``."""
    # need pydantic, and openpyxl, an extra
    from springstep.sheets.changes import changes_in
    from springstep.sheets.checking import check_rules, with_reasons
    from springstep.sheets.editing import edited_files
    from springstep.sheets.overlay_file import overlay_text, own_rules
    from springstep.sheets.reading import read_workbook
    from springstep.sheets.sources import topic_files

    files, name = topic_files(base), str(file)
    sheets = read_workbook(file)
    text = read_file(place) if place is not None and is_there(place) else ""
    own = own_rules(text, str(place)) if place is not None else {}
    ids = [each.strip().upper() for each in removed]
    area = "" if place is None else "OWN"
    found = changes_in(sheets, files, base, name=name, removed=ids, area=area, own=own)
    if not found:
        return (), {}
    found = with_reasons(found, base, said, name)
    check_rules(found, base, name)
    if place is None:
        return found, edited_files(files, found)
    now = overlay_text(place, text, found, base, name)
    return found, {place: now} if now != text else {}


def _tried(
    file: pathlib.Path,
    base: RuleBase,
    place: pathlib.Path | None,
    changes: Sequence[RuleChange],
    texts: Mapping[pathlib.Path, str],
) -> RuleBase:
    """Return the rules as they would be; raises ``KnowledgeError``, with the cells where the workbook has them."""
    # need pydantic, which takes long to import
    from springstep.sheets.checking import told_at_cells
    from springstep.sheets.trying import edited, laid_over

    try:
        if place is None:
            return edited(base, texts, [change.rule for change in changes])
        return laid_over(base, place, texts[place])
    except KnowledgeError as error:
        raise KnowledgeError(told_at_cells(error.faults, changes, str(file))) from None


def _before(base: RuleBase, place: pathlib.Path | None) -> RuleBase:
    """Return the rules as they are now, with the overlay that is there, if it can be laid over them."""
    from springstep.sheets.trying import laid_over  # needs pydantic, which takes long to import

    if place is None or not is_there(place):
        return base
    try:
        return laid_over(base, place, read_file(place))
    except KnowledgeError:
        return base


def _line(change: RuleChange) -> str:
    what = {"changed": f"changed: {', '.join(change.parts)}", "added": "is new", "off": "is taken away"}[change.kind]
    about = change.about
    return f"{change.rule} {what} ({about['author']}, {about['date']}, {about['reason']}: {about['note']})"


def _effect(before: RuleBase, after: RuleBase) -> tuple[str, ...]:
    """Tell whose advice changes and which claims break; return these. Without the solver only say so."""
    from springstep.cli.rules.workbook_effect import effect_lines  # takes long to import

    with working():
        lines, broken = effect_lines(before, after)
    for line in lines:
        echo(line)
    return broken


def _write(texts: Mapping[pathlib.Path, str]) -> None:
    """Write all files; where one cannot be written, those before it are put back."""
    old: dict[pathlib.Path, str | None] = {path: read_file(path) if is_there(path) else None for path in texts}
    done: list[pathlib.Path] = []
    try:
        for path, text in texts.items():
            atomic_write(path, text)
            done.append(path)
    except BaseException:
        for path in done:
            before = old[path]
            if before is not None:
                atomic_write(path, before)
        raise
    for path in texts:
        echo(f"wrote {path}", err=True)
