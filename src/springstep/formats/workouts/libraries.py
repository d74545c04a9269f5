"""Whether the libraries of the extra are there that write and read these files."""

from __future__ import annotations

from importlib.util import find_spec

from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError

INSTALL = "pip install 'springstep[watch]'"


def needs(what: str, *modules: str) -> None:
    """Raise ``FormatError`` with the line that installs the extra, where one of its libraries is missing."""
    if not has(*modules):
        raise FormatError([Fault("not_installed", f"{what} needs {' and '.join(modules)}", allowed=INSTALL)])


def has(*modules: str) -> bool:
    """Tell whether all these libraries are installed, without importing any."""
    return all(find_spec(module) is not None for module in modules)
