"""The case that a command is given: a file, or standard input for ``-``."""

from __future__ import annotations

import pathlib
import sys

from springstep.engine.inference.case import read_case, read_case_stream
from springstep.engine.text.source import Document


def case_document(source: str) -> Document:
    """Read a case file, or standard input for ``-``, and check its form only; raises ``CaseError``."""
    if source != "-":
        return read_case(pathlib.Path(source))
    return read_case_stream(sys.stdin.buffer if sys.stdin is not None else None)
