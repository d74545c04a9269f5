"""What a consultation says, as lines for a terminal: each kind of event in its own way, readable at 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import bullets, columns, heading, tree, wrapped
from springstep.cli.text.plan_page import page
from springstep.cli.text.reason_lines import change_lines, trace_lines
from springstep.cli.text.rule_page import rule_page
from springstep.cli.text.short_page import short_page
from springstep.engine.consultation.events import (
    Advised,
    Asked,
    Changed,
    ChangesFound,
    Ended,
    Event,
    Explained,
    Notice,
    Refused,
    Review,
    RuleShown,
    SaveAsked,
    SoFar,
    Traced,
)
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_HINT = "more: the whole page; why DECISION: a reason; help: what else you can say."


def spoken(events: tuple[Event, ...]) -> Iterator[Event]:
    """Yield events; a refusal does not say what is allowed when the question after it does: a check-in shows words."""
    for place, event in enumerate(events):
        following = events[place + 1] if place + 1 < len(events) else None
        again = following if isinstance(following, Asked) else None
        shown = again is not None and not (again.kind == "check_in" and again.options)
        if isinstance(event, Refused) and shown and again is not None and event.allowed == again.allowed:
            yield replace(event, allowed="")
        else:
            yield event


def lines(
    event: Event, base: RuleBase, *, plainly: bool = False, kept: str = "", asking_on: bool = True
) -> Iterator[str]:
    """Yield the lines of one event; ``plainly`` leaves out whatever is drawn.

    Of a plan, ``kept`` says whether it is kept, and ``asking_on`` whether somebody is there to ask for more of it.
    """
    match event:
        case Asked():
            yield from _question(event, plainly=plainly)
        case Refused(what=what, allowed=allowed):
            end = "" if what.endswith(("?", ".")) else "."
            yield styled(wrapped(f"{what[0].upper()}{what[1:]}{end}", rest="  "), fg="yellow")
            if allowed:
                yield wrapped(f"{allowed[0].upper()}{allowed[1:]}.", first="  ")
        case Notice(lines=said):
            yield from (
                wrapped(line, first="" if index == 0 else "  ", rest="    " if index else "")
                for index, line in enumerate(said)
            )
        case Explained(explanation=explanation):
            yield from tree(explanation, plain=plainly)
        case Review(answers=answers):
            yield from _review(event) if answers else ("Nothing is answered yet.",)
        case SoFar(decisions=decisions):
            yield heading("Decided so far")
            settled = [(each.title, each.text) for each in decisions if each.settled]
            yield from columns(settled) if settled else ("  Nothing yet.",)
            yield heading("Still open")
            yield from columns([(each.title, each.text) for each in decisions if not each.settled])
        case Changed():
            yield from _changed(event)
        case Advised():
            yield from _advice(event, base, kept, _HINT if asking_on else "")
        case Traced(recommendation=recommendation):
            yield from trace_lines(recommendation)
        case ChangesFound(decision=decision):
            yield from change_lines(decision, event.found, base)
        case RuleShown(rule=rule):
            yield from rule_page(base.rule(rule), base)
        case SaveAsked() | Ended():
            return


def _question(asked: Asked, *, plainly: bool) -> Iterator[str]:
    yield ""
    if asked.at_most_more is not None:
        yield heading(f"Question {asked.number}" + ("" if asked.at_most_more else ", the last one"))
    yield from reminder(asked, plainly=plainly)


def reminder(asked: Asked, *, plainly: bool = False) -> Iterator[str]:
    """Yield a question without its number, as when an explanation has come in between."""
    yield wrapped(asked.question)
    if asked.kind == "check_in":
        yield from _check_in(asked, plainly=plainly)
    elif asked.options:
        numbered = [f"{number} {plain(option)}" for number, option in enumerate(asked.options, 1)]
        if plainly:
            yield from (f"  {option}" for option in numbered)
        else:
            # A no-break space keeps number and word together where the line breaks.
            yield wrapped("   ".join(option.replace(" ", "\u00a0") for option in numbered), first="  ").replace(
                "\u00a0", " "
            )
        if asked.kind == "items" and not (asked.begun and asked.fields):  # of what was named, one word is missing
            yield "  Say nothing, or all that apply, with commas between."
    else:
        yield from (wrapped(f"{part[0].upper()}{part[1:]}.", first="  ", rest="    ") for part in _parts(asked.allowed))
    if asked.default is not None:
        yield wrapped(f"Press Enter for: {asked.default}", first="  ", rest="    ")


def _check_in(asked: Asked, *, plainly: bool) -> Iterator[str]:
    """Yield what may be named in answer to a check-in; without names, answers that would do."""
    if not asked.options:
        yield wrapped(f"{asked.allowed[0].upper()}{asked.allowed[1:]}.", first="  ")
    elif plainly:
        yield from (f"  {option}" for option in asked.options)
    else:
        yield wrapped(", ".join(asked.options), first="  ")


def _parts(allowed: str) -> list[str]:
    return [part.strip() for part in allowed.split(";")]


def _review(event: Review) -> Iterator[str]:
    yield heading("Your answers")
    given = [
        (each.label, each.answer + (f" ({each.note})" if each.note else ""))
        for each in event.answers
        if each.source != "diary"
    ]
    yield from columns(given)
    remembered = [(each.label, f"{each.answer} ({each.note})") for each in event.answers if each.source == "diary"]
    if remembered:
        yield heading("From your diary")
        yield from columns(remembered)
    yield wrapped("Say `change` and its name to change one, such as `change pain`.")


def _changed(event: Changed) -> Iterator[str]:
    if event.supposed:
        lead = f"If {event.label} were {event.now} instead of {event.was}"
    else:
        lead = f"You changed {event.label} from {event.was} to {event.now}"
    if not event.effects:
        yield wrapped(f"{lead}: {'no decision would change' if event.supposed else 'no decision changed'}.")
        return
    yield wrapped(f"{lead}, so" if not event.supposed else f"{lead}:")
    effects = (
        event.effects
        if not event.supposed
        else [effect.replace("' became '", "' would become '") for effect in event.effects]
    )
    yield from bullets(effects)


def _advice(event: Advised, base: RuleBase, kept: str, hint: str) -> Iterator[str]:
    yield ""
    if event.full:
        yield from page(event.recommendation, base, not_asked=event.not_asked, conversing=True)
    else:
        yield from short_page(event.recommendation, base, not_asked=event.not_asked, last=kept, hint=hint)
