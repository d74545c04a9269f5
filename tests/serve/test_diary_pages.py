"""A diary by the pages: begun, planned with, written in, carried out and deleted, by whoever knows its address."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from springstep.diary.errors import DiaryError
from springstep.diary.memory import DiaryMemory, NewlyTold
from springstep.diary.storage.store import Diary
from springstep.diary.wellness import Wellness
from springstep.engine.text.drafts import draft_beside
from springstep.serve.diary_folder import DiaryFolder
from springstep.serve.page_answers import HEADERS
from tests.diary.conftest import watched_by_hand
from tests.serve.browsing import Page
from tests.serve.serving import Asked, serving

SESSION = {
    "run_kind": "easy",
    "duration_min": "45",
    "bursts": "done",
    "efforts": "3",
    "effort_s": "8",
    "cues": "all_well",
    "pain": "none",
    "felt_after": "normal",
    "fatigue_after": "2",
    "form_held": "true",
    "cadence": "4",
    "stride": "4",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asked, Path]]:
    folder = tmp_path_factory.mktemp("kept") / "diaries"
    with serving(diaries=folder) as asked:
        yield asked, folder


class Book:
    """One diary, as its runner meets it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        begun = asked.post("/diary", headers=FORM)
        self.home = "/" + begun.url.split("/", 3)[3]
        self.first = Page(begun)

    def get(self, path: str = "") -> requests.Response:
        return self.asked.get(self.home + path)

    def send(self, path: str, fields: dict[str, Any]) -> requests.Response:
        return self.asked.post(self.home + path, data=fields)

    def add(self, **more: Any) -> Page:
        return Page(self.send("/add", {**SESSION, "day": date.today().isoformat(), **more}))


@pytest.fixture
def book(kept: tuple[Asked, Path]) -> Book:
    return Book(kept[0])


def planned(book: Book) -> Page:
    """Go through the questions before a run with a diary, saying what is plain, up to the plan."""
    plain = {
        "Is anything off today?": "nothing",
        "injury": "none",
        "Is any of these true": "none",
        "bursts before": "never",
        "first": "never",
    }
    page = Page(book.send("/consultation", {"moment": "before"}))
    for _ in range(30):
        if 'class="plan' in page.text:
            return page
        heading = page.words["h1"]
        words = next((said for asked, said in plain.items() if asked in heading), "")
        if not words:
            words = next(
                said
                for asked, said in {
                    "Where will you run": "grass, flat, solid",
                    "What run is it": "easy, 45 min, 6:00/km",
                    "What do you run for": "fitness, no season, no coach",
                    "mood": "calm",
                    "": "unknown",
                }.items()
                if asked in heading
            )
        page = Page(book.send("/consultation", {"state": dict(page.forms[0].hidden)["state"], "words": words}))
    raise AssertionError(page.words["h1"])


def state_in(plan: Page) -> str:
    """Return the state that the form of a plan to be kept sends."""
    return next(dict(form.hidden)["state"] for form in plan.forms if form.action.endswith("/plan"))


def test_a_diary_begins_at_an_address_that_nobody_can_guess(kept: tuple[Asked, Path]) -> None:
    asked, folder = kept
    one, other = Book(asked), Book(asked)
    keys = [book.home.removeprefix("/diary/") for book in (one, other)]
    assert keys[0] != keys[1] and all(re.fullmatch(r"[A-Za-z0-9_-]{22}", key) for key in keys)
    assert "bookmark it" in one.first.text
    files = list(folder.glob("*.db"))
    assert not any(key in file.name for key in keys for file in files), "the folder tells no key"
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("key", ["", "x", "a" * 22, "..%2f..%2fetc%2fpasswd", "%00", "A" * 500])
def test_no_other_address_leads_to_a_diary(kept: tuple[Asked, Path], key: str) -> None:
    for path in ("", "/add", "/diary.csv", "/delete"):
        answer = kept[0].get(f"/diary/{key}{path}")
        assert answer.status_code == 404 and 'class="entries' not in answer.text


def test_every_page_is_kept_by_nobody_on_the_way_and_loads_nothing_from_elsewhere(book: Book) -> None:
    for path in ("", "/add", "/delete", "/diary.csv"):
        answer = book.get(path)
        assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert len(answer.content) < 100_000


def test_a_session_written_down_is_answered_and_counts_for_the_next_plan(book: Book) -> None:
    said = book.add(day=(date.today() - timedelta(days=3)).isoformat())
    assert "This session counts towards your next step." in said.text and "Next bursts:" in said.text
    first = Page(book.send("/consultation", {"moment": "before"}))
    state = dict(first.forms[0].hidden)["state"]
    told = Page(book.send("/consultation", {"state": state, "do": "so far"}))
    assert told.status == 200
    assert "have you done runs with bursts" not in told.text.lower(), "the diary knows"


