"""Approved runners as a coach reads of them: who is told otherwise and by which rule, and who can be kept no longer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from springstep.cli.audit.difference_page import side_words
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.snapshot import Lost
from springstep.engine.audit.told_otherwise import ToldOtherwise
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.wording import fact_words, listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase


def changed_lines(changed: Iterable[ToldOtherwise], *, whole: bool = False) -> Iterator[str]:
    """Yield for each runner who is told otherwise the story, what was and what is, and the rules that make it."""
    for each in changed:
        yield heading(listed(each.rules, last="and"))
        if each.witness is None:
            yield wrapped(each.says, first="  ")
            continue
        rows = [("runner", " ".join(each.witness.words[:-1]))]
        for shift in each.shifts:
            was, is_ = side_words(shift.before, whole=whole), side_words(shift.after, whole=whole)
            rows.append((shift.title.lower(), f"was {was} -> is {is_}"))
        for line in columns(rows):
            yield f"  {line}"
        yield ""


def lost_lines(lost: Iterable[Lost], base: RuleBase) -> Iterator[str]:
    """Yield for each runner who can be kept no longer who that is, and why."""
    for each in lost:
        told = [_answer(name, value, base) for name, value in each.approved.changes.items() if name != MOMENT]
        moment = base.vocabulary.moments.get(str(each.approved.changes.get(MOMENT)))
        who = "; ".join([*([moment] if moment else []), *told])
        yield wrapped(f"{listed(each.approved.shows, last='and')}: {each.why}. The runner: {who}.", rest="  ")


def _answer(name: str, value: Any, base: RuleBase) -> str:
    """Put an answer in words, be it to a question that there is no longer."""
    words = plain(value) if isinstance(value, (list, tuple)) else value_words(name, value, base.facts)
    return f"{fact_words(name, base.facts)}: {words}"
