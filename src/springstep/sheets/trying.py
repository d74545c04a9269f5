"""The rules as they would be with changed files: read and checked from a folder of the process's own."""

from __future__ import annotations

import pathlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace

from springstep.engine.advice.rule_examples import check_examples, mistakes
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.copying import copy_knowledge
from springstep.engine.rulebase.overlay import lay_over
from springstep.engine.text.atomic import write_new
from springstep.installed import load_rule_base


def laid_over(base: RuleBase, place: pathlib.Path, text: str) -> RuleBase:
    """Return the rules with the overlay that is to be at a place; raises ``KnowledgeError``."""
    with tempfile.TemporaryDirectory() as folder:
        draft = pathlib.Path(folder) / place.name
        write_new(draft, text.encode())
        try:
            found = lay_over(base, [draft])
            check_examples(found)
        except KnowledgeError as error:
            raise KnowledgeError(replace(fault, source=str(place)) for fault in error.faults) from None
    return found


def edited(base: RuleBase, texts: Mapping[pathlib.Path, str], rules: Iterable[str]) -> RuleBase:
    """Return the rules with some of their files changed, the examples of some rules checked.

    Raises ``KnowledgeError``.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        copy_knowledge(base.folder, copy, texts)
        found = load_rule_base(copy)
        faults = [
            Fault("contradiction", what, f"{rule_id}: {key}", "change the example or the rule")
            for rule_id in rules
            if rule_id in found.by_id
            for key, what in mistakes(found, found.by_id[rule_id])
        ]
    if faults:
        raise KnowledgeError(faults)
    return replace(found, folder=base.folder)
