"""Code generated from the condition tree fires exactly what is true, and holds no text of a rule."""

from __future__ import annotations

import ast
import threading
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from springstep.engine.compiled.listing import code_of
from springstep.engine.compiled.program import Program, program_of
from springstep.engine.language.conclusions import Advise, Assume, Bound, Step
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import (
    Among,
    Arith,
    Compare,
    Condition,
    Constant,
    Fact,
    Known,
)
from springstep.engine.language.evaluate import measure, predicate
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.rules import Rule
from springstep.installed import default_rule_base
from tests.engine.back_ends import BACK_ENDS, base_of, rule_of
from tests.strategies import MOMENTS, Moment

BASE = default_rule_base()


def concluded(*rules: Rule, **facts: Any) -> Any:
    return Program(base_of(*rules), "before").run({"moment": "before", **facts})


def cap(amount: Any, *, strict: bool = False, when: Condition | None = None) -> Rule:
    term = amount if isinstance(amount, (Fact, Arith)) else Constant(amount)
    bound = Bound("efforts", "cap", term, str(amount), strict)
    return rule_of(when or parse_condition("always", BASE.facts), conclusions=(bound,), layer="limit")


# conditions


def test_a_word_stays_one_word_whatever_it_looks_like() -> None:
    word = "hop and ' or True"
    condition = parse_condition("last_drill == 'hop and \\' or True'", BASE.facts)
    judge = BACK_ENDS["generated code"].compile(condition)
    assert (judge({"last_drill": word}), judge({"last_drill": "hop"}), judge({})) == (True, False, None)


@pytest.mark.parametrize(
    "text",
    [
        " + ".join(["fatigue"] * 90) + " > 1",
        "fatigue" + " / 1" * 89 + " > 1",
        "(" * 90 + "fatigue" + " + 1)" * 90 + " > 1",
        "1 / (" * 60 + "fatigue" + ")" * 60 + " > 1",
        "not " * 200 + "has_coach",
        "not (" * 90 + "has_coach" + ")" * 90,
    ],
    ids=["sum", "quotient", "nested sum", "nested quotient", "not", "nested not"],
)
def test_whatever_the_language_takes_can_be_compiled(text: str) -> None:
    condition = parse_condition(text, BASE.facts)
    facts = {"fatigue": 2, "has_coach": True}
    assert BACK_ENDS["generated code"].compile(condition)(facts) is predicate(condition)(facts)


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(ConditionError, match="too large"):
        parse_number("1e999", BASE.facts)


# conclusions


def test_the_tightest_cap_counts_and_of_equal_ones_the_strict() -> None:
    assert concluded(cap(4), cap(3), cap(5)).decisions["efforts"] == (3, False)
    assert concluded(cap(3), cap(3, strict=True), cap(3)).decisions["efforts"] == (3, True)
    assert concluded(cap(3, strict=True), cap(2)).decisions["efforts"] == (2, False)
    assert concluded(cap(0.5), cap(0.25)).decisions["efforts"] == (Fraction(1, 4), False)
    assert concluded().decisions["efforts"] == (None, False)


def test_amounts_are_exact() -> None:
    amount = parse_number("duration_min / 3", BASE.facts)
    assert concluded(cap(amount), duration_min=50).decisions["efforts"] == (Fraction(50, 3), False)
    assert concluded(cap(amount), duration_min=60.0).decisions["efforts"] == (20, False)
    assert measure(amount)({"duration_min": 0.3}) == Fraction(1, 10)


@pytest.mark.parametrize("others", [(), (3,), (1, 9)])
def test_what_cannot_be_worked_out_leaves_its_decision_open_whatever_else_concludes(others: tuple[int, ...]) -> None:
    open_ones = (Fact("fatigue"), parse_number("3 / fatigue", BASE.facts))
    for amount, facts in ((open_ones[0], {}), (open_ones[1], {"fatigue": 0})):
        for rules in ((cap(amount), *map(cap, others)), (*map(cap, others), cap(amount))):
            trace = concluded(*rules, **facts)
            assert trace.decisions["efforts"] == (None, False)
            assert len(trace.lost) == 1


def test_assumptions_read_what_is_told_alone_and_the_last_one_counts() -> None:
    def assume(fact: str, amount: Any, text: str = "always") -> Rule:
        term = amount if isinstance(amount, Fact) else Constant(amount)
        return rule_of(parse_condition(text, BASE.facts), conclusions=(Assume(fact, term),), layer="assume")

    known = rule_of(Known(Fact("fatigue")), conclusions=(Step("clearance", "modify"),), layer="assess")
    trace = concluded(assume("fatigue", 3), assume("fatigue", 5), assume("sessions_done", 1, "fatigue is known"), known)
    assert trace.facts == {"moment": "before", "fatigue": 5}
    assert trace.firings == ((0, -1), (1, -1), (3, -1))
    assert trace.decisions["clearance"] == ("modify", False)
    unknown = concluded(assume("fatigue", 3), assume("fatigue", Fact("sessions_done")))
    assert (unknown.facts["fatigue"], len(unknown.lost)) == (3, 1)


