"""What is wrong with a workbook."""

from __future__ import annotations

from springstep.engine.errors import Code, Fault, SpringstepError


class SheetError(SpringstepError):
    """A workbook that cannot be read, or says what cannot be."""


def refused(name: str, code: Code, what: str, allowed: str = "", where: str = "") -> SheetError:
    """Return the mistake of one fault; ``where`` names sheet and cell."""
    return SheetError([Fault(code, what, where, allowed, name)])


def needs_openpyxl(name: str) -> None:
    """Raise ``SheetError`` where the library that reads and writes workbooks is not installed."""
    try:
        import openpyxl  # noqa: F401  an extra, looked for only
    except ImportError:
        raise refused(name, "not_installed", "a workbook needs openpyxl", "pip install 'springstep[sheets]'") from None
