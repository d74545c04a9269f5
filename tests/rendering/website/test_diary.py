"""A diary in the browser: the same file and the same pages as of a service, each by its address."""

from __future__ import annotations

import html
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from springstep.diary.storage.store import Diary
from springstep.diary.wellness import Wellness
from springstep.installed import default_rule_base
from springstep.rendering.website.diary import BrowserDiary
from springstep.rendering.website.engine import diary
from tests.diary.conftest import watched_by_hand

BASE = default_rule_base()
TODAY = date(2026, 3, 2)
RUN: dict[str, list[str]] = {
    "day": ["2026-03-02"],
    "run_kind": ["easy"],
    "duration_min": ["45"],
    "bursts": ["done"],
    "efforts": ["3"],
    "effort_s": ["8"],
    "pain": ["none"],
    "cues": ["all_well"],
}


@pytest.fixture
def book(tmp_path: Path) -> BrowserDiary:
    return BrowserDiary(tmp_path, BASE, TODAY)


def sent(book: BrowserDiary, at: str, **fields: list[str]) -> str:
    return book.answer(f"diary.html{at}", fields, sent=True).text


def shown(book: BrowserDiary, at: str = "") -> Any:
    return book.answer(f"diary.html{at}", {}, sent=False)


def test_a_diary_is_begun_only_when_it_is_asked_for(book: BrowserDiary, tmp_path: Path) -> None:
    for at in ("", "/add", "/diary.csv", "/entries/abc", "/nowhere"):
        text = shown(book, at).text
        assert "Begin a diary" in text and "kept by this browser, on this device" in text
    assert list(tmp_path.iterdir()) == []
    assert "It is empty. It is kept by this browser" in sent(book, "") and (tmp_path / "diary.db").exists()
    assert "the computer where this page comes from" not in shown(book).text


def test_what_is_told_in_several_weeks_has_a_picture_of_them(book: BrowserDiary) -> None:
    sent(book, "")
    for day, tired, more in (("2026-02-18", "4", {"cadence": ["3"]}), ("2026-02-24", "7", {})):
        sent(book, "/add", **{**RUN, "day": [day], "fatigue_after": [tired], **more})
    page = shown(book).text
    assert re.findall(r'<svg class="weeks"[^>]* aria-label="([^"]*)"', page) == [
        "Seconds of effort, by week: 24 s from 16 February, 24 s from 23 February.",
        "Tired after, of 10, by week: 4 from 16 February, 7 from 23 February.",
    ]
    tops = [float(y) for y in re.findall(r'<text x="[^"]*" y="([^"]*)">', page)]
    assert min(tops) >= 24, "letters of a narrow window, 24 high, are within the picture"
    assert "Back to pace, of 5" in page


def test_a_run_is_written_down_shown_carried_out_and_deleted(book: BrowserDiary, tmp_path: Path) -> None:
    sent(book, "")
    assert "Nothing is written down yet" in sent(book, "/add", **{**RUN, "run_kind": []})
    page = sent(book, "/add", **RUN)
    assert "Written down." in page and "no such diary" not in page
    assert 'class="weeks"' in shown(book).text and shown(book, "?all=1").text == shown(book).text
    lines, table = shown(book, "/diary.jsonl"), shown(book, "/diary.csv")
    assert (lines.file, table.file) == ("diary.jsonl", "diary.csv")
    (told,) = map(json.loads, lines.text.splitlines())
    assert told["day"] == "2026-03-02" and told["uid"] in table.text
    with Diary.open(tmp_path / "diary.db", create=False) as same:
        assert [entry.uid for entry in same.entries()] == [told["uid"]], "it is a diary as any other"
    assert told["uid"] in shown(book).text and "Written down." not in shown(book, f"/entries/{told['uid']}").text
    assert "No entry starts with ffff." in shown(book, "/entries/ffff").text
    assert told["uid"] not in sent(book, f"/entries/{told['uid']}/delete")
    assert "Delete everything?" in shown(book, "/delete").text
    assert "Your diary is deleted" in sent(book, "/delete") and list(tmp_path.iterdir()) == []


