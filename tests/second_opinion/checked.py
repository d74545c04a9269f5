"""Cases, valid and not, on which the plain check and pydantic's model have to come to the same verdict.

All is seeded, so a case on which they differ comes back by its number.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from springstep.engine.frozen_values import frozen
from springstep.engine.inference.derived_facts import broken
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.rulebase.case_model import case_model
from springstep.engine.text.source import Document
from springstep.engine.text.validation import validate
from tests.second_opinion.cases import random_case, random_value
from tests.strategies import FACTS, RUN_FACTS, VOCABULARY

MODEL = case_model(VOCABULARY)
VERDICTS = ("valid", "contradictory", "refused")

_ODD = (float("nan"), float("inf"), -float("inf"), 1e308, 10**400, -(10**400), Fraction(101, 2), Decimal(50))
_SPECIAL = (*_ODD, -0.0, 0, -1, 0.5, 2.0, 2.5, 7)
_WRONG = (
    *_SPECIAL,
    True,
    False,
    "",
    "x",
    "2",
    "nan",
    "true",
    b"none",
    (),
    [],
    {},
    [[]],
    [None],
    {"a": 1},
    1j,
    {1},
    object,
    set(),
    deque(),
    range(0),
)
_LENGTHS = (
    "10 km",
    "10km",
    " 10 km",
    "10 km ",
    "10 km\n",
    "10  km",
    "10 KM",
    "10",
    "0 km",
    "-1 km",
    "1e1 km",
    "10,5 km",
)
_PACES = ("6:00/km", "6:0/km", "6:60/km", "06:00/km", "6:00 /km", "6:00/km\n", "6:00", "٦:00/km", "99:59/mi", "0:00/km")
_ODD_NAMES = ("fatige", "Fatigue", "fatigue ", "", "moment\n", 1, None, ("pain",), True, b"pain")


def checked_case(seed: int) -> dict[Any, Any]:
    """Draw a case: a third of them as a runner would give it, the others changed in up to three places."""
    rng = random.Random(f"checked {seed}")
    case: dict[Any, Any] = random_case(seed)
    for _ in range(rng.choice((0, 1, 1, 2, 3, 3))):
        rng.choice(_CHANGES)(case, rng)
    return frozen(case) if rng.random() < 0.1 else case


def _another_answer(case: dict[Any, Any], rng: random.Random) -> None:
    """State what may contradict the rest."""
    name = rng.choice([name for name in FACTS if name not in RUN_FACTS])
    case[name] = random_value(name, rng)


def _another_run(case: dict[Any, Any], rng: random.Random) -> None:
    case["duration_min"] = rng.choice((5, 30, 60.5, 600, 601))
    case["distance"], case["pace"] = rng.choice(("10 km", "3 mi", *_LENGTHS)), rng.choice(("5:00/km", *_PACES))


def _nothing(case: dict[Any, Any], rng: random.Random) -> None:
    case[rng.choice((*FACTS, *_ODD_NAMES))] = rng.choice((None, "unknown", "Unknown", "unknown "))


def _left_out(case: dict[Any, Any], rng: random.Random) -> None:
    case.pop(rng.choice(list(case) or ["pain"]), None)


def _odd_name(case: dict[Any, Any], rng: random.Random) -> None:
    case[rng.choice(_ODD_NAMES)] = rng.choice((2, "none", None))


def _wrong_type(case: dict[Any, Any], rng: random.Random) -> None:
    case[rng.choice(list(FACTS))] = rng.choice(_WRONG)


def _odd_number(case: dict[Any, Any], rng: random.Random) -> None:
    info = rng.choice([info for info in FACTS.values() if info.kind == "number"])
    assert info.minimum is not None and info.maximum is not None
    ends = [end + step for end in (info.minimum, info.maximum) for step in (-1, -0.5, -1e-9, 0, 1e-9, 0.5, 1)]
    case[info.name] = rng.choice((*ends, *map(int, ends), str(info.minimum), True, False, *_SPECIAL))


def _odd_word(case: dict[Any, Any], rng: random.Random) -> None:
    info = rng.choice([info for info in FACTS.values() if info.kind in ("word", "row", "flag")])
    word = rng.choice(info.values or ("true", "bounding"))
    case[info.name] = rng.choice((word.upper(), f"{word} ", f"{word}\n", word[:-1], [word], {word: word}, 0, 1, True))


def _odd_items(case: dict[Any, Any], rng: random.Random) -> None:
    info = rng.choice([info for info in FACTS.values() if info.kind == "items"])
    items: list[Any] = random_value(info.name, rng) or random_value(info.name, rng)
    if items:
        item = VOCABULARY.list_scopes[info.name].fields_in(items[0])
        name = rng.choice([*item, "more"])
        odd = rng.choice(
            (None, "unknown", "x", "", True, 1, [], {}, {**item, "more": "x"}, {}, list(item), *item.values())
        )
        items[0] = odd if rng.random() < 0.5 else {**item, name: odd}
    case[info.name] = rng.choice(
        (items, tuple(items), items * (info.most + 1), {"0": items}, items[0] if items else "")
    )


_CHANGES: tuple[Callable[[dict[Any, Any], random.Random], None], ...] = (
    _another_answer,
    _another_answer,
    _another_run,
    _nothing,
    _left_out,
    _odd_name,
    _wrong_type,
    _odd_number,
    _odd_word,
    _odd_items,
)


def verdict(case: dict[Any, Any]) -> str:
    """Return the plain check's verdict; raises ``AssertionError`` where pydantic's is another."""
    plain = plainly_valid(VOCABULARY, case)
    worded, faults = validate(MODEL, Document("", case, {}))
    known = None if worded is None else worded.known()
    assert (plain is None) == bool(faults) == (known is None), (case, plain, faults)
    if plain is None or known is None:
        return "refused"
    assert repr(plain) == repr(known), (case, plain, known)  # types, too: 2.0 is not 2
    against = [[each.about for each in broken(VOCABULARY, facts)] for facts in (plain, known)]
    assert against[0] == against[1], (case, against)
    return "contradictory" if against[0] else "valid"
