"""A form in which a run is written down: its fields, and the plain values that were entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from springstep.diary.asked import has_set, set_words
from springstep.diary.entry import PlannedSession
from springstep.diary.questions import BY_NAME
from springstep.diary.table import from_text, number_in
from springstep.engine.errors import Fault
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.lines import Entered

SIGNED = ("day", "run_kind", "duration_min")
EFFORTS = ("efforts", "effort_s", "drill")
AFTER = (
    "cues",
    "pain",
    "pain_site",
    "injury",
    "warning_gone",
    "felt_during",
    "felt_after",
    "fatigue_after",
    "form_held",
)
RATED = ("recovery", "cadence", "stride", "spring", "return_to_pace")
NOTE = "note"
_ALL = (*SIGNED, "bursts", *EFFORTS, *AFTER, *RATED, NOTE)
_FLAG_WORDS = {"true": "yes", "false": "no"}
_PLANNED = {"done": "all of it: {}", "partly": "some of it", "skipped": "none of it", "none": ""}
_FREE = {"done": "yes", "partly": "", "skipped": "", "none": "no, a run without bursts"}
_NO_HELP = ("day", "drill", "injury", "cues", "bursts", "pain_site", "duration_min", NOTE)
"""Of which the help speaks of what is typed, or says no more than the question."""
_LONG = ("pain_site", "injury", "drill", "run_kind")
"""Of many words, to be chosen from a list."""


class FieldWord(NamedTuple):
    """One of the words that a field may hold."""

    value: str
    label: str
    chosen: bool


class Field(NamedTuple):
    """A field as it is shown."""

    name: str
    kind: str
    """``day``, ``number``, ``one`` with buttons, ``list``, ``many`` or ``text``."""
    question: str
    help: str
    value: str
    choices: tuple[FieldWord, ...]
    least: str
    most: str
    mistake: str


def fields_of(
    names: Iterable[str],
    entered: Entered,
    base: RuleBase,
    *,
    plan: PlannedSession | None,
    faults: Sequence[Fault] = (),
    warning: str = "",
) -> tuple[Field, ...]:
    """Return some fields of the form, filled with what was entered; ``warning`` asks whether a logged one is gone."""
    return tuple(
        _field(name, entered, base, plan, faults, warning) for name in names if name != "warning_gone" or warning
    )


def values_of(entered: Entered) -> dict[str, Any]:
    """Return what was entered as the plain values of an entry's fields; what was left empty is not among them."""
    found: dict[str, Any] = {}
    for name in _ALL:
        given = [each.strip() for each in entered.get(name, ()) if each.strip()]
        if given:
            found[name] = given if name == "cues" else _value(name, given[0])
    return found


def mistakes_in(faults: Iterable[Fault]) -> list[tuple[str, str]]:
    """Return for each fault the field that it is about, and the fault in a sentence."""
    return [(_name(fault), _sentence(fault)) for fault in faults]


def _value(name: str, text: str) -> Any:
    return number_in(text) if BY_NAME[name].kind == "number" else from_text(name, text)


def _field(
    name: str,
    entered: Entered,
    base: RuleBase,
    plan: PlannedSession | None,
    faults: Sequence[Fault],
    warning: str,
) -> Field:
    info = BY_NAME[name]
    given = [each.strip() for each in entered.get(name, ())]
    question = warning if name == "warning_gone" else info.question
    return Field(
        name=name,
        kind=_kind(name),
        question=question,
        help=info.help if name not in _NO_HELP else "",
        value=next(iter(given), ""),
        choices=tuple(FieldWord(value, label, value in given) for value, label in _words(name, base, plan)),
        least="" if info.minimum is None else f"{info.minimum:g}",
        most="" if info.maximum is None else f"{info.maximum:g}",
        mistake=" ".join(_sentence(fault) for fault in faults if _name(fault) == name),
    )


def _kind(name: str) -> str:
    info = BY_NAME[name]
    if name in ("day", NOTE):
        return "day" if name == "day" else "text"
    if name == "cues":
        return "many"
    if info.kind == "number":
        return "number"
    return "list" if name in _LONG else "one"


def _words(name: str, base: RuleBase, plan: PlannedSession | None) -> Iterator[tuple[str, str]]:
    """Yield the words that a field may hold, each as it is shown."""
    info = BY_NAME[name]
    if name == "bursts":
        planned = plan is not None and has_set(plan)
        shown = _PLANNED if planned else _FREE
        for value, label in shown.items():
            if label:
                yield value, label.format(set_words(plan)) if plan is not None and planned else label
    elif name == "drill":
        yield from ((row.id, plain(row.id)) for row in base.tables[info.table].rows)
    elif info.kind == "flag":
        yield from _FLAG_WORDS.items()
    else:
        yield from ((value, plain(value)) for value in info.values)


def _name(fault: Fault) -> str:
    return fault.where.partition("[")[0].partition(".")[0]


def _sentence(fault: Fault) -> str:
    info = BY_NAME.get(_name(fault))
    if info is not None and fault.code == "missing":
        return info.question
    said = f"{info.label}: {fault.what}" if info is not None else fault.what
    allowed = f" ({plain(fault.allowed)})" if fault.allowed and "springstep" not in fault.allowed else ""
    return f"{said[:1].upper()}{said[1:]}{allowed}."
