"""Where the things are that tests read: the clone, its examples, the knowledge that comes with the package."""

from __future__ import annotations

from pathlib import Path

import springstep

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
OVERLAY = EXAMPLES / "overlays" / "club-rules.yaml"
PACKAGE = Path(springstep.__file__).parent
KNOWLEDGE = PACKAGE / "knowledge"
