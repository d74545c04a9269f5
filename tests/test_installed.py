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
from tests.places import OVERLAY, PACKAGE

CASE = dict(load_rule_base().standard_cases["before"])


def run(code: str, folder: Path) -> str:
    """Run some code with the package of another folder."""
    env = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout


def test_whatever_was_kept_the_rules_are_those_of_the_files(tmp_path: Path) -> None:
    """Nothing cached, cached by the run before, an empty file, half a file, one that fails, rules that were edited."""
    ignored = shutil.ignore_patterns("__pycache__", "built*.py")
    package = shutil.copytree(PACKAGE, tmp_path / "springstep", ignore=ignored)
    kept = package / "built.py"
    code = "import springstep; base = springstep.load_rule_base(); print(base.digest, base.rule('INJ-040').because)"
    output = run(code, tmp_path)
    assert load_rule_base().digest in output
    whole = kept.read_bytes()
    for damaged in (whole, b"", whole[:3000], b"raise SystemError\n", b"\x00"):
        kept.write_bytes(damaged)
        assert run(code, tmp_path) == output
    assert kept.read_bytes() == whole
    rules = package / "knowledge" / "rules" / "injury.yaml"
    text, before = rules.read_text(encoding="utf-8"), rules.stat()
    rules.write_text(text.replace("before it needs spring", "long before spring!!!!"), encoding="utf-8")
    os.utime(rules, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "long before spring!!!!" in run(code, tmp_path)


def test_a_folder_that_cannot_be_written_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    nowhere = tmp_path / "file" / "built.py"  # neither to be written nor to be looked for, whoever runs this
    code = f"import pathlib, springstep.installed as i; i.BUILT, i._key = pathlib.Path({str(nowhere)!r}), lambda: 'new'"
    assert run(f"{code}; print(i.load_rule_base().digest)", PACKAGE.parent).strip() == load_rule_base().digest


def test_a_pickled_plan_explains_itself_in_a_process_that_has_imported_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "plan"
    file.write_bytes(pickle.dumps(recommend(CASE)))
    code = f"import pickle; print(pickle.load(open({str(file)!r}, 'rb')).why('clearance').text)"
    assert run(code, PACKAGE.parent).strip() == recommend(CASE).why("clearance").text


def test_a_copy_of_a_plan_with_an_overlay_knows_its_rules() -> None:
    plan = recommend(CASE, rule_base=load_rule_base(overlays=str(OVERLAY)))
    for made in (copy.copy(plan), copy.deepcopy(plan)):
        assert made.why("clearance") == plan.why("clearance")


def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(tmp_path / "nowhere")
    assert [fault.what for fault in caught.value.faults] == ["there is no such folder"]


def test_a_rule_that_an_overlay_switches_off_is_told_as_such() -> None:
    with pytest.raises(QueryError, match="STF-060 is switched off by the overlay club-rules"):
        load_rule_base(overlays=OVERLAY).rule("STF-060")
