"""Everything that decides is an item: no line of a knowledge file can change without one of them changing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import load_rule_base
from springstep.engine.audit.items.differences import differences
from springstep.engine.audit.items.item import KnowledgeItem, as_written
from springstep.engine.audit.items.listing import items, items_of_knowledge, kinds
from springstep.engine.audit.items.of_files import file_items
from springstep.engine.text.source import parse_yaml, read_file
from springstep.installed import default_rule_base
from tests.other_subject.plants import BASE as PLANTS
from tests.places import KNOWLEDGE, OVERLAY
from tests.strategies import examples

BASE = default_rule_base()
FILES = sorted(path.name for path in KNOWLEDGE.glob("*.yaml"))


def leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to each value in some plain data."""
    if isinstance(value, (dict, list)) and value:
        steps = value.items() if isinstance(value, dict) else enumerate(value)
        return [way for step, inner in steps for way in leaves(inner, (*at, step))]
    return [at]


SAID = {name: parse_yaml(read_file(KNOWLEDGE / name), name=name).value for name in FILES}
WAYS = [(name, way) for name in FILES for way in leaves(SAID[name])]


def test_every_file_and_every_rule_is_among_the_items() -> None:
    found = items(BASE)
    assert {path.stem for path in KNOWLEDGE.glob("*.yaml")} | {"rules", "topics"} == set(kinds(BASE))
    assert {item.id for item in found.values() if item.kind == "rules"} == set(BASE.by_id)
    for name in (
        "drills/calf_raises",
        "sets/3-8-24",
        "claims/CLM-010",
        "facts/pain",
        "guide/5.1",
        "verdicts/before/stop",
    ):
        assert name in found
    assert all(name == item.name for name, item in found.items())


@examples(150)
@given(chosen=st.sampled_from(WAYS))
def test_any_other_value_anywhere_in_a_file_changes_an_item(
    chosen: tuple[str, tuple[Any, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    name, way = chosen
    value = deepcopy(SAID[name])
    *path, last = way
    inner = value
    for step in path:
        inner = inner[step]
    inner[last] = f"{inner[last]} and more"
    folder = tmp_path_factory.mktemp("changed")
    (folder / name).write_text(json.dumps(value), encoding="utf-8")
    before = {key: item for key, item in items(BASE).items() if item.kind == name.removesuffix(".yaml")}
    after = {item.name: item for item in file_items(replace(BASE, folder=folder))}
    assert list(differences(before, after))


def test_items_of_the_same_kind_with_one_name_are_kept_apart() -> None:
    found = [item.id for item in items(BASE).values() if item.kind == "verdicts"]
    assert "before/stop#2" in found
    assert len(found) == len(set(found))


def test_another_subject_has_items_of_its_own() -> None:
    assert {"plants", "sizes", "rules", "claims"} <= set(kinds(PLANTS))
    assert "drills" not in kinds(PLANTS)


def test_an_overlay_brings_an_item_an_entry_and_changes_rules() -> None:
    laid = load_rule_base(overlays=[OVERLAY])
    found = items(laid)
    entries = {item.id for item in found.values() if item.kind == "overlays"}
    assert entries == {f"{overlay.name}/{entry.rule}" for overlay in laid.overlays for entry in overlay.entries} | {
        f"{overlay.name}/{each.claim}" for overlay in laid.overlays for each in overlay.relaxed_claims
    }
    assert found["rules/RDY-020"].digest != items(BASE)["rules/RDY-020"].digest
    assert list(differences(items(BASE), items_of_knowledge(laid))) == []


def test_the_place_and_the_topic_of_a_rule_are_no_part_of_it() -> None:
    rule = BASE.by_id["INJ-040"]
    moved = replace(rule, line=999, source="elsewhere.yaml", topic="dose")
    base = replace(BASE, rules=tuple(moved if each is rule else each for each in BASE.rules))
    assert list(differences(items(BASE), items(base))) == []


TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=9)
"""What a knowledge file may hold as a text."""
PLAIN: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@examples(100)
@given(one=PLAIN, other=PLAIN)
def test_items_are_alike_exactly_when_they_say_the_same(one: Any, other: Any) -> None:
    first, second = KnowledgeItem("things", "one", one), KnowledgeItem("things", "one", other)
    assert (first.digest == second.digest) == (as_written(one) == as_written(other))
    found: Mapping[str, KnowledgeItem] = {first.name: first}
    assert bool(list(differences(found, {second.name: second}))) == (as_written(one) != as_written(other))
