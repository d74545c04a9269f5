"""The folder of overlays that are always laid over: which of its files count, and which may be left out.

Other programs put files there, too: an editor its lock, a sync tool its copy of the same file. What is no overlay is
left out; an overlay that cannot be read is left out only where the guide's own rules are the more careful ones.
"""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable, Iterator

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.overlay_folders import overlays_in
from springstep.engine.text.opening import read_all
from springstep.engine.text.source import MAX_BYTES, SourceError, parse_yaml, read_file

_COPIED = re.compile(r"[ ._-]*(?:\([^()]*conflict[^()]*\)|sync-conflict-[\w-]+|conflict(?:ed)?[ -]copy[^.]*)", re.I)
"""What a sync tool adds to the name of a file of which it found two versions."""
_HEAD = {"overlay", "author", "date"}
_LOOSENS = {"relax", "relaxes_claims"}
_RULES = {"add", "tighten", *_LOOSENS}


def kept_in(folder: pathlib.Path) -> tuple[tuple[pathlib.Path, ...], tuple[str, ...]]:
    """Return the overlays of the folder, and what is to be said of the files that are passed over.

    Raises ``KnowledgeError`` for a folder that is there and cannot be read: nobody knows what it holds.
    """
    try:
        there = overlays_in(folder) if folder.exists() else ()
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise KnowledgeError(
            [Fault("unreadable", what, source=str(folder), allowed="--no-overlay does without it")]
        ) from None
    copies = dict(_copies(there))
    said = (f"{copy}: passed over, as it is a copy of {first.name}" for copy, first in copies.items())
    return tuple(path for path in there if path not in copies), tuple(said)


def _copies(paths: Iterable[pathlib.Path]) -> Iterator[tuple[pathlib.Path, pathlib.Path]]:
    """Yield each copy with the file that it is of: one that a sync tool made, or one that holds just the same."""
    names = {path.name: path for path in paths}
    held: dict[bytes, pathlib.Path] = {}
    for name, path in names.items():
        first = names.get(_COPIED.sub("", name), path)
        try:
            first = held.setdefault(read_all(path, most=MAX_BYTES + 1) or name.encode(), first)
        except OSError:  # told when it is laid over
            continue
        if first != path:
            yield path, first


def may_be_left_out(path: pathlib.Path) -> bool:
    """Tell whether advice without a file that cannot be used is no looser than with it.

    So it is for a file of another kind, and for an overlay that only relaxes. A file that cannot be made out, or that
    holds next to nothing, may be an overlay that is being written.
    """
    try:
        content = parse_yaml(read_file(path), name=str(path)).value
    except SourceError:
        return False
    if not isinstance(content, dict):
        return isinstance(content, list)
    keys = set(content)
    return not keys & (_HEAD | _RULES) or (keys <= _HEAD | _LOOSENS and bool(keys & _LOOSENS))
