"""Write a file whole or not at all: what stood there stays until the new text is on the disk."""

from __future__ import annotations

import contextlib
import os
import pathlib
import shutil

from springstep.engine.errors import Fault, SpringstepError


def write_whole(path: pathlib.Path, text: str) -> None:
    """Write a text beside its place and move it there; a link goes on pointing to its file.

    Raises ``SpringstepError`` when it cannot be written.
    """
    place = path.resolve()
    draft = place.with_name(f"{place.name}.{os.getpid()}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with draft.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if place.exists():
                shutil.copymode(place, draft)
            draft.replace(place)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise
    except OSError as error:
        raise SpringstepError([Fault(f"cannot be written: {error.strerror or error}", source=str(path))]) from None
