"""What may still come of a consultation, one by one, for a list."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.rulebase.base import RuleBase

_OR = " or "


def one_by_one(text: str, base: RuleBase) -> tuple[str, ...]:
    """Return the outcomes that are told in a line, joined by "or"; the line itself where it tells anything else."""
    known = {verdict.standing for verdicts in base.verdicts.values() for verdict in verdicts if verdict.standing}
    return next(_parted(text, sorted(known, key=len, reverse=True)), (text,))


def _parted(text: str, known: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a line as what is known; what is known may hold an "or" itself."""
    for words in known:
        if text == words:
            yield (words,)
        elif text.startswith(words + _OR):
            yield from ((words, *rest) for rest in _parted(text[len(words + _OR) :], known))
