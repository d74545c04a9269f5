"""The engine knows no subject: no file of it speaks of running, and none reaches for what is about running.

Nor does what renders the rules, their graph and an audit: a rule base of any subject is shown by it.
The names come from the knowledge itself, so a fact, a row or a verdict that is added is looked for from its first day.
Code, docstrings, messages and the templates of pages are all read. A name counts as a whole word, as a whole identifier
or as one part of an identifier (``choose_drill``); one of several words also as words (``lower back``).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import springstep
from springstep.engine.rulebase.claim_files import load_claims
from springstep.installed import default_rule_base

SOURCE = Path(springstep.__file__).parent
SUBJECT_FREE = (
    *("engine", "rendering/__init__.py", "rendering/errors.py", "rendering/graph", "rendering/html"),
    *("rendering/markdown", "rendering/pictures/figure.py", "rendering/templates.py"),
)
"""Rooms and files that know no subject."""
FILES = sorted(
    path
    for place in SUBJECT_FREE
    for path in ([SOURCE / place] if (SOURCE / place).is_file() else (SOURCE / place).rglob("*"))
    if path.suffix in {".py", ".html", ".js", ".css"}
)
MAY_USE = ("engine", "rendering")
"""The rooms that a file which knows no subject may reach for."""

# Names of the knowledge that are the engine's own terms or plain English, so that nothing follows from seeing them.
# `moment` is the fact that every knowledge has; `id`, `name`, `guide` and `how` what a row or a rule has, `role` what a
# sentence of the ledger has; `stop` the topic of stop signals; `purpose` why a question is asked; `status` how a proof
# came out; `history` what a record of earlier cases gives; `room` code of a subject next to the engine, or space that a
# choice needs; `kind` of what sort something is; `coach` the person who edits rules and reads an audit; `diary` the
# record that a remembered fact is from.
ENGINES_OWN = {"moment", "id", "name", "guide", "how", "role", "stop", "purpose", "status", "history", "room", "coach"}
ENGINES_OWN |= {"kind", "diary"}
OF_DEGREE = {
    "all",
    "none",
    "some",
    "other",
    "both",
    "same",
    "enough",
    "regular",
    "normal",
    "basic",
    "moderate",
    "partly",
}
OF_DEGREE |= {
    "full",
    "short",
    "long",
    "high",
    "low",
    "mild",
    "marked",
    "light",
    "heavy",
    "solid",
    "empty",
    "flat",
    "fresh",
}
OF_DEGREE |= {
    "early",
    "better",
    "worse",
    "slow",
    "easy",
    "speed",
    "distance",
    "vertical",
    "forward",
    "direction",
    "due",
}
OF_DEGREE |= {"even", "soft", "well"}
OF_DEGREE |= {"before", "during", "after", "running", "returning", "resolved", "active", "worn"}
# What sentences and programs do: they go on, hold, build and run; assumptions stand in, values come in place of names;
# they have sets and turns, forbid and show things, and speak of today, of what is special and of dark red.
OF_DOING = {"go", "go_on", "hold", "build", "run", "log", "watch", "feel", "drop", "drive", "track", "trial", "power"}
OF_DOING |= {"set", "sets", "turn", "forbidden", "not_shown", "today", "special", "dark"}
OF_DOING |= {"stand_in", "in_place", "advance", "restart", "pace", "impact", "experience", "assumptions"}
ALLOWED = ENGINES_OWN | OF_DEGREE | OF_DOING
NOT_THE_NAME = re.compile(r"too_short")
"""What is written like a name but is not one: a kind of fault that pydantic reports."""

# Words of running that no name may be made of.
RUNNING = re.compile(
    r"\b(?:runners?|runs?_kind|jog\w*|bursts?|plyometric\w*|strides?|cadence|drills?|doses?|injur(?:y|ies)|stiffness"
    r"|sessions?|athletes?|sprint\w*|marathon\w*|race|mileage|miles?|km|min_per_mile"
    r"|(?:before|during|after|easy|today's) (?:a |the )?runs?)\b",
    re.IGNORECASE,
)
UNMISTAKABLE_NUMBERS = re.compile(r"\b(?:1\.609344|1\.609|0\.621\d*|26\.2|42\.195)\b|\[\d{1,2}\.\d\]|\b(?:3600)\b")
"""Numbers that only a subject with miles, hours or the guide's sentences has."""


