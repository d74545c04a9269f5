"""``springstep profile``: told once, shown, changed, kept from the first consultation on, and used by what plans."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from springstep.cli import main as command
from springstep.installed import default_rule_base
from springstep.schemas import json_schema

BASE = default_rule_base()
KEPT = BASE.vocabulary.kept
Run = Callable[..., Result]
SESSION = ("--kind", "easy", "--bursts", "done", "--efforts", "3", "--seconds", "8")
LOG = ("--felt", "normal", "--fatigue", "2", "--cadence", "4", "--stride", "4", "--form-held")
STOP = "Stop: no bursts until it has been checked."
STAYS = {
    "injuries": "none",
    "screening": "none",
    "goal": "endurance",
    "experience": "some",
    "has_coach": "no",
    "season_phase": "build",
}
USUAL = {"run_kind": "easy", "pace": "6:00/km", "surface": "grass", "terrain": "flat", "shoes": "solid"}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run springstep on a diary of its own, on a given day of November 2026."""
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "state.json"))
    monkeypatch.chdir(tmp_path)

    def invoke(day: int, *words: str, lines: tuple[str, ...] = ()) -> Result:
        given = "".join(f"{line}\n" for line in lines)
        result = CliRunner().invoke(command.main, [*words, "--today", f"2026-11-{day:02}"], input=given)
        assert "Traceback" not in result.output and not isinstance(result.exception, (AssertionError, KeyError))
        return result

    return invoke


def said(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def tell(run: Run, day: int = 3, **answers: str) -> None:
    for fact, answer in answers.items():
        said(run(day, "profile", "set", fact, *answer.split()))


def kept(path: str = "diary.profile.json") -> dict[str, Any]:
    return {name: told["value"] for name, told in json.loads(Path(path).read_text())["facts"].items()}


# Shown and changed


def test_it_says_what_it_holds_since_when_and_until_when(run: Run) -> None:
    assert "Nothing is kept yet" in said(run(3, "profile"))
    tell(run, **STAYS, **USUAL, race="12 april")
    page = said(run(5, "profile"))
    assert "goal endurance (told 3 Nov 2026, stands to 3 Nov 2027)" in page
    assert "injuries none (told 3 Nov 2026, stands to 1 Dec 2026)" in page
    assert "Usual, offered each time kind of run easy easy pace 6:00/km" in page
    assert "Next race 12 April 2027, in 158 days" in page
    assert "diary.profile.json" in page.replace(" ", "")  # a long path is broken between its letters
    if os.name == "posix":
        assert Path("diary.profile.json").stat().st_mode & 0o777 == 0o600


def test_what_may_have_changed_says_that_it_is_asked_again(run: Run) -> None:
    tell(run, injuries="knee returning", goal="speed")
    assert "injuries knee returning (told 3 Nov 2026, asked again next time)" in said(run(18, "profile"))


def test_the_json_is_as_its_schema_says_and_so_is_the_file(run: Run) -> None:
    tell(run, **STAYS, **USUAL)
    tell(run, injuries="knee resolved, calf resolved", healed="may", race="2027-04-12")
    shown = json.loads(run(24, "profile", "--json").stdout)
    Draft202012Validator(json_schema("profile")).validate(shown)
    Draft202012Validator(json_schema("profile-file")).validate(json.loads(Path("diary.profile.json").read_text()))
    answers = {each["fact"]: each for each in shown["answers"]}
    assert shown["next_race"] == "2027-04-12" and shown["day"] == "2026-11-24"
    assert answers["weeks_since_healed"]["value"] == 25 and answers["weeks_since_healed"]["until"] == "2026-12-01"
    assert answers["shoes"]["usual"] and not answers["goal"]["usual"] and not answers["goal"]["asked_again"]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("goal", "speed"), "goal: speed"),
        (("plyometric experience", "2"), "plyometric experience: some"),
        (("coach", "yes"), "coach: yes"),
        (("season", "no", "season"), "season phase: no season"),
        (("screening", "nothing"), "screening: none"),
        (("injuries", "knee", "returning,", "calf", "resolved"), "injuries: knee returning, calf resolved"),
        (("duration_min", "1", "h"), "length of the run: 60 min"),
        (("easy pace", "9:40/mi"), "easy pace: 9:40/mi"),
        (("race", "4", "November"), "next race: 4 November 2026, in 1 day"),
        (("race", "none"), "next race: none"),
    ],
)
def test_one_answer_is_set_in_the_words_of_a_consultation(words: tuple[str, ...], line: str, run: Run) -> None:
    assert said(run(3, "profile", "set", *words)) == line


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("goal", "fame"), "'fame' is not understood; such as endurance or economy"),
        (("hat", "red"), "no answer of the profile is called 'hat'"),
        (("pain", "none"), "no answer of the profile is called 'pain'"),
        (("goal", "unknown"), "springstep profile forget goal"),
        (("race", "2026-11-02"), "has gone by"),
        (("race", "May"), "names no day"),
        (("healed", "may"), "springstep profile set injuries ANSWER"),
        (("coach agrees to every easy run", "yes"), "springstep profile set has_coach ANSWER"),
        (("length of the run", "10", "km"), "is no answer that is kept"),
    ],
)
def test_what_cannot_be_set_is_refused_and_nothing_is_kept(words: tuple[str, ...], why: str, run: Run) -> None:
    result = run(3, "profile", "set", *words)
    assert result.exit_code == 2 and why in result.stderr
    assert not Path("diary.profile.json").exists()


