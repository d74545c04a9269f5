"""Several programs change one diary at once: what each of them acknowledged is there in the end, and nothing twice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from springstep.cli.main import main
from springstep.diary.entry import Entry
from springstep.diary.storage.store import Diary, Held
from tests.cli.conftest import Invoke
from tests.diary.conftest import entry_by_hand, fork, watched_by_hand
from tests.places import EXAMPLES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
TODAY = ("--today", "2026-03-09")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(found))
    return found


def at_once(*commands: Sequence[str]) -> list[int]:
    """Run commands in processes of their own, which all begin when the last one is there; return their exit codes."""
    reading, writing = os.pipe()
    children = []
    for command in commands:
        pid = fork()
        if pid == 0:
            status = 99
            try:
                os.close(writing)
                os.read(reading, 1)
                status = CliRunner().invoke(main, list(command)).exit_code
            finally:
                os._exit(status)
        children.append(pid)
    os.close(writing)
    os.close(reading)
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]


def kept(place: Path) -> tuple[Entry, ...]:
    with Diary.open(place, create=False) as diary:
        assert diary.faults() == ()
        return diary.entries()


def test_no_change_of_one_entry_is_lost(place: Path) -> None:
    entry = entry_by_hand(uid="ab" * 16)
    with Diary.open(place) as diary:
        diary.add(entry)
    told = {"--cadence": "3", "--felt": "fresh", "--fatigue": "4", "--pain": "none", "--note": "soft", "--stride": "5"}
    codes = at_once(*(["diary", "edit", "abab", option, value, *TODAY] for option, value in told.items()))
    assert codes == [0] * len(told)
    changed = {"cadence": 3, "felt_after": "fresh", "fatigue_after": 4, "pain": "none", "note": "soft", "stride": 5}
    assert kept(place) == (replace(entry, **changed),)


def test_plans_of_a_day_take_each_others_place(place: Path) -> None:
    command = ["recommend", str(EXAMPLES / "first-session.yaml"), "--save", *TODAY]
    assert at_once(*[command] * 5) == [0] * 5
    (plan,) = kept(place)
    assert plan.bursts == "planned" and plan.plan is not None


def test_one_run_told_by_several_is_written_down_once(place: Path) -> None:
    command = ["diary", "add", "--day", "2026-03-05", "--kind", "easy", "--bursts", "none", *TODAY]
    assert sorted(at_once(*[command] * 4)) == [0, 2, 2, 2]
    assert len(kept(place)) == 1


def test_no_answer_of_a_profile_is_lost(place: Path, springstep: Invoke) -> None:
    told = {"goal": "speed", "surface": "grass", "terrain": "flat", "shoes": "solid"}
    assert at_once(*(["profile", "set", name, value, *TODAY] for name, value in told.items())) == [0] * len(told)
    assert all(f'"{name}"' in place.with_suffix(".profile.json").read_text(encoding="utf-8") for name in told)
    assert [path.name for path in sorted(place.parent.iterdir())] == ["diary.profile.json"]


def test_what_another_program_changed_while_questions_were_asked_is_kept(
    place: Path, springstep: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = entry_by_hand(uid="ab" * 16, felt_after="fresh", fatigue_after=2)
    with Diary.open(place) as diary:
        diary.add(entry)
    real = Diary.change

    def meanwhile(changes: dict[str, object]) -> None:
        def change(self: Diary, uid: str, changed: object) -> Entry:
            with Diary.open(place) as other:
                other.update(replace(other.get(uid), **changes))
            return real(self, uid, changed)

        monkeypatch.setattr(Diary, "change", change)

    meanwhile({"note": "of the other one"})
    given = "\n".join(["", "", "nothing", "", "drained 8", *[""] * 12])
    result = springstep("diary", "edit", "abab", "--ask", *TODAY, given=given)
    assert result.exit_code == 0, result.output
    (now,) = kept(place)
    assert (now.note, now.felt_after, now.fatigue_after) == ("of the other one", "drained", 8)

    meanwhile({"felt_after": "normal"})
    given = "\n".join(["", "", "nothing", "", "fresh 8", *[""] * 12])
    result = springstep("diary", "edit", "abab", "--ask", *TODAY, given=given)
    assert result.exit_code == 2 and "was changed by another program meanwhile: --felt" in result.stderr
    assert '"felt_after":"fresh"' in result.stdout and "diary import run.jsonl --replace" in result.stderr
    assert kept(place)[0].felt_after == "normal"


def test_an_export_is_of_one_moment(
    place: Path, springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
    real = Diary.race

    def meanwhile(self: Diary) -> date | None:
        entry = entry_by_hand(2)
        with Diary.open(place) as other:
            other.add(entry)
            other.recordings.keep([watched_by_hand(number=1, entry=entry.uid)])
        return real(self)

    monkeypatch.setattr(Diary, "race", meanwhile)
    assert springstep("diary", "export", tmp_path / "out").exit_code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"entries.jsonl", "entries.csv", "manifest.json"}
    assert len((tmp_path / "out" / "entries.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_nothing_is_deleted_that_another_program_wrote_while_it_was_asked_what_to_delete(
    place: Path, springstep: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
    real = Diary.delete_all

    def meanwhile(self: Diary, *, only: Held | None = None) -> Held:
        with Diary.open(place) as other:
            other.add(entry_by_hand(other.count() + 1))
        return real(self, only=only)

    monkeypatch.setattr(Diary, "delete_all", meanwhile)
    result = springstep("diary", "delete", "--all", given="1\n")
    assert result.exit_code == 2 and "This deletes for good: 1 entry." in result.stderr
    assert "was written by another program meanwhile" in result.stderr and "nothing was deleted" in result.stderr
    assert len(kept(place)) == 2
    result = springstep("diary", "delete", "--all", "--yes")
    assert (result.exit_code, result.stdout) == (0, "deleted 3 entries\n")
    assert kept(place) == ()
