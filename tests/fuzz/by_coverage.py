"""Let Atheris look for inputs that reach new code: ``python -m tests.fuzz.by_coverage test_spoken.test_an_answer``.

Atheris is no dependency: ``pip install atheris`` first. It drives the targets of Hypothesis, those that need no
folder to write to, until it is stopped or ``-max_total_time=60`` or ``-runs=100000`` is up, which may follow the name.
"""

from __future__ import annotations

import importlib
import sys


def fuzz(name: str, options: list[str]) -> None:
    """Run a target on bytes, from which Hypothesis draws its input."""
    import atheris  # type: ignore[import-not-found]  # no dependency, and only needed here

    module, _, test = name.partition(".")
    with atheris.instrument_imports(include=["springstep"]):
        target = getattr(importlib.import_module(f"tests.fuzz.{module}"), test)
    atheris.Setup([sys.argv[0], *options], target.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz(sys.argv[1], sys.argv[2:])
