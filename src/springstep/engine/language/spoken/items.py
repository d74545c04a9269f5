"""Lists of things with several fields, in plain words: ``left door broken, window painted in May``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from springstep.engine.frozen import Frozen
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.dates import TOLD, days_since
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from springstep.engine.language.spoken.phrases import Words
from springstep.engine.language.spoken.tidy import FILLERS, tidy, words_of
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.language.wording import listed, plain

_JOINTS = (
    r"(\s*(?:[,;+&]|\.(?=\s)|(?<=\s)-(?=\s))\s*(?:and\s+|but\s+)?|"
    r"\s+(?:and(?! a (?:half|quarter)| off| goes)|plus|but)\s+)"
)
_SIDES = frozenset(("left", "right", "l", "r", "lh", "rh", "other", "one", "side", "inner", "outer", "upper", "lower"))
_SIDES -= {"other"}
_ALL = frozenset(("all", "both", "everything", "each", "they"))
_TIME = "timetold{}"


class Clause(Frozen):
    """One clause of an answer: what it says of each field, and what joins it to the one before."""

    text: str
    fields: dict[str, tuple[str, ...]]
    """By field the values that it may mean, the mildest first."""
    times: tuple[tuple[str, int | None], ...]
    """Days since what is told after a value; ``None`` where it is not known how many."""
    of_all: bool
    side: str
    joined: bool
    """Whether ``and`` joins it to the clause before."""


class Told(Frozen):
    """One thing that is told so far."""

    text: str
    fields: dict[str, tuple[str, ...]]
    days: dict[str, int | None]
    """By value the days since it began, where told."""
    side: str
    joined: bool


class Items(Frozen):
    """What a list comes to."""

    items: tuple[dict[str, str], ...]
    since: int | None
    """How many days ago the latest of those that the list declares began; ``None`` where it is not told of each."""
    safer: tuple[str, ...]
    """What was taken for the safer, in words."""


def items_of(
    info: FactInfo, text: str, vocabulary: Vocabulary, allowed: str, *, today: date | None, asked: bool, begun: bool
) -> Items:
    """Read a list whose items have several fields; raises ``AnswerError``, an ``AskedBackError`` for what is open.

    Where nobody can be asked (``asked`` is false), what is open is taken as its gravest.
    """
    fields = {part.name.split(".")[1]: part for part in vocabulary.fields_of(info.name)}
    words = {name: Words(part.values, part.spoken) for name, part in fields.items()}
    passed = frozenset(word for each in info.spoken.passed_over for word in words_of(each))
    first = next(iter(fields))
    told: list[Told] = []
    joint = ""
    for place, part in enumerate(re.split(_JOINTS, tidy(text))):
        if place % 2:
            joint = part
            continue
        if not part.strip():
            continue
        clause = _clause(part, words, passed, joined="and" in joint, today=today, begun=begun, allowed=allowed)
        told = _told(told, clause, first)
    return _settled(info, text, _shared(told, first), fields, asked=asked, allowed=allowed)


def _clause(
    text: str,
    words: dict[str, Words],
    passed: frozenset[str],
    *,
    joined: bool,
    today: date | None,
    begun: bool,
    allowed: str,
) -> Clause:
    first = next(iter(words))
    times: list[int | None] = []

    def kept(found: re.Match[str]) -> str:
        times.append(days_since(found, today))
        return f" {_TIME.format(len(times) - 1)} "

    left = words_of(re.sub(rf"(?<![a-z0-9])(?:{TOLD})(?![a-z0-9])", kept, tidy(text)))
    fields: dict[str, tuple[str, ...]] = {}
    since: list[tuple[str, int | None]] = []
    last, of_all, side = "", False, ""
    while left:
        name, used, meant = _next(words, left, begun=begun)
        if meant:
            fields[name] = _joined(words[name], fields.get(name, ()), meant)
            if name == first and len(fields[name]) > max(len(meant), 1) and not set(fields[name]) <= set(meant):
                raise AnswerError(f"'{text.strip()}' names two for {name}; separate several with commas", allowed)
            last = meant[-1]
        elif left[0].startswith(_TIME.format("")):
            since.append((last, times[int(left[0].removeprefix(_TIME.format("")))]))
            used = 1
        elif left[0] in _ALL:
            of_all, used = True, 1
        elif left[0][:1] in ("l", "r") and left[0] in _SIDES:
            side, used = left[0][:1], 1
        elif not used and not (left[0] in FILLERS or left[0] in passed or left[0] in _SIDES):
            raise AnswerError(f"'{left[0]}' is not known here", allowed)
        left = left[max(used, 1) :]
    return Clause(text, fields, tuple(since), of_all, side, joined)


def _joined(words: Words, known: tuple[str, ...], meant: tuple[str, ...]) -> tuple[str, ...]:
    """Return what two phrases on one field mean together: what they agree on, else either."""
    if words.spoken.outweighs in (*known, *meant):
        return (words.spoken.outweighs,)
    shared = tuple(value for value in known if value in meant)
    return shared or words.graver((*known, *meant))


def _next(words: dict[str, Words], left: list[str], *, begun: bool) -> tuple[str, int, tuple[str, ...]]:
    """Return the field that the next words speak of, how many they are, and what they may mean; the longest wins."""
    found = [(name, *each.next(left, begun=False)) for name, each in words.items()]
    if begun and not any(meant for _, _, meant in found) and left[0] not in FILLERS:
        found = [(name, *each.next(left, begun=True)) for name, each in words.items()]
    name, used, meant = max(found, key=lambda each: each[1] if each[2] else 0)
    return name, used, meant


def _told(told: list[Told], clause: Clause, first: str) -> list[Told]:
    """Add what a clause says: a thing of its own, or more about those before it."""
    days = dict(clause.times)
    whole = Told(clause.text, clause.fields, days, clause.side, clause.joined)
    if first in clause.fields:
        said = [place for place, each in enumerate(told) if _same(each, clause, first)]
        return [_more(each, clause, days) if place in said else each for place, each in enumerate(told)] + (
            [] if said else [whole]
        )
    if not clause.fields or not told:
        return told or ([whole] if clause.fields else [])
    lacking = [place for place, each in enumerate(told) if clause.fields.keys() - each.fields.keys()]
    meant = lacking if clause.of_all else lacking[-1:] if len(lacking) == 1 else []
    if not lacking:  # a second word on the last one: it may mean either
        meant = [len(told) - 1]
    return [_more(each, clause, days) if place in meant else each for place, each in enumerate(told)]


def _same(told: Told, clause: Clause, first: str) -> bool:
    """Tell whether a clause goes on about a thing that was named alone before, such as in answer to what was asked."""
    alone = set(told.fields) == {first} and set(clause.fields) > {first}
    sides = {told.side, clause.side} - {""}
    return alone and told.fields[first] == clause.fields[first] and len(sides) < 2


def _more(told: Told, clause: Clause, days: dict[str, int | None]) -> Told:
    fields = {**told.fields}
    for name, meant in clause.fields.items():
        fields[name] = tuple(dict.fromkeys((*fields.get(name, ()), *meant)))
    return Told(told.text, fields, {**told.days, **days}, told.side, told.joined)


def _shared(told: list[Told], first: str) -> list[Told]:
    """Let things joined by ``and`` share what only the last of them is told to be."""
    found = list(told)
    for place in range(len(found) - 1, 0, -1):
        here, before = found[place], found[place - 1]
        if here.joined and set(before.fields) == {first}:
            fields = {**here.fields, first: before.fields[first]}
            found[place - 1] = Told(before.text, fields, {**here.days, **before.days}, before.side, before.joined)
    return found


def _settled(
    info: FactInfo, text: str, told: list[Told], fields: dict[str, FactInfo], *, asked: bool, allowed: str
) -> Items:
    if not told:
        raise AnswerError(f"'{text.strip()}' is not understood", allowed)
    safer: list[str] = []
    items: list[dict[str, str]] = []
    for name, part in fields.items():
        open_ = [each for each in told if len(each.fields.get(name, ())) != 1]
        if open_ and asked:
            _ask_back(text, name, part, open_, fields, allowed)
    for each in told:
        item: dict[str, str] = {}
        for name, part in fields.items():
            meant = each.fields.get(name, ())
            if len(meant) == 1:
                item[name] = meant[0]
                continue
            gravest = Words(part.values, part.spoken).graver(meant)[-1] if meant else part.spoken.untold
            if not gravest:
                raise AnswerError(f"'{each.text.strip()}' does not give the {name}", allowed)
            item[name] = gravest
            safer.append(f"{name} {plain(gravest)}")
        items.append(item)
    return Items(tuple(items), _since(info, told, items), tuple(safer))


def _ask_back(
    text: str, name: str, part: FactInfo, open_: list[Told], fields: dict[str, FactInfo], allowed: str
) -> None:
    first = next(iter(fields))
    meant = tuple(dict.fromkeys(value for each in open_ for value in each.fields.get(name, ()))) or part.values
    if name == first and not any(each.fields.get(name) for each in open_):
        missing = f"'{open_[0].text.strip()}' does not give the {name}"
        raise AnswerError(missing, f"add {listed(plain(value) for value in part.values)}")
    which = listed(dict.fromkeys(each.text.strip() for each in open_), last="and")
    unfinished = f"{text.strip()}, all {{}}" if not any(each.fields.get(name) for each in open_) else ""
    either = listed(plain(value) for value in meant)
    raise AskedBackError(f"{which}: {either}?", f"say {either}, too", unfinished=unfinished)


def _since(info: FactInfo, told: list[Told], items: Iterable[dict[str, str]]) -> int | None:
    """Return how many days ago the latest began, if it is told of each."""
    since = info.spoken.since
    if since is None:
        return None
    meant = [each for each, item in zip(told, items, strict=True) if item[since.field] == since.value]
    days = [each.days.get(since.value) for each in meant]
    known = [each for each in days if each is not None]
    return min(known) if known and len(known) == len(days) else None