def test_a_day_or_month_of_healing_counts_on_in_weeks(run: Run) -> None:
    tell(run, injuries="knee resolved, calf resolved", healed="August")
    assert "healed: 9 weeks" in said(run(3, "profile")) and "healed: 10 weeks" in said(run(10, "profile"))
    assert said(run(3, "profile", "set", "healed", "3 weeks")).endswith("healed: 3 weeks (was 9 weeks)")
    assert said(run(3, "profile", "set", "healed", "12", "May")).endswith("healed: 25 weeks (was 3 weeks)")
    changed = said(run(3, "profile", "set", "injuries", "hip resolved"))
    assert changed.endswith("healed: forgotten, as it was said of the answer before")


def test_one_answer_is_forgotten_or_all_of_them(run: Run) -> None:
    tell(run, injuries="knee resolved", healed="may", goal="speed", race="2027-04-12")
    assert said(run(3, "profile", "forget", "injuries")) == "forgotten: injuries"
    assert kept() == {"goal": "speed"}
    assert run(3, "profile", "forget", lines=("no",)).exit_code == 2 and kept()
    assert said(run(3, "profile", "forget", "--yes")) == "your profile is deleted"
    assert not Path("diary.profile.json").exists() and "Nothing is kept yet" in said(run(3, "profile"))


def test_a_named_diary_has_its_profile_beside_it(run: Run) -> None:
    said(run(3, "profile", "set", "goal", "speed", "--diary", "other.db"))
    assert kept("other.profile.json") == {"goal": "speed"} and not Path("diary.profile.json").exists()
    assert "goal speed" in said(run(3, "profile", "--diary", "other.db")) and "goal" not in said(run(3, "profile"))
    misplaced = CliRunner().invoke(command.main, ["profile", "--diary", "other.db", "set", "goal", "speed"])
    assert misplaced.exit_code == 2 and "options go behind the command: springstep profile set" in misplaced.stderr


def test_the_race_is_that_of_the_diary(run: Run) -> None:
    said(run(3, "diary", "race", "2027-04-12"))
    assert "12 April 2027" in said(run(3, "profile"))
    tell(run, race="20 November")
    assert said(run(3, "diary", "race")).startswith("next race: 2026-11-20")
    said(run(3, "profile", "forget", "race"))
    assert said(run(3, "diary", "race")) == "no race"


# Asked one after the other


def test_edit_asks_for_all_and_an_empty_line_keeps_what_stands(run: Run) -> None:
    answers = ("knee resolved", "may", "none", "speed", "some", "yes", "no", "build", "12 april", "easy", "45")
    first = run(3, "profile", "edit", lines=(*answers, "6:00/km", "grass", "flat", "solid"))
    before = kept()
    assert "When is your next race?" in said(first) and before.keys() == KEPT.keys() - {"cleared_to_hop"}
    again = run(20, "profile", "edit", lines=("",) * 15)
    assert "Press Enter for: knee resolved" in said(again) and "Press Enter for: 12 April 2027" in again.stdout
    assert kept() == before
    told = {each["fact"]: each["told"] for each in json.loads(run(20, "profile", "--json").stdout)["answers"]}
    assert set(told.values()) == {"2026-11-20"}, "what is confirmed is told today"


