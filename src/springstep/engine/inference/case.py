"""Read a case, check it against the vocabulary, and work out its facts: given, remembered or derived."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import Any, BinaryIO, Literal

from springstep.engine.errors import CaseError, Fault, nearest, shown
from springstep.engine.frozen import Frozen
from springstep.engine.inference.derived_facts import broken, derive, fault_words, meaning
from springstep.engine.inference.host_values import plain_case
from springstep.engine.inference.moments import moment_faults, moment_of
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.inference.told_case import in_plain_words
from springstep.engine.language.fact_info import MOMENT, is_unknown
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document, SourceError, parse, path_of, read_file, read_stream

MAX_CASE_BYTES = 64_000
MOST_FACTS = 1_000
"""How many facts a case may give, known ones and others."""
STANDARD_INPUT = "standard input"

Source = Literal["given", "diary", "derived", "assumed", "decided"]


class Case(Frozen):
    """A valid case: the facts that it gives, in the vocabulary's order, and nothing else."""

    given: Mapping[str, Any]
    said: Mapping[str, str] = field(default_factory=dict)
    """How facts were told, where not as the value itself, by fact."""
    safer: Mapping[str, str] = field(default_factory=dict)
    """What was taken as the safer of several readings of what was told, in a sentence, by fact."""

    @property
    def moment(self) -> str:
        """Return the moment of the case."""
        return str(self.given[MOMENT])

    def get(self, fact: str) -> Any:
        """Return the value of a fact; ``None`` when the case does not give it."""
        return self.given.get(fact)

    def plain(self) -> dict[str, Any]:
        """Return the facts as plain JSON values."""
        return {
            name: [item if isinstance(item, str) else dict(item) for item in value]
            if isinstance(value, tuple)
            else value
            for name, value in self.given.items()
        }


class FactValue(Frozen):
    """The value of one fact, and where it comes from."""

    value: Any
    """As the rules read it: numbers are exact."""
    source: Source
    note: str = ""
    """For a derived fact how it was worked out; for one from the diary the entries; for an assumed one the rule."""
    as_given: Any = None
    """How the case gives it, where the rules read it otherwise: ``10 kg``, or a decimal number."""


def case_of(given: Any, base: RuleBase, *, whole: bool = True) -> Case:
    """Return a valid case from a mapping, a model, or the path of a file; raises ``CaseError`` with every fault.

    With ``whole=False`` facts that the moment requires may still be missing.
    """
    if isinstance(given, Case):
        return given
    if isinstance(given, Mapping):
        document = Document("", plain_case(given), {})
    elif (path := path_of(given)) is not None:
        document = read_case(path)
    elif isinstance(given, str):
        allowed = "a mapping of facts to values, or pathlib.Path(...) of a file"
        raise CaseError([Fault("wrong_type", f"the text {shown(given)} is no case", allowed=allowed)])
    elif hasattr(given, "model_dump"):
        document = Document("", given.model_dump(mode="json", exclude_none=True), {})
    else:
        raise CaseError([Fault("wrong_type", f"a case is a mapping, a Case or a file's path, not {shown(given)}")])
    return case_from(document, base, whole=whole)


def read_case(path: pathlib.Path) -> Document:
    """Read a case file, YAML or JSON by its suffix, or the case inside a witness file; raises ``CaseError``."""
    try:
        return _case_inside(parse(read_file(path, max_bytes=MAX_CASE_BYTES), name=str(path)))
    except SourceError as error:
        raise CaseError(error.faults) from None


def _case_inside(document: Document) -> Document:
    """Return the case inside a witness of an audit, which also holds what was advised; else the document itself."""
    if not isinstance(document.value, dict) or not {"case", "advised"} <= document.value.keys():
        return document
    inside = {path[1:]: place for path, place in document.positions.items() if path[:1] == ("case",)}
    return Document(document.name, document.value["case"], inside)


def read_case_stream(stream: BinaryIO | None) -> Document:
    """Read a case from standard input, YAML or JSON by its first character; raises ``CaseError``."""
    if stream is None:
        raise CaseError([Fault("unreadable", "is closed", source=STANDARD_INPUT)])
    try:
        return parse(read_stream(stream, name=STANDARD_INPUT, max_bytes=MAX_CASE_BYTES), name=STANDARD_INPUT)
    except SourceError as error:
        raise CaseError(error.faults) from None


