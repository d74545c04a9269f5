"""How the package is built, as a newcomer reads it.

Imports run in one direction; an import that waits inside a function says why; every room tells what lives in it; one
name means one type.
"""

from __future__ import annotations

import ast
import re
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


def waiting_imports(tree: ast.AST) -> set[int]:
    """Return the lines of imports that wait until a function is called."""
    functions = (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    inside = (node for function in functions for node in ast.walk(function))
    return {node.lineno for node in inside if isinstance(node, (ast.Import, ast.ImportFrom))}


@pytest.mark.parametrize("name", FILES)
def test_an_import_that_waits_says_why(name: str) -> None:
    """One comment is enough for a block of imports: above it, or at the end of one of its lines."""
    text = FILES[name].read_text(encoding="utf-8")
    lines = ["", *text.splitlines()]
    waiting = waiting_imports(ast.parse(text))
    said: set[int] = {number for number in waiting if "#" in lines[number] or lines[number - 1].strip().startswith("#")}
    for _ in waiting:  # a word on one line of a block is a word on all of it
        said |= {number for number in waiting if {number - 1, number + 1} & said}
    assert [f"line {number}: {lines[number].strip()}" for number in sorted(waiting - said)] == []


ROOMS = [name for name, path in FILES.items() if path.name == "__init__.py"]


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_tells_what_lives_in_it(name: str) -> None:
    told = ast.get_docstring(ast.parse(FILES[name].read_text(encoding="utf-8"))) or ""
    inside = {each.removeprefix(f"{name}.") for each in FILES if each.startswith(f"{name}.")} - {"__main__"}
    missing = [each for each in sorted(inside) if "." not in each and f"``{each}``" not in told]
    assert not missing
    named = set(re.findall(r"^- ``(\w+)``", told, flags=re.MULTILINE))
    assert named <= inside, "a room names what is not there"


def test_one_name_means_one_type() -> None:
    places: dict[str, list[str]] = {}
    for name, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(name)
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
