"""Which questions a fact depends on: itself where it can be asked for, otherwise those it is derived from."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.inference.open_facts import Answers
from springstep.engine.language.definitions import Definition
from springstep.engine.language.vocabulary import Vocabulary


def questions_for(vocabulary: Vocabulary, fact: str, answers: Answers) -> Iterator[str]:
    """Yield the questions whose answers give a fact.

    Where a volunteered fact was given in place of one that can be asked, what is still missing is asked instead.
    """
    definition = vocabulary.defined.get(fact)
    if fact in vocabulary.facts:
        needed = list(_still_needed(vocabulary, definition, answers)) if definition is not None else []
        yield from needed or (fact,)
        return
    if definition is None:
        return
    for source in definition.reads:
        if source not in vocabulary.facts or not vocabulary.facts[source].volunteered:  # it may be derived in its turn
            yield from questions_for(vocabulary, source, answers)


def _still_needed(vocabulary: Vocabulary, definition: Definition, answers: Answers) -> Iterator[str]:
    """Yield what a volunteered fact still needs; nothing when that was answered with unknown."""
    given = [name for name in definition.reads if vocabulary.facts[name].volunteered and answers.get(name) is not None]
    others = [name for name in definition.reads if name not in given]
    if given and not any(name in answers and answers[name] is None for name in others):
        yield from others


def dependents(vocabulary: Vocabulary, question: str) -> frozenset[str]:
    """Return the facts that a question bears on: itself, and what is derived from it."""
    return frozenset(
        {question, *(each.name for each in vocabulary.definitions if question in set(vocabulary.sources(each.name)))}
    )
