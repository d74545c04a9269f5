"""The audit's page as a browser shows and prints it: Debian's Chromium, where it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from springstep.engine.audit.report import Audit
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.html.pictures import rule_pictures
from tests.audits import BASE, full_audit

CHROMIUM = shutil.which("chromium")
MOST_SHEETS = 20
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's Chromium")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    audit: Audit = full_audit()
    path = tmp_path_factory.mktemp("page") / "audit.html"
    path.write_text(audit_html(audit, BASE, pictures=rule_pictures(BASE)), encoding="utf-8")
    return path


def shown(page: Path, *options: str) -> str:
    """Open a page, give its script time, and return what the browser writes."""
    assert CHROMIUM is not None
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={page.parent / 'profile'}"]
    done = subprocess.run(
        [*command, "--virtual-time-budget=10000", *options, page.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    return done.stdout.decode()


def test_the_script_unpacks_every_card_and_the_overview(page: Path) -> None:
    dom = shown(page, "--dump-dom")
    assert re.findall(r'<article class="rule" id="([A-Z]+-\d+)"', dom) == [rule.id for rule in BASE.rules]
    assert f"{len(BASE.rules)} of {len(BASE.rules)} rules shown" in dom
    drawing = dom[dom.index('id="picture"') :]
    assert "<svg" in drawing[:400] and "The rule base by topic" in drawing
    assert not re.search(r"<form[^>]*hidden", dom)


def test_the_report_on_paper_has_few_sheets(page: Path) -> None:
    paper = page.with_suffix(".pdf")
    shown(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
    assert 2 < sheets <= MOST_SHEETS
