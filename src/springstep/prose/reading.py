"""A sentence as it is read: its tokens, its parts, what each part supposes or looks ahead to, and what is denied."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from springstep.engine.rulebase.base import RuleBase
from springstep.prose.lexicon import WordMark, longest, rows_lexicon, sayings_lexicon, words_lexicon
from springstep.prose.negation import Denial
from springstep.prose.tokens import ProseToken, tokens_of, wordset

_ENDS_PART = wordset(", ; : ( ) - and then but plus while with because since so if when until unless followed whereas")
_ENDS_CLAUSE = frozenset((";", ":", "(", ")", "-", "but"))
_SUPPOSING = frozenset(("if", "when", "whenever", "means", "mean", "sign", "signs", "case", "as soon as", "once"))
_AHEAD = re.compile(
    r"\b(?:after (?:about |another |some |a few |several |\d+ (?:\w+ )?)?(?:good |more )?(?:weeks?|sessions?)|"
    r"in (?:about |around |roughly |some )?(?:\d+ )?(?:more )?(?:weeks?|months?)|"
    r"next(?! (?:burst|effort|one|rep|round|bout|hop|morning|day|few|hour|minute|to))|once|as soon as|later|eventually|"
    r"from then|goal|future|down the road|following|tomorrow|before you)\b"
)
_UNTIL = frozenset(("until", "till", "before", "unless"))
_CITING = wordset("see rule rules sentence sentences guide and the of cf by per from source sources")
_IS = frozenset(("is", "are", "was", "were"))
_OPEN = frozenset(("whether", "until", "till", "unless", "before"))
_BACKWARD = re.compile(
    r"\b(?:last|previous|previously|so far|have been|have done|has done|have run|ran|had|used to|was|were|you planned|"
    r"wanted|intended|before now|until now|did|had in mind|hoped)\b"
)


class SentenceReading:
    """One sentence, read by a rule base."""

    def __init__(self, sentence: str, base: RuleBase) -> None:
        self.sentence = sentence
        self.tokens: tuple[ProseToken, ...] = tokens_of(sentence)
        self.denied = Denial(self.tokens)
        self.rows = longest(rows_lexicon(base).found_in(self.tokens))
        self.taken = frozenset(place for mark in self.rows for place in range(mark.start, mark.end))
        self.marks = words_lexicon(base).found_in(self.tokens, taken=self.taken)
        self.sayings = sayings_lexicon(base).found_in(self.tokens, taken=self.taken)
        self.accounted: set[int] = set()
        """The places of numbers that some claim has understood."""

    def of_kind(self, *kinds: str) -> list[WordMark]:
        """Return the marks of some kinds, none inside a longer one of the same."""
        return longest(mark for mark in self.marks if mark.kind in kinds)

    @cached_property
    def says_something(self) -> bool:
        """Tell whether there are words besides those with which something is cited."""
        return any(token.is_word and token.text not in _CITING for token in self.tokens)

    @cached_property
    def text(self) -> str:
        """Return the tokens as a text."""
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """Return the parts between signs and words that join, from where to where."""
        return self._split(_ENDS_PART)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """Return the larger parts between strong signs."""
        return self._split(_ENDS_CLAUSE)

    def _split(self, at: Collection[str]) -> tuple[tuple[int, int], ...]:
        ends = [place for place, token in enumerate(self.tokens) if token.text in at]
        starts = [0, *(end + 1 for end in ends)]
        return tuple(each for each in zip(starts, [*ends, len(self.tokens)], strict=True) if each[0] < each[1])

    def part_of(self, place: int) -> tuple[int, int]:
        """Return the part in which a place is."""
        return next((each for each in self.parts if each[0] <= place < each[1]), (place, place + 1))

    def clause_of(self, place: int) -> tuple[int, int]:
        """Return the clause in which a place is."""
        return next((each for each in self.clauses if each[0] <= place < each[1]), (place, place + 1))

    def polarity(self, place: int) -> set[bool]:
        """Return whether a word is denied, affirmed, or both: what is only supposed is both."""
        start, _ = self.clause_of(place)
        if any(token.text in _OPEN for token in self.tokens[start:place]):
            return {True, False}
        _, end = self.part_of(place)
        after = [token.text for token in self.tokens[place:end]]
        if any(word in _IS and after[at + 1 : at + 2] in (["not"], ["never"]) for at, word in enumerate(after)):
            return {True, False}
        return {self.denied.at[place]}

    def words(self, start: int, end: int) -> str:
        """Return the text from one place to another."""
        return " ".join(token.text for token in self.tokens[start:end])

    def supposes(self, place: int) -> bool:
        """Tell whether what stands at a place holds only under a condition."""
        start, end = self.clause_of(place)
        commas = [at for at in range(start, end) if self.tokens[at].text == ","]
        first = max((at for at in commas if at < place), default=start)
        last = min((at for at in commas if at >= place), default=end)
        near = [*self.tokens[start : start + 2], *self.tokens[first:last]]
        return (
            self.tokens[start].text == "should"
            or any(token.text in _SUPPOSING for token in near)
            or self.after_until(place)
        )

    def after_until(self, place: int) -> bool:
        """Tell whether a place stands after ``until`` or ``before``, so that it is not said of now."""
        start, _ = self.clause_of(place)
        begun = [at for at in range(start, place) if self.tokens[at].text in _UNTIL]
        return bool(begun) and not any(self.tokens[at].text == "," for at in range(begun[-1], place))

    def looks_ahead(self, place: int) -> bool:
        """Tell whether what stands at a place is said of what comes next."""
        start, end = self.clause_of(place)
        if start and self.tokens[start - 1].text == ":":
            start, _ = self.clause_of(start - 2) if start > 1 else (start, end)
        end = next((at for at in range(place, end) if self.tokens[at].text == ","), end)
        ahead = any(start <= mark.start < end for mark in self.marks if mark.kind == "outlook")
        return ahead or _AHEAD.search(self.words(start, end)) is not None

    def looks_back(self, place: int) -> bool:
        """Tell whether what stands at a place is said of what was, or was wanted."""
        start, end = self.part_of(place)
        return _BACKWARD.search(self.words(start, end)) is not None
