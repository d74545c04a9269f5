"""What may be said besides answers: questions about the question, and questions about the advice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.consultation.events import (
    Advised,
    Changed,
    ChangesFound,
    Ended,
    Event,
    Explained,
    Notice,
    RuleShown,
    SaveAsked,
    SoFar,
    Traced,
)
from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.consultation.progress import effects, standings
from springstep.engine.consultation.purpose import purpose
from springstep.engine.consultation.questions import (
    UNKNOWN_WORDS,
    allowed,
    answer_words,
    info_of,
    may_be_unknown,
    named,
    read_answer,
    review,
    with_answer,
)
from springstep.engine.consultation.state import State, case_so_far, not_asked, recommendation_of, told
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.explain.what_if import compare
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not import why_not
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase

Done: TypeAlias = "tuple[Event, ...] | str | None"
"""Events, or the question to go to, or nothing when the line is no command."""

_WHILE_ASKING = (
    "why: what the question is for and what each answer opens or closes",
    "help: what the words mean",
    "unknown: you do not know; the most cautious answer is then taken",
    "back: the question before, later answers are kept",
    "review: all answers so far",
    "change FACT: go to one answer",
    "so far: what is decided already",
    "save: where this is kept; save FILE writes the case",
    "quit: leave, to go on later",
)
_WITH_ADVICE = (
    "why DECISION: the reasons, down to your answers",
    "why not {row}DECISION = VALUE",
    "what if FACT is VALUE",
    "what would change DECISION",
    "trace: every rule that fired",
    "show rule ID",
    "review, change FACT: look at your answers, change one",
    "plan: the page again",
    "save: keep the plan; save FILE writes the case",
    "quit",
)


class Commands:
    """The commands at one point of a consultation."""

    def __init__(self, base: RuleBase, state: State) -> None:
        self._base = base
        self._state = state
        both: list[tuple[str, Callable[..., Done]]] = [
            (r"review", lambda: (review(state, base),)),
            (r"(?:change|edit) (.+)", self._change),
            (r"so far", self._so_far),
            (r"save(?: (.+))?", self._save),
            (r"quit|exit|bye", lambda: (Ended(),)),
        ]
        asking: list[tuple[str, Callable[..., Done]]] = [
            (r"why", self._purpose),
            (r"help|\?", self._help),
            (r"back", self._back),
        ]
        advised: list[tuple[str, Callable[..., Done]]] = [
            (r"why not (.+)", self._why_not),
            (r"why (.+)", self._why),
            (r"what if (.+?) (?:is|were|was|=) (.+)", self._what_if),
            (r"what would change (.+)", self._what_would_change),
            (r"trace", lambda: (Traced(recommendation=self._made()),)),
            (r"(?:show )?rule (.+)|show (.+)", self._rule),
            (r"plan|page|again", self._plan),
            (r"help|\?|commands", lambda: (Notice(lines=_with_advice(self._base)),)),
            (r"back", self._back),
        ]
        self._known = [*(advised if state.advised else asking), *both]

    @property
    def allowed(self) -> str:
        """Name the commands."""
        return "you can say: " + "; ".join(line.split(":")[0] for line in _with_advice(self._base))

    def take(self, line: str) -> Done:
        """Do what a line asks for, if it is a command; raises ``SpringstepError`` when what it names is not known."""
        words = " ".join(line.split())
        for pattern, act in self._known:
            found = re.fullmatch(pattern, words, re.IGNORECASE)
            if found is not None:
                return act(*(group for group in found.groups() if group is not None))
        return None

    # While a question stands

    def _purpose(self) -> Done:
        state = self._state
        if state.asking == MOMENT or state.moment is None or state.asking is None:
            moments = listed(self._base.vocabulary.moments, last="and")
            return (Notice(lines=(f"What can be decided, and what has to be asked, differs {moments}.",)),)
        return (Explained(explanation=purpose(self._base, state.moment, told(state, self._base), state.asking)),)

    def _help(self) -> Done:
        info = info_of(self._state.asking or MOMENT, self._base)
        rows: list[str] = []
        if info.kind == "row":
            table = self._base.tables[info.table]
            rows = [table.filled(table.told, row) for row in table.rows]
        said = allowed(info, self._base)
        lines = (
            f"{info.question} {info.help}",
            *rows,
            f"{said[0].upper()}{said[1:]}.",
            "You can also say:",
            *_WHILE_ASKING,
        )
        return (Notice(lines=lines),)

    def _back(self) -> Done:
        trail, asking = self._state.trail, self._state.asking
        place = trail.index(asking) if asking in trail else len(trail)
        if place == 0:
            raise AnswerError("this is the first question", "change moment starts over with another moment")
        return trail[place - 1]

    # At any time

    def _change(self, what: str) -> Done:
        vocabulary = self._base.vocabulary
        asked = [vocabulary.facts[MOMENT], *vocabulary.asked_at(self._state.moment or "")]
        return named(what, {info.name: (info.label,) for info in asked if not info.answers}, "answer")

    def _so_far(self) -> Done:
        if self._state.moment is None:
            return (Notice(lines=("Nothing is decided yet.",)),)
        inquiry_state = inquiry_of(self._base, self._state.moment).inquiry_state(told(self._state, self._base))
        return (SoFar(decisions=standings(self._base, inquiry_state.partial, inquiry_state.left)),)

    def _save(self, target: str = "") -> Done:
        case = case_so_far(self._state, self._base) if self._state.moment is not None else None
        known = case.plain() if case is not None else {}
        return (SaveAsked(target=target, case=known),)

    # Once the advice stands

    def _made(self) -> RecommendationRecord:
        made: RecommendationRecord = recommendation_of(self._state, self._base)
        return made

    def _decision(self, made: RecommendationRecord, what: str) -> str:
        return named(what, {decision.name: (decision.title,) for decision in made.decisions}, "decision")

    def _why(self, what: str) -> Done:
        made = self._made()
        return (Explained(explanation=why(made, self._decision(made, what), base=self._base)),)

    def _why_not(self, what: str) -> Done:
        made = self._made()
        target = re.sub(r"\s*=\s*", "=", what.strip()).replace(" ", "_").lower()
        if "=" not in target:
            rows = next((each.table.row for each in self._base.choices.values() if each.table.key), "choice")
            target = named(what, self._rows(), rows)
        return (Explained(explanation=why_not(made, target, base=self._base)),)

    def _rows(self) -> dict[str, tuple[str, ...]]:
        """Return the rows that may be chosen by their own names."""
        return {
            row.id: (choice.named(row),)
            for choice in self._base.choices.values()
            if choice.table.key
            for row in choice.table.rows
        }

    def _what_if(self, what: str, value: str) -> Done:
        fact = self._change(what)
        assert isinstance(fact, str)
        if fact == MOMENT:
            raise AnswerError("the moment cannot be supposed", "change moment goes to another one")
        unknown = value.lower() in UNKNOWN_WORDS
        if unknown and not may_be_unknown(self._state, fact, self._base):
            raise AnswerError("this must be answered", allowed(info_of(fact, self._base), self._base))
        facts = {fact: None} if unknown else read_answer(fact, value, self._base)
        supposed = State(**{**vars(self._state), "answers": with_answer(self._state.answers, fact, facts, self._base)})
        label = self._base.facts[fact].label
        known, then = told(self._state, self._base), told(supposed, self._base)
        case_so_far(supposed, self._base)  # refuses what contradicts the other answers
        inquiry_state = inquiry_of(self._base, str(self._state.moment)).inquiry_state(then)
        if inquiry_state.next is not None:
            now = answer_words(fact, then.get(fact), self._base)
            more = f"{len(inquiry_state.open)} more questions" if len(inquiry_state.open) > 1 else "one more question"
            said = f"If {label} were {now}, the plan would not be settled: up to {more} would matter."
            return (Notice(lines=(said, f"Say `change {fact}` to answer them.")),)
        found = compare(self._made(), recommendation_of(supposed, self._base))
        return (
            Changed(
                label=label,
                was=answer_words(fact, known.get(fact), self._base),
                now=answer_words(fact, then.get(fact), self._base),
                effects=effects(*found.texts),
                supposed=True,
            ),
        )

    def _what_would_change(self, what: str) -> Done:
        made = self._made()
        decision = made.decision(self._decision(made, what))
        found = what_would_change(made, decision.name, base=self._base)
        return (ChangesFound(decision=decision, changes=tuple(found), complete=found.complete, tried=found.tried),)

    def _rule(self, what: str) -> Done:
        return (RuleShown(rule=self._base.rule(what).id),)

    def _plan(self) -> Done:
        return (advice_on(self._state, self._base),)


def advice_on(state: State, base: RuleBase) -> Advised:
    """Return the advice on the answers of a consultation, and which questions it left out."""
    return Advised(
        asked=len(state.trail),
        not_asked=not_asked(state, base),
        recommendation=recommendation_of(state, base),
    )


def _with_advice(base: RuleBase) -> tuple[str, ...]:
    """Return what can be said once the advice stands."""
    row = next((choice.table.row for choice in base.choices.values() if choice.table.key), None)
    named = f"{row.upper()} or " if row is not None else ""
    return tuple(line.format(row=named) for line in _WITH_ADVICE)
