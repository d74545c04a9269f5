"""Values read from words: each word of an answer is part of a phrase, says nothing, or the whole is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from springstep.engine.language.spoken.data import Spoken
from springstep.engine.language.spoken.tidy import FILLERS, parts_of, tidy, words_of


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


NO = _phrases("""
    no, none, nope, nah, nil, nothing, nowhere, nada, zero, not any, not at all, none at all, nothing at all,
    nothing now, nothing today, nothing really, not today, nothing to report, not really, nothing special, no nothing,
    none really, none now, none today, no not really
""")
"""Ways to say no or nothing."""
YES = _phrases("""
    yes, yep, yeah, yup, yea, ya, sure, true, of course, absolutely, correct, i do, i have, i did, it did, yes i do,
    yes i have, yes i did, for sure, it has, he has, she has, they have, affirmative, yes it is, it is
""")
"""Ways to say yes."""
NO_FLAG = NO | _phrases("""
    false, never, i dont, i havent, i didnt, it didnt, not yet, no i dont, no i havent, no i didnt, it hasnt, he hasnt,
    she hasnt, they havent, negative, no its not, its not, it is not, it isnt, no it didnt
""")
"""Ways to answer a question of yes or no with no."""
UNKNOWN = _phrases("""
    unknown, dont know, not known, no idea, dunno, idk, not sure, unsure, no clue, cant say, i dont know, im not sure,
    cant remember, dont remember, i cant remember, who knows, difficult to say, havent a clue, pass, skip, not certain,
    couldnt say, couldnt tell you, i dunno, i forget
""")
"""Ways to say that one does not know."""

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]
"""By words the values that they may mean, the mildest first."""
_DENIALS = _phrases("""
    no, not, nothing, never, none, nope, nor, neither, without, less, hardly, barely, scarcely, nobody, cannot, cant,
    wont, dont, doesnt, didnt, isnt, arent, wasnt, werent, havent, hasnt, hadnt, couldnt, wouldnt
""")
"""Words that turn what follows them round, so that nothing may be left out after them."""
_AMONG = 3
"""How many words that say nothing may stand among those of a phrase."""
NONE = "none"
"""The value that ways to say no or nothing mean, where a fact has it."""


class Words:
    """The phrases that mean a value of one fact or field."""

    def __init__(self, values: tuple[str, ...], spoken: Spoken) -> None:
        self.values = values
        self.spoken = spoken
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        if NONE in values:
            found |= {tuple(phrase.split()): (NONE,) for phrase in NO}
        for phrase, meant in spoken.unsure.items():
            found[tuple(words_of(phrase))] = meant
        for value, phrases in spoken.said.items():
            for phrase in phrases if value in values or not values else ():
                found[tuple(words_of(phrase))] = (value,)
        for value in values:
            found[tuple(words_of(value))] = (value,)
        self.phrases: Phrases = found
        self.unsure = frozenset(tuple(words_of(phrase)) for phrase in spoken.unsure)
        self.longest = max(map(len, found), default=0)
        self.passed_over = frozenset(word for each in spoken.passed_over for word in words_of(each))

    @property
    def mildest(self) -> str:
        """Return the value that says that nothing is amiss: one end of the scale, or what no means in a list."""
        if self.spoken.gravest and self.values:
            return self.values[0 if self.spoken.gravest == "last" else -1]
        return self.phrases.get(("no",), ("",))[0]

    def begun_by(self, text: str) -> tuple[str, ...]:
        """Return the values that an answer begins."""
        start = re.sub(r"[\s-]+", "_", text.strip())
        return tuple(value for value in self.values if value.startswith(start)) if start else ()

    def exactly(self, text: str) -> tuple[str, ...] | None:
        """Return what an answer may mean that is one phrase, or ``None``."""
        parts = parts_of(text)
        return self.phrases.get(tuple(parts[0])) if len(parts) == 1 else None

    def graver(self, values: Iterable[str]) -> tuple[str, ...]:
        """Return values in order, the mildest first, where they stand on a scale of danger; otherwise as they are."""
        found = tuple(dict.fromkeys(values))
        if not self.spoken.gravest:
            return found
        return tuple(sorted(found, key=self.values.index, reverse=self.spoken.gravest == "first"))

    def next(self, words: list[str], *, begun: bool) -> tuple[int, tuple[str, ...]]:
        """Return how many words the next phrase takes, and what it may mean: nothing for a word that says nothing.

        No words are taken where the first of them is not known here.
        """
        for used in range(min(self.longest + _AMONG, len(words)), 0, -1):
            told = tuple(words[:used])
            meant = self.phrases.get(told) or self.phrases.get(_without_fillers(told))
            if meant is not None and (words[used - 1] not in FILLERS or told in self.phrases):
                return used, meant
        if words[0] in FILLERS or words[0] in self.passed_over:
            return 1, ()
        meant = self.begun_by(words[0]) if begun and len(words[0]) > 1 and words[0] not in NO else ()
        return (1, meant) if len(meant) == 1 else (0, ())


def _without_fillers(told: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the words that say nothing, up to one that denies: ``not just dim`` is not ``not dim``."""
    denied = next((place for place, word in enumerate(told) if word in _DENIALS), len(told))
    return (*(word for word in told[:denied] if word not in FILLERS), *told[denied:])


