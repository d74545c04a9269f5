"""Answers that a check-in takes silence for: rules must not tell them apart from what silence is taken for."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.report import Finding
from springstep.engine.language.conditions import comparisons, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.wording import condition_words
from springstep.engine.rulebase.base import RuleBase


def silence_told_apart(base: RuleBase) -> Iterator[Finding]:
    """Yield the check-ins by which answers come to the same that rules tell apart."""
    for check_in in base.vocabulary.check_ins.values():
        for name, values in check_in.stands_for.items():
            every = [check_in.otherwise[name], *values]
            for rule in base.rules:
                apart = [
                    atom
                    for atom in comparisons(base.condition(rule))
                    if names_in(atom) == (name,) and len({predicate(atom)({name: value}) for value in every}) > 1
                ]
                if apart:
                    words = condition_words(apart[0], base.facts)
                    says = f"In {check_in.name} silence stands for {', '.join(map(str, values))} of '{name}', and"
                    says = f"{says} {rule.id} tells them apart: {words}."
                    subject = f"{check_in.name}:{name}:{rule.id}"
                    yield Finding(
                        id=f"question:{subject}", kind="question", subject=check_in.name, says=says, rules=(rule.id,)
                    )
