"""Whatever is given, the answer is exit code 2, no advice on standard output, and lines that say what is wrong.

Each row tells the words that one line on standard error must hold: the field or file, and what is allowed or nearest.
"""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Invoke, Process, WriteCase

TOLD = "pain: none\ninjuries: []\n"


class Bad(NamedTuple):
    """A case that must be refused: its text, and the words of one line that says so."""

    text: str | bytes
    words: tuple[str, ...]
    name: str = "case.yaml"


BAD = {
    # names
    "unknown field with a near name": Bad(TOLD + "fatige: 3\n", ("case.yaml:3:1", "fatige", "did you mean 'fatigue'")),
    "unknown field like no other": Bad(TOLD + "zzz: 3\n", ("zzz", "unknown field", "allowed: moment, pain, injuries")),
    "unknown field of an injury": Bad(
        "pain: none\ninjuries: [{site: ankle, status: active, sit: ankle}]\n",
        ("injuries[0].sit", "did you mean 'site'"),
    ),
    # numbers
    "above the range": Bad(TOLD + "fatigue: 11\n", ("case.yaml:3:1", "fatigue", "11 is too large", "at most 10")),
    "below the range": Bad(TOLD + "fatigue: -1\n", ("fatigue", "-1 is too small", "at least 0")),
    "below the range of minutes": Bad(TOLD + "duration_min: 0.5\n", ("duration_min", "0.5", "at least 1")),
    "fraction for a count": Bad(TOLD + "fatigue: 3.5\n", ("fatigue", "a whole number", "3.5")),
    "false for a whole number": Bad(TOLD + "fatigue: false\n", ("fatigue", "a whole number", "false")),
    "false for a number": Bad(TOLD + "duration_min: false\n", ("duration_min", "must be a number", "false")),
    "text for a number": Bad(TOLD + "duration_min: abc\n", ("duration_min", "must be a number", "'abc'")),
    "number of something else": Bad(TOLD + 'duration_min: "45 l"\n', ("duration_min", "must be a number", "'45 l'")),
    "list for a number": Bad(TOLD + "duration_min: [45]\n", ("duration_min", "must be a number")),
    "no clock": Bad(TOLD + "duration_min: 0:75\n", ("duration_min", "must be a number", "'0:75'")),
    "clock of two readings": Bad(TOLD + "duration_min: 7:00\n", ("duration_min", "could be 420 min or 7 min")),
    "not a number": Bad(TOLD + "duration_min: .nan\n", ("duration_min", "must be a number", ".nan")),
    "infinity": Bad(TOLD + "duration_min: .inf\n", ("duration_min", "must be a number", ".inf")),
    "number too large to hold": Bad(TOLD + "duration_min: 1e309\n", ("duration_min", "too large to hold")),
    "whole number without end": Bad(TOLD + f"fatigue: {'9' * 5000}\n", ("fatigue", "more than 18 digits")),
    "not a number in JSON": Bad(
        '{"pain": "none", "injuries": [], "duration_min": NaN}', ("duration_min", "NaN is not allowed"), "case.json"
    ),
    "minus infinity in JSON": Bad(
        '{"pain": "none", "injuries": [], "fatigue": -Infinity}', ("fatigue", "-Infinity is not allowed"), "case.json"
    ),
    "number too large in JSON": Bad(
        '{"pain": "none", "injuries": [], "duration_min": 1e309}', ("duration_min", "too large to hold"), "case.json"
    ),
    # words
    "wrong word with a near one": Bad(
        "pain: nune\ninjuries: []\n", ("case.yaml:1:1", "pain", "did you mean 'none'", "allowed: none, ache, sharp")
    ),
    "wrong word": Bad(TOLD + "surface: lava\n", ("surface", "'lava'", "allowed: grass, dirt_path, track")),
    "number for a word": Bad(TOLD + "surface: 3\n", ("surface", "allowed: grass, dirt_path")),
    "word for a flag": Bad(TOLD + "has_coach: perhaps\n", ("has_coach", "true or false", "'perhaps'")),
    "wrong moment": Bad(TOLD + "moment: later\n", ("moment", "'later'", "allowed: before, during, after")),
    "wrong word in an item": Bad(
        "pain: none\ninjuries:\n  - site: elbow\n    status: active\n",
        ("case.yaml:3:5", "injuries[0].site", "'elbow'", "allowed: ankle, knee"),
    ),
    "distance without a unit": Bad(TOLD + "distance: '10'\n", ("distance", "'10'", "10 km or 6 mi")),
    "pace in words": Bad(TOLD + "pace: quite slow\n", ("pace", "'quite slow'", "6:00/km or 9:40/mi")),
    "pace without a unit": Bad(TOLD + "pace: six minutes\n", ("pace", "6:00 a kilometre or a mile?", "6:00/km")),
    "text for a list": Bad("pain: none\ninjuries: tail\n", ("injuries", "must be a list", "'tail'")),
    "text for an item": Bad("pain: none\ninjuries: [tail]\n", ("injuries[0]", "mapping", "'tail'")),
    "item that lacks a field": Bad("pain: none\ninjuries: [{site: ankle}]\n", ("injuries[0].status", "is required")),
    # what must be told
    "pain left out": Bad("injuries: []\n", ("pain", "must be answered before a run", "allowed: none, ache, sharp")),
    "injuries left out": Bad("pain: none\n", ("injuries", "must be answered", "a list")),
    "pain of null": Bad("pain: null\ninjuries: []\n", ("pain", "must be answered before a run")),
    "pain unknown": Bad("pain: unknown\ninjuries: []\n", ("pain", "must be answered before a run")),
    "pain left out after a run": Bad("moment: after\ninjuries: []\n", ("pain", "must be answered after a run")),
    "cue left out": Bad(
        "moment: during\n", ("cue", "must be answered during a run", "allowed: one or more of all_well")
    ),
    # facts that contradict each other
    "history without a session": Bad(
        TOLD + "sessions_done: 0\nstep_efforts: 3\nform_held: true\n", ("sessions_done is 0", "step_efforts, form_held")
    ),
    "distance, pace and minutes that disagree": Bad(
        TOLD + "duration_min: 30\ndistance: 10 km\npace: 6:00/km\n",
        ("duration_min", "60 minutes", "30", "give two of the three"),
    ),
    "pace faster than any runner's": Bad(TOLD + "pace: 1:00/km\n", ("pace", "no running pace", "from 3.5 to 33")),
    "distance that makes no pace": Bad(
        TOLD + "duration_min: 60\ndistance: 1 km\n", ("distance", "no running pace", "from 3.5 to 33")
    ),
    "no distance": Bad(TOLD + "distance: 0 km\n", ("distance", "more than nothing")),
    # drills
    "unknown drill with a near name": Bad(
        TOLD + "intended_drill: pogo\n", ("case.yaml:3:1", "intended_drill", "did you mean 'pogo_hops'")
    ),
    "unknown drill": Bad(TOLD + "last_drill: xyz\n", ("last_drill", "'xyz'", "allowed: strides, quick_feet")),
    # the file
    "empty file": Bad("", ("case.yaml", "is empty")),
    "only comments": Bad("# pain: none\n\n# injuries: []\n", ("case.yaml", "is empty")),
    "empty JSON": Bad("  \n", ("case.json", "is empty"), "case.json"),
    "broken YAML": Bad("pain: [none\ninjuries: []\n", ("case.yaml:2", "not valid YAML", "close every bracket")),
    "tabs in YAML": Bad("injuries:\n\t- none\n", ("case.yaml:2:1", "not valid YAML", "indent with spaces")),
    "broken JSON": Bad('{"pain": "none",', ("case.json:1:17", "not valid JSON"), "case.json"),
    "key given twice": Bad(TOLD + "pain: ache\n", ("case.yaml:3:1", "pain", "given twice", "keep one")),
    "key given twice in JSON": Bad(
        '{"pain": "none", "pain": "ache", "injuries": []}', ("pain", "given twice", "keep one"), "case.json"
    ),
    "list instead of a mapping": Bad("- pain: none\n", ("case.yaml:1:1", "a mapping of facts to values")),
    "word instead of a mapping": Bad("none\n", ("case.yaml:1:1", "a mapping of facts to values")),
    "list in JSON": Bad("[1, 2]", ("case.json:1:1", "a mapping of facts to values"), "case.json"),
    "number as a key": Bad(TOLD + "3: three\n", ("case.yaml:3:1",)),
    "two documents": Bad(TOLD + "---\npain: ache\n", ("case.yaml:3:1", "one document a file")),
    "anchor": Bad("pain: &p none\ninjuries: []\n", ("case.yaml:1:7", "pain", "anchors")),
    "anchor and alias": Bad("pain: &p none\ninjuries: []\ngoal: *p\n", ("case.yaml:3:7", "goal", "aliases")),
    "aliases that would grow without end": Bad(
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", ("case.yaml:2", "b", "aliases")
    ),
    "type tag": Bad("pain: !!python/name:os.system none\ninjuries: []\n", ("case.yaml:1:7", "pain", "tag")),
    "nested too deep": Bad("pain: " + "[" * 60 + "]" * 60, ("case.yaml", "nested more than 40 levels deep")),
    "nested too deep in JSON": Bad("[" * 60 + "]" * 60, ("case.json", "nested more than 40"), "case.json"),
    "100,000 brackets": Bad("[" * 100_000, ("case.yaml", "larger than 64,000 bytes")),
    "60,000 brackets": Bad("[" * 60_000, ("case.yaml", "nested more than 40 levels deep")),
    "60,000 brackets in JSON": Bad("[" * 60_000, ("case.json", "nested more than 40"), "case.json"),
    "binary bytes": Bad(b"\x89PNG\r\n\x1a\n\x00\xff", ("case.yaml", "not UTF-8")),
    "null bytes": Bad(b"pain: none\x00\n", ("case.yaml:1:11", "U+0000", "remove it")),
    "two bytes a letter": Bad(TOLD.encode("utf-16"), ("case.yaml", "not UTF-8", "save it as UTF-8")),
    "escape codes": Bad("pain: \x1b[31mnone\n", ("case.yaml:1:7", "U+001B", "remove it")),
}


