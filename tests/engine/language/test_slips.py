"""A condition that is not in the language is told with the slip, its place, and what to write instead.

Every condition of the knowledge is changed by one slip at a time, of every kind that fits it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import Condition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.text.source import parse_yaml, read_file
from springstep.installed import default_rule_base
from tests.places import ROOT
from tests.strategies import examples

BASE = default_rule_base()
FACTS: Mapping[str, FactInfo] = {**BASE.facts, **BASE.plan_names}


def told(text: str) -> ConditionError:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, FACTS)
    return caught.value


@pytest.mark.parametrize(
    ("text", "place", "suggestion"),
    [
        ("fatigue = 7", 9, "fatigue == 7"),
        ("fatigue => 7", 9, "fatigue >= 7"),
        ("fatigue > = 7", 9, "fatigue >= 7"),
        ("fatigue !> 7", 9, "fatigue <= 7"),
        ("surface <> grass", 9, "surface != grass"),
        ("fatigue ≥ 7", 9, "fatigue >= 7"),
        ("fatigue >= 2,5", 12, "fatigue >= 2.5"),
        ("fatigue >= –1", 12, "fatigue >= -1"),
        ("fatigue >= 7\u200b", 13, "fatigue >= 7"),
        ("surface == “grass”", 12, "surface == grass"),
        ("surface is asphalt", 9, "surface == asphalt"),
        ("surface is not asphalt", 9, "surface != asphalt"),
        ("surface is asphalt or concrete", 9, "surface in {asphalt, concrete}"),
        ("surface is neither asphalt nor concrete", 9, "surface not in {asphalt, concrete}"),
        ("surface in asphalt, grass or track", 9, "surface in {asphalt, grass, track}"),
        ("any(injury.site is knee or ankle) and has_coach", 17, "any(injury.site in {knee, ankle}) and has_coach"),
        ("asphalt or fatigue > 3", 1, "surface == asphalt or fatigue > 3"),
        ("has_coach == yes", 1, "has_coach"),
        ("not has_coach == no", 5, "not not has_coach"),
        ("has coach", 1, "has_coach"),
        ("Fatigue >= 7", 1, "fatigue >= 7"),
        ("fatigue >= 7 and", 14, "fatigue >= 7"),
        ("fatigue >= 7,", 13, "fatigue >= 7"),
        ("or fatigue >= 7 and has_coach;", 1, "fatigue >= 7 and has_coach"),
        ("fatigue >= 7 and and has_coach", 14, "fatigue >= 7 and has_coach"),
        ("fatigue == 7 or 8", 14, "fatigue == 7 or fatigue == 8"),
        ("fatigue > 3 and < 7", 13, "fatigue > 3 and fatigue < 7"),
        ("has_coach and fatigue == 7, 8 or 9", 15, "has_coach and (fatigue == 7 or fatigue == 8 or fatigue == 9)"),
        ("no has_coach", 1, "not has_coach"),
        ("no coach", 1, "not has_coach"),
        ("has no coach", 1, "not has_coach"),
        ("without has_coach", 1, "not has_coach"),
        ("no pain and fatigue > 3", 1, "pain == none and fatigue > 3"),
        ("no any(injury.site == knee)", 1, "not any(injury.site == knee)"),
        ("fatigue 7", 8, "fatigue == 7"),
        ("any(injury.site == knee", 4, "any(injury.site == knee)"),
        ("fatigue >= 7)", 13, "fatigue >= 7"),
        ("fatigue at least 3", 9, "fatigue >= 3"),
        ("fatigue is more than 3", 9, "fatigue > 3"),
        ("fatigue 3 or more", 8, "fatigue >= 3"),
        ("fatigue between 3 and 5", 1, "3 <= fatigue <= 5"),
        ("surface not equal grass", 9, "surface != grass"),
        ("fatigue > 3 && !has_coach", 13, "fatigue > 3 and not has_coach"),
        ("fatigue > 3 AND has_coach", 13, "fatigue > 3 and has_coach"),
        ("fatigue > 3, has_coach == true", 12, "fatigue > 3 and has_coach == true"),
        ("if fatigue > 3 then", 1, "fatigue > 3"),
        ("step_effort_s >= 8 s", 18, "step_effort_s >= 8"),
        ("step_effort_s >= 1 min", 18, "step_effort_s >= 60"),
        ("surface: grass", 8, "surface == grass"),
        ("surface == Asphalt", 9, "surface == asphalt"),
        ("legs heavy and has_coach", 1, "legs == heavy and has_coach"),
        ("fatigue ge 7", 9, "fatigue >= 7"),
        ("fatigue is more than three", 22, "fatigue > 3"),
        ("fatigue >= three", 12, "fatigue >= 3"),
        ("injuries is empty", 13, ""),
        ("fatigue >= 80%", 12, ""),
        ("distance_mi > 5 km", 15, ""),
        ("weeks_since_last_session > 10 days", 28, ""),
        ("fatigue >= 3,000", 12, ""),
        ("pain is missing", 6, "pain is unknown"),
        ("fatigue >= 7and has_coach", 12, "fatigue >= 7 and has_coach"),
        ("fatigue >= 7 # tired", 14, "fatigue >= 7"),
        ("  fatigue = 7", 11, "fatigue == 7"),
        ("fatigue >= 7 and (has_coach", 18, "fatigue >= 7 and (has_coach)"),
        ("(fatigue >= 7 or has_coach and pain == ache", 1, ""),
    ],
)
def test_a_slip_is_told_with_its_place_and_what_to_write(text: str, place: int, suggestion: str) -> None:
    error = told(text)
    assert str(error).startswith(f"character {place}: ")
    assert error.suggestion == suggestion
    assert suggestion in str(error)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fa >= 7", "did you mean 'fatigue'"),
        ("hr >= 7", "no fact is called 'hr'; `springstep rules facts` lists what there is"),
        ("pian == none", "did you mean 'pain'?"),
        ("surface == gras", "did you mean 'grass'?"),
        ("fatigue >= 80%", "'fatigue' is a number of 10, written alone"),
    ],
)
def test_a_short_or_unknown_name_is_told_in_a_few_words(text: str, says: str) -> None:
    assert says in str(told(text))
    assert len(str(told(text))) < 200


def test_a_non_breaking_space_is_a_space() -> None:
    assert parse_condition("fatigue\xa0>= 7", FACTS) == parse_condition("fatigue >= 7", FACTS)


def test_the_page_on_conditions_shows_what_is_told() -> None:
    page = (ROOT / "docs" / "reference" / "conditions.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `([^`]+)` \| write: `([^`]+)` \|$", page, re.MULTILINE)
    assert len(shown) > 5
    assert [(text, told(text).suggestion) for text, _ in shown] == shown


# One slip in any condition of the knowledge.


def _conditions(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("when", "unless", "always", "never", "promises", "holds") and isinstance(inner, str):
                yield " ".join(inner.split())
            else:
                yield from _conditions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _conditions(inner)


def _read(text: str) -> Condition | None:
    try:
        return parse_condition(text, FACTS)
    except ConditionError:
        return None


ALL = [
    text
    for path in sorted(BASE.folder.rglob("*.yaml"))
    for text in dict.fromkeys(_conditions(parse_yaml(read_file(path), name=path.name).value))
    if text != "always" and _read(text) is not None
]

Slips = Callable[[str], Iterator[str]]
_NAMES = re.compile(r"(?<![\w.{])(?!(?:and|or|not|in|is|known|unknown|any|true|false)\b)[a-z]\w*(?:\.\w+)?")


def _replacing(pattern: str, *new: str) -> Slips:
    def slips(text: str) -> Iterator[str]:
        for match in re.finditer(pattern, text):
            for each in new:
                yield text[: match.start()] + match.expand(each) + text[match.end() :]

    return slips


def _names(text: str) -> Iterator[str]:
    """Yield the text with one name misspelt: a letter left out, doubled, swapped, in the wrong case, a mark changed."""
    for match in _NAMES.finditer(text):
        name = match[0]
        for at in range(1, len(name) - 1):
            yield text[: match.start()] + name[:at] + name[at + 1 :] + text[match.end() :]
            yield text[: match.start()] + name[:at] + name[at] + name[at:] + text[match.end() :]
            yield text[: match.start()] + name[:at] + name[at + 1] + name[at] + name[at + 2 :] + text[match.end() :]
        for wrong in (name.upper(), name.capitalize(), name.replace("_", "-"), name.replace("_", " ")):
            if wrong != name:
                yield text[: match.start()] + wrong + text[match.end() :]


def _flags(text: str) -> Iterator[str]:
    for match in _NAMES.finditer(text):
        info = FACTS.get(match[0])
        if info is not None and info.kind == "flag" and not re.match(r"\s*(?:==|!=|is)", text[match.end() :]):
            for said in ("== yes", "== Yes", "is true", "= y", "== TRUE"):
                yield f"{text[: match.end()]} {said}{text[match.end() :]}"


def _units(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?<![\w.])(\w+) (?:==|!=|<=?|>=?) \d+\b(?! [*/+-])", text):
        info = FACTS.get(match[1])
        number = float(re.split(r"\D+", match[0])[-1])
        possible = info is not None and (info.minimum or 0) <= number <= (
            number if info.maximum is None else info.maximum
        )
        if info is not None and info.kind == "number" and possible:
            for unit in ("%", " %", *([f" {info.unit}", info.unit] if info.unit.isalpha() else [])):
                yield text[: match.end()] + unit + text[match.end() :]


def _listed(text: str) -> Iterator[str]:
    for match in re.finditer(r"\b(not in|in) \{([a-z_]+(?:, [a-z_]+)*)\}", text):
        values = match[2].split(", ")
        words = (" or ".join(values), ", ".join(values[:-1]) + (" or " if values[1:] else "") + values[-1])
        several = ("is not", "!=", "not in") if match[1] == "not in" else ("is", "==", "=", "in", "is one of")
        for said in (*words, f"({match[2]})", f"[{match[2]}]"):
            for op in several:
                if values[1:] or op.endswith("in"):
                    yield f"{text[: match.start()]}{op} {said}{text[match.end() :]}"


KINDS: Mapping[str, Slips] = {
    "equal": _replacing(r" == ", " = ", " === ", " is ", "=", " := "),
    "unequal": _replacing(r" != ", " <> ", " ≠ ", " is not ", " ! = ", " =! "),
    "at least": _replacing(r" >= (?=[\w.]+)", " => ", " ≥ ", " > = ", "=>"),
    "at least in words": _replacing(r"(?<=[a-z]) >= (?=\d)", " at least ", " is at least ", " is no less than "),
    "at most": _replacing(r" <= ", " =< ", " ≤ ", " < = "),
    "at most in words": _replacing(
        r"(?<=[a-z]) <= (?=\d)", " at most ", " is at most ", " up to ", " is not more than "
    ),
    "more": _replacing(r"(?<=[a-z]) > (?=\d)", " more than ", " is more than ", " is above ", " is greater than "),
    "less": _replacing(r"(?<=[a-z]) < (?=\d)", " less than ", " is below ", " is fewer than "),
    "and": _replacing(r" and ", " && ", " & ", " AND ", " And ", ", and ", " as well as ", "&&"),
    "or": _replacing(r" or ", " || ", " | ", " OR ", ", or "),
    "not": _replacing(r"\bnot (?!in )", "!", "! ", "NOT "),
    "times": _replacing(r" \* ", " × ", " · "),
    "minus": _replacing(r" - ", " – ", " − "),
    "decimal": _replacing(r"(\d)\.(\d)", r"\1,\2"),
    "quotes": _replacing(r"(?<=== )([a-z]\w*)", r"“\1”", r"‘\1’", r"„\1“", r"«\1»"),
    "hidden": _replacing(r" ", " \u200b", "\u2060 ", "\xa0"),
    "joining nothing": _replacing(r"^(.*)$", r"\1 and", r"\1 or", r"\1,", r"\1;", r"and \1", r"or \1"),
    "joined twice": _replacing(r" (and|or) ", r" \1 \1 "),
    "no comparison": _replacing(r"(?<=[a-z]) == (?=\d)", " "),
    "not at all": _replacing(r"\bnot (?!in )(?=[a-z_]+\b(?! (?:in|is|[=<>!])))", "no ", "without "),
    "bracket too much": _replacing(r"\)$", "))"),
    "no bracket": _replacing(r"(\((?:(?! and | or )[^()])*)\)$", r"\1"),
    "around": _replacing(r"^(.*)$", r"if \1", r"When \1", r"\1 then", r"\1 # so"),
    "names": _names,
    "flags": _flags,
    "units": _units,
    "lists": _listed,
}


def _plain(text: str) -> Condition | None:
    return _read(re.sub(r"([\w.]+)\s*==\s*false", r"not \1", text))


def _meant(right: str, wrong: str) -> None:
    """Check that a slip is told with what was meant, or that it changed nothing, or is a condition of its own."""
    now = _read(wrong)
    if now is not None:
        return
    error = told(wrong)
    if error.suggestion:
        assert _plain(error.suggestion) == _plain(right), f"{wrong!r} is told as {error.suggestion!r}: {error}"
        return
    names = set(_NAMES.findall(right))
    assert names & set(error.instead), f"{wrong!r} is told without what is right: {error}"


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_conditions_for_each_kind_of_slip(kind: str) -> None:
    assert sum(1 for text in ALL for _ in KINDS[kind](text)) >= 1


@examples(300)
@given(st.data())
def test_one_slip_in_any_condition_is_told_with_what_was_meant(data: st.DataObject) -> None:
    slips = KINDS[data.draw(st.sampled_from(sorted(KINDS)))]
    right = data.draw(st.sampled_from(ALL))
    made = [*slips(right)]
    if made:
        _meant(right, data.draw(st.sampled_from(made)))


def test_the_claims_conditions_are_among_those_changed() -> None:
    assert load_claims(BASE) and len(ALL) > 300
