"""A sign-off sheet as one HTML page for paper: what is signed and by whom, what changed since, remarks, and lines.

It loads nothing, runs nothing and fits on a few sheets of A4. The digests on it say exactly what a signature by hand is
for: another word anywhere gives other digests. The same state gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from springstep.engine.audit.items.item import KnowledgeItem, split_name
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.signing.in_audit import remarks_shown
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.audit.signing.since import since_signed
from springstep.engine.audit.signing.standing import SignatureState, signature_states
from springstep.engine.audit.signing.statement import digest_of
from springstep.engine.audit.signing.wording import remark_words
from springstep.engine.characters import visible
from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.templates import environment, part

_HERE = "springstep.rendering.html"
_MOST_CHANGES, _MOST_REMARKS, _LONGEST = 25, 20, 300
"""So that the sheet stays a few pages; what is left out is counted, and `springstep audit signed` shows it."""
_LINES = 2
"""How many lines for signatures there are where nobody is named."""
_DIGITS = 16


class _Row(Frozen):
    """One part of what is signed: how many items, how many of them each signer has signed as they are, the digest."""

    name: str
    count: int
    signed: tuple[int, ...]
    changed: int
    digest: str


def sign_off_html(base: RuleBase, file: SignatureFile, *, on: str) -> str:
    """Return the sheet for a rule base and the signatures so far, as of a day; needs Jinja2."""
    from markupsafe import Markup  # comes with Jinja2, an extra

    found, states = items(base), signature_states(base, file)
    signers = file.signers or tuple(dict.fromkeys(each.by for each in file.signatures))
    since = [each.says for each in since_signed(base, file)]
    remarks = [remark_words(each) for each in remarks_shown(file) if each.open]
    parts: dict[str, list[KnowledgeItem]] = {}
    topics: dict[str, list[KnowledgeItem]] = {title: [] for title in base.topics.values()}
    for name, item in found.items():
        parts.setdefault(split_name(name)[0], []).append(item)
        if item.kind == RULES:
            topics[base.topics[base.by_id[item.id].topic]].append(item)
    page = (
        environment(_HERE)
        .get_template("sign_off.html")
        .render(
            style=Markup(part(_HERE, "sign_off.css")),
            intro=base.domain.intro,
            on=on,
            overlays=[overlay.name for overlay in base.overlays],
            digest=digest_of(found.values()),
            signers=signers,
            lines=[*signers, *[""] * (_LINES - len(signers))],
            kinds=[_row(kind.replace("_", " "), held, states, signers) for kind, held in parts.items()],
            topics=[_row(title, held, states, signers) for title, held in topics.items() if held],
            whole=_row("everything", list(found.values()), states, signers),
            signed=bool(file.signatures),
            since=[_short(each) for each in since[:_MOST_CHANGES]],
            more_since=max(0, len(since) - _MOST_CHANGES),
            remarks=[_short(each) for each in remarks[:_MOST_REMARKS]],
            more_remarks=max(0, len(remarks) - _MOST_REMARKS),
        )
    )
    return visible(page)


def _row(name: str, held: list[KnowledgeItem], states: Mapping[str, SignatureState], signers: Iterable[str]) -> _Row:
    own = [states[item.name] for item in held]
    return _Row(
        name=name,
        count=len(held),
        signed=tuple(sum(signer in state.signed_by for state in own) for signer in signers),
        changed=sum(state.state == "changed" for state in own),
        digest=digest_of(held)[:_DIGITS],
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."
