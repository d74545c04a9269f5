"""What was found of small changes of the rules, kept in a file rule by rule, so that a long check may be broken off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from springstep.engine.audit.mutation_testing import MutantResult
from springstep.engine.audit.snapshot import FILE
from springstep.engine.errors import Fault, RecordError, SpringstepError
from springstep.engine.record import Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import is_there
from springstep.engine.text.source import read_file

_MOST_BYTES = 50_000_000


class Results(Record):
    """All that was found so far."""

    about: str
    """The digests of the rules and claims, and of the approved cases."""
    rules: dict[str, tuple[MutantResult, ...]]


class ResultsFile:
    """A file of results of one rule base; raises ``SpringstepError`` where it holds anything else."""

    def __init__(self, path: Path, base: RuleBase) -> None:
        self._path = path
        approved = base.folder / FILE
        held = hashlib.sha256(approved.read_bytes()).hexdigest() if approved.exists() else ""
        self._about = f"{base.digest} {held}"
        self.known: dict[str, tuple[MutantResult, ...]] = self._read() if is_there(path) else {}
        """By rule, what was found."""

    def add(self, rule: str, results: Iterable[MutantResult]) -> None:
        """Keep what was found of one rule."""
        self.known[rule] = tuple(results)
        atomic_write(self._path, Results(about=self._about, rules=self.known).to_json())

    def _read(self) -> dict[str, tuple[MutantResult, ...]]:
        try:
            found = Results.from_json(read_file(self._path, max_bytes=_MOST_BYTES))
        except RecordError:
            raise self._refused(Fault("malformed", "holds no results of such a check")) from None
        if found.about != self._about:
            raise self._refused(Fault("conflict", "is about other rules, claims or approved cases"))
        return dict(found.rules)

    def _refused(self, fault: Fault) -> SpringstepError:
        allowed = "name a new file, or delete this one"
        return SpringstepError([Fault(fault.code, fault.what, allowed=allowed, source=str(self._path))])
