"""Strict reading: what is refused, in which words and where, what values mean, and that only SourceError is raised."""

from __future__ import annotations

import io
import json
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.text.source import (
    Document,
    SourceError,
    dotted,
    parse,
    parse_json,
    parse_yaml,
    read_file,
    read_stream,
)
from tests.characters import FIT, UNFIT

Parse = Callable[..., Document]
YAML_PARSERS = ["libyaml", "python"]


@pytest.fixture(params=YAML_PARSERS)
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run once with PyYAML's C parser and once as where PyYAML was built without it."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml")


def refusal(parse: Parse, text: str) -> SourceError:
    with pytest.raises(SourceError) as caught:
        parse(text, name="it")
    return caught.value


BROKEN_YAML = [
    # text, where, line, column, words
    ("", "", None, None, "is empty"),
    (" \n\n", "", None, None, "is empty"),
    ("# only a comment\n", "", None, None, "is empty"),
    ("---\n", "", None, None, "is empty"),
    ("a: 1\nb: 2\na: 3\n", "a", 3, 1, "given twice, first on line 1; keep one"),
    ("a:\n  - b: 1\n    'b': 2\n", "a[0].b", 3, 5, "given twice, first on line 2"),
    ("{a: 1, a: {b: 2}}", "a", 1, 8, "given twice, first on line 1"),
    ("a: {}\nb: 2\na: []\n", "a", 3, 1, "given twice, first on line 1"),
    ("a: &x 1\n", "a", 1, 4, "anchors (&name) are not allowed"),
    ("a: &x\n  b: 1\n", "a", 1, 4, "anchors"),
    ("a: [1, *x]\n", "a[1]", 1, 8, "aliases (*name) are not allowed"),
    ("*x : 1\n", "", 1, 1, "aliases"),
    ("a:\n  <<: {b: 1}\n", "a['<<']", 2, 3, "merge keys"),
    ("a: Shoe #1\nb: 2\n", "a", 1, 4, "is cut off before '#1'; put quotes around the whole text"),
    ("a:\n  - one\n  - two three #four\n", "a[1]", 3, 5, "is cut off before '#four'"),
    ("{a: {b: one\n  two #3\n  , c: d}}", "a.b", 1, 9, "is cut off before '#3'"),
    ("a: !!int '3'\n", "a", 1, 4, "tags (!name) are not allowed; put quotes"),
    ("a: !thing {b: 1}\n", "a", 1, 4, "tags"),
    ("a: ! 12\n", "a", 1, 4, "tags"),
    ("!t a: 1\n", "", 1, 1, "tags"),
    ("a:\n  b: 1\n  !t c: 1\n", "a", 3, 3, "tags"),
    ("a: - b\n", "", 1, 4, "entries are not allowed"),
    ("a: 1\n---\nb: 2\n", "", 2, 1, "second document"),
    ("---\n---\na: 1\n", "", 2, 1, "second document"),
    ("? [a, b]\n: 1\n", "", 1, 3, "a key cannot be a list or mapping"),
    ("title: {{ name }}\n", "", 1, 9, "a key cannot be a list or mapping; put quotes"),
    ("?\n: 1\n", "['']", 1, 2, "the key before ':' is missing"),
    ("a: [0, 1e309]\n", "a[1]", 1, 8, "a number too large to hold"),
    ("a: -1e309\n", "a", 1, 4, "a number too large to hold"),
    ("a: " + "9" * 19, "a", 1, 4, "more than 18 digits; put quotes"),
    ("a: " + "9" * 100_000, "a", 1, 4, "more than 18 digits"),
    ("a: b: c\n", "", 1, 5, "mapping values are not allowed"),
    ("a:\n\tb: 1\n", "", 2, 1, "indent with spaces, not tabs"),
    ("a: [1, 2\nb: 3\n", "", 2, 2, "not valid YAML"),
    ("a: 'open\n", "", 2, 1, "unexpected end of stream, while scanning a quoted scalar that starts on line 1"),
    ("a: 1\n b: 2\n", "", 2, 3, "mapping values are not allowed"),
    ("a: `b`\n", "", 1, 4, "put quotes around a text that starts with @, ` or %"),
    ("a: b\x00c", "", 1, 5, "U+0000"),
    ("a: b\x1b[31m", "", 1, 5, "U+001B"),
    ("a: 1\nb: x\u2028y", "", 2, 5, "U+2028"),
    ("a: \ud800", "", 1, 4, "U+D800"),
    ("[" * 41 + "]" * 41, "", 1, 41, "nested more than 40 levels deep"),
    ("[" * 100_000, "", 1, 41, "nested more than 40 levels deep"),
    ("- " * 100_000, "", 1, 81, "nested more than 40 levels deep"),
    ("{a: " * 100_000, "", 1, 161, "nested more than 40 levels deep"),
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "where", "line", "column", "words"), BROKEN_YAML)
def test_broken_yaml_is_refused_in_words_and_place(
    text: str, where: str, line: int | None, column: int | None, words: str
) -> None:
    fault = refusal(parse_yaml, text).faults[0]
    assert words in str(fault)
    assert (fault.source, fault.where, fault.line, fault.column) == ("it", where, line, column)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: Shoe # the first\nb: 3 #x\n", {"a": "Shoe", "b": 3}),
        ("a: 'Shoe #1' #x\n", {"a": "Shoe #1"}),
        ("a: Shoe#1\n", {"a": "Shoe#1"}),
        ("a: >-\n  Shoe #1\n", {"a": "Shoe #1"}),
        ("a: #x\n  b\n#c\n", {"a": "b"}),
        ("a: one two # three\n", {"a": "one two"}),
    ],
)
def test_a_comment_that_cuts_nothing_off_is_let_be(text: str, value: object) -> None:
    assert parse_yaml(text, name="it").value == value


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    "text",
    [
        'a: "\\uD83D\\uDE00"',
        '"\\ud800": 1',
        '"\\UFFFFFFFF"',
        "%YAML " + "9" * 5000 + ".1\n---\na: 1",
        "%YAML 3.1\n---\na",
    ],
)
def test_escapes_and_versions_beyond_yaml_are_refused(text: str) -> None:
    assert len(refusal(parse_yaml, text).faults) == 1


