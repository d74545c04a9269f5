"""What a plan says about the coach's overlays it was made with: whose they are, and what they changed."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import wrapped
from springstep.engine.advice.overlaid import OverlaidRule
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.language.wording import plain

_DONE = {
    "added": "own rule",
    "tightened": "tightened",
    "relaxed": "relaxed",
    "switched_off": "switched off",
}


def overlay_lines(recommendation: RecommendationRecord) -> Iterator[str]:
    """Yield whose overlays the plan was made with, which of their entries played a part, and why."""
    for note in recommendation.overlays:
        lead = f"Made with the overlay {note.name} by {note.author}, {note.date}"
        yield wrapped(f"{lead}." if not note.entries else f"{lead}:")
        for entry in note.entries:
            named = (
                "" if (entry.author, entry.date) == (note.author, note.date) else f" by {entry.author}, {entry.date}"
            )
            words = f"{entry.rule} {_DONE[entry.kind]}{named} ({plain(entry.reason)}): {entry.note}"
            yield wrapped(words, first="  - ")
    for claim in recommendation.relaxed_claims:
        words = (
            f"This plan goes beyond the safety claim {claim.claim}: {claim.says} {claim.author} allowed that on "
            f"{claim.date} ({plain(claim.reason)}, {claim.overlay}): {claim.note}"
        )
        yield styled(wrapped(words), fg="yellow")


def whose_rules(recommendation: RecommendationRecord) -> dict[str, str]:
    """Map each rule that is a coach's to the words that say so."""
    entries = [entry for note in recommendation.overlays for entry in note.entries]
    return {entry.rule: _whose(entry) for entry in entries}


def _whose(entry: OverlaidRule) -> str:
    return f"by {entry.author}" if entry.kind == "added" else f"{_DONE[entry.kind]} by {entry.author}"
