"""Read a runner's case and work out the facts it gives: told, derived from what was told, or unknown."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Literal

from springstep.engine.errors import CaseError, Fault, nearest, shown
from springstep.engine.frozen import Frozen
from springstep.engine.inference.history import Remembered
from springstep.engine.language.vocabulary import DRILL_FACTS, case_facts
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document, SourceError, parse, read_file, read_stream
from springstep.engine.text.validation import validate
from springstep.knowledge.facts import Case

KM_PER_MILE = 1.609344
SLOWEST_MIN_PER_MI = 20.0
FASTEST_MIN_PER_MI = 3.5
MAX_CASE_BYTES = 64_000
STANDARD_INPUT = "standard input"
_DISAGREEMENT = 0.05

Source = Literal["given", "diary", "derived", "assumed", "decided"]


class FactValue(Frozen):
    """What is known of one fact, and from where."""

    value: Any
    source: Source
    note: str = ""
    """How a derived fact was found, from which entries one of the diary is, by which rule one was assumed."""


def case_of(given: Case | Mapping[str, Any] | str | pathlib.Path, base: RuleBase) -> Case:
    """Return a valid case from a model, a mapping or a file's path; raises ``CaseError`` with every fault."""
    if isinstance(given, Case):
        document = Document("", given.model_dump(mode="json", exclude_none=True), {})
    elif isinstance(given, Mapping):
        document = Document("", dict(given), {})
    elif isinstance(given, (str, pathlib.Path)):
        document = read_case(pathlib.Path(given))
    else:
        raise CaseError([Fault(f"a case is a mapping, a Case or a file's path, not {shown(given)}")])
    return case_from(document, base)


def read_case(path: pathlib.Path) -> Document:
    """Read a case file, YAML or JSON by its suffix, or the case of a kept example; raises ``CaseError``."""
    try:
        return _case_inside(parse(read_file(path, max_bytes=MAX_CASE_BYTES), name=str(path)))
    except SourceError as error:
        raise CaseError(error.faults) from None


def _case_inside(document: Document) -> Document:
    """Return the case of an example that an audit kept, which tells beside it what is advised; else what was read."""
    if not isinstance(document.value, dict) or not {"case", "advised"} <= document.value.keys():
        return document
    inside = {path[1:]: place for path, place in document.positions.items() if path[:1] == ("case",)}
    return Document(document.name, document.value["case"], inside)


def read_case_stream(stream: BinaryIO | None) -> Document:
    """Read a case from standard input, YAML or JSON by its first character; raises ``CaseError``."""
    if stream is None:
        raise CaseError([Fault("is closed", source=STANDARD_INPUT)])
    try:
        return parse(read_stream(stream, name=STANDARD_INPUT, max_bytes=MAX_CASE_BYTES), name=STANDARD_INPUT)
    except SourceError as error:
        raise CaseError(error.faults) from None


