"""The condition language: what it reads, how it judges the unknown, what it refuses, and how it is put in words."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
    atoms,
    both,
    comparisons,
    conjuncts,
    names_in,
)
from springstep.engine.language.evaluate import measure, predicate
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.substitute import substituted
from springstep.engine.language.wording import condition_words, fact_words, term_words
from tests.engine.conditions import CONDITIONS, FACTS, FACTS_KNOWN, READ, SCOPES, STEPS
from tests.strategies import examples


def parsed(text: str) -> Condition:
    return parse_condition(text, FACTS)


def refusal(text: str) -> str:
    with pytest.raises(ConditionError) as caught:
        parsed(text)
    return str(caught.value)


tired = Compare(">=", Fact("fatigue"), Constant(3))
coached = Compare("==", Fact("has_coach"), Constant(True))
at_knee = Compare("==", Fact("injury.site"), Constant("knee"))
racing = Compare("==", Fact("season_phase"), Constant("race_week"))
above_one = Compare("<", Constant(1), Fact("fatigue"))
below_four = Compare("<", Fact("fatigue"), Constant(4))


# Reading.


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("always", Always()),
        ("  always ", Always()),
        ("fatigue >= 3", tired),
        ("fatigue\n  >= 3", tired),
        ("3 <= fatigue", Compare("<=", Constant(3), Fact("fatigue"))),
        ("duration_min < 19.5", Compare("<", Fact("duration_min"), Constant(19.5))),
        ("fatigue > -1", Compare(">", Fact("fatigue"), Constant(-1))),
        ("has_coach", coached),
        ("has_coach == true", coached),
        ("has_coach != false", Compare("!=", Fact("has_coach"), Constant(False))),
        ("not has_coach", Not(coached)),
        ("season_phase == race_week", racing),
        ("season_phase == 'race_week'", racing),
        ("season_phase != race_week", Compare("!=", Fact("season_phase"), Constant("race_week"))),
        ("season_phase in {early, build}", Among(Fact("season_phase"), ("early", "build"))),
        ("season_phase not in {early}", Not(Among(Fact("season_phase"), ("early",)))),
        ("fatigue in {1, 2}", Among(Fact("fatigue"), (1, 2))),
        ("fatigue is unknown", Not(Known(Fact("fatigue")))),
        ("fatigue is not unknown", Known(Fact("fatigue"))),
        ("fatigue is known", Known(Fact("fatigue"))),
        ("fatigue is not known", Not(Known(Fact("fatigue")))),
        ("injuries is known", Known(Fact("injuries"))),
        ("clearance <= modify", Compare("<=", Fact("clearance"), Constant("modify"), STEPS)),
        ("injury.site == knee", Compare("==", Fact("injury.site"), Constant("knee"))),
        ("intended_drill == bounding", Compare("==", Fact("intended_drill"), Constant("bounding"))),
        (
            "1 < fatigue < 4",
            All((Compare("<", Constant(1), Fact("fatigue")), Compare("<", Fact("fatigue"), Constant(4)))),
        ),
        ("fatigue >= 3 and has_coach", All((tired, coached))),
        ("fatigue >= 3 or has_coach", Either((tired, coached))),
        ("fatigue >= 3 or has_coach and season_phase == race_week", Either((tired, All((coached, racing))))),
        ("(fatigue >= 3 or has_coach) and season_phase == race_week", All((Either((tired, coached)), racing))),
        ("not (fatigue >= 3 and has_coach)", Not(All((tired, coached)))),
        ("any(injury.site == knee)", AnyItem(Fact("injuries"), "injury", at_knee)),
        ("not any(injury.site == knee)", Not(AnyItem(Fact("injuries"), "injury", at_knee))),
        (
            "any(injury.site == knee and fatigue >= 3) or has_coach",
            Either((AnyItem(Fact("injuries"), "injury", All((at_knee, tired))), coached)),
        ),
        (
            "any(stiffness.severity in {marked})",
            AnyItem(Fact("stiffness"), "stiffness", Among(Fact("stiffness.severity"), ("marked",))),
        ),
        (
            "intended_efforts * intended_effort_s >= 2 * duration_min",
            Compare(
                ">=",
                Arith("*", Fact("intended_efforts"), Fact("intended_effort_s")),
                Arith("*", Constant(2), Fact("duration_min")),
            ),
        ),
    ],
)
def test_a_text_reads_as_its_tree(text: str, tree: Condition) -> None:
    assert parsed(text) == tree


def test_arithmetic_binds_as_usual() -> None:
    assert parse_number("1 + 2 * fatigue - 3", FACTS) == Arith(
        "-", Arith("+", Constant(1), Arith("*", Constant(2), Fact("fatigue"))), Constant(3)
    )


def test_names_come_in_order_and_once() -> None:
    condition = parsed("fatigue > 3 or legs == heavy and fatigue * sessions_done < duration_min or pain is known")
    assert names_in(condition) == ("fatigue", "legs", "sessions_done", "duration_min", "pain")
    assert [type(atom) for atom in atoms(condition)] == [Compare, Compare, Compare, Known]


def test_what_is_asked_of_any_item_reads_the_list_and_plain_facts_but_no_item_at_hand() -> None:
    condition = parsed("injury.status == active and any(injury.site == knee and fatigue > 3 or has_coach)")
    assert names_in(condition) == ("injury.status", "injuries", "fatigue", "has_coach")
    assert [type(atom) for atom in atoms(condition)] == [Compare, AnyItem]
    assert [names_in(each) for each in comparisons(condition)] == [
        ("injury.status",),
        ("injury.site",),
        ("fatigue",),
        ("has_coach",),
    ]


def test_any_item_is_any_of_the_list_also_where_one_is_at_hand() -> None:
    condition = predicate(parsed("injury.status == active and any(injury.site == knee)"))
    hip, knee = {"site": "hip", "status": "active"}, {"site": "knee", "status": "resolved"}
    at_hip = {"injury.site": "hip", "injury.status": "active"}
    assert condition({"injuries": (hip, knee), **at_hip}) is True
    assert condition({"injuries": (hip,), **at_hip}) is False


@examples(200)
@given(condition=CONDITIONS, facts=FACTS_KNOWN, given_names=st.sets(st.sampled_from([*READ, "injuries", "stiffness"])))
def test_values_in_place_of_names_change_no_truth(
    condition: Condition, facts: dict[str, Any], given_names: set[str]
) -> None:
    found = substituted(condition, {name: facts[name] for name in given_names})
    assert given_names.isdisjoint(names_in(found))
    assert predicate(found)(facts) is predicate(condition)(facts)


def test_joining_conditions_keeps_them_flat() -> None:
    assert both(All((tired, coached)), racing) == All((tired, coached, racing))
    assert both(Always(), racing) == racing
    assert both(Always(), Always()) == Always()
    assert conjuncts(All((tired, coached))) == (tired, coached)
    assert conjuncts(racing) == (racing,)


# Truth: true, false, or unknown.

TRUTHS = (True, False, None)


def standing_for(truth: bool | None, name: str) -> tuple[Condition, dict[str, Any]]:
    """Make a condition with this truth, and the facts under which it has it."""
    return Compare("==", Fact(name), Constant(True)), {} if truth is None else {name: truth}


def joined(kind: Callable[[tuple[Condition, ...]], Condition], truths: tuple[bool | None, ...]) -> bool | None:
    made = [standing_for(truth, f"fact{place}") for place, truth in enumerate(truths)]
    facts = {name: value for _, known in made for name, value in known.items()}
    return predicate(kind(tuple(condition for condition, _ in made)))(facts)


@pytest.mark.parametrize("truths", [*product(TRUTHS, repeat=2), *product(TRUTHS, repeat=3)])
def test_all_is_false_if_one_is_false_else_unknown_if_one_is_unknown(truths: tuple[bool | None, ...]) -> None:
    expected = False if False in truths else None if None in truths else True
    assert joined(All, truths) is expected


@pytest.mark.parametrize("truths", [*product(TRUTHS, repeat=2), *product(TRUTHS, repeat=3)])
def test_either_is_true_if_one_is_true_else_unknown_if_one_is_unknown(truths: tuple[bool | None, ...]) -> None:
    expected = True if True in truths else None if None in truths else False
    assert joined(Either, truths) is expected


@pytest.mark.parametrize(("truth", "opposite"), [(True, False), (False, True), (None, None)])
def test_the_opposite_of_unknown_is_unknown(truth: bool | None, opposite: bool | None) -> None:
    condition, facts = standing_for(truth, "fact")
    assert predicate(Not(condition))(facts) is opposite


def test_a_number_needs_all_its_facts() -> None:
    amount = measure(parse_number("2 * duration_min", FACTS))
    assert amount({"duration_min": 50}) == 100
    assert amount({}) is None


# Refusing.


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("__import__('os').system('true')", "not allowed"),
        ("print(fatigue)", "not allowed"),
        ("len(injuries) > 2", "not allowed where a number is needed"),
        ("max(fatigue, 3) > 2", "not allowed where a number is needed"),
        ("fatigue.real > 2", "no fact is called 'fatigue.real'"),
        ("fatigue.__class__ == 1", "no fact is called 'fatigue.__class__'"),
        ("().__class__.__bases__ == 1", "is not a fact"),
        ("injury.site.upper == knee", "is not a fact"),
        ("__builtins__ == 1", "no fact is called '__builtins__'"),
        ("injuries[0] == 1", "not allowed where a number is needed"),
        ("[fatigue for fatigue in injuries]", "not allowed"),
        ("{fatigue for x in injuries}", "not allowed"),
        ("any(x for x in injuries)", "not allowed"),
        ("lambda: fatigue", "not allowed"),
        ("(lambda: fatigue)() > 1", "not allowed"),
        ("(fatigue := 3) > 2", "not allowed where a number is needed"),
        ("f'{fatigue}' == legs", "not allowed"),
        ("f'{fatigue}'", "not allowed"),
        ("fatigue if has_coach else legs", "not allowed"),
        ("await fatigue", "not allowed"),
        ("(yield)", "not allowed"),
        ("*fatigue", ""),
        ("fatigue ** 9 > 1", "not allowed where a number is needed"),
        ("fatigue // 2 > 1", "not allowed where a number is needed"),
        ("fatigue % 2 == 0", "not allowed where a number is needed"),
        ("fatigue << 9 > 1", "not allowed where a number is needed"),
        ("~fatigue > 1", "not allowed where a number is needed"),
        ("fatigue > 1j", "not allowed where a number is needed"),
        ("fatigue > '3'", "is not a number"),
        ("fatigue > true", "no fact is called 'true'"),
        ("fatigue > True", "is not a number"),
        ("fatigue > None", "is not a number"),
        ("fatigue > ...", "not allowed where a number is needed"),
        ("fatigue > b'3'", "not allowed where a number is needed"),
        ("3", "not allowed"),
        ("'fatigue'", "not allowed"),
        ("fatigue", "is not true or false"),
        ("legs", "is not true or false"),
        ("", "is not a condition"),
        ("fatigue >", "is not a condition"),
        ("fatigue = 3", "is not a condition"),
        ("fatigue > 3; has_coach", "is not a condition"),
        ("import os", "is not a condition"),
        ("fatigue > 3 &", "is not a condition"),
        ("fatigue & has_coach", "not allowed"),
        ("\x00", "is not a condition"),
        ("fatige > 3", "did you mean 'fatigue'?"),
        ("injury.sight == knee", "did you mean 'injury.site'?"),
        ("season_phase == race_weak", "did you mean 'race_week'?"),
        ("season_phase in {early, bild}", "did you mean 'build'?"),
        ("season_phase in {early, 3}", "'3' is not a value of 'season_phase'"),
        ("season_phase in {early, *injuries}", "is not a value of 'season_phase'"),
        ("season_phase in (early, build)", "needs a set of values"),
        ("season_phase in [early, build]", "needs a set of values"),
        ("season_phase in {}", "needs a set of values"),
        ("season_phase in early", "needs a set of values"),
        ("season_phase < build", "has no order"),
        ("has_coach >= true", "has no order"),
        ("has_coach == 1", "is not a value of 'has_coach'"),
        ("has_coach is true", "is' goes with known and unknown only"),
        ("fatigue in {1, true}", "is not a value of 'fatigue'"),
        ("clearance == 3", "is not a value of 'clearance'"),
        ("clearance <= fine", "is not a value of 'clearance'"),
        ("injuries == knee", "cannot be compared"),
        ("distance == '10 km'", "is not a number"),
        ("fatigue == legs", "'legs' is not a number"),
        ("always and has_coach", "no fact is called 'always'"),
        ("all(injury.site == knee)", "allowed: comparisons, in, and, or, not, any, arithmetic"),
        ("any()", "any() takes one condition"),
        ("any(injury.site == knee, has_coach)", "any() takes one condition"),
        ("any(*injuries)", "any() takes one condition"),
        ("any(injury=knee)", "any() takes one condition"),
        (
            "any(has_coach)",
            "it reads no item; any() reads the items of one list: injury.site,",
        ),
        ("any(injuries is known)", "reads no item"),
        (
            "any(injury.site == knee and stiffness.site == knee)",
            "it reads injury and stiffness; any()",
        ),
        ("any(injury.site == knee and any(stiffness.site == knee))", "any() takes a condition without any() in it"),
        ("any(injurie.site == knee)", "no item of a list is called 'injurie'; did you mean 'injury'?"),
        ("any(injury.sight == knee)", "did you mean 'injury.site'?"),
        ("any(injury.site == nee)", "did you mean 'knee'?"),
        ("any(injury.site == knee) > 1", "not allowed where a number is needed"),
        ("any(injury.site)", "'injury.site' is not true or false"),
        ("injury.any(site == knee)", "not allowed in a condition"),
    ],
)
def test_a_text_outside_the_language_is_refused_with_a_reason(text: str, reason: str) -> None:
    assert reason in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 400 + "has_coach" + ")" * 400, id="parentheses"),
        pytest.param("not " * 240 + "(has_coach", id="unclosed after many nots"),
        pytest.param("-" * 900 + "1 < fatigue", id="minus signs"),
        pytest.param("~" * 900 + "fatigue > 1", id="tildes"),
        pytest.param("fatigue" + ".a" * 450 + " < 1", id="attributes"),
        pytest.param("fatigue" + "[0]" * 300 + " < 1", id="indexes"),
        pytest.param("fatigue in {" + "[" * 150 + "]" * 150 + "}", id="lists"),
        pytest.param("fatigue" + "()" * 400 + " < 1", id="calls"),
        pytest.param("fatigue < " + "1 if has_coach else " * 45 + "1", id="choices"),
        pytest.param("fatigue < " + "1 ** " * 190 + "1", id="powers"),
    ],
)
def test_a_deeply_nested_text_is_refused_and_never_breaks_the_reader(text: str) -> None:
    assert len(text) <= 1000, "it would be refused for its length alone"
    assert refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("fatigue" + " + 1" * 230 + " < 3", id="a sum"),
        pytest.param("not " * 240 + "has_coach", id="nots"),
        pytest.param(" and ".join(["has_coach"] * 70), id="a long list"),
    ],
)
def test_a_long_text_is_read_and_evaluated_or_refused(text: str) -> None:
    try:
        condition = parsed(text)
    except ConditionError:
        return
    assert predicate(condition)({"fatigue": 1, "has_coach": True}) in (True, False)
    assert names_in(condition)


def test_a_very_long_text_is_refused_for_its_length() -> None:
    assert "too long" in refusal("has_coach or " * 100 + "has_coach")


_PIECES = [
    *("fatigue", "legs", "injury.site", "heavy", "unknown", "always", "3", "0x", "1e9"),
    *("and", "or", "not", "in", "is", "lambda", "if", "else"),
    *("any", "any(injury.site == knee)", "{", "}", "(", ")", "==", "<", "-", "*", "'", ",", ".", ":", "\\", "#", "\n"),
]


@examples(200)
@given(st.text(st.characters(), max_size=40) | st.lists(st.sampled_from(_PIECES), max_size=14).map(" ".join))
def test_any_text_is_a_condition_or_a_condition_error(text: str) -> None:
    try:
        condition = parsed(text)
    except ConditionError as error:
        assert str(error)
    else:
        assert set(names_in(condition)) <= FACTS.keys()


# Words.

_AMOUNTS: dict[str, Callable[[Any, Any], bool]] = {
    "is less than": operator.lt,
    "is at most": operator.le,
    "is more than": operator.gt,
    "is at least": operator.ge,
    "is not": operator.ne,
    "is": operator.eq,
}
_STEPS: dict[str, Callable[[Any, Any], bool]] = {
    **_AMOUNTS,
    "is milder than": operator.lt,
    "is no stricter than": operator.le,
    "is stricter than": operator.gt,
    "is at least as strict as": operator.ge,
    "is neither": operator.ne,
}
_STRICTER_FIRST = sorted(_STEPS, key=len, reverse=True)


def believed(words: str, facts: Mapping[str, Any]) -> bool:
    """Judge words as a reader would, who sees only them and the facts."""
    for scope in SCOPES.values():
        for how, wanted in (("some", True), ("no", False)):
            lead = f"for {how} {scope.words}, "
            if words.startswith(lead):
                rest = words.removeprefix(lead)
                items = facts[scope.list_fact]
                return any(believed(rest, {**facts, **scope.element_facts(item)}) for item in items) is wanted
    for joint, join in ((" and ", all), (" or ", any)):
        parts = _split(words, joint)
        if len(parts) > 1:
            return join([believed(part, facts) for part in parts])
    words = words.strip()
    if words.startswith("(") and words.endswith(")"):
        return believed(words[1:-1], facts)
    return _believed_atom(words, facts)


def _split(words: str, joint: str) -> list[str]:
    """Split at a joint outside parentheses; the *or* and *nor* of a list of values is not one."""
    parts, depth, start = [], 0, 0
    for place in range(len(words)):
        depth += {"(": 1, ")": -1}.get(words[place], 0)
        following = words[place + len(joint) :]
        starts_statement = (
            following.startswith(("(", "for some ", "for no "))
            or any(following.startswith(f"{name} ") for name in LABELS)
            or any(following.startswith(f"{name}:") for name in LABELS)
        )
        if depth == 0 and words.startswith(joint, place) and starts_statement:
            parts.append(words[start:place])
            start = place + len(joint)
    return [*parts, words[start:]]


LABELS = {fact_words(name, FACTS): name for name in (*READ, *(n for each in SCOPES.values() for n in each.fields))}


def _believed_atom(words: str, facts: Mapping[str, Any]) -> bool:
    label = max((label for label in LABELS if words.startswith(label)), key=len)
    name, rest = LABELS[label], words[len(label) :]
    value = facts.get(name)
    if rest in (": yes", ": no"):
        return value == (rest == ": yes")
    if rest in (" is known", " is not known"):
        return (value is not None) == (rest == " is known")
    relation = next(words for words in _STRICTER_FIRST if rest.startswith(f" {words} "))
    values = re.split(r", | or | nor ", rest.removeprefix(f" {relation} "))
    if len(values) > 1:
        assert relation in ("is", "is neither")
        return (_read(name, value) in [_read(name, one) for one in values]) == (relation == "is")
    return _STEPS[relation](_read(name, value), _read(name, values[0]))


def _read(name: str, value: Any) -> Any:
    if name == "clearance":
        return STEPS.index(str(value).replace(" ", "_"))
    return str(value).replace(" ", "_") if FACTS[name].kind == "word" else float(value)


@examples(300)
@given(condition=CONDITIONS, facts=FACTS_KNOWN)
def test_the_words_of_a_condition_are_true_exactly_when_it_is(condition: Condition, facts: dict[str, Any]) -> None:
    assert believed(condition_words(condition, FACTS), facts) is predicate(condition)(facts)


@examples(300)
@given(condition=CONDITIONS, facts=FACTS_KNOWN)
def test_the_denied_words_of_a_condition_are_true_exactly_when_it_is_not(
    condition: Condition, facts: dict[str, Any]
) -> None:
    assert believed(condition_words(condition, FACTS, denied=True), facts) is not predicate(condition)(facts)
    assert condition_words(Not(condition), FACTS) == condition_words(condition, FACTS, denied=True)


@pytest.mark.parametrize(
    ("text", "words", "denied"),
    [
        ("always", "always", "never"),
        ("fatigue >= 3", "fatigue is at least 3", "fatigue is less than 3"),
        ("has_coach", "coach: yes", "coach: no"),
        (
            "season_phase in {race_week, early}",
            "season phase is race week or early",
            "season phase is neither race week nor early",
        ),
        ("fatigue is unknown", "fatigue is not known", "fatigue is known"),
        ("clearance > modify", "readiness is stricter than modify", "readiness is no stricter than modify"),
        ("injury.site == lower_back", "injury site is lower back", "injury site is not lower back"),
        (
            "fatigue > 3 and (has_coach or pain == none)",
            "fatigue is more than 3 and (coach: yes or pain is none)",
            "fatigue is at most 3 or (coach: no and pain is not none)",
        ),
        (
            "any(injury.site in {hamstring, calf} and injury.status == returning)",
            "for some injury, injury site is hamstring or calf and injury status is returning",
            "for no injury, injury site is hamstring or calf and injury status is returning",
        ),
        (
            "has_coach and not not (fatigue > 3 or pain == none)",
            "coach: yes and (fatigue is more than 3 or pain is none)",
            "coach: no or (fatigue is at most 3 and pain is not none)",
        ),
        (
            "fatigue >= 5 or any(stiffness.severity == marked)",
            "fatigue is at least 5 or (for some stiff place, stiffness severity is marked)",
            "fatigue is less than 5 and (for no stiff place, stiffness severity is marked)",
        ),
    ],
)
def test_a_condition_is_told_in_words(text: str, words: str, denied: str) -> None:
    assert condition_words(parsed(text), FACTS) == words
    assert condition_words(parsed(text), FACTS, denied=True) == denied


def spoken(words: str, facts: Mapping[str, float]) -> float:
    """Work out a number given in words, with the usual rules of arithmetic."""
    for label, name in {fact_words(name, FACTS): name for name in ("duration_min", "fatigue")}.items():
        words = words.replace(label, repr(facts[name]))
    for sign in ("+", "-"):
        parts = _outside_parentheses(words, sign)
        if len(parts) > 1:
            found = [spoken(part, facts) for part in parts]
            return found[0] + sum(found[1:]) if sign == "+" else found[0] - sum(found[1:])
    for sign in ("x", "/"):
        parts = _outside_parentheses(words, sign)
        if len(parts) > 1:
            found = [spoken(part, facts) for part in parts]
            product_ = found[0]
            for number in found[1:]:
                product_ = product_ * number if sign == "x" else product_ / number
            return product_
    words = words.strip()
    return spoken(words[1:-1], facts) if words.startswith("(") else float(words)


def _outside_parentheses(words: str, sign: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(words):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0 and words.startswith(f" {sign} ", place):
            parts.append(words[start:place])
            start = place + 3
    return [*parts, words[start:]]


@pytest.mark.parametrize(
    "text",
    [
        "2 * duration_min",
        "duration_min / 20",
        "2 * duration_min + fatigue",
        "2 * (duration_min + fatigue)",
        "duration_min - (fatigue - 2)",
    ],
)
def test_the_words_of_a_number_give_the_same_number(text: str) -> None:
    term: Term = parse_number(text, FACTS)
    facts = {"duration_min": 50.0, "fatigue": 3.0}
    assert spoken(term_words(term, FACTS), facts) == measure(term)(facts)
