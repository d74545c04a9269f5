"""``springstep verify``: whether a receipt holds, by deriving its decision again without the engine."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.api import rules_book
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.text.source import read_file

_MOST_DIGITS = 12
_MOST_BYTES = 20_000_000
"""How large a book of rules may be."""


@click.command(epilog="Example: springstep verify receipt.json")
@click.argument("receipt", type=FilePath(folder=False, exists=True), metavar="RECEIPT", required=False)
@click.option("--log", type=FilePath(file=False, exists=True), metavar="FOLDER", help="Check a log of decisions.")
@click.option(
    "--kept", metavar="ENTRIES:DIGEST", help="With --log: what it came to earlier, which it has to hold still."
)
@click.option(
    "--book",
    type=FilePath(folder=False, exists=True),
    metavar="FILE",
    help="Verify by these rules, from `springstep rules book`, and not by those installed.",
)
@click.option(
    "--keys",
    "key_files",
    type=FilePath(folder=False, exists=True),
    multiple=True,
    metavar="FILE",
    help="Ask for a signature by one of these public keys; can be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@overlay_options
def verify(
    receipt: pathlib.Path | None,
    log: pathlib.Path | None,
    kept: str | None,
    book: pathlib.Path | None,
    key_files: tuple[pathlib.Path, ...],
    as_json: bool,
    overlays: Overlays,
) -> None:
    """Check a receipt: derive its decision again from its answers, by the rules alone and without the engine.

    Exit code 0 where it holds, 1 where it does not: it was changed, other rules made it, or the rules make something
    else of the same answers. A log holds where each entry is as it was written and follows the one before it.
    """
    if (receipt is None) == (log is None):
        raise click.UsageError("name a receipt, or a log with --log")
    if kept is not None and log is None:
        raise click.UsageError("--kept goes with --log")
    if log is not None:
        _check_log(log, _earlier(kept), as_json=as_json)
        return
    assert receipt is not None
    from springstep.receipts.checking import faults_in  # only this command verifies

    keys = None
    if key_files:
        from springstep.engine.audit.signing.keys import read_public_keys  # takes an extra

        keys = [key for file in key_files for key in read_public_keys(file)]
    rules = read_file(book, max_bytes=_MOST_BYTES) if book is not None else rules_book(overlays.rule_base)
    found = faults_in(read_file(receipt), rules, keys)
    if as_json:
        echo(json.dumps({"holds": not found, "faults": found}, indent=2, ensure_ascii=False))
    else:
        signed = ", and the signature is by a key that you gave" if keys is not None else ""
        for line in found or [f"The receipt holds: the rules make the same of these answers{signed}."]:
            echo(wrapped(line, rest="  "))
    if found:
        raise click.exceptions.Exit(1)


def _earlier(kept: str | None) -> tuple[int, str] | None:
    """Read what a log came to earlier."""
    if kept is None:
        return None
    entries, _, digest = kept.partition(":")
    if not entries.isascii() or not entries.isdigit() or len(entries) > _MOST_DIGITS or not digest:
        raise click.UsageError("--kept is a number of entries, a colon, and a digest")
    return int(entries), digest


def _check_log(folder: pathlib.Path, kept: tuple[int, str] | None, *, as_json: bool) -> None:
    from springstep.receipts.decision_log import standing  # only a log needs it

    found = standing(folder, kept)
    if as_json:
        echo(found.to_json(indent=2))
    else:
        for line in found.faults:
            echo(wrapped(line, rest="  "))
        holds, ends = "does not hold" if found.faults else "holds", f"; the last one ends with {found.digest}"
        entries = "1 entry" if found.entries == 1 else f"{found.entries} entries"
        echo(wrapped(f"The log {holds}: {entries}{ends if found.entries else ''}.", rest="  "))
    if found.faults:
        raise click.exceptions.Exit(1)
