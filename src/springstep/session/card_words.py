"""The words of a pocket card, as declared in the knowledge: how each cue is said, and each answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "card.yaml"
WELL = "all_well"
"""What is noticed when nothing is, so that no card answers it."""


class CardWords(Frozen):
    """How a card says what comes up, in its order, and what to do then."""

    cues: Mapping[str, str]
    do: Mapping[str, str]


def read_card_words(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the words of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.card_words_schema import CardWordsSchema  # imports pydantic, needed only here

    cues = [cue for cue in vocabulary.facts["cue"].item_words if cue != WELL]
    declared = read_declared(reader, folder / FILE, CardWordsSchema, {"cues": ("cue", cues)})
    missing = [cue for cue in cues if cue not in declared.get("cues", cues)]
    reader.faults += [Fault("missing", f"the cue '{cue}' has no words", "cues", source=FILE) for cue in missing]
    return declared


def card_words(base: RuleBase) -> CardWords:
    """Return the words of a rule base."""
    return CardWords(**base.declared["card"])
