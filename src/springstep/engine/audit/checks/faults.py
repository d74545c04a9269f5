"""What could not be read, as findings: each fault once, with the rule that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from springstep.engine.audit.report import Finding
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase

_RULE = re.compile(r"[A-Z]{3}-[0-9]{3}\b")


def faults_found(faults: Iterable[Fault], base: RuleBase) -> Iterator[Finding]:
    """Yield a finding for each fault; it names the rule that it stands in, and those of the rules that it speaks of."""
    for fault in faults:
        named = [name for name in _RULE.findall(f"{fault.where} {fault.what}") if not name.startswith("CLM")]
        subject = (_RULE.findall(fault.where) or [fault.source or "knowledge"])[0]
        where = ":".join(str(part) for part in (fault.source, fault.where or fault.line, fault.what) if part)
        rules = tuple(dict.fromkeys(named))
        yield Finding(id=f"fault:{where}", kind="fault", subject=subject, says=_sentence(str(fault)), rules=rules)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."
