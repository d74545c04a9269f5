"""Read the vocabulary of a knowledge folder: facts, what follows from them, and what no case can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from springstep.engine.errors import nearest
from springstep.engine.language.conditions import (
    All,
    Among,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Term,
    both,
    names_in,
)
from springstep.engine.language.evaluate import measure
from springstep.engine.language.numbers import exact
from springstep.engine.language.parse import ConditionError, parse_condition, parse_number, parse_value
from springstep.engine.language.substitute import substituted
from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import (
    MOMENT,
    Constraint,
    Definition,
    FactInfo,
    ProofView,
    Scope,
    Vocabulary,
    Way,
)
from springstep.engine.rulebase.reading import KnowledgeReader
from springstep.engine.rulebase.vocabulary_shapes import (
    ConstraintShape,
    DerivedShape,
    FactShape,
    FactsShape,
    ProofShape,
)
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

Names = dict[str, FactInfo]


def read_vocabulary(reader: KnowledgeReader, folder: Path, tables: Mapping[str, Table]) -> Vocabulary | None:
    """Read ``facts.yaml``, ``derived.yaml`` and ``constraints.yaml``; faults go to the reader, then it is ``None``."""
    before = len(reader.faults)
    told, whole = reader.read(folder / "facts.yaml", FactsShape)
    derived, derivations = reader.read(folder / "derived.yaml", tuple[DerivedShape, ...])
    limits, constraints = reader.read(folder / "constraints.yaml", tuple[ConstraintShape, ...])
    if len(reader.faults) > before:
        return None
    builder = VocabularyBuilder(reader, tables)
    facts = builder.facts(told, whole)
    scopes = {
        shape.each: Scope(shape.each, shape.fact, shape.each_words, _fields(shape))
        for shape in whole.facts
        if shape.each
    }
    definitions = tuple(
        found
        for index, shape in enumerate(derivations)
        if (found := builder.at(derived, (index,)).definition(shape)) is not None
    )
    for index, shape in enumerate(derivations):
        if shape.fact in {each.fact for each in derivations[:index]}:
            builder.at(derived, (index,)).fault(
                "fact", f"'{shape.fact}' is derived twice", "one entry with all its ways"
            )
    kept = tuple(
        made
        for index, shape in enumerate(constraints)
        if (made := builder.at(limits, (index,)).constraint(shape)) is not None
    )
    if len(reader.faults) > before:
        return None
    return Vocabulary(
        dict(whole.moments),
        facts,
        scopes,
        definitions,
        kept,
        group_words=dict(whole.groups),
        counted=whole.counted,
    )


class VocabularyBuilder:
    """Builds the vocabulary's parts, noting every fault at its place."""

    def __init__(
        self, reader: KnowledgeReader, tables: Mapping[str, Table], names: Mapping[str, FactInfo] | None = None
    ) -> None:
        self._reader = reader
        self._tables = tables
        self._document = Document("", None, {})
        self._where: Place = ()
        self.names: Names = dict(names or {})

    def at(self, document: Document, where: Place) -> VocabularyBuilder:
        """Take up one entry of a file."""
        self._document, self._where = document, where
        return self

    def fault(self, key: str | Place, what: str, allowed: str = "") -> None:
        """Note a fault at an entry of what is taken up."""
        path = (*self._where, *((key,) if isinstance(key, str) else key))
        self._reader.faults.append(self._document.fault(path, what, allowed=allowed))

    def parsed(self, key: str | Place, parse: Callable[[], Any]) -> Any:
        """Return what is parsed, or ``None`` and the fault noted."""
        try:
            return parse()
        except ConditionError as error:
            self.fault(key, str(error))
            return None

    def filled(self, key: str | Place, text: str, names: Collection[str]) -> None:
        """Note a fault for each name in braces that nothing can be filled in for."""
        for name in re.findall(r"\{(\w+)(?::[^}]*)?\}", text):
            if name not in names:
                self.fault(key, f"'{name}' is nothing that can be filled in", nearest(name, names))

    # Facts

    def facts(self, document: Document, whole: FactsShape) -> Names:
        """Return the facts, and let what follows refer to them and to their groups."""
        moments = tuple(whole.moments)
        for index, shape in enumerate(whole.facts):
            self.at(document, ("facts", index))
            if shape.fact in self.names:
                self.fault("fact", f"'{shape.fact}' stands twice")
            for key, named in (("moments", shape.moments), ("required", shape.required)):
                for moment in named:
                    if moment not in moments:
                        self.fault(key, f"no moment is called '{moment}'", nearest(moment, moments))
            if shape.table is not None and shape.table not in self._tables:
                self.fault("table", f"no table is called '{shape.table}'", nearest(shape.table, self._tables))
            self.names[shape.fact] = self._info(shape)
        first = self.names.get(MOMENT)
        if first is None or first.kind != "word" or set(first.values) != set(moments):
            self.at(document, ("facts",)).fault((), f"needs a fact '{MOMENT}' with the moments for its values")
        facts = dict(self.names)
        groups: dict[str, list[str]] = {}
        for info in facts.values():
            groups.setdefault(info.group, []).append(info.name)
        for name, members in groups.items():
            if name:
                self.names[name] = FactInfo(name, "group", name, values=tuple(members))
        return facts

    def _info(self, shape: FactShape) -> FactInfo:
        units: dict[str, Fraction] = {}
        for unit, amount in shape.units.items():
            term = self.parsed(("units", unit), lambda amount=amount: parse_number(str(amount), {}))  # type: ignore[misc]
            if term is not None:
                units[unit] = Fraction(measure(term)({}))
        return FactInfo(
            name=shape.fact,
            kind=shape.kind,
            label=shape.label,
            question=shape.question,
            help=" ".join(shape.help.split()),
            unit=shape.unit,
            values=tuple(field.field for field in shape.fields) if shape.kind == "items" else shape.values,
            minimum=shape.minimum,
            maximum=shape.maximum,
            integer=shape.integer,
            tried=shape.tried,
            moments=shape.moments,
            required_at=shape.required,
            change=shape.change,
            group=shape.group or "",
            remembered=shape.remembered,
            volunteered=shape.volunteered,
            answers=shape.answers or "",
            serves=shape.serves,
            table=shape.table or "",
            most=shape.most,
            form=shape.form,
            goes_on=shape.goes_on,
            told=shape.told.words() if shape.told is not None else None,
            examples=shape.examples,
            units=units,
        )

    # Derived facts

    def definition(self, shape: DerivedShape) -> Definition | None:
        """Build a derived fact; ``None`` when it has faults."""
        before = len(self._reader.faults)
        known = self.names.get(shape.fact)
        if known is None and shape.kind is None:
            self.fault("fact", f"'{shape.fact}' is no fact of a case, so it needs its kind", "tell kind and label")
            return None
        guard = self.parsed("when", lambda: parse_condition(shape.when or "always", self.names))
        ways = tuple(Way(both(guard, way.when), way.value, way.note) for way in self._ways(shape) if guard is not None)
        for way in ways:
            self.filled("fact", way.note, self.names)
        if len(self._reader.faults) > before:
            return None
        info = known or FactInfo(
            shape.fact,
            shape.kind or "number",
            shape.label or shape.fact.replace("_", " "),
            unit=shape.unit,
            values=shape.values or _words_of(ways),
            minimum=shape.minimum if shape.minimum is not None else 1 if shape.last_row is not None else None,
            maximum=shape.maximum if shape.last_row is None else len(self._tables[shape.last_row.table].rows),
            integer=shape.integer or shape.last_row is not None,
            moments=shape.moments,
        )
        found = Definition(info, ways, shape.places, shape.because, shape.asked or "")
        if known is None:
            found = replace(found, info=replace(info, derived_from=found.reads))
            self.names[shape.fact] = found.info
        if shape.proof is not None:
            found = replace(found, proof=self._proof(shape.proof))
        return found if len(self._reader.faults) == before else None

    def _ways(self, shape: DerivedShape) -> Iterable[Way]:
        if shape.last_row is not None:
            yield from self._last_row(shape)
        elif shape.of_row is not None:
            yield from self._of_row(shape)
        for index, case in enumerate(shape.cases):
            when = self.parsed(("cases", index, "when"), lambda case=case: parse_condition(case.when, self.names))  # type: ignore[misc]
            value = self.parsed(("cases", index, "value"), lambda case=case: self._value(case.value, shape))  # type: ignore[misc]
            if when is not None and value is not None:
                yield Way(when, value, case.note)

    def _value(self, text: Any, shape: DerivedShape) -> Term:
        info = self.names.get(shape.fact)
        kind = info.kind if info is not None else shape.kind
        if kind == "number":
            return parse_number(str(text), self.names)
        return parse_value(str(text), info or FactInfo(shape.fact, kind or "word", shape.label, values=shape.values))

    def _last_row(self, shape: DerivedShape) -> Iterable[Way]:
        """Yield a case for each row, the last one first, then what is taken when no row fits but all is known."""
        told = shape.last_row
        assert told is not None
        table = self._tables.get(told.table)
        if table is None:
            self.fault(("last_row", "table"), f"no table is called '{told.table}'", nearest(told.table, self._tables))
            return
        where = self.parsed(("last_row", "where"), lambda: parse_condition(told.where, {**self.names, **table.names}))
        if where is None:
            return
        for row in reversed(table.rows):
            values = table.values_of(row)
            yield Way(substituted(where, values), Constant(row.place), _filled(shape.note, values))
        if shape.otherwise is not None:
            least = table.rows[shape.otherwise - 1]
            yield Way(_all_known(where, table), Constant(shape.otherwise), _filled(shape.note, table.values_of(least)))

    def _of_row(self, shape: DerivedShape) -> Iterable[Way]:
        """Yield a case for each word that stands in the column."""
        told = shape.of_row
        assert told is not None
        named = self.names.get(told.fact)
        if named is None or named.kind != "row":
            rows = [name for name, info in self.names.items() if info.kind == "row"]
            self.fault(("of_row", "fact"), f"'{told.fact}' names no row", nearest(told.fact, rows))
            return
        table = self._tables[named.table]
        if told.column != "place" and told.column not in table.columns:
            self.fault(("of_row", "column"), f"there is no column '{told.column}'", nearest(told.column, table.columns))
            return
        for value in dict.fromkeys(row[told.column] for row in table.rows):
            ids = tuple(row.id for row in table.rows if row[told.column] == value)
            yield Way(Among(Fact(told.fact), ids), Constant(value), shape.note)

    def _proof(self, shape: ProofShape) -> ProofView | None:
        holds = self.parsed(("proof", "holds"), lambda: parse_condition(shape.holds, self.names))
        prefers = [
            self.parsed(("proof", "prefers", index), lambda text=text: parse_condition(text, self.names))  # type: ignore[misc]
            for index, text in enumerate(shape.prefers)
        ]
        if holds is None or None in prefers:
            return None
        return ProofView(holds, tuple(prefers), tuple(dict(way) for way in shape.told_as), shape.because)

    # Constraints

    def constraint(self, shape: ConstraintShape) -> Constraint | None:
        """Build a constraint; ``None`` when it has faults."""
        before = len(self._reader.faults)
        when: Condition | None = None
        forbids: tuple[str, ...] = ()
        never: Condition | None
        if shape.when is not None:
            when = self.parsed("when", lambda: parse_condition(shape.when or "", self.names))
            named = self.names.get(shape.forbids or "")
            if named is None:
                self.fault(
                    "forbids", f"there is no fact or group '{shape.forbids}'", nearest(str(shape.forbids), self.names)
                )
                return None
            forbids = named.values if named.kind == "group" else (named.name,)
            known: Condition = Either(tuple(Known(Fact(name)) for name in forbids))
            never = All((when, known)) if when is not None else None
        else:
            never = self.parsed("never", lambda: parse_condition(shape.never or "", self.names))
        numbers = {
            name: self.parsed(("numbers", name), lambda text=text: parse_number(text, self.names))  # type: ignore[misc]
            for name, text in shape.numbers.items()
        }
        mends = {
            name: self.parsed(("mends", name), lambda text=text: parse_number(text, self.names))  # type: ignore[misc]
            for name, text in shape.mends.items()
        }
        if shape.at and shape.at not in self.names:
            self.fault("at", f"there is no fact '{shape.at}'", nearest(shape.at, self.names))
        self.filled("says", shape.says, {*self.names, *numbers, "told"})
        if never is None or len(self._reader.faults) > before:
            return None
        return Constraint(
            name=shape.constraint,
            about=shape.about,
            never=never,
            at=shape.at,
            says=shape.says,
            allowed=shape.allowed,
            numbers=numbers,
            when=when,
            forbids=forbids,
            mends=mends,
            because=shape.because,
        )


def _fields(shape: FactShape) -> Names:
    found = [
        FactInfo(
            f"{shape.each}.{field.field}",
            "word",
            field.field,
            question=field.question,
            help=" ".join(field.help.split()),
            values=field.values,
        )
        for field in shape.fields
    ]
    return {info.name: info for info in found}


def _words_of(ways: Iterable[Way]) -> tuple[str, ...]:
    values = (way.value.value for way in ways if isinstance(way.value, Constant))
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))


def _filled(note: str, values: Mapping[str, Any]) -> str:
    """Put a row's values into a note, and leave the rest for later."""
    for name, value in values.items():
        note = note.replace(f"{{{name}}}", str(exact(value)))
    return note


def _all_known(where: Condition, table: Table) -> Condition:
    facts = [name for name in names_in(where) if name not in table.names]
    known = tuple(Known(Fact(name)) for name in facts)
    return known[0] if len(known) == 1 else All(known)