def test_edit_asks_only_what_the_answers_make_worth_asking(run: Run) -> None:
    page = said(run(3, "profile", "edit", lines=("none", *[""] * 2, "some", "no", *[""] * 9)))
    assert "heal?" not in page and "the bone is ready" not in page and "agreed to bursts" not in page
    page = said(run(3, "profile", "edit", lines=("bone_stress returning", "yes", *[""] * 3, "yes", "no", *[""] * 9)))
    assert "the bone is ready" in page and "agreed to bursts" in page
    assert kept()["cleared_to_hop"] is True and kept()["coach_agrees"] is False


def test_edit_goes_back_explains_and_keeps_each_answer_at_once(run: Run) -> None:
    lines = ("none", "help", "none", "speed", "back", "economy", "unknown", "quit")
    page = said(run(3, "profile", "edit", lines=lines))
    assert "brittle bones" in page and page.count("What do you run for?") == 2
    assert kept() == {"injuries": [], "screening": [], "goal": "economy"}


def test_on_a_pipe_a_refused_answer_ends_it_and_no_later_line_answers(run: Run) -> None:
    result = run(3, "profile", "edit", lines=("none", "sharp", "none", "speed"))
    assert result.exit_code == 2 and "screening" in result.stderr
    assert kept() == {"injuries": []}
    short = run(3, "profile", "edit", lines=("none", "none"))
    assert short.exit_code == 2 and "ended before the last question" in short.stderr


# From the consultation, and for it


def full(run: Run, day: int, *options: str, **changes: str) -> Result:
    """Hold a whole consultation before a run, as a runner who is well answers, whatever is asked."""
    answers = {
        **dict.fromkeys(BASE.vocabulary.facts, ""),
        **STAYS,
        **USUAL,
        "pain": "none",
        "duration_min": "50",
        "fatigue": "1",
        "legs": "fresh",
        "stiffness": "none",
        "sleep": "enough",
        "fuel": "fed",
        "today": "none",
        "sessions_done": "0",
        "mindset": "calm",
        "how_you_are": "nothing",
        "place": "grass, flat, solid",
        "run": "easy, 50 min",
        "background": "0 runs, some experience",
        "aims": "endurance, build, no coach",
        **changes,
    }
    lines: list[str] = []
    for _ in range(30):
        result = run(day, "consult", "--moment", "before", *options, lines=(*lines, "quit"))
        asked = json.loads(Path("state.json").read_text())["asking"]
        if asked is None:
            return result
        lines.append(answers[asked])
        Path("state.json").unlink()
    raise AssertionError(f"asked on and on: {lines}")


def asked_in(result: Result) -> list[str]:
    """Return the facts that were asked for, each by itself or in a check-in."""
    text = " ".join(result.stdout.split())
    alone = [name for name, info in BASE.vocabulary.facts.items() if info.question in text]
    together = [name for each in BASE.vocabulary.check_ins.values() if each.question in text for name in each.facts]
    return list(dict.fromkeys((*alone, *together)))


def test_a_first_consultation_is_kept_said_so_and_not_asked_again(run: Run) -> None:
    first = full(run, 1)
    assert "Kept in your profile, so that you are not asked each time: injuries," in said(first)
    told = {**STAYS, "injuries": [], "screening": [], "has_coach": False, "duration_min": 50}
    asked = {name: answer for name, answer in USUAL.items() if name != "pace"}
    assert kept() == {**told, **asked}, "what could not matter was not asked, and is not kept"
    second = full(run, 5)
    assert not set(asked_in(second)) & STAYS.keys() and "Kept in your profile" not in said(second)
    assert "Press Enter for: grass" in second.stdout
    headline = next(line for line in first.stdout.splitlines() if line.startswith("Bursts today"))
    assert headline in second.stdout
    later = full(run, 30, injuries="knee returning")
    assert {"injuries", "pain"} <= set(asked_in(later)) and "experience" not in asked_in(later)
    assert "Your profile now says: injuries knee returning." in said(later)


