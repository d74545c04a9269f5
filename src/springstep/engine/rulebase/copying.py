"""Copy a folder of knowledge into a folder of the process's own, with some of its files changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from springstep.engine.text.atomic import make_folders, write_new
from springstep.engine.text.opening import read_all


def copy_knowledge(folder: Path, to: Path, changed: Mapping[Path, str]) -> None:
    """Write the knowledge files of a folder into a new one; ``changed`` gives texts for files of the old one.

    Raises ``SpringstepError`` where a file cannot be read or written.
    """
    make_folders(to / "rules", private=True)
    for path in (*folder.glob("*.yaml"), *folder.glob("*.json"), *(folder / "rules").glob("*.yaml")):
        text = changed.get(path)
        write_new(to / path.relative_to(folder), read_all(path) if text is None else text.encode())
