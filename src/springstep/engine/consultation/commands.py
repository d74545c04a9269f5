"""What may be said besides answers: questions about the question, and questions about the advice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.consultation.check_in_phrases import such_as
from springstep.engine.consultation.command_words import WHILE_ASKING, with_advice
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
from springstep.engine.consultation.progress import decisions_so_far, effects
from springstep.engine.consultation.purpose import purpose, purpose_of_check_in
from springstep.engine.consultation.questions import (
    answer_words,
    may_be_unknown,
    named,
    read_answer,
    review,
    with_answer,
)
from springstep.engine.consultation.state import State, answers_so_far, case_so_far, not_asked, recommendation_of
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.explain.what_if import compare
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not import why_not
from springstep.engine.inference.plain_answers import allowed, info_of, means_unknown
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase

Done: TypeAlias = "tuple[Event, ...] | str | None"
"""Events, or the question to go to, or nothing when the line is not a command."""


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
            (r"why (.+)", self._purpose_of),
            (r"help|\?", self._help),
            (r"back", self._back),
        ]
        advised: list[tuple[str, Callable[..., Done]]] = [
            (r"why not (.+)", self._why_not),
            (r"why (.+)", self._why),
            (r"why", self._why_this),
            (r"what if (.+?) (?:is|were|was|=) (.+)", self._what_if),
            (r"what would change (.+)", self._what_would_change),
            (r"trace", lambda: (Traced(recommendation=self._made()),)),
            (r"(?:show )?rule (.+)|show (.+)", self._rule),
            (r"plan|page|again", self._plan),
            (r"more|full|all", self._full),
            (r"help|\?|commands", lambda: (Notice(lines=with_advice(self._base)),)),
            (r"back", self._back),
        ]
        self._known = [*(advised if state.advised else asking), *both]

    @property
    def allowed(self) -> str:
        """Name the commands."""
        return "you can say: " + "; ".join(line.split(":")[0] for line in with_advice(self._base))

    def take(self, line: str) -> Done:
        """Do what a line asks for, if it is a command; raises ``SpringstepError`` when it names something unknown."""
        words = " ".join(line.split())
        for pattern, act in self._known:
            found = re.fullmatch(pattern, words, re.IGNORECASE)
            if found is not None:
                return act(*(group for group in found.groups() if group is not None))
        return None

    # While a question is open

    def _purpose(self) -> Done:
        state = self._state
        if state.asking == MOMENT or state.moment is None or state.asking is None:
            moments = listed(self._base.vocabulary.moments, last="and")
            return (Notice(lines=(f"What can be decided, and what has to be asked, differs {moments}.",)),)
        answers = answers_so_far(state, self._base)
        check_in = self._base.vocabulary.check_ins.get(state.asking)
        if check_in is not None:
            return (Explained(explanation=purpose_of_check_in(self._base, state.moment, answers, check_in)),)
        return (Explained(explanation=purpose(self._base, state.moment, answers, state.asking)),)

    def _purpose_of(self, what: str) -> Done:
        """Say why one of the facts is asked that a check-in asks for; of any other question it is no command."""
        state = self._state
        check_in = self._base.vocabulary.check_ins.get(state.asking or MOMENT)
        if check_in is None or state.moment is None:
            return None
        answers, facts = answers_so_far(state, self._base), self._base.vocabulary.facts
        about = [name for name in check_in.facts if state.moment in facts[name].moments and name not in answers]
        fact = named(what, {name: (facts[name].label,) for name in about}, "thing that is asked here")
        return (Explained(explanation=purpose(self._base, state.moment, answers, fact)),)

    def _help(self) -> Done:
        check_in = self._base.vocabulary.check_ins.get(self._state.asking or MOMENT)
        if check_in is not None:
            said = f"{such_as(check_in)}; `unknown` asks for each by itself"
            return self._helped(f"{check_in.question} {check_in.help}", (), said)
        info = info_of(self._state.asking or MOMENT, self._base)
        rows: list[str] = []
        if info.kind == "row":
            table = self._base.tables[info.table]
            rows = [table.filled(table.words, row) for row in table.rows]
        question = f"{info.question} {info.help}".strip()
        return self._helped(question, [*rows, *_meanings(info, self._base)], allowed(info, self._base))

    def _helped(self, question: str, rows: Iterable[str], said: str) -> Done:
        lines = (question, *rows, f"{said[0].upper()}{said[1:]}.", "You can also say:", *WHILE_ASKING)
        return (Notice(lines=lines),)

    def _back(self) -> Done:
        trail, asking = self._state.trail, self._state.asking
        place = trail.index(asking) if asking in trail else len(trail)
        if place == 0:
            raise _misplaced("this is the first question", "change moment starts over with another moment")
        return trail[place - 1]

    # At any time

    def _change(self, what: str) -> Done:
        vocabulary = self._base.vocabulary
        asked = [vocabulary.facts[MOMENT], *vocabulary.asked_at(self._state.moment or "")]
        names = {info.name: (info.label,) for info in asked if not info.answers}
        check_ins = vocabulary.check_ins.values() if not self._state.one_by_one else ()
        names |= {each.name: (each.label,) for each in check_ins if self._state.moment in each.moments}
        return named(what, names, "answer")

    def _so_far(self) -> Done:
        if self._state.moment is None:
            return (Notice(lines=("Nothing is decided yet.",)),)
        inquiry_state = inquiry_of(self._base, self._state.moment).inquiry_state(
            answers_so_far(self._state, self._base)
        )
        return (SoFar(decisions=decisions_so_far(self._base, inquiry_state.partial, inquiry_state.left)),)

    def _save(self, target: str = "") -> Done:
        case = case_so_far(self._state, self._base) if self._state.moment is not None else None
        known = case.plain() if case is not None else {}
        return (SaveAsked(target=target, case=known),)

    # Once there is advice

    def _made(self) -> RecommendationRecord:
        made: RecommendationRecord = recommendation_of(self._state, self._base)
        return made

    def _decision(self, made: RecommendationRecord, what: str) -> str:
        return named(what, {decision.name: (decision.title,) for decision in made.decisions}, "decision")

    def _why(self, what: str) -> Done:
        made = self._made()
        return (Explained(explanation=why(made, self._decision(made, what), base=self._base)),)

    def _why_this(self) -> Done:
        """Say why the plan is what it is: the reasons of the first decision that its verdict rests on."""
        made = self._made()
        decided = {decision.name for decision in made.decisions}
        return self._why(next(name for name in (*made.bears, made.decisions[0].name) if name in decided))

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

    def _supposed(self, what: str) -> str:
        """Return the answer that is supposed to be another; a refusal names some that were given."""
        try:
            return str(self._change(what))
        except AnswerError as error:
            told = [self._base.facts[name].label for name in answers_so_far(self._state, self._base)]
            allowed_words = f"name one of your answers, such as {listed(told[:3])}; review lists them"
            raise AnswerError(error.what, allowed_words, code=error.code) from None

    def _what_if(self, what: str, value: str) -> Done:
        fact = self._supposed(what)
        if fact in self._base.vocabulary.check_ins:
            raise _misplaced("what if is about one answer", "name that, such as what if FACT is VALUE")
        if fact == MOMENT:
            raise _misplaced("what if cannot change the moment", "change moment goes to another one")
        unknown = means_unknown(value)
        if unknown and not may_be_unknown(self._state, fact, self._base):
            raise AnswerError("this must be answered", allowed(info_of(fact, self._base), self._base), code="missing")
        facts = {fact: None} if unknown else read_answer(fact, value, self._base, known=self._state.answers)
        supposed = replace(self._state, answers=with_answer(self._state.answers, fact, facts, self._base))
        label = self._base.facts[fact].label
        known, then = answers_so_far(self._state, self._base), answers_so_far(supposed, self._base)
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

    def _full(self) -> Done:
        return (advice_on(self._state, self._base, full=True),)


def advice_on(state: State, base: RuleBase, *, full: bool = False) -> Advised:
    """Return the advice on the answers of a consultation, and the questions that were not needed."""
    return Advised(
        full=full,
        asked=len(state.trail),
        not_asked=not_asked(state, base),
        recommendation=recommendation_of(state, base),
    )


def _meanings(info: FactInfo, base: RuleBase) -> tuple[str, ...]:
    """Return what each value of a fact means, one a line; of a list with several fields, each of theirs."""
    parts = base.vocabulary.fields_of(info.name) if not info.item_words else ()
    return tuple(
        f"{plain(value)}: {meaning}" for each in (info, *parts) for value, meaning in each.spoken.meanings.items()
    )


def _misplaced(what: str, allowed_words: str) -> AnswerError:
    return AnswerError(what, allowed_words, code="out_of_place")
