"""``springstep audit signers``: who is to sign."""

from __future__ import annotations

import json
import pathlib
from dataclasses import replace

import click

from springstep.cli.options.signature_file import file_option
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.language.wording import listed
from springstep.engine.text.turns import in_turn


@click.command(epilog="Example: springstep audit signers 'A. Coach' 'B. Coach'")
@click.argument("names", metavar="[NAME]...", nargs=-1, type=SignerType())
@click.option("--nobody", is_flag=True, help="Leave open who signs, as it is at first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@file_option(begun=True)
def signers(names: tuple[str, ...], nobody: bool, as_json: bool, path: pathlib.Path) -> None:
    """Say who is to sign, or show it: from then on something is signed when all of them have signed it as it is."""
    if names and nobody:
        raise click.UsageError("give names or --nobody")
    if names or nobody:
        with in_turn(path, make_folder=True):
            write_signatures(path, replace(read_signatures(path), signers=tuple(dict.fromkeys(names))))
    found = read_signatures(path).signers
    if as_json:
        echo(json.dumps({"signers": found}, indent=2, ensure_ascii=False))
        return
    echo(wrapped(f"To sign: {listed(found, last='and')}." if found else "Nobody in particular is to sign."))
