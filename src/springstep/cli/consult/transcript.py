"""The file that keeps what is said, line by line as it is said."""

from __future__ import annotations

import contextlib
import pathlib

from springstep.engine.text.appending import Appending


def written_to(path: pathlib.Path | None) -> contextlib.AbstractContextManager[Appending | None]:
    """Open the file that keeps what is said, if there is one; raises ``SpringstepError``."""
    return contextlib.nullcontext() if path is None else Appending(path)
