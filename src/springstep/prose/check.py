"""Check an answer in words against the plan that it was made of, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from springstep.prose.amounts import Amounts
from springstep.prose.chosen import Chosen
from springstep.prose.citations import Citations
from springstep.prose.findings import Finding
from springstep.prose.held import Held
from springstep.prose.judged import JudgedSentence, Judgement
from springstep.prose.often import Often
from springstep.prose.reading import Reading
from springstep.prose.reasons import Reasons
from springstep.prose.sayings import Sayings
from springstep.prose.sentences import sentences_of
from springstep.prose.texts import Source, Texts
from springstep.prose.verdict import VerdictClaims
from springstep.prose.wording import Wording

_GRAVEST: tuple[Judgement, ...] = ("contradicted", "unfounded", "backed", "neutral")


class Checker:
    """Judges the sentences of answers about one plan."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._texts = Texts(held)
        self._often = Often(held)
        self._judges = (
            Amounts(held, self._texts),
            Chosen(held, self._texts),
            Sayings(held, self._texts),
            VerdictClaims(held, self._texts),
            Reasons(held, self._texts),
        )
        self._citations = Citations(held)
        self._wording = Wording(held, self._texts)

    def check(self, answer: str) -> tuple[JudgedSentence, ...]:
        """Return every sentence of an answer, judged."""
        judged, before = [], list[Finding]()
        for sentence in sentences_of(answer):
            found = self.findings(sentence, before)
            before += [each for each in found if each.judgement == "backed"]
            before += [Finding("backed", 0, "", each.decisions, each.rules) for each in self._spoken_of(sentence)]
            judged.append(_weighed(sentence, found))
        return tuple(judged)

    def _spoken_of(self, sentence: str) -> list[Source]:
        """Return the texts of the plan that a sentence is near to."""
        support = self._texts.support(Reading(sentence, self._held.base))
        return [each.source for each in support[:3] if len(each.shared) >= 2]

    def findings(self, sentence: str, before: Sequence[Finding] = ()) -> list[Finding]:
        """Return everything that is found of one sentence; one that only cites speaks of what was said before it."""
        reading = Reading(sentence, self._held.base)
        support = self._texts.support(reading)
        if (source := self._texts.holding(reading)) is not None:
            said = Finding("backed", 0, f"the plan says: '{source.text}'", source.decisions, source.rules)
            return [said, *self._citations.judged(sentence, [said], support)]
        found = list(self._often.judged(reading))
        for judge in self._judges:
            found += judge.judged(reading)
        found += self._wording.opposed(reading)
        found += self._wording.unheld(reading)
        repeated = self._wording.repeated(support)
        if not found and (instructs := self._wording.instructs(reading, support)) is not None:
            found.append(instructs)
        claims = [*found, *([repeated] if repeated is not None and not found else [])]
        claims = claims if reading.tokens_of_words else list(before)
        found += self._citations.judged(sentence, claims, support)
        return found or ([repeated] if repeated is not None else [])


def _weighed(sentence: str, found: Sequence[Finding]) -> JudgedSentence:
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
