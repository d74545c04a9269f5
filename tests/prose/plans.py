"""The plans, answers and sentences of ``answers.yaml`` and ``sentences.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import springstep
from springstep import Recommendation


@cache
def _told(name: str) -> Any:
    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def _plan(group: Mapping[str, Any]) -> Recommendation:
    """Return the plan of a group of answers: of a whole case, or of the usual one of a moment with changes."""
    case = group.get("case") or {**_told("answers.yaml")["usual"][group["moment"]], **group["with"]}
    return springstep.recommend({name: value for name, value in case.items() if value is not None})


def answers() -> Iterator[tuple[Recommendation, str]]:
    """Yield every answer with its plan."""
    for group in _told("answers.yaml")["answers"]:
        plan = _plan(group)
        for answer in group["answers"]:
            yield plan, answer.strip()


def sentences() -> Iterator[tuple[Recommendation, list[str]]]:
    """Yield the sentences of each plan."""
    groups = _told("answers.yaml")["answers"]
    for told in _told("sentences.yaml"):
        yield _plan(groups[told["plan"]]), told["sentences"]
