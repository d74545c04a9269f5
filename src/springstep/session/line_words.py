"""Words of a line of the short page, joined and ended, and as many of them as fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def cited(text: str, guide: Iterable[str]) -> str:
    """Return what is said with the sentence of the guide that says so."""
    return f"{text}{ended(list(guide)[:1], ())}"


def ended(guide: Iterable[str], rules: Iterable[str]) -> str:
    """Return what stands at the end of a statement: sentences of the guide, and rules."""
    return "".join(f" {part}" for part in (*(f"[{number}]" for number in guide), *rules))


def sentences(parts: Iterable[str]) -> str:
    """Join what is said: whole sentences one after the other, mere words with semicolons and a full stop."""
    found = list(dict.fromkeys(parts))
    if any(part.endswith(".") for part in found):
        return " ".join(found)
    return f"{'; '.join(found)}."


def compact(rules: Iterable[str]) -> str:
    """Return the ids of rules, those of one topic in short: ``STP-010/020``."""
    numbers: dict[str, list[str]] = {}
    for rule in dict.fromkeys(rules):
        topic, _, number = rule.partition("-")
        numbers.setdefault(topic, []).append(number)
    return " ".join(f"{topic}-{'/'.join(found)}" for topic, found in numbers.items())


def names_fitted(names: Sequence[str], lead: str, end: str, room: int) -> str:
    """Name as many things as fit in so many characters, and count the others."""
    for count in range(len(names), 0, -1):
        more = len(names) - count
        said = f"{lead}{', '.join(names[:count])}{f' and {more} more' if more else ''}{end}"
        if len(said) <= room:
            return said
    return f"{lead}{'one answer' if len(names) == 1 else f'{len(names)} answers'}{end}"
