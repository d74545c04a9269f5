"""The page on security names tests that there are, for everything that others may hand over."""

from __future__ import annotations

import re

from tests.places import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")][2:]


def test_each_row_names_what_holds_it() -> None:
    assert len(ROWS) > 8
    for row in ROWS:
        assert len(row) == 4, row
        named = re.findall(r"`(tests/[^`]+)`", row[3])
        assert named and [name for name in named if not (ROOT / name).exists()] == []
