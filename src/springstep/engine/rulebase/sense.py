"""Read ``sense.yaml``: what an editor's words, rows, questions and bounds have to agree with, whatever the rules say.

Nothing is decided by it, and a knowledge without it is whole: it is there for the audit alone.
"""

from __future__ import annotations

from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.sense_faults import sense_faults
from springstep.engine.rulebase.sense_schema import Sense

FILE = "sense.yaml"


@memoized
def load_sense(base: RuleBase) -> Sense:
    """Read the file of a rule base's folder once; one that says nothing where there is none.

    Raises ``KnowledgeError`` with every fault.
    """
    if not (base.folder / FILE).exists():
        return Sense()
    reader = KnowledgeReader()
    document, sense = reader.read(base.folder / FILE, Sense)
    faults = reader.faults or [*sense_faults(sense, document, base)]
    if faults:
        raise KnowledgeError(faults)
    found: Sense = sense
    return found
