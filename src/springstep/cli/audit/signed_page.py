"""How everything stands that can be signed, as a coach reads it in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from springstep.cli.text.lines import bullets, columns, heading, wrapped
from springstep.engine.audit.items.item import split_name
from springstep.engine.audit.signing.in_audit import remarks_shown
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.audit.signing.since import SinceSigned
from springstep.engine.audit.signing.standing import SignatureState
from springstep.engine.audit.signing.wording import remark_words, standing_words
from springstep.engine.language.wording import listed


def signed_page(
    file: SignatureFile, states: Mapping[str, SignatureState], since: Sequence[SinceSigned]
) -> Iterator[str]:
    """Yield the page: who is to sign, each kind with its counts, what is not as it was signed, and remarks."""
    if file.signers:
        yield wrapped(f"To sign: {listed(file.signers, last='and')}.")
    yield heading("Signed as it is")
    yield from columns(list(_rows(file, states)))
    if since:
        yield heading(f"Not as it was signed ({len(since)})")
        yield from bullets(each.says for each in since)
    remarks = remarks_shown(file)
    if remarks:
        yield heading(f"Remarks ({sum(each.open for each in remarks)} open)")
        yield from bullets(map(remark_words, remarks))


def each_item(states: Mapping[str, SignatureState]) -> Iterator[str]:
    """Yield how each of some items stands."""
    if states:
        yield heading("Item by item")
    for name, state in states.items():
        words = standing_words(
            state.state, by=state.by, on=state.on, stale_by=state.stale_by, waits_for=state.waits_for
        )
        yield wrapped(f"{name}: {words}", first="  ", rest="    ")


def _rows(file: SignatureFile, states: Mapping[str, SignatureState]) -> Iterator[tuple[str, str]]:
    kinds: dict[str, list[SignatureState]] = {}
    for name, state in states.items():
        kinds.setdefault(split_name(name)[0], []).append(state)
    begun = {kind: found for kind, found in kinds.items() if any(state.by for state in found)}
    for kind, found in begun.items():
        counts = Counter(state.state for state in found)
        parts = [f"{counts['signed']} of {len(found)}"]
        parts += [f"{counts['changed']} changed since"] if counts["changed"] else []
        parts += list(_waiting(file.signers, found)) if counts["signed"] < len(found) else []
        yield kind, ", ".join(parts)
    rest = [kind for kind in kinds if kind not in begun]
    if rest:
        yield "nothing of", ", ".join(rest)


def _waiting(signers: Iterable[str], states: Sequence[SignatureState]) -> Iterator[str]:
    for name in signers:
        count = sum(name in state.waits_for for state in states)
        if count:
            yield f"{count} wait for {name}"
