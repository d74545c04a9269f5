"""What the documents for developers name is there: the glossary's names in code and knowledge, and the modules."""

from __future__ import annotations

import re
from html import unescape
from importlib import import_module
from pkgutil import resolve_name
from runpy import run_path

import pytest

from tests.places import KNOWLEDGE, ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("ARCHITECTURE.md", "CONTRIBUTING.md")}
NAMES = sorted(set(re.findall(r"`((?:engine|session|RuleBase|Recommendation)[\w.]*)`", GLOSSARY)))
TERMS = re.findall(r"^\| ([^|]+) \|", GLOSSARY, flags=re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_the_glossary_is_there(name: str) -> None:
    assert resolve_name(f"springstep.{name}") is not None


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(\w+\.yaml|rules/)`", GLOSSARY))))
def test_a_file_of_the_glossary_is_there(name: str) -> None:
    assert (KNOWLEDGE / name).exists()


def test_a_term_is_explained_once() -> None:
    terms = [term for line in TERMS if line not in ("term", "---") for term in line.split(", ")]
    assert len(terms) > 50 and len(terms) == len(set(terms))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_modules_that_a_document_names_are_there(document: str) -> None:
    modules = re.findall(r"`((?:engine|cli|session)\.[\w.]+)`", DOCUMENTS[document])
    assert modules
    for name in modules:
        import_module(f"springstep.{name}")


def test_the_picture_of_the_rooms_shows_who_builds_on_whom() -> None:
    folder = ROOT / "docs" / "developer"
    script = run_path(str(folder / "draw_rooms.py"))
    picture = unescape((folder / "rooms.svg").read_text(encoding="utf-8"))
    shown = re.findall(r"<title>(.+)->(.+)</title>", picture)
    assert sorted(shown) == script["arrows"](script["rooms"]()), "draw it again: python docs/developer/draw_rooms.py"
