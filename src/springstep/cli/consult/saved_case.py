"""The case file that a consultation writes when the runner asks for it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from typing import Any

from springstep.engine.errors import SpringstepError
from springstep.engine.frozen_values import thawed
from springstep.engine.text.atomic import atomic_write, cannot_be_written
from springstep.engine.text.home import from_home


def write_case(target: str, case: Mapping[str, Any]) -> str:
    """Write a case file, never over another file, and return what to say about it."""
    if not case:
        return "Nothing is answered yet, so nothing was written."
    try:
        path = from_home(target)
        text = json.dumps(case, indent=2, ensure_ascii=False) + "\n"
        if path.suffix != ".json":
            import yaml  # slow to import, and few save a case

            text = yaml.safe_dump(thawed(case), sort_keys=False, allow_unicode=True)
        if path.exists():
            return f"{path} already exists; nothing was written. Choose another name."
        atomic_write(path, text, over=False, private=True)
    except (OSError, ValueError, RuntimeError) as error:
        return f"{target} {cannot_be_written(target, error).faults[0].what}."
    except SpringstepError as error:
        return f"{target} {error.faults[0].what}."
    return f"Written to {path}. To read it again: springstep consult --answers {shlex.quote(str(path))}"
