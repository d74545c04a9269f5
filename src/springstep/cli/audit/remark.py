"""``springstep audit remark``: say that you agree with something, disagree, or have a question."""

from __future__ import annotations

import json
import pathlib
from datetime import date

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.signature_file import file_option
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.items.lookup import item_named
from springstep.engine.audit.items.wording import item_words
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.audit.signing.making import remark as remarked
from springstep.engine.audit.signing.records import Says
from springstep.engine.text.turns import in_turn

_LONGEST = 2000


@click.command(epilog="Example: springstep audit remark INJ-040 --by 'B. Coach' --question 'Why six weeks?'")
@click.argument("name", metavar="ITEM")
@click.option("--by", type=SignerType(), required=True, metavar="NAME", help="Who says so.")
@click.option("--agree", is_flag=False, flag_value="", metavar="[TEXT]", help="You agree; this settles what you said.")
@click.option("--disagree", metavar="TEXT", help="You disagree, and why.")
@click.option("--question", metavar="TEXT", help="You want to know something first.")
@click.option("--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day; today by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@file_option(begun=True)
@rules_options(binds=True)
def remark(
    name: str,
    by: str,
    agree: str | None,
    disagree: str | None,
    question: str | None,
    day: date | None,
    as_json: bool,
    path: pathlib.Path,
    overlays: CoachRules,
) -> None:
    """Remark on a rule, by id or name, or on anything else, as in drills/ID.

    Remarks are kept with the signatures and shown on the item's card. One is open until the same person agrees.
    """
    told: dict[Says, str | None] = {"agree": agree, "disagree": disagree, "question": question}
    said = {how: text for how, text in told.items() if text is not None}
    if len(said) != 1:
        raise click.UsageError("say one of --agree, --disagree TEXT and --question TEXT")
    ((how, given),) = said.items()
    text = " ".join(given.split())
    if (how != "agree" and not text) or len(text) > _LONGEST or not (text.isprintable()):
        raise click.BadParameter(f"1 to {_LONGEST} printable characters", param_hint=f"--{how}")
    item = item_named(overlays.rule_base, name)
    on = (day or date.today()).isoformat()
    with in_turn(path, make_folder=True):
        file = remarked(read_signatures(path), item, by=by, on=on, says=how, text=text)
        write_signatures(path, file)
    count = len(file.open_remarks)
    if as_json:
        record = {"item": item.name, "by": by, "on": on, "says": how, "text": text}
        echo(json.dumps({**record, "open": count, "file": str(path)}, indent=2, ensure_ascii=False))
        return
    echo(wrapped(f"{item_words(item)}: {how} by {by}, {on}{': ' if text else ''}{text}"))
    echo(wrapped(f"{count} {'remark is' if count == 1 else 'remarks are'} open in {path}."))
