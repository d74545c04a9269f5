"""The knowledge of another subject, watering and repotting house plants, and random cases of it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from springstep.engine.errors import CaseError
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import mended
from springstep.engine.inference.examples import standard_case
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.load import read_rule_base
from springstep.engine.text.source import Document

HERE = Path(__file__).parent
FOLDER = HERE / "knowledge"
TEXT = (HERE / "guide.txt").read_text(encoding="utf-8")
BASE = read_rule_base(FOLDER)
MOMENTS = tuple(BASE.vocabulary.moments)

OF_RUNNING = re.compile(
    r"\b(?:runners?|running|jog\w*|burst\w*|plyometric\w*|strides?|cadence|drills?|doses?|injur\w+|stiffness|sessions?"
    r"|athletes?|sprint\w*|marathon\w*|(?:before|during|after|easy|a|the|today's) runs?)\b",
    re.IGNORECASE,
)
"""Words of running. `run` alone is also what a program does, so only phrases with a run are looked for."""


def of_running(text: str) -> list[str]:
    """Return the words of running in a text, each once."""
    return sorted({found.group().lower() for found in OF_RUNNING.finditer(text)})


def valid(base: RuleBase, case: Mapping[str, Any], *, whole: bool = True) -> Case | None:
    """Return the case, or ``None`` where it contradicts itself or lacks a required fact."""
    try:
        return case_from(Document("", dict(case), {}), base, whole=whole)
    except CaseError:
        return None


def random_cases(base: RuleBase, count: int, moment: str | None = None) -> Iterator[dict[str, Any]]:
    """Yield random valid cases, the same whatever the wording, half of them near the standard case."""
    chance = random.Random(f"plants {moment}")
    found = 0
    while found < count:
        at = moment or chance.choice(list(base.vocabulary.moments))
        case = _drawn(base, at, chance)
        if valid(base, case) is not None:
            found += 1
            yield case


def _drawn(base: RuleBase, moment: str, chance: random.Random) -> dict[str, Any]:
    standard = standard_case(base, moment)
    near = chance.random() < 0.5
    case: dict[str, Any] = {MOMENT: moment}
    for info in base.vocabulary.asked_at(moment):
        if near and chance.random() < 0.7:
            if info.name in standard:
                case[info.name] = standard[info.name]
        elif moment in info.required_at or chance.random() < 0.75:
            case[info.name] = any_value(base, info, chance)
    return mended(base.vocabulary, case)


def any_value(base: RuleBase, info: FactInfo, chance: random.Random) -> Any:
    """Draw an allowed value of a fact."""
    match info.kind:
        case "word":
            return chance.choice(info.values)
        case "flag":
            return chance.random() < 0.5
        case "row":
            return chance.choice(list(base.tables[info.table].by_id))
        case "quantity":
            return chance.choice([each for each in (*info.examples, *info.tried) if isinstance(each, str)])
        case "items":
            fields = base.vocabulary.fields_of(info.name)
            count = chance.choice([0, 0, 1, 1, 2])
            return [{each.name.split(".")[1]: chance.choice(each.values) for each in fields} for _ in range(count)]
    low, high = info.minimum or 0, info.maximum or 0
    most = min(high, low + chance.choice([2, 15, high - low]))
    return chance.randint(int(low), int(most)) if info.integer else round(chance.uniform(low, most), 1)


def spoken(value: Any) -> str:
    """Say an answer as a person would type it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return "; ".join(" ".join(str(word) for word in item.values()) for item in value) or "none"
    return str(value)
