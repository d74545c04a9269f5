"""``springstep audit sign``: put on record that you have read rules, and whatever else decides, as they stand."""

from __future__ import annotations

import json
import pathlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import click

from springstep.cli.audit.key_password import password_of
from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.signature_file import file_option
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.items.item import KnowledgeItem, split_name
from springstep.engine.audit.items.lookup import items_chosen
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.items.wording import subject_of
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.audit.signing.making import Prove
from springstep.engine.audit.signing.making import sign as signed
from springstep.engine.audit.signing.records import EVERYTHING
from springstep.engine.audit.signing.since import gone
from springstep.engine.audit.signing.standing import SignatureState, State, signature_states
from springstep.engine.audit.signing.statement import stated_in
from springstep.engine.text.turns import in_turn

_MOST_NAMED = 12
_MOST_KINDS = 4
_STATES: tuple[State, ...] = ("signed", "changed", "unsigned")


@click.command(epilog="Example: springstep audit sign --by 'A. Coach' --topic injury --kind drills")
@click.option("--by", type=SignerType(), required=True, metavar="NAME", help="Who signs.")
@click.option("--rule", "ids", multiple=True, metavar="ID", help="A rule, by id or name; can be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="All rules of a topic; can be repeated.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="All of a kind, such as drills; can be repeated.")
@click.option("--item", "names", multiple=True, metavar="KIND/ID", help="One thing of any kind; can be repeated.")
@click.option(
    "--statement",
    type=FilePath(folder=False),
    metavar="FILE",
    help="What a page showed you, if it is so here.",
)
@click.option("--all", "everything", is_flag=True, help="Everything that decides.")
@click.option("--key", "key", type=FilePath(folder=False), metavar="FILE", help="Prove it with this OpenSSH key.")
@click.option("--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day; today by default.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@file_option(begun=True)
@rules_options(binds=True)
def sign(
    by: str,
    ids: tuple[str, ...],
    topics: tuple[str, ...],
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    statement: pathlib.Path | None,
    everything: bool,
    key: pathlib.Path | None,
    day: date | None,
    as_json: bool,
    path: pathlib.Path,
    overlays: CoachRules,
) -> None:
    """Sign what you have read, as it stands now: rules, drills, claims, questions, whatever decides.

    A later change of what was signed, its words included, shows in the audit, with what it was and is, until it is
    signed again. Without --key this is a record, not a proof of identity: anyone who can write the file can write any
    name into it.
    """
    named_here = bool(ids or topics or kinds or names or everything)
    if named_here == (statement is not None):
        what = "say what: --rule ID, --topic TOPIC, --kind KIND, --item KIND/ID or --all; or a --statement FILE alone"
        raise click.UsageError(what)
    base = overlays.rule_base
    named = [*(f"{RULES}/{base.rule(rule_id).id}" for rule_id in ids), *names]
    chosen = (
        items_chosen(base, names=named, of_kinds=kinds, topics=topics, everything=everything)
        if statement is None
        else stated_in(statement, base)
    )
    wholes = [*([EVERYTHING] if everything else []), *(f"kind {kind}" for kind in kinds)]
    wholes += [f"topic {topic}" for topic in topics]
    on = (day or date.today()).isoformat()
    prove = _prover(key)
    with in_turn(path, make_folder=True):
        before = read_signatures(path)
        after = signed(before, chosen, by=by, on=on, wholes=wholes, prove=prove)
        write_signatures(path, after)
    was, now = signature_states(base, before), signature_states(base, after)
    lost = gone(base, after)
    if as_json:
        standing = Counter(state.state for state in now.values())
        record = {"file": str(path), "by": by, "on": on, "signed": [subject_of(item) for item in chosen]}
        told = {"standing": {state: standing[state] for state in _STATES}, "gone": [_subject(name) for name in lost]}
        echo(json.dumps({**record, **told}, indent=2, ensure_ascii=False))
        return
    _say(f"Signed as {by} on {on}: {_counted(chosen)}.")
    renewed = [item for item in chosen if was[item.name].state == "changed"]
    if renewed:
        _say(f"Changed since they were last signed: {_counted(renewed)}.")
    for line in _standing(now, {item.kind for item in chosen}):
        _say(line)
    if lost:
        _say(f"Signed once, but no longer there: {', '.join(_subject(name) for name in lost)}.")
    _say(f"Kept in {path}: {'proved by your key' if key else 'a record, not a proof of identity'}.")


def _prover(key: pathlib.Path | None) -> Prove:
    if key is None:
        return lambda signature: signature
    from springstep.engine.audit.signing.keys import read_private_key  # take an extra
    from springstep.engine.audit.signing.proofs import prover

    return prover(read_private_key(key, lambda: password_of(key)))


def _standing(states: Mapping[str, SignatureState], signed: Collection[str]) -> Iterator[str]:
    """Yield how the kinds stand of which something was signed, where they are few, and all of them together."""
    kinds: dict[str, Counter[State]] = {}
    for name, state in states.items():
        kinds.setdefault(split_name(name)[0], Counter())[state.state] += 1
    if len(signed) <= _MOST_KINDS:
        yield from (
            _state_words(f"{counts.total()} {kind}", counts) for kind, counts in kinds.items() if kind in signed
        )
    whole = Counter(state.state for state in states.values())
    yield _state_words(f"all {whole.total()} items", whole)


def _state_words(what: str, counts: Counter[State]) -> str:
    how = f"{counts['signed']} are signed, {counts['changed']} changed since, {counts['unsigned']} unsigned"
    return f"Of {what} {how}."


def _counted(items: list[KnowledgeItem]) -> str:
    if len(items) <= _MOST_NAMED:
        return ", ".join(subject_of(item) for item in items)
    counts = Counter(item.kind for item in items)
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _subject(name: str) -> str:
    return name.removeprefix(f"{RULES}/")


def _say(text: str) -> None:
    echo(wrapped(text))
