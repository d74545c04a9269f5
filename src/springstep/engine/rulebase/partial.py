"""Read a knowledge folder as far as it can be: for an audit, which tells every fault and proves what is left.

Left out are rules, claims, sentences, tensions and accepted findings that have faults, and references to what is gone,
and the whole file of sense where it has any.
What rules are made of cannot be left out: facts, derived facts, tables, decisions, choices, verdicts, the domain.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.accepted import read_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import read_claims
from springstep.engine.rulebase.ledger import read_ledger
from springstep.engine.rulebase.load import digest_of, sound_parts
from springstep.engine.rulebase.sense import read_sense


def read_partly(folder: Path, *, room: Any = None) -> tuple[RuleBase, tuple[Fault, ...]]:
    """Return what has no faults of a knowledge folder, and every fault; it is never to advise by.

    Raises ``KnowledgeError`` with every fault where what rules are made of has any.
    """
    parts, faults = sound_parts(folder, room)
    if parts is None:
        raise KnowledgeError(faults)
    base = RuleBase(**parts, folder=folder, digest=_digest(folder), room=room, partial=True)
    ledger, found = read_ledger(base)
    known = tuple(_citing(rule, ledger.sentences) for rule in base.rules)
    faults = [*faults, *found, *read_claims(base)[1], *read_accepted(base)[1], *read_sense(base)[1]]
    return replace(base, rules=known), tuple(dict.fromkeys(faults))


def _citing(rule: Rule, sentences: Collection[str]) -> Rule:
    """Return a rule that cites only sentences that there are."""
    return replace(rule, guide=tuple(number for number in rule.guide if number in sentences))


def _digest(folder: Path) -> str:
    """Return which rule base it is; empty where a file cannot be read, which is a fault already."""
    try:
        return digest_of(folder)
    except KnowledgeError:
        return ""
