"""The plans and answers of ``answers.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import springstep
from springstep import Recommendation

FILE = Path(__file__).with_name("answers.yaml")


@cache
def told() -> dict[str, Any]:
    """Return the file."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def answers() -> Iterator[tuple[Recommendation, str]]:
    """Yield every answer with its plan."""
    for group in told()["answers"]:
        case = {**told()["usual"][group["moment"]], **group["with"]}
        plan = springstep.recommend({name: value for name, value in case.items() if value is not None})
        for answer in group["answers"]:
            yield plan, answer.strip()
