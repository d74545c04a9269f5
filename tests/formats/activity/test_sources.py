"""Folders and archives gone through: what is no file of a watch costs one line, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import os
import resource
import zipfile
from pathlib import Path

import pytest

from springstep.formats.activity.errors import ActivityError
from springstep.formats.activity.sources import ActivityFiles
from tests.formats.activity.files import fit, gpx, put, tcx, zipped

MOST_MB = 200


def gone_through(*paths: Path) -> tuple[list[str], list[str], int]:
    """Return the names of files with runs, what is said of all others, and how many were left alone."""
    taken, said = [], []
    with ActivityFiles() as files:
        listing = files.listed(paths)
        said += map(str, listing.faults)
        for each in listing.candidates:
            try:
                taken += [each.name for _ in files.read(each)]
            except ActivityError as error:
                said.append(str(error))
    assert all(len(each.splitlines()) == 1 for each in said)
    return taken, said, listing.others


def test_a_folder_is_gone_through_by_name_whatever_else_lies_in_it(tmp_path: Path) -> None:
    inner = zipped({"deep/b.gpx": gpx(), "notes.txt": b""})
    outer = zipped({"a.fit.gz": gzip.compress(fit()), "inner.zip": inner, "c.json": b"{}"})
    put(tmp_path, {"x/run.TCX": tcx(), "photo.jpg": b"\xff\xd8", "export.zip": outer, "photo.fit": b"\xff\xd8\xff"})
    taken, said, others = gone_through(tmp_path)
    names = [name.removeprefix(f"{tmp_path}/") for name in taken]
    assert names == ["export.zip/a.fit.gz", "export.zip/inner.zip/deep/b.gpx", "x/run.TCX"]
    assert len(said) == 1 and "photo.fit: is no recording of a watch" in said[0]
    assert others == 3


def test_what_a_mac_puts_beside_each_file_is_left_alone(tmp_path: Path) -> None:
    packed = zipped({"a/run.fit": fit(), "__MACOSX/a/._run.fit": b"\0\5\x16\7", "._inner.zip": b"\0\5\x16\7"})
    put(tmp_path, {"export.zip": packed, "run.tcx": tcx(), "._run.tcx": b"\0\5\x16\7", "._export.zip": b"\0\5\x16\7"})
    taken, said, others = gone_through(tmp_path)
    names = [name.removeprefix(f"{tmp_path}/") for name in taken]
    assert (names, said, others) == (["export.zip/a/run.fit", "run.tcx"], [], 4)


def test_what_is_no_file_costs_one_line_each(tmp_path: Path) -> None:
    put(tmp_path, {"run.fit": fit(), "empty.fit": b""})
    os.mkfifo(tmp_path / "pipe.fit")
    (tmp_path / "link.fit").symlink_to("run.fit")
    (tmp_path / "round").symlink_to(tmp_path)
    with (tmp_path / "zeros.fit").open("wb") as sparse:
        sparse.truncate(4 << 30)
    taken, said, _ = gone_through(tmp_path, Path("/dev/zero"), tmp_path / "nothing")
    assert taken == [f"{tmp_path}/run.fit"]
    assert len(said) == 7
    for words in (
        "pipe.fit: is a pipe",
        "link.fit: is a link",
        "round: is a link",
        "empty.fit: is empty",
        "zeros.fit: is no",
        "/dev/zero: is a device",
        "nothing: there is no such file",
    ):
        assert any(words in each for each in said), words


def bomb() -> bytes:
    """Return an archive with parts that unpack to far more than they are, beside a run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.fit", bytes(30_000_000))
        archive.writestr("spaces.gpx", b"<gpx>" + b" " * 30_000_000)
        archive.writestr("points.gpx", b"<gpx><trk><trkseg>" + b"<trkpt/>" * 1_000_000)
        archive.writestr("long.fit", fit()[:60] + bytes(30_000_000))
        archive.writestr("run.fit", fit())
    return packed.getvalue()


