"""Write the page of simulated seasons and its pictures, from the rules: ``python docs/coach/write_seasons.py``.

Each runner is a case and a model in ``examples/seasons``; the first sentence of the case says who it is. What a coach
would say to it is written here, by hand: read it again when the season comes out another way.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from springstep import load_rule_base
from springstep.engine.advice.recommendation import Reason
from springstep.engine.inference.case import case_from
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import parse, read_file
from springstep.rendering.pictures.season import draw_season
from springstep.season.account import simulate
from springstep.season.model import EASY_DAYS, SeasonModel
from springstep.season.model_file import read_model
from springstep.season.report import Move, Season, SeasonWeek
from springstep.season.summary import held_by
from springstep.season.words import counted, dose_words, step_words, week_words
from springstep.session.texts import how_often

HERE = Path(__file__).parent
PAGE = HERE / "seasons.md"
RUNNERS = HERE.parents[1] / "examples" / "seasons"
EARLIER = json.loads((HERE / "seasons" / "earlier.json").read_text(encoding="utf-8"))["seasons"]
"""The same seasons under the earlier rules, recorded once: what they came to, each week's largest set in seconds."""
MOST_HELD = 4

COACH = {
    "beginner": (
        "A beginner without races",
        "Half a year from three short efforts to five is plenty, and 35 minutes have no room for more: lengthen "
        "the easy run before you ask for a larger set.",
    ),
    "base-then-build": (
        "A beginner with a base, then a build",
        "Eight weeks of the smallest set are not lost: that is where the feet learn to be quick and quiet. The "
        "build may go on from there, and it need not go on faster.",
    ),
    "whole-year": (
        "A whole year",
        "Build in the build, and let the races be. In the weeks after the last race I would do half of what you "
        "can do: the season is over, and the step stays yours.",
    ),
    "returning-ankle": (
        "Back from a sprained ankle",
        "Stay with both feet and the held landings until you stand on that leg with your eyes shut. There is no "
        "hurry to be above where you were before the sprain; the months are well spent here.",
    ),
    "masters": (
        "Who recovers slowly",
        "Your legs tell you where your dose is: thirty to forty seconds, and that is a good dose. When a step has "
        "been lost, I would stay a month before you try it again, however soon the table lets you.",
    ),
    "marathoner": (
        "A marathoner in the build",
        "The marathon is built in the long runs and the workouts; the bursts only keep the feet awake. I would "
        "leave them out for two weeks after the race, even where the table would allow a few.",
    ),
    "triathlete": (
        "A triathlete in a hot summer",
        "The bike is in your legs and the sun on your head, so little is right. If you want more than little, do "
        "it in an easy run that comes first in the day, in the cool.",
    ),
    "hurt-in-week-4": (
        "Hurt in week 4",
        "You stopped when the calf spoke, which is all that week 4 asked. I would run easily for a week without "
        "any pain before the first quick steps, even where the table begins at once.",
    ),
    "two-months-off": (
        "Two months off",
        "You begin where everybody begins, and that is right: lungs come back sooner than tendons. The first "
        "weeks will feel too easy; keep to them.",
    ),
    "own-dose": (
        "A dose of one's own",
        "A year of the same dose that you take well is not a step that you have missed. Stay, and change the "
        "drill instead.",
    ),
    "city": (
        "A city runner",
        "Hard ground is no ban, but each landing costs more on it. A park or a soft path once a week, for the run "
        "with the bursts, is worth more than any larger set on the pavement.",
    ),
    "erratic": (
        "An erratic runner",
        "Two words after each run and another hour of sleep would move you on more than any drill. After weeks of "
        "small sets and sets left out I would stay where you are, even where the table goes on.",
    ),
}
"""The heading of each runner, and what a coach would say."""

HEAD = """\
# Twelve seasons

How do the rules treat a beginner, a marathoner, a calf that gives notice in week 4? Here are twelve simulated runners,
each with a picture, what moved and why, and what a coach would say to it. The runs are those of the
[rules](../../RULES.md); tiredness, injuries and the log come from a [model](season.md), which is no physiology.

Each is a case and a model in `examples/seasons`, to be followed run by run, or changed and followed again:

```sh
springstep audit season examples/seasons/beginner.yaml --model examples/seasons/beginner.model.yaml
```

In the pictures a bar is the largest set of a week, the line the step reached, the dotted line the largest set under the
rules as they were before a coach went through them; below stand how often, and what became of the easy runs. In the
tables a rule's reason is given where the rule first speaks; later its id stands alone.

This page is written by `python docs/coach/write_seasons.py`; a test says when it is out of date."""


def season_of(name: str, base: RuleBase) -> tuple[Season, SeasonModel]:
    """Return the season of a runner, and the model behind it."""
    path = RUNNERS / f"{name}.yaml"
    model = read_model(path.with_suffix(".model.yaml"))
    return simulate(case_from(parse(read_file(path), name=str(path)), base), model, base), model