def test_a_plan_is_kept_and_its_run_completes_it(book: Book) -> None:
    plan = planned(book)
    assert "Keep it in your diary" in plan.text and "Bursts today" in plan.words["h1"]
    home = Page(book.send("/plan", {"state": state_in(plan)}))
    assert "Today's plan" in home.text.replace("&#39;", "'") and plan.words["h1"].split(".")[0][:20] in home.text
    form = Page(book.get("/add"))
    assert "all of it: 3 x 8 s" in form.text
    done = book.add(efforts="", effort_s="", run_kind="easy", bursts="done")
    assert "3 x 8 s" in done.text and "Planned" in done.text
    again = Page(book.send("/consultation", {"moment": "before"}))
    assert "injury" not in again.words["h1"], "what stays true is in the profile"


def test_what_is_wrong_stands_at_its_field_and_nothing_is_written(book: Book) -> None:
    page = book.add(run_kind="", fatigue_after="11", note="stays <b>as it was</b>")
    assert page.status == 200 and page.words["title"].startswith("Error: ")
    assert 'href="#fatigue_after"' in page.text and 'href="#run_kind">What kind of run was it?' in page.text
    assert 'href="#efforts">How many efforts did you do?' in book.add(efforts="").text
    assert 'href="#pain_site"' in book.add(pain_site="knee").text
    assert "stays &lt;b&gt;as it was&lt;/b&gt;" in page.text and "<b>" not in page.text
    assert 'id="fatigue_after-mistake"' in page.text and 'value="11"' in page.text
    assert "It is empty" in book.get().text


def test_the_same_run_twice_is_asked_about(book: Book) -> None:
    book.add()
    again = book.add()
    assert "There is such a run already" in again.words["alert"]
    assert book.get().text.count("/entries/") == 1
    assert "There is such a run" not in book.add(again="yes").text
    assert book.get().text.count("/entries/") == 2


def test_pain_and_chest_pain_stop_and_are_asked_about(book: Book) -> None:
    said = book.add(day=(date.today() - timedelta(days=2)).isoformat(), cues="chest_pain", pain="none")
    assert "Stop: see a doctor first" in said.text
    assert "is it gone?" in book.get("/add").text
    page = Page(book.send("/consultation", {"moment": "before"}))
    assert "is it gone?" in page.words["h1"] and "chest pain" in page.words["h1"]
    page = Page(book.send("/consultation", {"state": dict(page.forms[0].hidden)["state"], "words": "no"}))
    assert page.words["h1"].startswith("Stop: no bursts until it has been checked.")


def test_notes_are_shown_as_they_are_and_never_run(book: Book) -> None:
    hostile = "<script>alert(1)</script>\u202e{{ 7 * 7 }}"
    page = book.add(note=hostile)
    assert "&lt;script&gt;" in page.text and "<script>alert" not in page.text and "{{ 7 * 7 }}" in page.text
    assert "\u202e" not in page.text


def test_it_can_be_taken_along_and_read_in_again(book: Book) -> None:
    book.add(note="=1+1")
    table = book.get("/diary.csv")
    assert table.headers["Content-Disposition"] == 'attachment; filename="diary.csv"'
    assert next(csv.DictReader(io.StringIO(table.text)))["note"] == "'=1+1"
    lines = book.get("/diary.jsonl").text.splitlines()
    assert [json.loads(line)["efforts"] for line in lines] == [3]


def test_one_run_and_then_everything_is_deleted_for_good(kept: tuple[Asked, Path]) -> None:
    asked, folder = kept
    before = set(folder.glob("*"))
    book = Book(asked)
    book.add()
    page = book.add(again="yes", note="gone-for-good")
    gone = Page(asked.post(page.forms[-1].action, headers=FORM))
    assert gone.text.count("/entries/") == 1 and "gone-for-good" not in gone.text
    plan = planned(book)
    book.send("/plan", {"state": state_in(plan)})
    assert len(set(folder.iterdir()) - before) >= 2, "the diary, and the profile beside it"
    assert "Delete everything?" in book.get("/delete").text
    ended = Page(book.send("/delete", {"sure": "yes"}))
    assert "is deleted" in ended.text
    assert set(folder.iterdir()) == before and book.get().status_code == 404


@pytest.mark.parametrize("path", ["/add", "/plan", "/delete", "/consultation", "/entries/aaaa/delete"])
def test_a_form_from_another_site_or_of_another_kind_is_refused(book: Book, path: str) -> None:
    from_elsewhere = {**FORM, "Sec-Fetch-Site": "cross-site"}
    assert book.asked.post(book.home + path, data={"x": "y"}, headers=from_elsewhere).status_code == 403
    assert book.asked.post(book.home + path, {"x": "y"}).status_code == 415
    assert "It is empty" in book.get().text


