"""What rules rest on: weak sources are found, and sentences that ask for something in vain."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from springstep import load_rule_base
from springstep.engine.audit.checks.sources import weak_sources
from springstep.engine.audit.full_audit import audit
from springstep.engine.rulebase.ledger import load_ledger
from tests.planted import add, copied, few, rule

ADVICE = "{advise: {topic: sleep, say: Sleep on it.}}"
ROLES = {"promise": "1.2", "rationale": "1.1", "limits": "1.3", "out_of_scope": "title"}


@pytest.mark.parametrize(
    ("basis", "roles", "weak"),
    [
        ("guide", ["promise"], True),
        ("guide", ["rationale"], True),
        ("guide", ["promise", "rationale", "out_of_scope"], True),
        ("guide", ["promise", "limits"], False),
        ("inference", ["promise"], True),
        ("inference", ["promise", "rationale"], False),
        ("inference", ["rationale"], False),
        ("inference", ["limits"], False),
    ],
)
def test_a_rule_rests_on_more_than_what_asks_for_nothing(
    tmp_path: Path, basis: str, roles: list[str], weak: bool
) -> None:
    cited = str([ROLES[role] for role in roles])
    base = load_rule_base(add(copied(tmp_path), rule(10, "always", ADVICE, basis=basis, guide=cited)))
    assert {load_ledger(base).sentences[ROLES[role]].role for role in roles} == set(roles)
    found = [finding for finding in weak_sources(base) if finding.subject == "TST-010"]
    assert [finding.id for finding in found] == (["source:TST-010"] if weak else [])
    assert all(f"basis {basis} and cites only {roles[0]}" in finding.says for finding in found)


def test_a_sentence_whose_rules_do_nothing_is_found(tmp_path: Path) -> None:
    folder = few(tmp_path)
    ledger = folder / "guide.yaml"
    sentences = yaml.safe_load(ledger.read_text("utf-8"))
    for each in sentences:
        if each["number"] in ("2.2", "1.2", "2.3"):
            each.update(role="limits", reason="")
    ledger.write_text(yaml.safe_dump(sentences), encoding="utf-8")
    cited = {"basis": "inference"}
    never = rule(10, "fatigue >= 7 and fatigue < 3", ADVICE, guide="['2.2']", **cited)
    outdone = rule(20, "pain == sharp", "{step: {clearance: modify}}", guide="['1.2']", **cited)
    speaking = rule(30, "sleep == short", ADVICE, guide="['2.3']", **cited)
    found = audit(load_rule_base(add(folder, never, outdone, speaking)))
    idle = {finding.id: finding for finding in found.findings if finding.kind == "sentence"}
    assert idle.keys() == {"sentence:2.2", "sentence:1.2"}
    assert (idle["sentence:2.2"].rules, idle["sentence:1.2"].rules) == (("TST-010",), ("TST-020",))
    assert idle["sentence:2.2"].says.startswith("Sentence 2.2 limits, in vain. Of TST-010 none changes a decision")
