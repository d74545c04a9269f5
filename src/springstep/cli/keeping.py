"""Keep a consultation on disk after every answer, whole or not at all, and take it up again."""

from __future__ import annotations

import contextlib
import json
import os
import pathlib
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from springstep.engine.consultation.state import State, recommendation_of
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.inference.check import plainly_valid
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase

VARIABLE = "SPRINGSTEP_STATE"
_MOST_BYTES = 1_000_000
_FORMATS = "springstep-consultation/"
_ANEW = "it is left as it is: move it away, or choose another place with --state"


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where a consultation is kept: what ``SPRINGSTEP_STATE`` says, else in the user's own state folder."""
    told = environment.get(VARIABLE, "")
    if told:
        return pathlib.Path(told).expanduser()
    from platformdirs import user_state_path

    return user_state_path("springstep", appauthor=False) / "consultation.json"


def keep(state: State, path: pathlib.Path) -> None:
    """Write the state beside its place, flush it to the disk, and put it in place at once; raises ``SpringstepError``.

    Only the owner may read it. What stood there before stays whole until the new one is. What a killed writer leaves
    beside the place is written over by the next one.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone_in(path.parent):
            try:
                handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(state.to_json(indent=1))
                    file.flush()
                    os.fsync(file.fileno())
                beside.replace(path)
            except BaseException:
                with contextlib.suppress(OSError):
                    beside.unlink()
                raise
    except OSError as error:
        what = f"the consultation cannot be kept here: {error.strerror or error}"
        raise SpringstepError([Fault(what, source=str(path), allowed="choose another place with --state")]) from None


@contextlib.contextmanager
def _alone_in(folder: pathlib.Path) -> Iterator[None]:
    """Let one process at a time write in a folder, where the system can; one that is killed holds nobody up."""
    handle = None
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


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
