"""Lengths of time in an answer held against the plan's: what each is, by the words near it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from springstep.engine.language.spoken.figures import SECONDS
from springstep.prose.counts import Counts
from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lengths import LESS, MORE, ToldLength, as_told, bound_of, distance, length_at, time_in_words
from springstep.prose.lexicon import WordMark
from springstep.prose.reading import SentenceReading
from springstep.prose.sets_said import Sets
from springstep.prose.texts import REPEATED, PlanTexts
from springstep.prose.tokens import unit_of, wordset
from springstep.session.prose_words import prose_words

_EACH = wordset("each apiece per long lasting last lasts")
_OF_SETS = frozenset(("effort_s", "total_s", "duration_min"))
_MOST_CUES = 7
"""With more of them, what stands nearest is taken for each length."""
_SAME = 0.51
_CAPPED = LESS | wordset("allow allows allowed up limit cap than")
_EASY = wordset("easy easily gentle relaxed slow")
_NOT_ITSELF = wordset("between after before following")


class Amounts:
    """Judges the numbers of one sentence after the other."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts
        self._sets = Sets(held, texts)
        self._counts = Counts(held, texts, self._sets)
        self._spoken = prose_words(held.base).amounts

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found of every number of a sentence that is not understood yet."""
        lengths: list[ToldLength] = []
        for place, token in enumerate(reading.tokens):
            if token.number is None or place in reading.accounted:
                continue
            if found := self._sets.judged(reading, place):
                yield from found
            elif length := length_at(reading, place) or self._same_unit(reading, place, lengths):
                reading.accounted |= set(range(place, length.end))
                lengths.append(length)
        yield from self._lengths(reading, lengths)
        for place, token in enumerate(reading.tokens):
            if token.number is not None and place not in reading.accounted:
                yield from self._counts.judged(reading, place)

    def _same_unit(self, reading: SentenceReading, place: int, lengths: list[ToldLength]) -> ToldLength | None:
        """Return a length whose unit was said before: ``and close with five``."""
        number = reading.tokens[place].number
        if not lengths or number is None or self._counts.nouns(reading, place) or number == 1:
            return None
        part = reading.part_of(place)
        near = [mark.value for mark in self._cues(reading, part) if mark.kind == "near"] or self._around(reading, part)
        if not any(value != "effort_s" for value in near):
            return None
        unit = lengths[-1].told_in
        return ToldLength(number * SECONDS[unit], place, place + 1, unit)

    def _lengths(self, reading: SentenceReading, lengths: list[ToldLength]) -> Iterator[ClaimFound]:
        by_part: dict[tuple[int, int], list[ToldLength]] = {}
        for length in lengths:
            by_part.setdefault(reading.part_of(length.start), []).append(length)
        for part, inside in by_part.items():
            for length, options in self._assigned(reading, part, inside):
                yield self._length_finding(reading, length, options)

    def _assigned(
        self, reading: SentenceReading, part: tuple[int, int], lengths: list[ToldLength]
    ) -> Iterator[tuple[ToldLength, tuple[str, ...]]]:
        """Yield each length with what it may be the amount of: what stands nearest, each for one only."""
        cues = self._cues(reading, part)
        if len(lengths) == 1 or len({cue.value for cue in cues}) < len(lengths) or len(cues) > _MOST_CUES:
            for length in lengths:
                weak = [mark for mark in reading.of_kind("weak") if part[0] <= mark.start < part[1]]
                rests = [mark for mark in weak if mark.value == "rest_s" and distance(length, mark) <= 3]
                around = (*self._nearest(length, rests), *self._around(reading, part))
                runs = [mark for mark in weak if mark.value == "duration_min" and 0 <= mark.start - length.end <= 1]
                near = self._nearest(length, cues)
                run = self._nearest(length, runs)
                yield length, (*near, *run, *(() if near else around)) or self._nearest(length, weak)
            return
        best = min(
            permutations(cues, len(lengths)),
            key=lambda chosen: (
                len(lengths) - len({cue.value for cue in chosen}),
                sum(map(distance, lengths, chosen)),
            ),
        )
        for length, cue in zip(lengths, best, strict=True):
            yield length, (cue.value,)

    def _cues(self, reading: SentenceReading, part: tuple[int, int]) -> list[WordMark]:
        start, end = part
        strong = [mark for mark in reading.of_kind("near") if start <= mark.start < end and mark.value in self._spoken]
        efforts = self._effort_marks(reading, start, end, strong)
        for place in range(start, end - 1):
            if reading.tokens[place].text == "after" and reading.tokens[place + 1].number is not None:
                strong += [WordMark("near", name, place, place + 1) for name in ("rest_s", "warm_up_min")]
        return strong if any(mark.value == "total_s" for mark in strong) else [*strong, *efforts]

    def _effort_marks(self, reading: SentenceReading, start: int, end: int, strong: list[WordMark]) -> list[WordMark]:
        """Return where efforts are named as such, not as that between or after which there is a rest."""
        found = []
        named = [*reading.of_kind("effort", "session", "counted"), *reading.rows]
        for mark in sorted(named, key=lambda each: each.start):
            before = reading.tokens[max(0, mark.start - 3) : mark.start]
            if not start <= mark.start < end or any(other.start <= mark.start < other.end for other in strong):
                continue
            if any(token.text in _NOT_ITSELF for token in before):
                continue
            found.append(WordMark("near", "effort_s", mark.start, mark.end))
        each = [
            n
            for n in range(start, end)
            if reading.tokens[n].text in _EACH and not (n and reading.tokens[n - 1].text == "after")
        ]
        found += [WordMark("near", "effort_s", n, n + 1) for n in each if not any(m.start <= n < m.end for m in strong)]
        return found

    def _nearest(self, length: ToldLength, cues: list[WordMark]) -> tuple[str, ...]:
        if not cues:
            return ()
        near = min(distance(length, cue) for cue in cues)
        return tuple(dict.fromkeys(cue.value for cue in cues if distance(length, cue) <= near))

    def _around(self, reading: SentenceReading, part: tuple[int, int]) -> tuple[str, ...]:
        """Return what the parts beside one are about, where they have no length of time themselves."""
        place = reading.parts.index(part) if part in reading.parts else -1
        for beside in (place - 1, place + 1, place - 2):
            if place >= 0 and 0 <= beside < len(reading.parts):
                start, end = reading.parts[beside]
                if any(unit_of(token) for token in reading.tokens[start:end]):
                    continue
                if cues := self._cues(reading, (start, end)):
                    return tuple(dict.fromkeys(cue.value for cue in cues))
        return ()

    def _length_finding(self, reading: SentenceReading, length: ToldLength, options: tuple[str, ...]) -> ClaimFound:
        held = self._held
        said = as_told(length)
        options = tuple(name for name in options if name in _OF_SETS or held.value(name) is not None)
        if reading.denied.of(length.start, length.end):
            affirmed = [name for name in options if self._is_amount(reading, name, length)]
            options = tuple(affirmed) or options
        for name in options:
            if self._length_fits(reading, name, length):
                known = held.known(self._behind(name))
                return ClaimFound("backed", length.start, f"{said}: {held.worded(name)}", known, held.rules(known))
        if self._in_texts(reading, length):
            return ClaimFound("backed", length.start, f"the plan's advice says {said}")
        if other := self._other_amount(reading, length):
            known = held.known(self._behind(other))
            return ClaimFound("backed", length.start, f"{said}: {held.worded(other)}", known, held.rules(known))
        if not options:
            told = (length.start, length.end)
            has_set = any(token.text == "x" for token in reading.tokens[: told[0]] + reading.tokens[told[1] :])
            for name in self._spoken if has_set else ("effort_s", *self._spoken):
                if self._length_fits(reading, name, length):
                    known = held.known(self._behind(name))
                    return ClaimFound("backed", length.start, f"{said}: {held.worded(name)}", known, held.rules(known))
            number = (length.seconds / SECONDS[length.told_in], length.told_in)
            if number in self._texts.numbers and not (has_set and length.told_in == "s"):
                return ClaimFound("backed", length.start, f"the plan speaks of {said}")
            return ClaimFound("unfounded", length.start, f"nothing in the plan is {said}")
        name = options[0]
        known = held.known(self._behind(name))
        wanted = [time_in_words(each) for each in self._values(reading, name, length.start)]
        says = f"{said} is not what the plan says on {name.replace('_', ' ')}: {' or '.join(wanted) or 'nothing'}"
        return ClaimFound(
            "contradicted" if wanted or known else "unfounded", length.start, says, known, held.rules(known)
        )

    def _other_amount(self, reading: SentenceReading, length: ToldLength) -> str:
        """Return what a length is that nothing near it names: the whole of a set, or minutes of easy running."""
        if reading.denied.of(length.start, length.end) or bound_of(reading, length.start, length.end):
            return ""
        sets, _ = self._sets.allowed(reading, length.start)
        if any(efforts > 1 and efforts * seconds == length.seconds for efforts, seconds in sets):
            return "total_s"
        start, end = reading.part_of(length.start)
        easy = {token.text for token in reading.tokens[start:end]} & _EASY
        minutes = ("warm_up_min", "cool_down_min") if easy and length.told_in == "min" else ()
        return next((name for name in minutes if self._length_fits(reading, name, length)), "")

    def _length_fits(self, reading: SentenceReading, name: str, length: ToldLength) -> bool:
        fits = self._is_amount(reading, name, length)
        if reading.denied.of(length.start, length.end) or self._denied_before(reading, name, length):
            return not fits
        decision = self._held.decisions.get(name)
        if fits and decision is not None and decision.kind == "floor":
            return not LESS & bound_of(reading, length.start, length.end)
        if fits and name in ("effort_s", "total_s"):
            return not MORE & bound_of(reading, length.start, length.end)
        return fits

    def _is_amount(self, reading: SentenceReading, name: str, length: ToldLength) -> bool:
        return any(abs(each - length.seconds) < _SAME for each in self._values(reading, name, length.start))

    def _denied_before(self, reading: SentenceReading, name: str, length: ToldLength) -> bool:
        """Tell whether what a time is of was denied before a colon: ``Do not warm up: 10 minutes``."""
        start, _ = reading.clause_of(length.start)
        if not start or reading.tokens[start - 1].text != ":":
            return False
        marks = [mark for mark in reading.of_kind("near") if mark.value == name and mark.end < start]
        return bool(marks) and reading.denied.of(marks[-1].start, marks[-1].end)

    def _values(self, reading: SentenceReading, name: str, place: int) -> list[float]:
        """Return the seconds that the plan holds for a name."""
        held = self._held
        session = held.plan.session
        if name == "effort_s":
            sets, _ = self._sets.allowed(reading, place)
            found = [each[1] for each in sets]
            return found + self._caps(reading, place, ("effort_s", "reached_effort_s"))
        if name == "total_s":
            sets, _ = self._sets.allowed(reading, place)
            found = [each[0] * each[1] for each in sets]
            return found + self._caps(reading, place, ("total_s",))
        if name == "duration_min":
            value = held.case.get("duration_min")
            next_time = [each for source in self._texts.sources if source.kind == "next" for each in source.numbers]
            found = [number * 60 for number, unit in next_time if unit == "min"]
            return found if value is None else [float(value) * 60, *found]
        value = held.value(name)
        if value is None or (name == "rest_s" and session is None and held.plan.moment == "before"):
            return [] if value is None else [float(value)]
        return [float(value) * (60 if name.endswith("_min") else 1)]

    def _caps(self, reading: SentenceReading, place: int, names: tuple[str, ...]) -> list[float]:
        """Return what is allowed at most, where it is spoken of so."""
        start, end = reading.clause_of(place)
        if not set(reading.words(start, end).split()) & _CAPPED:
            return []
        return [float(self._held.value(name)) for name in names if self._held.value(name) is not None]

    def _behind(self, name: str) -> tuple[str, ...]:
        if name in ("effort_s", "total_s"):
            return ("dose", name, "reached_effort_s", "efforts", "reached_efforts")
        return ("room", "dose") if name == "duration_min" else (name,)

    def _in_texts(self, reading: SentenceReading, length: ToldLength) -> bool:
        """Tell whether a text that shares more with the sentence holds the same length of time."""
        unit = length.told_in
        number = length.seconds / SECONDS[unit]
        same = {(number, unit)} | ({(length.seconds, "s")} if unit == "min" else set())
        for support in self._texts.support(reading):
            if (
                support.source.kind in (REPEATED if unit == "s" else (*REPEATED, "next"))
                and len(support.shared) >= (1 if support.source.kind == "next" else 2)
                and same & support.source.numbers
                and not reading.denied.at[length.start]
            ):
                return True
        return False
