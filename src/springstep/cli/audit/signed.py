"""``springstep audit signed``: how everything stands that can be signed, without auditing it."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import click

from springstep.cli.audit.signed_page import each_item, signed_page
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.signature_file import file_option
from springstep.cli.text.echo import echo
from springstep.engine.audit.items.lookup import items_chosen
from springstep.engine.audit.items.wording import subject_of
from springstep.engine.audit.signing.files import read_signatures
from springstep.engine.audit.signing.in_audit import remarks_shown
from springstep.engine.audit.signing.since import SinceSigned, since_signed
from springstep.engine.audit.signing.standing import signature_states


@click.command()
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Show each item of a kind; can be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@file_option(begun=False)
@rules_options()
def signed(kinds: tuple[str, ...], as_json: bool, path: pathlib.Path, overlays: CoachRules) -> None:
    """Tell who has signed what, what is gone, new or changed since, and what was remarked.

    Exit code 1 when something is not as it was signed.
    """
    base, file = overlays.rule_base, read_signatures(path)
    since = tuple(since_signed(base, file))
    states = signature_states(base, file)
    if as_json:
        standing = {
            name: {"state": s.state, "by": s.by, "on": s.on, "waits_for": s.waits_for} for name, s in states.items()
        }
        remarks = [json.loads(each.to_json()) for each in remarks_shown(file)]
        told = {"signers": file.signers, "since": [_record(each) for each in since], "remarks": remarks}
        echo(json.dumps({**told, "items": standing}, indent=2, ensure_ascii=False))
    else:
        shown = {item.name: states[item.name] for item in items_chosen(base, of_kinds=kinds)}
        for line in (*signed_page(file, states, since), *each_item(shown)):
            echo(line)
    if since:
        raise click.exceptions.Exit(1)


def _record(each: SinceSigned) -> dict[str, Any]:
    difference = each.difference
    return {
        "item": difference.item.name,
        "subject": subject_of(difference.item),
        "how": difference.how,
        "says": each.says,
        "fields": [{"field": one.field, "was": one.was, "now": one.now} for one in difference.fields],
    }
