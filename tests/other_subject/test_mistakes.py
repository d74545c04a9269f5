"""Mistakes in declarations are reported with their file, before any case is advised."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.load import read_rule_base
from tests.other_subject.plants import FOLDER


@pytest.mark.parametrize(
    ("file", "right", "wrong", "fault"),
    [
        ("verdicts.yaml", "A wider pot: {size}.", "A wider pot: {sise}.", "'sise' is nothing that can be filled in"),
        ("verdicts.yaml", "Answer first: {open}.", "Answer first: {opne}.", "'opne' is nothing that can be filled in"),
        (
            "choices.yaml",
            "  take: preferred\n",
            "  take: preferred\n  otherwise: always\n",
            "is said only of rows that are tried in order",
        ),
        ("constraints.yaml", "at: pot_width", "at: pot_widht", "there is no fact 'pot_widht'"),
    ],
)
def test_a_mistake_is_reported(tmp_path: Path, file: str, right: str, wrong: str, fault: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "knowledge")
    text = (folder / file).read_text(encoding="utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_rule_base(folder)
    assert [(each.source, each.what) for each in caught.value.faults] == [(file, fault)]


def test_a_fact_that_is_derived_twice_is_reported(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "knowledge")
    file = folder / "derived.yaml"
    text = file.read_text(encoding="utf-8")
    first = text[text.index("- fact:") :].split("\n- fact:")[0]
    file.write_text(f"{text.rstrip()}\n{first}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is derived twice"):
        read_rule_base(folder)


def test_an_else_that_no_row_goes_with_is_reported(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "knowledge")
    file = folder / "derived.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  note: as {plant}\n", "  note: as {plant}\n  else: 1\n", 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"derived\.yaml:2:3.* it goes with last_row alone"):
        read_rule_base(folder)