class Hit(NamedTuple):
    """A word of the subject in a file of the engine."""

    file: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.word}: {self.text}"


def names() -> frozenset[str]:
    """Return every name that the knowledge of running gives to anything, and the ids of its rules and claims."""
    base = default_rule_base()
    vocabulary = base.vocabulary
    found: set[str] = {*vocabulary.moments, *vocabulary.facts, *vocabulary.groups, *vocabulary.defined}
    for info in vocabulary.facts.values():
        found |= set(info.values)
    for scope in vocabulary.scopes.values():
        found |= {scope.name, *(name.split(".")[1] for name in scope.fields)}
        found |= {value for info in scope.fields.values() for value in info.values}
    for scheme in base.decisions.values():
        found |= {scheme.name, *scheme.steps}
    for table in base.tables.values():
        found |= {table.name, table.row, *table.columns, *(table.by_id if table.key else ())}
        found |= {value for column in table.columns.values() for value in column.values}
    for definition in base.plan:
        found |= {definition.name, *definition.info.values}
    found |= {*base.choices, *base.topics, *base.domain.advice, *base.domain.reasons}
    found |= {verdict.name for verdicts in base.verdicts.values() for verdict in verdicts}
    found |= {*base.by_id, *(claim.id for claim in load_claims(base))}
    return frozenset(name.lower() for name in found)


def hits() -> list[Hit]:
    """Return every word of the subject in the engine, the allowed ones left out."""
    wanted = names() - ALLOWED
    spelled = in_words(wanted)
    return [hit for path in FILES for hit in _hits(path, wanted, spelled)]


def in_words(found: Iterable[str]) -> re.Pattern[str]:
    """Return what finds names of several words where they are written as such."""
    return re.compile(rf"\b(?:{'|'.join(name.replace('_', '[ -]') for name in sorted(found) if '_' in name)})\b")


def _hits(path: Path, wanted: frozenset[str], spelled: re.Pattern[str]) -> Iterator[Hit]:
    file = path.relative_to(SOURCE).as_posix()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        low = NOT_THE_NAME.sub("", line).lower()
        found = {word for word in _words(line) if word in wanted and not NOT_THE_NAME.fullmatch(word)}
        found |= {match.group() for match in spelled.finditer(low)}
        found |= {match.group().lower() for match in RUNNING.finditer(line.replace("_", " "))}
        found |= {match.group() for match in UNMISTAKABLE_NUMBERS.finditer(line)}
        yield from (Hit(file, number, word, line.strip()) for word in sorted(found))


def _words(line: str) -> Iterator[str]:
    """Yield the identifiers and words of a line, the parts of each, and ids such as those of rules."""
    yield from (found.lower() for found in re.findall(r"\b[A-Z]{3}-\d{3}\b", line))
    for word in re.findall(r"[A-Za-z_][A-Za-z0-9_]*", line):
        parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", word).lower()
        yield from (word.lower(), parted, *parted.split("_"))


def test_the_names_that_are_looked_for_are_those_of_the_knowledge() -> None:
    found = names()
    assert {
        "fatigue",
        "drill",
        "pogo_hops",
        "clearance",
        "too_short",
        "counted_every",
        "set_efforts",
        "inj-040",
    } <= found
    assert len(found) > 400
    assert found >= ALLOWED, "what is no name of the knowledge need not be allowed"


def test_a_hit_is_seen_in_words_identifiers_and_parts_of_them() -> None:
    wanted = frozenset({"drill", "lower_back"})
    spelled = in_words(wanted)
    for line in ("def choose_drill():", "class ChooseDrill:", "# no drill", "a lower back", "lower_back = 1"):
        assert set(_words(line)) & wanted or spelled.search(line), line
    assert not set(_words("def drilled(): slower_backing")) & wanted


def test_no_file_of_the_engine_speaks_of_running() -> None:
    found = hits()
    print(*found, sep="\n")
    assert not found, f"{len(found)} words of running in the engine"


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.suffix == ".py"], ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_no_file_of_the_engine_reaches_for_a_subject(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    allowed = MAY_USE[: MAY_USE.index(room) + 1]
    package = ["springstep", *path.relative_to(SOURCE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        imported: list[str] = []
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            imported = [module, *(f"{module}.{alias.name}" for alias in node.names)]
        for name in imported:
            parts = name.split(".")
            assert parts[0] != "springstep" or parts[1] in allowed, f"{name} is about a subject, or above {room}"
