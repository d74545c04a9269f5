"""Check an answer in words against the plan that it was made of, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from springstep.prose.amounts import Amounts
from springstep.prose.chosen import RowClaims
from springstep.prose.citations import Citations
from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.judged import JudgedSentence, Judgement
from springstep.prose.often import Often
from springstep.prose.reading import SentenceReading
from springstep.prose.reasons import Reasons
from springstep.prose.sayings import Sayings
from springstep.prose.sentences import sentences_of
from springstep.prose.texts import PlanTexts, TextSupport
from springstep.prose.verdict import VerdictClaims
from springstep.prose.wording import Wording

_SHORT = 4
"""How many words a question has at most that takes nothing for granted."""
_GRAVEST: tuple[Judgement, ...] = ("contradicted", "unfounded", "backed", "neutral")


class _FoundOfSentence(NamedTuple):
    """What is found of a sentence, what it is near to, and whether it only cites."""

    findings: tuple[ClaimFound, ...]
    near: tuple[ClaimFound, ...]
    only_cites: bool


class Checker:
    """Judges the sentences of answers about one plan."""

    def __init__(self, held: HeldPlan) -> None:
        self._held = held
        self._texts = PlanTexts(held)
        self._often = Often(held)
        self._judges = (
            Amounts(held, self._texts),
            RowClaims(held, self._texts),
            Sayings(held, self._texts),
            VerdictClaims(held, self._texts),
            Reasons(held, self._texts),
        )
        self._citations = Citations(held)
        self._wording = Wording(held, self._texts)
        self._known: dict[str, _FoundOfSentence] = {}
        """What was found of each sentence, which does not depend on those before it."""

    def check(self, answer: str) -> tuple[JudgedSentence, ...]:
        """Return every sentence of an answer, judged; one that only cites speaks of what was said before it."""
        judged, before = [], list[ClaimFound]()
        for sentence in sentences_of(answer):
            if sentence not in self._known:
                self._known[sentence] = self._found(sentence)
            found = self._known[sentence]
            findings = found.findings
            if found.only_cites:
                findings = tuple(self._citations.judged(sentence, before, ()))
            before += [each for each in (*findings, *found.near) if each.judgement == "backed"]
            judged.append(_weighed(sentence, findings))
        return tuple(judged)

    def _found(self, sentence: str) -> _FoundOfSentence:
        if _only_asks(sentence):
            return _FoundOfSentence((), (), only_cites=False)
        reading = SentenceReading(sentence, self._held.base)
        support = self._texts.support(reading)
        close = [each.source for each in support[:3] if len(each.shared) >= 2]
        near = tuple(ClaimFound("backed", 0, "", each.decisions, each.rules) for each in close)
        found = self._claims(reading, support)
        found += self._citations.judged(sentence, found, support)
        return _FoundOfSentence(tuple(found), near, not reading.says_something)

    def _claims(self, reading: SentenceReading, support: list[TextSupport]) -> list[ClaimFound]:
        """Return everything that is found of one sentence, besides what it cites."""
        if (source := self._texts.holding(reading)) is not None:
            return [ClaimFound("backed", 0, f"the plan says: '{source.text}'", source.decisions, source.rules)]
        found = list(self._often.judged(reading))
        for judge in self._judges:
            found += judge.judged(reading)
        found += self._wording.opposed(reading)
        found += self._wording.unheld(reading)
        if found:
            return found
        left = self._wording.instructs(reading, support) or self._wording.repeated(support)
        return [] if left is None else [left]


def _only_asks(sentence: str) -> bool:
    """Tell whether a sentence claims nothing: a short question, or why not; who asks why says that it is so."""
    words = sentence.lower().split()
    asks = words[-1:] != [] and words[-1].endswith("?")
    return asks and (words[:2] == ["why", "not"] or (len(words) <= _SHORT and words[0] != "why"))


def _weighed(sentence: str, found: Sequence[ClaimFound]) -> JudgedSentence:
    """Return a sentence with the gravest of what was found."""
    judgement: Judgement = next((each for each in _GRAVEST if any(one.judgement == each for one in found)), "neutral")
    telling = [finding for finding in found if finding.judgement == judgement]
    says = "; ".join(dict.fromkeys(finding.says for finding in telling)) or "it claims nothing that a plan could hold"
    return JudgedSentence(
        sentence=sentence,
        judgement=judgement,
        says=" ".join(says.split()),
        decisions=tuple(dict.fromkeys(name for finding in telling for name in finding.decisions)),
        rules=tuple(dict.fromkeys(rule for finding in telling for rule in finding.rules)),
    )
