"""Draw pages as they are seen, a runner's on a phone and a coach's on a desk: ``python docs/draw_pages.py``.

It needs Debian's Chromium. What a picture shows is written beside it as a digest, by which a test sees whether it is
still true.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from springstep import Dialogue
from springstep.engine.consultation.events import Advised
from springstep.installed import default_rule_base
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.desk.desk import Desk, DeskPlaces
from springstep.rendering.desk.rule_card import rule_card
from springstep.rendering.templates import part

HERE = Path(__file__).parent
LINES = (
    "nothing",
    "none",
    "none",
    "grass, flat, solid",
    "easy, 45 min, 6:30/km",
    "never",
    "endurance, build, no coach",
)
RULE = "INJ-040"
GAP = 24
FRAME = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; padding: {gap}px; display: flex; gap: {gap}px; background: #e7e4dc; }}
iframe {{ width: {width}px; height: {height}px; border: 6px solid #1d2329; border-radius: 28px; background: #fbfaf7; }}
</style>{frames}"""


class Picture(NamedTuple):
    """Pages side by side, and where their picture is kept."""

    place: Path
    width: int
    height: int
    parts: Mapping[str, str]
    """The package of each part that the pages load, by its name."""
    pages: Callable[[], dict[str, str]]

    def digest(self) -> str:
        """Return the digest of all that is shown."""
        texts = [*self.pages().values(), *(part(package, name) for name, package in self.parts.items())]
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()

    def kept_digest(self) -> Path:
        """Return where the digest of what was drawn is kept."""
        return self.place.with_suffix(".sha256")

    def draw(self) -> None:
        """Write the picture, and the digest of what it shows."""
        pages = self.pages()
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for file, package in self.parts.items():
                (folder / file).write_text(part(package, file), encoding="utf-8")
            for page, text in pages.items():
                (folder / f"{page}.html").write_text(text, encoding="utf-8")
            frames = "".join(f'<iframe src="{page}.html" scrolling="no"></iframe>' for page in pages)
            whole = folder / "all.html"
            filled = FRAME.format(gap=GAP, width=self.width, height=self.height, frames=frames)
            whole.write_text(filled, encoding="utf-8")
            size = f"{len(pages) * (self.width + 12) + (len(pages) + 1) * GAP},{self.height + 12 + 2 * GAP}"
            options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
            seen = [f"--user-data-dir={folder / 'profile'}", f"--window-size={size}", f"--screenshot={self.place}"]
            called = ["chromium", *options, "--allow-file-access-from-files", "--virtual-time-budget=3000", *seen]
            subprocess.run([*called, whole.as_uri()], check=True, capture_output=True)
        self.kept_digest().write_text(f"{self.digest()}\n", encoding="utf-8")


_CONSULTATION, _DESK = "springstep.rendering.consultation", "springstep.rendering.desk"
_PHONE_PARTS = ("page.css", "page.js", "run.js")


def phone() -> dict[str, str]:
    """Return three pages by their names: the first question, the plan, and what is taken along."""
    dialogue, shown = Dialogue(), ConsultationPages(default_rule_base(), PagePlaces("", "", *_PHONE_PARTS))
    state, events = dialogue.begin("before")
    found = {"question": shown.turn("", state, events)}
    for line in LINES:
        state, events = dialogue.respond(state, line)
    advised = events[-1]
    assert isinstance(advised, Advised), events
    return {**found, "plan": shown.turn("", state, events), "run": shown.run("", advised.recommendation)}


def desk() -> dict[str, str]:
    """Return the card of a rule."""
    return {"rule": rule_card(Desk(default_rule_base(), DeskPlaces("", "", "page.css", "desk.css", "graph.css")), RULE)}


PICTURES = (
    Picture(HERE / "runner" / "page.png", 390, 800, dict.fromkeys(_PHONE_PARTS, _CONSULTATION), phone),
    Picture(HERE / "coach" / "desk.png", 1180, 860, {"page.css": _CONSULTATION, "desk.css": _DESK}, desk),
)

if __name__ == "__main__":
    for picture in PICTURES:
        picture.draw()
