"""Shares and large numbers in words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.counting.words import number_words, share_words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Fraction(0), "none"),
        (Fraction(1), "all"),
        (Fraction(1, 2), "50 %"),
        (Fraction(31, 1000), "3.1 %"),
        (Fraction(1, 1000), "0.1 %"),
        (Fraction(1, 8349), "1 in 8,300"),
        (Fraction(1, 3 * 10**17), "1 in 3.0 * 10^17"),
        (Fraction(99, 100), "99.0 %"),
        (1 - Fraction(1, 5000), "all but 1 in 5,000"),
    ],
)
def test_a_share_is_said_as_people_say_it(share: Fraction, words: str) -> None:
    assert share_words(share) == words


@given(st.fractions(0, 1, max_denominator=10**9))
def test_only_none_is_none_and_only_all_is_all(share: Fraction) -> None:
    words = share_words(share)
    assert (words == "none") == (share == 0) and (words == "all") == (share == 1)
    assert not words.startswith(("0 %", "0.0 %", "100"))


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0"), (99, "99"), (100, "100"), (995, "1,000"), (8_349, "8,300"), (123_456_789, "120,000,000"),
     (987_654_321_000, "9.9 * 10^11"), (999_999_999_999, "1.0 * 10^12")],
)  # fmt: skip
def test_a_large_number_has_two_digits_that_count(number: int, words: str) -> None:
    assert number_words(number) == words
