"""Signing: what is to be signed, word by word, and how everything stands by a file of signatures that is given.

No key ever comes here, and no button signs: whoever reaches a service can press its buttons, and a key that a service
can use is a key that others can use. What is to be signed goes out as a statement, is signed where the key is, and the
file of signatures is shown here and kept nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.lookup import items_chosen
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.signing.files import signatures_in
from springstep.engine.audit.signing.in_audit import remarks_shown
from springstep.engine.audit.signing.keys import public_keys_in
from springstep.engine.audit.signing.proofs import OUTCOMES, check
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.audit.signing.since import since_signed
from springstep.engine.audit.signing.standing import SignatureState, signature_states
from springstep.engine.audit.signing.statement import digest_of, statement_of
from springstep.engine.audit.signing.wording import remark_words, standing_words
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import Desk, Query
from springstep.rendering.desk.slips import slips_of

STATEMENT = "statement.yaml"
"""What the file of what is to be signed is called."""
_MOST_TOLD = 60
"""Of how many items every word is shown."""
_MOST_NAMED = 12


class PartToSign(NamedTuple):
    """All of a kind, or all rules of a topic: what it is called, whether it is chosen, how much it is, its digest."""

    name: str
    title: str
    chosen: bool
    size: int
    digest: str


class KindStanding(NamedTuple):
    """How many items of a kind are signed as they are, changed since, and not signed, and how each of them stands."""

    kind: str
    size: int
    signed: int
    changed: int
    unsigned: int
    items: tuple[tuple[KnowledgeItem, str], ...]


class ProofTold(NamedTuple):
    """What one person's signatures of a day prove, by one key or none."""

    who: str
    words: str
    which: str


class SignedFile(NamedTuple):
    """A file of signatures, and what it says of the rules."""

    signers: tuple[str, ...]
    kinds: tuple[KindStanding, ...]
    since: tuple[str, ...]
    remarks: tuple[str, ...]
    proofs: tuple[ProofTold, ...]


def signing_page(desk: Desk, query: Query) -> str:
    """Return the page of what is to be signed; raises ``QueryError`` for a kind or a topic that there is not."""
    return _page(desk, query)


def signed_page(desk: Desk, query: Query, text: str, keys: str) -> str:
    """Return the same page with how everything stands by the text of a file of signatures, and by public keys."""
    try:
        return _page(desk, query, _signed(desk.base, text, keys))
    except SpringstepError as error:
        return _page(desk, query, faults=error.faults)


def statement_file(desk: Desk, query: Query) -> str:
    """Return what is to be signed as a statement; raises ``QueryError`` where nothing is, and as the page does."""
    chosen = _chosen(desk.base, query)
    if not chosen:
        raise QueryError([Fault("missing", "nothing is chosen to be signed")])
    return statement_of(chosen)


def _page(desk: Desk, query: Query, signed: SignedFile | None = None, faults: Sequence[Fault] = ()) -> str:
    base, chosen = desk.base, _chosen(desk.base, query)
    kinds, topics = {*query.get("kind", ())}, {*query.get("topic", ())}
    parts: dict[str, list[KnowledgeItem]] = {}
    of_topic: dict[str, list[KnowledgeItem]] = {topic: [] for topic in base.topics}
    for item in items(base).values():
        parts.setdefault(item.kind, []).append(item)
        if item.kind == RULES:
            of_topic[base.by_id[item.id].topic].append(item)
    return desk.page(
        "signing.html",
        kinds=[_part(kind, kind, held, kinds) for kind, held in parts.items()],
        topics=[_part(topic, base.topics[topic], held, topics) for topic, held in of_topic.items() if held],
        chosen=chosen,
        told=len(chosen) <= _MOST_TOLD,
        digest=digest_of(chosen),
        asked={"kind": sorted(kinds), "topic": sorted(topics)},
        overlays=[overlay.name for overlay in base.overlays],
        file=STATEMENT,
        signed=signed,
        slips=slips_of(faults, "line"),
        mistake="This file, or these keys, cannot be read; below it says why." if faults else "",
    )


def _chosen(base: RuleBase, query: Query) -> list[KnowledgeItem]:
    return items_chosen(base, of_kinds=query.get("kind", ()), topics=query.get("topic", ()))


def _part(name: str, title: str, held: Sequence[KnowledgeItem], chosen: Iterable[str]) -> PartToSign:
    return PartToSign(name, title.replace("_", " "), name in chosen, len(held), digest_of(held))


def _signed(base: RuleBase, text: str, keys: str) -> SignedFile:
    file = signatures_in(text, name="the file")
    states = signature_states(base, file)
    by_kind: dict[str, list[KnowledgeItem]] = {}
    for item in items(base).values():
        by_kind.setdefault(item.kind, []).append(item)
    return SignedFile(
        signers=file.signers,
        kinds=tuple(_kind(kind, held, states) for kind, held in by_kind.items()),
        since=tuple(each.says for each in since_signed(base, file)),
        remarks=tuple(remark_words(each) for each in remarks_shown(file)),
        proofs=tuple(_proofs(file, keys)),
    )


def _kind(kind: str, held: Sequence[KnowledgeItem], states: Mapping[str, SignatureState]) -> KindStanding:
    counts = Counter(states[item.name].state for item in held)
    begun = any(states[item.name].by for item in held)
    told = tuple((item, _words(states[item.name])) for item in held) if begun else ()
    return KindStanding(
        kind.replace("_", " "), len(held), counts["signed"], counts["changed"], counts["unsigned"], told
    )


def _words(state: SignatureState) -> str:
    return standing_words(state.state, by=state.by, on=state.on, stale_by=state.stale_by, waits_for=state.waits_for)


def _proofs(file: SignatureFile, keys: str) -> list[ProofTold]:
    known = public_keys_in(keys, Path("the keys")) if keys.strip() else ()
    groups: dict[tuple[str, str], list[str]] = {}
    for each in check(file, known):
        made = each.signature
        key = f", key {made.key}" if made.key else ""
        groups.setdefault((f"{made.by}, {made.on}{key}", OUTCOMES[each.outcome]), []).append(made.item)
    order = [*OUTCOMES.values()]
    return [
        ProofTold(who, words, ", ".join(found) if len(found) <= _MOST_NAMED else f"{len(found)} items")
        for (who, words), found in sorted(groups.items(), key=lambda group: order.index(group[0][1]))
    ]
