"""``springstep audit sign``: put on record that you have read rules as they stand."""

from __future__ import annotations

import json
import os
import pathlib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import partial

import click
from platformdirs import user_config_path

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.signing import State, gone, read_signatures, signature_states, write_signatures
from springstep.engine.audit.signing import sign as signed
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.home import from_home, own_place
from springstep.engine.text.turns import in_turn

VARIABLE = "SPRINGSTEP_SIGNATURES"
_folder = partial(user_config_path, "springstep", appauthor=False)


def signatures_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where signatures are kept: where ``SPRINGSTEP_SIGNATURES`` says, else in the user's settings folder."""
    named = environment.get(VARIABLE, "")
    if named:
        return from_home(named)
    return own_place(_folder, "signatures.yaml", otherwise=f"name a file by {VARIABLE}")


@click.command(epilog="Example: springstep audit sign --by 'A. Coach' --topic injury")
@click.option("--by", type=SignerType(), required=True, metavar="NAME", help="Who signs.")
@click.option("--rule", "ids", multiple=True, metavar="ID", help="A rule, by id or name; can be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="All rules of a topic; can be repeated.")
@click.option("--all", "everything", is_flag=True, help="Every rule.")
@click.option("--file", "file", type=FilePath(), metavar="FILE", help="Keep the signatures in this file.")
@click.option("--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day; today by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options(binds=True)
def sign(
    by: str,
    ids: tuple[str, ...],
    topics: tuple[str, ...],
    everything: bool,
    file: pathlib.Path | None,
    day: date | None,
    as_json: bool,
    overlays: CoachRules,
) -> None:
    """Sign rules that you have read, as they stand now.

    A later change of a signed rule, its words included, shows in the audit until it is signed again. This is a record,
    not a proof of identity: keep the file in git, or next to your overlay, to know who wrote it.
    """
    if not (ids or topics or everything):
        raise click.UsageError("say which rules: --rule ID, --topic TOPIC or --all")
    base = overlays.rule_base
    rules = _chosen(base, ids, topics, everything=everything)
    path = file or signatures_path()
    on = (day or date.today()).isoformat()
    with in_turn(path, make_folder=True):
        before = read_signatures(path)
        after = signed(base, before, rules, by=by, on=on)
        write_signatures(path, after)
    was = signature_states(base, before)
    now = Counter(each.state for each in signature_states(base, after).values())
    lost = gone(base, after)
    counts: dict[State, int] = {"signed": now["signed"], "changed": now["changed"], "unsigned": now["unsigned"]}
    if as_json:
        record = {"file": str(path), "by": by, "on": on, "signed": [rule.id for rule in rules], "standing": counts}
        echo(json.dumps({**record, "gone": lost}, indent=2, ensure_ascii=False))
        return
    _say(f"Signed as {by} on {on}: {_ids(rules)}.")
    renewed = [rule for rule in rules if was[rule.id].state == "changed"]
    if renewed:
        _say(f"Changed since they were last signed: {_ids(renewed)}.")
    _say(
        f"Of {len(base.rules)} rules {counts['signed']} are signed, {counts['changed']} changed since, "
        f"{counts['unsigned']} unsigned."
    )
    if lost:
        _say(f"Signed once, but no longer a rule: {', '.join(lost)}.")
    _say(f"Kept in {path}: a record, not a proof of identity.")


def _chosen(base: RuleBase, ids: tuple[str, ...], topics: tuple[str, ...], *, everything: bool) -> list[Rule]:
    for topic in topics:
        if topic not in base.topics:
            raise click.BadParameter(f"no topic '{topic}'; topics: {', '.join(base.topics)}", param_hint="--topic")
    named = {base.rule(rule_id).id for rule_id in ids}
    return [rule for rule in base.rules if everything or rule.topic in topics or rule.id in named]


def _ids(rules: list[Rule]) -> str:
    return ", ".join(rule.id for rule in rules) if len(rules) <= 12 else f"{len(rules)} rules"


def _say(text: str) -> None:
    echo(wrapped(text))
