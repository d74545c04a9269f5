"""``springstep consult`` on a real terminal of 80 columns: editing, colours, Ctrl-C, Ctrl-D, a lost terminal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pytest

from springstep.diary.storage.store import Diary
from springstep.engine.consultation.state import State
from springstep.session.recommendation import Recommendation
from tests.cli.terminals import BACKSPACE, CTRL_D, ENTER, HOME, LEFT, UP, Start, broken_off, to_the_end, until

Terminal = Callable[..., "pexpect.spawn[str]"]
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x07")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "consultation.json"


@pytest.fixture
def terminal(on_terminal: Start) -> Terminal:
    """Start ``springstep consult`` with these words."""
    return lambda *words, **options: on_terminal("consult", *words, **options)


def until_prompt(child: Any) -> str:
    """Return what is shown up to the next prompt."""
    return until(child, r"\n(?:\x1b\[\?2004h)?(?:> |Keep this plan\? \[Y/n\] )")


def kept(state: Path) -> dict[str, Any]:
    return State.from_json(state.read_bytes()).answers


def test_backspace_and_arrow_keys_mend_a_line(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("nxne" + LEFT * 2 + BACKSPACE + "o" + ENTER)
    assert "Question 2" in until_prompt(child) and kept(state) == {"pain": "none"}
    child.send("returning" + HOME + "knee " + ENTER)
    assert "Question 3" in until_prompt(child)
    assert kept(state)["injuries"] == [{"site": "knee", "status": "returning"}]


def test_an_earlier_line_comes_back_with_the_arrow_key(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("none" + ENTER)
    until_prompt(child)
    child.send("help" + ENTER)
    until_prompt(child)
    child.send(UP * 2 + ENTER)
    assert "Question 3" in until_prompt(child) and kept(state) == {"pain": "none", "injuries": []}


def test_ctrl_c_loses_nothing_and_the_same_question_comes_again(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("none" + ENTER)
    asked = until_prompt(child)
    before = state.read_bytes()
    child.send("knee retu")
    child.expect_exact("knee retu")
    said, code = broken_off(child)
    assert code == 130 and "springstep consult --resume" in said
    assert "Traceback" not in said and "Aborted" not in said and said.count("Your answers are saved.") == 1
    assert state.read_bytes() == before

    again = terminal("--resume")
    resumed = until_prompt(again)
    question = asked.split("Question 2")[1]
    assert resumed.count("Question") == 1 and resumed.split("Question 2")[1] == question
    again.send("none" + ENTER)
    until_prompt(again)
    assert kept(state) == {"pain": "none", "injuries": []}


def test_ctrl_c_while_it_thinks_loses_nothing(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("none" + ENTER)
    child.expect_exact("none")
    said, code = broken_off(child)  # whatever it is at: reading, thinking, keeping, asking on
    assert code == 130 and "Traceback" not in said and "Aborted" not in said
    assert kept(state) in ({}, {"pain": "none"})


def test_ctrl_c_once_the_advice_stands_leaves_quietly(terminal: Terminal) -> None:
    child = terminal("--moment", "after")
    until_prompt(child)
    child.send("sharp" + ENTER)
    assert "Stop: no bursts" in until_prompt(child)
    said, code = broken_off(child)
    assert code == 130 and "kept" not in said


def test_ctrl_d_leaves_and_the_answers_stay(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("ache" + ENTER)
    until_prompt(child)
    child.send(CTRL_D)
    said, code = to_the_end(child)
    assert code == 0 and "Your answers are saved. Continue with: springstep consult --resume" in said
    assert kept(state) == {"pain": "ache"}


def test_a_terminal_that_goes_away_takes_no_answer_with_it(terminal: Terminal, state: Path) -> None:
    child = terminal("--one-by-one", "--moment", "before")
    until_prompt(child)
    child.send("none" + ENTER)
    until_prompt(child)
    child.send("knee returning" + ENTER)
    until_prompt(child)
    child.send("eas")
    child.ptyproc.fileobj.close()  # the terminal hangs up
    _, status = os.waitpid(child.pid, 0)
    child.ptyproc.terminated = child.ptyproc.closed = child.closed = True
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGHUP
    assert kept(state) == {"pain": "none", "injuries": [{"site": "knee", "status": "returning"}]}
    assert "Question 3" in until_prompt(terminal("--resume"))


def shown(terminal: Terminal, *arguments: str, **environment: str) -> str:
    """Return all that a whole consultation shows, its wrong answers and explanations too."""
    child = terminal("--one-by-one", "--moment", "before", *arguments, **environment)
    said = until_prompt(child)
    for line in (
        "banana",
        "why",
        "help",
        "none",
        "so far",
        "none",
        "none",
        "none",
        "flooding",
        "review",
        "why clearance",
        "trace",
        "help",
    ):
        child.send(line + ENTER)
        said += until_prompt(child)
    child.send("quit" + ENTER)
    said += until_prompt(child)
    child.send("n" + ENTER)
    return said + to_the_end(child)[0]


def test_colours_and_lines_are_drawn_on_a_terminal(terminal: Terminal) -> None:
    said = shown(terminal)
    assert _COLOUR.search(said) and "├─" in said
    assert too_long(said) == []


@pytest.mark.parametrize(
    ("arguments", "environment"), [((), {"NO_COLOR": "1"}), (("--plain",), {})], ids=["NO_COLOR", "--plain"]
)
def test_no_colours_where_none_are_wanted(
    terminal: Terminal, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    said = shown(terminal, *arguments, **environment)
    assert not _COLOUR.search(said) and too_long(said) == []
    assert ("├─" in said) == ("--plain" not in arguments)


def test_plain_lists_one_option_a_line(terminal: Terminal) -> None:
    assert (
        "  1 none\r\n  2 ache\r\n  3 sharp\r\n"
        in until_prompt(terminal("--one-by-one", "--moment", "before", "--plain")) + "\n"
    )


def too_long(said: str) -> list[str]:
    return [line for line in _CONTROL.sub("", said).splitlines() if len(line) > 80]


def test_no_colours_in_a_pipe(tmp_path: Path, state: Path) -> None:
    command = [sys.executable, "-c", "from springstep.cli.start import run; run()", "consult", "--moment", "during"]
    places = {"SPRINGSTEP_STATE": str(state), "SPRINGSTEP_DIARY": str(tmp_path / "diary.db")}
    done = subprocess.run(
        command, input=b"flooding\nwhy next action\n", capture_output=True, check=True, env={**os.environ, **places}
    )
    assert b"\x1b" not in done.stdout and "─".encode() not in done.stdout and b"End the bursts" in done.stdout


def test_json_goes_to_a_file_and_the_talk_to_the_terminal(terminal: Terminal, tmp_path: Path) -> None:
    child = terminal("--moment", "after", "--json", into="plan.json")
    assert "Does anything hurt" in until_prompt(child)
    child.send("sharp" + ENTER)
    said, code = to_the_end(child)
    assert code == 0 and "verdict" not in said
    assert Recommendation.from_json((tmp_path / "plan.json").read_text()).verdict == "stop"


def test_the_transcript_holds_what_was_typed_once_and_no_colours(terminal: Terminal, tmp_path: Path) -> None:
    child = terminal("--moment", "after", "--transcript", "said.txt")
    until_prompt(child)
    child.send("shapr" + LEFT * 2 + BACKSPACE + ENTER)  # mended to "shpr", which is no answer
    until_prompt(child)
    child.send("sharp" + ENTER)
    until_prompt(child)
    child.send("quit" + ENTER)
    to_the_end(child)
    said = (tmp_path / "said.txt").read_text()
    assert re.findall(r"^> (.*)$", said, re.MULTILINE) == ["shpr", "sharp", "quit"]
    assert "\x1b" not in said and "'shpr' is not understood." in said and said.count("Stop: no bursts") == 1


def test_more_shows_the_whole_page_from_its_top_and_comes_back(terminal: Terminal) -> None:
    """Page one is short; the whole is longer than the screen, so a pager holds it at its first lines."""
    child = terminal("--one-by-one", "--moment", "before", PAGER="less", LESS="")
    until_prompt(child)
    child.send("sharp" + ENTER)
    page = _COLOUR.sub("", until_prompt(child))
    assert "Stop: no bursts until it has been checked. INJ-010" in page and "Decisions and reasons" not in page
    assert "\x1b[31m" in str(child.before)
    child.send("more" + ENTER)
    child.expect("Decisions and reasons")
    assert "Not asked" not in str(child.before)
    child.send("q")
    child.expect_exact("Keep this plan? [Y/n] ")
    child.send("n" + ENTER)
    until_prompt(child)
    child.send("quit" + ENTER)
    assert to_the_end(child)[1] == 0


@pytest.mark.parametrize(("arguments", "term"), [(["--plain"], "xterm"), ([], "dumb")], ids=["plain", "dumb"])
def test_more_needs_no_pager_where_none_is_wanted(arguments: list[str], term: str, terminal: Terminal) -> None:
    child = terminal("--one-by-one", "--moment", "before", *arguments, TERM=term)
    until_prompt(child)
    child.send("sharp" + ENTER)
    until_prompt(child)
    child.send("more" + ENTER)
    whole = until_prompt(child)
    assert "Decisions and reasons" in whole and "Not asked, as no answer would change the plan" in whole
    assert not _COLOUR.search(whole)


# A plan is kept, or not


def until_plan(child: Any) -> str:
    """Come to a plan by one answer, up to the offer to keep it."""
    until_prompt(child)
    child.send("sharp pain" + ENTER)
    return until_prompt(child)


def planned(tmp_path: Path) -> int:
    """Return how many plans the diary keeps."""
    if not (tmp_path / "diary.db").exists():
        return 0
    with Diary.open(tmp_path / "diary.db") as diary:
        return sum(entry.plan is not None for entry in diary.entries(date.max))


@pytest.mark.parametrize(("answers", "kept_plans"), [([""], 1), (["y"], 1), (["n"], 0), (["NO"], 0)])
def test_a_plan_is_offered_to_be_kept(terminal: Terminal, tmp_path: Path, answers: list[str], kept_plans: int) -> None:
    child = terminal("--moment", "before")
    assert "Stop: no bursts" in until_plan(child) and "Keep this plan? [Y/n]" in str(child.after)
    for answer in answers:
        child.send(answer + ENTER)
        said = until_prompt(child)
    assert ("Kept in your diary" in said) == bool(kept_plans) and str(child.after).endswith("> ")
    child.send(ENTER)
    _, code = to_the_end(child)
    assert code == 0 and planned(tmp_path) == kept_plans


def test_a_question_about_the_plan_is_taken_and_the_offer_comes_again_on_leaving(
    terminal: Terminal, tmp_path: Path
) -> None:
    child = terminal("--moment", "before")
    until_plan(child)
    child.send("why clearance" + ENTER)
    assert "INJ-010" in until_prompt(child)
    child.send("quit" + ENTER)
    until_prompt(child)
    assert "Keep this plan?" in str(child.after) and planned(tmp_path) == 0
    child.send("y" + ENTER)
    said, code = to_the_end(child)
    assert code == 0 and "Kept in your diary" in said and planned(tmp_path) == 1


def test_without_a_diary_nothing_is_offered(terminal: Terminal) -> None:
    child = terminal("--moment", "before", "--no-diary")
    until_plan(child)
    assert str(child.after).endswith("> ")


def test_a_plan_that_cannot_be_kept_still_stands_and_the_fault_is_told(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "diary.db").mkdir()
    child = terminal("--moment", "before", "--diary", str(tmp_path / "elsewhere" / "no.db"))
    (tmp_path / "elsewhere").write_text("no folder")
    assert "Stop: no bursts" in until_plan(child)
    child.send("y" + ENTER)
    assert "The plan is not kept" in until_prompt(child)
    child.send("why clearance" + ENTER)
    assert "INJ-010" in until_prompt(child)


def test_a_state_that_cannot_be_saved_any_more_keeps_no_plan_from_being_shown(terminal: Terminal, state: Path) -> None:
    child = terminal("--moment", "before", "--no-diary")
    until_prompt(child)
    child.send("tired" + ENTER)
    until_prompt(child)
    state.unlink()
    state.mkdir()
    child.send("flooding" + ENTER)
    assert "cannot be" in until_prompt(child)
    child.send("change pain" + ENTER)
    until_prompt(child)
    child.send("sharp" + ENTER)
    assert "Stop: no bursts" in until_prompt(child)


def test_a_second_consultation_in_the_same_place_is_told_and_nothing_is_lost(terminal: Terminal, state: Path) -> None:
    first, second = terminal("--moment", "before"), terminal("--moment", "before")
    until_prompt(first)
    until_prompt(second)
    first.send("tired" + ENTER)
    until_prompt(first)
    before = state.read_bytes()
    second.send("slept badly" + ENTER)
    said = " ".join(until_prompt(second).split())
    assert "written by another consultation" in said and state.read_bytes() == before
    second.send("quit" + ENTER)
    said, _ = to_the_end(second)
    assert "Your answers are saved" not in said
    first.send("quit" + ENTER)
    assert "Your answers are saved" in to_the_end(first)[0]


# Enter


def test_enter_where_it_costs_something_is_asked_once_more(terminal: Terminal, state: Path) -> None:
    child = terminal("--moment", "before")
    until_prompt(child)
    child.send("heavy legs" + ENTER)
    assert "How do your legs feel?" in until_prompt(child)
    child.send(ENTER)
    said = " ".join(until_prompt(child).split())
    assert "legs are taken as flooding" in said and "Press Enter again" in said and "legs" not in kept(state)
    child.send(ENTER)
    until_prompt(child)
    assert kept(state)["legs"] is None


def test_enter_at_the_first_question_means_that_nothing_is_off(terminal: Terminal, state: Path) -> None:
    child = terminal("--moment", "before")
    assert "Press Enter for: nothing" in until_prompt(child)
    child.send(ENTER)
    assert "Question 2" in until_prompt(child)
    assert kept(state)["pain"] == "none" and kept(state)["today"] == []
