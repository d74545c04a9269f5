"""Which of two answers is the graver, wherever the knowledge says so: it has to say the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from springstep.engine.audit.report import Finding
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims


def orders_apart(base: RuleBase) -> Iterator[Finding]:
    """Yield chains of claims, and readings of unclear words, that go against the order of a fact's own values."""
    for claim in load_claims(base):
        for name, order in claim.riskier.items():
            info = base.facts.get(name)
            for chain in order if isinstance(order, tuple) else ():
                if info is not None and _falls(info, chain):
                    words = " < ".join(str(value).lower() for value in chain)
                    says = (
                        f"{claim.id} takes {words} of '{info.label}' ({name}) for its order of risk; its values go on"
                    )
                    yield _finding(claim.id, name, f"{says} the other way.")
    for info in _with_fields(base):
        for phrase, readings in info.spoken.unsure.items():
            if _falls(info, readings):
                says = (
                    f"'{phrase}' may mean {' or '.join(map(plain, readings))} of '{info.label}' ({info.name}), and the"
                )
                yield _finding(info.name, phrase, f"{says} gravest of them has to come last.")
                break


def heard_apart(base: RuleBase) -> Iterator[Finding]:
    """Yield words that a check-in takes for one answer and the question itself for another, or for something unsure."""
    for check_in in base.vocabulary.check_ins.values():
        for word in check_in.words:
            for name, value in word.gives.items():
                info = base.facts[name]
                values = value if isinstance(value, (list, tuple)) else (value,)
                for phrase in word.said:
                    meant = _meanings(info, phrase, base)
                    if meant and not any(str(each).lower() in meant for each in values):
                        says = (
                            f"'{phrase}' is {plain(values[0])} of '{info.label}' ({name}) in answer to {check_in.name},"
                        )
                        says = f"{says} and {plain(meant[0])} in answer to its question."
                        yield _finding(check_in.name, f"{name}:{phrase}", says)


def meanings_apart(base: RuleBase) -> Iterator[Finding]:
    """Yield answers whose meaning is told in words that are understood as another answer."""
    for info in _with_fields(base):
        said = info.spoken.said
        for value, meaning in info.spoken.meanings.items() if info.spoken.gravest else ():
            mine = _said_in(meaning, said.get(value, ()))
            for other, phrases in said.items():
                theirs = _said_in(meaning, phrases)
                if other != value and theirs and not mine:
                    says = (
                        f"'{info.label}' ({info.name}): {plain(value)} is said to mean '{meaning}', and '{theirs}' is"
                    )
                    yield _finding(info.name, f"means:{value}", f"{says} understood as {plain(other)}.")
                    break


def _falls(info: FactInfo, chain: Iterable[Any]) -> bool:
    """Tell whether answers that should get graver get less grave somewhere, by the order of the fact's values."""
    if not info.spoken.gravest:
        return False
    values = ["yes", "no"] if info.kind == "flag" else [*info.values]
    ranks = {value: rank if info.spoken.gravest == "last" else -rank for rank, value in enumerate(values)}
    told = [{True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value for value in chain]
    placed = [ranks[value] for value in told if value in ranks]
    return any(low > high for low, high in pairwise(placed))


def _with_fields(base: RuleBase) -> Iterator[FactInfo]:
    yield from base.vocabulary.facts.values()
    for scope in base.vocabulary.scopes.values():
        yield from scope.fields.values()


def _meanings(info: FactInfo, phrase: str, base: RuleBase) -> list[str]:
    """Return the answers that a phrase is said for."""
    own = [info, *base.vocabulary.fields_of(info.name)]
    return [value for each in own for value, said in _spoken(each).items() if phrase in (value, *said)]


def _spoken(info: FactInfo) -> Mapping[str, tuple[str, ...]]:
    names = {"yes": "true", "no": "false"} if info.kind == "flag" else {}
    return {names.get(value, value): said for value, said in info.spoken.said.items()}


def _said_in(text: str, phrases: Iterable[str]) -> str:
    words = f" {''.join(letter if letter.isalnum() else ' ' for letter in text.lower())} "
    return next((phrase for phrase in phrases if len(phrase) > 4 and f" {phrase} " in words), "")


def _finding(subject: str, what: str, says: str) -> Finding:
    return Finding(id=f"gravity:{subject}:{what}", kind="gravity", subject=subject, says=says)
