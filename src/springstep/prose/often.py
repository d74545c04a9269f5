"""How often: ``every third easy run``, ``one easy run in three``, ``every other run``, held against the plan."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.reading import SentenceReading
from springstep.prose.tokens import ProseToken, stem
from springstep.session.prose_words import prose_words

_ORDINALS = {"other": 2, "second": 2, "alternate": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "single": 1}
_NAMES = ("frequency", "reached_every")


class Often:
    """Judges what a sentence says of how often."""

    def __init__(self, held: HeldPlan) -> None:
        self._held = held
        words = prose_words(held.base).often
        self._runs = frozenset(stem(word) for word in words["run"])
        self._easy = frozenset(stem(word) for word in words["easy"])

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found, and account for the numbers that are part of it."""
        for place, end, every in self._said(reading.tokens):
            reading.accounted |= set(range(place, end))
            yield self._finding(reading, place, end, every)

    def _said(self, tokens: tuple[ProseToken, ...]) -> Iterator[tuple[int, int, int]]:
        place = 0
        while place < len(tokens):
            found = self._every(tokens, place) or self._one_in(tokens, place) or self._between(tokens, place)
            if found is not None:
                yield (place, *found)
                place = found[0]
            else:
                place += 1

    def _every(self, tokens: tuple[ProseToken, ...], place: int) -> tuple[int, int] | None:
        """Return where ``every third easy run`` ends and how often that is."""
        if tokens[place].text == "alternate" and (end := self._run(tokens, place + 1)):
            return end, 2
        if tokens[place].text not in ("every", "each") or place + 1 >= len(tokens):
            return None
        if place and tokens[place - 1].text in ("after", "between", "before"):
            return None
        after = tokens[place + 1]
        every = int(after.number) if after.number is not None else _ORDINALS.get(after.text, 0)
        start = place + 2 if every else place + 1
        end = self._run(tokens, start)
        if not every:
            easy = end and any(token.stem in self._easy for token in tokens[start:end])
            return (end, 1) if easy else None
        if end:
            return end, every
        if after.text in _ORDINALS and after.text != "single":
            following = tokens[start].text if start < len(tokens) else ""
            return (
                (start + (following in ("one", "time", "1")), every)
                if following in ("", ".", ",", ";", ")", "one", "1", "time", "as", "for")
                else None
            )
        return None

    def _run(self, tokens: tuple[ProseToken, ...], place: int) -> int:
        """Return where the words for such a run end that begin at a place; 0 where there are none."""
        for skipped in range(4):
            if place + skipped >= len(tokens):
                return 0
            token = tokens[place + skipped]
            if token.stem in self._runs and token.stem not in self._easy:
                return place + skipped + 1
            if token.stem not in self._easy and token.text not in ("of", "your", "the", "my", "a", "single"):
                return 0
        return 0

    def _one_in(self, tokens: tuple[ProseToken, ...], place: int) -> tuple[int, int] | None:
        """Return where ``one easy run in three`` or ``one in three easy runs`` ends and how often that is."""
        if tokens[place].number != 1:
            return None
        between = self._run(tokens, place + 1) or place + 1
        if between >= len(tokens) or tokens[between].text not in ("in", "of", "out"):
            return None
        after = between + 1
        while after < len(tokens) and tokens[after].text in ("of", "every", "each", "your", "the"):
            after += 1
        number = tokens[after].number if after < len(tokens) else None
        if number is None:
            return None
        end = self._run(tokens, after + 1)
        if not end and between == place + 1:
            return None
        return end or after + 1, int(number)

    def _between(self, tokens: tuple[ProseToken, ...], place: int) -> tuple[int, int] | None:
        """Return where ``two easy runs in between`` ends and how often that is."""
        number = tokens[place].number
        end = self._run(tokens, place + 1) if number is not None else 0
        if not end or not any(token.stem in self._easy for token in tokens[place + 1 : end]):
            return None
        following = [token.text for token in tokens[end : end + 3]]
        if "between" in following or following[:2] == ["off", "between"]:
            return end, int(number or 0) + 1
        return None

    def _finding(self, reading: SentenceReading, place: int, end: int, every: int) -> ClaimFound:
        held = self._held
        known = held.known(_NAMES)
        ahead, step = reading.looks_ahead(place), held.plan.next_step
        before = reading.words(max(0, place - 3), place).split()
        after = reading.words(end, end + 2).split()
        now = [value for name in _NAMES if (value := held.value(name)) is not None]
        values = [step.frequency] if ahead and step is not None else list(now)
        if ahead and step is not None and ("from" in before or "to" in after or "now" in after):
            values += now
        told = held.case.get("every_nth_easy_run")
        if told is not None and ("from" in before or reading.looks_back(place)):
            values.append(told)
        if step is not None and "to" in before[-1:]:
            values = [step.frequency] if ahead else [*now, step.frequency]
        fits = every in [int(value) for value in values]
        if reading.denied.of(place, end) and not ahead:
            fits = every != held.value("frequency")
        elif reading.denied.of(place, end) or " too " in f" {reading.words(end, end + 4)} ":
            fits = not fits
        says = f"every {every} easy runs"
        if fits:
            return ClaimFound("backed", place, says, known, held.rules(known))
        wanted = " or ".join(f"every {value:g}" for value in dict.fromkeys(values))
        if not known:
            return ClaimFound("unfounded", place, f"the plan says nothing on how often, not {says}")
        return ClaimFound("contradicted", place, f"{says}, where the plan says {wanted}", known, held.rules(known))
