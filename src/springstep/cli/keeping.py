"""Keep a consultation on disk after every answer, whole or not at all, and take it up again."""

from __future__ import annotations

import contextlib
import os
import pathlib
import tempfile
from collections.abc import Mapping

from pydantic import ValidationError

from springstep.engine.consultation.state import State
from springstep.engine.errors import Fault, SpringstepError

VARIABLE = "SPRINGSTEP_STATE"
_MOST_BYTES = 1_000_000


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return where a consultation is kept: what ``SPRINGSTEP_STATE`` says, else in the user's own state folder."""
    told = environment.get(VARIABLE, "")
    if told:
        return pathlib.Path(told).expanduser()
    from platformdirs import user_state_path

    return user_state_path("springstep", appauthor=False) / "consultation.json"


def keep(state: State, path: pathlib.Path) -> None:
    """Write the state beside its place, flush it to the disk, and put it in place at once; raises ``SpringstepError``.

    Only the owner may read it. What stood there before stays whole until the new one is.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=path.name, suffix=".new", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(state.to_json(indent=1))
                file.flush()
                os.fsync(file.fileno())
            pathlib.Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                pathlib.Path(name).unlink()
            raise
    except OSError as error:
        what = f"the consultation cannot be kept here: {error.strerror or error}"
        raise SpringstepError([Fault(what, source=str(path), allowed="choose another place with --state")]) from None


def taken_up(path: pathlib.Path) -> State:
    """Read a kept consultation; raises ``SpringstepError`` when there is none or it cannot be read."""
    try:
        text = path.read_bytes()[: _MOST_BYTES + 1]
    except FileNotFoundError:
        raise SpringstepError([Fault("no consultation is kept here to go on with", source=str(path))]) from None
    except OSError as error:
        raise SpringstepError([Fault(f"cannot be read: {error.strerror or error}", source=str(path))]) from None
    try:
        return State.from_json(text)
    except ValidationError:
        what = "this is no consultation that can be taken up"
        raise SpringstepError([Fault(what, source=str(path), allowed="start anew without --resume")]) from None
