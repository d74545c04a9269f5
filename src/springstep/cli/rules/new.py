"""``springstep rules new``: the draft of a rule, with a word on every field, in a topic's file or an overlay."""

from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterable
from datetime import date

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.options.signers import SignerType
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.errors import Fault, KnowledgeError, nearest
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.drafting import area_of, draft, new_overlay, next_id, with_draft
from springstep.engine.rulebase.knowledge_reader import TO_DO
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.source import Document, parse_yaml, read_file
from springstep.engine.text.turns import in_turn

_ID = re.compile(r"[A-Z]{3}-[0-9]{3}")
_OWN_AREA = "OWN"


@click.command(epilog="Example: springstep rules new season --overlay my-rules.yaml --author 'A. Coach'")
@click.argument("what", metavar="TOPIC|ID")
@click.option("--topic", metavar="TOPIC", help="The topic, if ID does not imply it.")
@click.option(
    "--overlay",
    type=FilePath(folder=False),
    metavar="FILE",
    help="Add it to this overlay, which is created if it does not exist.",
)
@click.option("--author", type=SignerType(), metavar="NAME", help="The rule's author; for a new overlay, its author.")
@click.option("--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day; today by default.")
@knowledge_option(binds=True, writes=True)
def new(
    what: str,
    topic: str | None,
    overlay: pathlib.Path | None,
    author: str | None,
    day: date | None,
    knowledge: WhichRules,
) -> None:
    """Draft a new rule with the next free id, or with ID.

    What you have to fill in is marked TODO. Until that is done the file is refused, and what is missing is listed.
    """
    base = knowledge.rule_base
    if overlay is None and author is not None:
        raise click.UsageError("--author goes with --overlay")
    rule_id = what.upper() if _ID.fullmatch(what.upper()) else None
    subject = _topic(base, topic if rule_id is not None else what, rule_id)
    today = (day or date.today()).isoformat()
    path = overlay or _topic_file(knowledge, subject)
    with in_turn(path, make_folder=overlay is not None):
        if overlay is not None:
            written, text = _in_overlay(base, overlay, rule_id, subject, author, today)
        else:
            written, text = _in_topic(base, path, rule_id, subject)
        atomic_write(path, text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if re.match(rf"\s*- id: {written}\b", each))
    left = [m[1] for m in re.finditer(rf"^ *(?:- )?(\w+):(?: {TO_DO}\b|[^\n]*\n *- {TO_DO}$)", text, re.MULTILINE)]
    echo(wrapped(f"Drafted {written} in {path}, line {line}. Still to fill in: {', '.join(dict.fromkeys(left))}."))
    check = f"springstep rules show {written}" + (f" --overlay {path}" if overlay is not None else "")
    echo(wrapped(f"Then check it: {check}"))


def _topic(base: RuleBase, topic: str | None, rule_id: str | None) -> str:
    """Return the topic: the one given, or that of the other rules in the id's area."""
    if topic is None and rule_id is not None:
        found = {rule.topic for rule in base.rules if rule.id[:3] == rule_id[:3]}
        if len(found) != 1:
            raise click.UsageError(f"name the topic of {rule_id}: --topic TOPIC, one of {', '.join(base.topics)}")
        return found.pop()
    assert topic is not None
    if topic not in base.topics:
        raise click.BadParameter(f"'{topic}' is neither an id nor a topic; {nearest(topic, base.topics)}")
    return topic


def _in_overlay(
    base: RuleBase, path: pathlib.Path, rule_id: str | None, topic: str, author: str | None, today: str
) -> tuple[str, str]:
    """Return the draft's id and the overlay's text with it."""
    if not path.exists():
        if author is None:
            raise click.UsageError(f"{path} does not exist yet; name its author: --author NAME")
        written = _free(rule_id, base.by_id, _OWN_AREA)
        name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "own-rules"
        return written, new_overlay(name, _yaml(author), today, draft(base, written, topic, laid=True))
    text = read_file(path)
    document = parse_yaml(text, name=str(path))
    head = document.value if isinstance(document.value, dict) else {}
    if "overlay" not in head:
        raise KnowledgeError(
            [document.fault("missing", (), "is not an overlay: it has no entry 'overlay' with its name")]
        )
    written = _free(rule_id, [*base.by_id, *_ids(document, "add")], _OWN_AREA)
    other = _yaml(author) if author is not None and author != head.get("author") else ""
    when = today if today != head.get("date") else ""
    rule = draft(base, written, topic, laid=True, author=other, date=when)
    return written, with_draft(document, text, "add", rule)


def _topic_file(knowledge: WhichRules, topic: str) -> pathlib.Path:
    """Return the file of a topic; raises ``KnowledgeError`` where no rules lie here and none are named."""
    base = knowledge.rule_base
    if knowledge.named is None and knowledge.lying_here is None:
        allowed = "--knowledge FOLDER names a copy of them, --overlay FILE puts the rule into a file of your own"
        raise KnowledgeError([Fault("not_found", "no rules lie here that could be edited", allowed=allowed)])
    return base.folder / "rules" / min(rule.source for rule in base.rules if rule.topic == topic)


def _in_topic(base: RuleBase, path: pathlib.Path, rule_id: str | None, topic: str) -> tuple[str, str]:
    """Return the draft's id and the text of the topic's file with it."""
    text = read_file(path)
    document = parse_yaml(text, name=str(path))
    written = _free(rule_id, [*base.by_id, *_ids(document, "rules")], area_of(topic, base.rules))
    return written, with_draft(document, text, "rules", draft(base, written, topic))


def _free(rule_id: str | None, taken: Iterable[str], area: str) -> str:
    names = list(taken)
    if rule_id is None:
        return next_id(area, names)
    if rule_id in names:
        raise KnowledgeError(
            [Fault("exists", f"{rule_id} is taken", allowed=f"the next free one is {next_id(rule_id[:3], names)}")]
        )
    return rule_id


def _ids(document: Document, key: str) -> list[str]:
    """Return the ids that a file uses already, drafts among them."""
    items = document.value.get(key) if isinstance(document.value, dict) else None
    found = [item.get("id") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [each for each in found if isinstance(each, str) and _ID.fullmatch(each)]


def _yaml(name: str) -> str:
    """Write a name so that YAML reads it back as it is."""
    return (
        name if re.fullmatch(r"[^\W0-9_][\w. ]*", name) and name not in _WORDS else json.dumps(name, ensure_ascii=False)
    )


_WORDS = ("null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", TO_DO)
