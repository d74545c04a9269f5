"""Receipts, books of rules and translations, whatever becomes of them on their way."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from springstep import messages, recommend, rules_book, verify
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import changed_value, documents, edits, json_texts, texts
from tests.fuzz.seeds import CASES

PLANS = tuple(recommend(case) for case in CASES[-4:-1])
RECEIPTS = tuple(json.loads(plan.receipt().to_json()) for plan in PLANS)
BOOK = json.loads(rules_book())
TEXTS = messages()
SMALL_BOOK = {
    **BOOK,
    "rules": BOOK["rules"][:5],
    "plan": [],
    "derived": BOOK["derived"][:3],
    "tables": {},
    "choices": [],
}
"""Enough to be misread, and quick to be read."""


@inputs()
@given(json_texts(*RECEIPTS) | texts(*map(json.dumps, RECEIPTS)))
def test_a_receipt(text: str) -> None:
    with held():
        verify(text)


@inputs()
@given(st.sampled_from(RECEIPTS), json_texts(SMALL_BOOK) | documents(SMALL_BOOK))
def test_a_book_of_rules(receipt: dict[str, Any], book: str) -> None:
    with held():
        verify(json.dumps(receipt), book=book)


@inputs()
@given(st.sampled_from(range(len(PLANS))), edits())
def test_a_translation(plan: int, some: Any) -> None:
    with held():
        PLANS[plan].card(texts=changed_value(TEXTS, some))
