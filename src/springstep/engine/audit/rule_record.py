"""One rule with everything, as data for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from springstep.engine.audit.graph.build import read_by
from springstep.engine.audit.graph.contests import contests
from springstep.engine.audit.report import Witness
from springstep.engine.audit.witnesses import witness_of
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Advise
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, condition_words
from springstep.engine.rulebase.base import RuleBase

if TYPE_CHECKING:
    from springstep.engine.rulebase.ledger import Ledger


def rule_record(rule: Rule, base: RuleBase) -> dict[str, Any]:
    """Return everything about one rule."""
    fires, silent = examples_of(rule, base)
    tensions = [tension for tension in ledger_of(base).tensions if rule.id in tension.rules]
    return {
        **rule_summary(rule),
        "condition_in_words": condition_words(rule.when, base.facts),
        "reads": read_by(rule),
        "conclusions": [conclusion_words(each, base.decisions, base.facts) for each in rule.conclusions],
        "promises": [each.promises_text for each in rule.conclusions if isinstance(each, Advise) and each.promises],
        "overridden_by": rule.overridden_by,
        "against": [json.loads(contest.to_json()) for contest in contests(rule, base)],
        "fires_for": {"changes": rule.fires_for, **json.loads(fires.to_json())},
        "silent_for": {"changes": rule.silent_for, **json.loads(silent.to_json())},
        "tensions": [tension.model_dump(include={"id", "name", "sentences", "resolved"}) for tension in tensions],
        "sentences": {number: ledger_of(base).sentences[number].gist for number in rule.guide},
        "origin": asdict(rule.origin) if rule.origin is not None else None,
    }


def rule_summary(rule: Rule) -> dict[str, Any]:
    """Return what a list of rules says about each one."""
    return {
        "id": rule.id,
        "name": rule.name,
        "topic": rule.topic,
        "moments": rule.moments,
        "layer": rule.layer,
        "for_each": rule.for_each,
        "when": rule.when_text,
        "unless": rule.unless_text or None,
        "overrides": rule.overrides,
        "because": rule.because,
        "basis": rule.basis,
        "guide": rule.guide,
        "source": f"{rule.source}:{rule.line}",
    }


def examples_of(rule: Rule, base: RuleBase) -> tuple[Witness, Witness]:
    """Return in words a case for which a rule fires, and one for which it is silent."""
    fires, silent = (witness_of(base, example_case(base, rule, each)) for each in (rule.fires_for, rule.silent_for))
    return fires, silent


def ledger_of(base: RuleBase) -> Ledger:
    """Return what the rules make of each sentence of the guide."""
    from springstep.engine.rulebase.ledger import load_ledger  # slow to import, and rarely needed in a consultation

    return load_ledger(base)
