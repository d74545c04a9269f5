"""What is left of a sentence: advice in other words, the opposite of it, and what nothing in the plan speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lexicon import words_lexicon
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import PlanTexts, TextSupport, content
from springstep.prose.tokens import stems_of, tokens_of, wordset
from springstep.session.prose_words import prose_words

_INSTRUCTS = wordset(
    "take try add use eat drink wear increase double practise practice repeat lift press book buy roll apply "
    "train schedule perform do run jump hop skip ice stretch massage swallow climb sprint push test extend "
    "include finish start keep land reduce raise lower halve triple combine replace follow"
)
_OUGHT = frozenset(("should", "must", "ought", "need"))
_WISHES = wordset(
    "enjoy fun luck happy welcome hello hi thanks thank glad hope wish proud trust cheers congratulations"
)
_ANSWERS = frozenset(("say", "said", "saying", "answer", "answered", "tell", "told", "mention", "mentioned", "logged"))
_FORBIDS = frozenset(("not", "never"))
_ENOUGH = 0.6


class Wording:
    """Judges what the other judges leave of a sentence."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts, self._base = held, texts, held.base
        often = prose_words(held.base).often
        named = " ".join((*often["run"], *often["easy"]))
        self._everyday = {each for _, each in content(tokens_of(named), held.base)}
        self._words = texts.words | self._of_case()

    def _of_case(self) -> frozenset[str]:
        """Return the stems of every word of the case, and of the names of its facts and values."""
        found: set[str] = set()
        for name, value in self._held.given.items():
            for text in (name, str(value), self._base.facts[name].label if name in self._base.facts else ""):
                found |= {token.stem for token in tokens_of(text.replace("_", " "))}
        return frozenset(found)

    def opposed(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield where a part of a sentence says the opposite of what the plan's advice says in the same words."""
        for start, end in reading.parts:
            named = (
                {place for mark in reading.of_kind("session", "effort") for place in range(mark.start, mark.end)}
                | reading.taken
                | reading.accounted
            )
            stems = [each for each in content(reading.tokens[start:end], self._base) if start + each[0] not in named]
            if not stems or any(reading.denied.softly[start + place] for place, _ in stems):
                continue
            if any(token.text in ("until", "unless", "before") for token in reading.tokens[start : end + 1]):
                continue
            if any(reading.tokens[at].text in _ANSWERS and reading.denied.at[at] for at in range(start, end)):
                continue  # what the runner did not say is no opposite of anything
            polarity: dict[str, set[bool]] = {}
            for place, each in stems:
                polarity.setdefault(each, set()).update(reading.polarity(start + place))
            forbids = any(token.text in _FORBIDS for token in reading.tokens[start:end])
            if polarity.keys() <= self._everyday and not forbids:
                continue
            conflict = self._conflict(polarity, self._texts.support_of(polarity.keys()))
            if conflict is not None:
                says = f"the plan's advice says the opposite: '{conflict.source.text}'"
                yield ClaimFound("contradicted", start, says, conflict.source.decisions, conflict.source.rules)
            yield from self._only_denied(reading, start, stems)

    def _conflict(self, polarity: dict[str, set[bool]], supports: list[TextSupport]) -> TextSupport | None:
        """Return the text that is contradicted: where one says the same words in the same sense, none is."""
        wide = [
            each
            for each in supports
            if len(each.shared) >= (3 if each.source.kind == "reason" else 2) and each.share >= _ENOUGH
        ]
        found = None
        for support in wide:
            against = [each for each in support.shared if not polarity[each] & support.source.polarity[each]]
            denied = len(support.shared) >= 3 and any(
                support.source.polarity[each] == {True} and not self._affirmed(each) for each in against
            )
            if not denied and (len(against) < 2 or 2 * len(against) < len(support.shared)):
                return None
            found = found or support
        return found

    def _affirmed(self, stem: str) -> bool:
        return any(False in source.polarity.get(stem, ()) for source in self._texts.sources)

    def _only_denied(self, reading: SentenceReading, start: int, stems: list[tuple[int, str]]) -> Iterator[ClaimFound]:
        """Yield what the plan speaks of only to deny it, where the sentence affirms it."""
        grave = {stem for mark in reading.of_kind("training") for stem in stems_of(mark.value)} | {"sprint"}
        for place, each in stems:
            found = [source for source in self._texts.sources if each in source.polarity]
            does = reading.tokens[start].text == "do" and len(stems) == 1
            if not (each in grave or does) or not found or True in reading.polarity(start + place):
                continue
            if (
                all(True in source.polarity[each] for source in found)
                and any(source.polarity[each] == {True} for source in found)
                and not reading.supposes(start)
            ):
                yield ClaimFound(
                    "contradicted", start, f"the plan says: '{found[0].text}'", found[0].decisions, found[0].rules
                )

    def unheld(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield the parts of the body and the training of which nothing in plan or case speaks."""
        lexicon = words_lexicon(self._base)
        for mark in lexicon.found_in(reading.tokens, taken=reading.taken):
            if mark.kind not in ("body", "training"):
                continue
            stems = stems_of(mark.value)
            if all(stem in self._words for stem in stems) or (
                mark.kind == "training" and reading.denied.at[mark.start]
            ):
                continue
            if any(place in reading.accounted for place in range(mark.start, mark.end)):
                continue
            known = {each for _, each in content(reading.tokens[mark.start : mark.end], self._base)}
            if known and known <= self._texts.stems:
                continue
            words = reading.words(mark.start, mark.end)
            yield ClaimFound("unfounded", mark.start, f"nothing in the plan speaks of '{words}'")

    def instructs(self, reading: SentenceReading, support: list[TextSupport]) -> ClaimFound | None:
        """Return that an instruction is unfounded, where no text of the plan holds words of it."""
        words = [token.text for token in reading.tokens if token.is_word]
        starts = words[1:2] if words[:1] in (["please"], ["also"], ["then"]) else words[:1]
        if any(reading.denied.at) or not (set(starts) & _INSTRUCTS or set(words) & _OUGHT) or set(words) & _WISHES:
            return None
        left = content(reading.tokens, self._base)
        if len(left) >= 2 and (not support or (len(support[0].shared) < 2 and support[0].share < 0.34)):
            return ClaimFound("unfounded", 0, "nothing in the plan says so")
        return None

    def repeated(self, support: list[TextSupport]) -> ClaimFound | None:
        """Return that the plan says the same in other words."""
        for each in support[:3]:
            if len(each.shared) >= 2 and each.share >= 0.4:
                return ClaimFound(
                    "backed", 0, f"the plan says: '{each.source.text}'", each.source.decisions, each.source.rules
                )
        return None
