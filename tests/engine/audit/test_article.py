"""The article check finds each sentence in any readable copy, and misses one as soon as a word of it differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.audit.article import ArticleCheck, check_article


@dataclass(frozen=True)
class Sentence:
    """A sentence of an invented article, as a ledger would hold it."""

    number: str
    words: int
    digest: str


# Invented for the tests. They hold each thing that copies get wrong: apostrophes, quotes, dashes, compounds.
TEXTS = {
    "title": "Otters keep their pebbles in a pocket of skin.",
    "1.1": "The otter’s pocket isn’t lined, yet a well-worn pebble stays put.",
    "1.2": "Fishermen call it “the purse” and say it’s never empty.",
    "heading-1": "A pebble for every clam",
    "2.1": "One tool—flat, heavy and smooth—opens 8 to 10 clams.",
    "2.2": "A river-bed holds (so ‘old hands’ claim) too few of them.",
}
NUMBERS = tuple(TEXTS)


def ledger_of(texts: dict[str, str]) -> list[Sentence]:
    return [
        Sentence(number, len(text.split()), sha256(" ".join(text.split()).encode("utf-8")).hexdigest())
        for number, text in texts.items()
    ]


LEDGER = ledger_of(TEXTS)
CLEAN = " ".join(TEXTS.values())


def typewritten(text: str) -> str:
    return text.translate(str.maketrans("’‘“”", "''\"\""))


def replaced(old: str, new: str) -> str:
    assert old in CLEAN, "the test would check an unchanged copy"
    return CLEAN.replace(old, new)


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(CLEAN, id="one line"),
        pytest.param(CLEAN.replace(" ", "\n"), id="a word a line"),
        pytest.param(CLEAN.replace(" ", "\u00a0"), id="no-break spaces"),
        pytest.param("\ufeff" + CLEAN.replace("pebble", "peb\u00adble"), id="byte order mark and soft hyphens"),
        pytest.param("\n".join(f"[{number}] {text}" for number, text in TEXTS.items()), id="numbered"),
        pytest.param("Share\n" + "\nADVERTISEMENT\n".join(TEXTS.values()) + "\nRelated", id="between advertisements"),
        pytest.param("\n".join(reversed(TEXTS.values())), id="in another order"),
        pytest.param(typewritten(CLEAN), id="straight quotes"),
        pytest.param(CLEAN.replace("’", "\u02bc"), id="modifier apostrophes"),
        pytest.param(CLEAN.replace("-", "\u2011"), id="no-break hyphens"),
        pytest.param(CLEAN.replace("—", " — "), id="spaced em dashes"),
        pytest.param(CLEAN.replace("—", " – "), id="spaced en dashes"),
        pytest.param(CLEAN.replace("—", "–"), id="closed en dashes"),
        pytest.param(CLEAN.replace("—", " - "), id="spaced hyphens"),
        pytest.param(CLEAN.replace("—", "--"), id="double hyphens"),
        pytest.param(CLEAN.replace("—", " -- "), id="spaced double hyphens"),
        pytest.param(CLEAN.replace("—", "\n— "), id="a wrap at the dash"),
        pytest.param(typewritten(CLEAN).replace("—", " - "), id="straight quotes and spaced hyphens"),
        pytest.param("Tips\n- " + "\n- ".join(map(typewritten, TEXTS.values())), id="a bulleted list"),
    ],
)
def test_a_readable_copy_is_complete(copy: str) -> None:
    assert check_article(copy, LEDGER) == ArticleCheck(found=NUMBERS, missing=())


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param("".join(f"<p>{text}</p>" for text in TEXTS.values()), id="paragraphs without blanks between"),
        pytest.param("<br>".join(TEXTS.values()), id="line breaks"),
        pytest.param("<BR/>".join(TEXTS.values()), id="closed line breaks in capitals"),
        pytest.param(f"<!DOCTYPE html><title>Otters</title><p>{CLEAN}", id="unclosed paragraph"),
        pytest.param("<p>" + replaced("pebble stays", "<em>peb</em>ble <b>stays</b>"), id="emphasis inside a word"),
        pytest.param("<p>" + replaced("river-bed", '<a href="/x">river</a>-bed'), id="link inside a word"),
        pytest.param("<p>" + CLEAN.replace("’", "&rsquo;").replace("—", "&#8212;"), id="entities"),
        pytest.param("<p>" + typewritten(CLEAN).replace("'", "&#39;").replace('"', "&quot;"), id="straight entities"),
        pytest.param("<p>" + replaced("yet a", "yet<script>if (a < b) x('<p>')</script> a"), id="script in a sentence"),
        pytest.param("<p>" + replaced("yet a", "yet <style>p { margin: 0 }</style>a"), id="style in a sentence"),
        pytest.param("<p>" + replaced("pebble stays", "peb<script>x()</script>ble stays"), id="script in a word"),
        pytest.param("<p>" + replaced("yet a", "yet <!-- slot 3 -->a"), id="comment in a sentence"),
        pytest.param("<![unknown]><p>" + CLEAN, id="unknown marked section"),
    ],
)
def test_an_html_copy_is_complete(copy: str) -> None:
    assert check_article(copy, LEDGER) == ArticleCheck(found=NUMBERS, missing=())


def test_plain_text_with_angle_brackets_is_not_taken_for_html() -> None:
    texts = {"1.1": "Keep clams < 10 and pebbles > 2 a day."}
    assert check_article(texts["1.1"], ledger_of(texts)).complete


@pytest.mark.parametrize(
    ("number", "old", "new"),
    [
        ("title", "Otters", "Beavers"),
        ("1.1", "isn’t", "is"),
        ("1.2", "empty.", "empty!"),
        ("heading-1", "every", "each"),
        ("2.1", "8", "9"),
        ("2.1", "flat", "Flat"),
        ("2.2", "too few ", "too few, few "),
        ("2.2", "few of", "of"),
    ],
)
@pytest.mark.parametrize("as_copied", [str, typewritten, "<p>{}</p>".format])
def test_one_altered_word_makes_just_its_sentence_missing(
    number: str, old: str, new: str, as_copied: Callable[[str], str]
) -> None:
    altered = TEXTS | {number: TEXTS[number].replace(old, new)}
    assert altered != TEXTS
    check = check_article(as_copied(" ".join(altered.values())), LEDGER)
    assert check.missing == (number,)
    assert check.found == tuple(each for each in NUMBERS if each != number)
    assert not check.complete


def test_an_advertisement_inside_a_sentence_makes_it_missing() -> None:
    assert check_article(replaced("yet a", "yet ADVERTISEMENT a"), LEDGER).missing == ("1.1",)


def test_a_block_tag_parts_words_that_an_inline_tag_leaves_joined() -> None:
    ledger = ledger_of({"1.1": "Clams are shellfish."})
    assert check_article("<p>Clams are shell<i>fish</i>.</p>", ledger).complete
    assert not check_article("<p>Clams are shell</p><p>fish.</p>", ledger).complete


@pytest.mark.parametrize("empty", ["", " \n\t", "<p></p>", "<script>", "otters"])
def test_a_copy_without_the_article_lacks_every_sentence(empty: str) -> None:
    assert check_article(empty, LEDGER) == ArticleCheck(found=(), missing=NUMBERS)


def test_an_empty_ledger_is_complete_whatever_the_copy() -> None:
    assert check_article(CLEAN, []) == ArticleCheck(found=(), missing=())
    assert check_article(CLEAN, []).complete


def test_a_ledger_can_be_read_once_only() -> None:
    assert check_article(CLEAN, iter(LEDGER)).found == NUMBERS


@pytest.mark.parametrize("words", [-1, 0, 8, 10_000])
def test_a_sentence_with_a_wrong_word_count_is_missing(words: int) -> None:
    title = LEDGER[0]
    assert check_article(TEXTS["title"], [Sentence("title", words, title.digest)]).missing == ("title",)


WHITE_SPACE = st.text(alphabet=" \t\n\r\f\v\u00a0\u2003\u2028", min_size=1, max_size=4)
COPIES = st.lists(
    st.sampled_from(
        [*TEXTS.values(), *map(typewritten, TEXTS.values()), "ADVERTISEMENT", "-", "---", "[2.1]", "pebble"]
    )
)


@given(copy=COPIES, data=st.data())
def test_rewrapping_a_copy_never_changes_the_result(copy: list[str], data: st.DataObject) -> None:
    words = " ".join(copy).split()
    rewrapped = "".join(word + data.draw(WHITE_SPACE) for word in words)
    assert check_article(rewrapped, LEDGER) == check_article(" ".join(words), LEDGER)


@given(copy=st.text() | st.text(alphabet="<>!/[]-&;pbrscit \n'\"—").map("<p>{}".format))
def test_any_text_can_be_checked(copy: str) -> None:
    check = check_article(copy, LEDGER)
    assert sorted(check.found + check.missing) == sorted(NUMBERS)


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<!-- -",
        "<!",
        "<?",
        "<![",
        "</p",
        "<p ",
        "<p a='",
        '<p a="',
        "<script>",
        "</script",
        "&#",
        "&",
        "<",
        "<a\n",
    ],
)
@pytest.mark.parametrize("end", ["", ">", "-->", "'>"])
def test_what_opens_again_and_again_and_never_closes_is_read_to_the_end(piece: str, end: str) -> None:
    """Read in one go: were each piece looked for an end by itself, this would take a minute."""
    assert not check_article(f"<p>{piece * (300_000 // len(piece))}{end}", ledger_of(TEXTS)).found


@pytest.mark.parametrize("before", ["<!-- a -->", "<!---->", "<!-->", "<!-- <!-- -->", "<!-- a > b -->"])
def test_what_stands_after_a_comment_is_read(before: str) -> None:
    text = TEXTS["title"]
    assert check_article(f"<p>{before}{text}", ledger_of({"title": text})).complete


def test_what_stands_in_a_comment_is_not_shown() -> None:
    text = TEXTS["title"]
    for copy in (f"<p>a<!-- {text} -->", f"<p>a<!-- {text}"):
        assert not check_article(copy, ledger_of({"title": text})).found


def test_what_stands_after_the_last_tag_is_read_whatever_opens_there() -> None:
    text = TEXTS["title"]
    assert check_article(f"<p>a</p>{text} <p", ledger_of({"title": text})).complete
