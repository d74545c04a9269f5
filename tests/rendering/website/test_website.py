"""The static site: its files, what is refused, the same pages in a browser, and the same plans in its Python."""

from __future__ import annotations

import functools
import hashlib
import html
import http.server
import importlib.util
import io
import json
import os
import py_compile
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import springstep
from springstep.engine.errors import SpringstepError
from springstep.rendering.website import engine
from springstep.rendering.website.compiled import compiled
from springstep.rendering.website.files import POLICY, site_files, write_site
from tests.places import ROOT
from tests.serve.in_a_browser import by_mouse, pages_of_an_evening
from tests.tables.drawing import rows

CHROMIUM, NODE = shutil.which("chromium"), shutil.which("node")
PYODIDE = ROOT / ".venv" / "node" / "node_modules" / "pyodide"
CORE = next(iter((ROOT / ".venv" / "wasm").glob("pydantic_core-*wasm32.whl")), None)
ALIKE = int(os.environ.get("SPRINGSTEP_ALIKE", "150"))
"""How many plans are compared."""
DAY = "2026-10-26"
needs_pyodide = pytest.mark.skipif(
    CORE is None or not PYODIDE.exists(), reason="needs pyodide and pydantic-core for it: docs/developer/checks.md"
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {file.name: file.content for file in site_files()}


def test_the_files_are_the_same_each_time(files: dict[str, bytes]) -> None:
    assert {file.name: file.content for file in site_files()} == files
    assert {"index.html", "before.html", "during.html", "after.html", "packages.zip"} <= set(files)


def test_every_page_names_only_its_own_files_and_allows_no_others(files: dict[str, bytes]) -> None:
    for name, content in files.items():
        if name.endswith(".html"):
            page = content.decode()
            assert POLICY in page and len(page) < 100_000
            assert set(re.findall(r'(?:href|src)="([^"#]+)"', page)) <= set(files)
            assert "http:" not in page and "https:" not in page
        if name.endswith(".js"):
            assert "http" not in content.decode()


def test_the_packages_hold_the_rules_and_no_front_end(files: dict[str, bytes]) -> None:
    names = zipfile.ZipFile(io.BytesIO(files["packages.zip"])).namelist()
    assert "springstep/built.py" in names and "pydantic/main.py" in names and "jinja2/environment.py" in names
    assert not [name for name in names if name.endswith((".so", ".pyc")) or name.startswith("springstep/cli/")]
    assert any("LICENSE" in name.upper() for name in names if name.startswith("pydantic-"))


def test_what_is_no_runtime_or_no_wheel_for_it_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "pydantic_core-0.1-cp314-cp314-pyemscripten_2026_0_wasm32.whl"
    with pytest.raises(SpringstepError, match=r"pyodide\.mjs cannot be read"):
        write_site(tmp_path / "site", runtime=tmp_path, core=wheel)
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(SpringstepError, match=r"is not pydantic-core .* for Pyodide; pip download"):
        write_site(tmp_path / "site", runtime=tmp_path, core=wheel)
    assert not (tmp_path / "site").exists()


def test_the_engine_answers_as_the_pages_do() -> None:
    page = engine.answer('{"moment": ["before"]}')
    state = re.search(r'name="state" value="([^"]*)"', page)
    assert state is not None and "Is anything off today?" in page
    told = json.dumps({"state": [json.dumps(json.loads(state[1].replace("&#34;", '"')))], "words": ["stabbing pain"]})
    assert "Stop: no bursts" in engine.answer(told)
    wrong = engine.answer('{"state": ["nonsense"]}')
    assert "That could not be done" in wrong and "springstep " not in wrong


def test_the_engine_reads_a_month_by_the_day_of_the_browser() -> None:
    def told(page: str, **fields: str) -> str:
        state = html.unescape(re.findall(r'name="state" value="([^"]*)"', page)[0])
        return engine.answer(json.dumps({"state": [state], **{name: [value] for name, value in fields.items()}}), DAY)

    page = told(told(engine.answer('{"moment": ["before"]}'), ticked="nothing"), words="left knee healed in May")
    assert "21 weeks <span" in told(page, do="review")


def test_compiled_code_is_taken_without_a_look_at_its_source(tmp_path: Path) -> None:
    source, folder = tmp_path / "aside" / "spring.py", tmp_path / "aside"
    folder.mkdir()
    source.write_text("STEP = 1\n")
    py_compile.compile(str(source))
    code = compiled(str(folder))
    source.write_text("STEP = 'another, of another length'\n")
    zipfile.ZipFile(io.BytesIO(code)).extractall(folder)
    said = subprocess.run(
        [sys.executable, "-c", "import spring; print(spring.STEP)"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout == "1\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site on this machine's own address, as any web server would."""
    folder = tmp_path_factory.mktemp("site")
    assert CORE is not None
    assert write_site(folder, runtime=PYODIDE, core=CORE) < 25_000_000
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


needs_browser = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None, reason="needs Debian's Chromium and playwright"
)


@pytest.mark.slow
@needs_pyodide
@needs_browser
def test_a_consultation_in_the_browser_with_a_network_and_without(site: str) -> None:
    from playwright.sync_api import sync_playwright  # not everyone has it

    said: list[str] = []

    def click(page: Any, target: Any, key: str) -> None:
        heading = page.locator("h1").inner_text()
        by_mouse(page, target, key)
        if key == "Enter":
            page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=heading)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 320, "height": 700})
        context.set_default_timeout(120_000)
        page = context.new_page()
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith(site) else None)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(site)
        first = list(pages_of_an_evening(page, click))
        assert first[-1].startswith("Bursts today: 3 x 8 s of quick feet.")
        page.go_back()
        assert page.locator("h1").inner_text() == first[-2]
        page.reload()
        assert page.locator("h1").inner_text() == first[-2]
        page.wait_for_function("navigator.serviceWorker.ready.then(() => caches.keys()).then((names) => names.length)")
        context.set_offline(True)
        page.get_by_role("link", name="springstep").click()
        assert list(pages_of_an_evening(page, click)) == first
        assert page.evaluate("caches.match('compiled.zip').then((kept) => kept.blob()).then((kept) => kept.size)") > 1e6
        click(page, page.get_by_role("button", name="Take it along"), "Enter")
        page.get_by_role("button", name="Start").click()
        assert page.locator("#left").inner_text().startswith(("10:00", "9:5"))
        browser.close()
    assert said == []


