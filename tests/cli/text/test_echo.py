"""Whatever is told, printing it steers no terminal: not on a pipe, not in colour, not from an old diary."""

from __future__ import annotations

import ast
import json
import re
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from springstep import Dialogue, cli, recommend
from springstep.cli.main import main
from springstep.cli.text.echo import CLEARED, echo, styled, unstyled
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.storage.store import Diary
from springstep.engine.errors import RecordError
from tests.characters import ESCAPES, UNFIT
from tests.strategies import examples

CLI = Path(cli.__file__).parent
PRINTS = {"echo", "secho", "style", "prompt", "confirm", "pause", "print", "pprint", "echo_via_pager", "clear", "edit"}
ALLOWED = {
    ("text/echo.py", "echo"),
    ("text/echo.py", "style"),
    ("text/pager.py", "echo_via_pager"),
    ("audit/key_password.py", "prompt"),
}
STYLE = re.compile(r"\x1b\[\d*m")
HIDDEN = "".join(ESCAPES)


def printed(text: str, *, color: bool) -> str:
    @click.command()
    def command() -> None:
        echo(text)

    return CliRunner().invoke(command, color=color).stdout


def steers(output: str) -> list[str]:
    """Return what would steer a terminal in an output, but for styles and the ends of lines."""
    return [sign for sign in STYLE.sub("", output) if sign in UNFIT]


def test_everything_is_printed_in_one_way() -> None:
    found = set()
    for path in CLI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                of_click = isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) == "click"
                name = node.func.attr if of_click else getattr(node.func, "id", "")
                if name in PRINTS and (of_click or name in ("print", "pprint")):
                    found.add((path.relative_to(CLI).as_posix(), name))
    assert found == ALLOWED


@examples(300)
@given(st.text(st.characters() | st.sampled_from(UNFIT)), st.booleans())
def test_no_text_steers_the_terminal(text: str, color: bool) -> None:
    output = printed(text, color=color)
    assert not [sign for sign in output if sign in UNFIT and sign != "\r"] and "\r" not in output.replace("\r\n", "")


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b[0m", *ESCAPES])
def test_what_looks_like_a_style_stays_words(text: str) -> None:
    assert not STYLE.search(printed(text, color=True))
    assert STYLE.sub("", printed(styled(text, bold=True), color=True)) == printed(text, color=False)


def test_styles_are_shown_in_colour_only() -> None:
    assert printed(styled("a", fg="red"), color=True) == "\x1b[31ma\x1b[0m\n"
    assert printed(styled("a", fg="red"), color=False) == unstyled(styled("a", fg="red")) + "\n" == "a\n"
    assert printed(f"{CLEARED}a", color=True) == "\r\x1b[Ka\n"


def test_json_stays_the_same_value() -> None:
    value = {HIDDEN: [f"é{HIDDEN}"]}
    assert json.loads(printed(json.dumps(value, ensure_ascii=False), color=False)) == value


@pytest.mark.parametrize(
    "arguments",
    [
        [f"{HIDDEN}"],
        [f"--{HIDDEN}"],
        ["recommend", f"{HIDDEN}.yaml"],
        ["recommend", f"--{HIDDEN}"],
        ["recommend", f"a\nspringstep: {HIDDEN}"],
        ["recommend", "--overlay", f"{HIDDEN}.yaml", "-"],
        ["recommend", "--why", HIDDEN, "-"],
        ["recommend", "--plan", f"{HIDDEN}"],
        ["rules", "show", HIDDEN],
        ["rules", "search", HIDDEN],
        ["rules", "list", "--topic", HIDDEN],
        ["diary", "add", "--day", HIDDEN],
        ["diary", "add", "--note", HIDDEN, "--day", "2026-03-10", "--kind", "easy", "--bursts", "none"],
        ["diary", "import", f"{HIDDEN}.csv"],
        ["diary", "show", HIDDEN],
        ["profile", "set", "goal", HIDDEN],
        ["profile", "set", HIDDEN, "x"],
        ["cue", HIDDEN],
        ["week", "--runs", HIDDEN],
        ["card", "--plan", f"{HIDDEN}"],
        ["schema", HIDDEN],
    ],
    ids=" ".join,
)
def test_no_name_that_is_given_steers_the_terminal(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    result = CliRunner().invoke(main, arguments, input='{"pain": "none"}', color=True)
    assert result.exit_code in (0, 1, 2), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert steers(result.output) == []


def plan() -> PlannedSession:
    return PlannedSession(
        kind="bursts",
        verdict=HIDDEN,
        headline=HIDDEN,
        drill="quick_feet",
        efforts=3,
        effort_s=8,
        rest_s=90,
        frequency=3,
        step_efforts=3,
        step_effort_s=8,
        case={"moment": "before", "surface": HIDDEN, HIDDEN: HIDDEN},
        history={HIDDEN: {"value": HIDDEN, "note": HIDDEN}},
        rules=(HIDDEN,),
        rules_digest=HIDDEN,
        overlays=(HIDDEN,),
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--json"],
        ["show", "aaaa"],
        ["show", "aaaa", "--json"],
        ["replay", "aaaa"],
        ["trend"],
        ["export", "out"],
    ],
    ids=" ".join,
)
def test_what_a_diary_holds_from_elsewhere_steers_nothing(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    with Diary.open(tmp_path / "diary.db") as book:
        book.add(
            Entry(
                uid="a" * 32, day=date(2026, 3, 10), run_kind="easy", bursts="planned", plan=plan(), note=f"a{HIDDEN}"
            )
        )
    result = CliRunner().invoke(main, ["diary", *arguments], color=True)
    assert result.exit_code in (0, 2), result.output
    assert steers(result.output) == []
    if "--json" in arguments:
        assert json.loads(result.stdout)
    for path in (tmp_path / "out").glob("*"):
        assert steers(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("sign", ESCAPES)
def test_no_value_that_is_read_from_json_holds_what_steers(sign: str) -> None:
    made = recommend({"pain": "none", "injuries": []})
    state, _ = Dialogue().begin("before")
    for value, told in ((made, made.headline), (state, "before")):
        text = value.to_json().replace(json.dumps(told), json.dumps(f"{told}{sign}"))
        for written in (text, json.dumps(json.loads(text)), json.dumps(json.loads(text), ensure_ascii=False)):
            with pytest.raises(RecordError, match="which no text should hold"):
                type(value).from_json(written)


@pytest.mark.parametrize("option", ["--plan"])
def test_a_plan_in_a_file_that_would_steer_is_refused(option: str, tmp_path: Path) -> None:
    made = recommend({"pain": "none", "injuries": [], "screening": []})
    (tmp_path / "plan.json").write_text(
        made.to_json().replace('"headline":"', '"headline":"\\u001b[2J'), encoding="utf-8"
    )
    result = CliRunner().invoke(main, ["card", option, str(tmp_path / "plan.json")], color=True)
    assert result.exit_code == 2 and steers(result.output) == []
