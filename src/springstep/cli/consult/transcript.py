"""The file that keeps what is said, line by line as it is said."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator
from typing import BinaryIO

from springstep.engine.text.atomic import cannot_be_written


@contextlib.contextmanager
def written_to(path: pathlib.Path | None) -> Iterator[BinaryIO | None]:
    """Open the file that keeps what is said, if there is one; raises ``SpringstepError``."""
    if path is None:
        yield None
        return
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise cannot_be_written(path, error) from None
    with file:
        yield file
