"""An answer that cannot be taken, or that is understood in part and has to be asked back."""

from __future__ import annotations

from typing import ClassVar

from springstep.engine.errors import Code, Fault, SpringstepError


class AnswerError(SpringstepError):
    """An answer that cannot be taken: ``what`` says why, ``allowed`` names what would do, ``code`` which kind it is.

    Where the answer is understood but leaves something open, ``unfinished`` is what it comes to with the next answer in
    place of ``{}``; otherwise it is empty.
    """

    usual: ClassVar[Code] = "not_understood"

    def __init__(self, what: str, allowed: str, *, code: Code | None = None, unfinished: str = "") -> None:
        self.code: Code = code or self.usual
        super().__init__([Fault(self.code, what, allowed=allowed)])
        self.what = what
        self.allowed = allowed
        self.unfinished = unfinished


class AskedBackError(AnswerError):
    """An answer with several readings: the person is asked which."""

    usual: ClassVar[Code] = "ambiguous"
