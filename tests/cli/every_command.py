"""Commands in which something goes wrong, what they keep, and what has to be true of it whatever that was.

What is kept afterwards is what was kept before or what the command makes of it, never a part; what was acknowledged is
there, and what failed is told.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from springstep.cli.consult.saved_consultation import kept_at
from springstep.cli.main import main
from springstep.diary.profile import Profile, beside, read_profile
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.store import Diary
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, fork, plan_by_hand, watched_by_hand
from tests.formats.activity.files import fit, session
from tests.formats.making.health import intervals_table
from tests.places import EXAMPLES

DIED = 9
"""The exit code of a process that ended in the middle."""
TODAY = date(2026, 3, 9)
NOTHING = {"drill": None, "efforts": None, "effort_s": None}
PLAN = entry_by_hand(2, uid="bb" * 16, day=TODAY, bursts="planned", plan=plan_by_hand(), **NOTHING)
RUN = entry_by_hand(1, uid="aa" * 16, day=date(2026, 3, 2), felt_after="fresh", fatigue_after=2)


@contextmanager
def bench() -> Iterator[Path]:
    """Make a folder in memory where there is such a place, since everything in it is flushed many times."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


def settled(folder: Path) -> None:
    """Write a diary with a run and a plan, a race, a profile and an export beside them."""
    with Diary.open(folder / "diary.db") as diary:
        diary.merge([RUN, PLAN])
        diary.keep_race(date(2026, 5, 1))
        diary.recordings.keep([watched_by_hand(number=1, entry=RUN.uid)])
    (folder / "wellness.csv").write_text(intervals_table(TODAY, [7.0, 6.0]))
    (folder / "run.fit").write_bytes(fit(session(1800, began=datetime(2026, 3, 4, 7, tzinfo=timezone.utc))))
    assert invoked(folder, "profile", "set", "goal", "speed").exit_code == 0
    assert invoked(folder, "diary", "export", "export").exit_code == 0
    (folder / "more.jsonl").write_text(entry_by_hand(7, uid="cc" * 16, day=date(2026, 3, 4)).to_json() + "\n")


def nothing(folder: Path) -> None:
    """Leave the folder empty."""


def of_an_earlier_version(folder: Path) -> None:
    """Write a diary as the first version did."""
    Diary.open(folder / "diary.db", steps=MIGRATIONS[:1]).close()
    values = f"'{RUN.uid}', '2026-03-02', 'easy', 'done', 4, 10, 'light_hops', 50"
    insert = "INSERT INTO entries (uid, day, run_kind, bursts, efforts, effort_s, drill, duration_min)"
    with closing(sqlite3.connect(folder / "diary.db")) as raw, raw:
        raw.execute(f"{insert} VALUES ({values})")


COMMANDS: dict[str, tuple[Callable[[Path], None], list[str], str]] = {
    "add": (settled, ["diary", "add", "--day", "2026-03-05", "--kind", "easy", "--bursts", "none"], ""),
    "add to the plan": (settled, ["diary", "add", "--bursts", "done", "--felt", "fresh"], ""),
    "add the first": (nothing, ["diary", "add", "--kind", "easy", "--bursts", "none"], ""),
    "edit": (settled, ["diary", "edit", "aaaa", "--felt", "drained"], ""),
    "delete": (settled, ["diary", "delete", "aaaa", "--yes"], ""),
    "delete all": (settled, ["diary", "delete", "--all", "--yes"], ""),
    "race": (settled, ["diary", "race", "2026-06-01"], ""),
    "import": (settled, ["diary", "import", "more.jsonl"], ""),
    "import a run": (settled, ["diary", "import-activity", "run.fit"], ""),
    "import days": (settled, ["diary", "import-wellness", "wellness.csv"], ""),
    "export": (settled, ["diary", "export", "out"], ""),
    "export over": (settled, ["diary", "export", "export", "--force"], ""),
    "list": (settled, ["diary", "list"], ""),
    "check": (settled, ["diary", "check"], ""),
    "bring up to date": (of_an_earlier_version, ["diary", "list"], ""),
    "keep a plan": (settled, ["recommend", str(EXAMPLES / "first-session.yaml"), "--save"], ""),
    "profile set": (settled, ["profile", "set", "goal", "endurance"], ""),
    "profile forget": (settled, ["profile", "forget", "goal"], ""),
    "consult": (settled, ["consult", "--moment", "during", "--one-by-one", "--transcript", "told"], "2\nquit\n"),
    "save a case": (settled, ["consult", "--moment", "during", "--one-by-one"], "2\nsave case.json\nquit\n"),
}
CODES = {"check": (0, 1, 2, DIED), "import a run": (0, 1, 2, DIED), "import days": (0, 1, 2, DIED)}
"""What is found by a check is no failure of it, nor is a file among others that cannot be read."""
SAY_SO = {"consult", "save a case"}
"""What goes on where an answer or a case cannot be kept, and says so."""
_LEAVES = ("unlink", "lstat")
"""Where a draft or a lock may stay, as it could not be removed: it goes with the next one."""
DATED = {"add", "add to the plan", "add the first", "edit", "race", "import", "keep a plan", "profile set", "consult"}
DATED |= {"save a case", "import a run", "import days"}


