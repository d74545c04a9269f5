"""The questions after a run on a real terminal: five answers, line editing, what is asked about, what is pasted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.diary.conftest import kept
from tests.cli.terminals import BACKSPACE, END, HOME, LEFT, Start, broken_off, to_the_end
from tests.diary.conftest import entry_by_hand, plan_by_hand

TODAY = "2026-03-31"
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
PLANNED = entry_by_hand(1, uid="ab" * 16, day=date(2026, 3, 31), bursts="planned", plan=plan_by_hand(), **NOTHING)
Terminal = Callable[..., "pexpect.spawn[str]"]
Way = Callable[["pexpect.spawn[str]"], tuple[str, int]]


@pytest.fixture
def terminal(on_terminal: Start) -> Terminal:
    """Start ``springstep diary`` on a terminal."""

    def start(*words: str, today: str = TODAY, term: str = "xterm", columns: int = 80) -> pexpect.spawn[str]:
        return on_terminal("diary", *words, "--today", today, columns=columns, TERM=term)

    return start


def answer(child: pexpect.spawn[str], question: str, keys: str) -> None:
    child.expect(question)
    child.expect("> ")
    child.send(f"{keys}\r")


def ended(child: pexpect.spawn[str], code: int = 0, way: Way = to_the_end) -> str:
    said, found = way(child)
    assert found == code, said
    return " ".join(said.split())


@pytest.mark.parametrize(("term", "columns"), [("xterm", 80), ("dumb", 80), ("xterm", 40)])
def test_five_answers_log_a_planned_session(
    term: str, columns: int, terminal: Terminal, place: Path, keep: Callable[..., None]
) -> None:
    keep(PLANNED)
    child = terminal("add", term=term, columns=columns)
    answer(child, "Done as", "a")
    answer(child, "anything hurt", "")
    answer(child, "afterwards", "n 3")
    answer(child, "form hold", "y")
    answer(child, "Rate cadence", "4 4 3 4")
    said = ended(child)
    assert "This session counts towards your next step." in said and "Next bursts: your third easy run" in said
    (entry,) = kept(place)
    assert (entry.bursts, entry.efforts, entry.cues, entry.pain) == ("done", 4, ("all_well",), "none")


def test_a_line_can_be_edited(terminal: Terminal, place: Path) -> None:
    child = terminal("add")
    answer(child, "What kind", f"asy 455{HOME}e{END}{LEFT}{BACKSPACE}")
    answer(child, "do bursts", f"on{LEFT}{BACKSPACE}{END}{BACKSPACE}no")
    answer(child, "anything hurt", "")
    ended(child)
    assert [(entry.run_kind, entry.duration_min) for entry in kept(place)] == [("easy", 45)]


def test_a_person_is_asked_again_where_an_answer_is_not_understood(terminal: Terminal, place: Path) -> None:
    child = terminal("add")
    answer(child, "What kind", "soon")
    child.expect("'soon' is not understood")
    answer(child, "What kind", "easy 40")
    answer(child, "do bursts", "no")
    answer(child, "anything hurt", "somewhat odd")
    child.expect("is not understood")
    answer(child, "anything hurt", "knee pain")
    answer(child, "What kind of pain", "")
    answer(child, "What kind of pain", "ache")
    assert "No bursts" in ended(child)
    assert [(entry.pain, entry.pain_site) for entry in kept(place)] == [("ache", "knee")]


def test_the_plan_of_yesterday_is_offered(terminal: Terminal, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    child = terminal("add", today="2026-04-01")
    answer(child, "Your plan of yesterday, 4 x 10 s of light hops, has no log: was it that run\\?", "")
    answer(child, "Done as planned", "2 of 4")
    for question in ("anything hurt", "afterwards", "form hold", "Rate"):
        answer(child, question, "")
    ended(child)
    assert [(entry.day, entry.bursts) for entry in kept(place)] == [(PLANNED.day, "partly")]


def test_another_run_than_the_one_of_yesterday_leaves_its_plan_open(
    terminal: Terminal, place: Path, keep: Callable[..., None]
) -> None:
    keep(PLANNED)
    child = terminal("add", today="2026-04-01")
    answer(child, "was it that run", "n")
    answer(child, "What kind", "easy 30")
    answer(child, "do bursts", "no")
    answer(child, "anything hurt", "")
    assert "Your plan of 31 March, 4 x 10 s of light hops, has no log yet" in ended(child)
    assert [entry.bursts for entry in kept(place)] == ["planned", "none"]


@pytest.mark.parametrize(("keys", "count"), [("", 1), ("y", 2)])
def test_a_run_that_is_there_already_is_asked_about(
    keys: str, count: int, terminal: Terminal, place: Path, keep: Callable[..., None]
) -> None:
    keep(entry_by_hand(1, day=date(2026, 3, 31), bursts="none", duration_min=45, **NOTHING))
    child = terminal("add")
    answer(child, "What kind", "easy 45")
    answer(child, "do bursts", "no")
    answer(child, "anything hurt", "")
    answer(child, "such a run already", keys)
    assert ("Not added again" in ended(child)) == (count == 1)
    assert len(kept(place)) == count


def test_far_more_than_planned_is_asked_about_and_never_counts(
    terminal: Terminal, place: Path, keep: Callable[..., None]
) -> None:
    keep(PLANNED)
    child = terminal("add")
    answer(child, "Done as planned", "30 x 90 s of light hops")
    answer(child, "Was it really 30 x 90 s", "n")
    answer(child, "Done as planned", "10 x 10 s of light hops")
    answer(child, "Was it really 10 x 10 s", "y")
    answer(child, "anything hurt", "")
    answer(child, "afterwards", "n 3")
    answer(child, "form hold", "y")
    answer(child, "Rate", "4 4")
    assert "does not count: 10 x 10 s is more than 2 times the 40 s that were planned" in ended(child)
    assert [(entry.efforts, entry.effort_s) for entry in kept(place)] == [(10, 10)]


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("bracketed", [True, False])
def test_pasted_lines_answer_only_when_a_person_says_so_and_are_never_left_to_the_shell(
    term: str, bracketed: bool, terminal: Terminal, place: Path
) -> None:
    child = terminal("add", term=term)
    pasted = "easy 45\nno\n\necho run-by-the-shell"
    keys = f"\x1b[200~{pasted}\x1b[201~" if bracketed and term != "dumb" else pasted.replace("\n", "\r")
    answer(child, "What kind", keys)
    child.expect("3 lines came along with that answer: 'no', '', 'echo run-by-the-shell'")
    answer(child, "answers to the next questions", "n")
    answer(child, "do bursts", "no")
    child.expect("anything hurt")
    child.expect("> ")
    assert "nothing was saved" in ended(child, 130, broken_off)
    again = terminal("add", term=term)
    answer(again, "What kind", keys)
    answer(again, "answers to the next questions", "y")
    assert "1 line pasted after the last answer: not used." in ended(again)
    assert [(entry.run_kind, entry.bursts, entry.pain) for entry in kept(place)] == [("easy", "none", "none")]


def test_breaking_off_saves_nothing_and_says_so(terminal: Terminal, place: Path) -> None:
    child = terminal("add")
    child.expect("What kind")
    child.expect("> ")
    assert "nothing was saved" in ended(child, 130, broken_off)
    assert not place.exists()
