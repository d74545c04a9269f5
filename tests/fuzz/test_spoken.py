"""What people say: answers to facts, days, and the article."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from springstep.diary.plain_answers import told_by
from springstep.diary.questions import QUESTIONS
from springstep.engine.audit.article import check_article
from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.spoken.days import day_told
from springstep.engine.language.spoken.errors import AnswerError
from springstep.engine.rulebase.ledger import load_ledger
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import texts
from tests.fuzz.seeds import BASE, FACTS, TODAY

ANSWERS = (
    "none", "no pain at all", "left knee, healed in May 2026; ankle still sore", "both calves, marked",
    "about 45ish min",
    "an hour and a half", "1h 20", "1:05:00", "between 40 and 50 minutes", "6.5 miles", "6:10 per km",
    "7 out of 10", "a couple",
    "3 weeks ago", "since last year", "two or three", "twenty-five", "yes, but only a bit", "I don't know",
    "hot and dark",
)  # fmt: skip
DAYS = ("2026-05-12", "12 May", "May 12th, 2026", "in May 2026", "yesterday", "2026-5", "29 February", "31 of Dec 9999")
PAGE = """<html><body><h1>One</h1><p>Some words &amp; more - "quoted" it's <b>bold</b>.</p><script>x</script>
<!-- a comment --><ul><li>First<li>Second</ul><![CDATA[x]]><p>Short bursts \u2014 only 3 \u00d7 10 s.</p></body>"""


@inputs()
@given(
    st.sampled_from(sorted(FACTS)), texts(*ANSWERS), st.sampled_from([None, TODAY, date.min, date.max]), st.booleans()
)
def test_an_answer(fact: str, text: str, today: date | None, asked: bool) -> None:
    for numbered in (True, False):
        with held():
            try:
                understand(fact, text, BASE, today=today, asked=asked, numbered=numbered)
            except AnswerError:
                continue


@inputs()
@given(st.sampled_from([info.name for info in QUESTIONS]), texts(*ANSWERS))
def test_an_answer_of_the_diary(field: str, text: str) -> None:
    with held():
        told_by(field, text, BASE)


@inputs()
@given(texts(*DAYS), st.sampled_from([TODAY, date.min, date.max, date(2024, 2, 29)]), st.booleans())
@example("tomorrow", date.max, True)
@example("yesterday", date.min, True)
@example("31 of\nFeb", TODAY, True)
@example("31\nof Dec 10000", date.max, False)
def test_a_day(text: str, today: date, past: bool) -> None:
    with held():
        try:
            day_told(text, today, past=past)
        except ValueError as error:
            assert "\n" not in str(error)


@inputs()
@given(texts(PAGE, PAGE * 4, "Plain words. And more -- of them.", most=12))
def test_an_article(text: str) -> None:
    with held():
        check_article(text, load_ledger(BASE).sentences.values())


@pytest.mark.parametrize("part", ["<!--", "<", "</", "<![CDATA[", "<!", "<a ", "&#x", "<script>", "-- ", '"'])
def test_an_article_of_one_thing(part: str) -> None:
    with held():
        check_article("<p>" + part * (300_000 // len(part)), load_ledger(BASE).sentences.values())
