"""Draw the pages of a consultation as a phone shows them: ``python docs/runner/draw_page.py``.

It needs Debian's Chromium. What the picture shows is written beside it as a digest, by which a test sees whether it is
still true.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path

from springstep import Dialogue
from springstep.engine.consultation.events import Advised
from springstep.installed import default_rule_base
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.templates import part

HERE = Path(__file__).parent
PICTURE, DIGEST = HERE / "page.png", HERE / "page.sha256"
PARTS = ("page.css", "page.js", "run.js")
LINES = (
    "nothing",
    "none",
    "none",
    "grass, flat, solid",
    "easy, 45 min, 6:30/km",
    "never",
    "endurance, build, no coach",
)
WIDTH, HEIGHT, GAP = 390, 800, 24
FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: {gap}px; display: flex; gap: {gap}px; background: #e7e4dc; }}
iframe {{ width: {width}px; height: {height}px; border: 6px solid #1d2329; border-radius: 28px; background: #fbfaf7; }}
</style>{frames}"""


def pages() -> dict[str, str]:
    """Return the pages that are shown, by their names: the first question, the plan, and what is taken along."""
    dialogue, shown = Dialogue(), ConsultationPages(default_rule_base(), PagePlaces("", "", *PARTS))
    state, events = dialogue.begin("before")
    found = {"question": shown.turn("", state, events)}
    for line in LINES:
        state, events = dialogue.respond(state, line)
    advised = events[-1]
    assert isinstance(advised, Advised), events
    return {**found, "plan": shown.turn("", state, events), "run": shown.run("", advised.recommendation)}


def digest() -> str:
    """Return the digest of all that is shown."""
    texts = [*pages().values(), *(part("springstep.rendering.consultation", name) for name in PARTS)]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def draw() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in PARTS:
            (folder / file).write_text(part("springstep.rendering.consultation", file), encoding="utf-8")
        for page, text in pages().items():
            (folder / f"{page}.html").write_text(text, encoding="utf-8")
        frames = "".join(f'<iframe src="{page}.html" scrolling="no"></iframe>' for page in pages())
        whole = folder / "all.html"
        whole.write_text(FRAME.format(gap=GAP, width=WIDTH, height=HEIGHT, frames=frames), encoding="utf-8")
        size = f"{3 * (WIDTH + 12) + 4 * GAP},{HEIGHT + 12 + 2 * GAP}"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"]
        called = ["chromium", *options, f"--user-data-dir={folder / 'profile'}", f"--window-size={size}"]
        subprocess.run(
            [*called, "--virtual-time-budget=3000", f"--screenshot={PICTURE}", whole.as_uri()],
            check=True,
            capture_output=True,
        )
    DIGEST.write_text(f"{digest()}\n", encoding="utf-8")


if __name__ == "__main__":
    draw()
