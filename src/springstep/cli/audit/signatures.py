"""How everything stands that can be signed, as a part of the page of an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from springstep.cli.text.lines import bullets, columns, heading
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.report import Audit, RuleCard, SignedKind
from springstep.engine.audit.signing.wording import remark_words
from springstep.engine.language.wording import listed

_MOST_NAMED = 12


def signatures(audit: Audit, *, whole: bool) -> Iterator[str]:
    """Yield how the rules stand, then everything else, and what was remarked; ``whole`` names every rule."""
    yield ""
    yield heading("Signatures")
    rows = [("to sign", listed(audit.signers, last="and"))] if audit.signers else []
    yield from columns([*rows, *_rules(audit.rules, whole), *_others(audit.signed)])
    shown = [remark for remark in audit.remarks if remark.open or whole]
    if shown:
        yield ""
        yield heading(f"Remarks ({sum(remark.open for remark in audit.remarks)} open)")
        yield from bullets(map(remark_words, shown))


def _rules(cards: Sequence[RuleCard], whole: bool) -> Iterator[tuple[str, str]]:
    counts = Counter(card.signature for card in cards)
    signers = Counter(card.signed_by for card in cards if card.signature == "signed")
    by = f" by {', '.join(f'{name} ({count})' for name, count in sorted(signers.items()))}" if signers else ""
    yield "signed", f"{counts['signed']} of {len(cards)} rules{by}"
    for standing, meaning in (("changed", "changed since: "), ("unsigned", "")):
        found = [card.rule for card in cards if card.signature == standing]
        if found:
            everything = standing == "unsigned" and len(found) == len(cards)
            told = "every rule" if everything else ", ".join(found) if whole else names(found)
            yield standing, f"{len(found)}, {meaning}{told}"
    stale = [f"{card.rule} by {card.stale_by}" for card in cards if card.stale_by and card.signature == "signed"]
    if stale:
        yield "as it was", ", ".join(stale) if whole else names(stale)
    for name in dict.fromkeys(name for card in cards for name in card.waits_for):
        yield "waits for", f"{name}: {sum(name in card.waits_for for card in cards)} rules"


def _others(kinds: Iterable[SignedKind]) -> Iterator[tuple[str, str]]:
    others = [each for each in kinds if each.kind != RULES]
    begun = [each for each in others if each.signed or each.changed]
    for each in begun:
        changed = f", {each.changed} changed since" if each.changed else ""
        yield each.kind, f"{each.signed} of {each.signed + each.changed + each.unsigned}{changed}"
    rest = [each.kind for each in others if each not in begun]
    if rest:
        yield "nothing of", ", ".join(rest)


def names(found: Iterable[str]) -> str:
    """Name some things, the first dozen of many."""
    distinct = list(dict.fromkeys(found))
    more = len(distinct) - _MOST_NAMED
    return ", ".join(distinct) if more <= 1 else f"{', '.join(distinct[:_MOST_NAMED])} and {more} more"
