"""What is written down is answered at once, asked about by the next plan, and settled once it is said to be gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from springstep.cli import main as command
from springstep.diary.storage.store import Diary
from springstep.installed import default_rule_base

BASE = default_rule_base()
Run = Callable[..., Result]
SESSION = ("--kind", "easy", "--bursts", "done", "--efforts", "3", "--seconds", "8")
LOG = ("--felt", "normal", "--fatigue", "2", "--cadence", "4", "--stride", "4", "--form-held")
STOP = "Stop: no bursts until it has been checked."
SEE_A_DOCTOR = "Stop: see a doctor first; call for help if it comes back or stays."


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run springstep on a diary of its own, on a given day of November 2026."""
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "consultation.json"))
    monkeypatch.chdir(tmp_path)

    def invoke(day: int, *words: str, given: str | None = None) -> Result:
        result = CliRunner().invoke(command.main, [*words, "--today", f"2026-11-{day:02}"], input=given)
        assert "Traceback" not in result.output and not isinstance(result.exception, (AssertionError, KeyError))
        return result

    return invoke


@pytest.fixture
def today(tmp_path: Path) -> str:
    """Write the case of a runner against whose bursts nothing speaks today; the diary knows the rest."""
    facts = BASE.vocabulary.facts
    standard = BASE.standard_cases["before"]
    case = {name: value for name, value in standard.items() if name == "screening" or not facts[name].remembered}
    (tmp_path / "today.yaml").write_text(yaml.safe_dump({**case, "recovery_between_sessions": "full"}))
    return "today.yaml"


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def headline(result: Result) -> str:
    return said(result).splitlines()[0]


def test_pain_is_answered_at_once_and_asked_about_by_the_next_plan(run: Run, today: str) -> None:
    pained = run(13, "diary", "add", *SESSION, *LOG, "--pain", "sharp", "--pain-site", "knee", "--note", "knee swollen")
    lines = said(pained).splitlines()
    assert lines[0].startswith("saved ") and lines[1] == STOP
    assert any("doctor or physiotherapist" in line for line in lines[2:])
    for day in (14, 15):
        assert STOP in said(run(day, "diary", "add", "--kind", "easy", "--bursts", "none", "--pain", "none"))
    assert headline(run(16, "recommend", today)) == f"{STOP} DIA-010", "that nothing hurts today does not settle it"
    asked = run(16, "consult", "--moment", "before", given="quit\n").stdout
    assert 'You logged sharp pain (13 November 2026: knee, "knee swollen"): is it gone?' in " ".join(asked.split())


def test_what_is_said_to_be_gone_is_not_asked_again_and_comes_back_carefully(run: Run, today: str) -> None:
    said(run(10, "diary", "add", *SESSION, *LOG, "--pain", "sharp"))
    for day in (12, 14):
        said(run(day, "diary", "add", "--kind", "easy", "--bursts", "none"))
    Path(today).write_text(Path(today).read_text() + "warning_gone: true\n")
    plan = said(run(16, "recommend", today, "--save", "--full"))
    assert plan.startswith("Bursts today, with care: 3 x 8 s") and "Start again at the first step" in plan
    Path(today).write_text(Path(today).read_text().replace("warning_gone: true\n", ""))
    assert headline(run(16, "recommend", today)).startswith("Bursts today, with care: 3 x 8 s")
    assert STOP not in said(run(16, "diary", "add", "--bursts", "done", *LOG))
    assert "logged warning" not in said(run(17, "recommend", today, "--full"))


@pytest.mark.parametrize(
    ("options", "first", "words"),
    [
        (("--cues", "hip stiffness, dizzy"), SEE_A_DOCTOR, "See a doctor before the next run"),
        (("--cues", "chest_pain"), SEE_A_DOCTOR, "See a doctor before the next run"),
        (("--injury", "ankle"), STOP, "doctor or physiotherapist"),
        (("--pain", "ache"), "No bursts for now.", "still there in a week"),
    ],
)
def test_each_warning_is_answered_with_what_to_do(options: tuple[str, ...], first: str, words: str, run: Run) -> None:
    lines = said(run(13, "diary", "add", *SESSION, *LOG, *options)).splitlines()
    assert " ".join(lines[1:]).startswith(first) and words in " ".join(lines)


def test_an_ordinary_session_is_answered_in_a_line_or_two(run: Run, today: str) -> None:
    said(run(13, "recommend", today, "--save"))
    lines = said(run(13, "diary", "add", *SESSION, *LOG, "--recovery", "full", "--pain", "none")).splitlines()
    counts = lines.index("This session counts towards your next step. [8.5] DIA-200")
    assert lines[counts + 1].startswith("Stay at this step for now.") and len(lines) <= 9
    assert "Next bursts: your third easy run from here." in " ".join(lines)


def test_nothing_is_said_of_a_run_without_bursts_and_pain_before_the_first_session(run: Run) -> None:
    for words in (("--kind", "easy", "--bursts", "none"), ("--kind", "long", "--bursts", "none")):
        assert len(said(run(13, "diary", "add", *words, "--pain", "none")).splitlines()) == 1


def test_what_the_log_of_a_session_leaves_out_is_named(run: Run) -> None:
    output = said(run(13, "diary", "add", *SESSION, "--pain", "none"))
    words = " ".join(output.split())
    assert "does not count yet: say how you felt afterwards, how tired it left you, whether your form held" in words
    assert "coach" not in words, "no entry answers that"
    command = re.search(r"springstep (diary edit .*?) (?:Stay|Next)", words)
    assert command is not None
    completed = said(run(13, *command[1].split()))
    assert "This session counts towards your next step." in completed, "what is offered is all that was missing"
    assert "does not count" not in said(run(14, "diary", "add", *SESSION, *LOG, "--pain", "none"))


