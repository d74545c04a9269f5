"""Whether a receipt holds: read, derived again by the verifier, and signed by a key that is known."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.engine.audit.signing.keys import PublicKey
from springstep.engine.errors import Fault, RecordError, shown
from springstep.receipts.receipt import Receipt
from springstep.receipts.verifier import BROKEN, faults_of, read


def faults_in(text: str, book: str, keys: Iterable[PublicKey] | None = None) -> tuple[str, ...]:
    """Return what is wrong with the text of a receipt, by a book of rules; nothing where it holds.

    With ``keys`` it has to be signed by one of them. Raises ``RecordError`` for a text that is no receipt, or a book
    that is none.
    """
    receipt = Receipt.from_json(text)
    if not isinstance(book, str):
        raise RecordError([Fault("wrong_type", f"a book of rules is a text, not {shown(book)}")])
    try:
        told, rules = read(text), read(book)
    except BROKEN as error:
        what = f"cannot be read: {error or type(error).__name__}"
        raise RecordError([Fault("malformed", what)]) from None
    try:
        found = list(faults_of(told, rules))
    except BROKEN as error:
        found = [f"it cannot be derived again: {error or type(error).__name__}"]
    if keys is not None:
        from springstep.receipts.signing import signature_fault  # takes an extra

        found += filter(None, [signature_fault(receipt, keys)])
    return tuple(found)
