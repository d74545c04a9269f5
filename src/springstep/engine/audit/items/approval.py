"""What nobody has approved, as findings of an audit: items gone, added or changed since the record was written."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.items.approved import FILE, load_approved, since_approved
from springstep.engine.audit.items.differences import Difference
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.items.wording import changes_words, item_words, subject_of
from springstep.engine.audit.report import Finding
from springstep.engine.audit.snapshot import FILE as SNAPSHOT
from springstep.engine.rulebase.base import RuleBase


def approval_findings(base: RuleBase) -> Iterator[Finding]:
    """Yield what of the knowledge is not as it was approved; raises ``KnowledgeError`` where the record is damaged."""
    if load_approved(base.folder) is None and (base.folder / SNAPSHOT).exists():
        says = f"There is no {FILE} that tells what was approved; `springstep audit approve` writes it."
        yield Finding(id="unapproved:record", kind="unapproved", subject=FILE, says=says)
    for difference in since_approved(base):
        item = difference.item
        yield Finding(
            id=f"unapproved:{item.name}",
            kind="unapproved",
            subject=subject_of(item),
            says=says_of(difference, partial=base.partial),
            rules=(item.id,) if item.kind == RULES else (),
        )


def says_of(difference: Difference, *, partial: bool = False) -> str:
    """Say in a sentence what is not as it was approved; of a ``partial`` rule base something may be left out."""
    item = item_words(difference.item)
    if difference.how == "gone":
        return f"{item} was approved and is gone{', or cannot be read' if partial else ''}."
    if difference.how == "added":
        return f"{item} is new, and nobody has approved it."
    return f"{item} was changed after it was approved: {changes_words(difference)}."
