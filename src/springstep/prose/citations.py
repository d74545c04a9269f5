"""Rules and sentences that an answer cites: they must have fired, and for what the sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from springstep.prose.findings import ClaimFound
from springstep.prose.held import HeldPlan
from springstep.prose.texts import TextSupport

_RULE = re.compile(r"\b([A-Za-z]{3}-\d{3})\b")
_NUMBER = re.compile(
    r"(?<![\w.])(\d{1,2}\.\d)(?![\w]|\.\d|%|[-\s]*(?:x|\u00d7|s|secs?|seconds?|mins?|minutes?|h|hours?|km|k|kilomet\w+|mi|miles?|"
    r"weeks?|days?)\b)"
)
"""The number of a sentence: what has no unit."""
_TOGETHER = (
    ("dose", "efforts", "effort_s", "reached_efforts", "reached_effort_s", "total_s"),
    ("frequency", "reached_every"),
    ("clearance", "drill"),
)


def sentences_cited(text: str) -> tuple[str, ...]:
    """Return the numbers of sentences that a text cites.

    >>> sentences_cited("Run 7.5 km (5.1, 12.2) in a 19.5-minute run, see sentence 6.6 [FRQ-030; 5.5].")
    ('5.1', '12.2', '6.6', '5.5')
    """
    return tuple(match.group(1) for match in _NUMBER.finditer(text))


class Citations:
    """Judges what a sentence cites."""

    def __init__(self, held: HeldPlan) -> None:
        self._held = held

    def judged(
        self, sentence: str, found: Iterable[ClaimFound], support: Iterable[TextSupport]
    ) -> Iterator[ClaimFound]:
        """Yield what is found of each citation, by what else was found of the sentence."""
        claims = [finding for finding in found if finding.judgement == "backed"]
        supports = [each for each in support if len(each.shared) >= 2][:6]
        for rule in dict.fromkeys(match.group(1).upper() for match in _RULE.finditer(sentence)):
            yield self._rule(rule, claims, supports)
        for number in dict.fromkeys(sentences_cited(sentence)):
            yield self._sentence(number, claims, supports)

    def _behind(self, claims: list[ClaimFound], supports: list[TextSupport]) -> frozenset[str] | None:
        """Return the rules that stand behind a sentence; ``None`` where it speaks of no decision."""
        held = self._held
        names = {name for claim in claims for name in claim.decisions}
        rules = {rule for claim in claims for rule in claim.rules}
        if not names and not rules:
            return None
        for together in _TOGETHER:
            if names & set(together):
                names |= set(together)
        rules |= set(held.rules(sorted(names)))
        rules |= {rule for name in names if name in held.decisions for rule in held.decisions[name].dominated}
        rules |= {rule for each in supports for rule in each.source.rules}
        return frozenset(rules)

    def _rule(self, rule: str, claims: list[ClaimFound], supports: list[TextSupport]) -> ClaimFound:
        held = self._held
        if rule not in held.base.by_id:
            return ClaimFound("unfounded", 0, f"there is no rule {rule}")
        if rule not in held.fired:
            return ClaimFound("contradicted", 0, f"{rule} did not fire for this plan")
        behind = self._behind(claims, supports)
        if behind is not None and rule not in behind:
            return ClaimFound("contradicted", 0, f"{rule} is not behind what the sentence says", (), (rule,))
        return ClaimFound("backed", 0, f"{rule} fired", (), (rule,))

    def _sentence(self, number: str, claims: list[ClaimFound], supports: list[TextSupport]) -> ClaimFound:
        held = self._held
        if number not in held.cited:
            return ClaimFound("contradicted", 0, f"no rule of this plan cites sentence {number}")
        citing = tuple(sorted(rule for rule in held.fired if number in held.base.by_id[rule].guide))
        behind = self._behind(claims, supports)
        if behind is not None and not behind & set(citing):
            return ClaimFound(
                "contradicted", 0, f"sentence {number} is not cited for what the sentence says", (), citing
            )
        carried = tuple(rule for rule in citing if behind is None or rule in behind)
        return ClaimFound("backed", 0, f"sentence {number} is cited", (), carried)
