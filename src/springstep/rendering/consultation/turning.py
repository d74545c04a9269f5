"""From what was entered in a form to the page that follows, for a service as for a browser that runs the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import (
    Advised,
    Asked,
    Ended,
    Event,
    Explained,
    Notice,
    Refused,
    RuleShown,
    SaveAsked,
    Traced,
)
from springstep.engine.consultation.state import State
from springstep.engine.explain.explanation import Explanation
from springstep.engine.inference.remembered import Remembered
from springstep.rendering.consultation.lines import (
    AGAIN,
    CARD,
    LOOKS,
    RUN,
    SUPPOSE,
    WHAT_IF,
    WHY,
    Entered,
    asks_for,
    line_of,
)
from springstep.rendering.consultation.pages import ConsultationPages

_NOT_SHOWN = (Ended, SaveAsked, RuleShown, Traced)
_OF_ANOTHER_DAY = "You answered on {}. How you feel changes overnight: for a run of today, begin anew."
Carry = Callable[[str], str]
"""Makes of a state's JSON what a form carries on, or the other way round."""
Memory = Callable[[str], tuple[Sequence[Remembered], Mapping[str, Any]]]
"""What is remembered for a moment, and the answers that are offered as usual."""

Asking: TypeAlias = "Callable[[State], State]"
"""Makes of a consultation that begins one which asks what there is reason to ask; the same one where there is none."""


class Turning:
    """Consultations as pages; nothing is held between two of them.

    ``today`` tells the day, by which answers such as "healed in May" are read; without it such an answer is asked back.
    """

    def __init__(
        self,
        dialogue: DialogueMachine,
        pages: ConsultationPages,
        *,
        seal: Carry,
        unseal: Carry,
        remembered: Memory = lambda moment: ((), {}),
        asking: Asking = lambda state: state,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        self._dialogue, self._pages = dialogue, pages
        self._seal, self._unseal, self._remembered, self._asking = seal, unseal, remembered, asking
        self._today = today

    def waiting(self, entered: Entered) -> Event:
        """Return the question that waits, or the advice; raises ``RecordError`` for a state that is none."""
        return self._dialogue.again(self._state(entered))[-1]

    def page(self, entered: Entered) -> str:
        """Take what was entered in a form, and return the page that follows.

        Raises ``RecordError`` for a state that is none, and ``KnowledgeError`` where the rules make no plan.
        """
        moment = next(iter(entered.get("moment", ())), "")
        if moment:
            history, usual = self._remembered(moment)
            day = self._day()
            state, events = self._dialogue.begin(moment, history=history, usual=dict(usual), day=day)
            if (asking := self._asking(state)) is not state:
                state, events = self._dialogue.resume(asking)
            return self._turn(state, events)
        state = self._state(entered)
        waiting = self._dialogue.again(state)
        last = waiting[-1]
        assert isinstance(last, (Asked, Advised))
        do, _ = asks_for(entered)
        if isinstance(last, Advised) and last.recommendation.session is not None and do in (RUN, CARD):
            page = self._pages.run if do == RUN else self._pages.card
            return page(self._seal(state.to_json()), last.recommendation)
        if isinstance(last, Advised) and do in (SUPPOSE, AGAIN):
            return self._turn(state, waiting, entered)
        if mistake := self._pages.mistake(last, state, entered):
            return self._turn(state, waiting, entered, mistake)
        if do == WHY and isinstance(last, Asked) and last.kind == "check_in":
            return self._turn(state, waiting, entered, purposes=self._purposes(state, last))
        state, events = self._dialogue.respond(state, line_of(entered))
        shown: tuple[Event, ...] = tuple(event for event in events if not isinstance(event, _NOT_SHOWN))
        if not shown or not isinstance(shown[-1], (Asked, Advised)):
            shown = (*shown, *self._dialogue.again(state))
        looks = do in LOOKS and isinstance(shown[-1], Asked)
        kept = looks or do == WHAT_IF or any(isinstance(event, Refused) for event in shown)
        return self._turn(state, shown, entered if kept else None)

    def _state(self, entered: Entered) -> State:
        state = State.from_json(self._unseal(next(iter(entered.get("state", ())), "")))
        return state if state.day else replace(state, day=self._day())

    def _day(self) -> str:
        today = self._today()
        return "" if today is None else today.isoformat()

    def _purposes(self, state: State, asked: Asked) -> list[tuple[str, Explanation]]:
        """Return why each thing is asked that a question asks for at once, by its fact."""
        told = ((fact, self._dialogue.respond(state, f"{WHY} {fact}")[1]) for fact in asked.facts)
        return [(fact, event.explanation) for fact, events in told for event in events if isinstance(event, Explained)]

    def _turn(
        self,
        state: State,
        events: tuple[Event, ...],
        entered: Entered | None = None,
        mistake: str = "",
        purposes: Sequence[tuple[str, Explanation]] = (),
    ) -> str:
        if self._day() not in ("", state.day):
            events = (Notice(lines=(_OF_ANOTHER_DAY.format(state.day),)), *events)
        sealed = self._seal(state.to_json())
        return self._pages.turn(sealed, state, events, entered=entered, mistake=mistake, purposes=purposes)
