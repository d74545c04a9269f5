"""Whether experta can be had, without importing it; and its parts, which are imported when one is first asked for.

This module is all that the rest of the package knows of experta. The parts themselves live in ``experta_parts``.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from typing import Any


@cache
def available() -> bool:
    """Tell whether experta is importable here; looked up once in a process, and nothing is imported."""
    return _spec() is not None


def version() -> str:
    """Return the version of the installed experta as its metadata has it, or "(unknown version)" without these."""
    from importlib import metadata  # slow to import, and only needed here

    try:
        return metadata.version("experta")
    except metadata.PackageNotFoundError:
        return "(unknown version)"


def find() -> ModuleSpec:
    """Return where experta is, without importing it; raises ModuleNotFoundError when it is not installed."""
    spec = _spec()
    if spec is None:
        raise ModuleNotFoundError("No module named 'experta': it is not installed", name="experta")
    return spec


def _spec() -> ModuleSpec | None:
    try:
        spec = find_spec("experta")
    except ValueError:  # somebody's stand-in without a spec
        return None
    # A folder that happens to be called experta is found as well, but has no origin.
    return spec if spec is not None and spec.origin is not None else None


def __getattr__(name: str) -> Any:
    """Return one of experta's parts; the first time imports experta, or raises ModuleNotFoundError."""
    if name.startswith("__"):  # what Python itself looks for in a module
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("springstep.engine.inference.experta_parts"), name)
