"""Draft a new rule: every field with a hint on what goes there, inserted into a file without touching the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from textwrap import indent

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.language.declarations import Domain
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.knowledge_reader import TO_DO
from springstep.engine.text.source import Document, SourceError, parse_yaml

_RULE = """\
- id: {id}
  name: TODO  # the situation, never the advice, in lower-case words joined by -: slightly-tired
{topic}  moments: [{moments}]  # when it speaks: {all_moments}
  when: TODO  # {when}`springstep rules facts` lists the facts
{each}  then:  # a line for each conclusion; of what several rules conclude the most careful wins
    - TODO
{then}  because: TODO  # why, in one sentence; {subjects} read it
  basis: convention  # guide: a sentence says so; inference: our reading of one; convention: the guide is silent
  # guide: ["5.1"]  # the sentences, unless it is a convention
  fires_for: TODO  # a {subject} for whom it fires, as changes to the standard {subject}{fires_for}
  silent_for: TODO  # one for whom it just does not{silent_for}
{own}"""

_OWN = """\
  reason: TODO  # {reasons}
  note: TODO  # for the readers of this file: since when, for whom, until when
"""

_HEAD = """\
overlay: {name}
author: {author}
date: {date}

add:
"""


def next_id(area: str, taken: Iterable[str]) -> str:
    """Return the next free id of an area, in tens: ``OWN-030`` after ``OWN-020``.

    >>> next_id("OWN", ["OWN-010", "OWN-025"])
    'OWN-030'
    """
    used = {int(each[4:]) for each in taken if each.startswith(f"{area}-")}
    number = (max(used, default=0) // 10 + 1) * 10
    if number > 999:
        number = next((n for n in range(1, 1000) if n not in used), 0)
    if not number:
        raise KnowledgeError(
            [Fault("not_found", f"every id of the area {area} is taken", allowed="choose another area")]
        )
    return f"{area}-{number:03}"


def area_of(topic: str, rules: Iterable[Rule]) -> str:
    """Return the area that most rules of a topic belong to."""
    return Counter(rule.id[:3] for rule in rules if rule.topic == topic).most_common(1)[0][0]


def draft(base: RuleBase, rule_id: str, topic: str, *, laid: bool = False, author: str = "", date: str = "") -> str:
    """Return the text of a draft; with ``laid`` one for an overlay, there perhaps with its own author and date."""
    domain, vocabulary = base.domain, base.vocabulary
    own = _OWN.format(reasons=", ".join(domain.reasons)) if laid else ""
    own += f"  author: {author}\n" if author else ""
    own += f"  date: {date}\n" if date else ""
    return _RULE.format(
        id=rule_id,
        topic=f"  topic: {topic}\n" if laid else "",
        own=own,
        moments=", ".join(base.topic_moments[topic]),
        all_moments=vocabulary.when(vocabulary.moments, join=", ".join),
        when=f"as in: {domain.draft['when']}; " if "when" in domain.draft else "",
        each="".join(_each(base)),
        then="".join(f"    # - {line}\n" for line in domain.draft.get("then", "").splitlines()),
        subject=domain.subject,
        subjects=domain.subjects,
        **{key: _example(domain, key) for key in ("fires_for", "silent_for")},
    )


def _each(base: RuleBase) -> Iterable[str]:
    """Yield the line on rules over the items of a list, where there is a list."""
    scopes = list(base.vocabulary.scopes.values())
    if scopes:
        others = f" or {', '.join(scope.name for scope in scopes[1:])}:" if scopes[1:] else ""
        reads = f"fires for each one; the condition then reads {', '.join(scopes[0].fields)}"
        yield f"  # for_each: {scopes[0].name}  #{others} {reads}\n"


def _example(domain: Domain, key: str) -> str:
    return f": {domain.draft[key]}" if key in domain.draft else ""


def new_overlay(name: str, author: str, date: str, rule: str) -> str:
    """Return the text of a new overlay file with one draft."""
    return _HEAD.format(name=name, author=author, date=date) + indent(rule, "  ")


def with_draft(document: Document, text: str, key: str, rule: str) -> str:
    """Return a file's text with a draft at the end of one of its lists, every other byte as it was.

    Raises ``KnowledgeError`` when the list is written in a way that leaves no room for it.
    """
    value = document.value
    if not isinstance(value, dict):
        raise KnowledgeError([document.fault("wrong_type", (), "must be a mapping of names to values")])
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    if key not in value:
        drafted = "".join([*lines, *([] if not lines or not lines[-1].strip() else ["\n"]), f"{key}:\n"])
        drafted += indent(rule, "  ")
    else:
        drafted = _into_list(document, lines, key, rule)
    _check_only_added(document, drafted, key)
    return drafted


def _into_list(document: Document, lines: list[str], key: str, rule: str) -> str:
    assert isinstance(document.value, dict)
    at = document.positions[(key,)][0] - 1
    items = document.value[key]
    head = lines[at].split("#")[0].strip()
    if items in ([], None) and head in (f"{key}: []", f"{key}:"):
        lines[at] = f"{key}:\n"
        return "".join([*lines[: at + 1], indent(rule, "  "), *lines[at + 1 :]])
    if head != f"{key}:" or not isinstance(items, list):
        what = f"is written within one line, so no rule can be put in after it: start {key} on a line of its own"
        raise KnowledgeError([document.fault("cannot_write", (key,), what)])
    first = lines[document.positions[(key, 0)][0] - 1]
    later = [document.positions[(other,)][0] - 1 for other in document.value]
    end = min((line for line in later if line > at), default=len(lines))
    while not lines[end - 1].strip() or re.match(r"#", lines[end - 1]):  # what stands before the next key stays there
        end -= 1
    stem = first[: len(first) - len(first.lstrip())]
    return "".join([*lines[:end], "\n", indent(rule, stem), *lines[end:]])


def _check_only_added(document: Document, drafted: str, key: str) -> None:
    """Make sure that the text reads as before, with one more item at the end of the list."""
    try:
        now = parse_yaml(drafted, name=document.name).value
    except SourceError:
        now = None
    before = document.value
    assert isinstance(before, dict)
    same = isinstance(now, dict) and all(now.get(name) == before[name] for name in before if name != key)
    items = now.get(key) if isinstance(now, dict) else None
    if not same or not isinstance(items, list) or items[:-1] != (before.get(key) or []) or TO_DO not in str(items[-1]):
        what = f"no rule can be put at the end of {key} without changing the rest"
        raise KnowledgeError([Fault("cannot_write", what, key, "add it by hand", document.name)])
