"""Pages filled in by Jinja2, an extra: each is made of files in a folder beside the module that fills them in.

What pages share, the sheet that they are filled into and its style, lies in the folder beside this module.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from springstep.engine.errors import Fault
from springstep.rendering.errors import RenderingError

if TYPE_CHECKING:
    from jinja2 import Environment

_SHARED = "springstep.rendering"


def part(package: str, name: str) -> str:
    """Return the text of one of the files that a page is made of, its own or shared, from a folder or from a zip."""
    own = files(package).joinpath("page").joinpath(name)
    found = own if own.is_file() else files(_SHARED).joinpath("page").joinpath(name)
    return found.read_text(encoding="utf-8")


def environment(package: str) -> Environment:
    """Return what fills in the pages of a package, every text escaped; raises ``RenderingError`` without Jinja2."""
    try:
        from jinja2 import Environment, FunctionLoader, StrictUndefined  # an extra
    except ImportError:
        raise RenderingError(
            [Fault("not_installed", "the page needs Jinja2: pip install 'springstep[audit]'")]
        ) from None
    return Environment(
        loader=FunctionLoader(lambda name: part(package, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
