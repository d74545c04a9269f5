"""Read what is chosen once the decisions are made, what follows from it, and the verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from springstep.engine.errors import nearest
from springstep.engine.language.choices import (
    Choice,
    Fits,
    OpenWords,
    Pool,
    Requirement,
    Verdict,
    Within,
    plan_names,
)
from springstep.engine.language.conditions import Always, Condition, Term
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.tables import Table
from springstep.engine.rulebase.choice_schema import ChoiceSchema, VerdictSchema
from springstep.engine.rulebase.definitions import build_definition
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import DerivedSchema
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

_ORDERED, _PREFERRED = ("best", "below"), ("most", "first", "less", "later")
_TEXTS = {"first": _ORDERED, "last": _ORDERED, "preferred": _PREFERRED}
"""What a choice has to say of its rows, by how one is taken."""


class Planned(NamedTuple):
    """What comes after the decisions."""

    choices: Mapping[str, Choice]
    plan: tuple[Definition, ...]
    """What follows from decisions and choices together, in the order in which it is worked out."""
    verdicts: Mapping[str, tuple[Verdict, ...]]
    """By moment; the first whose condition holds is given."""

    @property
    def names(self) -> dict[str, FactInfo]:
        """Return what conditions may read of the plan."""
        return plan_names(self.choices, self.plan)


def read_planned(
    reader: KnowledgeReader,
    folder: Path,
    facts: Mapping[str, FactInfo],
    moments: Iterable[str],
    tables: Mapping[str, Table],
) -> Planned | None:
    """Read ``choices.yaml``, ``plan.yaml`` and ``verdicts.yaml``; faults go to the reader, then it is ``None``.

    ``facts`` are the names that conditions may read: facts and decisions.
    """
    before = len(reader.faults)
    chosen, choices = reader.read(folder / "choices.yaml", tuple[ChoiceSchema, ...])
    planned, definitions = reader.read(folder / "plan.yaml", tuple[DerivedSchema, ...])
    given, verdicts = reader.read(folder / "verdicts.yaml", dict[str, tuple[VerdictSchema, ...]])
    if len(reader.faults) > before:
        return None
    builder = _Builder(reader, tables, facts)
    found = {schema.name: made for schema in choices if (made := builder.choice(chosen, choices, schema)) is not None}
    builder.bearing = dict(builder.parts.names)
    plan = [build_definition(builder.parts.at(planned, (index,)), schema) for index, schema in enumerate(definitions)]
    said = {moment: tuple(builder.verdicts(given, moment, schemas)) for moment, schemas in verdicts.items()}
    for moment in moments:
        if moment not in said:
            reader.faults.append(given.fault("missing", (), f"says no verdict for the moment '{moment}'"))
    if len(reader.faults) > before:
        return None
    return Planned(found, tuple(each for each in plan if each is not None), said)


class _Builder:
    """Builds choices and verdicts, noting every fault at its place."""

    def __init__(self, reader: KnowledgeReader, tables: Mapping[str, Table], facts: Mapping[str, FactInfo]) -> None:
        self.parts = VocabularyBuilder(reader, tables, facts)
        self._tables = tables
        self.bearing: Mapping[str, FactInfo] = {}
        """What may bear on what is done: facts, decisions and choices."""

    def choice(self, document: Document, all_of_them: tuple[ChoiceSchema, ...], schema: ChoiceSchema) -> Choice | None:
        """Build a choice, and let what comes later refer to it."""
        self.parts.at(document, (all_of_them.index(schema),))
        table = self._tables.get(schema.table)
        if table is None:
            self.parts.fault(
                "unknown_name", "table", f"no table is called '{schema.table}'", nearest(schema.table, self._tables)
            )
            return None
        names = {**self.parts.names, **table.names}
        needed = {"none", *_TEXTS[schema.take], *(("barred", "none_now") if schema.requires else ())}
        if missing := sorted(needed - schema.texts.keys()):
            self.parts.fault("missing", "texts", f"lacks {', '.join(missing)}")
        if schema.otherwise and schema.take == "preferred":
            self.parts.fault("out_of_place", "otherwise", "is said only of rows that are tried in order")
        found = Choice(
            name=schema.name,
            title=schema.title,
            moments=schema.moments,
            table=table,
            take=schema.take,
            how=schema.how,
            value=schema.value,
            shown=schema.shown,
            requires={
                moment: tuple(
                    Requirement(
                        self._condition(("requires", moment, index, "when"), each.when, self.parts.names), each.by
                    )
                    for index, each in enumerate(entries)
                )
                for moment, entries in schema.requires.items()
            },
            pools={
                moment: tuple(
                    Pool(
                        self._condition(("pools", moment, index, "when"), each.when, self.parts.names),
                        self._condition(("pools", moment, index, "among"), each.among, names),
                        each.by,
                        tuple(
                            (self._condition(("pools", moment, index, "others", place), other.when, names), other.say)
                            for place, other in enumerate(each.others)
                        ),
                    )
                    for index, each in enumerate(entries)
                )
                for moment, entries in schema.pools.items()
            },
            within=tuple(
                Within(each.cap, self._term(("within", index, "amount"), each.amount, names), each.refused)
                for index, each in enumerate(schema.within)
            ),
            fits=tuple(
                Fits(
                    each.moments,
                    self._term(("fits", index, "needs"), each.needs, names),
                    self._term(("fits", index, "room"), each.room, names),
                    each.by,
                    each.refused,
                )
                for index, each in enumerate(schema.fits)
            ),
            otherwise=self._condition(("otherwise",), schema.otherwise, names) if schema.otherwise else None,
            texts=schema.texts,
            best_by=schema.best_by,
            because=schema.because,
        )
        self.parts.names[schema.name] = found.info
        return found

    def verdicts(self, document: Document, moment: str, schemas: tuple[VerdictSchema, ...]) -> Iterable[Verdict]:
        """Yield the verdicts of a moment."""
        codes: set[str] = set()
        for index, schema in enumerate(schemas):
            self.parts.at(document, (moment, index))
            code = schema.code or schema.verdict
            if code in codes:
                what = f"'{code}' is the code of two verdicts of this moment"
                self.parts.fault("duplicate", "code", what, "a code of its own")
            codes.add(code)
            for way, text in schema.suggest.items():
                self.parts.filled(("suggest", way), text, self.bearing)
            for name in schema.bears:
                if name not in self.bearing:
                    what = f"'{name}' is not a fact, decision or choice"
                    self.parts.fault("unknown_name", "bears", what, nearest(name, self.bearing))
            self.parts.filled("say", schema.say, self.bearing)
            words = schema.open
            for key, text in (("instead", words.instead), ("add", words.add)) if words is not None else ():
                self.parts.filled(("open", key), text, ("open",))
            yield Verdict(
                schema.verdict,
                self._condition(("when",), schema.when, self.parts.names),
                schema.say,
                OpenWords(words.of, words.also, words.instead, words.add) if words is not None else None,
                schema.bears,
                schema.standing,
                code,
                schema.urgency,
                schema.suggest,
            )
        if not schemas:
            self.parts.at(document, ()).fault("missing", (moment,), "says no verdict")

    def _condition(self, key: Place, text: str, names: Mapping[str, FactInfo]) -> Condition:
        found: Any = self.parts.parsed(key, lambda: parse_condition(text, names))
        return found if found is not None else Always()

    def _term(self, key: Place, text: str, names: Mapping[str, FactInfo]) -> Term:
        found: Term = self.parts.parsed(key, lambda: parse_number(text, names))
        return found
