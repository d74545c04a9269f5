"""Whose advice in a group differs, as lines: how many, and a story for each."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.cli.group.group_lines import fault_line
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.characters import on_one_line
from springstep.engine.explain.what_if import Side
from springstep.group.change import AthleteChange, GroupDifference

_NOTHING = "not decided"


def difference_lines(found: GroupDifference, *, whole: bool) -> Iterator[str]:
    """Yield how many change, then for each what was said, what is said now, and the rule; ``whole`` tells all of it."""
    many = len(found.changed)
    if many:
        yield heading(f"{many} of your {found.compared} change{'s' if many == 1 else ''}.")
    else:
        yield heading(f"None of your {found.compared} changes.")
    for each in found.changed:
        yield ""
        yield heading(on_one_line(each.name))
        yield from columns(list(_story(each, whole)))
    if found.faults:
        yield ""
        yield heading("Could not be read")
        yield from (wrapped(fault_line(fault), rest="  ") for fault in found.faults)


def _story(each: AthleteChange, whole: bool) -> Iterator[tuple[str, str]]:
    if each.was != each.now:
        yield "was", each.was
        yield "is", each.now
    if each.rule:
        yield "by", f"{each.rule}: {each.because}"
    for one in each.decisions if whole or each.was == each.now else ():
        yield one.title.lower(), f"{_side(one.now)} -> {_side(one.then)}"
    for word, said in (("said now", each.advice_new), ("no longer", each.advice_gone)):
        shown = said if whole or not each.decisions else ()
        yield from ((word, f"{advice.say} ({', '.join(advice.rules)})") for advice in shown)


def _side(side: Side | None) -> str:
    return _NOTHING if side is None else f"{side.text} ({', '.join(side.rules)})" if side.rules else side.text
