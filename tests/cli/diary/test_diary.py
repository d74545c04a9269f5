"""``springstep diary``: each command, what it prints, what it refuses, and what is in the diary afterwards."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from springstep.cli import main as command
from springstep.diary.entry import Entry
from springstep.diary.storage.store import Diary
from tests.cli.diary.conftest import kept
from tests.diary.conftest import entry_by_hand, plan_by_hand

TODAY = "2026-03-31"
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
Run = Callable[..., Result]


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``springstep diary`` on a diary of its own, on a day of its own."""
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(place))

    def invoke(*arguments: object, given: str | None = None) -> Result:
        words = [str(argument) for argument in arguments]
        if words[0] in ("add", "edit", "import") and "--today" not in words:
            words += ["--today", TODAY]
        return CliRunner().invoke(command.main, ["diary", *words], input=given)

    return invoke


def said(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stdout


def refused(result: Result) -> str:
    told = said(result, 2)
    if told:  # JSON was given, and what is wrong with it is told as JSON, too
        assert all(fault["what"] in result.stderr for fault in json.loads(told)["faults"])
    return result.stderr


PLANNED = entry_by_hand(1, uid="ab" * 16, day=date(2026, 3, 30), bursts="planned", plan=plan_by_hand(), **NOTHING)

# Adding


def test_a_run_is_added_by_options(run: Run, place: Path) -> None:
    output = said(
        run(
            *("add", "--day", "2026-03-29", "--kind", "easy", "--minutes", "52.5", "--bursts", "done", "--efforts", 4),
            *(
                "--seconds",
                10,
                "--drill",
                "light_hops",
                "--felt",
                "fresh",
                "--form-lost",
                "--fatigue",
                0,
                "--cadence",
                5,
            ),
            *("--stride", 4, "--spring", 3, "--return-to-pace", 1, "--recovery", "slow", "--pain", "ache"),
            *("--note", "=soft", "--today", TODAY),
        )
    )
    (entry,) = kept(place)
    assert output.startswith(f"saved {entry.short}: easy run on 29 March, did 4 x 10 s\n")
    assert entry == Entry(
        uid=entry.uid, day=date(2026, 3, 29), run_kind="easy", bursts="done", duration_min=52.5, drill="light_hops",
        efforts=4, effort_s=10, felt_after="fresh", form_held=False, fatigue_after=0, cadence=5, stride=4, spring=3,
        return_to_pace=1, recovery="slow", pain="ache", note="=soft",
    )  # fmt: skip


def test_the_day_is_today_unless_said(run: Run, place: Path) -> None:
    said(run("add", "--kind", "easy", "--bursts", "none"))
    assert kept(place)[0].day == date(2026, 3, 31)


def test_all_faults_of_options_are_told_with_their_options(run: Run, place: Path) -> None:
    output = refused(
        run("add", "--kind", "stroll", "--efforts", "many", "--seconds", 999, "--felt", "blue", "--day", "x")
    )
    for words in (
        "--day: 'x' is not a day",
        "--kind: 'stroll' is not allowed; allowed: recovery, easy",
        "--bursts: is required; allowed: done, partly, skipped, none",
        "--efforts: must be a whole number, not 'many'",
        "--seconds: 999 is too large; at most 120",
        "--felt: 'blue' is not allowed; allowed: fresh, normal, drained",
    ):
        assert words in output
    assert not place.exists()


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    assert "--day: 'soon' is not a day" in refused(run("add", "--day", "soon"))
    assert "--today: 'soon' is not a day" in refused(run("add", "--kind", "easy", "--today", "soon"))


def test_a_plan_is_completed_and_kept(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    output = said(run("add", "--day", "2026-03-30", "--bursts", "done", "--felt", "normal"))
    assert "planned 4 x 10 s -> did 4 x 10 s, goes with that day's plan" in " ".join(output.split())
    (entry,) = kept(place)
    assert (entry.uid, entry.plan, entry.efforts, entry.effort_s) == (PLANNED.uid, PLANNED.plan, 4, 10)
    assert (entry.bursts, entry.drill, entry.felt_after, entry.run_kind) == ("done", "light_hops", "normal", "easy")


def test_a_plan_done_in_part_needs_the_number_of_efforts(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    assert "--efforts: is needed" in refused(run("add", "--day", "2026-03-30", "--bursts", "partly"))
    assert "3 of 4 planned" in refused(run("add", "--day", "2026-03-30", "--bursts", "done", "--efforts", 3))
    assert kept(place) == (PLANNED,)
    assert "planned 4 x 10 s -> did 3 x 10 s" in said(
        run("add", "--day", "2026-03-30", "--bursts", "partly", "--efforts", 3)
    )


@pytest.mark.parametrize("danger", [("--pain", "sharp"), ("--cues", "chest_pain"), ("--injury", "ankle")])
def test_a_danger_is_heard_in_an_entry_that_is_refused(
    run: Run, place: Path, keep: Callable[..., None], danger: tuple[str, str]
) -> None:
    keep(PLANNED)
    told = ("add", "--day", "2026-03-30", "--kind", "easy", "--bursts", "none", *danger)
    output = refused(run(*told))
    assert output.startswith("Stop") and "Your diary does not know it yet" in output
    assert "--apart, if it was another run" in output
    assert kept(place) == (PLANNED,)
    assert "Stop" not in refused(run(*told[:-2]))
    fields = {"day": "2026-03-30", "bursts": "none", "pain": "sharp"}
    given = place.parent / "run.json"
    given.write_text(json.dumps([{"day": "2026-03-29", "run_kind": "easy", "bursts": "none"}, fields]))
    assert run("add", "--json", given).stderr.startswith("Stop")


def test_another_run_of_the_day_is_kept_apart_from_the_plan(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    output = refused(run("add", "--day", "2026-03-30", "--bursts", "none"))
    assert "--bursts: is none, but bursts were planned; skipped, if it was the run that was planned" in output
    assert "--apart, if it was another run" in output
    assert "goes with" not in said(run("add", "--day", "2026-03-30", "--kind", "long", "--bursts", "none", "--apart"))
    assert [entry.bursts for entry in kept(place)] == ["planned", "none"]


def test_entries_are_added_from_json(run: Run, place: Path, tmp_path: Path) -> None:
    one = {"day": "2026-03-01", "run_kind": "easy", "bursts": "none"}
    said(run("add", "--json", "-", given=json.dumps(one)))
    (tmp_path / "two.json").write_text(
        json.dumps([{**one, "day": "2026-03-03"}, {**one, "day": "2026-03-02", "note": "so"}])
    )
    assert said(run("add", "--json", tmp_path / "two.json")).count("saved") == 2
    assert [entry.day.day for entry in kept(place)] == [1, 2, 3]
    assert len({entry.uid for entry in kept(place)}) == 3


def test_json_completes_the_plan_of_its_day_or_the_one_it_names(
    run: Run, place: Path, keep: Callable[..., None]
) -> None:
    other = entry_by_hand(1, uid="cd" * 16, day=PLANNED.day, bursts="planned", plan=plan_by_hand(), **NOTHING)
    other = replace(other, run_kind="recovery")
    keep(PLANNED, other)
    output = {"day": "2026-03-30", "run_kind": "easy", "bursts": "done"}
    said(run("add", "--json", "-", given=json.dumps([{**output, "uid": PLANNED.uid}, {**output, "efforts": 5}])))
    assert [(entry.uid, entry.efforts, entry.plan) for entry in kept(place)] == [
        (PLANNED.uid, 4, PLANNED.plan),
        (other.uid, 5, other.plan),
    ]


def test_json_is_added_all_or_not_at_all(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    items = [
        {"day": "2026-03-30", "run_kind": "easy", "bursts": "done"},
        {"day": "2026-03-01", "run_kind": "jog", "bursts": "none"},
        7,
    ]
    output = refused(run("add", "--json", "-", given=json.dumps(items)))
    assert "[1].run_kind: 'jog' is not allowed" in output and "an entry is a mapping" in output
    assert kept(place) == (PLANNED,)


@pytest.mark.parametrize("given", ["", "{oops", "null", '{"day": 1}'])
def test_json_that_is_none_is_told(run: Run, place: Path, given: str) -> None:
    assert refused(run("add", "--json", "-", given=given)).startswith("springstep: ")
    assert not place.exists()


def test_json_goes_without_other_options(run: Run) -> None:
    assert "leave out --felt" in refused(run("add", "--json", "-", "--felt", "fresh", given="{}"))


# Asking


def test_a_session_without_a_plan_is_asked_for_in_a_few_questions(run: Run, place: Path) -> None:
    answers = ["easy 1 h 5", "5 x 8 s of pogo", "yes", "nothing", "n 3/10", "yes", "4 - 5 -"]
    result = run("add", "--day", "2026-03-30", given="\n".join(answers) + "\n")
    said(result)
    (entry,) = kept(place)
    assert entry == Entry(
        uid=entry.uid, day=date(2026, 3, 30), run_kind="easy", bursts="done", duration_min=65.0, drill="pogo_hops",
        efforts=5, effort_s=8, cues=("all_well",), felt_after="normal", form_held=True, fatigue_after=3, cadence=4,
        spring=5, pain="none",
    )  # fmt: skip
    assert "How did you recover" not in result.stderr, "there is no earlier session"


def test_a_run_without_bursts_is_asked_nothing_about_them(run: Run, place: Path) -> None:
    result = run("add", given="easy\nno\n\n")
    said(result)
    assert "afterwards" not in result.stderr and "form" not in result.stderr
    (entry,) = kept(place)
    assert (entry.bursts, entry.pain, entry.cues, entry.day.isoformat()) == ("none", "none", None, TODAY)


def test_five_answers_complete_a_plan(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    result = run("add", "--day", "2026-03-30", given="all\n\nnormal 3\nyes\n4 4 3 4\n")
    assert "goes with that day's plan" in " ".join(said(result).split())
    assert result.stderr.count("> ") == 5
    (entry,) = kept(place)
    assert entry == replace(
        PLANNED, bursts="done", drill="light_hops", efforts=4, effort_s=10, cues=("all_well",), pain="none",
        felt_after="normal", fatigue_after=3, form_held=True, cadence=4, stride=4, spring=3, return_to_pace=4,
    )  # fmt: skip


def test_a_plan_done_in_part_is_told_by_the_number_of_efforts(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(7, day=date(2026, 3, 1)), PLANNED)
    result = run("add", "--day", "2026-03-30", given="3 of 4\n\nfresh\nlandings\n\nslow\n")
    said(result)
    assert "How did you recover from the bursts of 1 March" in result.stderr
    entry = kept(place)[1]
    assert (entry.bursts, entry.drill, entry.efforts, entry.effort_s) == ("partly", "light_hops", 3, 10)
    assert (entry.form_held, entry.landings, entry.recovery) == (False, "hard", "slow")
    assert (entry.plan, entry.duration_min) == (PLANNED.plan, 50)


def test_another_drill_and_another_run_are_told_apart_from_the_plan(
    run: Run, place: Path, keep: Callable[..., None]
) -> None:
    keep(PLANNED)
    said(run("add", "--day", "2026-03-30", given="another run\nlong 90\nno\n\n"))
    assert [(entry.bursts, entry.run_kind) for entry in kept(place)] == [("planned", "easy"), ("none", "long")]
    said(run("add", "--day", "2026-03-30", given="other drill\n4 x 10 s of quick feet\n\nfresh 1\nyes\n4 4\n"))
    assert [(entry.bursts, entry.drill) for entry in kept(place)] == [("done", "quick_feet"), ("none", None)]


def test_strides_are_called_strides_wherever_they_are_shown(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    output = said(run("add", "--day", "2026-03-30", given="4 x 10 s of strides\n\nfresh 1\nyes\n4 4\n"))
    assert "plan 4 x 10 s -> strides 4 x 10 s" in output and "Strides do not count as a session" in output
    assert "Next bursts" not in output, "there is no session to count from"
    uid = kept(place)[0].short
    assert "strides 4 x 10 s" in said(run("list")) and "Strides  done" in said(run("show", uid))
    assert "1 run with strides in place of bursts" in said(run("trend"))
    assert "1 run with strides in place of bursts" in " ".join(said(run("trend", "--plain")).split())
    assert json.loads(said(run("trend", "--json")))[0]["strides"] == 1
    strides = replace(plan_by_hand(kind="strides", drill="strides"))
    keep(entry_by_hand(5, plan=strides, drill="strides"), entry_by_hand(6, plan=strides, bursts="planned", **NOTHING))
    assert "strides 4 x 10 s -> did 4 x 10 s" in said(run("list")) and "planned strides 4 x 10 s" in said(run("list"))
    assert max(map(len, said(run("list")).splitlines())) <= 80


def test_a_refused_answer_on_a_pipe_ends_it_and_nothing_is_saved(run: Run, place: Path) -> None:
    for given in ("soon\neasy\nno\n\n", "easy\nvertigo\nno\n\n", "easy\nno\nsomewhat odd in the knee\nnone\n\n"):
        output = refused(run("add", given=given))
        assert "nothing was saved" in output and "springstep: " in output
    assert not place.exists()


def test_a_danger_in_other_words_is_heard_on_a_pipe_and_no_later_line_takes_it_back(run: Run, place: Path) -> None:
    for given in ("easy\nno\nstabbing in the knee\nnone\n\n", "easy\nno\nvertigo\nnone\n\n"):
        assert said(run("add", given=given)).startswith("Stop: ")
        place.unlink()


def test_help_back_and_a_note_are_taken_at_every_question(run: Run, place: Path) -> None:
    result = run("add", given="back\nhelp\nlong\nback\nnote wet grass\nrace\nno\n?\nnote so tired\n\n")
    said(result)
    for words in ("This is the first question", "you could talk all the way", "knee pain"):
        assert words in " ".join(result.stderr.split())
    (entry,) = kept(place)
    assert (entry.run_kind, entry.bursts, entry.note) == ("race", "none", "so tired")


def test_going_back_forgets_what_no_longer_applies(run: Run, place: Path) -> None:
    said(run("add", given="easy\n4 x 10 s\nyes\nback\nback\nno\n\n"))
    assert kept(place)[0].bursts == "none" and kept(place)[0].efforts is None


def test_answers_that_end_early_save_nothing(run: Run, place: Path) -> None:
    result = run("add", given="easy\n")
    assert "nothing was saved" in refused(result)
    assert not place.exists()


def test_answers_that_cannot_be_saved_are_given_back(run: Run, place: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("add", "--diary", tmp_path / "file" / "diary.db", given="easy\nno\nnote all well\n\n")
    assert result.exit_code == 2 and "not a directory" in result.stderr
    said(run("add", "--json", "-", given=result.stdout))
    assert kept(place)[0].note == "all well"


def test_quit_saves_nothing(run: Run, place: Path) -> None:
    result = run("add", given="easy\nquit\n")
    assert said(result, 130) == "" and "Nothing was saved" in result.stderr
    assert not place.exists()


def test_danger_on_a_run_without_bursts_is_kept(run: Run, place: Path) -> None:
    assert "See a doctor before the next run" in " ".join(said(run("add", given="easy\nno\ndizzy\nnone\n")).split())
    assert kept(place)[0].cues == ("dizzy",)


# Twice, ahead, and too much


def test_an_entry_that_is_there_already_is_refused_with_a_way_on(run: Run, place: Path) -> None:
    words = ("add", "--kind", "easy", "--minutes", 45, "--bursts", "none")
    said(run(*words))
    for again in (words, ("add", "--kind", "easy", "--bursts", "none")):
        output = refused(run(*again))
        assert "there is such a run already: easy run on 31 March, 45 min" in output and "--again adds it" in output
    assert "such a run already" in refused(run("add", given="easy 45\nno\n\n"))
    assert len(kept(place)) == 1
    said(run(*words, "--again"))
    said(run("add", "--kind", "easy", "--minutes", 30, "--bursts", "none"))
    assert len(kept(place)) == 3


def test_a_list_that_holds_a_run_twice_is_refused(run: Run, place: Path) -> None:
    one = {"day": "2026-03-01", "run_kind": "easy", "bursts": "none"}
    assert "such a run already" in refused(run("add", "--json", "-", given=json.dumps([one, one])))
    assert not place.exists()
    said(run("add", "--json", "-", "--again", given=json.dumps([one, one])))
    assert len(kept(place)) == 2


def test_an_import_of_runs_that_are_there_under_another_id_is_refused(
    run: Run, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(entry_by_hand(1))
    said(run("export", tmp_path / "out"))
    said(run("delete", entry_by_hand(1).uid, "--yes"))
    keep(entry_by_hand(2))
    output = refused(run("import", tmp_path / "out"))
    assert "the entry 00000000 of 2 March looks like 00000000, which is there; --again adds it" in output
    assert kept(place) == (entry_by_hand(2),)
    said(run("import", tmp_path / "out", "--again"))
    assert "1 there already" in said(run("import", tmp_path / "out"))


def test_a_day_ahead_of_the_clock_is_taken_and_said_up_to_two_days(run: Run, place: Path) -> None:
    for day in ("2026-04-01", "2026-04-02"):
        output = said(run("add", "--day", day, "--kind", "easy", "--bursts", "none"))
        assert "is ahead of this computer's clock; taken as it stands" in output
    output = refused(run("add", "--day", "2026-04-03", "--kind", "easy", "--bursts", "none"))
    assert "--day: 2026-04-03 is still to come; at the latest 2026-04-02, for a traveller" in output
    assert len(kept(place)) == 2


@pytest.mark.parametrize(
    ("efforts", "seconds", "minutes", "words"),
    [
        (30, 120, 60, "30 x 120 s is more than bursts can be; the largest set is 6 x 15 s"),
        (10, 20, 60, "10 x 20 s is more than bursts can be"),
        (4, 31, 60, "4 x 31 s is more than bursts can be"),
        (6, 15, 1, "6 x 15 s does not fit into a run of 1 min"),
    ],
)
def test_what_no_session_can_be_is_refused(
    efforts: int, seconds: int, minutes: int, words: str, run: Run, place: Path
) -> None:
    done = ("--efforts", efforts, "--seconds", seconds)
    output = refused(run("add", "--kind", "easy", "--minutes", minutes, "--bursts", "done", *done))
    assert words in output and "a workout without bursts" in output
    told = f"easy {minutes} min\n{efforts} x {seconds} s\n"
    assert words in " ".join(refused(run("add", given=told)).split())
    one = {"day": "2026-03-01", "run_kind": "easy", "bursts": "done", "duration_min": minutes}
    given = json.dumps({**one, "efforts": efforts, "effort_s": seconds})
    assert words in refused(run("add", "--json", "-", given=given))
    assert not place.exists()


def test_what_no_session_can_be_is_imported_and_said_never_to_count(
    run: Run, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(entry_by_hand(0xAB << 120, efforts=30, effort_s=120), entry_by_hand(2, day=date(2026, 3, 5)))
    said(run("export", tmp_path / "out"))
    output = said(run("import", tmp_path / "out", "--diary", tmp_path / "other.db"))
    assert "More than a session done as planned can be, so never counted as one: ab000000\n" in output


def test_the_recovery_told_before_the_run_is_not_asked_again(run: Run, place: Path, keep: Callable[..., None]) -> None:
    told = plan_by_hand(case={"recovery_between_sessions": "slow"})
    keep(entry_by_hand(7, day=date(2026, 3, 1)), replace(PLANNED, plan=told))
    assert "recover" not in run("add", "--day", "2026-03-30", given="all\n\nnormal 3\nyes\n4 4\n").stderr
    assert kept(place)[1].recovery == "slow"
    said(run("edit", "abab", "--clear", "recovery"))
    keep(replace(PLANNED, uid="cd" * 16, day=date(2026, 3, 31), plan=told))
    said(run("add", "--bursts", "done", "--felt", "normal"))
    assert kept(place)[2].recovery == "slow"


def test_a_day_may_be_named_by_a_word(run: Run, place: Path) -> None:
    said(run("add", "--day", "yesterday", "--kind", "easy", "--bursts", "none"))
    assert kept(place)[0].day == date(2026, 3, 30)


def test_far_more_than_was_planned_is_refused_too(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    told = ("add", "--day", "2026-03-30", "--bursts", "done", "--efforts", 6, "--seconds", 15)
    assert "6 x 15 s is more than 2 times the 40 s that were planned" in refused(run(*told))
    assert "more than 2 times the 40 s" in refused(run("edit", "abab", *told[3:]))
    assert kept(place) == (PLANNED,)


def test_the_plan_of_the_day_before_is_said_to_wait_for_its_log(
    run: Run, place: Path, keep: Callable[..., None]
) -> None:
    keep(PLANNED)
    output = " ".join(said(run("add", "--kind", "easy", "--bursts", "none")).split())
    assert (
        "Your plan of 30 March, 4 x 10 s of light hops, has no log yet: springstep diary add --day 2026-03-30" in output
    )


# Reading


def test_the_list_fits_80_columns(run: Run, keep: Callable[..., None]) -> None:
    partly = entry_by_hand(
        2, day=date(2026, 3, 9), plan=plan_by_hand(), bursts="partly", efforts=3, felt_after="drained"
    )
    skipped = entry_by_hand(3, day=date(2026, 3, 10), plan=plan_by_hand(), bursts="skipped", **NOTHING)
    keep(entry_by_hand(1, felt_after="fresh"), partly, skipped, PLANNED)
    lines = said(run("list")).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["00000000", "2026-03-02", "easy", "50", "did", "4", "x", "10", "s", "fresh"]
    assert "planned 4 x 10 s -> did 3 x 10 s" in lines[2] and lines[2].endswith("drained")
    assert "planned 4 x 10 s -> skipped" in lines[3]
    assert lines[4].startswith("abababab  2026-03-30") and lines[4].endswith("planned 4 x 10 s")
    assert len(said(run("list", "--since", "2026-03-10")).splitlines()) == 3


def test_json_of_the_list_and_of_one_entry_is_whole(run: Run, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(1, note="ü"), PLANNED)
    assert [Entry.from_json(json.dumps(one)) for one in json.loads(said(run("list", "--json")))] == [
        entry_by_hand(1, note="ü"),
        PLANNED,
    ]
    assert Entry.from_json(said(run("show", "abab", "--json"))) == PLANNED


def test_a_list_of_nothing_says_so(run: Run, keep: Callable[..., None]) -> None:
    assert "there is no diary here yet; `springstep diary add` starts one" in refused(run("list"))
    keep(entry_by_hand())
    result = run("list", "--since", TODAY)
    assert said(result) == "" and "no entries since 2026-03-31" in result.stderr
    assert "--since: 'x' is not a day" in refused(run("list", "--since", "x"))


def test_one_entry_is_shown_with_prescribed_and_done_apart(run: Run, keep: Callable[..., None]) -> None:
    keep(
        entry_by_hand(uid="ab" * 16, plan=plan_by_hand(), bursts="partly", efforts=3, note="wet grass", form_held=True)
    )
    output = " ".join(said(run("show", "abab")).split())
    order = ["Prescribed", "Dose 4 x 10 s", "Done", "Bursts partly", "Dose 3 x 10 s", "How it was", "wet grass"]
    assert [output.index(words) for words in order] == sorted(output.index(words) for words in order)
    for words in (
        "DOSE-010, INJ-040",
        "ab" * 32,
        "3 (from the diary: 3 sessions since 2026-02-02)",
        "Form held yes",
        "every third easy run",
    ):
        assert words in output


def test_an_entry_that_is_not_there_is_told(run: Run, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    for arguments in (("show", "ffff"), ("edit", "ffff", "--felt", "fresh"), ("delete", "ffff", "--yes")):
        assert "no entry starts with ffff" in refused(run(*arguments))


# Changing


def test_an_entry_is_changed_by_options_and_keeps_its_plan(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(uid="ab" * 16, plan=plan_by_hand(), felt_after="fresh", note="x"))
    said(
        run("edit", "abab", "--bursts", "partly", "--efforts", 2, "--fatigue", 7, "--clear", "felt", "--clear", "note")
    )
    (entry,) = kept(place)
    assert (entry.bursts, entry.efforts, entry.fatigue_after, entry.felt_after, entry.note) == (
        "partly",
        2,
        7,
        None,
        "",
    )
    assert entry.plan == plan_by_hand()
    said(run("edit", "abab", "--bursts", "skipped"))
    assert (kept(place)[0].efforts, kept(place)[0].drill) == (None, None)


def test_an_entry_is_changed_by_answers(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(uid="ab" * 16, felt_after="fresh", note="x"))
    said(run("edit", "abab", "--ask", given="long\n5 x 10 s of light hops\nyes\n\nnone\n\nno\n\n\n"))
    changed = entry_by_hand(uid="ab" * 16, run_kind="long", efforts=5, felt_after="fresh", form_held=False, note="x")
    assert kept(place) == (replace(changed, pain="none"),)
    said(run("edit", "abab", "--ask", given="\n" * 9))
    assert kept(place) == (replace(changed, pain="none"),), "an empty line keeps what is there"


def test_an_edit_that_is_not_sound_changes_nothing(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(uid="ab" * 16, plan=plan_by_hand()))
    assert "--efforts: 3 of 4 planned" in refused(run("edit", "abab", "--efforts", 3))
    assert "no field is called 'plan'" in refused(run("edit", "abab", "--clear", "plan"))
    assert "--kind: is required" in refused(run("edit", "abab", "--clear", "kind"))
    assert "say what to change" in refused(run("edit", "abab"))
    assert kept(place) == (entry_by_hand(uid="ab" * 16, plan=plan_by_hand()),)


def test_one_entry_is_deleted_once_confirmed(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(1), PLANNED)
    for answer in ("no\n", "\n", "y\n", ""):
        assert "othing was deleted" in refused(run("delete", "abab", given=answer))
    assert len(kept(place)) == 2
    assert said(run("delete", "abab", given="yes\n")) == "deleted abababab\n"
    assert kept(place) == (entry_by_hand(1),)
    said(run("delete", entry_by_hand(1).uid, "--yes"))
    assert kept(place) == ()


def test_all_are_deleted_once_their_number_is_typed(run: Run, place: Path, keep: Callable[..., None]) -> None:
    keep(entry_by_hand(1, note="secret-secret"), PLANNED)
    for answer in ("yes\n", "1\n", ""):
        assert "othing was deleted" in refused(run("delete", "--all", given=answer))
    assert len(kept(place)) == 2
    assert said(run("delete", "--all", given="2\n")) == "deleted 2 entries\n"
    assert kept(place) == ()
    assert b"secret-secret" not in b"".join(path.read_bytes() for path in place.parent.iterdir())


def test_one_or_all_is_deleted_never_both_or_neither(run: Run, keep: Callable[..., None]) -> None:
    keep(PLANNED)
    for arguments in (("delete",), ("delete", "abab", "--all")):
        assert "name one entry, or all of them with --all" in refused(run(*arguments))


# Out and in


def test_what_is_exported_is_imported_into_another_diary(run: Run, keep: Callable[..., None], tmp_path: Path) -> None:
    keep(entry_by_hand(1, note="=1"), PLANNED)
    assert said(run("export", tmp_path / "out")) == f"exported 2 entries to {tmp_path / 'out'}\n"
    for name in ("out", "out/entries.csv", "out/entries.jsonl"):
        other = tmp_path / f"{name.replace('/', '-')}.db"
        output = said(run("import", tmp_path / name, "--diary", other))
        assert output == "imported 2 entries: 2 added, 0 replaced, 0 there already\n"
        assert kept(other) == (entry_by_hand(1, note="=1"), PLANNED)
    lines = (tmp_path / "out" / "entries.jsonl").read_text()
    assert "0 added, 0 replaced, 2 there already" in said(run("import", "-", given=lines))


def test_another_entry_of_the_same_uid_is_refused_unless_replaced(
    run: Run, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(entry_by_hand(1), PLANNED)
    said(run("export", tmp_path / "out"))
    said(run("edit", "abab", "--note", "later"))
    output = refused(run("import", tmp_path / "out"))
    assert "abababab of 2026-03-30 is in the diary with a different note; --replace" in output
    assert kept(place)[1].note == "later"
    assert "1 replaced, 1 there already" in said(run("import", tmp_path / "out", "--replace"))
    assert kept(place)[1] == PLANNED


def test_an_export_never_writes_over_unasked(run: Run, keep: Callable[..., None], tmp_path: Path) -> None:
    keep(PLANNED)
    said(run("export", tmp_path / "out"))
    assert "is not empty" in refused(run("export", tmp_path / "out"))
    said(run("export", tmp_path / "out", "--force"))


def test_an_import_with_a_fault_starts_no_diary(run: Run, place: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"day": "2026-03-01"}\n')
    assert "a.jsonl:1:1: uid: is required" in refused(run("import", tmp_path / "a.jsonl"))
    assert "no such file" in refused(run("import", tmp_path / "b.jsonl"))
    assert not place.exists()


# Trend


@pytest.fixture
def season(keep: Callable[..., None]) -> None:
    keep(
        entry_by_hand(1, fatigue_after=4, cadence=3),
        entry_by_hand(2, day=date(2026, 3, 17), efforts=5, fatigue_after=2, cadence=4, stride=5),
    )


def test_the_trend_is_a_table_of_every_week(run: Run, season: None) -> None:
    lines = said(run("trend")).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[1].split() == ["2026-03-02", "1", "40", "s", "█" * 8, "4.0", "3.0", "-", "-", "-"]
    assert lines[2].split() == ["2026-03-09", "0", "0", "s", *"-----"]
    assert lines[3].split() == ["2026-03-16", "1", "50", "s", "█" * 10, "2.0", "4.0", "5.0", "-", "-"]
    assert not any("Too little" in line for line in lines)


def test_the_plain_trend_is_words_and_numbers_only(run: Run, season: None) -> None:
    output = said(run("trend", "--plain"))
    assert output.isascii() and not set("|#*_=") & set(output)
    words = " ".join(output.split())
    assert "Week from 2026-03-02: 1 run, 1 session with bursts, 40 s of effort, at most 40 s in one" in words
    assert "Week from 2026-03-09: no run." in words


def test_too_little_for_a_trend_is_said(run: Run, keep: Callable[..., None]) -> None:
    keep(entry_by_hand())
    for arguments in (("trend",), ("trend", "--plain")):
        assert "Too little for a trend yet" in said(run(*arguments))


def test_the_trend_as_json_and_as_pictures(run: Run, season: None, tmp_path: Path) -> None:
    found = json.loads(said(run("trend", "--json", "--svg", tmp_path / "a.svg", "--png", tmp_path / "a.png")))
    assert [(week["week"], week["dose_s"]) for week in found] == [("2026-W10", 40), ("2026-W11", 0), ("2026-W12", 50)]
    assert b"<svg" in (tmp_path / "a.svg").read_bytes() and (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "already exists" in refused(run("trend", "--svg", tmp_path / "a.svg"))
    assert "wrote" in run("trend", "--svg", tmp_path / "a.svg", "--force").stderr
    assert "cannot be written" in refused(run("trend", "--svg", tmp_path / "nowhere" / "a.svg"))


def test_a_trend_of_no_entries_says_so(run: Run, keep: Callable[..., None], tmp_path: Path) -> None:
    keep()
    assert run("trend").stderr == "no entries\n"
    assert "nothing to draw" in refused(run("trend", "--png", tmp_path / "a.png"))


# Trouble with the file


def newer(place: Path) -> None:
    Diary.open(place).close()
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA user_version = 99")


def foreign(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


TROUBLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "text": (lambda place: place.write_text("Dear diary\n" * 20), "is damaged or not a diary"),
    "another application's": (foreign, "another application"),
    "newer": (newer, "newer springstep"),
}
COMMANDS: tuple[tuple[object, ...], ...] = (
    ("add", "--kind", "easy", "--bursts", "none"),
    ("add",),
    ("list",),
    ("show", "abab"),
    ("edit", "abab", "--felt", "fresh"),
    ("delete", "abab", "--yes"),
    ("delete", "--all", "--yes"),
    ("export", "out"),
    ("trend",),
)


@pytest.mark.parametrize("name", TROUBLE)
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(map(str, arguments)))
def test_every_command_refuses_a_file_that_is_no_diary_and_leaves_it(
    name: str, arguments: tuple[object, ...], run: Run, place: Path
) -> None:
    make, words = TROUBLE[name]
    make(place)
    before = place.read_bytes()
    output = refused(run(*arguments))
    assert words in output and str(place) in output and len(output.splitlines()) == 1
    assert list(place.parent.iterdir()) == [place] and place.read_bytes() == before


def test_another_diary_can_be_named(run: Run, place: Path, tmp_path: Path) -> None:
    said(run("add", "--kind", "easy", "--bursts", "none", "--diary", tmp_path / "other.db"))
    assert len(kept(tmp_path / "other.db")) == 1 and not place.exists()


def test_a_note_that_no_text_can_hold_is_refused(run: Run, place: Path) -> None:
    output = refused(run("add", "--kind", "easy", "--bursts", "none", "--note", "a\udcff"))
    assert "--note: holds half a character" in output
    assert not place.exists()