def test_only_what_was_entered_and_is_not_written_is_not_to_be_had_again(book: BrowserDiary) -> None:
    assert book.answer("diary.html", {}, sent=True).at == "diary.html"
    assert book.answer("diary.html/add", {}, sent=True).at == ""
    again = book.answer("diary.html/add", RUN, sent=True).at
    assert "Easy run" in book.answer(again, {}, sent=False).text
    assert book.answer("diary.html/consultation", {"moment": ["before"]}, sent=True).at == ""
    assert book.answer("diary.html/delete", {}, sent=True).at == "diary.html"


def test_a_plan_knows_the_diary_and_is_kept_in_it(book: BrowserDiary) -> None:
    sent(book, "")
    page = sent(book, "/consultation", moment=["before"])
    assert 'action="diary.html/consultation"' in page and "Is anything off today?" in page
    state = re.search(r'name="state" value="([^"]*)"', page)
    assert state is not None
    stopped = sent(book, "/consultation", state=[state[1].replace("&#34;", '"')], words=["stabbing pain"])
    assert "Stop" in stopped and 'action="diary.html/plan"' in stopped
    state = re.search(r'name="state" value="([^"]*)"', stopped)
    assert state is not None
    home = sent(book, "/plan", state=[state[1].replace("&#34;", '"')])
    assert "<h1>Your diary</h1>" in home and "Stop" in home
    assert "That could not be done" in sent(book, "/consultation", state=["nonsense"])


def test_what_comes_out_is_json_for_the_page(tmp_path: Path) -> None:
    told = json.loads(diary(str(tmp_path), "diary.html", "{}", False, "2026-03-02"))
    assert told["file"] == "" and "Begin a diary" in told["text"]


def test_a_consultation_asks_what_the_watch_of_its_diary_gives_reason_to_ask(
    book: BrowserDiary, tmp_path: Path
) -> None:
    sent(book, "")
    with Diary.open(tmp_path / "diary.db", create=False) as there:
        nights = [*((number, 7.5) for number in range(1, 15)), (0, 5.0)]
        there.days.keep(
            [Wellness(day=TODAY - timedelta(days=ago), sleep_h=hours, source="garmin") for ago, hours in nights]
        )
    page = sent(book, "/consultation", moment=["before"])
    for _ in range(10):
        if "How did you sleep?" in page:
            break
        state = re.search(r'name="state" value="([^"]*)"', page)
        assert state is not None
        page = sent(book, "/consultation", state=[html.unescape(state[1])], words=["nothing"])
    assert "Your watch says 5 h 00 min of sleep, usually 7 h 30 min. Was it a poor night? How did you sleep?" in page


def test_a_recording_that_waits_is_shown_fills_in_the_form_of_its_day_and_goes_with_its_entry(
    book: BrowserDiary, tmp_path: Path
) -> None:
    sent(book, "")
    run = watched_by_hand()
    with Diary.open(tmp_path / "diary.db", create=False) as there:
        there.recordings.keep([run, watched_by_hand(2, day=date(2026, 2, 26))])
    home = shown(book).text
    assert "It is empty" not in home and "It waits for what only you can tell." in home
    assert f'href="diary.html/add?day={run.day}"' in home and "41 min, 6.2 km, 6:37/km" in home
    form = shown(book, f"/add?day={run.day}").text
    assert "Your watch: 41 min, 6.2 km, 6:37/km." in form
    assert re.search(r'name="duration_min" value="41"', form) and f'value="{run.day}"' in form
    assert "Your watch" not in shown(book, "/add?day=2026-02-01").text
    assert "Write a run down" in shown(book, "/add?day=%3Cb%3E").text
    page = sent(book, "/add", **RUN)
    assert "By your watch" in page and "Watch: 41 min, you said 45 min." in page
    with Diary.open(tmp_path / "diary.db", create=False) as there:
        (entry,) = there.entries()
        assert {each.day: each.entry for each in there.recordings.sound()} == {
            date(2026, 2, 26): None,
            run.day: entry.uid,
        }