def check(result: Result, words: tuple[str, ...]) -> None:
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("springstep: ") for line in lines)
    assert any(all(word in line for word in words) for line in lines), lines


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_case_is_refused_with_place_and_remedy(bad: Bad, springstep: Invoke, write_case: WriteCase) -> None:
    check(springstep("recommend", write_case(bad.text, bad.name)), bad.words)


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_case_is_refused_on_standard_input_too(bad: Bad, springstep: Invoke) -> None:
    result = springstep("recommend", "-", given=bad.text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("springstep: standard input")


@pytest.mark.parametrize("options", [("--json",), ("--why", "dose"), ("--trace",), ("--what-would-change", "dose")])
def test_bad_case_is_refused_whatever_is_asked(options: tuple[str, ...], springstep: Invoke) -> None:
    result = springstep("recommend", "-", *options, given="pain: none\n")
    assert all(word in result.stderr for word in ("injuries", "must be answered before a run"))
    assert (result.exit_code, '"code": "missing"' in result.stdout) == (2, "--json" in options)


def test_several_faults_are_all_told_at_once(springstep: Invoke, write_case: WriteCase) -> None:
    text = "pain: nune\nfatige: 2\nfatigue: 12\nduration_min: abc\nsurface: lava\n"
    result = springstep("recommend", write_case(text))
    for words in (
        ("case.yaml:1:1", "pain", "'nune'"),
        ("case.yaml:2:1", "fatige", "did you mean 'fatigue'"),
        ("case.yaml:3:1", "fatigue", "at most 10"),
        ("case.yaml:4:1", "duration_min", "'abc'"),
        ("case.yaml:5:1", "surface", "'lava'"),
        ("injuries", "must be answered before a run"),
    ):
        check(result, words)
    assert len(result.stderr.splitlines()) == 6


def test_hundreds_of_faults_are_told_without_drowning_the_reader(springstep: Invoke) -> None:
    text = TOLD + "".join(f"pain: none # {number}\n" for number in range(3000))
    result = springstep("recommend", "-", given=text)
    check(result, ("pain", "given twice"))
    assert len(result.stderr.splitlines()) <= 100


def test_value_without_end_is_told_shortened(springstep: Invoke) -> None:
    result = springstep("recommend", "-", given=TOLD + f"surface: {'lava' * 10_000}\n")
    check(result, ("surface", "allowed: grass"))
    assert len(result.stderr) < 1000


# Files that are none, or far too much


def test_missing_file(springstep: Invoke, tmp_path: Path) -> None:
    check(springstep("recommend", tmp_path / "nowhere.yaml"), ("nowhere.yaml", "no such file"))


def test_directory(springstep: Invoke, tmp_path: Path) -> None:
    check(springstep("recommend", tmp_path), (str(tmp_path), "is a directory"))


@pytest.mark.parametrize("name", ["junk.yaml", "junk.json", "junk"])
def test_fifty_megabytes_are_refused_unread(name: str, springstep: Invoke, tmp_path: Path) -> None:
    junk = tmp_path / name
    with junk.open("wb") as file:
        file.truncate(50_000_000)
    check(springstep("recommend", junk), (name, "larger than 64,000 bytes"))


def test_case_too_large_on_standard_input(springstep: Invoke) -> None:
    check(springstep("recommend", "-", given="# " + "x" * 70_000), ("standard input", "larger than 64,000 bytes"))


def test_name_that_no_file_can_have(springstep: Invoke) -> None:
    check(springstep("recommend", "a\x00b.yaml"), ("not a possible file name",))


# Questions that make no sense

FIRST = "first-session.yaml"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--why", "dosage"), ("'dosage'", "before a run", "did you mean 'dose'")),
        (("--why", "qqq"), ("'qqq'", "allowed: burden, clearance, progression")),
        (("--why", "next_action"), ("'next_action'", "before a run")),
        (("--why-not", "boundng"), ("no drill is called 'boundng'", "did you mean 'bounding'")),
        (("--why-not", "drill=pogo"), ("'pogo'", "did you mean 'pogo_hops'")),
        (("--why-not", "qqq"), ("'qqq'", "allowed: strides, quick_feet", "DECISION=VALUE")),
        (("--why-not", "clearance=goo"), ("'goo' is not a step of clearance", "did you mean 'go'")),
        (("--why-not", "clearance=qqq"), ("'qqq'", "allowed: go, modify, strides_instead")),
        (("--why-not", "clearence=go"), ("'clearence'", "did you mean 'clearance'")),
        (("--why-not", "dose=7 x 9 s"), ("'7 x 9 s'", "allowed: 3 x 8 s, 3 x 9 s, 3 x 10 s")),
        (("--why-not", "clearance"), ("'clearance' is a decision", "clearance=VALUE")),
        (("--why-not", "efforts=six"), ("efforts is a number", "'six'")),
        (("--what-would-change", "dosage"), ("'dosage'", "did you mean 'dose'")),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) and part[0].startswith("--") else None,
)
def test_question_about_nothing_is_refused_with_the_nearest(
    options: tuple[str, ...], words: tuple[str, ...], springstep: Invoke, examples: Path
) -> None:
    check(springstep("recommend", examples / FIRST, *options), words)


