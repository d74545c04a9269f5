"""Files that a consultation writes where the runner says: what was said, and the case."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from springstep.engine.errors import SpringstepError
from springstep.engine.frozen_values import thawed
from springstep.engine.text.atomic import atomic_write, cannot_be_written


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


def write_case(target: str, case: Mapping[str, Any]) -> str:
    """Write a case file, never over another file, and say what became of it."""
    if not case:
        return "Nothing is answered yet, so nothing was written."
    try:
        path = pathlib.Path(target).expanduser()
        text = json.dumps(case, indent=2, ensure_ascii=False) + "\n"
        if path.suffix != ".json":
            import yaml  # takes long to start with, and few save a case

            text = yaml.safe_dump(thawed(case), sort_keys=False, allow_unicode=True)
        if path.exists():
            return f"{path} is there already; nothing was written. Choose another name."
        atomic_write(path, text, over=False)
    except (OSError, ValueError, RuntimeError) as error:
        return f"{target} {cannot_be_written(target, error).faults[0].what}."
    except SpringstepError as error:
        return f"{target} {error.faults[0].what}."
    return f"Written to {path}. To read it again: springstep consult --answers {shlex.quote(str(path))}"
