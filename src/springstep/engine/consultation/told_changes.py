"""Other answers as people tell them: ``FACT=VALUE``, each value in the words of a consultation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from springstep.engine.consultation.questions import read_answer
from springstep.engine.errors import Fault, QueryError, SpringstepError, nearest, shown
from springstep.engine.inference.plain_answers import means_unknown
from springstep.engine.language.answers import AnswerError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import parse_yaml


def read_changes(changes: Sequence[str], base: RuleBase) -> dict[str, Any]:
    """Read ``FACT=VALUE`` words; raises ``SpringstepError`` with every mistake."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for change in changes:
        name, sign, value = (part.strip() for part in change.partition("="))
        try:
            fact = _fact(name, sign, base)
            if fact in found:
                raise QueryError([Fault("duplicate", f"{shown(fact)} is given twice")])
            found[fact] = _value(fact, value, base)
        except AnswerError as error:
            faults.append(Fault(error.code, error.what, name, error.allowed))
        except SpringstepError as error:
            faults.extend(error.faults)
    if faults:
        raise SpringstepError(faults)
    return found


def _fact(name: str, sign: str, base: RuleBase) -> str:
    """Return the fact that is meant, by its name or its label."""
    if not sign or not name:
        raise QueryError([Fault("not_understood", f"{shown(name)} is not a change", allowed="write FACT=VALUE")])
    word = name.lower().replace("-", "_").replace(" ", "_")
    known = base.vocabulary.facts
    by_label = {info.label.lower().replace(" ", "_"): info.name for info in known.values()}
    fact = word if word in known else by_label.get(word)
    if fact is None:
        raise QueryError([Fault("unknown_name", f"no fact is called {shown(name)}", allowed=nearest(word, known))])
    return fact


def _value(fact: str, text: str, base: RuleBase) -> Any:
    if means_unknown(text):
        return None
    if base.vocabulary.facts[fact].kind == "items" and text[:1] in ("[", "{"):
        value = parse_yaml(text, name=fact).value
        return value if isinstance(value, list) else [value]
    found = read_answer(fact, text, base)
    if fact not in found:
        other = next(iter(found))
        raise AnswerError(f"'{text}' tells of something else: {base.facts[other].label}", f"write {other}={text}")
    return found[fact]
