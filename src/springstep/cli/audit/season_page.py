"""A simulated season for people to read: a line for each week, what changed and why, and the whole in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import cited, columns, heading, wrapped
from springstep.engine.advice.recommendation import Reason
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.season.model import SeasonModel
from springstep.season.report import Move, Run, Season, SeasonWeek, Summary
from springstep.season.summary import RECENT_WEEKS, held_by
from springstep.season.words import counted, dose_words, week_words

_NTH = {1: "each", 2: "2nd", 3: "3rd"}
_MOVED = {
    "start": "begins",
    "longer": "longer efforts",
    "one_more": "one more effort",
    "more_often": "more often",
    "smaller": "smaller dose",
    "less_often": "less often",
}
_BAR = 20
_KEPT = "\u00a0"
"""A space at which no line is broken."""
_MOST_HELD, _MOST_FIRED = 6, 8
_LEGEND = (
    "bursts: sessions done in full, of those planned; set: the week's last; every: which easy runs have bursts, each, "
    "every 2nd or every 3rd. Each rule's reason is given where it first changed something; [5.1] is the guide's "
    "sentence 5.1."
)
_NO_PHYSIOLOGY = "A model for looking at the rules, not physiology. Every number is our own convention:"


def season_page(season: Season, model: SeasonModel, base: RuleBase) -> Iterator[str]:
    """Yield the page: what came out, the weeks, the numbers, and the model behind it."""
    yield styled(wrapped(season.says), bold=True)
    yield wrapped(f"A simulated runner, not a real one: {week_words(model)}. Seed {model.seed}.")
    if season.overlays:
        yield wrapped(f"Under the guide's rules and the overlay {'; '.join(season.overlays)}.")
    if season.not_told:
        unknown = ", ".join(plain(name) for name in season.not_told)
        yield wrapped(f"Not given, so taken at its most cautious all season: {unknown}.")
    yield ""
    yield from _table(season)
    yield wrapped(_LEGEND)
    yield ""
    yield heading("In numbers")
    yield from columns(list(_numbers(season.summary, base)))
    yield ""
    yield heading("Time at each step")
    yield from _stood(season.summary)
    yield ""
    yield from _rules(season.summary, base)
    yield ""
    yield heading("The runner")
    yield wrapped(_NO_PHYSIOLOGY, first="  ")
    yield from (wrapped(words, first="  ") for words in season.model_words)


def _table(season: Season) -> Iterator[str]:
    yield heading(f"{'week':>4}  {'phase':<11}  {'bursts':<6}  {'set':<8}  {'every':<5}  what changed")
    explained: set[str] = set()
    for week in season.weeks:
        runs = [run for run in season.runs if run.week == week.number]
        moves = [move for move in season.moves if move.week == week.number]
        planned = [run for run in runs if run.planned == "bursts"]
        dose = f"{planned[-1].efforts} x {planned[-1].effort_s} s" if planned else "-"
        often = _NTH[planned[-1].step.frequency] if planned and planned[-1].step else "-"
        bursts = f"{week.done} of {week.planned}" if week.planned else "-"
        head = f"{week.number:>4}  {plain(week.phase) or '-':<11}  {bursts:<6}  {dose:<8}  {often:<5}  "
        notes = list(_notes(week, runs, moves))
        lines = wrapped("; ".join(notes), first=head) if notes else head.rstrip()
        yield _coloured(lines.replace(_KEPT, " "), len(head), week, moves)
        for reason in _reasons(runs, moves, week):
            if reason.rule not in explained:
                explained.add(reason.rule)
                words = f"{reason.rule}: {reason.because} {cited(reason.guide, [reason.basis])}"
                yield styled(wrapped(words, first=" " * 6), dim=True)


def _notes(week: SeasonWeek, runs: Sequence[Run], moves: Sequence[Move]) -> Iterator[str]:
    """Yield what there is to say about a week: events, moves, smaller sets, what barred it, else what held it."""
    yield from week.events
    for move in moves:
        yield f"{' and '.join(_MOVED[what] for what in move.what)} ({_ids(move.reasons)})"
    planned = [run for run in runs if run.planned == "bursts"]
    yield from dict.fromkeys(_smaller(run, planned[-1]) for run in planned if run.smaller)
    for count, what in ((week.partly, "broken off"), (week.skipped, "skipped")):
        if count:
            yield f"{count} {what}"
    bars = _bars(runs)
    if planned and bars and not week.strides:
        yield f"{counted(week.barred, 'run')} barred ({_ids(bars)})"
    if week.strides:
        yield f"strides instead ({_ids(bars)})"
    elif planned and not moves and not any(run.smaller for run in planned):
        yield f"stays ({_ids(held_by(planned[-1]))})"
    elif week.runs and not planned:
        yield f"no bursts ({_ids(bars)})" if bars else "none due"


def _smaller(run: Run, last: Run) -> str:
    """Describe a set below its step; the week's last set is in the table already."""
    rules = _ids(run.smaller)
    if (run.efforts, run.effort_s) == (last.efforts, last.effort_s) and run.step is not None:
        return f"below {dose_words(run.step).replace(' ', _KEPT)} ({rules})"
    return f"once {run.efforts}{_KEPT}x{_KEPT}{run.effort_s}{_KEPT}s ({rules})"


