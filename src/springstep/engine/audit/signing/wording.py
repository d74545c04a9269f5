"""How an item stands and what was remarked on it, in words."""

from __future__ import annotations

from collections.abc import Sequence

from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.report import RemarkShown
from springstep.engine.language.wording import listed

_STATES = {"signed": "signed", "changed": "changed since it was signed", "unsigned": "unsigned"}


def standing_words(state: str, *, by: str, on: str, stale_by: str = "", waits_for: Sequence[str] = ()) -> str:
    """Say who has signed something as it is, who only as it was, and who has not.

    >>> standing_words("unsigned", by="A. Coach", on="2026-03-02", waits_for=["B. Coach"])
    'signed by A. Coach 2026-03-02; waits for B. Coach'
    """
    told = "signed" if state == "unsigned" and by else _STATES[state]
    parts = [" ".join(part for part in (told, by and f"by {by}", on) if part)]
    if stale_by and state != "changed":
        parts.append(f"only as it was by {stale_by}")
    if waits_for:
        parts.append(f"waits for {listed(waits_for, last='and')}")
    return "; ".join(parts)


def remark_words(remark: RemarkShown, *, of_item: bool = True) -> str:
    """Say what somebody remarked, and on what, unless that is plain."""
    settled = "" if remark.open or remark.says == "agree" else ", settled"
    what = f"{remark.item.removeprefix(f'{RULES}/')}: " if of_item else ""
    text = f": {remark.text}" if remark.text else ""
    return f"{what}{remark.says} by {remark.by}, {remark.on}{settled}{text}"
