"""Build the check-ins from their declarations, and check them against the facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from springstep.engine.errors import Code, nearest
from springstep.engine.language.check_ins import PARTS, CheckIn, CheckInWord
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.case_model import case_model
from springstep.engine.rulebase.check_in_schema import CheckInSchema
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

FILE = "check_ins.yaml"


def read_check_ins(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, CheckIn]:
    """Read the check-ins of a knowledge folder, which may have none; faults go to the reader."""
    if not (folder / FILE).exists():
        return {}
    document, schemas = reader.read(folder / FILE, tuple[CheckInSchema, ...])
    found: dict[str, CheckIn] = {}
    for index, schema in enumerate(schemas or ()):
        checking = _Checking(reader, document, (index,), vocabulary)
        if schema.check_in in {*vocabulary.facts, *found}:
            checking.fault("duplicate", ("check_in",), f"'{schema.check_in}' is the name of a fact or check-in already")
        checking.check(schema)
        found[schema.check_in] = _built(schema)
    return found


def _built(schema: CheckInSchema) -> CheckIn:
    words = tuple(
        CheckInWord(
            each.said,
            each.gives,
            each.opens,
            each.shown,
            denied=each.denied,
            at=each.there.at if each.there is not None else (),
            opens_at=each.there.opens if each.there is not None else (),
        )
        for each in schema.words
    )
    parts = {name: getattr(schema, name) for name in CheckInSchema.model_fields if name not in ("check_in", "words")}
    return CheckIn(schema.check_in, words=words, **{**parts, "help": " ".join(schema.help.split())})


class _Checking:
    """Checks one check-in, noting every fault at its place."""

    def __init__(self, reader: KnowledgeReader, document: Document, where: Place, vocabulary: Vocabulary) -> None:
        self._reader = reader
        self._document = document
        self._where = where
        self._vocabulary = vocabulary

    def fault(self, code: Code, at: Place, what: str, allowed: str = "") -> None:
        """Note a fault at an entry of the check-in."""
        self._reader.faults.append(self._document.fault(code, (*self._where, *at), what, allowed=allowed))

    def check(self, schema: CheckInSchema) -> None:
        """Note every fault of a check-in."""
        facts, moments = self._vocabulary.facts, self._vocabulary.moments
        for moment in schema.moments:
            if moment not in moments:
                self.fault("unknown_name", ("moments",), f"no moment is called '{moment}'", nearest(moment, moments))
        for part in ("facts", "also"):
            for name in getattr(schema, part):
                if name not in facts:
                    self.fault("unknown_name", (part,), f"there is no fact '{name}'", nearest(name, facts))
                elif not any(moment in schema.moments for moment in facts[name].moments):
                    self.fault("out_of_place", (part,), f"'{name}' is asked at none of these moments")
        spoken_of = (*schema.facts, *schema.also)
        for key, named in self._named(schema):
            known = spoken_of if key[0] == "words" else schema.facts
            for name in named:
                if name not in known:
                    self.fault("unknown_name", key, f"'{name}' is none of its facts", nearest(name, known))
        for index, word in enumerate(schema.words):
            for place in word.there.at if word.there is not None else ():
                if place not in schema.places:
                    self.fault("unknown_name", ("words", index, "there"), f"'{place}' is none of its places")
        self._phrases(schema)
        if any(name not in facts for name in spoken_of):
            return
        self._values(("otherwise",), schema.otherwise)
        for name, values in schema.stands_for.items():
            for value in values:
                self._values(("stands_for", name), {name: value})
            if schema.otherwise.get(name) not in values:
                self.fault("contradiction", ("stands_for", name), "does not hold the value in otherwise")
        for index, word in enumerate(schema.words):
            self._values(("words", index, "gives"), word.gives)
        self._can_be_told(schema, facts)

    def _named(self, schema: CheckInSchema) -> Iterator[tuple[Place, tuple[str, ...]]]:
        yield ("otherwise",), tuple(schema.otherwise)
        yield ("stands_for",), tuple(schema.stands_for)
        yield ("reads",), schema.reads
        for index, word in enumerate(schema.words):
            yield ("words", index), (*word.gives, *word.opens, *(word.there.opens if word.there is not None else ()))

    def _phrases(self, schema: CheckInSchema) -> None:
        """Refuse what can be said in two ways: each phrase has one meaning."""
        seen: set[str] = set()
        places: list[tuple[Place, tuple[str, ...]]] = [
            (("words", index, "said"), word.said) for index, word in enumerate(schema.words)
        ]
        rest = ("nothing", "usual", "places", "passed_over")
        for key, phrases in (*places, *(((name,), getattr(schema, name)) for name in rest)):
            for phrase in phrases:
                if PARTS.search(phrase):
                    self.fault(
                        "contradiction",
                        key,
                        f"'{phrase}' would be read as two answers",
                        "one without 'and', 'or' and the like",
                    )
                if phrase in seen:
                    self.fault("duplicate", key, f"'{phrase}' has another meaning already")
                seen.add(phrase)

    def _values(self, key: Place, given: Mapping[str, Any]) -> None:
        for name, value in given.items():
            if name not in self._vocabulary.facts:
                continue
            try:
                case_model(self._vocabulary).model_validate({name: value})
            except ValidationError:
                self.fault(
                    "not_allowed", (*key, name), f"{value!r} is no answer", self._vocabulary.facts[name].allowed()
                )

    def _can_be_told(self, schema: CheckInSchema, facts: Mapping[str, FactInfo]) -> None:
        """Refuse what silence would settle although nothing that may be named speaks of it."""
        for name, value in schema.otherwise.items():
            if any(name in word.opens for word in schema.words):
                continue
            given = [word.gives[name] for word in schema.words if name in word.gives]
            told = [each for one in given for each in (one if isinstance(one, (list, tuple)) else (one,))]
            info = facts[name]
            there = (True, False) if info.kind == "flag" else info.item_words or info.values
            missing = [str(each).lower() for each in there if each not in told and each != value]
            if missing or not told:
                self.fault(
                    "unknown_name",
                    ("otherwise", name),
                    f"no word gives {', '.join(missing) or 'another'}",
                    "or opens the fact",
                )