def test_a_damaged_file_is_told_and_not_written_over(kept: tuple[Asked, Path]) -> None:
    asked, folder = kept
    before = set(folder.glob("*.db"))
    book = Book(asked)
    (file,) = set(folder.glob("*.db")) - before
    file.write_bytes(b"no diary" * 100)
    answer = book.get()
    assert answer.status_code == 409 and "Traceback" not in answer.text and str(folder) not in answer.text
    assert file.read_bytes() == b"no diary" * 100
    file.unlink()


def test_a_run_that_is_not_there_is_told_as_a_page(book: Book) -> None:
    for answer in (book.get("/entries/abcdef"), book.send("/entries/abcdef/delete", {"x": "y"})):
        page = Page(answer)
        assert (page.status, page.words["h1"]) == (404, "That is not here") and "springstep diary" not in page.text


def test_all_that_is_wrong_is_told_at_once_and_in_words(book: Book) -> None:
    page = book.add(day="2199-01-01", run_kind="sprint", pain="sharp", pain_site="nowhere", drill="flying")
    links = re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', page.text)
    assert {name for name, _ in links} == {"day", "run_kind", "pain_site", "drill"}
    told = html.unescape(" ".join(words for _, words in links))
    assert "2199-01-01 is still to come" in told and "run walk" in told and "lower back" in told and "_" not in told
    assert "It is empty" in book.get().text


def test_without_a_folder_there_is_no_diary() -> None:
    with serving() as asked:
        assert asked.get("/diary").status_code == 404 and "diary" not in asked.get("/").text


def test_deleting_one_diary_leaves_the_others(tmp_path: Path) -> None:
    folder = DiaryFolder(tmp_path)
    keys = [folder.begin() for _ in range(2)]
    for key in keys:
        file = folder.found(key)
        assert file is not None
        with Diary.open(file, create=False) as diary:
            assert diary.count() == 0
    folder.forget(keys[0])
    assert folder.found(keys[0]) is None and folder.found(keys[1]) is not None