def test_a_rule_of_an_early_layer_may_speak_on_a_decision_that_settles_later() -> None:
    both = (Step("clearance", "modify"), Bound("efforts", "cap", Constant(2), "2"))
    early = rule_of(parse_condition("always", BASE.facts), conclusions=both, layer="assess")
    assert concluded(cap(4), early).decisions["efforts"] == (2, False)


def test_rules_over_items_fire_once_for_each_the_last_first() -> None:
    item = rule_of(Known(Fact("injury.site")), for_each="injury", conclusions=(Step("clearance", "modify"),))
    rules = (replace(item, layer="assess"), replace(item, layer="assess"))
    injuries = ({"site": "ankle", "status": "active"}, {"site": "knee", "status": "resolved"})
    assert concluded(*rules, injuries=injuries).firings == ((0, 1), (1, 1), (0, 0), (1, 0))
    assert concluded(*rules, injuries=()).firings == ()
    assert concluded(*rules).firings == ()


# nothing of a rule's text becomes code

_CALLED = {"fire", "lose", "range", "len", "any", "all", "exact", "Fraction", "get"}
_NODES = (
    *(ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.If, ast.For, ast.Assign, ast.Expr, ast.Pass),
    *(ast.Name, ast.Load, ast.Store, ast.Constant, ast.Tuple, ast.Set, ast.Dict, ast.Subscript, ast.Call),
    *(ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop, ast.BinOp, ast.operator, ast.UnaryOp, ast.USub, ast.Attribute),
    *(ast.GeneratorExp, ast.comprehension),
)


def assert_plain(source: str) -> None:
    tree = ast.parse(source)
    (function,) = (node for node in tree.body if not isinstance(node, ast.Assign))
    assert isinstance(function, ast.FunctionDef)
    for node in ast.walk(tree):
        assert isinstance(node, _NODES), ast.dump(node)
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id  # type: ignore[attr-defined]
            assert name in _CALLED
        if isinstance(node, ast.Attribute):
            assert node.attr == "get"


@pytest.mark.parametrize("moment", MOMENTS)
def test_generated_code_does_nothing_but_test_and_conclude(moment: Moment) -> None:
    for source, _ in program_of(BASE, moment).written.values():
        assert_plain(source)


_HOSTILE = [
    "'); import os; os.abort()  #",
    '"""',
    "\\",
    "\n    raise SystemExit",
    "\r\nimport os",
    "{fatigue}",
    "\u2028import os",
    "\x00",
    "\ud800",
    "__import__('os')",
    "# -*- coding: utf-7 -*-",
]


@pytest.mark.parametrize("text", _HOSTILE, ids=ascii)
def test_hostile_words_stay_words(text: str) -> None:
    condition = Compare("==", Fact("last_drill"), Constant(text))
    among = Among(Fact("last_drill"), (text, "hops"))
    rule = rule_of(condition, id=text, name=text, when_text=text, because=text, source=text)
    base = replace(BASE, rules=(rule, replace(rule, when=among, id=f"{text}2", conclusions=(Advise(text, text),))))
    for source, _ in Program(base, "before").written.values():
        assert_plain(source)
    for code in code_of(rule, base).values():
        assert_plain(code)
    trace = Program(base, "before").run({"last_drill": text})
    assert trace.firings == ((0, -1), (1, -1))


@pytest.mark.parametrize("name", [*_HOSTILE, "a b", "a.b.c", "", "fatigue\n", "ﬁre"], ids=ascii)
def test_what_is_no_name_is_no_fact(name: str) -> None:
    for rule in (rule_of(Known(Fact(name))), rule_of(Compare(">", Arith("+", Fact(name), Constant(1)), Constant(2)))):
        with pytest.raises(ValueError, match="no name"):
            Program(base_of(rule), "before")


@pytest.mark.parametrize("value", [None, b"x", object(), ("a",), Ellipsis])
def test_what_is_no_constant_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no constant"):
        Program(base_of(rule_of(Compare("==", Fact("last_drill"), Constant(value)))), "before")


@pytest.mark.parametrize("name", ["known", "concluded", "fire", "lambda", "efforts_now", "range", "INF", "amount"])
def test_facts_may_be_called_as_generated_code_calls_its_own_things(name: str) -> None:
    program = Program(base_of(rule_of(Known(Fact(name))), cap(3)), "before")
    assert program.run({name: 1}).firings == ((1, -1), (0, -1))


# shared


def test_threads_share_one_program() -> None:
    base = replace(BASE)
    found: list[Program] = []
    threads = [threading.Thread(target=lambda: found.append(program_of(base, "before"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, found))) == 1


def test_code_of_a_rule_is_shown_by_moment() -> None:
    rule = next(rule for rule in BASE.rules if len(rule.moments) > 1)
    assert list(code_of(rule, BASE)) == list(rule.moments)
    assert all(text.startswith(f"def {rule.layer}(") or "\ndef " in text for text in code_of(rule, BASE).values())
