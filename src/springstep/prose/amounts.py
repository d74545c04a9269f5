"""Numbers of an answer held against the plan's: sets, lengths of time, and how many of anything."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import NamedTuple

from springstep.engine.language.spoken.figures import SECONDS
from springstep.prose.findings import Finding
from springstep.prose.held import Held
from springstep.prose.lexicon import Mark
from springstep.prose.reading import Reading
from springstep.prose.texts import Texts, numbers_in
from springstep.prose.tokens import stem, unit_of
from springstep.session.prose_words import prose_words

_OF_EFFORT = frozenset(("efforts", "effort_s"))
_LESS = frozenset(("most", "maximum", "max", "under", "below", "less", "fewer", "within", "exceed"))
_MORE = frozenset(("least", "minimum", "more", "above", "over", "longer", "beyond"))
_EACH = frozenset(("each", "apiece", "per", "long", "lasting", "last"))
_PLAIN = frozenset(
    stem(word) for word in ("thing", "foot", "feet", "leg", "side", "way", "minute", "hand", "direction")
)
_MOST_PLACES = 7
_TOLD_OF_RUNS = frozenset(("advice", "reason", "next"))
_TOLD = frozenset(("advice", "reason"))


class Length(NamedTuple):
    """A length of time in a sentence, in seconds; of a span the shorter."""

    seconds: float
    start: int
    end: int
    told_in: str
    to: float | None = None


class Amounts:
    """Judges the numbers of one sentence after the other."""

    def __init__(self, held: Held, texts: Texts) -> None:
        self._held, self._texts = held, texts
        self._spoken = prose_words(held.base).amounts

    def judged(self, reading: Reading) -> Iterator[Finding]:
        """Yield what is found of every number of a sentence that is not understood yet."""
        lengths: list[Length] = []
        for place, token in enumerate(reading.tokens):
            if token.number is None or place in reading.accounted:
                continue
            if found := self._set(reading, place):
                yield from found
            elif length := _length(reading, place) or self._same_unit(reading, place, lengths):
                reading.accounted |= set(range(place, length.end))
                lengths.append(length)
        yield from self._lengths(reading, lengths)
        for place, token in enumerate(reading.tokens):
            if token.number is not None and place not in reading.accounted:
                yield from self._counted(reading, place)

    def _same_unit(self, reading: Reading, place: int, lengths: list[Length]) -> Length | None:
        """Return a length whose unit was said before: ``and close with five``."""
        number = reading.tokens[place].number
        if not lengths or number is None or self._nouns(reading, place) or number == 1:
            return None
        part = reading.part_of(place)
        near = [mark.value for mark in self._cues(reading, part) if mark.kind == "near"] or self._around(reading, part)
        if not any(value != "effort_s" for value in near):
            return None
        unit = lengths[-1].told_in
        return Length(number * SECONDS[unit], place, place + 1, unit)

    # Sets

    def _set(self, reading: Reading, place: int) -> list[Finding]:
        """Judge ``4 x 10 s`` and ``4 10-second bursts``."""
        tokens = reading.tokens
        texts = [token.text for token in tokens[place : place + 6]]
        seconds_at = 0
        if len(texts) > 2 and texts[1] in ("x", "times", "by") and tokens[place + 2].number is not None:
            seconds_at = place + 2
        elif (
            len(texts) > 2 and tokens[place + 1].number is not None and unit_of(tokens[place + 2]) in ("s", "min", "h")
        ):
            seconds_at = place + 1
        elif len(texts) > 3 and texts[1] not in ",;:()" and tokens[place + 2].number is not None:
            # `4 short 10-second bursts`, never `10 minutes 4 ...`
            if (
                unit_of(tokens[place + 3]) in ("s", "min")
                and not unit_of(tokens[place + 1])
                and texts[1] not in _JOINING
            ):
                seconds_at = place + 2
        if not seconds_at:
            return []
        unit = unit_of(tokens[seconds_at + 1]) if seconds_at + 1 < len(tokens) else ""
        second = (tokens[seconds_at].number or 0) * SECONDS.get(unit or "s", 1)
        told = (int(tokens[place].number or 0), second)
        if unit and (self._rest_near(reading, seconds_at + 2)):
            return []
        reading.accounted |= {place, seconds_at}
        end = seconds_at + (2 if unit else 1)
        return [self._set_finding(reading, told, place, end)]

    def _rest_near(self, reading: Reading, place: int) -> bool:
        return any(mark.value == "rest_s" and mark.start == place for mark in reading.of_kind("near"))

    def _set_finding(self, reading: Reading, told: tuple[float, float], place: int, end: int) -> Finding:
        held = self._held
        allowed, names = self._allowed_sets(reading, place)
        fits = told in allowed
        if not fits and any(_same_set(told, source.text) for source in self._texts.sources) and self._repeats(reading):
            return Finding("backed", place, f"the plan speaks of {_worded(told)}")
        if reading.denied.of(place, end):
            fits = told not in allowed
        known = held.known(names)
        if fits:
            return Finding("backed", place, f"the set is {_worded(told)}", known, held.rules(known))
        wanted = ", ".join(dict.fromkeys(_worded(each) for each in allowed)) or "no set"
        says = f"{_worded(told)} is not what the plan says: {wanted}"
        return Finding("contradicted", place, says, known, held.rules(known))

    def _allowed_sets(self, reading: Reading, place: int) -> tuple[list[tuple[float, float]], tuple[str, ...]]:
        """Return which sets the plan holds for what is said at a place, and the decisions behind them."""
        held = self._held
        start, end = reading.clause_of(place)
        words = set(reading.words(start, end).split())
        sets: list[tuple[float, float] | None] = []
        names: tuple[str, ...] = ("dose", "efforts", "effort_s", "reached_efforts", "reached_effort_s")
        moved_to = place > 0 and reading.tokens[place - 1].text == "to"
        if reading.looks_ahead(place) and held.set_next is not None:
            sets = [held.set_next]
            if not moved_to and (
                "from" in words
                or {"at", "of", "with", "same", "stay"} & set(reading.words(max(0, place - 3), place).split())
            ):
                sets += [held.set_today, held.set_of_step]
            names = (*names, "progression")
        elif "step" in words or "level" in words or not held.set_today:
            sets = (
                [held.set_of_step]
                if not held.set_today or held.session == "none"
                else [held.set_today, held.set_of_step]
            )
            if not ({"step", "level"} & words) and not reading.looks_ahead(place) and held.plan.moment == "before":
                sets = []
        else:
            sets = [held.set_today]
        if reading.looks_back(place) or (place and reading.tokens[place - 1].text == "from"):
            sets.append(held.set_before)
        return [each for each in sets if each is not None], names

    def _repeats(self, reading: Reading) -> bool:
        return any(len(each.shared) >= 3 for each in self._texts.support(reading)[:3])

    # Lengths of time

    def _lengths(self, reading: Reading, lengths: list[Length]) -> Iterator[Finding]:
        by_part: dict[tuple[int, int], list[Length]] = {}
        for length in lengths:
            by_part.setdefault(reading.part_of(length.start), []).append(length)
        for part, inside in by_part.items():
            for length, options in self._assigned(reading, part, inside):
                yield self._length_finding(reading, length, options)

    def _assigned(
        self, reading: Reading, part: tuple[int, int], lengths: list[Length]
    ) -> Iterator[tuple[Length, tuple[str, ...]]]:
        """Yield each length with what it may be the amount of: what stands nearest, each for one only."""
        cues = self._cues(reading, part)
        if len(lengths) == 1 or len({cue.value for cue in cues}) < len(lengths):
            for length in lengths:
                weak = [mark for mark in reading.of_kind("weak") if part[0] <= mark.start < part[1]]
                yield length, self._nearest(length, cues) or self._around(reading, part) or self._nearest(length, weak)
            return
        best = min(
            permutations(cues, len(lengths)),
            key=lambda chosen: (
                len(lengths) - len({cue.value for cue in chosen}),
                sum(map(_distance, lengths, chosen)),
            ),
        )
        for length, cue in zip(lengths, best, strict=True):
            yield length, (cue.value,)

    def _cues(self, reading: Reading, part: tuple[int, int]) -> list[Mark]:
        start, end = part
        strong = [mark for mark in reading.of_kind("near") if start <= mark.start < end and mark.value in self._spoken]
        efforts = self._effort_marks(reading, start, end, strong)
        for place in range(start, end - 1):
            if reading.tokens[place].text == "after" and reading.tokens[place + 1].number is not None:
                strong += [Mark("near", name, place, place + 1) for name in ("rest_s", "warm_up_min")]
        return strong if any(mark.value == "total_s" for mark in strong) else [*strong, *efforts]

    def _effort_marks(self, reading: Reading, start: int, end: int, strong: list[Mark]) -> list[Mark]:
        """Return where efforts are named as such, not as that between or after which there is a rest."""
        found = []
        named = [*reading.of_kind("effort", "session", "counted"), *reading.rows]
        for mark in sorted(named, key=lambda each: each.start):
            before = reading.tokens[max(0, mark.start - 3) : mark.start]
            if not start <= mark.start < end or any(other.start <= mark.start < other.end for other in strong):
                continue
            if any(token.text in ("between", "after", "before", "following") for token in before):
                continue
            found.append(Mark("near", "effort_s", mark.start, mark.end))
        each = [
            n
            for n in range(start, end)
            if reading.tokens[n].text in _EACH and not (n and reading.tokens[n - 1].text == "after")
        ]
        found += [Mark("near", "effort_s", n, n + 1) for n in each if not any(m.start <= n < m.end for m in strong)]
        return found

    def _nearest(self, length: Length, cues: list[Mark]) -> tuple[str, ...]:
        if not cues:
            return ()
        near = min(_distance(length, cue) for cue in cues)
        return tuple(dict.fromkeys(cue.value for cue in cues if _distance(length, cue) <= near))

    def _around(self, reading: Reading, part: tuple[int, int]) -> tuple[str, ...]:
        """Return what the parts beside one are about, where they have no length of time themselves."""
        place = reading.parts.index(part) if part in reading.parts else -1
        for beside in (place - 1, place + 1, place - 2):
            if 0 <= place and 0 <= beside < len(reading.parts):
                start, end = reading.parts[beside]
                if any(unit_of(token) for token in reading.tokens[start:end]):
                    continue
                if cues := self._cues(reading, (start, end)):
                    return tuple(dict.fromkeys(cue.value for cue in cues))
        return ()

    def _length_finding(self, reading: Reading, length: Length, options: tuple[str, ...]) -> Finding:
        held = self._held
        said = _told(length)
        for name in options:
            if self._length_fits(reading, name, length):
                known = held.known(self._behind(name))
                return Finding("backed", length.start, f"{said}: {held.worded(name)}", known, held.rules(known))
        if self._in_texts(reading, length):
            return Finding("backed", length.start, f"the plan's advice says {said}")
        if not options:
            for name in ("effort_s", *self._spoken):
                if self._length_fits(reading, name, length):
                    known = held.known(self._behind(name))
                    return Finding("backed", length.start, f"{said}: {held.worded(name)}", known, held.rules(known))
            if (length.seconds / SECONDS[length.told_in], length.told_in) in self._texts.numbers:
                return Finding("backed", length.start, f"the plan speaks of {said}")
            return Finding("unfounded", length.start, f"nothing in the plan is {said}")
        name = options[0]
        known = held.known(self._behind(name))
        wanted = [_time(each) for each in self._values(reading, name, length.start)]
        says = f"{said} is not what the plan says on {name.replace('_', ' ')}: {' or '.join(wanted) or 'nothing'}"
        return Finding("contradicted" if wanted or known else "unfounded", length.start, says, known, held.rules(known))

    def _length_fits(self, reading: Reading, name: str, length: Length) -> bool:
        values = self._values(reading, name, length.start)
        fits = any(abs(each - length.seconds) < 0.51 for each in values)
        if reading.denied.of(length.start, length.end):
            return not fits
        decision = self._held.decisions.get(name)
        if fits and decision is not None and decision.kind == "floor":
            return not _LESS & _bound(reading, length.start, length.end)
        if fits and name in ("effort_s", "total_s"):
            return not _MORE & _bound(reading, length.start, length.end)
        return fits

    def _values(self, reading: Reading, name: str, place: int) -> list[float]:
        """Return the seconds that the plan holds for a name."""
        held = self._held
        session = held.plan.session
        if name == "effort_s":
            sets, _ = self._allowed_sets(reading, place)
            found = [each[1] for each in sets]
            return found + self._caps(reading, place, ("effort_s", "reached_effort_s"))
        if name == "total_s":
            sets, _ = self._allowed_sets(reading, place)
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

    def _caps(self, reading: Reading, place: int, names: tuple[str, ...]) -> list[float]:
        """Return what is allowed at most, where it is spoken of so."""
        start, end = reading.clause_of(place)
        if not set(reading.words(start, end).split()) & {
            *_LESS,
            "allow",
            "allows",
            "allowed",
            "up",
            "limit",
            "cap",
            "than",
        }:
            return []
        return [float(self._held.value(name)) for name in names if self._held.value(name) is not None]

    def _behind(self, name: str) -> tuple[str, ...]:
        if name in ("effort_s", "total_s"):
            return ("dose", name, "reached_effort_s", "efforts", "reached_efforts")
        return ("room", "dose") if name == "duration_min" else (name,)

    def _in_texts(self, reading: Reading, length: Length) -> bool:
        """Tell whether a text that shares more with the sentence holds the same length of time."""
        unit = length.told_in
        number = length.seconds / SECONDS[unit]
        same = {(number, unit)} | ({(length.seconds, "s")} if unit == "min" else set())
        for support in self._texts.support(reading):
            if (
                support.source.kind in (_TOLD if unit == "s" else _TOLD_OF_RUNS)
                and len(support.shared) >= 2
                and same & support.source.numbers
                and not reading.denied.at[length.start]
            ):
                return True
        return False

    # How many

    def _counted(self, reading: Reading, place: int) -> Iterator[Finding]:
        token = reading.tokens[place]
        assert token.number is not None
        reading.accounted.add(place)
        nouns = self._nouns(reading, place)
        if token.number == 1 and not nouns & {"effort"}:
            return
        if "effort" in nouns or "row" in nouns:
            yield self._count_finding(reading, place, token.number, nouns)
            return
        counts = {each for at, _, each in numbers_in(reading.tokens) if at == place}
        if reading.denied.of(place, place + 1):
            return
        if {(token.number, each) for each in counts} & self._texts.numbers:
            yield Finding("backed", place, f"the plan or the case holds {token.text}")
        elif self._row_count(reading, place, token.number):
            yield Finding("backed", place, f"about {token.text} an effort", self._held.known(("drill", "dose")))
        elif not (token.number <= 2 and counts & _PLAIN):
            yield Finding("unfounded", place, f"nothing in the plan holds the number {token.text}")

    def _nouns(self, reading: Reading, place: int) -> set[str]:
        """Return what a number counts: the first mark after it, with no more than some words between."""
        _, end = reading.clause_of(place)
        limit = min(end, place + _MOST_PLACES)
        found: set[str] = set()
        marks = [
            *((m.start, "effort") for m in reading.of_kind("effort", "session")),
            *((m.start, "row") for m in reading.rows),
        ]
        marks += [(m.start, "counted") for m in reading.of_kind("counted")]
        for start, kind in sorted(marks):
            between = reading.tokens[place + 1 : start]
            if place < start < limit and not any(
                t.text in ",;:()" or t.text in _JOINING or unit_of(t) or t.number for t in between
            ):
                found.add(kind)
        if (
            reading.words(place + 1, place + 2) == "times"
            or reading.words(place + 1, place + 3) == "of them"
            or reading.words(place - 1, place) == "of"
            and reading.words(place - 2, place - 1) == "set"
        ):
            found.add("effort")
        return found

    def _count_finding(self, reading: Reading, place: int, number: float, nouns: set[str]) -> Finding:
        held = self._held
        sets, names = self._allowed_sets(reading, place)
        values = [each[0] for each in sets]
        bound = _bound(reading, place, place + 1)
        if not reading.looks_ahead(place):
            start, end = reading.clause_of(place)
            if set(reading.words(start, end).split()) & {*_LESS, "allow", "allows", "allowed", "limit", "cap"}:
                values += [
                    float(held.value(name)) for name in ("efforts", "reached_efforts") if held.value(name) is not None
                ]
        done = held.case.get("bursts_done")
        if done is not None:
            values += [float(done)]
        fits = number in values and not (bound & _MORE)
        if reading.denied.of(place, place + 1):
            fits = number not in values
        known = held.known(names)
        if fits:
            return Finding("backed", place, f"{number:g} efforts", known, held.rules(known))
        counts = {each for at, _, each in numbers_in(reading.tokens) if at == place}
        if self._number_repeated(reading, number, counts):
            return Finding("backed", place, f"the plan's advice says {number:g}")
        if nouns & {"row", "counted"} and self._row_count(reading, place, number):
            return Finding("backed", place, f"about {number:g} an effort", held.known(("drill", "dose")))
        wanted = " or ".join(f"{value:g}" for value in dict.fromkeys(values)) or "none"
        says = f"{number:g} efforts are not what the plan says: {wanted}"
        return Finding("contradicted", place, says, known, held.rules(known))

    def _number_repeated(self, reading: Reading, number: float, counts: set[str]) -> bool:
        wanted = {(number, each) for each in counts}
        return any(
            each.source.kind in _TOLD and len(each.shared) >= 2 and wanted & each.source.numbers
            for each in self._texts.support(reading)
        )

    def _row_count(self, reading: Reading, place: int, number: float) -> bool:
        session = self._held.plan.session
        if session is None or number != session.repetitions:
            return False
        counted = stem(session.counted_in)
        return any(each == counted for at, _, each in numbers_in(reading.tokens) if at == place)


_JOINING = frozenset(
    (
        "and",
        "then",
        "or",
        "with",
        "in",
        "after",
        "before",
        "between",
        "for",
        "every",
        "at",
        "if",
        "once",
        "when",
        "to",
        "since",
        "run",
        "runs",
        "session",
        "sessions",
        "weeks",
        "days",
        "until",
        "good",
    )
)


_EASILY = frozenset(
    (
        "easy",
        "relaxed",
        "gentle",
        "good",
        "full",
        "more",
        "calm",
        "slow",
        "comfortable",
        "short",
        "quick",
        "whole",
        "light",
    )
)


def _length(reading: Reading, place: int) -> Length | None:
    """Return a length of time that begins at a place: ``90 s``, ``8 to 12 minutes``, ``1 min 30 s``."""
    tokens = reading.tokens
    number = tokens[place].number or 0.0
    after = place + 1
    high: float | None = None
    if after + 1 < len(tokens) and tokens[after].text in ("-", "to", "or") and tokens[after + 1].number is not None:
        high, after = tokens[after + 1].number, after + 2
    while after < len(tokens) and after <= place + 2 and tokens[after].text in _EASILY:
        after += 1
    if after < len(tokens) and (unit := unit_of(tokens[after])) in ("s", "min", "h"):
        seconds, end = number * SECONDS[unit], after + 1
        if unit == "min" and high is None:
            more = end + (end < len(tokens) and tokens[end].text == "and")
            if more + 1 < len(tokens) and tokens[more].number is not None and unit_of(tokens[more + 1]) == "s":
                if (tokens[more].number or 0) < 60:
                    return Length(seconds + (tokens[more].number or 0), place, more + 2, "s")
        return Length(seconds, place, end, unit, None if high is None else high * SECONDS[unit])
    return None


def _distance(length: Length, cue: Mark) -> int:
    if cue.start >= length.end:
        return cue.start - length.end
    return max(0, length.start - cue.end)


def _bound(reading: Reading, start: int, end: int) -> frozenset[str]:
    """Return the words that say how a number bounds: ``at least``, ``or more``."""
    before = [token.text for token in reading.tokens[max(0, start - 4) : start]]
    after = [token.text for token in reading.tokens[end : end + 2]]
    if "than" in before:
        denied = bool({"no", "not"} & set(before))
        more = bool({"more", "longer", "over"} & set(before))
        return frozenset(("least",)) if more != denied else frozenset(("most",))
    found = {
        word
        for word in before[-2:]
        if word in ("least", "most", "maximum", "minimum", "under", "below", "over", "above", "within", "beyond")
    }
    if found & {"beyond", "above", "over"} and {"not", "never"} & set(before):
        found = {"most"}
    if after[:2] in (["or", "more"], ["or", "longer"]):
        found.add("more")
    if after[:2] in (["or", "less"], ["or", "fewer"], ["at", "most"]):
        found.add("most")
    if after[:2] in (["at", "least"],):
        found.add("least")
    return frozenset(found)


def _worded(told: tuple[float, float]) -> str:
    return f"{told[0]:g} x {told[1]:g} s"


def _same_set(told: tuple[float, float], text: str) -> bool:
    return _worded(told) in text


def _time(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 120 and seconds % 60 == 0 else f"{seconds:g} s"


def _told(length: Length) -> str:
    return f"{length.seconds / SECONDS[length.told_in]:g} {length.told_in}"
