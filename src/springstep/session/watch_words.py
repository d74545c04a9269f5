"""What a watch shows of a run, as declared in the knowledge: short names of drills and stretches, and cues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.tables import Table
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "watch.yaml"
_PARTS = {
    "names": ("warm_up", "recovery", "walk", "easy", "cool_down"),
    "cues": ("recovery", "walking_breaks", "place"),
    "titles": ("bursts", "strides", "easy_run"),
}
_FILLED = ("efforts", "effort_s")
"""What is filled into the title of a run with a set."""


class DrillWords(Frozen):
    """A drill by its short name, and the one thing to think of."""

    name: str
    cue: str


class Places(Frozen):
    """What bears on where a burst is done."""

    topics: tuple[str, ...]
    """Under which the advice on it stands."""
    leave_out: tuple[str, ...]
    """Rules under these topics that say nothing about where."""
    choose: tuple[str, ...]
    """Rules by which the place has to be waited for."""


class WatchWords(Frozen):
    """The words of a watch."""

    drills: Mapping[str, DrillWords]
    names: Mapping[str, str]
    cues: Mapping[str, str]
    titles: Mapping[str, str]
    places: Places


def read_watch_words(reader: KnowledgeReader, folder: Path, tables: Mapping[str, Table]) -> dict[str, Any]:
    """Read the words of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.watch_words_schema import WatchWordsSchema  # imports pydantic, needed only here

    drills = tables["drills"].by_id
    declared = read_declared(reader, folder / FILE, WatchWordsSchema, {"drills": ("drill", drills)})
    if declared:
        reader.faults += _faults(declared, drills)
    return declared


def _faults(declared: Mapping[str, Any], drills: Collection[str]) -> list[Fault]:
    """Return what is missing, and which drills could not be told apart on a watch."""
    asked = {"drills": tuple(drills), **_PARTS}
    missing = [
        Fault("missing", f"'{name}' has no words", where, source=FILE)
        for where, names in asked.items()
        for name in names
        if name not in declared[where]
    ]
    shown = Counter(words["name"] for words in declared["drills"].values())
    twice = [
        Fault("duplicate", f"two drills are called '{name}'", "drills", source=FILE)
        for name, times in shown.items()
        if times > 1
    ]
    unknown = [
        Fault("unknown_name", f"'{name}' has no such thing to fill in: '{each}'", "titles", source=FILE)
        for name, title in declared["titles"].items()
        for each in _filled_in(title)
        if each not in (_FILLED if name != "easy_run" else ())
    ]
    return [*missing, *twice, *unknown]


def _filled_in(title: str) -> list[str]:
    """Return what stands in braces; a brace that opens or closes nothing is told as it stands."""
    try:
        parts = [part for part in Formatter().parse(title) if part[1] is not None]
    except ValueError:
        return [title]
    return [f"{name}{f'!{how}' if how else ''}{f':{form}' if form else ''}" for _, name, form, how in parts]


def watch_words(base: RuleBase) -> WatchWords:
    """Return the words of a rule base."""
    declared = base.declared["watch"]
    drills = {name: DrillWords(**words) for name, words in declared["drills"].items()}
    places = Places(**{name: tuple(each) for name, each in declared["places"].items()})
    return WatchWords(**{**declared, "drills": drills, "places": places})
