"""Copies of the knowledge with a fault planted: rules written, changed, taken out, or all but a few removed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from springstep import load_rule_base
from springstep.engine.audit.checks.approvals import check_approvals
from springstep.engine.audit.checks.plain import plain_checks
from springstep.engine.audit.checks.rule_base import check_base
from springstep.engine.proof.all_cases import AllCases
from tests.places import KNOWLEDGE

_MISSING = ("unused_fact", "unused_value", "number", "unclaimed", "danger", "assumption", "source")
"""The kinds of finding that come of rules and claims that are left out."""
_ENCODED = ("instructs", "limits", "warns")


def copied(place: Path) -> Path:
    """Copy the knowledge into a folder that a test may break."""
    ignored = shutil.ignore_patterns("__pycache__", "*.py")
    return Path(shutil.copytree(KNOWLEDGE, place / "knowledge", ignore=ignored))


def change(path: Path, old: str, new: str) -> None:
    """Change the one place where a file says something."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} says {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def rule(number: int, when: str, then: str, **entries: str) -> str:
    """Write a rule TST-number; its examples are not run when it is loaded."""
    fields = {
        "id": f"TST-{number:03}",
        "name": f"planted-by-test-{number}",
        "when": when,
        "then": f"[{then}]",
        "because": "It is a rule that the tests plant.",
        "basis": "convention",
        "fires_for": "{}",
        "silent_for": "{}",
    } | entries
    return "  - " + "\n    ".join(f"{name}: {value}" for name, value in fields.items()) + "\n"


def add(folder: Path, *rules: str) -> Path:
    """Add rules to a copy of the knowledge, as a topic that comes after all others."""
    head = "topic: tests\ntitle: Tests\nmoments: [before]\nrules:\n"
    (folder / "rules" / "tests.yaml").write_text(head + "".join(rules), encoding="utf-8")
    return folder


def drop(folder: Path, *ids: str) -> Path:
    """Take rules out of a copy of the knowledge."""
    for rule_id in ids:
        block = re.compile(rf"^( *)- id: {rule_id}\n(?:(?!\1- ).*\n)*", re.M)
        (path,) = [path for path in (folder / "rules").glob("*.yaml") if block.search(path.read_text("utf-8"))]
        path.write_text(block.sub("", path.read_text("utf-8")), encoding="utf-8")
    return folder


def keep(folder: Path, rules: Iterable[str], claims: Iterable[str]) -> Path:
    """Leave only some rules and claims in a copy of the knowledge, and no sentence that wants another rule."""
    kept, proved = set(rules), set(claims)
    cited: set[str] = set()
    for path in (folder / "rules").glob("*.yaml"):
        topic = _read(path)
        topic["rules"] = [each for each in topic["rules"] if each["id"] in kept]
        cited.update(number for each in topic["rules"] for number in each.get("guide", ()))
        _write(path, topic)
    sentences = _read(folder / "guide.yaml")
    for each in sentences:
        if each["role"] in _ENCODED and each["number"] not in cited:
            each.update(role="rationale", reason="The rule that cites it is left out here.")
    _write(folder / "guide.yaml", sentences)
    _write(folder / "claims.yaml", [each for each in _read(folder / "claims.yaml") if each["id"] in proved])
    _write(folder / "tensions.yaml", [])
    (folder / "sense.yaml").unlink()
    _write(folder / "accepted.yaml", [])
    return folder


_FEW = {
    "RDY": "010 030 040",
    "INJ": "010",
    "PRG": "010 020 030",
    "TEC": "005",
    "DOS": "010 020 040 042 050 060 080 100 110",
    "FRQ": "015 030 070 090 100 110",
    "RUN": "030 034 035",
    "ASM": "090 140 150 160 165 170 180 320",
    "DRL": "010 020",
    "CUE": "010 050 160",
    "DIA": "200",
}
FEW = tuple(f"{area}-{number}" for area, numbers in _FEW.items() for number in numbers.split())
"""Rules that decide everything between them, and few enough for a whole audit to take no time."""


def few(place: Path) -> Path:
    """Write a knowledge of a few rules and claims; what is found only because the others are missing is accepted."""
    for name, content in _few().items():
        path = place / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return place / "knowledge"


@cache
def _few() -> Mapping[str, str]:
    with TemporaryDirectory() as place:
        folder = keep(copied(Path(place)), FEW, ["CLM-010", "CLM-050", "CLM-410", "CLM-640", "CLM-780"])
        for name in ("snapshot.json", "mcdc.json", "approved.json"):
            (folder / name).unlink()
        base = load_rule_base(folder)
        found = (*check_base(AllCases(base)), *plain_checks(base))
        unused = [finding.id for finding in found if finding.kind in _MISSING]
        alike = ["redundancy:DRL-010:exclude:likeness=other", "redundancy:DRL-020:exclude:drive=maximal"]
        outdone = ["redundancy:FRQ-030:frequency=counted_every - 1"]
        idle = ["sentence:1.4", "sentence:2.1", "sentence:9.4"]
        accepted = {"findings": [*alike, *outdone, *unused, *idle], "because": "The other rules are left out."}
        approvals = [finding.id for finding in check_approvals(base)]
        nothing = {"findings": approvals, "because": "Nothing is approved of so few rules, and examples need others."}
        _write(folder / "accepted.yaml", [accepted, nothing])
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _write(path: Path, value: Any) -> None:
    path.write_text(yaml.safe_dump(value, sort_keys=False, allow_unicode=True), encoding="utf-8")