def meanings_in(words: Words, text: str, *, begun: bool) -> list[tuple[str, ...]] | None:
    """Return what each phrase of an answer may mean, or ``None`` where a word of it is not understood."""
    found: list[tuple[str, ...]] = []
    for left in parts_of(text):
        while left:
            used, meant = words.next(left, begun=begun)
            if not used:
                return None
            if meant:
                found.append(meant)
            left = left[used:]
    return found


def said_by_halves(words: Words, text: str) -> bool:
    """Tell whether a part of an answer says nothing but words passed over, or denies these: ``good but left``.

    Where all else says that nothing is amiss, such a part may say what is.
    """
    pieces = re.split(r"\b(?:but|only)\b", tidy(text))
    return not pieces[-1].strip() or any(_halved(words, left) for piece in pieces for left in parts_of(piece))


def _halved(words: Words, left: list[str]) -> bool:
    passed = False
    while left:
        used, meant = words.next(left, begun=False)
        if meant and " ".join(left[:used]) not in NO:
            return False
        passed |= not meant and left[0] in words.passed_over - FILLERS
        left = left[max(used, 1) :]
    return passed


def heard_in(words: Words, text: str) -> tuple[str, ...]:
    """Return the gravest that each phrase found in an answer may mean, though other words of it are not understood."""
    found: list[str] = []
    for left in parts_of(text):
        while left:
            used, meant = words.next(left, begun=False)
            found += meant[-1:]
            left = left[max(used, 1) :]
    return tuple(dict.fromkeys(found))


def surely_in(words: Words, text: str) -> tuple[str, ...]:
    """Return each value that a phrase found in an answer means alone, unless a word before it in its part denies it.

    A part that goes on with *or* is denied by an earlier part, and so is what stands between: ``no this, or that``.
    """
    found: list[str] = []
    denied = False
    for left in parts_of(text):
        if denied and left[:1] in (["or"], ["nor"]):
            found.clear()
            continue
        while left:
            used, meant = words.next(left, begun=False)
            if _DENIALS.intersection(left[: max(used, 1)]) and meant in ((), (words.mildest,)):
                denied = True
                break
            found += meant if len(meant) == 1 else ()
            left = left[max(used, 1) :]
    return tuple(dict.fromkeys(found))


def values_meant(words: Words, text: str, *, begun: bool) -> tuple[str, ...]:
    """Return the values that an answer with one value may mean, the mildest first; none where it is not understood.

    Phrases that agree on some values mean these; those that do not may mean any of theirs.
    """
    exact = words.exactly(text)
    if exact is not None:
        return words.graver(exact)
    if begun and (started := words.begun_by(tidy(text))):
        return started
    several = meanings_in(words, text, begun=begun)
    if not several:
        return ()
    shared = [value for value in several[0] if all(value in each for each in several[1:])]
    if words.spoken.gravest and shared == [words.mildest] and said_by_halves(words, text):
        return ()
    return words.graver(shared or (value for each in several for value in each))
