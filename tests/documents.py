"""The README and the pages under docs as a test reads them: their examples, their links, their headings."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.places import EXAMPLES, ROOT

DOCUMENTS = [ROOT / "README.md", EXAMPLES / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]

_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_EXIT_CODE = re.compile(r"# exit code (\d)")


class Block(NamedTuple):
    """What stands between two fences: its language, the title beside it, and its text."""

    language: str
    title: str | None
    text: str


class Command(NamedTuple):
    """One command of a document: its arguments, the exit code it tells, what is typed into it and what it prints."""

    arguments: list[str]
    exit_code: int
    typed: str
    output: list[str]


def blocks(document: Path) -> list[Block]:
    """Return the fenced blocks of a document in order."""
    found = []
    for language, info, text in _FENCE.findall(document.read_text(encoding="utf-8")):
        title = re.search(r'title="([^"]+)"', info)
        found.append(Block(language, title[1] if title else None, text))
    return found


def commands(block: Block) -> Iterator[Command]:
    """Read the commands of a block: each line of ``sh``; in ``console`` those after ``$``, with what they print."""
    lines = block.text.splitlines()
    starts = [number for number, line in enumerate(lines) if _is_command(block, line)]
    for number, following in pairwise([*starts, len(lines)]):
        line, output = lines[number].removeprefix("$ "), lines[number + 1 : following]
        told = _EXIT_CODE.search(line)
        typed = "".join(f"{answer.removeprefix('> ')}\n" for answer in output if answer.startswith("> "))
        arguments = shlex.split(line, comments=True)[1:]
        yield Command(arguments, int(told[1]) if told else 0, typed, output if block.language == "console" else [])


def _is_command(block: Block, line: str) -> bool:
    return line.startswith({"console": "$ springstep", "sh": "springstep"}.get(block.language, "\0"))


def lay_out(block: Block, folder: Path) -> None:
    """Write the file that a block shows, or type into a workbook what it tells."""
    if block.language not in {"yaml", "json", "text"} or not block.title:
        return
    if block.title.endswith(".xlsx"):
        _type_into(block, folder)
    else:
        (folder / block.title).write_text(block.text, encoding="utf-8")


def _type_into(block: Block, folder: Path) -> None:
    """Type into a workbook what a block tells, a cell a line: ``sheet!E3 (title): what``."""
    from openpyxl import load_workbook  # few documents need it

    assert block.title is not None
    path = folder / block.title
    book = load_workbook(path)
    for line in block.text.splitlines():
        cell = re.fullmatch(r"([^!]+)!([A-Z]+[0-9]+) \(([^)]+)\): (.*)", line)
        assert cell is not None and book[cell[1]][f"{re.sub('[0-9]', '', cell[2])}1"].value == cell[3], line
        book[cell[1]][cell[2]].value = cell[4]
    book.save(path)


def links(document: Path) -> list[str]:
    """Return where the links of a document lead, what is code left out."""
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    return _LINK.findall(re.sub(r"`[^`]*`", "", text))


def anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings."""
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))
    titles = [title.lower() for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def shown(expected: list[str]) -> re.Pattern[str]:
    """Return what an output must match: its lines as they are, where ``...`` stands for any lines, or a line's rest."""
    parts = []
    for line in expected:
        if line == "...":
            parts.append(r"(?:[^\n]*\n)*?")
        elif line.endswith(" ..."):
            parts.append(re.escape(line.removesuffix("...")) + r"[^\n]*\n")
        else:
            parts.append(re.escape(line) + r"\n")
    return re.compile("".join(parts))
