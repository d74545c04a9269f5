"""The rules that come with the package are loaded as last checked, and read again where that is impossible."""

from __future__ import annotations

import copy
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from springstep import KnowledgeError, QueryError, load_rule_base, recommend
from springstep.checked import built_source
from tests.places import OVERLAY, PACKAGE

CASE = dict(load_rule_base().standard_cases["before"])


def run(code: str, folder: Path) -> str:
    """Run some code with the package of another folder."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout


def copied(folder: Path) -> Path:
    """Copy the package without what was generated."""
    return shutil.copytree(PACKAGE, folder / "springstep", ignore=shutil.ignore_patterns("__pycache__", "built*.py"))


def checkout(folder: Path) -> Path:
    """Copy the package to where it lies in a checkout of the source."""
    for mark in ("hatch_build.py", "RULES.md"):
        (folder / mark).touch()
    return copied(folder / "src")


def listing(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with what it holds, Python's own bytecode aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


TOLD = "import springstep; base = springstep.load_rule_base(); print(base.digest, base.rule('INJ-040').because)"
DAMAGED = (b"", b"KEY = ''\n", b"raise SystemError\n", b"\x00")


def test_whatever_a_checkout_kept_the_rules_are_those_of_the_files(tmp_path: Path) -> None:
    """Nothing kept, kept by the run before, an empty file, half a file, one that fails, rules that were edited."""
    package = checkout(tmp_path)
    kept = package / "built.py"
    told = run(TOLD, package.parent)
    assert load_rule_base().digest in told
    whole = kept.read_bytes()
    for damaged in (whole, *DAMAGED, whole[:3000]):
        kept.write_bytes(damaged)
        assert run(TOLD, package.parent) == told
        assert kept.read_bytes() == whole
    rules = package / "knowledge" / "rules" / "injury.yaml"
    text, before = rules.read_text(encoding="utf-8"), rules.stat()
    rules.write_text(text.replace("before it needs spring", "long before spring!!!!"), encoding="utf-8")
    os.utime(rules, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "long before spring!!!!" in run(TOLD, package.parent)


def test_a_checkout_notices_code_that_was_edited_and_is_as_long_as_before(tmp_path: Path) -> None:
    package = checkout(tmp_path)
    told = run(TOLD, package.parent)
    assembling = package / "engine" / "rulebase" / "load.py"
    text = assembling.read_text(encoding="utf-8")
    assert 'b"\\0" + held' in text
    assembling.write_text(text.replace('b"\\0" + held', 'b"\\1" + held'), encoding="utf-8")
    assert run(TOLD, package.parent) != told


def test_a_checkout_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    package = checkout(tmp_path)
    (package / "built.py").mkdir()  # neither to be imported nor to be replaced by a file, whoever runs this
    assert load_rule_base().digest in run(TOLD, package.parent)
    assert [path.name for path in package.glob("built*")] == ["built.py"]


def test_nothing_is_written_into_an_installed_package_whatever_it_brought_along(tmp_path: Path) -> None:
    """Nothing, a module that fits, one that is damaged, and one that fits no more since rules were edited."""
    package = copied(tmp_path)
    for brought in (None, built_source().encode(), *DAMAGED):
        if brought is not None:
            (package / "built.py").write_bytes(brought)
        before = listing(tmp_path)
        assert load_rule_base().digest in run(TOLD, tmp_path)
        assert listing(tmp_path) == before
    (package / "built.py").write_text(built_source(), encoding="utf-8")
    rules = package / "knowledge" / "rules" / "injury.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("before it needs spring", "long before spring!!!!"), encoding="utf-8")
    before = listing(tmp_path)
    assert "long before spring!!!!" in run(TOLD, tmp_path)
    assert listing(tmp_path) == before


def test_what_an_installed_package_brought_along_is_used_whatever_the_dates_of_its_files(tmp_path: Path) -> None:
    package = copied(tmp_path)
    (package / "built.py").write_text(built_source(), encoding="utf-8")
    os.utime(package / "built.py", (0, 0))
    code = "import sys; print('yaml' in sys.modules)"
    assert run(f"{TOLD}; {code}", tmp_path).endswith("False\n")  # no file was read and checked


def test_a_pickled_plan_explains_itself_in_a_process_that_has_imported_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.write_bytes(pickle.dumps(recommend(CASE)))
    code = f"import pickle; print(pickle.load(open({str(file)!r}, 'rb')).why('clearance').text)"
    assert run(code, PACKAGE.parent).strip() == recommend(CASE).why("clearance").text


def test_a_copy_of_a_plan_with_an_overlay_knows_its_rules() -> None:
    plan = recommend(CASE, rule_base=load_rule_base(overlays=OVERLAY))
    for made in (copy.copy(plan), copy.deepcopy(plan)):
        assert made.why("clearance") == plan.why("clearance")


def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(tmp_path / "nowhere")
    assert [fault.what for fault in caught.value.faults] == ["there is no such folder"]


def test_a_folder_that_was_never_meant_for_rules_is_one_fault(tmp_path: Path) -> None:
    (tmp_path / "passwd").write_text("root", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(tmp_path)
    assert [fault.what for fault in caught.value.faults] == ["holds no rules"]


def test_a_rule_that_an_overlay_switches_off_is_told_as_such() -> None:
    with pytest.raises(QueryError, match="STF-060 is switched off by the overlay club-rules"):
        load_rule_base(overlays=OVERLAY).rule("STF-060")
