"""Assemble checked knowledge files into a rule base: parse conditions, resolve names, find the layer of each rule.

What a single file cannot know is checked here: ids used twice, names that nothing defines, rules that would have to
fire before what they build on is decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

from springstep.engine.errors import Fault, nearest
from springstep.engine.language.declarations import DecisionScheme, Derivation, Domain
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.rules import Rule
from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.rule_builder import RuleBuilder
from springstep.engine.rulebase.standard_cases import standard_case_faults
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

Read = tuple[Document, Any]


def assemble(
    *,
    topics: list[Read],
    vocabulary: Vocabulary,
    tables: Mapping[str, Table],
    domain: Domain,
    decisions: Read,
    standard_cases: Read,
    derivations: Read,
    plan: Mapping[str, FactInfo] | None,
    whole: bool = True,
) -> tuple[dict[str, Any], list[Fault]]:
    """Build a rule base's parts from schemas and the documents they came from, without the rules that have faults.

    ``plan`` is what promises may speak of besides facts and decisions; ``None`` where that has faults of its own.
    ``whole`` says that every rule is there; without it a rule may override one that is missing.
    """
    decided: dict[str, DecisionScheme] = {decision.name: decision for decision in decisions[1]}
    facts = names_read(vocabulary, decisions[1])
    builder = RuleBuilder(facts, decided, vocabulary=vocabulary, tables=tables, domain=domain, plan=plan)
    rules = _rules(builder, topics, whole=whole)
    faults = [*builder.faults, *twice(decisions[0], [scheme.name for scheme in decisions[1]])]
    faults += _moment_faults(*decisions, vocabulary)
    faults += _derivation_faults(*derivations, vocabulary)
    faults += standard_case_faults(*standard_cases, vocabulary)
    fields = {name: info for scope in vocabulary.scopes.values() for name, info in scope.fields.items()}
    parts = {
        "rules": rules,
        "topics": {schema.topic: schema.title for _, schema in topics},
        "topic_moments": {schema.topic: schema.moments for _, schema in topics},
        "domain": domain,
        "vocabulary": vocabulary,
        "tables": tables,
        "decisions": decided,
        "facts": {**facts, **fields},
        "standard_cases": standard_cases[1],
        "derivations": {derivation.fact: derivation for derivation in derivations[1]},
    }
    return parts, faults


def _moment_faults(document: Document, decisions: tuple[DecisionScheme, ...], vocabulary: Vocabulary) -> list[Fault]:
    return [
        document.fault(
            "unknown_name",
            (index, "moments"),
            f"no moment is called '{moment}'",
            allowed=nearest(moment, vocabulary.moments),
        )
        for index, scheme in enumerate(decisions)
        for moment in scheme.moments
        if moment not in vocabulary.moments
    ]


def _derivation_faults(document: Document, derivations: tuple[Derivation, ...], vocabulary: Vocabulary) -> list[Fault]:
    """Check that each fact of a record is derived once, and that ``how`` uses numbers that are declared."""
    wanted = [info.name for info in vocabulary.facts.values() if info.remembered]
    faults = twice(document, [derivation.fact for derivation in derivations])
    for index, derivation in enumerate(derivations):
        if derivation.fact not in wanted:
            what = f"'{derivation.fact}' is not a fact that is remembered"
            faults.append(
                document.fault("unknown_name", (index, "fact"), what, allowed=nearest(derivation.fact, wanted))
            )
        missing = [
            name for _, name, _, _ in Formatter().parse(derivation.how) if name and name not in derivation.numbers
        ]
        if missing:
            faults.append(
                document.fault(
                    "missing", (index, "how"), f"speaks of {', '.join(missing)}, which numbers does not declare"
                )
            )
    derived = {derivation.fact for derivation in derivations}
    lacking = [name for name in wanted if name not in derived]
    return faults + (
        [document.fault("missing", (), f"does not say how {', '.join(lacking)} are derived")] if lacking else []
    )


def names_read(vocabulary: Vocabulary, decisions: Iterable[DecisionScheme]) -> dict[str, FactInfo]:
    """Return what rules and choices may read: facts, derived facts and decisions, in the order in which they are read.

    The fields of items are not among them.
    """
    derived = {definition.name: definition.info for definition in vocabulary.definitions}
    decided = _decision_facts({decision.name: decision for decision in decisions})
    return {**vocabulary.facts, **derived, **vocabulary.facts, **decided}


def _decision_facts(decided: Mapping[str, DecisionScheme]) -> dict[str, FactInfo]:
    """Offer each decision to the conditions of later layers, as a scale or a number."""
    return {
        name: FactInfo(
            name,
            "scale" if schema.kind == "scale" else "number",
            schema.title.lower(),
            unit=schema.unit,
            values=tuple(schema.steps),
            minimum=0,
            integer=schema.kind == "sum",
            moments=schema.moments,
        )
        for name, schema in decided.items()
    }


def _rules(builder: RuleBuilder, topics: list[Read], *, whole: bool) -> tuple[Rule, ...]:
    built: dict[str, Rule] = {}
    places: dict[str, tuple[Document, Place]] = {}
    every = {schema.id for _, topic in topics for schema in topic.rules}
    for document, topic in topics:
        for index, schema in enumerate(topic.rules):
            builder.at(document, ("rules", index), schema.id)
            before = len(builder.faults)
            refuse_namesakes(builder, schema.id, schema.name, built.values())
            rule = builder.rule(schema, topic=topic.topic, moments=topic.moments)
            if rule is not None and len(builder.faults) == before:
                built[schema.id] = rule
                places[schema.id] = document, ("rules", index)
    for rule in built.values():
        builder.at(*places[rule.id], rule.id)
        _check_overrides(builder, rule, built, every if whole else None)
    return joined(_with_overrides_of(rule, built) for rule in built.values())


def _with_overrides_of(rule: Rule, built: Mapping[str, Rule]) -> Rule:
    """Return a rule that is an exception only to rules that are there and may have one."""
    kept = tuple(name for name in rule.overrides if name in built and not built[name].overrides and name != rule.id)
    return rule if kept == rule.overrides else replace(rule, overrides=kept)


def refuse_namesakes(builder: RuleBuilder, rule_id: str, name: str, others: Iterable[Rule]) -> None:
    """Refuse a rule that goes by the id or the name of one before it."""
    for other in others:
        if other.id == rule_id:
            builder.fault("duplicate", "id", f"is used twice; first in {other.source}")
        if other.name == name:
            builder.fault("duplicate", "name", f"'{name}' is the name of {other.id} already")


def _check_overrides(
    builder: RuleBuilder, rule: Rule, built: Mapping[str, Rule], every: Collection[str] | None
) -> None:
    """Refuse what a rule cannot be an exception to; ``every`` names all rules, ``None`` where some are missing."""
    for general in rule.overrides:
        if general not in built:
            if every is not None and general not in every:
                builder.fault("unknown_name", "overrides", f"no rule is called '{general}'", nearest(general, built))
        elif built[general].for_each != rule.for_each or general == rule.id:
            builder.fault("contradiction", "overrides", f"'{general}' must be another rule over the same items")
        elif built[general].overrides:
            builder.fault(
                "contradiction", "overrides", f"'{general}' is itself an exception; write one rule for each situation"
            )


def joined(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Give each general rule the names of its exceptions."""
    found = tuple(rules)
    by_general: dict[str, list[str]] = {}
    for rule in found:
        for general in rule.overrides:
            by_general.setdefault(general, []).append(rule.id)
    return tuple(replace(rule, overridden_by=tuple(by_general.get(rule.id, ()))) for rule in found)


def twice(document: Document, names: Iterable[str]) -> list[Fault]:
    """Find entries of a list file that go by a name used before."""
    seen: dict[str, int] = {}
    return [
        document.fault("duplicate", (index,), f"'{name}' stands twice")
        for index, name in enumerate(names)
        if seen.setdefault(name, index) != index
    ]
