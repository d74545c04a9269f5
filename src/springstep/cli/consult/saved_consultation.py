"""Save a consultation on disk after every answer, whole or not at all, and resume it."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping
from functools import partial

from platformdirs import user_state_path

from springstep.engine.consultation.state import State
from springstep.engine.consultation.state_check import sound
from springstep.engine.errors import Code, Fault, RecordError, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.home import from_home, own_place
from springstep.engine.text.opening import NoFileError, is_there, read_all
from springstep.engine.text.turns import in_turn

VARIABLE = "SPRINGSTEP_STATE"
_folder = partial(user_state_path, "springstep", appauthor=False)
_MOST_BYTES = 1_000_000
_FORMATS = "springstep-consultation/"
_ADVICE = "choose another place with --state"
_LEFT_ALONE = "it is left as it is: move it away, or choose another place with --state"


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where a consultation is saved: where ``SPRINGSTEP_STATE`` says, else in the user's state folder."""
    named = environment.get(VARIABLE, "")
    if named:
        return from_home(named)
    return own_place(_folder, "consultation.json", otherwise="choose a place with --state")


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
    except RecordError:
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
    try:
        return sound(state, base)
    except RecordError:
        what = "the answers saved here no longer fit the questions"
        raise SpringstepError(
            [Fault("conflict", what, source=str(path), allowed="start again without --resume")]
        ) from None


def _format(text: bytes) -> str:
    """Return the format that a text declares."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("format", "")) if isinstance(document, dict) else ""
