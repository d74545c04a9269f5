"""A package's private copy: every way to import inside it, and nothing of it outside."""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from pathlib import Path
from types import SimpleNamespace

import pytest

from springstep.engine.inference.private_copy import PrivateCopy

_FILES = {
    "__init__.py": "raise AssertionError('not to be run')",
    "plain.py": "VALUE = [1]\ndef late():\n    import json\n    return json",
    "absolute.py": "from guestly.plain import VALUE\nfrom guestly import plain\nimport guestly.plain as same",
    "dotted.py": "import guestly.inner.deep\nVALUE = guestly.inner.deep.UP",
    "inner/__init__.py": "from .deep import UP\nfrom . import deep",
    "inner/deep.py": "from ..plain import VALUE as UP\nimport os.path\nfrom os import path",
    "asking.py": "import borrowed\nfrom borrowed import thing",
    "wrong.py": "from .nothing import at_all",
    "wrong_name.py": "from .plain import nothing",
}


@pytest.fixture
def copy(tmp_path: Path) -> PrivateCopy:
    for name, content in _FILES.items():
        file = tmp_path / "guestly" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    spec = PathFinder.find_spec("guestly", [str(tmp_path)])
    assert spec is not None
    return PrivateCopy(spec, "host.guestly", {"borrowed": SimpleNamespace(thing=7)})


def test_each_module_runs_once_however_it_is_imported(copy: PrivateCopy) -> None:
    value = copy.module("plain").VALUE
    absolute = copy.module("absolute")
    assert absolute.VALUE is absolute.plain.VALUE is absolute.same.VALUE is value
    assert copy.module("dotted").VALUE is copy.module("inner").UP is copy.module("inner.deep").UP is value
    assert copy.module().inner.deep is copy.module("inner.deep")


def test_other_modules_are_everybodys_and_stand_ins_go_first(copy: PrivateCopy) -> None:
    import json

    assert copy.module("inner.deep").path is copy.module("inner.deep").os.path is sys.modules["os.path"]
    assert copy.module("plain").late() is json
    assert (copy.module("asking").borrowed.thing, copy.module("asking").thing) == (7, 7)


def test_nothing_is_seen_from_outside(copy: PrivateCopy) -> None:
    before = dict(sys.modules)
    assert copy.module("absolute").__name__ == "host.guestly.absolute"
    assert sys.modules == before


def test_two_copies_share_nothing(copy: PrivateCopy, tmp_path: Path) -> None:
    spec = PathFinder.find_spec("guestly", [str(tmp_path)])
    assert spec is not None
    assert PrivateCopy(spec, "other", {}).module("plain").VALUE is not copy.module("plain").VALUE


@pytest.mark.parametrize("name", ["wrong", "wrong_name", "nothing", "plain.nothing"])
def test_what_is_not_there_is_an_import_error(copy: PrivateCopy, name: str) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"guestly\.(plain\.)?nothing"):
        copy.module(name)
