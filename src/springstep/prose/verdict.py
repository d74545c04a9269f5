"""Whether an answer says that there are bursts, or none, held against the plan."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.lexicon import WordMark
from springstep.prose.reading import SentenceReading
from springstep.prose.texts import PlanTexts, TextSupport
from springstep.prose.tokens import wordset

_DOING = wordset(
    "do does doing include including add adding put try plan perform run start have having take get use fit work "
    "allow allowed recommend recommended advise advised call be"
)
_BETWEEN = wordset(
    "the any your all more of go ahead with today's today these those this explosive planned short some further "
    "such actual plyometric a kind form sort whole set sets or and quick springy kinds sorts forms remaining "
    "another other for plan is are"
)
_GOING = wordset("do doing include ahead cleared ready yes allowed allow enjoy add perform adding including")
_GOING_TO = (
    "time for",
    "go for",
    "there are",
    "green light for",
    "can plan",
    "can recommend",
    "there will be",
    "will be",
)
_THERE = ("there are", "will be", "be some")
_ENDING = frozenset(["end", "ending", "ends", "stop", "stopping", "quit"])
_HOLDS = wordset("fine ok okay on allowed good go cleared planned due today possible in welcome safe yes")
_AFTERWARDS = wordset(
    "due planned allowed recommended advised for today yet on possible an safe suitable right ok okay fine "
    "happening part this in"
)
_AFTER_ALONE = frozenset(
    ("", ",", ":", *["today", "this", "for", "planned", "with", "now", "yet", "and", "it", "as", "until", "in", "but"])
)
_MERELY = wordset("next last first each every between after before during per final following one previous")


class VerdictClaims:
    """Judges what a sentence says of bursts as a whole."""

    def __init__(self, held: HeldPlan, texts: PlanTexts) -> None:
        self._held, self._texts = held, texts

    def judged(self, reading: SentenceReading) -> Iterator[ClaimFound]:
        """Yield what is found: one finding for a place where it is said that there are bursts, or none."""
        for mark in reading.of_kind("session"):
            said = self._said(reading, mark)
            if said is None:
                if (against := self._against_texts(reading, mark)) is not None:
                    yield against
                continue
            if (finding := self._finding(reading, mark, said)) is not None:
                yield finding

    def _said(self, reading: SentenceReading, mark: WordMark) -> bool | None:
        """Return whether bursts are said to be done, or not to be; ``None`` where they are only spoken of."""
        tokens, denied = reading.tokens, reading.denied
        before = [token.text for token in tokens[max(0, mark.start - 3) : mark.start]]
        if _MERELY & set(before[-2:]):
            return None
        if _put_off(reading, mark):
            return False
        here = reading.words(max(0, mark.start - 2), mark.start) in _THERE
        if denied.softly[mark.start] or (reading.after_until(mark.start) and not here):
            return None
        if _not_put_off(reading, mark):
            return True
        if denied.at[mark.start] and not denied.softly[mark.start]:
            begun = denied.starts[mark.start]
            after = max((end for start, end in denied.negators if start == begun), default=begun + 1)
            between = [token.text for token in tokens[after : mark.start]]
            governed = all(word in _BETWEEN or word in _DOING or not word.isalpha() for word in between)
            if governed and len(between) <= 8:
                return False
            return None
        start, end = reading.part_of(mark.start)
        lead = {token.text for token in tokens[max(start, mark.start - 7) : mark.start]}
        trail = [token.text for token in tokens[mark.end : min(end, mark.end + 5)]]
        if trail[:1] and trail[0] in ("are", "is") and trail[1:2] and trail[1] in _HOLDS:
            return True
        if _ENDING & {token.text for token in tokens[max(start, mark.start - 3) : mark.start]}:
            return False
        if mark.start and tokens[mark.start - 1].text == "more" and not {"no", "any", "one"} & set(before[:-1]):
            return mark.start < 2 or tokens[mark.start - 2].number is None or None
        if self._named_alone(reading, mark):
            return True
        led = reading.words(max(start, mark.start - 7), mark.start)
        if (lead & _GOING or any(words in led for words in _GOING_TO)) and not lead & {"not", "without"}:
            return True
        return True if "today" in trail[:2] or "are on" in " ".join(trail) else None

    def _named_alone(self, reading: SentenceReading, mark: WordMark) -> bool:
        """Tell whether bursts stand as what is done: at the beginning, or beside a row that is named."""
        tokens = reading.tokens
        start, _ = reading.clause_of(mark.start)
        after = tokens[mark.end].text if mark.end < len(tokens) else ""
        if mark.start == start and (not start or tokens[start - 1].text == ":"):
            return after in _AFTER_ALONE
        if mark.start and tokens[mark.start - 1].text == "," and after in ("", ":"):
            return True
        if mark.start and tokens[mark.start - 1].text in ("so", "therefore", "yes"):
            return after in ("", ",", "today")
        if reading.words(max(0, mark.start - 2), mark.start) in (", with", "today with", "is with"):
            return True
        joined = mark.start > 1 and tokens[mark.start - 1].text in ("and", "with", "plus")
        return joined and any(row.end == mark.start - 1 for row in reading.rows)

    def _finding(self, reading: SentenceReading, mark: WordMark, said: bool) -> ClaimFound | None:
        held = self._held
        known = held.known(("clearance", "due", "room", "next_action", "dose"))
        if held.plan.moment == "during":
            known = held.known(("next_action",))
        elif not held.has_bursts:
            barring = [
                name for name in ("clearance", "due", "room") if set(held.rules((name,))) & set(held.rules(("dose",)))
            ]
            known = held.known((*barring, "dose")) if barring else known
        if said and reading.supposes(mark.start) and (support := self._forbids(reading)) is not None:
            says = f"the plan's advice says: '{support.source.text}'"
            return ClaimFound("contradicted", mark.start, says, support.source.decisions, support.source.rules)
        if said == held.has_bursts or (
            not said and held.plan.moment == "during" and held.value("next_action") in ("pause",)
        ):
            return ClaimFound("backed", mark.start, held.worded("session"), known, held.rules(known))
        for support in self._texts.support(reading):
            polarity = support.source.polarity.get("effort")
            if polarity == frozenset((not said,)) and len(support.shared) >= 2 and self._at_a_sign(reading, mark):
                return ClaimFound(
                    "backed", mark.start, "so the plan's advice", support.source.decisions, support.source.rules
                )
        only_spoken_of = (
            reading.supposes(mark.start) or reading.looks_ahead(mark.start) or reading.looks_back(mark.start)
        )
        if only_spoken_of and reading.words(max(0, mark.start - 2), mark.start) not in _THERE:
            return None
        if any(token.text in ("because", "since") for token in reading.tokens[: mark.start]):
            return None
        what = "there are bursts" if said else "there are none"
        return ClaimFound(
            "contradicted",
            mark.start,
            f"{what}, where the plan says {held.worded('session')}",
            known,
            held.rules(known),
        )

    def _at_a_sign(self, reading: SentenceReading, mark: WordMark) -> bool:
        """Tell whether something is said for the case that something else shows: ``An ache: no more bursts``."""
        start, _ = reading.clause_of(mark.start)
        return reading.supposes(mark.start) or (start > 0 and reading.tokens[start - 1].text == ":")

    def _against_texts(self, reading: SentenceReading, mark: WordMark) -> ClaimFound | None:
        """Return that a text of a plan without bursts is repeated without its denial."""
        before = {token.text for token in reading.tokens[max(0, mark.start - 2) : mark.start]}
        if (
            self._held.has_bursts
            or reading.denied.at[mark.start]
            or before & _MERELY
            or reading.after_until(mark.start)
            or (mark.start and not before & {"with", "and", "any", "have", "has"})
        ):
            return None
        if (support := self._forbids(reading)) is None:
            return None
        says = f"the plan says: '{support.source.text}'"
        return ClaimFound("contradicted", mark.start, says, support.source.decisions, support.source.rules)

    def _forbids(self, reading: SentenceReading) -> TextSupport | None:
        """Return the advice in which the same leads to no bursts."""
        for support in self._texts.support(reading)[:1]:
            if support.source.polarity.get("effort") == frozenset((True,)) and (
                len(support.shared) >= 3 or support.share >= 0.6
            ):
                return support
        return None


def _not_put_off(reading: SentenceReading, mark: WordMark) -> bool:
    """Tell whether what is named is said not to be off."""
    after = reading.words(mark.end, mark.end + 3).split()
    return (
        after[:1] in (["are"], ["is"])
        and after[1:2] == ["not"]
        and after[2:3] in (["off"], ["out"], ["barred"], ["ruled"])
    )


def _put_off(reading: SentenceReading, mark: WordMark) -> bool:
    """Tell whether what is named is said to be off, out or to wait: ``bursts are not due``."""
    tokens = [token.text for token in reading.tokens]
    _, end = reading.clause_of(mark.start)
    after = tokens[mark.end : min(end, mark.end + 7)]
    text = " ".join(after)
    if after[:1] == ["out"] and {"leave", "leaving", "left", "take", "keep", "cut", "sit"} & set(
        tokens[max(0, mark.start - 4) : mark.start]
    ):
        return True
    for off in (
        "off",
        "out",
        "wait",
        "barred",
        "ruled out",
        "postponed",
        "on hold",
        "cancelled",
        "canceled",
        "paused",
        "off the table",
        "must wait",
        "can wait",
        "to wait",
    ):
        if (
            text.startswith(
                (
                    f"are {off}",
                    f"is {off}",
                    f"have to {off}",
                    f"has to {off}",
                    f"must {off}",
                    f"can {off}",
                    f"will have to {off}",
                    f"should {off}",
                    f"need to {off}",
                )
            )
            or text == off
        ):
            return True
    for place, word in enumerate(after[:4]):
        if word == "not" and place:
            following = after[place + 1 : place + 2]
            return not following or following[0] in _AFTERWARDS or following[0] in ",;:"
    return False
