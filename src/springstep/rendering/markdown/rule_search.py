"""Rules found by words: those of the situation told, and those whose part of the document holds the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from springstep.engine.finding.search import Hit, search
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.rendering.markdown.one_rule import rule_lines


def rules_found(words: str, base: RuleBase) -> Sequence[Hit]:
    """Return the rules that would fire in what words tell, may fire, read it, or hold the words, each with why."""
    texts = _texts(base)
    return search(words, base, lambda rule, word: _holds(texts[rule.id], rule, word))


def rules_holding(words: str, base: RuleBase) -> tuple[Rule, ...]:
    """Return the rules whose part of the document holds all of some words, or that cite a sentence by its number."""
    texts = _texts(base)
    return tuple(rule for rule in base.rules if all(_holds(texts[rule.id], rule, word) for word in words.split()))


@memoized
def _texts(base: RuleBase) -> Mapping[str, str]:
    """Return by rule all that the document says of it."""
    return {rule.id: " ".join([rule.id, rule.name, *rule_lines(rule, base)]).lower() for rule in base.rules}


def _holds(text: str, rule: Rule, word: str) -> bool:
    """Tell whether a rule cites a sentence or contains a word; a number only as a whole."""
    wanted = word.lower()
    if word.strip("[]") in rule.guide:
        return True
    if wanted.isdigit():
        return re.search(rf"(?<![\w.]){wanted}(?![\w.])", text) is not None
    return wanted in text or wanted in text.replace("-", " ")
