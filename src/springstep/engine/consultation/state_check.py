"""Check a state that comes from outside against the questions there are: no other makes a dialogue stumble.

A state that a dialogue has made itself is marked, and not checked again; whatever is derived from it by hand is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from springstep.engine.consultation.state import Pending, State, case_so_far
from springstep.engine.errors import CaseError, Fault, RecordError, SpringstepError, nearest, shown
from springstep.engine.inference.history import checked
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.fact_info import MOMENT, FactInfo, is_unknown
from springstep.engine.record import revalidated
from springstep.engine.rulebase.base import RuleBase

_MADE_HERE = "_made_here"
"""Where a state keeps the digest of the rules whose dialogue made it; it is no part of its value."""
_ASKED = ("trail", "opened", "begun", "met")
_LONGEST_REASON = 400
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def made_here(state: State, base: RuleBase) -> State:
    """Mark a state as made by a dialogue over these rules; return it."""
    state.__dict__[_MADE_HERE] = base.digest
    return state


def sound(state: Any, base: RuleBase) -> State:
    """Return a state that fits the rules as it is; raises ``RecordError`` with every fault of any other."""
    if not isinstance(state, State):
        raise RecordError([Fault("wrong_type", f"{shown(state)} is no state of a consultation")])
    if state.__dict__.get(_MADE_HERE) == base.digest:
        return state
    found = list(_faults(revalidated(state), base))
    if found:
        raise RecordError(found)
    return made_here(state, base)


def checked_usual(usual: Any, base: RuleBase) -> dict[str, Any]:
    """Return last time's answers; raises ``CaseError`` for what is none."""
    if not isinstance(usual, Mapping):
        raise CaseError([Fault("wrong_type", "must be a mapping of facts to answers", "usual")])
    faults = [*_not_answers("usual", usual, base)]
    if faults:
        raise CaseError(faults)
    return dict(usual)


def checked_day(day: Any) -> str:
    """Return a day as YYYY-MM-DD, or nothing; raises ``CaseError`` for anything else."""
    faults = [*_no_day(day)]
    if faults:
        raise CaseError(faults)
    return str(day)


def _faults(state: State, base: RuleBase) -> Iterator[Fault]:
    """Yield what does not fit, and whether the answers make a case where all else does."""
    found = [*_not_named(state, base), *_not_asked(state, base), *_no_day(state.day), *_no_reason(state.reasons)]
    for name in ("answers", "usual"):
        found += _not_answers(name, getattr(state, name), base)
    found += _begun(state.begun, base)
    try:
        checked(state.history, base)
    except CaseError as error:
        found += error.faults
    yield from found
    if found or state.moment is None:
        return
    try:
        case_so_far(state, base)
    except SpringstepError as error:
        yield from error.faults


def _not_named(state: State, base: RuleBase) -> Iterator[Fault]:
    """Yield each name that is none of a fact or check-in, as the place needs it."""
    facts, check_ins = base.vocabulary.facts, base.vocabulary.check_ins
    either = {**facts, **check_ins}
    lists: dict[str, tuple[Any, Mapping[str, Any]]] = {
        "trail": (state.trail, either),
        "met": (state.met, check_ins),
        "unsaid": (state.unsaid, facts),
        "opened": (state.opened, facts),
        "said": (state.said, facts),
        "reasons": (state.reasons, facts),
        "hesitated": ([state.hesitated] if state.hesitated is not None else [], either),
        "pending.fact": ([state.pending.fact] if isinstance(state.pending, Pending) else [], either),
    }
    for where, (names, known) in lists.items():
        for name in names:
            if name not in known:
                yield Fault("unknown_name", f"no question is called {shown(name)}", where, nearest(name, known))


def _not_asked(state: State, base: RuleBase) -> Iterator[Fault]:
    """Yield what is wrong with the moment, and with what is asked at it."""
    facts, check_ins = base.vocabulary.facts, base.vocabulary.check_ins
    moment, moments = state.moment, facts[MOMENT].values
    if moment is None:
        if state.asking != MOMENT or state.trail:
            yield Fault("missing", "is needed for any other question", "moment", f"allowed: {', '.join(moments)}")
        return
    if moment not in moments:
        yield Fault("unknown_name", f"no moment is called {shown(moment)}", "moment", nearest(moment, moments))
        return
    here = {MOMENT, *(info.name for info in base.vocabulary.asked_at(moment) if not info.answers)}
    here |= {name for name, each in check_ins.items() if moment in each.moments}
    waiting = [state.asking] if state.asking is not None else []
    for where, names in {"asking": waiting, **{name: getattr(state, name) for name in _ASKED}}.items():
        for name in names:
            if name not in here and (name in facts or name in check_ins or where == "asking"):
                yield Fault("out_of_place", f"{shown(name)} is not asked {base.vocabulary.moments[moment]}", where)


def _not_answers(where: str, answers: Mapping[str, Any], base: RuleBase) -> Iterator[Fault]:
    """Yield each answer that is none: to no question, of another kind, out of its range."""
    for name, value in answers.items():
        info = base.vocabulary.facts.get(name)
        if info is None:
            yield Fault("unknown_name", f"no fact is called {shown(name)}", where, nearest(str(name), base.facts))
        elif value is not None and (is_unknown(value) or not _is_answer(info, value, base)):
            yield Fault("not_allowed", f"{shown(value)} is no answer", f"{where}.{name}", info.allowed())


def _is_answer(info: FactInfo, value: Any, base: RuleBase) -> bool:
    if plainly_valid(base.vocabulary, {info.name: value}) is None:
        return False
    return info.kind != "row" or value in base.tables[info.table].by_id


def _begun(begun: Mapping[str, Any], base: RuleBase) -> Iterator[Fault]:
    """Yield each list begun that is none, and each item of it that is none or holds what there is not."""
    for name, items in begun.items():
        info = base.vocabulary.facts.get(name)
        if info is None or info.kind != "items" or not isinstance(items, (list, tuple)):
            yield Fault("not_allowed", "is no list of items that were begun", f"begun.{name}")
            continue
        values = {part.name.split(".")[1]: part.values for part in base.vocabulary.fields_of(name)}
        for index, item in enumerate(items):
            if info.item_words:
                fits = isinstance(item, str) and item in info.item_words
            else:
                fits = isinstance(item, Mapping) and bool(item) and item.keys() <= values.keys()
                fits = fits and all(value in values[key] for key, value in item.items())
            if not fits:
                yield Fault("not_allowed", f"{shown(item)} is no item", f"begun.{name}[{index}]", info.allowed())


def _no_reason(reasons: Mapping[str, str]) -> Iterator[Fault]:
    """Yield each reason that is no line to be said in a question."""
    for name, reason in reasons.items():
        if not reason.isprintable() or not 0 < len(reason) <= _LONGEST_REASON:
            allowed = f"one line of 1 to {_LONGEST_REASON} letters"
            yield Fault("not_allowed", f"{shown(reason)} is no reason", f"reasons.{name}", allowed)


def _no_day(day: Any) -> Iterator[Fault]:
    try:
        if day == "" or (isinstance(day, str) and _DAY.fullmatch(day) and date.fromisoformat(day)):
            return
    except ValueError:
        pass
    yield Fault("not_a_date", f"{shown(day)} is not a day", "day", "write it as 2026-03-31")
