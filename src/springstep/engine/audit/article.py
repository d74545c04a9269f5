"""Check a reader's own copy of the article against the digests in the ledger.

The project may not hold the guide's sentences, only a digest of each. A reader who has the article can still make
sure that every citation points to a sentence that is really there. A copy is rarely clean, so the check does not rely
on where a sentence begins or ends: every run of as many words as a sentence has is a candidate for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html.parser import HTMLParser
from typing import Protocol

from springstep.engine.frozen import Frozen

_MARKUP = re.compile(
    r"<(?:!doctype|/?(?:html|body|main|article|section|div|p|br|ul|ol|li|h[1-6]|span|a|b|i|em|strong))\b[^<>]*>", re.I
)

MOST_WORDS = 15_000
"""How many words of a copy are looked at: ten times those of the article."""

_UNREAD_TAGS = frozenset({"script", "style"})

# A browser separates these from the words around them; any other tag may occur inside a word.
_BLOCK_TAG = re.compile(
    r"""address|article|aside|blockquote|body|br|caption|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer
    |form|h[1-6]|head|header|hr|html|legend|li|main|nav|ol|option|p|pre|section|select|summary
    |table|tbody|td|tfoot|th|thead|title|tr|ul""",
    re.X,
)

# Soft hyphen, zero-width space, word joiner, byte order mark: part of the layout, never of a sentence.
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")

# Hyphens and apostrophes that look alike, replaced by the one on the keyboard.
_PLAIN_MARKS = str.maketrans({"\u2010": "-", "\u2011": "-", "`": "'", "\u00b4": "'", "\u02bc": "'"})

# Ways to type an em dash. A hyphen without blanks is left alone: it may belong to a compound. So is anything after
# the end of a sentence: there a dash is a bullet or a rule.
_TYPED_DASH = re.compile(r"(?<=[^\s.!?])(?: [-\u2013] | ?(?:--|[\u2014\u2015]) ?|(?<!\d)\u2013(?!\d))(?=\S)")

_OPENING_QUOTE = re.compile(r'(?:^|(?<=[\s(\[\u2014]))"')
_OPENING_APOSTROPHE = re.compile(r"(?:^|(?<=[\s(\[\u2014\u201c]))'")


class LedgerSentence(Protocol):
    """What the check needs to know of a sentence of the guide."""

    @property
    def number(self) -> str:
        """Return the place of the sentence, such as ``5.1``."""

    @property
    def words(self) -> int:
        """Return the number of its words, split at white space."""

    @property
    def digest(self) -> str:
        """Return the SHA-256 of its words joined by single blanks, as lower-case hexadecimal."""


class ArticleCheck(Frozen):
    """Which sentences of the ledger are in a copy of the article."""

    found: tuple[str, ...]
    """Numbers of the sentences that the copy holds word for word, in the ledger's order."""
    missing: tuple[str, ...]
    """Numbers of the sentences that it lacks or words differently, in the ledger's order."""

    @property
    def complete(self) -> bool:
        """Tell whether no sentence is missing."""
        return not self.missing


def check_article(text: str, sentences: Iterable[LedgerSentence]) -> ArticleCheck:
    """Look for every sentence of the ledger in a copy of the article.

    The copy may be plain text or HTML, wrapped anyhow, with numbers, headings or advertisements between sentences,
    and with typewriter quotes and dashes. Raises nothing: any text at all can be checked, as far as its first
    ``MOST_WORDS``.
    """
    ledger = tuple(sentences)
    wanted = {sentence.digest for sentence in ledger}
    seen: set[str] = set()
    for words in _readings(_read_markup(text) if _MARKUP.search(text) else text):
        lengths = {sentence.words for sentence in ledger if sentence.digest not in seen}
        seen.update(digest for length in lengths for digest in _window_digests(words, length) if digest in wanted)
    return ArticleCheck(
        found=tuple(sentence.number for sentence in ledger if sentence.digest in seen),
        missing=tuple(sentence.number for sentence in ledger if sentence.digest not in seen),
    )


def _readings(text: str) -> Iterator[list[str]]:
    """Yield the words of the text as they are, then with typeset quotes, then with typeset dashes, too."""
    as_it_is = " ".join(text.translate(_INVISIBLE).split()[:MOST_WORDS])
    quoted = _typeset_quotes(as_it_is)
    # Dashes come last, as a separate reading: under a heading, a bullet looks like a dash.
    dashed = _typeset_quotes(_TYPED_DASH.sub("\u2014", as_it_is))
    for reading in dict.fromkeys((as_it_is, quoted, dashed)):
        yield reading.split()


def _typeset_quotes(text: str) -> str:
    """Turn typewriter quotes, apostrophes and hyphens into those of a printed page."""
    text = _OPENING_QUOTE.sub("\u201c", text.translate(_PLAIN_MARKS)).replace('"', "\u201d")
    return _OPENING_APOSTROPHE.sub("\u2018", text).replace("'", "\u2019")


def _window_digests(words: list[str], length: int) -> Iterator[str]:
    """Digest every run of ``length`` words; none if the length is not positive or the text is shorter."""
    if length < 1:
        return
    for start in range(len(words) - length + 1):
        window = " ".join(words[start : start + length])
        # A damaged file may hold half a surrogate pair, which is no reason to stop.
        yield sha256(window.encode("utf-8", "surrogatepass")).hexdigest()


def _read_markup(markup: str) -> str:
    """Return the text that an HTML page shows, with a blank wherever a block begins or ends."""
    page = _Page()
    # Older parsers stop at a marked section they don't know; written this way it is a comment, as in HTML 5.
    markup = _without_comments(markup).replace("<![", "<! [")
    # What opens after the last end of a tag never ends: the parser would look for that end from each place anew.
    end = markup.rfind(">") + 1
    page.feed(markup[:end] + markup[end:].replace("<", "&lt;"))
    page.close()
    return "".join(page.pieces)


def _without_comments(markup: str) -> str:
    """Take out the comments, one that is not closed to the end, as browsers do; the parser looks for each end anew."""
    kept: list[str] = []
    end = 0
    while (start := markup.find("<!--", end)) >= 0:
        kept.append(markup[end:start])
        found = markup.find("-->", start + 2)
        end = found + 3 if found >= 0 else len(markup)
    return "".join([*kept, markup[end:]])


class _Page(HTMLParser):
    """Collect the text of a page, leaving out what a browser does not show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unread_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)
        self._unread_depth += tag in _UNREAD_TAGS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        if tag in _UNREAD_TAGS:
            self._unread_depth = max(0, self._unread_depth - 1)

    def handle_data(self, data: str) -> None:
        if not self._unread_depth:
            self.pieces.append(data)

    def _part(self, tag: str) -> None:
        if _BLOCK_TAG.fullmatch(tag):
            self.pieces.append(" ")
