"""What is likely to be needed next, made ready while a person thinks and types."""

from __future__ import annotations

import contextlib
import threading

from springstep.cli.consult.event_lines import lines
from springstep.engine.consultation.commands import advice_on
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.state import State
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase


class Ahead:
    """Works out what the likeliest answer leads to, and once how a plan is made and shown.

    The engine keeps what it has worked out, by what it was worked out from. Nothing that is seen depends on it: what is
    not finished in time is worked out when it is needed.
    """

    def __init__(self, dialogue: DialogueMachine, base: RuleBase) -> None:
        self._dialogue = dialogue
        self._base = base
        self._warm = False

    def start(self, state: State) -> None:
        """Begin to make ready what may follow a question, and return at once."""
        if state.moment is not None and not state.advised:
            threading.Thread(target=self._prepare, args=(state,), daemon=True).start()

    def _prepare(self, state: State) -> None:
        with contextlib.suppress(SpringstepError):
            self._dialogue.respond(state, self._likely(state))
            if not self._warm:
                self._warm = True
                for _ in lines(advice_on(state, self._base), self._base):
                    pass

    def _likely(self, state: State) -> str:
        """Return the likeliest answer: that nothing of a list applies, else Enter."""
        info = self._base.vocabulary.facts.get(str(state.asking))
        return "none" if info is not None and info.kind == "items" else ""
