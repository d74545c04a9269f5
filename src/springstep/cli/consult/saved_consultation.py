"""Keep a consultation on disk after every answer, whole or not at all, and take it up again."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Mapping

from platformdirs import user_state_path
from pydantic import ValidationError

from springstep.engine.consultation.state import State, recommendation_of
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write

VARIABLE = "SPRINGSTEP_STATE"
_MOST_BYTES = 1_000_000
_FORMATS = "springstep-consultation/"
_ANEW = "it is left as it is: move it away, or choose another place with --state"


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where a consultation is kept: what ``SPRINGSTEP_STATE`` says, else in the user's own state folder."""
    named = environment.get(VARIABLE, "")
    if named:
        return pathlib.Path(named).expanduser()
    return user_state_path("springstep", appauthor=False) / "consultation.json"


def keep(state: State, path: pathlib.Path) -> None:
    """Write the state in its place, whole and for its owner only; raises ``SpringstepError``."""
    text = state.to_json(indent=1)
    atomic_write(path, text, private=True, make_folder=True, advice="choose another place with --state")


def kept_at(path: pathlib.Path) -> State | None:
    """Return what is kept at a place, if anything; raises ``SpringstepError`` when that is no consultation."""
    try:
        if path.exists() and not path.is_file():
            raise SpringstepError([Fault("this is no file; no consultation can be kept here", source=str(path))])
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        what = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise SpringstepError([Fault(what, source=str(path))]) from None
    try:
        return State.from_json(text)
    except ValidationError:
        other = _format(text)
        what = "this is no consultation that can be taken up"
        if other.startswith(_FORMATS) and other != State().format:
            what = f"another version of springstep kept this consultation ({other})"
        raise SpringstepError([Fault(what, source=str(path), allowed=_ANEW)]) from None


def taken_up(path: pathlib.Path, base: RuleBase) -> State:
    """Return a kept consultation to go on with; raises ``SpringstepError`` when there is none or it does not fit."""
    state = kept_at(path)
    if state is None:
        fault = Fault("no consultation is kept here to go on with", source=str(path), allowed="start without --resume")
        raise SpringstepError([fault])
    known = base.vocabulary.facts
    names = {*state.answers, *state.trail, *(memory.fact for memory in state.history)}
    names |= {state.asking or MOMENT, state.pending.fact if state.pending is not None else MOMENT}
    values = [state.answers, *({memory.fact: memory.value} for memory in state.history)]
    fits = names <= known.keys() and all(plainly_valid(base.vocabulary, each) is not None for each in values)
    fits = fits and (state.moment is not None or state.asking == MOMENT)
    try:
        if fits and state.moment is not None:
            asked = names | {MOMENT} <= {MOMENT, *(info.name for info in base.vocabulary.asked_at(state.moment))}
            fits = asked and recommendation_of(state, base) is not None
    except CaseError:
        fits = False
    if not fits:
        what = "the answers kept here do not fit the questions any more"
        raise SpringstepError([Fault(what, source=str(path), allowed="start anew without --resume")])
    return state


def _format(text: bytes) -> str:
    """Return what kind of file a text says it is."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    return str(document.get("format", "")) if isinstance(document, dict) else ""
