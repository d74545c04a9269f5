"""What is said of an entry that is refused: a danger that it tells comes first, then the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from springstep.cli.diary.answer_lines import barred_lines
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.check import SKIPPED
from springstep.diary.errors import DiaryError
from springstep.diary.heard import danger_in
from springstep.installed import default_rule_base

_APART = "; --apart, if it was another run"
_NOT_KEPT = "Your diary does not know it yet: put right what is named below, and add the run again."


@contextmanager
def heard(told: Any, today: date) -> Iterator[None]:
    """Say a danger that is told in an entry, or in one of a list, if it is refused; faults go on with the way out."""
    try:
        yield
    except DiaryError as error:
        for fields in told if isinstance(told, list) else [told]:
            bars = danger_in(fields, today=today, base=default_rule_base())
            if bars is not None:
                for line in barred_lines(bars):
                    echo(line, err=True)
                echo(wrapped(_NOT_KEPT), err=True)
                break
        raise DiaryError(
            [replace(one, allowed=SKIPPED + _APART) if one.allowed == SKIPPED else one for one in error.faults]
        ) from None
