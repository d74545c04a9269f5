"""An answer that cannot be taken, or that is understood in part and has to be asked back."""

from __future__ import annotations

from springstep.engine.errors import SpringstepError


class AnswerError(SpringstepError):
    """An answer that cannot be taken: ``what`` says why, ``allowed`` names what would do.

    Where the answer is understood but leaves something open, ``unfinished`` is what it comes to with the next answer in
    place of ``{}``; otherwise it is empty.
    """

    def __init__(self, what: str, allowed: str, *, unfinished: str = "") -> None:
        super().__init__(f"{what}; {allowed}" if allowed else what)
        self.what = what
        self.allowed = allowed
        self.unfinished = unfinished


class AskedBackError(AnswerError):
    """An answer with several readings: the person is asked which."""
