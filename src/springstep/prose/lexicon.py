"""The words by which an answer's claims are found: those declared for answers, and those of the rule base itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.prose.tokens import ProseToken, stems_of, wordset
from springstep.session.prose_words import prose_words

_GAP = 4
_LEADS = wordset("do not please you should must can never just so ought to then")
_STOPS = frozenset(",;:()?")


class WordMark(NamedTuple):
    """Words of a sentence that mean something: of which kind, what, and from where to where."""

    kind: str
    value: str
    start: int
    end: int


class _KnownPhrase(NamedTuple):
    kind: str
    value: str
    phrase: tuple[str, ...]
    words: str


class PhraseLexicon:
    """Phrases by their first stem; one with ``^`` before it stands at the beginning of a sentence."""

    def __init__(self, entries: Iterable[tuple[str, str, str]], *, exact: bool = False) -> None:
        self._exact = exact
        """Whether a single word is found only as it is written, in no other form."""
        self._by_first: dict[str, list[_KnownPhrase]] = {}
        self._beginning: dict[str, list[_KnownPhrase]] = {}
        for kind, value, written in entries:
            begins = written.startswith("^")
            phrase = stems_of(written.removeprefix("^"))
            if phrase and begins:
                self._beginning.setdefault(phrase[0], []).append(_KnownPhrase(kind, value, phrase, written))
            elif phrase:
                self._by_first.setdefault(phrase[0], []).append(_KnownPhrase(kind, value, phrase, written))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry.phrase))

    def found_in(self, tokens: Sequence[ProseToken], *, taken: frozenset[int] = frozenset()) -> list[WordMark]:
        """Return the marks in a sentence, of each kind and value the longest at a place."""
        marks = []
        for start, token in enumerate(tokens):
            seen: set[tuple[str, str]] = set()
            known = [
                *self._by_first.get(token.stem, ()),
                *(self._beginning.get(token.stem, ()) if _begins(tokens, start) else ()),
            ]
            for entry in known if start not in taken else ():
                if self._exact and len(entry.phrase) == 1 and token.text != entry.words:
                    continue
                if (entry.kind, entry.value) not in seen and (end := _matches(entry.phrase, tokens, start, taken)):
                    seen.add((entry.kind, entry.value))
                    marks.append(WordMark(entry.kind, entry.value, start, end))
        return marks


def _begins(tokens: Sequence[ProseToken], start: int) -> bool:
    """Tell whether a place is the beginning of a sentence, or what stands before it only tells or forbids to do it."""
    return all(token.text in _LEADS for token in tokens[:start])


def _matches(phrase: Sequence[str], tokens: Sequence[ProseToken], start: int, taken: frozenset[int]) -> int:
    """Return where a phrase that begins at a place ends; 0 where it does not stand there."""
    place, gap = start, 0
    for each in phrase:
        if each == "..":
            gap = _GAP
            continue
        while place < len(tokens) and (tokens[place].stem != each or place in taken) and gap:
            if tokens[place].text in _STOPS:
                return 0
            place, gap = place + 1, gap - 1
        if place >= len(tokens) or tokens[place].stem != each or place in taken:
            return 0
        place, gap = place + 1, 0
    return place


def longest(marks: Iterable[WordMark]) -> list[WordMark]:
    """Return marks without those that stand inside a longer one."""
    found = sorted(marks, key=lambda mark: (mark.start - mark.end, mark.start))
    kept: list[WordMark] = []
    for mark in found:
        if not any(mark.start < other.end and other.start < mark.end for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)


@memoized
def rows_lexicon(base: RuleBase) -> PhraseLexicon:
    """Return the words for rows of tables: their names and those declared."""
    return PhraseLexicon(_rows(base), exact=True)


def _rows(base: RuleBase) -> Iterator[tuple[str, str, str]]:
    words = prose_words(base)
    for table, rows in words.rows.items():
        for row in base.tables[table].rows:
            for name in (row.id.replace("_", " "), row["name"], *rows.get(row.id, ())):
                yield table, row.id, name.lower()


@memoized
def words_lexicon(base: RuleBase) -> PhraseLexicon:
    """Return what an answer counts, measures and looks ahead by, and what it may say of training and body."""
    words = prose_words(base)
    counted = {row["counted_in"] for table in words.rows for row in base.tables[table].rows}
    entries = [("session", "", word) for word in words.session]
    entries += [("effort", "", word) for word in words.efforts]
    entries += [("counted", word, word) for word in sorted(counted)]
    entries += [("outlook", "", word) for word in words.outlook]
    entries += [("state", word, word) for word in words.states]
    entries += [("body", word, word) for word in words.body]
    entries += [("training", word, word) for word in words.training]
    for name, amount in words.amounts.items():
        entries += [("near", name, word) for word in amount.near]
        entries += [("weak", name, word) for word in amount.weak]
    return PhraseLexicon(entries)


@memoized
def sayings_lexicon(base: RuleBase) -> PhraseLexicon:
    """Return the words that fit some values of decisions; the mark's value is the place of the saying."""
    sayings = prose_words(base).sayings
    return PhraseLexicon(("saying", str(place), word) for place, saying in enumerate(sayings) for word in saying.words)