@pytest.mark.usefixtures("either_parser")
def test_all_faults_of_a_yaml_text_are_told_at_once_and_in_order() -> None:
    text = "a: 1\na: &x 2\nb: *x\nc: !t [1e999]\nd: 'fine'\ne: [\n"
    found = [(fault.where, fault.line) for fault in refusal(parse_yaml, text).faults]
    assert found == [("a", 2), ("a", 2), ("b", 3), ("c", 4), ("c[0]", 4), ("", 7)]


def test_very_many_faults_are_cut_off() -> None:
    assert len(refusal(parse_yaml, "a: 1\n" * 5000).faults) == 100
    assert len(refusal(parse_json, "[" + "1e999," * 5000 + "1]").faults) == 100


PLAIN = [
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("", None),
    ("0", 0),
    ("-12", -12),
    ("9" * 18, int("9" * 18)),
    ("6.5", 6.5),
    ("-.5", -0.5),
    ("5.", 5.0),
    ("1e3", 1000.0),
    ("1E-2", 0.01),
    ("1e-999", 0.0),
    *(
        (text, text)
        for text in ("no", "yes", "on", "Off", "y", "4:30", "0x1F", "0o17", "010", "-012", "007.5", "1_000")
    ),
    *(
        (text, text)
        for text in (".inf", "-.inf", ".nan", "NaN", "Infinity", "2024-05-01", "+5", "-x", ".", "1.2.3", "١", "tRue")
    ),
    ("'12'", "12"),
    ('"true"', "true"),
    ("''", ""),
    ("'<<'", "<<"),
    ("|\n  12\n", "12\n"),
    (">-\n  two\n  lines\n", "two lines"),
]


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(("text", "value"), PLAIN)
def test_scalars_follow_yaml_1_2_with_decimal_numbers_only(text: str, value: object) -> None:
    got = parse_yaml(f"a: {text}", name="it").value
    assert got == {"a": value}
    assert repr(got) == repr({"a": value})


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("text", ["5: x", "'5': x", "? 5\n: x"])
def test_keys_are_taken_as_their_text(text: str) -> None:
    assert parse_yaml(text, name="it").value == {"5": "x"}


RULES = """\
# a comment
- id: FUEL-001
  when: {all: [{fact: x, below: 6.5}, y]}
- id: "é😀 z"
  then:
    - easy
    -
      minutes: 30
"""