def case_from(document: Document, base: RuleBase, *, whole: bool = True) -> Case:
    """Check a document and return its case; raises ``CaseError`` with every fault found.

    With ``whole=False`` facts that the moment requires may still be missing, as in the middle of a consultation.
    """
    if not isinstance(document.value, dict):
        raise CaseError([document.fault((), "a case is a mapping of facts to values", allowed="such as fatigue: 2")])
    case, faults = validate(Case, document)
    faults += _required(document) if whole else []
    if case is not None:
        faults += _drills(case, document, base) + _run(case, document)
    if faults or case is None:
        raise CaseError(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return case


def _required(document: Document) -> list[Fault]:
    told: dict[str, Any] = document.value  # type: ignore[assignment]
    moment = told.get("moment", "before")
    return [
        document.fault((info.name,), f"must be answered {moment} a run", allowed=f"{info.question} {info.allowed()}")
        for info in case_facts().values()
        if moment in info.required_at and told.get(info.name) in (None, "unknown")
    ]


def _drills(case: Case, document: Document, base: RuleBase) -> list[Fault]:
    ids = {name: getattr(case, name) for name in sorted(DRILL_FACTS)}
    return [
        document.fault((name,), f"no drill is called {shown(drill)}", allowed=nearest(drill, base.drill_by_id))
        for name, drill in ids.items()
        if drill is not None and drill not in base.drill_by_id
    ]


def _run(case: Case, document: Document) -> list[Fault]:
    """Check that minutes, distance and pace agree, and that the pace is a runner's."""
    distance, pace, minutes = miles(case.distance), min_per_mile(case.pace), case.duration_min
    if distance == 0:
        return [document.fault(("distance",), "must be more than nothing")]
    if pace is None and distance and minutes:
        pace = minutes / distance
    if pace is not None and not FASTEST_MIN_PER_MI <= pace <= SLOWEST_MIN_PER_MI:
        what = f"{pace:.1f} minutes a mile is no running pace"
        allowed = f"from {FASTEST_MIN_PER_MI:g} to {SLOWEST_MIN_PER_MI:g} minutes a mile (2:11 to 12:25 a kilometre)"
        return [document.fault(("pace",) if case.pace else ("distance",), what, allowed=allowed)]
    if pace and distance:
        found = pace * distance
        if minutes and abs(found - minutes) > _DISAGREEMENT * minutes:
            what = f"distance and pace make {found:.0f} minutes, duration_min says {minutes:g}"
            return [document.fault(("duration_min",), what, allowed="give two of the three")]
        if not 1 <= found <= 600:
            return [document.fault(("distance",), f"a run of {found:.1f} minutes", allowed="from 1 to 600 minutes")]
    return []


def facts_of(case: Case, base: RuleBase, remembered: Iterable[Remembered] = ()) -> dict[str, FactValue]:
    """Return every fact that the case tells or that follows from it, in the vocabulary's order.

    ``remembered`` names those facts of the case that come from the diary.
    """
    notes = {memory.fact: memory.note for memory in remembered if not memory.overruled}
    facts = {
        name: FactValue(value, "diary", notes[name]) if name in notes else FactValue(value, "given")
        for name, value in case.known().items()
    }
    facts.update(_run_facts(case))
    if case.step_efforts is not None and case.step_effort_s is not None:
        level = step_level(case.step_efforts, case.step_effort_s, base)
        rung = base.ladder[level - 1]
        note = f"{case.step_efforts} x {case.step_effort_s} s, on the ladder {rung.efforts} x {rung.effort_s} s"
        facts["step_level"] = FactValue(level, "derived", note)
    if case.last_drill is not None:
        purpose = base.drill_by_id[case.last_drill].purpose
        facts["last_purpose"] = FactValue(purpose, "derived", f"the purpose of {case.last_drill}")
    return facts


def step_level(efforts: int, effort_s: int, base: RuleBase) -> int:
    """Return the highest rung that is neither more efforts nor longer ones than these; at least the first."""
    return max(
        [1, *(n for n, rung in enumerate(base.ladder, 1) if rung.efforts <= efforts and rung.effort_s <= effort_s)]
    )


def pace_min_per_mile(facts: Mapping[str, FactValue]) -> float | None:
    """Return the run's pace from its length and distance, unless either had to be assumed."""
    length, distance = facts.get("duration_min"), facts.get("distance_mi")
    if length is None or distance is None or "assumed" in (length.source, distance.source):
        return None
    return float(length.value / distance.value)


def _run_facts(case: Case) -> dict[str, FactValue]:
    distance, pace, minutes = miles(case.distance), min_per_mile(case.pace), case.duration_min
    found: dict[str, FactValue] = {}
    if minutes is None and distance and pace:
        minutes = round(distance * pace, 4)
        found["duration_min"] = FactValue(minutes, "derived", f"{case.distance} at {case.pace}")
    if distance:
        found["distance_mi"] = FactValue(round(distance, 3), "derived", f"{case.distance}")
    elif minutes and pace:
        found["distance_mi"] = FactValue(round(minutes / pace, 3), "derived", f"{minutes:g} min at {case.pace}")
    return found


def miles(distance: str | None) -> float | None:
    """Return a distance such as ``10 km`` in miles."""
    if distance is None:
        return None
    amount = float(distance[:-2])
    return amount if distance.endswith("mi") else amount / KM_PER_MILE


def min_per_mile(pace: str | None) -> float | None:
    """Return a pace such as ``6:00/km`` in minutes a mile."""
    if pace is None:
        return None
    clock, unit = (part.strip() for part in pace.split("/"))
    minutes, seconds = clock.split(":")
    amount = int(minutes) + int(seconds) / 60
    return amount if unit == "mi" else amount * KM_PER_MILE
