"""Which questions settle a fact: itself where it can be asked for, else those below it."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.inference.open_facts import Answers
from springstep.engine.language.vocabulary import Definition, Vocabulary


def settling(vocabulary: Vocabulary, fact: str, answers: Answers) -> Iterator[str]:
    """Yield the questions that settle a fact.

    Where a volunteered fact was told in place of one that can be asked, what is missing beside it is asked instead.
    """
    definition = vocabulary.defined.get(fact)
    if fact in vocabulary.facts:
        beside = list(_beside_volunteered(vocabulary, definition, answers)) if definition is not None else []
        yield from beside or (fact,)
        return
    if definition is None:
        return
    for source in definition.reads:
        if source in vocabulary.facts and not vocabulary.facts[source].volunteered:
            yield from settling(vocabulary, source, answers)


def _beside_volunteered(vocabulary: Vocabulary, definition: Definition, answers: Answers) -> Iterator[str]:
    """Yield what is missing beside a volunteered fact that is told; nothing when it is known to be unknown."""
    told = [name for name in definition.reads if vocabulary.facts[name].volunteered and answers.get(name) is not None]
    others = [name for name in definition.reads if name not in told]
    if told and not any(name in answers and answers[name] is None for name in others):
        yield from others


def settled_by(vocabulary: Vocabulary, question: str) -> frozenset[str]:
    """Return the facts below which a question stands: itself, and what is derived from it."""
    return frozenset(
        {question, *(each.name for each in vocabulary.definitions if question in set(vocabulary.sources(each.name)))}
    )