@pytest.mark.usefixtures("either_parser")
def test_positions_are_of_keys_and_of_list_items() -> None:
    document = parse_yaml(RULES, name="rules.yaml")
    assert document.value == [
        {"id": "FUEL-001", "when": {"all": [{"fact": "x", "below": 6.5}, "y"]}},
        {"id": "é😀 z", "then": ["easy", {"minutes": 30}]},
    ]
    assert dict(document.positions) == {
        (): (2, 1),
        (0,): (2, 3),
        (1,): (4, 3),
        (0, "id"): (2, 3),
        (0, "when"): (3, 3),
        (1, "id"): (4, 3),
        (1, "then"): (5, 3),
        (0, "when", "all"): (3, 10),
        (1, "then", 0): (6, 7),
        (1, "then", 1): (8, 7),
        (0, "when", "all", 0): (3, 16),
        (0, "when", "all", 1): (3, 39),
        (1, "then", 1, "minutes"): (8, 7),
        (0, "when", "all", 0, "fact"): (3, 17),
        (0, "when", "all", 0, "below"): (3, 26),
    }
    assert len(document.positions) == 15


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    document = parse_yaml("\ufeffa: 1\r\nb: 2\r\n", name="it")
    assert document.value == {"a": 1, "b": 2}
    assert document.positions["b",] == (2, 1)
    assert parse_json('\ufeff{"a": 1}', name="it").value == {"a": 1}


def test_a_fault_takes_the_place_of_its_nearest_known_ancestor() -> None:
    document = parse_yaml(RULES, name="rules.yaml")
    assert str(document.fault("unknown_name", (1, "then", 0), "is unknown", allowed="allowed: rest")) == (
        "rules.yaml:6:7: [1].then[0]: is unknown; allowed: rest"
    )
    assert (
        str(document.fault("missing", (0, "when", "any", 3), "is missing"))
        == "rules.yaml:3:3: [0].when.any[3]: is missing"
    )
    assert str(document.fault("missing", (9,), "is missing")) == "rules.yaml:2:1: [9]: is missing"
    assert str(document.fault("wrong_type", (0, "id", -1), "is text")) == "rules.yaml:2:3: [0].id[-1]: is text"


def test_json_faults_have_a_place_too() -> None:
    document = parse_json('{"runner": {\n  "age": 30\n}}', name="case.json")
    assert str(document.fault("not_allowed", ("runner", "age"), "is odd")) == "case.json:2:3: runner.age: is odd"
    pair = parse_json('"\\ud83d\\ude00"', name="case.json")  # an escape that YAML does not know, so no position
    assert str(pair.fault("not_allowed", (), "is odd")) == "case.json: is odd"


BROKEN_JSON = [
    # text, where, line, words
    ("", "", None, "is empty"),
    (" \n", "", None, "is empty"),
    ('{"a": 1,}', "", 1, "not valid JSON"),
    ('{"a": 1\n "b": 2}', "", 2, "not valid JSON: expecting ',' delimiter"),
    ("{'a': 1}", "", 1, "double quotes"),
    ("[1] [2]", "", 1, "extra data"),
    ('{"a": [{"b": 1, "b": 2}]}', "a[0].b", 1, "given twice; keep one"),
    ('{"a": 1, "a": 1, "a": 1}', "a", 1, "given twice"),
    ('{"a": [0, NaN]}', "a[1]", 1, "NaN is not allowed"),
    ('{"a": -Infinity}', "a", 1, "-Infinity is not allowed"),
    ("Infinity", "", 1, "Infinity is not allowed"),
    ('{"a": 1e309}', "a", 1, "a number too large to hold"),
    ('{"a": -' + "9" * 19 + "}", "a", 1, "more than 18 digits"),
    ("[" + "9" * 100_000 + "]", "[0]", 1, "more than 18 digits"),
    ('{"a": "\\ud800"}', "a", None, "lone surrogate"),
    ('{"\\udfff": 1}', "['\\udfff']", None, "the key holds half a character"),
    ('"a\x00b"', "", 1, "U+0000"),
    ('["a\tb"]', "", 1, "invalid control character"),
    ("[" * 41 + "]" * 41, "", 1, "nested more than 40 levels deep"),
    ("[" * 100_000, "", 1, "nested more than 40 levels deep"),
    ('{"a":' * 100_000, "", 1, "nested more than 40 levels deep"),
]


@pytest.mark.parametrize(("text", "where", "line", "words"), BROKEN_JSON)
def test_broken_json_is_refused_in_words_and_place(text: str, where: str, line: int | None, words: str) -> None:
    fault = refusal(parse_json, text).faults[0]
    assert words in str(fault)
    assert (fault.source, fault.where) == ("it", where)
    assert line is None or fault.line == line


def test_all_faults_of_a_json_text_are_told_at_once() -> None:
    error = refusal(parse_json, '{"a": NaN, "b": [1e999], "c": {"d": 1, "d": 2}}')
    assert [fault.where for fault in error.faults] == ["a", "b[0]", "c.d"]


