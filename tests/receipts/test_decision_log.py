"""A log of decisions: only ever added to, every change noticed, and no answers in it where none are asked for."""

from __future__ import annotations

import errno
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from springstep import DecisionLog, SpringstepError, recommend
from springstep.installed import default_rule_base
from springstep.receipts.decision_log import LogStanding, LogTicket, is_logged, standing

CASE = default_rule_base().standard_cases["before"]
RECEIPTS = [recommend({**CASE, "fatigue": fatigue}).receipt() for fatigue in range(5)]
NOON = datetime(2026, 5, 4, 14, 0, tzinfo=timezone(timedelta(hours=2)))


def lines_of(folder: Path) -> list[str]:
    return [line for file in sorted(folder.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]


def test_entries_follow_each_other_and_belong_to_their_receipts(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    tickets = [DecisionLog(folder).add(receipt, at=NOON) for receipt in RECEIPTS]
    assert [ticket.entry for ticket in tickets] == [1, 2, 3, 4, 5]
    found = standing(folder)
    assert (found.entries, found.faults) == (5, ())
    assert found.digest == json.loads(lines_of(folder)[-1])["digest"]
    for receipt, ticket in zip(RECEIPTS, tickets, strict=True):
        assert [is_logged(folder, each, ticket) for each in RECEIPTS] == [each is receipt for each in RECEIPTS]
    assert not is_logged(folder, RECEIPTS[0], LogTicket(entry=1, secret="guessed"))
    assert not is_logged(folder, RECEIPTS[0], LogTicket(entry=9, secret=tickets[0].secret))
    assert json.loads(lines_of(folder)[0])["at"] == "2026-05-04T12:00:00+00:00"


def test_no_answer_stands_in_it_nor_anything_that_tells_two_cases_apart(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "log")
    for receipt in (RECEIPTS[0], RECEIPTS[0], recommend({**CASE, "pain": "sharp"}).receipt()):
        log.add(receipt, at=NOON)
    entries = [json.loads(line) for line in lines_of(tmp_path / "log")]
    told = {"entry", "at", "before", "engine", "rules", "book", "sealed", "digest"}
    assert all(entry.keys() == told for entry in entries)
    assert len({entry["sealed"] for entry in entries}) == 3  # the same case twice, too
    assert len({(entry["engine"], entry["rules"], entry["book"]) for entry in entries}) == 1
    assert stat.S_IMODE((tmp_path / "log" / "decisions-000001.jsonl").stat().st_mode) == 0o600


def test_answers_are_logged_where_they_are_asked_for(tmp_path: Path) -> None:
    DecisionLog(tmp_path / "log", answers=True).add(RECEIPTS[0])
    assert json.loads(lines_of(tmp_path / "log")[0])["receipt"] == json.loads(RECEIPTS[0].to_json())
    assert standing(tmp_path / "log").faults == ()


def test_a_new_file_goes_on_with_the_chain(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    for receipt in RECEIPTS * 2:
        DecisionLog(folder, most_bytes=1_000).add(receipt)
    assert len(list(folder.glob("*.jsonl"))) > 2
    assert standing(folder).entries == 10 and standing(folder).faults == ()


@pytest.mark.parametrize("how", ["changed", "gone", "swapped", "twice", "cut off", "noise", "file gone"])
def test_whatever_is_done_to_it_is_noticed(how: str, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    for receipt in RECEIPTS:
        DecisionLog(folder, most_bytes=1_000).add(receipt)
    files = sorted(folder.glob("*.jsonl"))
    lines = files[0].read_text().splitlines(keepends=True)
    assert len(lines) > 1 and len(files) > 1
    match how:
        case "changed":
            lines[0] = lines[0].replace('"engine":"', '"engine":"9')
        case "gone":
            del lines[0]
        case "swapped":
            lines[:2] = lines[1::-1]
        case "twice":
            lines.append(lines[-1])
        case "cut off":
            lines[-1] = lines[-1][:-20]
        case "noise":
            lines.insert(1, '{"entry": [[1.5]]}\n')
    if how == "file gone":
        files[0].unlink()
    else:
        files[0].write_text("".join(lines))
    assert standing(folder).faults


def test_an_end_that_was_cut_off_shows_in_the_last_digest(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    for receipt in RECEIPTS:
        DecisionLog(folder).add(receipt)
    before = standing(folder)
    file = next(folder.glob("*.jsonl"))
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))
    after = standing(folder)
    assert after.faults == () and (after.entries, after.digest) != (before.entries, before.digest)


def test_a_line_that_a_killed_program_broke_off_does_not_end_the_log(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    DecisionLog(folder).add(RECEIPTS[0])
    with next(folder.glob("*.jsonl")).open("a") as file:
        file.write('{"entry":2,"at"')
    assert DecisionLog(folder).add(RECEIPTS[1]).entry == 2
    found = standing(folder)
    assert (found.entries, found.faults) == (2, ("decisions-000001.jsonl:2: is no entry as it was written",))


def test_from_many_threads_each_entry_has_its_place(tmp_path: Path) -> None:
    log = DecisionLog(tmp_path / "log")
    with ThreadPoolExecutor(8) as pool:
        tickets = list(pool.map(log.add, RECEIPTS * 6))
    assert sorted(ticket.entry for ticket in tickets) == list(range(1, 31))
    assert standing(tmp_path / "log").entries == 30 and standing(tmp_path / "log").faults == ()


def test_no_entry_is_acknowledged_that_is_not_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: dict[int, int] = {}
    synchronise = os.fsync

    def noted(handle: int) -> None:
        synchronise(handle)
        sizes[os.fstat(handle).st_ino] = os.fstat(handle).st_size

    monkeypatch.setattr(os, "fsync", noted)
    DecisionLog(tmp_path / "log").add(RECEIPTS[0])
    (file,) = (tmp_path / "log").iterdir()
    assert sizes[file.stat().st_ino] == file.stat().st_size > 0

    def fails(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(SpringstepError, match="cannot be written"):
        DecisionLog(tmp_path / "log").add(RECEIPTS[0])


def test_an_empty_log_holds(tmp_path: Path) -> None:
    assert standing(tmp_path / "none") == LogStanding(entries=0, digest="", faults=())


def test_what_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file")
    with pytest.raises(SpringstepError):
        DecisionLog(tmp_path / "log").add(RECEIPTS[0])
    with pytest.raises(SpringstepError):
        standing(tmp_path / "log")
    other = tmp_path / "other"
    other.mkdir()
    (other / "decisions-000001.jsonl").write_text("noise\n")
    with pytest.raises(SpringstepError, match="holds no entry of a log"):
        DecisionLog(other).add(RECEIPTS[0])


def test_a_log_that_was_written_anew_does_not_hold_what_was_kept(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    log = DecisionLog(folder)
    for receipt in RECEIPTS[:3]:
        log.add(receipt)
    kept = (standing(folder).entries, standing(folder).digest)
    log.add(RECEIPTS[3])
    assert standing(folder, kept).faults == standing(folder, (0, "")).faults == ()
    file = next(folder.glob("*.jsonl"))
    file.unlink()
    for receipt in RECEIPTS:
        DecisionLog(folder).add(receipt)
    assert standing(folder).faults == ()
    assert standing(folder, kept).faults == ("the log does not hold what it held when you kept its last digest",)


@pytest.mark.parametrize("change", ['{"at":"2020",', "{ ", '{"digest":"x",'])
def test_a_line_that_is_not_as_it_was_written_is_told_though_it_reads_the_same(change: str, tmp_path: Path) -> None:
    DecisionLog(tmp_path).add(RECEIPTS[0])
    file = next(tmp_path.glob("*.jsonl"))
    file.write_text(file.read_text().replace("{", change, 1))
    assert standing(tmp_path).faults == ("decisions-000001.jsonl:1: is no entry as it was written",)


def test_a_file_that_was_begun_and_is_empty_goes_on_with_the_one_before(tmp_path: Path) -> None:
    for receipt in RECEIPTS[:2]:
        DecisionLog(tmp_path).add(receipt)
    (tmp_path / "decisions-000009.jsonl").touch()
    assert DecisionLog(tmp_path).add(RECEIPTS[2]).entry == 3
    assert standing(tmp_path).faults == ()


def test_arguments_that_are_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(SpringstepError, match="no number of bytes"):
        DecisionLog(tmp_path, most_bytes="x")  # type: ignore[arg-type]
    with pytest.raises(SpringstepError, match="no moment of any clock"):
        DecisionLog(tmp_path).add(RECEIPTS[0], at=datetime.min.replace(tzinfo=timezone(timedelta(hours=23))))
    with pytest.raises(SpringstepError, match="is no path"):
        standing("log")  # type: ignore[arg-type]
