"""The ledger: every sentence of the guide and what became of it, and the tensions between sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from springstep.engine.errors import Fault, nearest
from springstep.engine.frozen import Frozen
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.base import RuleBase, refuse
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.rule_schema import SentenceSchema, TensionSchema
from springstep.engine.text.source import Document

ENCODED_ROLES = ("instructs", "limits", "warns")


class Ledger(Frozen):
    """The guide's sentences by number, in the guide's order, and where they are in tension."""

    sentences: Mapping[str, SentenceSchema]
    tensions: tuple[TensionSchema, ...]


@memoized
def citations_of(base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Map each sentence to the rules that cite it, worked out once; computed from the rules, never typed twice."""
    cited: dict[str, list[str]] = {number: [] for number in load_ledger(base).sentences}
    for rule in base.rules:
        for number in rule.guide:
            cited[number].append(rule.id)
    return {number: tuple(ids) for number, ids in cited.items()}


def load_ledger(base: RuleBase) -> Ledger:
    """Return the ledger, read once and checked against the rules and all else that cites it.

    The rules are the guide's own, without any overlay.
    Raises ``KnowledgeError`` with every fault: a citation of no sentence, a sentence that instructs, limits or warns
    and that no rule cites, a tension that names no rule or sentence.
    """
    ledger, faults = read_ledger(base)
    refuse(base, faults)
    return ledger


@memoized
def read_ledger(base: RuleBase) -> tuple[Ledger, tuple[Fault, ...]]:
    """Read ``guide.yaml`` and ``tensions.yaml`` once; return what has no faults in itself, and every fault."""
    rules, folder = base.guide_rules, base.folder
    reader = KnowledgeReader()
    sentences, schemas = reader.read_each(folder / "guide.yaml", SentenceSchema)
    tensions, pulls = reader.read_each(folder / "tensions.yaml", TensionSchema)
    ledger = Ledger({schema.number: schema for schema in schemas.values()}, tuple(pulls.values()))
    if reader.faults:  # what is missing may be what is cited
        return ledger, tuple(reader.faults)
    faults = twice(sentences, [schema.number for schema in schemas.values()])
    faults += _citation_faults(ledger, rules) + _sentence_faults(ledger, rules, sentences)
    faults += [
        Fault(
            "unknown_name",
            f"the guide has no sentence '{number}'",
            f"{d.fact}: guide",
            nearest(number, ledger.sentences),
            "history.yaml",
        )
        for d in base.derivations.values()
        for number in d.guide
        if number not in ledger.sentences
    ]
    faults += _tension_faults(ledger, {rule.id for rule in rules}, tensions)
    return ledger, tuple(faults)


def _citation_faults(ledger: Ledger, rules: Iterable[Rule]) -> list[Fault]:
    return [
        Fault(
            "unknown_name",
            f"the guide has no sentence '{number}'",
            f"{rule.id}: guide",
            nearest(number, ledger.sentences),
            rule.source,
            *rule.cites_at,
        )
        for rule in rules
        for number in rule.guide
        if number not in ledger.sentences
    ]


def _sentence_faults(ledger: Ledger, rules: Iterable[Rule], document: Document) -> list[Fault]:
    cited = {number for rule in rules for number in rule.guide}
    return [
        replace(
            document.fault("missing", (index,), f"{sentence.role}, but no rule cites it"),
            where=f"sentence {sentence.number}",
        )
        for index, sentence in enumerate(ledger.sentences.values())
        if sentence.role in ENCODED_ROLES and sentence.number not in cited
    ]


def _tension_faults(ledger: Ledger, ids: set[str], document: Document) -> list[Fault]:
    faults = []
    for index, tension in enumerate(ledger.tensions):
        faults += [
            document.fault("unknown_name", (index, "sentences"), f"the guide has no sentence '{number}'")
            for number in tension.sentences
            if number not in ledger.sentences
        ]
        faults += [
            document.fault("unknown_name", (index, "rules"), f"no rule is called '{rule}'", allowed=nearest(rule, ids))
            for rule in tension.rules
            if rule not in ids
        ]
    return faults
