"""How a rule, or a claim, stands: who has signed it, what changed since, and what was remarked on it."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

from springstep.cli.options.signature_file import signatures_path
from springstep.cli.text.echo import echo
from springstep.cli.text.rule_page import Section
from springstep.engine.audit.report import RemarkShown
from springstep.engine.audit.signing.files import read_signatures
from springstep.engine.audit.signing.in_audit import remarks_shown
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.audit.signing.since import changes_since
from springstep.engine.audit.signing.standing import SignatureState, signature_states
from springstep.engine.audit.signing.wording import remark_words, standing_words
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase


def standing(base: RuleBase, name: str, path: pathlib.Path | None) -> list[Section]:
    """Return what a file of signatures, or the usual one, says of one item; nothing where there is none.

    A file that cannot be read is told on standard error: the item is shown all the same.
    """
    try:
        file = read_signatures(path or signatures_path())
    except SpringstepError as error:
        for fault in error.faults:
            echo(f"springstep: left out: {fault}", err=True)
        return []
    if file == SignatureFile():
        return []
    state = signature_states(base, file)[name]
    remarks = [each for each in remarks_shown(file) if each.item == name]
    changed = changes_since(base, name, state, file)
    record = {
        "state": state.state,
        "by": state.by,
        "on": state.on,
        "stale_by": state.stale_by,
        "waits_for": state.waits_for,
        "changed": changed,
        "remarks": [json.loads(each.to_json()) for each in remarks],
    }
    return [Section("Signature", list(_rows(state, changed, remarks)), "signature", record)]


def _rows(state: SignatureState, changed: str, remarks: list[RemarkShown]) -> Iterator[tuple[str, str]]:
    words = standing_words(state.state, by=state.by, on=state.on, stale_by=state.stale_by, waits_for=state.waits_for)
    yield "Standing", words
    if changed:
        yield "Since then", changed
    for remark in remarks:
        yield "Remark", remark_words(remark, of_item=False)