def test_a_changed_answer_counts_today_and_from_now_on(run: Run) -> None:
    full(run, 3)
    changed = run(3, "consult", "--resume", lines=("change season phase", "early", "quit"))
    assert "Your profile now says: season phase early." in said(changed) and kept()["season_phase"] == "early"


def test_taking_up_a_consultation_again_tells_nothing_anew(run: Run) -> None:
    full(run, 3)
    tell(run, season_phase="early")
    said(run(3, "consult", "--resume", lines=("quit",)))
    assert kept()["season_phase"] == "early"
    run(3, "consult", "--resume", lines=("change plyometric experience", "regular", "quit"))
    assert kept()["season_phase"] == "early" and kept()["experience"] == "regular"


def test_a_standing_answer_is_the_default_when_it_is_changed(run: Run) -> None:
    tell(run, **STAYS, **USUAL)
    result = run(4, "consult", "--moment", "before", lines=("change injuries", "", "quit"))
    assert "Press Enter for: none" in result.stdout


def test_an_injury_told_anew_asks_when_it_healed_and_offers_no_old_answer(run: Run) -> None:
    tell(run, **STAYS, **USUAL)
    tell(run, injuries="knee resolved", healed="may")
    lines = ("change injuries", "calf resolved", "change weeks_since_healed", "quit")
    result = run(4, "consult", "--moment", "before", lines=lines)
    assert "How long ago did your last injury heal?" in result.stdout and "Press Enter for: 2" not in result.stdout
    lines = ("change injuries", "knee resolved", "change weeks_since_healed", "quit")
    Path("state.json").unlink()
    assert "Press Enter for: 22 weeks" in run(4, "consult", "--moment", "before", lines=lines).stdout


def test_without_a_diary_nothing_is_kept_or_taken(run: Run) -> None:
    full(run, 3, "--no-diary")
    assert not Path("diary.profile.json").exists()
    tell(run, **STAYS)
    assert {"injuries", "screening", "experience"} <= set(asked_in(full(run, 3, "--no-diary")))


def test_a_file_of_answers_is_no_runner_who_tells_it(run: Run) -> None:
    Path("case.yaml").write_text(yaml.safe_dump(dict(BASE.standard_cases["before"])))
    said(run(3, "consult", "--answers", "case.yaml"))
    assert not Path("diary.profile.json").exists()


def test_a_case_file_leaves_out_what_the_profile_holds(run: Run) -> None:
    whole = {name: value for name, value in BASE.standard_cases["before"].items() if name != "sessions_done"}
    whole = {"sessions_done": 0, **{n: v for n, v in whole.items() if BASE.vocabulary.facts[n].group != "history"}}
    short = {name: value for name, value in whole.items() if name not in STAYS}
    Path("whole.yaml").write_text(yaml.safe_dump({**whole, "goal": "endurance"}))
    Path("short.yaml").write_text(yaml.safe_dump(short))
    lacking = run(3, "recommend", "short.yaml")
    assert lacking.exit_code == 2 and "injuries: must be answered" in lacking.stderr
    tell(run, **STAYS)
    one, other = (json.loads(run(3, "recommend", name, "--json").stdout) for name in ("short.yaml", "whole.yaml"))
    assert one["verdict"] == "bursts" and one["decisions"] == other["decisions"]
    assert "goal endurance, experience some" in said(run(3, "recommend", "short.yaml", "--full"))
    assert "your profile, 3 November 2026" in said(run(3, "recommend", "short.yaml", "--full"))
    Path("short.yaml").write_text(yaml.safe_dump({**short, "pain": "unknown"}))
    assert "pain: must be answered" in run(3, "recommend", "short.yaml").stderr


def test_a_kept_plan_keeps_what_it_was_told_with(run: Run) -> None:
    Path("case.yaml").write_text(yaml.safe_dump(dict(BASE.standard_cases["before"])))
    assert "Kept in your profile" in run(3, "recommend", "case.yaml", "--save").stderr
    assert kept()["screening"] == [] and kept()["shoes"] == "solid" and "pain" not in kept()
    said(run(3, "profile", "forget", "--yes"))
    said(run(3, "recommend", "case.yaml", "--save", "--no-diary"))
    assert not Path("diary.profile.json").exists()


