"""A wheel brings everything along, leaves nothing behind, and runs where it lies, as a zip."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

import springstep
from tests.places import EXAMPLES, PACKAGE, ROOT

CASE = EXAMPLES / "first-session.yaml"

PLANTS = """
from springstep.rendering.html.audit_html import audit_html
from springstep.engine.audit.full_audit import audit
from tests.other_subject.plants import BASE
print(audit_html(audit(BASE), BASE))
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


def said(*command: str | Path, path: str = "", **variables: str) -> str:
    """Run a command away from the checkout and return what it prints."""
    env = {**os.environ, "PYTHONPATH": path, **variables}
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=True, env=env, cwd="/").stdout


def listing(folder: Path) -> dict[str, int]:
    """Return every file of a folder with its size."""
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def test_it_holds_the_package_and_what_is_built_from_it_and_no_more(wheel: Path) -> None:
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    own = {path.relative_to(PACKAGE.parent).as_posix() for path in files}
    with zipfile.ZipFile(wheel) as whole:
        names = whole.namelist()
    assert len(names) == len(set(names))
    assert {name for name in names if ".dist-info/" not in name} == own | {"springstep/built.py"}


def test_nothing_is_written_where_it_is_installed_and_nothing_stays_when_it_is_removed(
    wheel: Path, tmp_path: Path
) -> None:
    home = tmp_path / "fresh"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    site = Path(said(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    bare = listing(home)
    said(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel)
    installed = listing(home)
    folders = [site / "springstep", *(path for path in (site / "springstep").rglob("*") if path.is_dir())]
    for folder in folders:
        folder.chmod(0o555)
    answers = said(sys.executable, "-m", "springstep", "recommend", CASE, path=str(ROOT / "src"))
    assert said(home / "bin" / "springstep", "recommend", CASE) == answers
    assert said(python, "-m", "springstep", "recommend", CASE) == answers
    assert said(python, "-m", "springstep", "--version").startswith(f"springstep {springstep.__version__}\n")
    assert said(python, "-m", "springstep", "rules", "list")
    assert said(python, "-c", "import springstep; print(springstep.__file__)").startswith(str(site))
    assert listing(home) == installed
    for folder in folders:
        folder.chmod(0o755)
    said(python, "-m", "pip", "uninstall", "-q", "-y", "springstep")
    assert listing(home) == bare
    assert not (site / "springstep").exists()


def test_it_runs_out_of_the_zip_that_it_is(wheel: Path, tmp_path: Path) -> None:
    """The knowledge is copied out for as long as a process runs; the page of an audit is read where it lies."""
    variables = {"path": str(wheel), "TMPDIR": str(tmp_path)}
    answers = said(sys.executable, "-m", "springstep", "recommend", CASE, path=str(ROOT / "src"))
    assert said(sys.executable, "-m", "springstep", "recommend", CASE, **variables) == answers
    assert "5.1" in said(sys.executable, "-m", "springstep", "rules", "ledger", **variables)
    place = "import springstep.checked as c; print(c.__file__, c.as_checked() is not None)"
    assert re.fullmatch(r".*\.whl/springstep/checked\.py True\n", said(sys.executable, "-c", place, **variables))
    page = said(sys.executable, "-c", f"import sys; sys.path.insert(1, {str(ROOT)!r}); exec({PLANTS!r})", **variables)
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n\n")
    assert not list(tmp_path.iterdir())
