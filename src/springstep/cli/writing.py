"""Files that a consultation writes where the runner says: what was said, and the case."""

from __future__ import annotations

import contextlib
import json
import pathlib
import shlex
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.frozen_values import thawed


@contextlib.contextmanager
def written_to(path: pathlib.Path | None) -> Iterator[BinaryIO | None]:
    """Open the file that keeps what is said, if there is one; raises ``SpringstepError``."""
    if path is None:
        yield None
        return
    try:
        file = path.open("ab", buffering=0)
    except OSError as error:
        raise unwritable(path, error) from None
    with file:
        yield file


def unwritable(path: object, error: OSError) -> SpringstepError:
    """Return the mistake that a file cannot be written."""
    return SpringstepError([Fault(f"cannot be written: {error.strerror or error}", source=str(path))])


def write_case(target: str, case: Mapping[str, Any]) -> str:
    """Write a case file, never over another file, and say what became of it."""
    if not case:
        return "Nothing is answered yet, so nothing was written."
    try:
        path = pathlib.Path(target).expanduser()
        text = json.dumps(case, indent=2, ensure_ascii=False) + "\n"
        if path.suffix != ".json":
            import yaml

            text = yaml.safe_dump(thawed(case), sort_keys=False, allow_unicode=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return f"{path} is there already; nothing was written. Choose another name."
    except (OSError, ValueError, RuntimeError) as error:
        return f"{target} cannot be written: {getattr(error, 'strerror', None) or error}."
    return f"Written to {path}. To read it again: springstep consult --answers {shlex.quote(str(path))}"
