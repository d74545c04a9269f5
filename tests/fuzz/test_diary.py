"""The diary: entries that are brought in, its file with flipped bytes, and the profile beside it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import recommend
from springstep.diary import profile as profiles
from springstep.diary.answer import answer_to
from springstep.diary.entry import Entry
from springstep.diary.exchange import (
    CSV,
    JSONL,
    MANIFEST,
    PROFILE,
    export_folder,
    read_entries,
    read_exported_profile,
    read_race,
    read_stream_entries,
)
from springstep.diary.history import history_of
from springstep.diary.plan import replay
from springstep.diary.storage.store import Diary
from springstep.diary.table import write_table
from springstep.diary.trend import weeks
from springstep.diary.week_ahead import UsualRun, week_of
from springstep.engine.text.source import parse_json
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import changed_bytes, changed_text, edits, json_texts, texts
from tests.fuzz.seeds import BASE, CASES, ENTRIES, ENTRY_VALUES, MOMENTS, TODAY
from tests.fuzz.seeds import PROFILE as KEPT

DRILLS = tuple(BASE.tables["drills"].by_id)
TABLE = write_table(ENTRIES)
BY_HAND = "Day;Kind;Bursts;Efforts;Seconds;Minutes\n13.3.2026;easy;done;4;10;45,5\n2026-03-20;long;none;;;90\n"


def use(entries: Sequence[Entry]) -> None:
    """Do with entries all that a diary does with those that it has taken."""
    weeks(entries)
    for moment in MOMENTS:
        with held():
            recommend(CASES[0], history=history_of(entries, day=TODAY, moment=moment, base=BASE))
    with held():
        week_of(entries, {1: UsualRun("easy")}, today=TODAY, base=BASE)
    for entry in entries:
        with held():
            answer_to(entry, entries, base=BASE) if entry.bursts != "planned" else None
        if entry.plan is not None:
            with held():
                replay(entry.plan, BASE)


@inputs()
@given(st.lists(json_texts(*ENTRY_VALUES), max_size=3))
def test_lines_of_json(lines: list[str]) -> None:
    stream = io.BytesIO("\n".join(lines).encode("utf-8", "surrogatepass"))
    with held():
        use(read_stream_entries(stream, today=TODAY, drills=DRILLS))


@inputs()
@given(texts(TABLE, BY_HAND, most=6))
def test_a_table(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / CSV
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        use(read_entries(path, today=TODAY, drills=DRILLS))


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "diary"
    export_folder(ENTRIES, folder, race=TODAY, profile=KEPT)
    return folder


# Each is read three times over, with digests of all files, and all entries are worked out: a fifth of what others get.
@inputs(200)
@given(st.sampled_from([JSONL, CSV, PROFILE, MANIFEST]), edits(4))
def test_an_exported_folder(exported: Path, name: str, some: Any) -> None:
    path = exported / name
    before = path.read_text(encoding="utf-8")
    path.write_bytes(changed_text(before, some).encode("utf-8", "surrogatepass"))
    try:
        for read in (
            lambda: use(read_entries(exported, today=TODAY, drills=DRILLS)),
            lambda: read_race(exported),
            lambda: read_exported_profile(exported, BASE),
        ):
            with held():
                read()
    finally:
        path.write_text(before, encoding="utf-8")


@inputs()
@given(json_texts(json.loads(KEPT.to_json())))
def test_a_profile(text: str) -> None:
    with held():
        profile = profiles.profile_from(parse_json(text, name="my.profile.json"), BASE)
        stands = profiles.standing(profile, TODAY, BASE, profiles.ends_of(ENTRIES, TODAY, BASE))
        recommend(CASES[0], history=profiles.remembered(stands))
        profiles.merged_profiles(KEPT, profile, BASE)
        profiles.usual(stands)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("diary") / "diary.db"
    with Diary.open(path) as diary:
        diary.merge(ENTRIES)
        diary.keep_race(TODAY)
    return path.read_bytes()


# Each opens a file of SQLite's anew and writes to it with all that is flushed: a tenth of what others get.
@inputs(100)
@given(edits(4))
def test_a_file_with_flipped_bytes(tmp_path_factory: pytest.TempPathFactory, kept: bytes, some: Any) -> None:
    folder = tmp_path_factory.mktemp("flipped")
    path = folder / "diary.db"
    path.write_bytes(changed_bytes(kept, some))
    try:
        with held(), Diary.open(path) as diary:
            for act in (
                lambda: use(diary.entries()),
                diary.race,
                lambda: diary.planned_on(ENTRIES[1].day),
                lambda: diary.get(ENTRIES[0].uid),
                lambda: diary.update(ENTRIES[2]),
                lambda: diary.merge(ENTRIES, replace=True),
                lambda: diary.delete(ENTRIES[3].uid),
            ):
                with held():
                    act()
    finally:
        shutil.rmtree(folder)
