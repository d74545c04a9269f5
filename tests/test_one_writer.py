"""One writer writes all files: nothing else in the package opens one to write, makes, copies, links or renames one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.places import PACKAGE

WRITERS = {f"engine/text/{name}.py" for name in ("atomic", "appending", "drafts", "turns", "opening")}
ITS_DATABASE = {f"diary/storage/{name}.py" for name in ("held", "copies", "files", "reading", "rows", "shape")}
"""Who opens the diary or a copy of it; what SQLite writes it writes by its own journal, into drafts where it is new."""
ALWAYS = {
    "write_text",
    "write_bytes",
    "touch",
    "rename",
    "symlink_to",
    "hardlink_to",
    "mkstemp",
    "NamedTemporaryFile",
    "copy",
    "copy2",
    "copyfile",
    "copytree",
    "move",
    "extractall",
    "extract",
    "link",
    "symlink",
    "truncate",
    "ftruncate",
    "fdopen",
}
NAMES_OF_VALUES = {"copy"}
"""What other things than files have, too: only asked of ``shutil`` and ``os``."""


def written_by(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and words of each call that could write a file."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if writes(call):
            yield call.lineno, ast.unparse(call)


def writes(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    words = ast.unparse(call)
    if name in ALWAYS:
        return name not in NAMES_OF_VALUES or of in ("shutil", "os")
    if name == "open" and of == "os":
        return "os.devnull" not in words and "O_RDONLY" not in words
    if name == "open":
        modes = [*call.args[0 if of else 1 :][:1], *(each.value for each in call.keywords if each.arg == "mode")]
        return of != "Diary" and any(set(str(getattr(mode, "value", ""))) & set("wax+") for mode in modes)
    if name == "replace":
        return of == "os" or (of != "" and len(call.args) == 1 and not call.keywords)
    return name == "connect" and of == "sqlite3"


def modules() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name != "built.py":
            yield path.relative_to(PACKAGE).as_posix()


def test_no_module_but_the_writer_writes_a_file() -> None:
    found = {
        f"{module}:{line}: {words}"
        for module in modules()
        if module not in WRITERS
        for line, words in written_by(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))
        if not (module in ITS_DATABASE and words.startswith("sqlite3.connect("))
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    "source",
    [
        "open('x', 'w')",
        "path.open('ab')",
        "path.open(mode='r+')",
        "path.write_text('x')",
        "os.open(path, os.O_WRONLY | os.O_CREAT)",
        "draft.replace(path)",
        "os.replace(a, b)",
        "shutil.copy(a, b)",
        "tempfile.mkstemp()",
        "sqlite3.connect(path)",
    ],
)
def test_what_writes_is_found(source: str) -> None:
    assert list(written_by(ast.parse(source)))


@pytest.mark.parametrize(
    "source", ["open('x')", "path.open('rb')", "text.replace('a', 'b')", "values.copy()", "replace(entry, a=1)"]
)
def test_what_reads_is_not(source: str) -> None:
    assert not list(written_by(ast.parse(source)))


def test_the_writers_are_where_they_are_said_to_be() -> None:
    assert all((PACKAGE / module).is_file() for module in WRITERS | ITS_DATABASE), Path(PACKAGE)