def test_each_answer_that_is_left_out_is_named_and_nothing_else(run: Run) -> None:
    uid = said(run(13, "diary", "add", *SESSION, *LOG, "--pain", "none")).split()[1].rstrip(":")
    for field, words in (
        ("felt", "say how you felt afterwards."),
        ("fatigue", "say how tired it left you."),
        ("form-held", "say whether your form held."),
        ("cadence", "say how steady your cadence was."),
        ("stride", "say how even your stride was."),
    ):
        cleared = " ".join(said(run(13, "diary", "edit", uid, "--clear", field)).split())
        assert f"This session does not count yet: {words}" in cleared
        option = re.search(f"diary edit {uid} (.*?) (?:Stay|Step|Next|Go|Start)", cleared)
        assert option is not None
        assert "counts towards" in said(run(13, "diary", "edit", uid, *option[1].split()))
    assert "counts towards" in said(run(13, "diary", "edit", uid, "--clear", "spring", "--note", "x"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--form-lost",), "does not count: a session in which your form slipped"),
        (("--felt", "drained"), "does not count: if you are drained afterwards, "),
        (("--cues", "hip_stiffness"), "does not count: a session with a sign for which the"),
        (("--drill", "strides"), "Strides do not count as a session with bursts."),
        (("--bursts", "partly"), "does not count: a set that was not done in full"),
    ],
)
def test_why_a_session_does_not_count_is_said_with_its_rule(options: tuple[str, ...], words: str, run: Run) -> None:
    output = " ".join(said(run(13, "diary", "add", *SESSION, *LOG, "--pain", "none", *options)).split())
    assert words in output and "DIA-2" in output and "does not count yet" not in output


def test_when_bursts_come_next_is_counted_in_easy_runs(run: Run) -> None:
    said(run(10, "diary", "add", *SESSION, *LOG, "--pain", "none"))
    for day, words in ((11, "second easy run"), (12, "next easy run"), (13, "next easy run")):
        output = said(run(day, "diary", "add", "--kind", "easy", "--bursts", "none", "--pain", "none"))
        assert f"Next bursts: your {words}" in output
    long = said(run(14, "diary", "add", *SESSION, *LOG, "--pain", "none"))
    assert "Next bursts: your third easy run from here." in " ".join(long.split())
    assert "your third easy run" in said(run(15, "diary", "add", "--kind", "long", "--bursts", "none"))


def test_an_edit_is_answered_too(run: Run) -> None:
    uid = said(run(13, "diary", "add", "--kind", "easy", "--bursts", "none")).split()[1].rstrip(":")
    assert STOP in said(run(13, "diary", "edit", uid, "--pain", "sharp"))
    assert STOP not in said(run(13, "diary", "edit", uid, "--pain", "none"))


def test_the_questions_are_answered_too_and_ask_whether_it_is_gone(run: Run) -> None:
    pained = run(13, "diary", "add", given="easy 40\nno\npain\nsharp\nknee\n\n")
    assert STOP in said(pained) and "Where does it hurt?" in pained.stderr
    again = run(15, "diary", "add", given="easy 40\nno\nyes\n\n")
    assert "You logged sharp pain (13 November 2026: knee): is it gone?" in " ".join(again.stderr.split())
    assert STOP not in said(again)
    assert "is it gone?" not in run(16, "diary", "add", given="easy 40\nno\n\n").stderr


def test_an_import_is_answered_only_where_something_bars(run: Run, tmp_path: Path) -> None:
    said(run(13, "diary", "add", *SESSION, *LOG, "--pain", "sharp"))
    said(run(13, "diary", "race", "2027-04-12"))
    CliRunner().invoke(command.main, ["diary", "export", "out"])
    other = tmp_path / "other.db"
    assert STOP in said(run(14, "diary", "import", "out", "--diary", str(other)))
    with Diary.open(other) as diary:
        assert str(diary.race()) == "2027-04-12"


def test_details_go_into_the_entry_and_contradictions_are_refused(run: Run) -> None:
    said(run(13, "diary", "add", *SESSION, "--form-lost", "--pelvis", "unsteady", "--felt-during", "heavy"))
    for options, words in (
        (("--form-held", "--landings", "hard"), "--landings: is hard, but form is said to have held"),
        (("--cues", "all_well,dizzy"), "--cues: says all well, and what was not"),
        (("--cues", "elephants"), "--cues"),
        (("--pain-site", "knee"), "--pain-site: says where it hurts, but not that it does"),
    ):
        result = run(14, "diary", "add", *SESSION, *options)
        assert result.exit_code == 2 and words in result.stderr


def test_the_next_race_is_kept_shown_and_forgotten(run: Run, today: str) -> None:
    assert run(13, "diary", "race").exit_code == 2, "there is no diary yet"
    assert said(run(13, "diary", "race", "2026-11-20")) == "next race: 2026-11-20, in 7 days\n"
    assert said(run(18, "diary", "race")) == "next race: 2026-11-20, in 2 days\n"
    assert said(run(19, "diary", "race")) == "next race: 2026-11-20, in 1 day\n"
    assert said(run(20, "diary", "race")) == "next race: 2026-11-20, today\n"
    assert "days to race 2 (the race of 20 November 2026)" in said(run(18, "recommend", today, "--full"))
    assert "days to race" not in said(run(21, "recommend", today, "--full"))
    assert said(run(21, "diary", "race")).startswith("the last race was on 2026-11-20")
    assert run(21, "diary", "race", "2026-11-20").exit_code == 2
    assert run(21, "diary", "race", "soon").exit_code == 2
    assert run(21, "diary", "race", "2026-12-01", "--clear").exit_code == 2
    assert said(run(21, "diary", "race", "--clear")) == "no race\n"
