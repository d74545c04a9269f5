"""Whether experta can be had, and which one, without importing it; its parts are ``experta_parts``."""

from __future__ import annotations

from functools import cache
from importlib.machinery import ModuleSpec
from importlib.util import find_spec


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
