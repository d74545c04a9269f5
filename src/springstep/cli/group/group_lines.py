"""A group as lines: an athlete a line, the worrying ones first, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

from springstep.cli.text.lines import heading, wrapped
from springstep.diary.day_words import days_words
from springstep.engine.characters import on_one_line
from springstep.engine.errors import Fault
from springstep.group.advice import AthleteAdvice, GroupAdvice

_WIDEST_NAME = 24


def group_lines(found: GroupAdvice) -> Iterator[str]:
    """Yield what a group is advised, then each fault with its line and column."""
    counted = f"{len(found.athletes)} athlete{'' if len(found.athletes) == 1 else 's'}"
    yield heading(f"{counted}, {days_words([found.day])}")
    yield from aligned([row_of(each) for each in found.athletes])
    for each in found.athletes:
        yield from (wrapped(f"{each.name}: {said}", rest="  ") for said in each.safer)
    if found.faults:
        yield ""
        yield heading("Could not be read")
        yield from (wrapped(fault_line(fault), rest="  ") for fault in found.faults)


def row_of(each: AthleteAdvice) -> tuple[str, ...]:
    """Return the cells of one athlete: name, standing, set, drill, why with its rule."""
    dose = f"{each.efforts} x {each.effort_s} s" if each.efforts is not None else ""
    return on_one_line(each.name), each.standing, dose, (each.drill_name or "").lower(), f"{each.why} {each.rule}"


def aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows with their cells below each other; a line that is longer than the terminal goes on in the next."""
    last = len(rows[0]) - 1 if rows else 0
    wide = [max(cells_of(row[place]) for row in rows) for place in range(last)]
    for row in rows:
        bounded = zip(row, [min(wide[0], _WIDEST_NAME), *wide[1:]], strict=False)
        cells = [cell + " " * (most - cells_of(cell)) for cell, most in bounded]
        yield wrapped("  ".join([*cells, row[last]]), rest="    ")


def fault_line(fault: Fault) -> str:
    """Say what is wrong with one line, and where: whose, the line, the column and what it is called."""
    at = [fault.row, fault.source]
    at += [f"line {fault.line}"] if fault.line is not None else []
    at += [f"column {fault.column}"] if fault.column is not None else []
    where = ", ".join(part for part in at if part)
    said = f"{fault.where}: {fault.what}" if fault.where else fault.what
    return on_one_line(f"{where}: {said}{f'; {fault.allowed}' if fault.allowed else ''}")


def cells_of(text: str) -> int:
    r"""Return how many cells of a terminal a text takes: two for a wide character, none for one that joins another.

    >>> cells_of("Anna"), cells_of("e\u0301"), cells_of("\u4e2d")
    (4, 1, 2)
    """
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)