def invoked(folder: Path, *arguments: str, given: str = "") -> Result:
    environment = {"SPRINGSTEP_DIARY": str(folder / "diary.db"), "SPRINGSTEP_STATE": str(folder / "state.json")}
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, list(arguments), input=given, env=environment)
    finally:
        os.chdir(before)


def run(name: str, folder: Path) -> Result:
    _, arguments, given = COMMANDS[name]
    dated = ["--today", TODAY.isoformat()] if name in DATED else []
    return invoked(folder, *arguments, *dated, given=given)


def kept(folder: Path) -> dict[str, Any]:
    """Return all that a folder keeps, as it is read; ids made up are left out, and a new diary is as good as none."""
    found: dict[str, Any] = {
        "diary": [],
        "recordings": (),
        "days": (),
        "race": None,
        "state": kept_at(folder / "state.json"),
    }
    if (folder / "diary.db").exists():
        with Diary.open(folder / "diary.db", create=False) as diary:
            assert diary.faults() == ()
            entries = [json.loads(entry.to_json()) for entry in diary.entries()]
            known = {RUN.uid, PLAN.uid, "cc" * 16}
            found["diary"] = [{**each, "uid": each["uid"] if each["uid"] in known else ""} for each in entries]
            found["race"] = diary.race()
            found["recordings"] = diary.recordings.all()
            found["days"] = diary.days.sound()
    profile = read_profile(beside(folder / "diary.db"), default_rule_base())
    found["profile"] = profile if profile.facts else Profile()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith((".", "diary.", "state.")):
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def litter(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob(".*") if path.name.endswith((".new", ".lock")))


class Bench:
    """A folder in which a command is run again and again, each time on what was there before."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder
        make, *_ = COMMANDS[name]
        (folder / "before").mkdir()
        make(folder / "before")
        self.whole = Path(shutil.copytree(folder / "before", folder / "whole"))
        """Where the command is run without a failure."""
        self._said = folder / "said"
        self._kept: tuple[dict[str, Any], dict[str, Any]] | None = None

    def failed(self, at: str, wrongly: Callable[[Path], AbstractContextManager[object]]) -> list[str]:
        """Run the command where something goes wrong; return what is not as it has to be then."""
        folder = Path(shutil.copytree(self._folder / "before", self._folder / "it"))
        try:
            code = self._run(folder, wrongly)
            said = self._said.read_text(encoding="utf-8") if code != DIED else ""
            return [f"{self.name}: {at}: {said}: {wrong}" for wrong in self._wrong(folder, code, said, at)]
        finally:
            shutil.rmtree(folder)
            self._said.unlink(missing_ok=True)

    def _run(self, folder: Path, wrongly: Callable[[Path], AbstractContextManager[object]]) -> int:
        """Run the command in a process of its own; return its exit code."""
        pid = fork()
        if pid == 0:
            code = 99
            try:
                with wrongly(folder):
                    result = run(self.name, folder)
                known = result.exception is None or isinstance(result.exception, SystemExit)
                told = result.stderr if known else f"Traceback: {result.exception!r}"
                self._said.write_text(told, encoding="utf-8")
                code = result.exit_code
            finally:
                os._exit(code)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def _wrong(self, folder: Path, code: int, said: str, at: str) -> Iterator[str]:
        first, last = self._kept = self._kept or (kept(self._folder / "before"), kept(self.whole))
        left = [name for name in litter(folder) if code != DIED and not any(word in at for word in _LEAVES)]
        now = kept(folder)
        for part in {*first, *last, *now}:
            if not is_between(part, now.get(part), first.get(part), last.get(part), died=code == DIED):
                yield f"{part} is neither as before nor as after"
        if code == 0 and now != last and self.name not in SAY_SO:
            yield "acknowledged and not there"
        if code not in CODES.get(self.name, (0, 2, DIED)) or "Traceback" in said:
            yield f"exit code {code}"
        if code == 2 and "springstep: " not in said:
            yield "nothing is told"
        if left:
            yield f"{left} stays"


def is_between(part: str, now: Any, first: Any, last: Any, *, died: bool) -> bool:
    """Tell whether a part of what is kept is as before or after; answers and what is said come one by one.

    Only the line that a process was just adding when it died may be broken off.
    """
    if now in (first, last):
        return True
    if part == "state":
        return last is not None and now.answers.items() <= last.answers.items()
    return part == "told" and last.startswith(now) and (died or now[-1:] in (b"", b"\n"))
