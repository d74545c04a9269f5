"""Keep a checked rule base beside the bytecode, and take it up again while nothing has changed.

Reading, checking and joining the knowledge takes longer than a recommendation. As Python keeps compiled modules in
``__pycache__``, the checked parts are kept there: valid for exactly these knowledge files (by content) and exactly this
code (by size and time of change, as Python itself judges). Whatever does not fit, is damaged or cannot be written is
passed over in silence: the files are then simply read again.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).parents[2]


def take(folder: Path, digest: str) -> dict[str, Any] | None:
    """Return the parts kept for a knowledge folder, or ``None``."""
    try:
        content = _file(folder).read_bytes()
        head = _key(digest)
        if not content.startswith(head):
            return None
        found: dict[str, Any] = pickle.loads(content[len(head) :])
        return found
    except Exception:
        return None


def keep(folder: Path, digest: str, parts: dict[str, Any]) -> None:
    """Keep the parts of a rule base that passed every check; a folder that cannot be written is left alone."""
    path = _file(folder)
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        path.parent.mkdir(exist_ok=True)
        draft.write_bytes(_key(digest) + pickle.dumps(parts, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)


def _file(folder: Path) -> Path:
    return folder / "__pycache__" / f"rulebase.{sys.implementation.cache_tag}.pickle"


def _key(digest: str) -> bytes:
    """Name the knowledge and the code that the kept parts belong to."""
    files = sorted(path for part in ("engine", "knowledge") for path in (_PACKAGE / part).rglob("*.py"))
    states = ((path.name, path.stat()) for path in files)
    code = [f"{name}:{state.st_mtime_ns}:{state.st_size}" for name, state in states]
    return "\n".join([digest, *code, ""]).encode()