def test_what_unpacks_to_far_more_than_it_is_takes_little(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    put(tmp_path, {"bomb.zip": bomb(), "bomb.gpx.gz": gzip.compress(b"<gpx>" + b" " * 40_000_000)})
    taken, said, _ = gone_through(tmp_path)
    assert taken == [f"{tmp_path}/bomb.zip/run.fit"]
    assert len(said) == 5
    assert any("points.gpx: unpacks to more than 200 times its size" in each for each in said)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MB * 1024


def test_archives_in_archives_end(tmp_path: Path) -> None:
    packed = zipped({"run.fit": fit()})
    for _ in range(5):
        packed = zipped({"again.zip": packed})
    put(tmp_path, {"nested.zip": packed})
    taken, said, _ = gone_through(tmp_path)
    assert taken == [] and len(said) == 1 and "an archive in an archive in an archive; unpack it first" in said[0]


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_not_opened(tmp_path: Path) -> None:
    put(tmp_path, {"outer.zip": zipped({"in.zip": bytes(30_000_000), "run.fit": fit()})})
    taken, said, _ = gone_through(tmp_path)
    assert taken == [f"{tmp_path}/outer.zip/run.fit"]
    assert len(said) == 1 and "in.zip: unpacks to more than 200 times its size" in said[0]


def test_a_part_that_asks_for_a_password_costs_one_line(tmp_path: Path) -> None:
    whole = bytearray(zipped({"a.fit": fit(), "b.fit": fit()}))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(head) + flags] |= 1
    put(tmp_path, {"secret.zip": bytes(whole)})
    taken, said, _ = gone_through(tmp_path)
    assert taken == [f"{tmp_path}/secret.zip/b.fit"]
    assert len(said) == 1 and "password" in said[0]


def test_a_long_table_of_contents_is_not_read(tmp_path: Path) -> None:
    whole = bytearray(zipped({"run.fit": fit()}))
    at = whole.rindex(b"PK\x05\x06")
    whole[at + 12 : at + 16] = (9_000_000).to_bytes(4, "little")
    put(tmp_path, {"long.zip": bytes(whole)})
    assert "lists more files than are read at once" in gone_through(tmp_path)[1][0]


def test_a_name_in_an_archive_may_be_anything(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("\x1b[2J\n.fit", "../../x.fit", "y.fit/", "q.fit"):
            archive.writestr(name, fit())
    whole = packed.getvalue().replace(b"q.fit", b"\0.fit")
    put(tmp_path, {"names.zip": whole})
    taken, said, _ = gone_through(tmp_path)
    assert len(taken) == 2 and "\x1b" not in "".join(taken) and not (tmp_path.parent / "x.fit").exists()
    assert said == []


@pytest.mark.parametrize("cut", [10, 200, 2000])
def test_a_damaged_archive_costs_one_line(tmp_path: Path, cut: int) -> None:
    whole = zipped({"a.fit": fit(), "b.fit": fit()})
    put(tmp_path, {"cut.zip": whole[:-cut], "run.fit": fit()})
    taken, said, _ = gone_through(tmp_path)
    assert f"{tmp_path}/run.fit" in taken and len(said) == 1


def test_a_damaged_part_of_an_archive_costs_that_part(tmp_path: Path) -> None:
    whole = bytearray(zipped({"a.fit": fit(), "b.fit": fit()}))
    whole[60:64] = b"\xff\xff\xff\xff"
    put(tmp_path, {"part.zip": bytes(whole)})
    taken, said, _ = gone_through(tmp_path)
    assert taken == [f"{tmp_path}/part.zip/b.fit"] and len(said) == 1


HOSTILE = {
    "entities": b'<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx>&b;</gpx>',
    "outside": b'<!DOCTYPE gpx SYSTEM "file:///etc/passwd"><gpx></gpx>',
    "deep": b"<gpx>" + b"<a>" * 300_000,
    "long": b'<gpx creator="' + b"x" * 20_000_000 + b'">',
    "text": b"<gpx><trk><type>" + b"x" * 20_000_000,
    "no_such_encoding": b'<?xml version="1.0" encoding="nothing"?><gpx></gpx>',
    "numbers": gpx().replace(b"46.432", b"1e999").replace(b"<x:hr>140", b"<x:hr>" + b"9" * 500),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_or_read_without_harm(tmp_path: Path, name: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    put(tmp_path, {f"{name}.gpx": HOSTILE[name]})
    taken, said, _ = gone_through(tmp_path)
    assert len(taken) + len(said) == 1 and bool(said) == (name != "numbers")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MOST_MB * 1024
    assert "root:" not in " ".join(said)
