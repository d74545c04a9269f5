"""The words in which an answer may speak of a plan, as declared in the knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "prose.yaml"


class SpokenAmount(Frozen):
    """Near which words a length of time is that of a decision or fact."""

    near: tuple[str, ...]
    weak: tuple[str, ...]


class Saying(Frozen):
    """Words that fit some values of decisions, by the decision's name."""

    words: tuple[str, ...]
    holds: Mapping[str, tuple[str, ...]]


class ProseWords(Frozen):
    """The declaration: words by what they speak of."""

    session: tuple[str, ...]
    efforts: tuple[str, ...]
    amounts: Mapping[str, SpokenAmount]
    often: Mapping[str, tuple[str, ...]]
    outlook: tuple[str, ...]
    sayings: tuple[Saying, ...]
    rows: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By table and row."""
    alike: tuple[tuple[str, ...], ...]
    states: tuple[str, ...]
    body: tuple[str, ...]
    training: tuple[str, ...]

    __eq__ = object.__eq__
    __hash__ = object.__hash__


def read_prose_words(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the words of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.prose_words_schema import ProseWordsSchema  # imports pydantic, needed only here

    return read_declared(reader, folder / FILE, ProseWordsSchema, {})


@memoized
def prose_words(base: RuleBase) -> ProseWords:
    """Return the words of a rule base."""
    declared = dict(base.declared["prose"])
    declared["amounts"] = {name: SpokenAmount(**words) for name, words in declared["amounts"].items()}
    declared["sayings"] = tuple(Saying(**saying) for saying in declared["sayings"])
    return ProseWords(**declared)