@pytest.mark.slow
@needs_pyodide
@pytest.mark.skipif(NODE is None, reason="needs node")
def test_the_plans_in_the_browsers_python_are_the_same(files: dict[str, bytes], tmp_path: Path) -> None:
    drawn = [{name: value for name, value in row.items() if value is not None} for row in rows(ALIKE, 9_000)]
    (tmp_path / "cases").write_text("\n".join(map(json.dumps, drawn)), encoding="utf-8")
    (tmp_path / "packages.zip").write_bytes(files["packages.zip"])
    called = [NODE, Path(__file__).with_name("plans.mjs"), PYODIDE, tmp_path / "packages.zip", CORE, tmp_path / "cases"]
    ended = subprocess.run(list(map(str, called)), capture_output=True, text=True, check=True)
    for case, told in zip(drawn, ended.stdout.splitlines(), strict=True):
        try:
            expected = springstep.recommend(case).to_json(trace=False)
        except springstep.CaseError as error:
            expected = error.to_json()
        assert told == hashlib.sha256(expected.encode()).hexdigest(), case


def write_down(page: Any, minutes: str) -> None:
    """Write a run without bursts down, from the diary's first page."""
    page.get_by_role("link", name="Write a run down").click()
    page.locator("#run_kind").select_option("easy")
    page.locator("#duration_min").fill(minutes)
    page.locator("input[name=bursts][value=none]").check()
    page.get_by_role("button", name="Write it down").click()
    page.get_by_text("Written down.").wait_for()


@pytest.mark.slow
@needs_pyodide
@needs_browser
def test_a_diary_is_kept_by_the_browser_taken_along_and_deleted(site: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright  # not everyone has it

    said: list[str] = []
    with sync_playwright() as playwright:

        def opened() -> Any:
            options: dict[str, Any] = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}
            found = playwright.chromium.launch_persistent_context(str(tmp_path / "profile"), **options)
            found.set_default_timeout(120_000)
            return found

        context = opened()
        page = context.new_page()
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith(site) else None)
        page.on("console", lambda message: said.append(message.text))
        page.goto(site)
        page.get_by_role("link", name="Keep a diary").click()
        page.get_by_role("button", name="Begin a diary").click()
        page.get_by_text("It is kept by this browser, on this device alone.").wait_for()
        write_down(page, "41")
        context.close()  # at once after it was told that it is written down
        context = opened()
        first, second = context.new_page(), context.new_page()
        for each in (first, second):
            each.goto(f"{site}/diary.html")
            each.get_by_text("easy, 41 min").wait_for()
        write_down(first, "42")
        write_down(second, "43")
        second.get_by_role("link", name="To the diary").click()
        second.get_by_role("heading", name="Your diary").wait_for()
        assert second.locator("ul.entries li").count() == 3, "what the other tab wrote is there"
        second.get_by_text("Take it with you").click()
        with second.expect_download() as kept:
            second.get_by_role("link", name="everything, to be read in again").click()
        assert kept.value.suggested_filename == "diary.jsonl"
        lines = Path(kept.value.path()).read_text(encoding="utf-8").splitlines()
        assert sorted(json.loads(line)["duration_min"] for line in lines) == [41, 42, 43]
        second.get_by_role("link", name="Delete everything").click()
        second.get_by_role("button", name="Delete everything").click()
        second.get_by_text("Your diary is deleted").wait_for()
        first.goto(f"{site}/diary.html")
        first.get_by_text("One moment").wait_for(state="detached")
        assert first.locator("h1").inner_text() == "A diary" and first.locator("ul.entries").count() == 0
        context.close()
    assert said == []
