"""Links inside RULES.md: every mention of a rule, a claim, a tension or a sentence leads to where it stands.

Mentions are written as references, ``[ABC-040]``, and where each leads stands once at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import load_ledger

_PARTS = re.compile(r"(`+[^`]*`+|<[^>]*>|\]\([^)]*\))")
_MENTION = re.compile(
    r"(?P<sentence>\\?\[(?P<number>\d+\.\d+)\\?\])|(?<![\w\[-])(?P<id>[A-Z]{2,5}-\d{2,4})(?![\w\]-])(?P<next>[:(\[]?)"
)
_ID = re.compile(r"[A-Z]{2,5}-\d{2,4}")


def anchor(title: str) -> str:
    """Return the anchor of a heading, as sites that show Markdown make it.

    >>> anchor("ABC-040 either one or both"), anchor("What follows, and what no case can be")
    ('abc-040-either-one-or-both', 'what-follows-and-what-no-case-can-be')
    """
    return "".join(sign for sign in title.lower() if sign.isalnum() or sign in " -").replace(" ", "-")


def paragraph_title(number: str) -> str:
    """Return the title of a paragraph of the ledger, with the sentences of which the ledger tells what became."""
    return f"Paragraph {number}"


def by_paragraph(sentences: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the numbers of sentences by paragraph; what has no number, such as a heading, goes with what follows it.

    >>> list(by_paragraph(["title", "1.1", "1.2", "heading-1", "2.1"]))
    [('1', ['title', '1.1', '1.2']), ('2', ['heading-1', '2.1'])]
    """
    paragraph = ""
    held: list[str] = []
    waiting: list[str] = []
    for number in sentences:
        waiting.append(number)
        if not number[:1].isdigit():
            continue
        if number.partition(".")[0] != paragraph:
            if held:
                yield paragraph, held
            paragraph, held = number.partition(".")[0], []
        held, waiting = [*held, *waiting], []
    if held or waiting:
        yield paragraph, [*held, *waiting]


def heading_of(name: str, words: str) -> str:
    """Return the title of a rule, a claim or a tension: its id, and its name in words."""
    return f"{name} {words.replace('-', ' ')}"


def targets(base: RuleBase) -> dict[str, str]:
    """Return where each rule, claim, tension and sentence stands."""
    ledger = load_ledger(base)
    named = [(rule.id, rule.name) for rule in base.rules]
    named += [(each.id, each.name) for each in load_claims(base)]
    named += [(each.id, each.name) for each in ledger.tensions]
    found = {name: anchor(heading_of(name, words)) for name, words in named}
    for paragraph, numbers in by_paragraph(ledger.sentences):
        found |= dict.fromkeys(numbers, anchor(paragraph_title(paragraph)))
    return found


def linked(lines: Iterable[str], known: Mapping[str, str]) -> Iterator[str]:
    """Yield lines in which what is mentioned is a link; a heading stays as it is, and code leads to what it names."""
    for line in lines:
        if line.startswith("#"):
            yield line
            continue
        parts = _PARTS.split(line)
        yield "".join(
            _linked_code(part, known) if place % 2 else _linked(part, known) for place, part in enumerate(parts)
        )


def definitions(lines: Iterable[str], known: Mapping[str, str]) -> Iterator[str]:
    """Yield where each name that some lines mention leads."""
    used = {name for line in lines for name in re.findall(r"\[([A-Z]{2,5}-\d{2,4}|\d+\.\d+)\](?!\()", line)}
    yield from (f"[{name}]: #{place}" for name, place in known.items() if name in used)


def _linked(text: str, known: Mapping[str, str]) -> str:
    def link(found: re.Match[str]) -> str:
        name = found["number"] or found["id"]
        if name not in known:
            return found[0]
        if found["next"]:  # a sign after it would make it something else
            return f"[{name}](#{known[name]}){found['next']}"
        return f"[{name}]"

    return _MENTION.sub(link, text)


def _linked_code(code: str, known: Mapping[str, str]) -> str:
    """Return code as a link to the first thing that it names; what is no code, or names nothing, as it is."""
    named = next((name for name in _ID.findall(code) if name in known), "") if code.startswith("`") else ""
    return f"[{code}](#{known[named]})" if named else code