def who(name: str) -> str:
    """Return the first line of the case's comment: who the runner is."""
    first, *_ = (RUNNERS / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    return first.removeprefix("# ")


def section(name: str, season: Season, model: SeasonModel, base: RuleBase) -> str:
    """Return the part of the page about one runner."""
    title, coach = COACH[name]
    files = f"[The case](../../examples/seasons/{name}.yaml), [the model](../../examples/seasons/{name}.model.yaml)."
    held = season.summary.held[:MOST_HELD]
    parts = [
        f"## {title}",
        _wrapped(f"{who(name)} {week_words(model)}. {files}"),
        f"![{title}](seasons/{name}.svg)",
        _wrapped(season.says),
        _wrapped(f"Before: {EARLIER[name]['says']}"),
        "\n".join(["| week | what moved | why |", "| --- | --- | --- |", *_rows(season, base)]),
    ]
    if held:
        kept = [
            f"- {_cited(rule, base)}, {counted(count, 'session')}: {base.by_id[rule].because}" for rule, count in held
        ]
        parts += ["What kept the step, most often:", "\n".join(kept)]
    return "\n\n".join([*parts, _wrapped(f"**A coach:** {coach}")])


def picture(name: str, season: Season) -> bytes:
    """Return the picture of a season, with the same season under the earlier rules behind it."""
    return draw_season(season, "svg", before=EARLIER[name]["largest_s"])


def page(seasons: Iterable[tuple[str, Season, SeasonModel]], base: RuleBase) -> str:
    """Return the whole page."""
    return "\n\n".join([HEAD, *(section(name, season, model, base) for name, season, model in seasons)]) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 120, break_long_words=False, break_on_hyphens=False)


def _rows(season: Season, base: RuleBase) -> Iterator[str]:
    """Yield a line for each week in which something moved or happened; weeks alike in a row share one."""
    rows: list[tuple[list[int], str, list[str]]] = []
    for week in season.weeks:
        what, reasons = _what(season, week, base)
        words, rules = "; ".join(what), list(dict.fromkeys(reason.rule for reason in reasons))
        if rows and rows[-1][1:] == (words, rules) and rows[-1][0][-1] == week.number - 1:
            rows[-1][0].append(week.number)
        elif what:
            rows.append(([week.number], words, rules))
    told: set[str] = set()
    for numbers, words, rules in rows:
        span = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"
        why = [_cited(rule, base) + ("" if rule in told else f": {base.by_id[rule].because}") for rule in rules]
        told.update(rules)
        yield f"| {span} | {words} | {' '.join(why)} |"


def _what(season: Season, week: SeasonWeek, base: RuleBase) -> tuple[list[str], list[Reason]]:
    """Return what moved or happened in a week, and the reasons; nothing where it was a week like the one before."""
    runs = [run for run in season.runs if run.week == week.number and run.run_kind in EASY_DAYS]
    moves = [move for move in season.moves if move.week == week.number]
    what, reasons = list(week.events), []
    for move in moves:
        what.append(_moved(move, base))
        reasons += move.reasons
    for run in runs:
        if run.smaller and run.step is not None:
            what.append(f"once {run.efforts} x {run.effort_s} s of {dose_words(run.step)}")
            reasons += run.smaller
        barred = {barred.decision: barred.reasons for barred in run.barred}
        if barred and "due" not in barred:
            what.append("strides instead" if run.planned == "strides" else "no bursts")
            reasons += [reason for found in barred.values() for reason in found]
    planned = [run for run in runs if run.planned == "bursts"]
    if week.events and planned and not reasons:
        reasons += held_by(planned[-1])
    if week.skipped:
        what.append(f"{counted(week.skipped, 'set')} left out")
    return list(dict.fromkeys(what)), reasons


def _moved(move: Move, base: RuleBase) -> str:
    if move.before is None:
        return f"begins with {step_words(move.now, base)}"
    dose, often = dose_words(move.now), how_often(base, move.now.frequency)
    changed = [f"**{dose}**"] if dose != dose_words(move.before) else []
    changed += [f"**{often}**"] if move.now.frequency != move.before.frequency else []
    back = {"smaller", "less_often"} & set(move.what)
    return f"{'back to' if back else 'on to'} {', '.join(changed)}"


def _cited(rule: str, base: RuleBase) -> str:
    return f"[{rule}](../../RULES.md#{rule.lower()}-{base.by_id[rule].name})"


def written() -> dict[Path, bytes]:
    """Return the page and the pictures as they would be written now."""
    base = load_rule_base()
    seasons = [(name, *season_of(name, base)) for name in COACH]
    pictures = {HERE / "seasons" / f"{name}.svg": picture(name, season) for name, season, _ in seasons}
    return {PAGE: page(seasons, base).encode("utf-8"), **pictures}


if __name__ == "__main__":
    for path, content in written().items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
