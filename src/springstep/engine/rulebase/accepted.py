"""Read the findings of an audit that are accepted, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from springstep.engine.errors import Fault
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.base import RuleBase, refuse
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.rule_schema import FileSchema, Words


class AcceptedSchema(FileSchema):
    """Findings accepted for one reason."""

    findings: Annotated[tuple[str, ...], Field(min_length=1)]
    because: Words


def load_accepted(base: RuleBase) -> Mapping[str, str]:
    """Return the reason for each accepted finding, by the finding's id, read once; raises ``KnowledgeError``."""
    reasons, faults = read_accepted(base)
    refuse(base, faults)
    return reasons


@memoized
def read_accepted(base: RuleBase) -> tuple[Mapping[str, str], tuple[Fault, ...]]:
    """Read ``accepted.yaml`` once; return what has no faults, and every fault."""
    reader = KnowledgeReader()
    document, schemas = reader.read_each(base.folder / "accepted.yaml", AcceptedSchema)
    reasons = {name: schema.because for schema in schemas.values() for name in schema.findings}
    named = [name for schema in schemas.values() for name in schema.findings]
    return reasons, tuple(reader.faults or twice(document, named))
