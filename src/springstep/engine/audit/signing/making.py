"""Items signed as they are now, and remarks on them, added to a file's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.signing.records import Remark, Says, Signature, SignatureFile, Whole

Prove = Callable[[Signature], Signature]
"""Adds to a signature what its owner's key makes of it."""


def sign(
    file: SignatureFile,
    items: Iterable[KnowledgeItem],
    *,
    by: str,
    on: str,
    wholes: Iterable[str] = (),
    prove: Prove = lambda signature: signature,
) -> SignatureFile:
    """Return a file with some items signed as they are now; the same words signed again take the new day.

    ``wholes`` names that of which these are all the items. Signatures of what an item said before stay, and so does one
    with a proof where the new one would have none.
    """
    signed = {item.name: item for item in items}
    proved = {(each.item, each.by, each.digest) for each in file.signatures if each.proof}
    made = [prove(Signature(item.name, by, on, item.digest)) for item in signed.values()]
    new = [each for each in made if each.proof or (each.item, each.by, each.digest) not in proved]
    renewed = {(each.item, each.by, each.digest) for each in new}
    kept = [each for each in file.signatures if (each.item, each.by, each.digest) not in renewed]
    said = [Whole(each, by, on) for each in wholes]
    others = [each for each in file.wholes if each.by != by or each.of not in {one.of for one in said}]
    return replace(
        file,
        signatures=tuple(sorted([*kept, *new], key=lambda each: (each.item, each.on, each.by, each.digest))),
        wholes=(*others, *said),
        contents={**file.contents, **{item.digest: item for item in signed.values()}},
    )


def remark(file: SignatureFile, item: KnowledgeItem, *, by: str, on: str, says: Says, text: str) -> SignatureFile:
    """Return a file with one more remark on an item as it is now."""
    made = Remark(item=item.name, by=by, on=on, says=says, text=text, digest=item.digest)
    return replace(file, remarks=(*file.remarks, made))
