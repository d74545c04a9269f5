"""Reasons that an answer gives, and what it says of the runner: an answer of the case, and a reason that fired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from springstep.prose.facts_said import SaidFact, agrees, facts_behind, facts_in
from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import PlanTexts
from springstep.prose.tokens import ProseToken, stem, wordset

_GIVES = re.compile(
    r"\b(?:because|since(?! (?:(?:the|your) )?(?:last|then))|due to|given|owing to|thanks to|on account of|"
    r"as (?=you|there|the last|it)|the reason is|reason is)\b"
)
_TELLS = re.compile(
    r"\b(?:you (?:are|have|had|feel|felt|slept|did|run|ran|were|wear|ate)|"
    r"your \w+ (?:\w+ )?(?:is|are|was|were|feels?|felt|held|has|have))\b"
)
_UNKNOWN = re.compile(r"\b(?:unknown|whether|told|know|known|answered|assum\w*|open|said|say|cautious\w*)\b")
_MAY = re.compile(r"\b(?:may|might|can|could|should|would|must|need|will)\b")
_SO = frozenset(("so", "therefore", "hence", "means", "which"))
_DEGREE = wordset("much many far long often well on that")
_OF_RUNNER = frozenset(("you", "your", "yourself"))


class Reasons:
    """Judges what a sentence says of the runner."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts

    @cached_property
    def _behind(self) -> frozenset[str]:
        return facts_behind(self._held)

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found of each fact that is told as a reason, or as how the runner is."""
        tokens = reading.tokens
        text = reading.text
        given = _GIVES.search(text)
        begins = len(text[: given.start()].split()) if given else len(tokens)
        so = next(
            (
                place
                for place, token in enumerate(tokens)
                if token.text in _SO and _follows(tokens, place) not in _DEGREE
            ),
            -1,
        )
        whether = next(
            (place for place, token in enumerate(tokens) if token.text in ("whether", "told", "answered")), len(tokens)
        )
        for said in facts_in(reading, self._held, self._texts.words):
            place = said.mark.start
            is_reason = place >= begins or place < so
            if (reading.supposes(place) and not is_reason) or (place > whether and not said_value(said)):
                continue
            finding = self._finding(reading, said, is_reason)
            if finding is not None:
                yield finding

    def _finding(self, reading: SentenceReading, said: SaidFact, is_reason: bool) -> ClaimFound | None:
        held = self._held
        place = said.mark.start
        words = reading.words(said.mark.start, said.mark.end)
        is_part = any(meaning.name.endswith(".site") for meaning in said.meanings)
        if is_part and not self._of_runner(reading, place):
            return None
        denied = reading.denied.at[place]
        told = {meaning: agrees(meaning, held) for meaning in said.meanings}
        if any((holds is True) != denied for holds in told.values() if holds is not None):
            return self._true(reading, said, is_reason and not denied)
        if all(holds is None for holds in told.values()):
            unknown = _UNKNOWN.search(reading.text) is not None
            if is_reason and not denied and not unknown and not self._assumed(said) and not self._in_other_words(words):
                return ClaimFound("unfounded", place, f"the case says nothing of '{words}'")
            return None
        if self._in_other_words(words):
            return None
        start, end = reading.part_of(place)
        part = reading.words(start, end)
        if not is_reason and not (len(said.meanings) == 1 and _TELLS.search(part) and not _MAY.search(part)):
            return None
        if not is_reason and not any(meaning.values for meaning in said.meanings):
            return None
        if self._general(reading, said):
            return None
        names = sorted({meaning.name.split(".")[0].replace("_", " ") for meaning in said.meanings})
        return ClaimFound("contradicted", place, f"the case says otherwise on {', '.join(names)} than '{words}'")

    def _true(self, reading: SentenceReading, said: SaidFact, is_reason: bool) -> ClaimFound | None:
        """Judge what the case holds: as a reason it has to be one that fired, unless nothing holds the runner back."""
        held = self._held
        place = said.mark.start
        facts = {self._fact(meaning.name) for meaning in said.meanings}
        facts |= {name for name in self._behind if name.startswith(tuple(f"{fact}_" for fact in facts))}
        words = reading.words(said.mark.start, said.mark.end)
        read = tuple(rule for rule in sorted(held.fired) if facts & set(held.base.facts_read(held.base.by_id[rule])))
        if facts & self._behind:
            return ClaimFound("backed", place, f"'{words}' is in the case, and rules read it", (), read)
        if is_reason and not held.has_bursts:
            return ClaimFound("unfounded", place, f"'{words}' is in the case, but no reason of this plan")
        return ClaimFound("backed", place, f"'{words}' is in the case")

    def _fact(self, name: str) -> str:
        scope = self._held.base.vocabulary.scopes.get(name.split(".")[0])
        return scope.list_fact if scope is not None and "." in name else name

    def _assumed(self, said: SaidFact) -> bool:
        """Tell whether a fact is only named, and no value of it told."""
        return any(not meaning.values for meaning in said.meanings)

    def _of_runner(self, reading: SentenceReading, place: int) -> bool:
        """Tell whether a part of the body is said to be in some state, and the runner's."""
        start, end = reading.clause_of(place)
        near = reading.tokens[max(start, place - 6) : min(end, place + 7)]
        if not any(meaning_free in _OF_RUNNER for meaning_free in (token.text for token in near)):
            return any(
                max(start, place - 6) <= mark.start < min(end, place + 7) for mark in reading.of_kind("state")
            ) and not (reading.supposes(place))
        states = [
            mark for mark in reading.of_kind("state") if max(start, place - 6) <= mark.start < min(end, place + 7)
        ]
        return bool(states) or not any(m.kind == "body" and m.start == place for m in reading.marks)

    def _general(self, reading: SentenceReading, said: SaidFact) -> bool:
        """Tell whether a reason of a rule is repeated as it is, without saying it of the runner."""
        start, _ = reading.part_of(said.mark.start)
        if _OF_RUNNER & {token.text for token in reading.tokens[max(start, said.mark.start - 3) : said.mark.start]}:
            return False
        for support in self._texts.support(reading):
            words = set(said.mark.value.split())
            if (
                support.source.kind == "reason"
                and len(support.shared) >= 3
                and any(w in support.source.text.lower() for w in words)
            ):
                return True
        return False

    def _in_other_words(self, words: str) -> bool:
        """Tell whether some word of the case names a part of the body: ``hip_stiffness``."""
        given = self._held.given.items()
        told = " ".join(f"{name} {value}" for name, value in given if value not in ("none", False, (), [], 0))
        return all(stem(word) in told for word in words.split())


def _follows(tokens: Sequence[ProseToken], place: int) -> str:
    return tokens[place + 1].text if place + 1 < len(tokens) else ""


def said_value(said: SaidFact) -> bool:
    """Tell whether words tell a value of a fact, and do not only name it."""
    return any(meaning.values for meaning in said.meanings)