@pytest.mark.parametrize("number", ["nan", "inf", "1e309", "-3"])
def test_question_about_an_impossible_number_is_refused(number: str, springstep: Invoke, examples: Path) -> None:
    check(springstep("recommend", examples / FIRST, "--why-not", f"efforts={number}"), ("efforts", number))


QUESTIONS = {
    "--why": ("--why", "dose"),
    "--why-not": ("--why-not", "bounding"),
    "--what-would-change": ("--what-would-change", "dose"),
    "--trace": ("--trace",),
}


@pytest.mark.parametrize("json", [(), ("--json",)], ids=["page", "json"])
@pytest.mark.parametrize("pair", list(combinations(QUESTIONS, 2)), ids=" ".join)
def test_second_question_is_a_usage_error(
    pair: tuple[str, str], json: tuple[str, ...], springstep: Invoke, examples: Path
) -> None:
    asked = [word for option in pair for word in QUESTIONS[option]]
    result = springstep("recommend", examples / FIRST, *asked, *json)
    assert (result.exit_code, '"code": "usage"' in result.stdout) == (2, bool(json))
    assert f"one question at a time: {pair[0]} or {pair[1]}" in result.stderr


@pytest.mark.parametrize("others", [(), ("--why-not", "bounding"), ("--trace",)], ids=" ".join)
def test_depth_without_why_is_a_usage_error(others: tuple[str, ...], springstep: Invoke, examples: Path) -> None:
    result = springstep("recommend", examples / FIRST, "--depth", "long", *others)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--depth goes with --why" in result.stderr


