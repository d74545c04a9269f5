"""Take the knowledge folder out of a git revision, file by file, into a folder for the time being."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from springstep.cli.audit.git_objects import GitError, GitObject, GitObjects, git_objects
from springstep.engine.text.atomic import write_new
from springstep.engine.text.source import MAX_BYTES

MOST_TREES = 20_000
"""How many different folders of a revision are looked through."""
MOST_FILES = 500
"""How many files and folders a knowledge folder of a revision may hold."""
MOST_BYTES = 20_000_000
"""How large all rule files of a revision may be together."""
_MOST_TREE_BYTES = 10_000_000
_MOST_TAGS = 10
_FOLDER, _LEDGER = b"knowledge", b"guide.yaml"
_TREE = b"40000"
_FILES = (b"100644", b"100755", b"100664")
_RULES = b".yaml"
_PLAIN_NAME = re.compile(rb"(?!\.+\Z)[A-Za-z0-9_.][A-Za-z0-9_.-]{0,100}")
_ENTRY = re.compile(rb"0?([0-7]{5,6}) ([^\0]+)\0")


class _Entry(NamedTuple):
    mode: bytes
    name: bytes
    id: str


@contextlib.contextmanager
def knowledge_at(revision: str) -> Iterator[Path]:
    """Give the knowledge folder as a revision of the repository here has it; raises ``SpringstepError``."""
    with tempfile.TemporaryDirectory() as place:
        with git_objects(revision) as objects:
            _write(objects, _knowledge(objects, _tree_of(objects, revision)), Path(place))
        yield Path(place)


def _tree_of(objects: GitObjects, revision: str) -> GitObject:
    """Return the tree of a commit, of a tag on one, or the tree itself."""
    found = objects.read(revision, most=_MOST_TREE_BYTES)
    for _ in range(_MOST_TAGS):
        if found.kind == "tree":
            return found
        leads = re.match(rb"(?:tree|object) ([0-9a-f]{40,64})\n", found.content)
        if found.kind not in ("commit", "tag") or leads is None:
            break
        found = objects.read(leads[1].decode(), most=_MOST_TREE_BYTES)
    raise GitError("is no commit, and no folder of one")


def _knowledge(objects: GitObjects, top: GitObject) -> GitObject:
    """Return the tree that is a knowledge folder, of several the one that is highest up.

    Each tree is read once, in however many places it stands: trees that hold themselves many times over end, too.
    """
    seen = {top.id}
    waiting = deque([top.id])
    while waiting:
        for mode, name, oid in _entries(objects.read(waiting.popleft(), most=_MOST_TREE_BYTES)):
            if mode != _TREE:
                continue
            if name == _FOLDER:
                found = objects.read(oid, most=_MOST_TREE_BYTES)
                if any(entry.name == _LEDGER and entry.mode in _FILES for entry in _entries(found)):
                    return found
            if oid not in seen:
                seen.add(oid)
                waiting.append(oid)
        if len(seen) > MOST_TREES:
            raise GitError(f"has no knowledge folder among its first {MOST_TREES:,} folders")
    raise GitError("has no knowledge folder")


def _write(objects: GitObjects, top: GitObject, place: Path) -> None:
    """Write the rule files of a knowledge folder; raises ``GitError`` for what a checked out one could not hold."""
    waiting = [(place, top)]
    left = MOST_BYTES
    count = 0
    while waiting:
        folder, tree = waiting.pop()
        for mode, name, oid in _entries(tree):
            count += 1
            if count > MOST_FILES:
                raise GitError(f"has a knowledge folder of more than {MOST_FILES} files")
            if mode in _FILES and not name.endswith(_RULES):
                continue
            if mode not in (*_FILES, _TREE):
                raise GitError(f"has a link or another repository in its knowledge folder: {_shown(name)}")
            if not _PLAIN_NAME.fullmatch(name):
                raise GitError(f"has a file in its knowledge folder whose name is no plain word: {_shown(name)}")
            inside = folder / name.decode()
            try:
                if mode == _TREE:
                    inside.mkdir()
                    waiting.append((inside, objects.read(oid, most=_MOST_TREE_BYTES)))
                    continue
                content = objects.read(oid, most=min(MAX_BYTES, left)).content
                left -= len(content)
                write_new(inside, content)
            except OSError as error:
                what = f"has a file in its knowledge folder that cannot be written out: {_shown(name)}"
                raise GitError(f"{what} ({(error.strerror or str(error)).lower()})") from None


def _entries(tree: GitObject) -> Iterator[_Entry]:
    """Yield what a tree holds; raises ``GitError`` for what is no tree."""
    content, at, width = tree.content, 0, len(tree.id) // 2
    while at < len(content):
        found = _ENTRY.match(content, at)
        if tree.kind != "tree" or found is None or found.end() + width > len(content):
            raise GitError("holds a folder that is broken")
        at = found.end() + width
        yield _Entry(found[1], found[2], content[found.end() : at].hex())


def _shown(name: bytes) -> str:
    return ascii(name.decode(errors="replace")[:60])