def test_a_day_on_which_bursts_are_not_due_asks_how_the_body_is_and_for_what_is_usual(run: Run) -> None:
    tell(run, **STAYS, **USUAL)
    said(run(3, "diary", "add", *SESSION, *LOG))
    well = full(run, 5)
    page = said(well)
    together = {name for name, each in BASE.vocabulary.check_ins.items() if each.question in page}
    assert together <= {"how_you_are", "place", "run"} and page.count("Question ") == len(together), "none by itself"
    assert not set(asked_in(well)) & STAYS.keys() and "sessions_done" not in asked_in(well)
    assert all(f"Press Enter for: {usual}" in page for usual in ("nothing", "grass, flat, solid", "easy"))
    assert "it is too soon after the last ones" in said(full(run, 5))
    assert STOP in said(full(run, 5, how_you_are="sharp pain")), "a danger is asked about and heard all the same"
    assert "Rest until you are well" in said(full(run, 5, how_you_are="ill"))


def test_the_answer_to_an_entry_takes_the_goal_from_the_profile(run: Run) -> None:
    tell(run, **STAYS)
    first = said(run(3, "diary", "add", *SESSION, *LOG))
    assert "Not written down" not in first
    said(run(3, "profile", "set", "injuries", "calf", "active"))
    assert STOP in said(run(4, "diary", "add", "--kind", "easy", "--bursts", "none"))


# A broken profile


def test_a_broken_profile_is_told_and_never_keeps_a_danger_back(run: Run) -> None:
    tell(run, **STAYS)
    path = Path("diary.profile.json")
    broken = path.read_text().replace('"endurance"', '"fame"')
    path.write_text(broken)
    for words in (("consult", "--moment", "before"), ("profile",), ("profile", "edit")):
        result = run(3, *words)
        assert result.exit_code == 2 and "goal: 'fame' is not allowed" in result.stderr and str(path) in result.stderr
    assert said(run(3, "cue", "chest_pain")).startswith("Stop")
    added = run(3, "diary", "add", *SESSION, *LOG, "--pain", "sharp")
    assert STOP in said(added) and "'fame'" in added.stderr
    assert path.read_text() == broken
    assert said(run(3, "profile", "forget", "--yes")) == "your profile is deleted"
    assert "Nothing is kept yet" in said(run(3, "profile"))


def test_a_profile_that_cannot_be_written_does_not_keep_the_plan_back(run: Run) -> None:
    Path(".diary.profile.json.lock").mkdir()  # in the way of what is written
    result = full(run, 3)
    assert "Bursts today" in said(result) and "Not kept for next time" in said(result)


# Carried along


def test_the_profile_goes_with_the_diary_out_and_in_again(run: Run, tmp_path: Path) -> None:
    tell(run, **STAYS, **USUAL)
    said(run(3, "diary", "add", "--kind", "easy", "--bursts", "none"))
    before = Path("diary.profile.json").read_text()
    export = lambda *words: CliRunner().invoke(command.main, ["diary", *words])  # noqa: E731
    assert export("export", "out").exit_code == 0 and (tmp_path / "out" / "profile.json").read_text() == before
    deleted = export("delete", "--all", "--yes")
    assert "Your profile is still there" in deleted.stderr
    said(run(3, "profile", "forget", "--yes"))
    assert run(3, "diary", "import", "out").exit_code == 0 and Path("diary.profile.json").read_text() == before
    tell(run, day=5, goal="speed")
    assert run(5, "diary", "import", "out").exit_code == 0 and kept()["goal"] == "speed", "told later"
    assert run(5, "diary", "import", "out", "--replace").exit_code == 0 and kept()["goal"] == "endurance"


def test_an_exported_profile_is_checked_like_what_is_typed(run: Run, tmp_path: Path) -> None:
    tell(run, **STAYS)
    said(run(3, "diary", "add", "--kind", "easy", "--bursts", "none"))
    CliRunner().invoke(command.main, ["diary", "export", "out"])
    file = tmp_path / "out" / "profile.json"
    file.write_text(file.read_text().replace('"endurance"', '"fame"'))
    said(run(3, "profile", "forget", "--yes"))
    refused = run(3, "diary", "import", "out")
    assert refused.exit_code == 2 and "not as it was exported" in refused.stderr
    assert not Path("diary.profile.json").exists()
