"""Read ``sense.yaml``: what an editor's words, rows, questions and bounds have to agree with, whatever the rules say.

Nothing is decided by it, and a knowledge without it is whole: it is there for the audit alone.
"""

from __future__ import annotations

from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase, refuse
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.sense_faults import sense_faults
from springstep.engine.rulebase.sense_schema import Sense

FILE = "sense.yaml"


def load_sense(base: RuleBase) -> Sense:
    """Return what the file says, read once; raises ``KnowledgeError`` with every fault."""
    sense, faults = read_sense(base)
    refuse(base, faults)
    return sense


@memoized
def read_sense(base: RuleBase) -> tuple[Sense, tuple[Fault, ...]]:
    """Read the file of a rule base's folder once; return one that says nothing where there is none or it has faults.

    Every fault is returned, too.
    """
    if not (base.folder / FILE).exists():
        return Sense(), ()
    reader = KnowledgeReader()
    document, sense = reader.read(base.folder / FILE, Sense)
    faults = tuple(reader.faults or sense_faults(sense, document, base))
    return (Sense() if faults else sense), faults
