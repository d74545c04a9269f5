"""Let Atheris look for inputs that reach new code: ``python -m tests.fuzz.by_coverage test_spoken.test_an_answer``.

Atheris is no dependency: ``pip install atheris`` first. It drives the targets of Hypothesis, those that need no
folder to write to, until it is stopped or ``-max_total_time=60`` or ``-runs=100000`` is up, which may follow the name.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable

import atheris  # type: ignore[import-not-found]


def target(name: str) -> Callable[[bytes], bytes | None]:
    """Return what runs a target on bytes, from which Hypothesis draws its input."""
    module, _, test = name.partition(".")
    with atheris.instrument_imports(include=["springstep"]):
        found = getattr(importlib.import_module(f"tests.fuzz.{module}"), test)
    run: Callable[[bytes], bytes | None] = found.hypothesis.fuzz_one_input
    return run


if __name__ == "__main__":
    named, *options = sys.argv[1:]
    atheris.Setup([sys.argv[0], *options], target(named))
    atheris.Fuzz()
