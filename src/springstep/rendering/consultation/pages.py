"""Fill in the page that follows from a turn: a question with what was said before it, or the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from springstep.diary.card import card_of
from springstep.engine.characters import visible
from springstep.engine.consultation.events import Advised, Asked, Event, Refused
from springstep.engine.consultation.state import State
from springstep.engine.explain.explanation import Explanation
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.clock import HEIGHT, WIDTH, clock_picture
from springstep.rendering.consultation.filled import filled_in
from springstep.rendering.consultation.lines import WHAT_IF, Entered, as_answer, asks_for, line_of
from springstep.rendering.consultation.outcomes import one_by_one
from springstep.rendering.consultation.picks import Pick, capital, quoted, sentences
from springstep.rendering.consultation.questions import form_of, mistake_in
from springstep.rendering.consultation.what_if import Supposition, what_if_of
from springstep.rendering.movements.drawing import movement_svg
from springstep.rendering.templates import environment
from springstep.session.clock import clock_time
from springstep.session.cue_statements import cue_statements
from springstep.session.sets import Session
from springstep.session.statements import short_statements
from springstep.session.tone import colour_of
from springstep.session.workout import workout_of

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE = "springstep.rendering.consultation"
_CITED = re.compile(r"(?:\[\d+\.\d+\]|\b[A-Z]{3}-\d{3}(?:/\d{3})*(?:\b|$))")
_SAY_CHANGE = re.compile(r"Say `change \w+`")
"""What is said to who types, and not to who presses a button."""
_BEGIN = {"before": "Before a run", "during": "In the middle of a run", "after": "After a run"}


class PagePlaces(NamedTuple):
    """Where pages come from: the path of each part, for a page to name."""

    turn: str
    """Where a form is sent."""
    start: str
    style: str
    script: str
    run_script: str
    coach: str = ""
    """The coach's desk; empty where there is none."""
    diary: str = ""
    """Where a diary is begun; empty where none is kept."""
    keep: str = ""
    """Where a plan is sent to be kept in the diary that these pages belong to; empty where they belong to none."""
    files: str = ""
    """Where a plan is sent to become a file for a calendar or a watch; empty where that cannot be done."""


