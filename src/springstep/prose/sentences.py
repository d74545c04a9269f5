"""An answer in its sentences: also those that stand in lists and under headings."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MARKS = re.compile(r"^\s*(?:[-*\u2022\u2013>#]+|\d{1,2}[.)])\s+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}")
_SHORT_FORMS = re.compile(r"\b(?:e\.g|i\.e|approx|vs|etc|no|ca|Dr|min|sec|s)\.$", re.IGNORECASE)
_CITES = re.compile(r"\s*[\[(](?:(?:[A-Z]{3}-)?\d[\d.]*|[,;]|and|\s|[A-Z]{3}-\d{3})+[\])]\.?(?=\s|$)")
"""What is cited after the end of a sentence is one by itself."""
_END = re.compile(r"[.!?]+[\"')\]\u201d]*(?=\s)")


def sentences_of(answer: str) -> tuple[str, ...]:
    r"""Return the sentences of an answer, each without the signs of a list or of emphasis.

    >>> sentences_of("Hello! Do 4 x 10 s (see 5.5). Then:\n- **jog** 90 s, e.g. on grass\n- rest")
    ('Hello!', 'Do 4 x 10 s (see 5.5).', 'Then:', 'jog 90 s, e.g. on grass', 'rest')
    """
    return tuple(sentence for line in answer.splitlines() for sentence in _in_line(_MARKS.sub("", line).strip()))


def _in_line(line: str) -> Iterator[str]:
    begun = 0
    for end in _END.finditer(line):
        so_far, after = line[begun : end.end()], line[end.end() :].lstrip()
        if _SHORT_FORMS.search(so_far.rstrip("\"')]")) and not (after[:1].isupper() or _CITES.match(line, end.end())):
            continue
        if after[:1].islower():
            continue
        if so_far.strip():
            yield so_far.strip()
        begun = end.end()
        if cited := _CITES.match(line, begun):
            yield cited.group().strip()
            begun = cited.end()
    if any(sign.isalnum() for sign in line[begun:]):
        yield line[begun:].strip()
