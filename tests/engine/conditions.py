"""Hypothesis strategies for conditions of every form the language allows, and for facts to judge them by."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from springstep.engine.language.conditions import (
    All,
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
)
from springstep.engine.language.fact_info import Item, Scope
from springstep.installed import default_rule_base

FACTS = default_rule_base().facts
STEPS = tuple(default_rule_base().decisions["clearance"].steps)
PHASES = FACTS["season_phase"].values
READ = ("fatigue", "sessions_done", "has_coach", "season_phase", "clearance")
"""The facts that ``CONDITIONS`` compare."""
SCOPES = default_rule_base().vocabulary.scopes

_numbers = st.sampled_from(["fatigue", "sessions_done"])
_orders: Any = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
_plain: st.SearchStrategy[Condition] = st.one_of(
    st.builds(lambda op, name, limit: Compare(op, Fact(name), Constant(limit)), _orders, _numbers, st.integers(0, 10)),
    st.builds(lambda op, step: Compare(op, Fact("clearance"), Constant(step), STEPS), _orders, st.sampled_from(STEPS)),
    st.builds(
        lambda op, flag: Compare(op, Fact("has_coach"), Constant(flag)), st.sampled_from(["==", "!="]), st.booleans()
    ),
    st.builds(
        lambda some: Among(Fact("season_phase"), tuple(some)),
        st.lists(st.sampled_from(PHASES), min_size=1, unique=True),
    ),
    st.builds(lambda name: Known(Fact(name)), st.sampled_from(READ)),
)


def _nested(atoms: st.SearchStrategy[Condition], least: int, leaves: int = 6) -> st.SearchStrategy[Condition]:
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(lambda some: All(tuple(some)), st.lists(inner, min_size=least, max_size=3)),
            st.builds(lambda some: Either(tuple(some)), st.lists(inner, min_size=least, max_size=3)),
        ),
        max_leaves=leaves,
    )


def _fields(scope: str) -> st.SearchStrategy[Condition]:
    """Draw a comparison of a field of an item."""
    fields = st.sampled_from(list(SCOPES[scope].fields.values()))
    return st.one_of(
        fields.flatmap(
            lambda info: st.builds(
                lambda some: Among(Fact(info.name), tuple(some)),
                st.lists(st.sampled_from(info.values), min_size=1, max_size=4, unique=True),
            )
        ),
        fields.flatmap(
            lambda info: st.builds(
                lambda op, value: Compare(op, Fact(info.name), Constant(value)),
                st.sampled_from(["==", "!="]),
                st.sampled_from(info.values),
            )
        ),
        st.builds(lambda info: Known(Fact(info.name)), fields),
    )


def _of_any(plain: st.SearchStrategy[Condition], least: int) -> st.SearchStrategy[Condition]:
    """Draw what is asked of any item of a list, in which plain facts may be read as well."""
    return st.one_of(
        *(
            st.builds(
                AnyItem,
                st.just(Fact(scope.list_fact)),
                st.just(name),
                _nested(_fields(name) | plain, least, leaves=3),
                st.just(next(iter(scope.fields)) if scope.plain else ""),
            )
            for name, scope in SCOPES.items()
        )
    )


CONDITIONS = _nested(_plain | _of_any(_plain, 2), 2)
"""Conditions such as people write, without arithmetic: what can be said in plain words and read back."""


def _items(scope: Scope) -> st.SearchStrategy[tuple[Item, ...]]:
    """Draw a list, of plain words where items are such: few, so that every truth value of a question comes up."""
    fields = st.tuples(*(st.sampled_from(info.values[:4]) for info in scope.fields.values()))
    return st.lists(fields.map(scope.item), max_size=3).map(tuple)


FACTS_KNOWN = st.fixed_dictionaries(
    {
        "fatigue": st.integers(0, 10),
        "sessions_done": st.integers(0, 10),
        "has_coach": st.booleans(),
        "season_phase": st.sampled_from(PHASES),
        "clearance": st.sampled_from(STEPS),
        **{scope.list_fact: _items(scope) for scope in SCOPES.values()},
    }
)
"""A value for each fact that ``CONDITIONS`` read."""


def any_conditions(*decimals: float) -> st.SearchStrategy[Condition]:
    """Draw conditions of every form: arithmetic, lists of numbers, empty conjunctions; numbers are whole or these."""
    terms = st.recursive(
        st.builds(Constant, st.integers(-3, 10) | st.sampled_from(decimals))
        | st.sampled_from([Fact("fatigue"), Fact("sessions_done"), Fact("duration_min")]),
        lambda term: st.builds(Arith, st.sampled_from("+-*/"), term, term),
        max_leaves=5,
    )
    listed = st.builds(lambda values: Among(Fact("fatigue"), tuple(values)), st.sets(st.integers(0, 10), min_size=1))
    plain = _plain | st.builds(Compare, _orders, terms, terms) | listed
    return _nested(plain | _of_any(plain, 0), 0)


def any_facts(*decimals: float) -> st.SearchStrategy[dict[str, Any]]:
    """Draw facts of which some are unknown: values for all that ``any_conditions`` reads."""
    return st.builds(
        lambda facts, minutes, gone: {
            name: value for name, value in {**facts, "duration_min": minutes}.items() if name not in gone
        },
        FACTS_KNOWN,
        st.integers(0, 60) | st.sampled_from(decimals),
        st.sets(st.sampled_from([*READ, "duration_min", *(scope.list_fact for scope in SCOPES.values())])),
    )