class ConsultationPages:
    """The pages of consultations by one rule base."""

    def __init__(self, base: RuleBase, place: PagePlaces, *, filled: Environment | None = None) -> None:
        self._base, self._place = base, place
        self._filled = filled or _environment(base)

    def at(self, place: PagePlaces) -> ConsultationPages:
        """Return the same pages at another place."""
        return ConsultationPages(self._base, place, filled=self._filled)

    def start(self) -> str:
        """Return the first page: before, during or after a run."""
        moments = [(name, _BEGIN.get(name, plain(name))) for name in self._base.vocabulary.moments]
        return self._page("start.html", moments=moments)

    def turn(
        self,
        sealed: str,
        state: State,
        events: Sequence[Event],
        *,
        entered: Entered | None = None,
        mistake: str = "",
        purposes: Sequence[tuple[str, Explanation]] = (),
    ) -> str:
        """Return the page of a turn, whose last event is the question that waits, or the advice.

        ``sealed`` is the state as a form carries it on; ``entered`` what a form held that could not be taken or is
        still of use, and ``mistake`` why it could not, where the form itself knows. ``purposes`` is why each thing is
        asked that a question asks for at once, by its fact.
        """
        *said, last = events
        refused = [event for event in said if isinstance(event, Refused)]
        told = [event for event in said if not isinstance(event, Refused)]
        shown: dict[str, Any] = {"sealed": sealed, "told": told, "mistake": mistake or _sentence(refused)}
        if isinstance(last, Advised):
            what_if = what_if_of(state, entered or {}, self._base)
            return self._plan(last, what_if, shown)
        assert isinstance(last, Asked)
        form = form_of(last, self._base)
        stands = entered or filled_in(form, last, state, self._base)
        shown["purposes"] = [(self._base.facts[fact].label, why) for fact, why in purposes]
        return self._page("question.html", asked=last, form=form, entered=stands, **shown)

    def run(self, sealed: str, made: Any) -> str:
        """Return the page to take along on a run with a set: the clock, and what to do if something comes up."""
        return self._taken_along("run.html", sealed, made)

    def card(self, sealed: str, made: Any) -> str:
        """Return the card for the pocket of a plan with a set, to print or to keep on a phone."""
        return self._taken_along("card.html", sealed, made)

    def _taken_along(self, name: str, sealed: str, made: Any) -> str:
        card = card_of(made, self._base)
        colours = {each.verdict: colour_of(each.verdict) for each in card.answers}
        movement = self._movement(made.session)
        return self._page(name, made=made, card=card, colours=colours, movement=movement, sealed=sealed)

    def problem(self, title: str, what: str) -> str:
        """Return the page of something that went wrong."""
        return self._page("problem.html", title=title, what=what)

    def mistake(self, last: Asked | Advised, state: State, entered: Entered) -> str:
        """Return what is wrong with what was entered before it is taken; empty for nothing."""
        if isinstance(last, Asked):
            return mistake_in(form_of(last, self._base), entered, self._base)
        if asks_for(entered)[0] != WHAT_IF:
            return ""
        supposed = what_if_of(state, entered, self._base)
        if supposed.form is None:
            return "Say first which answer were another."
        told = as_answer(entered)
        return mistake_in(supposed.form, told, self._base) or ("" if line_of(told) else "Say what it were instead.")

    def _plan(self, advised: Advised, what_if: Supposition, shown: Mapping[str, Any]) -> str:
        made = advised.recommendation
        if made.moment == "during":
            headline, *lines = [("", said) for said in cue_statements(made, self._base)]
        else:
            headline, *lines = [
                (label.rstrip(": "), said.removeprefix(label))
                for label, said in short_statements(made, self._base, advised.not_asked)
            ]
        session = made.session
        return self._page(
            "plan.html",
            made=made,
            colour=colour_of(made.verdict),
            headline=headline[1],
            lines=lines,
            clock=clock_picture(session) if session is not None else None,
            size=(WIDTH, HEIGHT),
            movement=self._movement(session) if session is not None else "",
            decisions=[(each.name, each.title) for each in made.decisions],
            passed_over=self._passed_over(made),
            what_if=what_if,
            not_asked=len(advised.not_asked),
            runs=made.moment == "before" and workout_of(made, session, self._base) is not None,
            **shown,
        )

    def _movement(self, session: Session) -> Markup:
        """Return the drawing of a session's drill; empty where there is none."""
        from markupsafe import Markup  # comes with Jinja2, an extra

        return Markup(movement_svg(self._base.tables["drills"].by_id[session.drill]))

    def _passed_over(self, made: Any) -> list[Pick]:
        """Return what could have been chosen and was not."""
        chosen = {each.name: each.value for each in made.decisions}
        return [
            Pick(row.id, choice.named(row))
            for choice in self._base.choices.values()
            if choice.table.key and choice.name in chosen
            for row in choice.table.rows
            if row.id != chosen[choice.name]
        ]

    def _page(self, name: str, **shown: Any) -> str:
        return visible(self._filled.get_template(name).render(place=self._place, **{"mistake": "", **shown}))


def _environment(base: RuleBase) -> Environment:
    found = environment(_HERE)
    found.filters |= {"cited": _cited, "clock": clock_time, "capital": capital}
    found.filters["by_button"] = lambda line: quoted(_SAY_CHANGE.sub("Change it under “Your answers”", line))
    found.filters["one_by_one"] = lambda text: one_by_one(text, base)
    return found


def _sentence(refused: Iterable[Refused]) -> str:
    """Return why an answer was not taken, and what may be answered, in a sentence or two."""
    return " ".join(sentences(each.what, each.allowed) for each in refused)


def _cited(text: str) -> Markup:
    """Return words in which rules and sentences of the guide are set apart."""
    from markupsafe import Markup, escape  # comes with Jinja2, an extra

    parts, at = [], 0
    for found in _CITED.finditer(text):
        parts += [escape(text[at : found.start()]), Markup('<span class="cited">'), escape(found[0]), Markup("</span>")]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])
