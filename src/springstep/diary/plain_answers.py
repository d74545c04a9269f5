"""Plain answers to the fields of an entry, in the words that the knowledge declares for the fact that each is."""

from __future__ import annotations

from dataclasses import replace

from springstep.diary.questions import QUESTIONS
from springstep.engine.inference.plain_answers import means_unknown
from springstep.engine.language.answers import AnswerError, Read, read
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.rulebase.base import RuleBase

_SAID_AS = {
    "cues": "came_up",
    "pain_site": "injury.site",
    "injury": "injury.site",
    "fatigue_after": "fatigue",
    "recovery": "recovery_between_sessions",
}
"""The fact or field whose words a field is answered in, where it has another name."""
_QUESTION = {info.name: info for info in QUESTIONS}


def with_words(info: FactInfo, base: RuleBase) -> FactInfo:
    """Return the question of a field with the other words in which it may be answered."""
    vocabulary = base.vocabulary
    known = {**vocabulary.facts, **{n: f for scope in vocabulary.scopes.values() for n, f in scope.fields.items()}}
    fact = known.get(_SAID_AS.get(info.name, info.name))
    if fact is None:
        return info
    spoken = fact.spoken
    allowed = set(info.values) if info.kind == "word" else {*spoken.said, *spoken.meanings}
    said = {value: words for value, words in spoken.said.items() if value in allowed}
    unsure = {words: meant for words, meant in spoken.unsure.items() if set(meant) <= allowed}
    meanings = {value: words for value, words in spoken.meanings.items() if value in allowed}
    return replace(info, spoken=replace(spoken, said=said, unsure=unsure, meanings=meanings))


def told_by(name: str, text: str, base: RuleBase) -> Read:
    """Read what an option gives for a field: a word, or other words for it; the safer where it may mean several.

    What is not understood, and a field that takes any text, is returned as it is.
    """
    info = _QUESTION.get(name)
    if info is None or info.kind not in ("word", "number", "flag"):
        return Read(text)
    if means_unknown(text):
        return Read(None)
    question = with_words(info, base)
    if info.most:  # several, with commas between them
        question = replace(question, kind="items", item_words=info.values)
    try:
        return read(question, text, base.vocabulary, asked=False, numbered=False, begun=False)
    except AnswerError:
        return Read(text)
