"""``springstep audit verify``: check every signature against the keys of those who sign."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.signature_file import file_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.signing.files import read_signatures

if TYPE_CHECKING:
    from springstep.engine.audit.signing.proofs import Checked

_MOST_NAMED = 12


@click.command(epilog="Example: springstep audit verify --keys coach.pub --file signatures.yaml")
@click.option(
    "--keys",
    "files",
    type=FilePath(folder=False),
    required=True,
    multiple=True,
    metavar="FILE",
    help="A public key, or OpenSSH's file of allowed signers; can be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@file_option(begun=False)
def verify(files: tuple[pathlib.Path, ...], as_json: bool, path: pathlib.Path) -> None:
    """Check who really signed: what is proved by a key, what is a record only, and what was changed since.

    Exit code 0 when nothing is wrong, 1 when a signature does not hold, is by a key that was not given or under another
    name, or has no proof though its signer has a key.
    """
    from springstep.engine.audit.signing.keys import read_public_keys  # take an extra
    from springstep.engine.audit.signing.proofs import GOOD, OUTCOMES, check

    keys = [key for file in files for key in read_public_keys(file)]
    found = tuple(check(read_signatures(path), keys))
    if as_json:
        echo(json.dumps([_record(each) for each in found], indent=2, ensure_ascii=False))
    else:
        for outcome, words in OUTCOMES.items():
            for line in _lines([each for each in found if each.outcome == outcome], words):
                echo(line)
        if not found:
            echo(wrapped(f"There is no signature in {path}."))
    if any(each.outcome not in GOOD for each in found):
        raise click.exceptions.Exit(1)


def _lines(found: Sequence[Checked], words: str) -> Iterator[str]:
    """Yield for each signer, day and key what has the same outcome."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for each in found:
        signature = each.signature
        groups.setdefault((signature.by, signature.on, signature.key), []).append(signature.item)
    for (by, on, key), items in groups.items():
        which = ", ".join(items) if len(items) <= _MOST_NAMED else f"{len(items)} items"
        yield wrapped(f"{by}, {on}{f', key {key}' if key else ''}: {words}: {which}", rest="  ")


def _record(each: Checked) -> dict[str, str]:
    signature = each.signature
    return {
        "item": signature.item,
        "by": signature.by,
        "on": signature.on,
        "outcome": each.outcome,
        "key": signature.key,
        "digest": signature.digest,
    }