@pytest.mark.parametrize("path", ["/add", "/plan", "/consultation", "/delete", "/entries/aaaa/delete"])
def test_nothing_of_a_diary_comes_back_that_is_deleted_while_a_form_is_sent(
    kept: tuple[Asked, Path], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, folder = kept
    before = set(folder.glob("*"))
    book = Book(asked)
    fields = {**SESSION, "day": date.today().isoformat(), "state": state_in(planned(book)), "sure": "yes"}
    if path == "/consultation":
        fields = {"moment": "before"}
    found = DiaryFolder.found

    def found_and_deleted_at_once(self: DiaryFolder, key: str) -> Path | None:
        file = found(self, key)
        if file is not None:
            self.forget(key)
        return file

    monkeypatch.setattr(DiaryFolder, "found", found_and_deleted_at_once)
    answer = book.send(path, fields)
    assert answer.status_code == 404 and "No diary is here" in answer.text
    assert set(folder.iterdir()) == before


def test_what_stays_true_is_not_kept_for_a_diary_that_is_deleted_while_its_plan_is_kept(
    kept: tuple[Asked, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, folder = kept
    before = set(folder.glob("*"))
    book = Book(asked)
    state = state_in(planned(book))
    keep_told = DiaryMemory.keep_told

    def deleted_before(self: DiaryMemory, answers: Mapping[str, Any]) -> NewlyTold:
        DiaryFolder(folder).forget(book.home.removeprefix("/diary/"))
        return keep_told(self, answers)

    monkeypatch.setattr(DiaryMemory, "keep_told", deleted_before)
    assert book.send("/plan", {"state": state}).status_code == 404
    assert set(folder.iterdir()) == before


@pytest.mark.skipif(os.name == "nt", reason="a file that is open cannot be deleted there")
def test_a_reader_that_opens_a_diary_while_it_is_deleted_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DiaryFolder(tmp_path)
    key = folder.begin()
    file = folder.found(key)
    unlink = Path.unlink
    with ExitStack() as readers:

        def opened_before(path: Path, *, missing_ok: bool = False) -> None:
            if path == file:
                reader = readers.enter_context(closing(sqlite3.connect(path)))
                assert reader.execute("SELECT count(*) FROM entries").fetchone() == (0,)
                assert len([*tmp_path.glob(f"{path.name}*")]) == 3, "SQLite made two files beside it"
            unlink(path, missing_ok=missing_ok)

        monkeypatch.setattr(Path, "unlink", opened_before)
        folder.forget(key)
    assert [*tmp_path.iterdir()] == []


def test_what_a_deletion_that_was_cut_off_has_left_goes_when_the_next_diary_begins(tmp_path: Path) -> None:
    folder = DiaryFolder(tmp_path)
    living = folder.found(folder.begin())
    assert living is not None
    with Diary.open(living, create=False) as diary:
        diary.keep_race(None)
        beside = {living.name, f"{living.name}-wal", f"{living.name}-shm"}
        for end in ("db-wal", "db-shm", "profile.json"):
            (tmp_path / f"{'0' * 32}.{end}").touch()
        (tmp_path / "notes.db-wal").touch()
        begun = folder.found(folder.begin())
        assert begun is not None
        assert {path.name for path in tmp_path.iterdir()} == {*beside, begun.name, "notes.db-wal"}


def test_a_diary_of_which_something_cannot_be_deleted_is_still_found_by_its_key(tmp_path: Path) -> None:
    folder = DiaryFolder(tmp_path)
    key = folder.begin()
    file = folder.found(key)
    assert file is not None
    in_the_way = file.with_suffix(".x")
    in_the_way.mkdir()
    with pytest.raises(DiaryError):
        folder.forget(key)
    assert folder.found(key) == file
    in_the_way.rmdir()
    folder.forget(key)
    assert [*tmp_path.iterdir()] == []


def test_a_danger_is_heard_in_a_form_that_is_refused(book: Book) -> None:
    page = book.add(pain="sharp", efforts="many", duration_min="x")
    assert 'class="plan red"' in page.text and "It is not written down yet" in page.text
    assert 'class="plan' not in book.add(pain="none", efforts="many").text


def test_a_consultation_asks_what_the_watch_of_its_diary_gives_reason_to_ask(kept: tuple[Asked, Path]) -> None:
    book, today = Book(kept[0]), date.today()
    file = DiaryFolder(kept[1]).found(book.home.removeprefix("/diary/"))
    assert file is not None
    nights = [*((number, 7.5) for number in range(1, 15)), (0, 5.0), (-1, 5.0)]  # midnight may come in between
    with Diary.open(file, create=False) as there:
        there.days.keep(
            [Wellness(day=today - timedelta(days=ago), sleep_h=hours, source="garmin") for ago, hours in nights]
        )
    page = Page(book.send("/consultation", {"moment": "before"}))
    for _ in range(10):
        if "How did you sleep?" in page.text:
            break
        page = Page(book.send("/consultation", {"state": dict(page.forms[0].hidden)["state"], "words": "nothing"}))
    assert "Your watch says 5 h 00 min of sleep, usually 7 h 30 min. Was it a poor night?" in page.text


def test_a_recording_that_waits_is_shown_and_goes_with_the_entry_of_its_day(kept: tuple[Asked, Path]) -> None:
    book, today = Book(kept[0]), date.today()
    file = DiaryFolder(kept[1]).found(book.home.removeprefix("/diary/"))
    assert file is not None
    with Diary.open(file, create=False) as there:
        there.recordings.keep([watched_by_hand(day=today)])
    assert f"{book.home}/add?day={today}" in book.get().text
    assert "Your watch: 41 min, 6.2 km" in book.get(f"/add?day={today}").text
    page = book.add(duration_min="")
    assert "By your watch" in page.text
    assert "Recorded by your watch" not in book.get().text


@pytest.mark.parametrize("left", [b"", b"garbage" * 500], ids=["empty", "garbage"])
def test_a_damaged_diary_says_so_and_can_be_deleted(kept: tuple[Asked, Path], left: bytes) -> None:
    asked, folder = kept
    before = set(folder.glob("*"))
    book = Book(asked)
    (file,) = (path for path in set(folder.iterdir()) - before if path.suffix == ".db")
    file.write_bytes(left)
    told = book.get()
    assert told.status_code == 409 and f'href="{book.home}/delete"' in told.text
    assert "This diary is damaged" in book.get("/delete").text
    assert "is deleted" in Page(book.send("/delete", {"sure": "yes"})).text
    assert set(folder.iterdir()) == before and book.get().status_code == 404


@pytest.mark.skipif(os.name == "nt", reason="no locks of that kind there")
def test_a_draft_that_a_killed_beginning_left_is_cleared_away_and_one_that_is_held_stays(tmp_path: Path) -> None:
    left = tmp_path / f".{'a' * 32}.db.{'a' * 16}.new"
    left.touch()
    with draft_beside(tmp_path / f"{'c' * 32}.db") as draft:
        DiaryFolder(tmp_path).begin()
        assert draft.path.exists() and not left.exists()
