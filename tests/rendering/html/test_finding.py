"""The filter of the audit's page: it finds by meaning what `rules search` finds, in the page's own script."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from springstep.engine.finding.index import finding_index
from springstep.engine.finding.meanings import said_in
from springstep.engine.finding.search import search
from springstep.installed import default_rule_base
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.html.packing import unpacked
from tests.audits import BASE as AUDITED
from tests.audits import full_audit
from tests.places import PACKAGE

BASE = default_rule_base()
NODE = shutil.which("node")
SCRIPT = PACKAGE / "rendering" / "html" / "page" / "finding.js"
RUN = """
const [data, script, ...texts] = process.argv.slice(1);
const fs = require("fs");
const index = JSON.parse(fs.readFileSync(data, "utf8"));
const finder = eval(`${fs.readFileSync(script, "utf8")};finderBy`)(index);
console.log(JSON.stringify(texts.map((text) => index.rules.filter((rule) => finder(text)(rule, "")))));
"""
TEXTS = (
    "returning calf in race week",
    "gastroc coming back",
    "slept badly",
    "on concrete",
    "stiff lower back",
    "my runner's knee is nearly healed",
    "zebra",
    "came back from holiday after six weeks off",
    "yesterday's intervals",
    "new to bounding",
    "old shoes",
    "slept three hours",
    "back after a month off",
    "no run for six weeks",
    "thirty days without running",
    "3 days to race",
    "marathon in 10 days",
    "track workout yesterday",
    "a month",
)


def test_the_index_stands_in_the_page_as_data() -> None:
    page = audit_html(full_audit(), AUDITED)
    told = unpacked(page.split('<template data-packed="finding">')[1].split("</template>")[0])
    assert json.loads(told)["rules"] == [rule.id for rule in AUDITED.rules]


def readers_of_lengths_in(text: str) -> set[str]:
    """Return the rules that read a fact of which a length of time is told: the page does not weigh the length."""
    said = [each for moment in BASE.vocabulary.moments for each in said_in(text, BASE, moment)[0]]
    numbers = {
        meant.name for each in said for meant in each.meanings if re.search(r"[0-9a-z]+ (?:day|week|month)", each.words)
    }
    return {rule.id for rule in BASE.rules if numbers & {*BASE.facts_read(rule)}}


@pytest.mark.skipif(NODE is None, reason="no node to run the page's script")
def test_the_page_finds_what_fires_and_nothing_that_the_search_does_not(tmp_path: Path) -> None:
    data = tmp_path / "index.json"
    data.write_text(finding_index(BASE).to_json())
    command = [str(NODE), "-e", RUN, "--", str(data), str(SCRIPT), *TEXTS]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    for text, rules in zip(TEXTS, json.loads(told), strict=True):
        hits = {hit.rule: hit.how for hit in search(text, BASE, lambda rule, word: False)}
        assert {rule for rule, how in hits.items() if how == "fires"} <= set(rules), text
        assert set(rules) <= {*hits, *readers_of_lengths_in(text)}, text
