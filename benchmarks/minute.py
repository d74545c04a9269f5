"""How many questions a runner answers before a run: ``python benchmarks/minute.py``.

A standard set of runners answers in the words that a runner would use: first-timers without diary or profile, returning
runners whose diary and profile hold what they hold, and tired ones with stiff calves. For each kind it prints the
questions asked, median and worst, against what is aimed at, and which questions the worst one was asked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.strategies import BASE

from springstep import Dialogue, Remembered
from springstep.engine.consultation.events import Advised, Refused

STANDARD: dict[str, Any] = dict(BASE.standard_cases["before"])
PROFILE = ("goal", "experience", "has_coach", "injuries", "screening", "season_phase")
USUAL = ("run_kind", "duration_min", "pace", "surface", "terrain", "shoes")


class Runner(NamedTuple):
    """What one runner says to each question; ``""`` is Enter."""

    name: str
    says: Mapping[str, str]
    remembered: Mapping[str, Any] = {}
    usual: Mapping[str, Any] = {}


def remembered(**changes: Any) -> dict[str, Any]:
    """Return what a diary and a profile hold of a runner who is well."""
    diary = [info.name for info in BASE.vocabulary.facts.values() if info.remembered and info.name in STANDARD]
    return {name: STANDARD[name] for name in (*PROFILE, *diary)} | {"last_drill": "quick_feet", **changes}


def first_timers() -> Iterator[Runner]:
    """Yield runners who have neither diary nor profile."""
    well = {"how_you_are": "", "injuries": "none", "screening": "none", "background": "never"}
    well |= {"place": "grass, flat, solid", "aims": "fitness, no season, no coach", "run": "easy, 45 min, 6:30/km"}
    yield Runner("says all", well)
    yield Runner("says less of place and run", well | {"place": "dirt path, flat", "shoes": "solid", "run": "easy, 45"})
    yield Runner("says little", well | {"place": "grass", "terrain": "flat", "shoes": "solid", "run": "easy, 40 min"})
    yield Runner("trains for races", well | {"aims": "endurance, build, no coach", "run": "recovery, 35 min, 6:00/km"})
    yield Runner("has a coach", well | {"aims": "speed, early, coach", "coach_agrees": "no"})
    knee = "knee returning"
    yield Runner("knee on its way back", well | {"injuries": knee, "run": "easy, 50 min, 6:30/km"})
    yield Runner("healed calf", well | {"injuries": "calf resolved", "weeks_since_healed": "20"})
    yield Runner("in pain", well | {"how_you_are": "sharp pain in the knee"})
    yield Runner("on the road", well | {"place": "asphalt, rolling, solid", "run": "easy, 60 min, 5:30/km"})


def returning() -> Iterator[Runner]:
    """Yield healthy runners with diary and profile."""
    usual = {name: STANDARD[name] for name in USUAL}
    enter = dict.fromkeys(("how_you_are", "place", "run"), "")
    yield Runner("all as usual", enter, remembered(), usual)
    yield Runner("longer today", enter | {"run": "as usual but 60"}, remembered(), usual)
    yield Runner("another place", enter | {"place": "dirt path, flat, solid"}, remembered(), usual)
    trail = {"place": "asphalt", "terrain": "rolling", "shoes": ""}
    yield Runner("another ground in a word", enter | trail, remembered(), usual)
    yield Runner("a long run", enter | {"run": "long run"}, remembered(), usual)
    yield Runner("not due", enter, remembered(easy_runs_since_bursts=0), usual)
    yield Runner("slept badly", enter | {"how_you_are": "slept badly"}, remembered(), usual)
    yield Runner("a hot day", enter | {"how_you_are": "hot"}, remembered(), usual)
    yield Runner("knee on its way back", enter, remembered(injuries=[{"site": "knee", "status": "returning"}]), usual)


def tired() -> Iterator[Runner]:
    """Yield tired runners with stiff calves, with diary and profile."""
    usual = {name: STANDARD[name] for name in USUAL}
    said = dict.fromkeys(("place", "run"), "") | {"fatigue": "5", "legs": "fresh", "stiffness": "mild"}
    for words in ("tired, stiff calves", "tired 5, stiff calves", "a bit tired and my calves are stiff"):
        yield Runner(words, said | {"how_you_are": words}, remembered(), usual)
    heavy = said | {"how_you_are": "tired, heavy legs, stiff calves", "legs": "heavy"}
    yield Runner("heavy legs, too", heavy, remembered(), usual)
    marked = said | {"how_you_are": "tired, stiff calves", "stiffness": "marked"}
    yield Runner("calves very stiff", marked, remembered(), usual)


def questions(runner: Runner) -> list[str]:
    """Consult with one runner; return the questions asked. Raises ``ValueError`` for one that has no answer."""
    memories = [Remembered(fact=name, value=value, note="standard set") for name, value in runner.remembered.items()]
    dialogue = Dialogue()
    state, events = dialogue.begin("before", history=memories, usual=dict(runner.usual))
    asked: list[str] = []
    while not isinstance(events[-1], Advised):
        name = str(state.asking)
        asked.append(name)
        if name not in runner.says:
            raise ValueError(f"{runner.name}: nothing to say to {name}")
        state, events = dialogue.respond(state, runner.says[name])
        if any(isinstance(event, Refused) for event in events):
            raise ValueError(f"{runner.name}: {name}: {runner.says[name]!r} was refused")
    return asked


SETS = {
    "first-timer": (first_timers, None, 9),
    "returning, healthy": (returning, 3, 5),
    "tired, stiff calves": (tired, None, 8),
}


def main() -> int:
    """Count for each kind of runner; return 1 when a kind is asked more than is aimed at."""
    over = False
    for title, (runners, middle, most) in SETS.items():
        asked = {runner.name: questions(runner) for runner in runners()}
        counts = [len(each) for each in asked.values()]
        worst = max(asked, key=lambda name: len(asked[name]))
        aim = f"median {middle}, at most {most}" if middle is not None else f"at most {most}"
        print(f"{title}: {len(counts)} runners, median {median(counts):g}, worst {max(counts)} (aim: {aim})")
        print(f"  worst: {worst}: {', '.join(asked[worst])}")
        over |= max(counts) > most or (middle is not None and median(counts) > middle)
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
