"""``springstep rules export`` and ``import``: nothing is taken up in silence, and nothing is half written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.cli.rules import import_workbook
from springstep.engine.errors import SpringstepError
from springstep.sheets.writing import workbook_of
from tests.cli.conftest import Invoke
from tests.places import KNOWLEDGE
from tests.planted import few
from tests.sheets.workbooks import NEW, Book, exported

WHO = ("--author", "A. Coach", "--on", "2026-03-02", "--reason", "trial", "--note", "For one season.")
QUICK = (*WHO, "--unproved")


def tightened(folder: Path) -> Path:
    return Book().say("RDY-020", when="fatigue >= 2", fires_for="fatigue: 2", silent_for="fatigue: 1").saved(folder)


def copied(folder: Path) -> Path:
    return Path(shutil.copytree(KNOWLEDGE, folder / "knowledge", ignore=shutil.ignore_patterns("__pycache__")))


def held(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_workbook_is_exported_and_not_written_over(springstep: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "rules.xlsx"
    result = springstep("rules", "export", path)
    assert result.exit_code == 0 and path.read_bytes() == exported()
    assert "320 rules on 21 sheets." in result.stdout
    assert springstep("rules", "export", path).exit_code == 2
    assert springstep("rules", "export", path, "--force").exit_code == 0
    assert springstep("rules", "export", tmp_path / "rules.csv").exit_code == 2


def test_an_untouched_workbook_changes_no_byte(springstep: Invoke, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (tmp_path / "rules.xlsx").write_bytes(exported())
    before = held(tmp_path)
    for more in ((), ("--edit",)):
        result = springstep("rules", "import", tmp_path / "rules.xlsx", "--knowledge", folder, *more, *WHO)
        assert (result.exit_code, result.stdout) == (0, "Nothing is changed: the workbook says what the rules say.\n")
    assert held(tmp_path) == before


def test_a_change_comes_back_as_an_overlay_that_says_who_when_and_why(springstep: Invoke, tmp_path: Path) -> None:
    path = tightened(tmp_path)
    result = springstep("rules", "import", path, *QUICK)
    assert result.exit_code == 0, result.output
    assert "RDY-020 changed: when, fires_for, silent_for (A. Coach, 2026-03-02, trial:" in result.stdout
    base = load_rule_base(overlays=[tmp_path / "rules.yaml"])
    origin = base.by_id["RDY-020"].origin
    assert origin is not None and (origin.author, origin.date, origin.reason) == ("A. Coach", "2026-03-02", "trial")
    again = springstep("rules", "import", path, *QUICK)
    assert (again.exit_code, again.stdout) == (0, "Nothing is changed: the workbook says what the rules say.\n")


def test_an_edit_changes_the_folder_named_once(springstep: Invoke, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    path = Book().say("STF-060", off="off").new_row("surface", **NEW).saved(tmp_path)
    before = held(folder)
    arguments = ("rules", "import", path, "--edit", "--knowledge", folder, *QUICK)
    assert springstep(*arguments).exit_code == 0
    changed = [name for name, content in held(folder).items() if before[name] != content]
    assert changed == ["rules/stiffness.yaml", "rules/surface.yaml"]
    base = load_rule_base(folder)
    assert "STF-060" not in base.by_id and base.rule("hard-ground-when-tired").topic == "surface"
    after = held(folder)
    again = springstep(*arguments)
    assert (again.exit_code, again.stdout) == (0, "Nothing is changed: the workbook says what the rules say.\n")
    assert held(folder) == after


def test_the_rules_that_come_with_springstep_are_not_edited(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = springstep("rules", "import", tightened(tmp_path), "--edit", *QUICK)
    assert result.exit_code == 2 and "no rules lie here that could be edited" in result.stderr


def test_check_writes_nothing(springstep: Invoke, tmp_path: Path) -> None:
    path = tightened(tmp_path)
    before = held(tmp_path)
    result = springstep("rules", "import", path, "--check", *QUICK)
    assert result.exit_code == 0 and "Nothing is written (--check)." in result.stdout
    assert held(tmp_path) == before


def test_a_change_without_a_reason_is_refused(springstep: Invoke, tmp_path: Path) -> None:
    path = tightened(tmp_path)
    before = held(tmp_path)
    result = springstep("rules", "import", path, "--unproved")
    assert result.exit_code == 2
    assert (
        "readiness!P3 (author): RDY-020 does not say its author; fill it in, or give --author for all" in result.stderr
    )
    assert held(tmp_path) == before


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda book: book.say("RDY-020", when="fatigue >= 6"), "RDY-020 is silent for this"),
        (lambda book: book.say("RDY-010", off="off"), "decides for every"),
        (
            lambda book: book.say("INJ-020", then="step: {clearance: go}").say("RDY-020", when="1"),
            "readiness!E3 (when)",
        ),
        (lambda book: book.say("RDY-020", when="=2+2"), "readiness!E3: holds a formula"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--edit",)])
def test_what_cannot_be_is_refused_and_changes_nothing(
    springstep: Invoke, tmp_path: Path, make: object, says: str, more: tuple[str, ...]
) -> None:
    folder = copied(tmp_path)
    book = Book()
    make(book)  # type: ignore[operator]
    path = book.saved(tmp_path)
    before = held(tmp_path)
    result = springstep("rules", "import", path, "--knowledge", folder, *more, *QUICK)
    assert result.exit_code == 2, result.output
    assert says in result.stderr
    assert held(tmp_path) == before


def test_a_broken_file_is_refused_in_one_line(springstep: Invoke, tmp_path: Path) -> None:
    (tmp_path / "rules.xlsx").write_bytes(exported()[:9000])
    result = springstep("rules", "import", tmp_path / "rules.xlsx", *QUICK)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1 and "is no workbook, or a broken one" in result.stderr
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["rules.xlsx"]


def test_of_two_files_that_cannot_both_be_written_none_is(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(tmp_path)
    path = Book().say("STF-060", off="off").new_row("surface", **NEW).saved(tmp_path)
    before = held(folder)
    write = import_workbook.atomic_write

    def failing(place: Path, text: str) -> None:
        if place.name == "surface.yaml":
            raise SpringstepError([])
        write(place, text)

    monkeypatch.setattr(import_workbook, "atomic_write", failing)
    springstep("rules", "import", path, "--edit", "--knowledge", folder, *QUICK)
    assert held(folder) == before


@pytest.mark.slow
def test_whose_advice_changes_and_which_claims_break_is_told_before_anything_is_written(
    springstep: Invoke, tmp_path: Path
) -> None:
    folder = few(tmp_path)
    book = Book(workbook_of(load_rule_base(folder)))
    book.say("RDY-030", when="fatigue >= 6", fires_for="fatigue: 6", silent_for="fatigue: 5")
    path = book.saved(tmp_path)
    before = held(tmp_path)
    result = springstep("rules", "import", path, "--knowledge", folder, *WHO)
    assert result.exit_code == 1
    assert "was       Gentle strides instead of bursts (RDY-030)" in result.stdout
    assert "CLM-410 breaks:" in result.stdout
    assert held(tmp_path) == before
