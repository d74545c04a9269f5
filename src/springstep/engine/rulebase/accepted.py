"""Read the findings of an audit that are accepted, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.rule_schema import FileSchema, Words


class AcceptedSchema(FileSchema):
    """Findings accepted for one reason."""

    findings: Annotated[tuple[str, ...], Field(min_length=1)]
    because: Words


@memoized
def load_accepted(base: RuleBase) -> Mapping[str, str]:
    """Read the reason for each accepted finding once, by the finding's id; raises ``KnowledgeError``."""
    reader = KnowledgeReader()
    document, schemas = reader.read(base.folder / "accepted.yaml", tuple[AcceptedSchema, ...])
    if reader.faults:
        raise KnowledgeError(reader.faults)
    named = [name for schema in schemas for name in schema.findings]
    if faults := twice(document, named):
        raise KnowledgeError(faults)
    return {name: schema.because for schema in schemas for name in schema.findings}
