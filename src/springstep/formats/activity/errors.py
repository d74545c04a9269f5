"""Why a file is not taken as a run."""

from __future__ import annotations

from springstep.engine.errors import Code, Fault
from springstep.formats.errors import FormatError


class ActivityError(FormatError):
    """A file, or a part of an archive, that is no run which can be read."""


def refused(name: str, code: Code, what: str, allowed: str = "") -> ActivityError:
    """Return the mistake of one fault."""
    return ActivityError([Fault(code, what, "", allowed, name)])


def needs(module: str, name: str) -> ActivityError:
    """Return the mistake that a library is not installed."""
    return refused(name, "not_installed", f"reading it needs {module}", "pip install 'springstep[watch]'")


def no_run(name: str, sport: str | None) -> ActivityError:
    """Return the mistake that a recording is of another sport, or of one that is not told."""
    if sport is None:
        return refused(name, "missing", "does not tell its sport", "--run takes such a file for a run")
    return refused(name, "not_allowed", f"is {sport.replace('_', ' ').lower()}, not a run")