# As a program, where a traceback would show


@pytest.mark.parametrize("name", ["broken YAML", "binary bytes", "100,000 brackets", "60,000 brackets in JSON"])
def test_program_shows_no_traceback(name: str, process: Process, write_case: WriteCase) -> None:
    bad = BAD[name]
    result = process("recommend", write_case(bad.text, bad.name))
    assert (result.returncode, result.stdout) == (2, b"")
    assert all(line.startswith(b"springstep: ") for line in result.stderr.splitlines())
    assert b"Traceback" not in result.stderr


def test_nothing_on_standard_input_is_an_empty_case(process: Process) -> None:
    result = process("recommend", "-", input=b"")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"standard input: is empty" in result.stderr


def test_closed_standard_input_is_bad_input() -> None:
    code = "import sys; sys.stdin = None; from springstep.cli.start import run; run()"
    result = subprocess.run([sys.executable, "-c", code, "recommend", "-"], capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"standard input" in result.stderr
    assert b"Traceback" not in result.stderr


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_any_bytes_are_a_case_or_a_list_of_faults(springstep: Invoke, content: bytes) -> None:
    result = springstep("recommend", "-", given=content)
    assert result.exit_code in (0, 2)
    assert (result.stdout == "") == (result.exit_code == 2) == (result.stderr != "")
