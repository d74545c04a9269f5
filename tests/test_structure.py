"""How the package is built: modules import one another in one direction only, whatever a program of them is for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name

import pytest

from tests.places import PACKAGE

FILES = {
    ".".join(("springstep", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "built.py"  # which is generated
}


def imported(tree: ast.AST, package: str) -> Iterator[object]:
    """Yield what a module of a package imports: at its top, inside functions, for type checkers alone, or by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package) if node.level else node.module or ""
            for alias in node.names:
                yield f"{module}.{alias.name}" if f"{module}.{alias.name}" in FILES else module
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            yield from (each.value for each in node.args if isinstance(each, ast.Constant))


def imports_of(name: str) -> set[str]:
    """Return the modules of the package that one of them imports."""
    path = FILES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found = set(imported(ast.parse(path.read_text(encoding="utf-8")), package))
    return {each for each in FILES if each in found and each != name}


@pytest.mark.parametrize(
    "text",
    [
        "import springstep.engine.errors",
        "from springstep.engine import errors",
        "from springstep.engine.errors import nearest",
        "from .errors import nearest",
        "from . import errors",
        "if TYPE_CHECKING:\n    from springstep.engine.errors import nearest",
        "def f():\n    from springstep.engine.errors import nearest",
        "import_module('springstep.engine.errors')",
    ],
)
def test_every_way_to_import_is_seen(text: str) -> None:
    assert "springstep.engine.errors" in set(imported(ast.parse(text), "springstep.engine"))


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {name: imports_of(name) for name in FILES}
    assert "springstep.engine.rulebase.base" in graph["springstep.engine.rulebase.cache"]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("imports run in a circle: " + ", which is imported by ".join(error.args[1]))
