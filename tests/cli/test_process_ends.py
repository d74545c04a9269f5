"""How a command ends when its streams are closed, full, cut off or of a poor encoding, and where nobody has a home."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pexpect
import pytest

from tests.cli.terminals import listen_to_ctrl_c
from tests.cli.test_main import ALL
from tests.places import EXAMPLES, ROOT

Ended = subprocess.CompletedProcess[bytes]
CASE = EXAMPLES / "stiff-hips.yaml"
WORDS: dict[str, tuple[Any, ...]] = {
    "consult": ("--moment", "before"),
    "cue": ("hip_stiffness", "--bursts-done", 3),
    "recommend": (EXAMPLES / "first-session.yaml",),
    "profile": (),
    "profile edit": (),
    "profile set": ("goal", "speed"),
    "profile forget": ("goal",),
    "card": (),
    "plan": (EXAMPLES / "first-session.yaml",),
    "week": ("--runs", "tue easy 40, thu easy 40"),
    "diary add": ("--day", "2026-03-02", "--kind", "easy", "--minutes", 45, "--bursts", "none"),
    "diary list": (),
    "diary show": ("0" * 8,),
    "diary edit": ("0" * 8, "--felt", "normal"),
    "diary delete": ("0" * 8,),
    "diary trend": (),
    "diary race": (),
    "diary replay": ("0" * 8,),
    "diary export": ("out",),
    "diary import": ("nowhere",),
    "diary import-activity": ("nowhere.fit",),
    "diary check": (),
    "diary import-wellness": ("nowhere",),
    "rules list": (),
    "rules search": ("ankle",),
    "rules show": ("INJ-040",),
    "rules graph": ("--topic", "injury"),
    "rules drills": (),
    "rules facts": (),
    "rules ledger": (),
    "rules render": ("--check", ROOT / "RULES.md"),
    "rules book": (),
    "rules new": ("surface", "--overlay", "mine.yaml"),
    "serve": ("--help",),
    "site": ("--help",),
    "mcp": ("--help",),
    "audit": ("--help",),
    "audit why-not": (CASE, "RDY-040"),
    "audit what-if": (CASE, "fatigue=8"),
    "audit without": ("--help",),
    "audit diff": ("--help",),
    "audit mutants": ("--help",),
    "audit count": ("--help",),
    "audit mcdc": ("--help",),
    "audit approve": ("--help",),
    "audit season": ("--help",),
    "audit sign": ("--by", "A. Coach", "--rule", "INJ-040"),
    "audit signed": ("--kind", "drills"),
    "audit signers": ("A. Coach", "B. Coach"),
    "audit remark": ("INJ-040", "--by", "B. Coach", "--question", "Why?"),
    "audit sheet": ("-o", "sheet.html"),
    "audit verify": ("--keys", "none.pub"),
    "audit plants": ("--help",),
    "rules export": ("rules.xlsx",),
    "rules import": ("nowhere.xlsx",),
    "group": (EXAMPLES / "group.csv",),
    "schema": ("faults",),
    "messages": (),
    "batch advise": (ROOT / "examples" / "athletes.csv", "--why", 0),
    "batch shares": (ROOT / "examples" / "athletes.csv", "--keep", "athlete"),
    "batch diff": ("--help",),
    "verify": ("none.json",),
}
"""A short run of every command; what takes a solver tells its help."""
NO_HOME = "import pwd\ndef nobody(user): raise KeyError(user)\npwd.getpwuid = nobody\n"
RUN = "from springstep.cli.start import run\nrun()"
SHELLS = {
    "no output": 'exec "$@" >&-',
    "no standard error": 'exec "$@" 2>&-',
    "no input": 'exec "$@" <&-',
    "no streams": 'exec "$@" <&- >&- 2>&-',
    "full output": 'exec "$@" >/dev/full',
    "full standard error": 'exec "$@" 2>/dev/full',
}
ENCODINGS = ("cp1252", "latin-1", "ascii")
WAYS = ("as usual", *SHELLS, "cut off", *ENCODINGS, "no home")
USUAL = ("recommend", "rules show", "diary list", "schema")


@pytest.fixture
def ended(tmp_path: Path) -> Callable[..., Ended]:
    """Run a command as a program of its own in an empty folder, in one of the ways; return how it ended."""

    def run(command: str, *words: Any, way: str = "as usual", folder: str = "") -> Ended:
        home = tmp_path / folder
        home.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "LANG")}
        own = {"HOME": home, "SPRINGSTEP_DIARY": home / "d.db", "SPRINGSTEP_STATE": home / "s.json"}
        own |= {"XDG_CONFIG_HOME": home / "config", "SPRINGSTEP_SIGNATURES": home / "signatures.yaml"}
        environment = {**kept, **({} if way == "no home" else {name: str(value) for name, value in own.items()})}
        if way in ENCODINGS:
            environment["PYTHONIOENCODING"] = way
        start = [sys.executable, "-c", (NO_HOME if way == "no home" else "") + RUN]
        called = [*start, *command.split(), *map(str, words)]
        called = ["sh", "-c", SHELLS[way], "sh", *called] if way in SHELLS else called
        output = subprocess.PIPE
        if way == "cut off":
            read, output = os.pipe()
            os.close(read)
        try:
            return subprocess.run(
                called, cwd=home, env=environment, input=b"", stdout=output, stderr=subprocess.PIPE, check=False
            )
        finally:
            if way == "cut off":
                os.close(output)

    return run


_CODES: dict[str, int] = {}
"""How each command ends as usual, by its words; every way of one command is held to the same run."""


def usual_code(command: str, ended: Callable[..., Ended]) -> int:
    if command not in _CODES:
        _CODES[command] = ended(command, *WORDS[command], folder="usual").returncode
    return _CODES[command]


def sound(result: Ended) -> None:
    assert result.returncode in (0, 1, 2)
    assert b"Traceback" not in result.stderr and b"Exception ignored" not in result.stderr


def test_every_command_is_run_here() -> None:
    single = {path.partition(" ")[2] for path, command in ALL.items() if not isinstance(command, click.Group)}
    assert single <= WORDS.keys()


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", WORDS)
def test_every_command_ends_with_its_code_whatever_its_streams_are(
    command: str, way: str, ended: Callable[..., Ended], tmp_path: Path
) -> None:
    result = ended(command, *WORDS[command], way=way)
    sound(result)
    usual = usual_code(command, ended)
    if way in ("no standard error", "full standard error", *ENCODINGS):
        assert result.returncode == usual
    elif way == "cut off":
        assert result.returncode in (0, usual)
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("command", USUAL)
def test_a_reader_that_goes_away_is_no_mistake(command: str, ended: Callable[..., Ended]) -> None:
    result = ended(command, *WORDS[command], "--help", way="cut off")
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.parametrize("way", ["no output", "full output", "no streams"])
def test_output_that_cannot_be_written_is_told(way: str, ended: Callable[..., Ended]) -> None:
    result = ended("rules show", "INJ-040", way=way)
    sound(result)
    assert result.returncode == 2
    assert way == "no streams" or result.stderr.startswith(b"springstep: cannot write the output: ")


@pytest.mark.parametrize("way", ["no standard error", "full standard error"])
@pytest.mark.parametrize("words", [("rules show", "INJ-999"), ("rules show", "--nonsense"), ("nonsense",)])
def test_the_code_is_right_where_nobody_can_be_told_why(
    way: str, words: tuple[str, ...], ended: Callable[..., Ended]
) -> None:
    assert ended(*words, way=way).returncode == 2


@pytest.mark.parametrize("way", ENCODINGS)
def test_a_sign_that_the_encoding_lacks_is_escaped_and_json_stays_json(
    way: str, ended: Callable[..., Ended], tmp_path: Path
) -> None:
    note = "caf\u00e9 \u2192 \U0001f3c3"
    words = ("--day", "2026-03-02", "--kind", "easy", "--minutes", 45, "--bursts", "none")
    uid = ended("diary add", *words, "--note", note).stdout.split()[1].decode().rstrip(":")
    shown = ended("diary show", uid, "--json", way=way)
    assert (shown.returncode, shown.stderr) == (0, b"")
    written = "utf-8" if way == "ascii" else way
    assert json.loads(shown.stdout.decode(written))["note"] == note
    sound(ended("rules graph", "--topic", "injury", way=way))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("recommend", EXAMPLES / "first-session.yaml"), 0),
        (("rules", "list"), 0),
        (("recommend", EXAMPLES / "first-session.yaml", "--save"), 2),
        (("diary", "list"), 2),
        (("consult", "--moment", "before"), 2),
        (("profile",), 2),
        (("diary", "list", "--diary=~/mine.db"), 2),
    ],
    ids=str,
)
def test_without_a_home_only_what_needs_one_is_refused(
    words: tuple[Any, ...], code: int, ended: Callable[..., Ended], tmp_path: Path
) -> None:
    result = ended("", *words, way="no home")
    sound(result)
    assert result.returncode == code
    assert (b"there is no such home folder" in result.stderr) == (code == 2)
    assert not (tmp_path / "~").exists()


def test_a_tilde_in_an_option_is_a_home_folder(ended: Callable[..., Ended], tmp_path: Path) -> None:
    assert ended("rules graph", "--topic", "injury", "--output=~/graph.svg").returncode == 0
    assert (tmp_path / "graph.svg").exists() and not (tmp_path / "~").exists()
    refused = ended("rules graph", "--topic", "injury", "--output=~no-such-user/graph.svg")
    assert refused.returncode == 2 and b"there is no such home folder" in refused.stderr


@pytest.mark.slow
@pytest.mark.parametrize("presses", [1, 2, 4])
def test_ctrl_c_ends_an_audit_in_silence_however_often_it_is_pressed(presses: int) -> None:
    audit = pexpect.spawn(sys.executable, ["-c", RUN, "audit"], preexec_fn=listen_to_ctrl_c, timeout=120)
    audit.expect("claims: 0 of")  # while processes are begun
    for _ in range(presses):
        audit.sendintr()
    audit.expect(pexpect.EOF)
    audit.close()
    assert (audit.exitstatus, b"Traceback" in audit.before) == (130, False)