def case_from(
    document: Document, base: RuleBase, *, whole: bool = True, today: date | None = None, words: bool = True
) -> Case:
    """Check a document and return its case; raises ``CaseError`` with every fault found.

    Plain words are read as at a prompt; where they have several readings, the gravest is taken, or asked for as a
    fault. Times told in them count from ``today``; without it they say nothing. With ``words=False`` only the plain
    form of the schema is read, and everything else refused. With ``whole=False`` facts that the moment requires may
    still be missing, as in the middle of a consultation.
    """
    if not isinstance(document.value, dict):
        raise CaseError(
            [document.fault("wrong_type", (), "a case is a mapping of facts to values", allowed=_example(base))]
        )
    vocabulary = base.vocabulary
    if len(document.value) > MOST_FACTS:
        what = f"holds {len(document.value):,} facts"
        raise CaseError([document.fault("too_large", (), what, allowed=f"at most {MOST_FACTS:,}")])
    given = plainly_valid(vocabulary, document.value)
    faults: list[Fault] = []
    said: dict[str, str] = {}
    safer: dict[str, str] = {}
    if given is None or _row_faults(given, base):
        document, said, safer, faults = in_plain_words(document, base, today, words=words)
        given = plainly_valid(vocabulary, document.value)  # type: ignore[arg-type]  # a mapping, as before
    if given is None:
        given, more = _worded(document, base)
        faults += more
    moment = moment_of(document.value, vocabulary)  # type: ignore[arg-type]  # as above
    faults += moment_faults(document, vocabulary)
    if whole and moment is not None:
        wrong = {fault.where for fault in faults}
        faults += [each for each in _required(document, given, base, moment) if each.where not in wrong]
    if given is not None:
        faults += _rows(given, document, base) + _contradictions(given, document, base)
    if faults or given is None:
        raise CaseError(sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0)))
    return Case({MOMENT: moment, **given}, said, safer)


def _worded(document: Document, base: RuleBase) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Check a case by pydantic, which says what is wrong with it."""
    # Both import pydantic, which is not needed to find a case valid.
    from springstep.engine.rulebase.case_model import case_model
    from springstep.engine.text.validation import validate

    case, faults = validate(case_model(base.vocabulary), document)
    names = {name: what for what, names in base.domain.about.get("not_considered", {}).items() for name in names}
    return (None if case is None else case.known()), [
        replace(fault, what=f"not considered: {names[fault.where]}", allowed="leave it out")
        if fault.code == "unknown_name" and fault.where in names
        else fault
        for fault in faults
    ]


def _required(document: Document, valid: Mapping[str, Any] | None, base: RuleBase, moment: str) -> list[Fault]:
    """Return what must be answered and is not; nothing, where an answer decides whatever the others were."""
    given: dict[str, Any] = document.value  # type: ignore[assignment]
    facts = base.vocabulary.facts
    if valid is not None and any(facts[name].settled_by(value) for name, value in valid.items()):
        return []
    return [
        document.fault(
            "missing",
            (info.name,),
            f"must be answered {base.vocabulary.moments[moment]}",
            allowed=f"{info.question} {info.allowed()}",
        )
        for info in base.vocabulary.facts.values()
        if moment in info.required_at and is_unknown(given.get(info.name))
    ]


def _rows(given: Mapping[str, Any], document: Document, base: RuleBase) -> list[Fault]:
    """Check that each fact that names a row of a table names an existing one."""
    found = []
    for name in _row_faults(given, base):
        table = base.tables[base.vocabulary.facts[name].table]
        what = f"no {table.row} is called {shown(given[name])}"
        found.append(document.fault("unknown_name", (name,), what, allowed=nearest(given[name], table.by_id)))
    return found


def _row_faults(given: Mapping[str, Any], base: RuleBase) -> list[str]:
    """Return the facts that name a row of a table which there is not."""
    facts = base.vocabulary.facts
    rows = [name for name in sorted(given) if facts[name].kind == "row"]
    return [name for name in rows if given[name] not in base.tables[facts[name].table].by_id]


def _contradictions(given: Mapping[str, Any], document: Document, base: RuleBase) -> list[Fault]:
    return [
        document.fault(
            "contradiction",
            (constraint.at,) if constraint.at else (),
            fault_words(constraint, base.vocabulary, given),
            allowed=constraint.allowed,
        )
        for constraint in broken(base.vocabulary, given)
    ]


def facts_of(case: Case, base: RuleBase, remembered: Iterable[Remembered] = ()) -> dict[str, FactValue]:
    """Return every fact that the case gives or that follows from it, in the vocabulary's order.

    ``remembered`` names those facts of the case that come from a record of earlier cases.
    """
    notes = {memory.fact: memory.note for memory in remembered if not memory.overruled}
    values = meaning(base.vocabulary, case.given)
    facts = {name: _fact_value(name, value, case, notes) for name, value in values.items()}
    for name, found in derive(base.vocabulary, values, case.given).items():
        facts[name] = FactValue(found.value, "derived", found.note)
    return facts


def _fact_value(name: str, value: Any, case: Case, notes: Mapping[str, str]) -> FactValue:
    raw = case.given[name]
    as_given = raw if isinstance(raw, (str, float)) and raw is not value else None
    if name in notes:
        return FactValue(value, "diary", notes[name], as_given)
    return FactValue(value, "given", case.said.get(name, ""), as_given)


def _example(base: RuleBase) -> str:
    """Show how a fact is written, by the first one that is a number."""
    info = next((info for info in base.vocabulary.facts.values() if info.kind == "number"), None)
    return f"such as {info.name}: {plain(info.minimum or 0)}" if info is not None else "such as name: value"
