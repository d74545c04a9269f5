"""Rules found by words: those of the situation told, and those whose part of the document holds the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from springstep.engine.finding.search import Hit, search
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.one_rule import rule_lines


def rules_found(words: str, base: RuleBase) -> Sequence[Hit]:
    """Return the rules that would fire in what words tell, may fire, read it, or hold the words, each with why."""
    texts = {rule.id: " ".join([rule.id, rule.name, *rule_lines(rule, base)]).lower() for rule in base.rules}
    return search(words, base, lambda rule, word: _holds(texts[rule.id], rule, word))


def _holds(text: str, rule: Rule, word: str) -> bool:
    """Tell whether a rule cites a sentence or contains a word; a number only as a whole."""
    wanted = word.lower()
    if word.strip("[]") in rule.guide:
        return True
    if wanted.isdigit():
        return re.search(rf"(?<![\w.]){wanted}(?![\w.])", text) is not None
    return wanted in text or wanted in text.replace("-", " ")
