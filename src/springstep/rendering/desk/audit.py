"""The audit as a page: a button that begins it, how far it is, and what came out."""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal, NamedTuple

from springstep.engine.audit.report import KINDS, Audit, Finding, by_kind, kind_words, not_proved
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import Desk
from springstep.rendering.errors import RenderingError
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.html.pictures import rule_pictures

_STATUSES = ("broken", "undecided", "proved")


class Standing(NamedTuple):
    """How the audit of some rules stands."""

    how: Literal["none", "going", "busy", "failed", "done"]
    """``none`` was begun; another is ``busy``; what came out is ``done``."""
    part: str = ""
    """What it works on."""
    done: int = 0
    of: int = 0
    why: str = ""
    """Why it failed."""
    audit: Audit | None = None
    whole: str = ""
    """The whole audit as one page to keep."""


class FindingsShown(NamedTuple):
    """Findings of one kind."""

    title: str
    means: str
    findings: tuple[tuple[str, Finding], ...]
    """Each with its anchor."""


def audit_page(desk: Desk, standing: Standing) -> str:
    """Return the page of an audit, however it stands."""
    found = standing.audit
    if found is None:
        return desk.page("audit.html", standing=standing, rules=len(desk.base.rules), digest=desk.base.digest)
    statuses: Counter[str] = Counter(claim.status for claim in found.claims)
    return desk.page(
        "audited.html",
        audit=found,
        counts=[(status, statuses[status]) for status in _STATUSES],
        claims=[claim for status in _STATUSES for claim in found.claims if claim.status == status],
        opened=_shown(desk, found.findings),
        accepted=_shown(desk, found.accepted),
        not_proved=not_proved(desk.base),
        seconds=sum(timing.seconds for timing in found.timings),
    )


def whole_audit(found: Audit, base: RuleBase) -> str:
    """Return an audit as one page to keep, with all cards, and with pictures where Graphviz is there to draw them."""
    try:
        pictures = rule_pictures(base)
    except RenderingError:
        pictures = ()
    return audit_html(found, base, pictures=pictures)


def _shown(desk: Desk, findings: tuple[Finding, ...]) -> list[FindingsShown]:
    return [
        FindingsShown(
            plain(KINDS[kind].partition(": ")[0]),
            kind_words(kind, desk.base.domain).partition(": ")[2],
            tuple((re.sub(r"[^A-Za-z0-9_.-]+", "-", each.id), each) for each in those),
        )
        for kind, those in by_kind(findings)
    ]