def test_forty_levels_are_not_too_deep() -> None:
    text = "[" * 40 + "]" * 40
    assert parse_json(text, name="it").value == parse_yaml(text, name="it").value


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("a.json", '{"a": 010}', None),
        ("a.JSON", "a: 1", None),
        ("a.yaml", "{a: 010}", {"a": "010"}),
        ("a.yml", "[a]", ["a"]),
        ("standard input", ' \n{"a": 1}', {"a": 1}),
        ("standard input", "[a]", None),
        ("standard input", "a: [1]", {"a": [1]}),
        ("case.txt", '"text"', "text"),
    ],
)
def test_the_suffix_or_else_the_first_bracket_tells_json_from_yaml(name: str, text: str, value: object) -> None:
    if value is None:
        with pytest.raises(SourceError, match="not valid JSON"):
            parse(text, name=name)
    else:
        assert parse(text, name=name).value == value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("injuries", 0, "site"), "injuries[0].site"),
        ((3, "id"), "[3].id"),
        (("a b", "c.d"), "['a b']['c.d']"),
        (("age", "", "naïve-key_2"), "age[''].naïve-key_2"),
        (("\x1b[31m", "\ud800"), "['\\x1b[31m']['\\ud800']"),
        (("x" * 1000,), f"['{'x' * 60}...']"),
    ],
)
def test_paths_read_well_and_print_safely(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: \xff\xfe", "not UTF-8 text: byte 0xff"),
        ("a: 1".encode("utf-16"), "not UTF-8 text"),
        ("a: 1".encode("utf-16-le"), "U+0000"),
        (b"line\n\x7fELF\x02", ":2:1: holds the character U+007F"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8 text"),
        (b"x" * 101, "larger than 100 bytes"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=r"case\.yaml") as from_file:
        read_file(path, max_bytes=100)
    with pytest.raises(SourceError, match="standard input") as from_stream:
        read_stream(io.BytesIO(data), name="standard input", max_bytes=100)
    assert words in str(from_file.value)
    assert words in str(from_stream.value)


def test_text_files_are_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes("\ufeffé: 1\r\n".encode())
    assert read_file(path, max_bytes=10) == "é: 1\r\n"
    path.write_bytes(b"")
    assert read_file(path) == ""


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken from it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


def test_a_stream_is_not_read_far_beyond_the_limit() -> None:
    endless = Endless()
    with pytest.raises(SourceError, match="larger than 1,000,000 bytes"):
        read_stream(io.BufferedReader(endless), name="standard input")
    assert endless.taken < 1_100_000


def test_files_that_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    locked = tmp_path / "locked.yaml"
    locked.touch()
    locked.chmod(0)
    cases = [
        ("none.yaml", "no such file"),
        (".", "is a directory"),
        ("file/inner", "not a directory"),
        ("a\0b", "file name"),
    ]
    if os.name == "posix" and os.geteuid() != 0:
        cases.append(("locked.yaml", "cannot be read: permission denied"))
    for name, words in cases:
        with pytest.raises(SourceError, match=words):
            read_file(tmp_path / name)


def test_a_stream_that_fails_is_a_source_error() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(SourceError, match="standard input: cannot be read: input/output error"):
        read_stream(Failing(), name="standard input")


YAML_PIECES = [
    "a",
    "b: ",
    "\n",
    "\n  ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "?",
    "'",
    '"',
    "&x ",
    "*x",
    "!t ",
    "|",
    ">",
    "#",
    "---",
]
YAML_PIECES += [
    "%YAML 1.2\n",
    "<<",
    "1",
    "-",
    ".",
    "e9",
    "1e999",
    "\\u",
    "d800",
    "\t",
    "\r",
    "é",
    "😀",
    "\x85",
    "\ufeff",
    "\x00",
]
hostile_texts = st.text() | st.lists(st.sampled_from(YAML_PIECES), max_size=20).map("".join)


@given(hostile_texts)
def test_any_text_is_read_or_refused(text: str) -> None:
    for read in (parse, parse_yaml, parse_json):
        try:
            document = read(text, name="it")
        except SourceError as error:
            assert all(fault.source == "it" and fault.what for fault in error.faults)
        else:
            assert () in document.positions or read is not parse_yaml


@given(hostile_texts)
def test_both_yaml_parsers_agree_where_both_accept(text: str) -> None:
    found: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        for _ in YAML_PARSERS:
            try:
                document = parse_yaml(text, name="it")
            except SourceError:
                return
            found.append((repr(document.value), dict(document.positions)))
            patch.delattr(yaml, "CSafeLoader", raising=False)
    assert found[0] == found[1]


@given(st.binary() | hostile_texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text = read_stream(io.BytesIO(data), name="it", max_bytes=50)
        parse(text, name="it")
    except SourceError as error:
        assert error.faults


def json_values(characters: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    whole = st.integers(-(10**18) + 1, 10**18 - 1)
    leaves = st.none() | st.booleans() | whole | st.floats(allow_nan=False, allow_infinity=False) | characters
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(characters, inner), max_leaves=20)


@given(json_values(st.text(FIT)), st.sampled_from([None, 2]))
def test_what_json_writes_is_read_back_equal(value: object, indent: int | None) -> None:
    assert repr(parse_json(json.dumps(value, indent=indent), name="it").value) == repr(value)


@given(json_values(st.text(FIT.filter(lambda sign: sign <= "\uffff"), max_size=40)))
def test_json_is_read_the_same_as_yaml(value: object) -> None:
    """But for astral characters, which JSON escapes as two halves, and keys over 1,024 characters."""
    text = json.dumps(value, indent=1)
    assert repr(parse_yaml(text, name="it").value) == repr(value)
    assert parse_yaml(text, name="it").positions == parse_json(text, name="it").positions


def walk(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps: list[tuple[Any, Any]] = (
        list(value.items() if isinstance(value, dict) else enumerate(value)) if isinstance(value, (dict, list)) else []
    )
    return [path, *(found for step, inner in steps for found in walk(inner, (*path, step)))]


@given(json_values(st.text("abc é", max_size=5)))
def test_every_value_has_a_position_and_no_other_path_has(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    try:
        document = parse_yaml(text.removesuffix("...\n"), name="it")
    except SourceError:
        assert "&" in text or "? " in text or "!" in text  # PyYAML writes some things the strict reading refuses
        return
    assert set(document.positions) == set(walk(document.value))


def test_infinity_never_comes_out() -> None:
    assert math.isfinite(parse_yaml("1.7976931348623157e308", name="it").value)  # type: ignore[arg-type]


# Characters that no text should hold


WHOLE_UNFIT = [sign for sign in UNFIT if sign != "\r" and not "\ud801" <= sign <= "\udffe"]


@pytest.mark.parametrize("sign", WHOLE_UNFIT, ids=lambda sign: f"{ord(sign):04x}")
def test_what_no_text_should_hold_is_refused_however_it_is_written(sign: str) -> None:
    escape = f"\\u{ord(sign):04x}"
    for text in (f'{{"a": "b{escape}"}}', f'{{"{escape}": 1}}', f'{{"a": [{{"b": ["{escape}c"]}}]}}'):
        for read in (parse_json, parse_yaml):
            with pytest.raises(SourceError) as caught:
                read(text, name="it")
            assert all(each.isprintable() for each in str(caught.value).splitlines())
    if sign <= "\ud7ff":
        with pytest.raises(SourceError):
            parse_yaml(f"a: b{sign}", name="it")


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("escape", [r"\e", r"\a", r"\0", r"\x9b", r"\N", r"\L", r"\P", r"\x7f", r"\u202e", r"\r"])
def test_short_escapes_are_refused_too(escape: str) -> None:
    with pytest.raises(SourceError, match="which no text should hold"):
        parse_yaml(f'a: "b{escape}c"', name="it")


def test_lines_and_tabs_may_be_written_as_escapes() -> None:
    assert parse_json(r'"a\tb\r\nc\nd"', name="it").value == parse_yaml(r'"a\tb\r\nc\nd"', name="it").value


# Bounds


@pytest.mark.parametrize("read", [parse_json, parse_yaml])
@pytest.mark.parametrize(
    "value", [[1] * 100_001, [[]] * 100_001, dict.fromkeys(map(str, range(100_001))), [[1] * 1000] * 100]
)
def test_a_text_of_very_many_values_is_refused(read: Parse, value: object) -> None:
    with pytest.raises(SourceError, match="holds more than 100,000 values"):
        read(json.dumps(value), name="it")


def test_a_text_of_many_values_is_read() -> None:
    text = json.dumps([list(range(100))] * 400)
    assert parse_yaml(text, name="it").value == parse_json(text, name="it").value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\xa0b\nc: d\n", "U+00A0 on line 1"),
        ("a:\n  - b: 1\n \xa0 c: 2\n", "U+00A0 on line 3"),
        ("a: [1,\n\u2009 2\nb: 3\n", "U+2009 on line 2"),
    ],
)
def test_a_space_that_only_looks_like_one_is_named_where_it_breaks_the_text(text: str, place: str) -> None:
    with pytest.raises(SourceError, match=f"a plain space instead of the character {re.escape(place)}"):
        parse_yaml(text, name="rules.yaml")
