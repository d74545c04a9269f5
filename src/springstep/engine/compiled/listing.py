"""Show the generated code of one rule."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.compiled.program import program_of
from springstep.engine.compiled.source import layer_source
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase


def code_of(rule: Rule, base: RuleBase) -> Mapping[str, str]:
    """Return for each moment of a rule the function that its layer would be if it were the only rule."""
    return {
        moment: layer_source(base, moment, rule.layer, [(program_of(base, moment).rules.index(rule), rule)]).text
        for moment in rule.moments
    }
