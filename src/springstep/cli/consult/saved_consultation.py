"""Save a consultation on disk after every answer, whole or not at all, and resume it."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping

from platformdirs import user_state_path
from pydantic import ValidationError

from springstep.engine.consultation.state import State, recommendation_of
from springstep.engine.errors import CaseError, Code, Fault, SpringstepError
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import NoFileError, is_there, read_all
from springstep.engine.text.turns import in_turn

VARIABLE = "SPRINGSTEP_STATE"
_MOST_BYTES = 1_000_000
_FORMATS = "springstep-consultation/"
_ADVICE = "choose another place with --state"
_LEFT_ALONE = "it is left as it is: move it away, or choose another place with --state"


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where a consultation is saved: where ``SPRINGSTEP_STATE`` says, else in the user's state folder."""
    named = environment.get(VARIABLE, "")
    if named:
        return pathlib.Path(named).expanduser()
    return user_state_path("springstep", appauthor=False) / "consultation.json"


def keep(state: State, path: pathlib.Path) -> bytes:
    """Write the state, whole and readable by its owner only; return what was written. Raises ``SpringstepError``."""
    content = state.to_json(indent=1).encode()
    atomic_write(path, content, private=True, make_folder=True, advice=_ADVICE)
    return content


class KeptState:
    """Where one consultation is kept, step by step; another one that writes to the same place is noticed."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self._mine = _content(path)
        """What the file held when it was last read or written here."""
        self.lost = ""
        """Why the consultation is not kept any more; empty while it is."""

    def keep(self, state: State) -> None:
        """Write the state, whole and readable by its owner only; raises ``SpringstepError``, once, when it is not kept.

        What another consultation has written meanwhile is left as it is.
        """
        if self.lost:
            return
        try:
            with in_turn(self.path, make_folder=True, advice=_ADVICE):
                self._keep(state)
        except SpringstepError as error:
            self.lost = str(error)
            raise

    def _keep(self, state: State) -> None:
        if _content(self.path) not in (None, self._mine) and _has_answers(self.path):
            if not state.answers:
                return  # nothing of this one is to be lost yet
            lost = (
                f"{self.path} was written by another consultation meanwhile: that one stays there, and your answers "
                "are not saved any more. Next time choose another place with --state"
            )
            raise SpringstepError([Fault("conflict", lost)])
        self._mine = keep(state, self.path)


def _has_answers(path: pathlib.Path) -> bool:
    """Tell whether something would be lost by writing over a file."""
    try:
        other = kept_at(path)
    except SpringstepError:
        return True
    return other is not None and bool(other.answers)


def _content(path: pathlib.Path) -> bytes | None:
    """Return what a file holds; ``None`` where there is none to read."""
    try:
        return read_all(path, most=_MOST_BYTES + 1, follow=False)
    except (OSError, ValueError):
        return None


def kept_at(path: pathlib.Path) -> State | None:
    """Return what is saved at a path, if anything; raises ``SpringstepError`` if that is not a consultation."""
    try:
        if not is_there(path):
            return None
        text = read_all(path, most=_MOST_BYTES + 1, follow=False)
    except NoFileError:
        what = "is not a file, so no consultation can be saved here"
        raise SpringstepError([Fault("unreadable", what, source=str(path))]) from None
    except (OSError, ValueError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise SpringstepError([Fault("unreadable", what, source=str(path))]) from None
    try:
        return State.from_json(text)
    except ValidationError:
        other = _format(text)
        code: Code = "damaged"
        what = "is not a consultation that can be resumed"
        if other.startswith(_FORMATS) and other != State().format:
            code, what = "other_version", f"was saved by another version of springstep ({other})"
        raise SpringstepError([Fault(code, what, source=str(path), allowed=_LEFT_ALONE)]) from None


def taken_up(path: pathlib.Path, base: RuleBase) -> State:
    """Return a saved consultation to resume; raises ``SpringstepError`` when there is none or it does not fit."""
    state = kept_at(path)
    if state is None:
        fault = Fault(
            "not_found", "there is no saved consultation to resume", source=str(path), allowed="start without --resume"
        )
        raise SpringstepError([fault])
    known, check_ins = base.vocabulary.facts, base.vocabulary.check_ins
    names = {*state.answers, *state.trail, *state.opened, *state.begun, *(memory.fact for memory in state.history)}
    names |= {state.asking or MOMENT, state.pending.fact if state.pending is not None else MOMENT}
    names -= check_ins.keys()
    values = [state.answers, *({memory.fact: memory.value} for memory in state.history)]
    fits = check_ins.keys() >= set(state.met) and names <= known.keys()
    fits = fits and all(plainly_valid(base.vocabulary, each) is not None for each in values)
    fits = fits and (state.moment is not None or state.asking == MOMENT)
    try:
        if fits and state.moment is not None:
            asked = names | {MOMENT} <= {MOMENT, *(info.name for info in base.vocabulary.asked_at(state.moment))}
            fits = asked and recommendation_of(state, base) is not None
    except CaseError:
        fits = False
    if not fits:
        what = "the answers saved here no longer fit the questions"
        raise SpringstepError([Fault("conflict", what, source=str(path), allowed="start again without --resume")])
    return state


def _format(text: bytes) -> str:
    """Return the format that a text declares."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("format", "")) if isinstance(document, dict) else ""