def _bars(runs: Sequence[Run]) -> list[Reason]:
    """Return the reasons for which easy runs were barred, other than that none were due yet."""
    return [
        reason
        for run in runs
        if run.run_kind in ("easy", "recovery")
        for barred in run.barred
        if barred.decision != "due"
        for reason in barred.reasons
    ]


def _reasons(runs: Sequence[Run], moves: Sequence[Move], week: SeasonWeek) -> Iterator[Reason]:
    """Yield the reasons that a week's line names, but for those that only held the step."""
    for move in moves:
        yield from move.reasons
    for run in runs:
        yield from run.smaller
    if week.barred or week.strides:
        yield from _bars(runs)


def _ids(reasons: Iterable[Reason]) -> str:
    return ", ".join(dict.fromkeys(reason.rule for reason in reasons))


def _coloured(lines: str, start: int, week: SeasonWeek, moves: Sequence[Move]) -> str:
    """Colour what is said about a week: green for a step on, yellow for one back, red for none at all."""
    kinds = {what for move in moves for what in move.what}
    if kinds & {"smaller", "less_often"}:
        colour = "yellow"
    elif kinds - {"start"}:
        colour = "green"
    elif week.runs and not week.planned:
        colour = "red"
    else:
        return lines
    return lines[:start] + styled(lines[start:], fg=colour)


def _numbers(summary: Summary, base: RuleBase) -> Iterator[tuple[str, str]]:
    parts = [f"{summary.done} of {counted(summary.planned, 'planned session')} done in full"]
    parts += [
        f"{count} {what}" for count, what in ((summary.partly, "broken off"), (summary.skipped, "skipped")) if count
    ]
    parts += [f"strides instead on {counted(summary.strides, 'run')}"] if summary.strides else []
    yield "Sessions", f"{', '.join(parts)}."
    yield "Largest set", summary.top
    if summary.growth is not None:
        growth = summary.growth
        yield (
            "Largest growth",
            f"to {growth.now} ({growth.now_s} s) in week {growth.week}; in the {RECENT_WEEKS} weeks before the largest "
            f"set was {growth.before} ({growth.before_s} s).",
        )
    for share in summary.barred:
        rules = ", ".join(f"{rule} {count}" for rule, count in share.rules)
        title = base.decisions[share.decision].title if share.decision in base.decisions else plain(share.decision)
        yield (
            "Not due yet" if share.decision == "due" else f"Barred: {title.lower()}",
            f"{share.runs} of {counted(summary.easy_runs, 'easy run')} ({rules}).",
        )
    if summary.never_asked:
        yield "Other runs", f"{summary.never_asked}, of kinds that have no place for bursts."


def _stood(summary: Summary) -> Iterator[str]:
    most = max((stood.weeks for stood in (*summary.doses, *summary.frequencies)), default=0) or 1
    for group in (summary.doses, summary.frequencies):
        for stood in group:
            if stood.weeks or group is summary.doses:
                bar = "#" * -(-stood.weeks * _BAR // most)
                words = f"{counted(stood.weeks, 'week')}, {counted(stood.sessions, 'session')}" if stood.weeks else "-"
                yield f"  {stood.step:<22}  {styled(f'{bar:<{_BAR}}', fg='blue')}  {words}"


def _rules(summary: Summary, base: RuleBase) -> Iterator[str]:
    if summary.held:
        yield heading("What held the step (planned sessions)")
        rows = []
        for rule, count in summary.held[:_MOST_HELD]:
            known = base.by_id[rule]
            rows.append((f"{rule} {count:>3}", f"{known.because} {cited(known.guide, [known.basis])}"))
        yield from columns(rows)
        yield ""
    yield heading("Rules")
    fired = ", ".join(f"{rule} {count}" for rule, count in summary.fired[:_MOST_FIRED])
    rows = [("Before every run", ", ".join(summary.always) or "none"), ("Most often", fired or "none")]
    rows.append((f"Never ({len(summary.never)})", ", ".join(_by_area(summary.never)) or "none"))
    yield from columns(rows)


def _by_area(rules: Iterable[str]) -> Iterator[str]:
    """Yield rules with the letters of their area said once: ``INJ-010 040 060``."""
    areas: dict[str, list[str]] = {}
    for rule in rules:
        area, _, number = rule.rpartition("-")
        areas.setdefault(area, []).append(number)
    for area, numbers in areas.items():
        yield f"{area}-{' '.join(numbers)}"
