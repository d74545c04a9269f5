"""What the rules answer to an entry, in a few plain lines after it was saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import click

from springstep.cli.text.lines import bullets, wrapped
from springstep.diary.answer import answer_to, left_out, rests_on_nothing
from springstep.diary.entry import Entry
from springstep.diary.store import Diary
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

_STOP = "stop"
_MOST_NAMED = 4


def say_answer(diary: Diary, made: Iterable[Entry], *, in_short: bool = False) -> None:
    """Say what the rules answer to the latest of the entries just written down; ``in_short`` only what bars bursts."""
    latest = max(made, key=lambda entry: entry.day, default=None)
    if latest is None:
        return
    base = default_rule_base()
    answer = answer_to(latest, diary.entries(), base=base, race=diary.race())
    barred = answer.decision("clearance").value in base.decisions["clearance"].bars
    if barred:
        lines = _barred(answer)
    elif latest.has_efforts and not in_short and not rests_on_nothing(answer, base):
        lines = _taken(answer, [base.vocabulary.facts[fact].label for fact in left_out(answer, base)])
    else:
        return
    for line in lines:
        click.echo(line)


def _barred(answer: Recommendation) -> Iterator[str]:
    """Yield what bars the next bursts, and what to do about it."""
    clearance = answer.decision("clearance")
    stopped = answer.verdict == _STOP
    said = answer.headline if stopped else f"{clearance.text}."
    yield click.style(wrapped(said), bold=True, fg="red" if stopped else "yellow")
    deciding = set(clearance.rules)
    yield from bullets(advice.say for advice in answer.advice if deciding & set(advice.rules))


def _taken(answer: Recommendation, missing: Sequence[str]) -> Iterator[str]:
    """Yield what comes of an ordinary session, with the first reason that was written down, and what was not."""
    yield wrapped(answer.headline)
    reasons = [reason for reason in answer.decision("progression").reasons if not reason.assumed]
    yield from (wrapped(reason.because, first="  ") for reason in reasons[:1])
    if missing:
        yield wrapped(f"Not written down: {', '.join(missing[:_MOST_NAMED])}.", first="  ")
