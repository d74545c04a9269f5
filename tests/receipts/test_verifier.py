"""A receipt is derived again without the engine: always to the same, and nothing that was changed goes unnoticed."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import RecordError, json_schema, load_rule_base, recommend, rules_book, verify
from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import case_of
from springstep.installed import default_rule_base
from springstep.receipts import verifier
from springstep.receipts.canonical import canonical, digest_of
from springstep.receipts.receipt import Receipt, receipt_of
from tests.places import EXAMPLES
from tests.second_opinion.cases import random_case
from tests.strategies import cases, examples

BASE = default_rule_base()
BOOK = json.loads(rules_book())
CASE = BASE.standard_cases["before"]
MANY = 3_000
"""How many random cases are derived again; by hand a hundred thousand were."""


def plain(receipt: Receipt) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(receipt.to_json())
    return told


def resealed(told: dict[str, Any]) -> dict[str, Any]:
    """Return a receipt with the digest of what it now tells, as a forger would."""
    content = {name: value for name, value in told.items() if name not in ("digest", "signature")}
    return {**told, "digest": digest_of(canonical(content))}


@pytest.mark.parametrize("seeds", [range(start, start + 500) for start in range(0, MANY, 500)], ids=str)
def test_whatever_the_rules_decide_is_derived_again(seeds: range) -> None:
    for seed in seeds:
        made = build(BASE, case_of(random_case(seed), BASE), look_ahead=False)
        assert list(verifier.faults_of(plain(receipt_of(made, BASE)), BOOK)) == [], seed


@examples(150)
@given(cases())
def test_any_valid_case_has_a_receipt_that_holds(case: dict[str, Any]) -> None:
    assert verify(recommend(case).receipt().to_json()) == ()


@pytest.mark.parametrize("minutes", [2.0135614046179278, 30, 30.0, 45.5, 1 / 3 * 100])
def test_a_number_is_exact_however_many_digits_it_has(minutes: float) -> None:
    assert verify(recommend({**CASE, "duration_min": minutes}).receipt().to_json()) == ()


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every field, entry and value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places_in(each, (*path, key))


def changed(told: dict[str, Any], path: tuple[Any, ...], how: str) -> dict[str, Any]:
    """Return a receipt with one field gone, put twice under another name, or of another value."""
    copy: Any = json.loads(json.dumps(told))
    part = copy
    for step in path[:-1]:
        part = part[step]
    value = part[path[-1]]
    if how == "gone":
        del part[path[-1]]
    elif how == "more" and isinstance(part, dict):
        part[f"{path[-1]}x"] = value
    elif how == "more":
        part.append(value)
    elif isinstance(value, bool):
        part[path[-1]] = int(value)
    elif isinstance(value, int):
        part[path[-1]] = value + 1
    else:
        part[path[-1]] = f"{value}x" if isinstance(value, str) else "none"
    return dict(copy)


@pytest.mark.parametrize("how", ["gone", "more", "other"])
def test_each_single_change_is_noticed(how: str) -> None:
    told = plain(recommend({**CASE, "injuries": [{"site": "calf", "status": "resolved"}]}).receipt())
    tried = 0
    for path in places_in(told):
        other = changed(told, path, how)
        tried += 1
        if path[0] == "signature":  # which is no part of what is digested, and was null
            continue
        try:
            found = verify(json.dumps(other))
        except RecordError:
            continue
        assert found, (path, how)
    assert tried > 100


DERIVED = ("moment", "verdict", "verdict_code", "fired", "decisions")


def test_what_is_derived_is_noticed_under_a_new_digest_too() -> None:
    told = plain(recommend(CASE).receipt())
    for path in places_in({name: told[name] for name in DERIVED}):
        for how in ("gone", "more", "other"):
            other = changed(told, path, how)
            if other.keys() != told.keys() or not isinstance(other[path[0]], type(told[path[0]])):
                continue
            try:
                found = verify(json.dumps(resealed(other)))
            except RecordError:
                continue
            assert any(line.startswith(path[0]) for line in found), (path, how)


def test_other_answers_under_a_new_digest_make_something_else() -> None:
    told = plain(recommend(CASE).receipt())
    told["inputs"] |= {"pain": "sharp"}
    found = verify(json.dumps(resealed(told)))
    assert 'verdict: the rules make "stop" of these answers, not "bursts"' in found


def test_a_field_that_stands_twice_is_refused() -> None:
    text = recommend(CASE).receipt().to_json()
    with pytest.raises(RecordError, match="a field stands twice"):
        verify(text.replace('"fired":{', '"fired":{"RDY-010":7,'))


@pytest.mark.parametrize(
    "wrong",
    [
        {"inputs": {}},
        {"inputs": {"moment": "never"}},
        {"inputs": {"moment": "before", "duration_min": "1e999999999"}},
        {"inputs": {"moment": "before", "duration_min": "many"}},
        {"inputs": {"moment": "before", "injuries": 3}},
        {"inputs": {"moment": "before", "distance": "far"}},
        {"inputs": {"moment": "before", "pace": "6/km"}},
    ],
    ids=str,
)
def test_answers_that_are_none_are_told(wrong: dict[str, Any]) -> None:
    told = plain(recommend(CASE).receipt()) | wrong
    assert any("cannot be derived again" in fault for fault in verify(json.dumps(resealed(told))))


@pytest.mark.parametrize("book", ["", "[]", "{}", "{", '{"rules_digest": 1}', "[" * 100_000])
def test_what_is_no_book_is_told(book: str) -> None:
    with contextlib.suppress(RecordError):
        assert verify(recommend(CASE).receipt().to_json(), book=book)


def test_a_receipt_of_other_rules_is_told_and_holds_by_these() -> None:
    base = load_rule_base(overlays=EXAMPLES / "overlays" / "club-rules.yaml")
    text = recommend(CASE, rule_base=base).receipt(rule_base=base).to_json()
    assert verify(text) == ("rules: it was made by another book of rules",)
    assert verify(text, rule_base=base) == () == verify(text, book=rules_book(base))


def test_the_book_is_named_in_every_receipt_and_is_canonical() -> None:
    assert recommend(CASE).receipt().rules.book == digest_of(rules_book())
    assert canonical(BOOK) == rules_book() == verifier.canonical(BOOK)
    assert canonical({"é"[:0] or "a": 'é\n\u001f\u007f"'}) == '{"a":"é\\n\\u001f\u007f\\""}'


@given(st.fractions(-(10**9), 10**9, max_denominator=10**6))
def test_a_number_is_told_as_a_decimal_of_six_places(value: Any) -> None:
    told = verifier.told_number(value)
    assert abs(verifier.exact(told) - value) <= verifier.exact("1/2000000")
    assert isinstance(told, int) or (isinstance(told, str) and not told.endswith("0"))


def test_it_works_alone_and_knows_the_standard_library_only(tmp_path: Path) -> None:
    script = Path(verifier.__file__)
    assert len(script.read_text(encoding="utf-8").splitlines()) <= 400
    files = tmp_path / "receipt.json", tmp_path / "book.json"
    for file, text in zip(files, (recommend(CASE).receipt().to_json(), rules_book()), strict=True):
        file.write_text(text, encoding="utf-8")
    alone = [sys.executable, "-I", "-S", str(script), *map(str, files)]
    told = subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (told.returncode, told.stdout) == (0, "The rules make the same of these answers.\n")
    files[0].write_text(files[0].read_text().replace('"bursts"', '"stop"'), encoding="utf-8")
    told = subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert told.returncode == 1 and 'verdict: the rules make "bursts" of these answers, not "stop"' in told.stdout


def test_a_receipt_has_its_schema() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator(json_schema("receipt")).validate(plain(recommend(CASE).receipt(least=True)))


FORGED: list[dict[str, Any]] = [
    {"pain": "Sharp"},
    {"pain": "NONE"},
    {"screening": ["Heart"]},
    {"today": ["fever "]},
    {"injuries": [{"site": "ankle", "status": "ACTIVE"}]},
    {"injuries": [{"site": "ankle"}]},
    {"injuries": "none"},
    {"fatigue": -99},
    {"fatigue": "-5"},
    {"fatigue": True},
    {"fatigue": "1.5"},
    {"age": 12},
    {"cue": ["chest_pain"]},
    {"counted_efforts": 10, "counted_effort_s": 20},
    {"distance_mi": 9},
    {"burden": 0},
    {"duration_min": 9_999},
    {"distance": "far"},
    {"sessions_done": 0},
    {"step_efforts": 90},
]


@pytest.mark.parametrize("answers", FORGED, ids=str)
def test_answers_that_the_rules_would_refuse_make_no_receipt(answers: dict[str, Any]) -> None:
    told = plain(recommend(CASE).receipt())
    told["inputs"] |= answers
    try:
        told |= verifier.derived(told["inputs"], BOOK)  # as a forger would, who has the verifier at hand
        found = verify(json.dumps(resealed(told)))
    except (RecordError, *verifier.BROKEN):
        return
    assert any(line.startswith("inputs") for line in found), found


SQUARES = [{"name": "x0", "ways": [[["always"], ["value", 99]]]}]
SQUARES += [
    {"name": f"x{n + 1}", "ways": [[["always"], ["*", ["fact", f"x{n}"], ["fact", f"x{n}"]]]]} for n in range(60)
]
"""Each number is the square of the one before."""


@pytest.mark.parametrize(
    "spoiled",
    [
        {"lists": {}},
        {"derived": SQUARES},
        {"verdicts": {}},
        {"facts": {}},
        {"layers": [1]},
    ],
    ids=["no lists", "numbers without end", "no verdicts", "no facts", "no layers"],
)
def test_a_hostile_book_ends_in_a_word(spoiled: dict[str, Any]) -> None:
    book = {**BOOK, **spoiled}
    told = plain(recommend({**CASE, "injuries": [{"site": "calf", "status": "resolved"}]}).receipt())
    told["rules"] |= {"book": digest_of(canonical(book))}
    with contextlib.suppress(RecordError):
        assert verify(json.dumps(resealed(told)), book=canonical(book))


NO_RECEIPTS = ("", "[]", "null", "{}", "\ufeff{}", "NaN", '{"a": 1, "a": 2}', "[" * 100_000, '{"a": 1.5}')


@pytest.mark.parametrize("text", NO_RECEIPTS, ids=lambda text: text[:9])
def test_alone_it_tells_what_is_no_receipt_with_a_code_of_its_own(text: str, tmp_path: Path) -> None:
    files = tmp_path / "receipt.json", tmp_path / "book.json"
    files[0].write_text(text, encoding="utf-8")
    files[1].write_text(rules_book(), encoding="utf-8")
    assert verifier.main([*map(str, files)]) == 2


def test_alone_it_prints_nothing_that_steers_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tmp_path / "receipt.json", tmp_path / "book.json"
    told = plain(recommend(CASE).receipt())
    told["decisions"]["\x1b[31mred"] = "\u202e"
    files[0].write_text(json.dumps(told), encoding="utf-8")
    files[1].write_text(rules_book(), encoding="utf-8")
    assert verifier.main([*map(str, files)]) == 1
    printed = capsys.readouterr().out
    assert printed.replace("\n", "").isascii() and printed.replace("\n", "").isprintable()
