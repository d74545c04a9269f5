"""The command as a whole: help for everything, usage mistakes, and how it behaves as a program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click
import pytest

from springstep.cli.main import main
from springstep.engine.inference import experta_runtime
from tests.cli.conftest import Invoke, Process

COMMANDS = {
    "springstep",
    "springstep recommend",
    "springstep schema",
    "springstep rules",
    "springstep rules list",
    "springstep rules search",
    "springstep rules show",
    "springstep rules drills",
    "springstep rules facts",
    "springstep rules ledger",
    "springstep rules render",
}


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from walk(inner, f"{path} {name}")


ALL = dict(walk(main, "springstep"))


def test_every_command_is_known_to_these_tests() -> None:
    assert set(ALL) >= COMMANDS


@pytest.mark.parametrize("path", ALL)
def test_every_command_has_help(path: str, springstep: Invoke) -> None:
    result = springstep(*path.split()[1:], "--help")
    assert result.exit_code == 0
    assert (ALL[path].help or "").strip()
    assert (ALL[path].help or "").split()[0] in result.stdout


@pytest.mark.parametrize("path", ALL)
def test_every_option_has_help(path: str) -> None:
    options = [parameter for parameter in ALL[path].params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not (option.help or "").strip()] == []


@pytest.mark.parametrize("path", ALL)
def test_help_fits_into_80_columns(path: str, springstep: Invoke) -> None:
    assert max(map(len, springstep(*path.split()[1:], "--help").stdout.splitlines())) <= 80


def test_first_help_names_every_subcommand(springstep: Invoke) -> None:
    printed = springstep("-h").stdout.split("Commands:")[1]
    assert [line.split()[0] for line in printed.splitlines() if line[2:3].isalpha()] == [
        "consult",
        "cue",
        "recommend",
        "profile",
        "card",
        "plan",
        "week",
        "group",
        "batch",
        "diary",
        "rules",
        "audit",
        "schema",
        "verify",
        "serve",
        "site",
        "mcp",
        "messages",
    ]


def test_version_is_the_distributions_and_names_the_engine(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experta_runtime, "available", lambda: True)
    monkeypatch.setattr(experta_runtime, "version", lambda: "1.9.4")
    result = springstep("--version")
    assert (result.exit_code, result.stdout) == (
        0,
        f"springstep {version('springstep')}\ninference engine: experta 1.9.4\n",
    )
    monkeypatch.setattr(experta_runtime, "available", lambda: False)
    assert springstep("--version").stdout.endswith("inference engine: generated code (experta is not installed)\n")


@pytest.mark.skipif(not experta_runtime.available(), reason="experta is not installed")
def test_version_asks_the_installed_experta(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    assert version("experta") in springstep("--version").stdout

    def nothing_known(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", nothing_known)
    assert experta_runtime.version() == "(unknown version)"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "Usage"),
        (["advise"], "advise"),
        (["recommend"], "CASE"),
        (["recommend", "one.yaml", "two.yaml"], "two.yaml"),
        (["recommend", "-", "--depth", "deeper"], "deeper"),
        (["recommend", "-", "--moment", "later"], "later"),
        (["recommend", "-", "--colour"], "--colour"),
        (["rules"], "Usage"),
        (["rules", "remove"], "remove"),
        (["rules", "show"], "ID"),
        (["rules", "search"], "WORDS"),
        (["rules", "list", "--basis", "hearsay"], "hearsay"),
        (["rules", "list", "--topic", "weather"], "weather"),
        (["rules", "facts", "--moment", "later"], "later"),
        (["schema"], "case"),
        (["schema", "runner"], "runner"),
    ],
)
def test_usage_mistake_is_named_on_standard_error(arguments: list[str], named: str, springstep: Invoke) -> None:
    result = springstep(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr


def test_choices_are_told_where_one_is_wrong(springstep: Invoke) -> None:
    assert all(word in springstep("schema", "runner").stderr for word in ("case", "recommendation", "explanation"))
    assert "progression" in springstep("rules", "list", "--topic", "weather").stderr


# As a program.


def test_program_prints_the_page_and_succeeds(process: Process, examples: Path) -> None:
    result = process("recommend", examples / "first-session.yaml")
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"Bursts today: 3 x 8 s of quick feet. DOS-040 DRL-100\n")


def test_program_exits_with_2_and_says_nothing_on_standard_output_for_a_bad_case(process: Process) -> None:
    result = process("recommend", "-", input=b"pain: none\n")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"injuries" in result.stderr
    assert b"Traceback" not in result.stderr


def test_program_exits_with_1_when_a_search_finds_nothing(process: Process) -> None:
    result = process("rules", "search", "zebra")
    assert (result.returncode, result.stderr) == (1, b"")
    assert result.stdout.startswith(b"0 of ")


def test_program_writes_utf_8_whatever_the_locale(process: Process) -> None:
    result = process("rules", "render", "-", env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert result.returncode == 0
    assert result.stdout.decode("utf-8").startswith("# The rules\n")


@pytest.mark.parametrize("what", ["one value", "many lines"])
def test_reader_that_goes_away_early_is_no_error(examples: Path, what: str) -> None:
    code = "from springstep.cli.start import run; run()"
    one_value = ("recommend", str(examples / "several-risks.json"), "--json")
    command = [sys.executable, "-c", code, *(one_value if what == "one value" else ("rules", "facts"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.read(1)
        program.stdout.close()
        printed = program.stderr.read()
        assert program.wait() == 0
    assert printed == b""


def test_same_case_gives_the_same_bytes_in_any_process(process: Process, examples: Path) -> None:
    """Hash seeds differ between processes, and the output must not."""
    arguments = ("recommend", examples / "several-risks.json", "--json")
    first = process(*arguments, env={**os.environ, "PYTHONHASHSEED": "1"})
    second = process(*arguments, env={**os.environ, "PYTHONHASHSEED": "2"})
    assert first.returncode == 0
    assert first.stdout == second.stdout
