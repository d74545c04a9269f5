"""The documents tell what is so: their commands run and print what is shown, their links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import springstep
from springstep.cli.main import main
from springstep.engine.audit import full_audit
from springstep.engine.audit.report import Audit
from springstep.engine.rulebase.base import RuleBase
from tests.documents import DOCUMENTS, Command, anchors, blocks, commands, lay_out, links, shown
from tests.places import EXAMPLES, ROOT
from tests.planted import change, copied

# A block with this title is run only where there is time for it; everywhere its options and arguments are read.
SLOW = "takes a minute or more"
EVERY_EXAMPLE = os.environ.get("SPRINGSTEP_EVERY_EXAMPLE")

NAMES = [str(document.relative_to(ROOT)) for document in DOCUMENTS]
_AUDITED: dict[str, Audit] = {}


def audited_once(audit: Callable[..., Audit], base: RuleBase, **how: Any) -> Audit:
    """Audit some rules; several pages show audits of the same ones, and a minute each is enough for all of them."""
    key = f"{base.digest} {how.get('faults')}"
    if key not in _AUDITED:
        _AUDITED[key] = audit(base, **how)
    return _AUDITED[key]


def start_anew(place: Path, patch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with the examples in it, as somebody who starts anew: no diary, no overlays, the first ids."""
    for name in [name for name in os.environ if name.startswith(("SPRINGSTEP_", "XDG_"))]:
        patch.delenv(name)
    patch.setenv("HOME", str(place / "home"))
    here = place / "here"
    here.mkdir()
    shutil.copytree(EXAMPLES, here / "examples")
    edited_rules(here / "my-rules")
    patch.chdir(here)
    if EVERY_EXAMPLE:
        whole = full_audit.audit
        patch.setattr(full_audit, "audit", lambda base, **how: audited_once(whole, base, **how))
    ids = iter(range(1, 1000))
    patch.setattr(uuid, "uuid4", lambda: uuid.UUID(int=(0x3F2A9C00 + next(ids)) << 96))
    return here


def edited_rules(place: Path) -> None:
    """Copy the knowledge, and let one rule allow four efforts, not three, in the week of a race."""
    copied(place.parent).rename(place)
    change(place / "rules" / "season.yaml", "cap: {efforts: 3, effort_s: 8}", "cap: {efforts: 4, effort_s: 8}")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return start_anew(tmp_path, monkeypatch)


@pytest.mark.parametrize("name", NAMES)
def test_every_command_runs_and_prints_what_is_shown(name: str, folder: Path) -> None:
    for block in blocks(ROOT / name):
        lay_out(block, folder)
        for command in commands(block):
            if block.title == SLOW and not EVERY_EXAMPLE:
                read(command)
            else:
                run(command)


def run(command: Command) -> None:
    result = CliRunner().invoke(main, command.arguments, input=command.typed)
    line = " ".join(command.arguments)
    assert result.exit_code == command.exit_code, f"springstep {line}\n{result.output}{result.exception!r}"
    if command.output:
        told = "\n".join(text.rstrip() for text in result.output.strip("\n").splitlines()) + "\n"
        expected = [text.rstrip() for text in "\n".join(command.output).strip("\n").splitlines()]
        assert shown(expected).fullmatch(told), f"springstep {line} prints\n{told}"


def read(command: Command) -> None:
    """Let click read options and arguments, and run nothing."""
    group: click.Command = main
    words = command.arguments
    while isinstance(group, click.Group) and words and words[0] in group.list_commands(click.Context(group)):
        inner = group.get_command(click.Context(group), words[0])
        assert inner is not None
        group, words = inner, words[1:]
    group.make_context(group.name, list(words))


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_to_a_file_and_a_heading_of_it(name: str) -> None:
    for link in links(ROOT / name):
        if link.startswith("https://"):
            continue
        place, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / place).resolve() if place else ROOT / name
        assert target.is_relative_to(ROOT), link
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_page_is_in_the_contents() -> None:
    contents = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    folder = ROOT / "docs"
    pages = [page.relative_to(folder).as_posix() for page in DOCUMENTS if page.is_relative_to(folder)]
    assert [page for page in pages if f" {page}\n" not in contents] == []


def test_the_reference_tells_every_public_name() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^::: springstep\.(\w+)$", text, re.MULTILINE)) == sorted(springstep.__all__)


def test_a_command_of_every_group_is_shown_somewhere() -> None:
    told = [
        " ".join(command.arguments) for name in NAMES for block in blocks(ROOT / name) for command in commands(block)
    ]
    context = click.Context(main)
    for name in main.list_commands(context):
        group = main.get_command(context, name)
        inner = group.list_commands(context) if isinstance(group, click.Group) else [""]
        missing = [sub for sub in inner if not any(line.startswith(f"{name} {sub}".rstrip()) for line in told)]
        assert missing == [], name
