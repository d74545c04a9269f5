"""A rule of a coach's own, made by the forms of the coach's desk, as a browser without scripts meets them."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import case_of
from springstep.engine.inference.examples import example_case
from springstep.installed import default_rule_base, load_rule_base
from springstep.serve.page_answers import HEADERS
from springstep.serve.settings import GUIDE
from tests.other_subject.plants import BASE as PLANTS
from tests.places import EXAMPLES
from tests.serve.browsing import Page
from tests.serve.serving import Asked, serving

BASE = default_rule_base()
ABOUT = {"topic": "surface", "moment": "before"}
FACTS = {**ABOUT, "fact1": "surface", "fact2": "fatigue"}
GOOD = {
    **FACTS,
    "is1": "==",
    "value1": "asphalt",
    "is2": ">=",
    "value2": "2",
    "then-efforts": "3",
    "exclude-drills": "impact=high",
    "name": "Hard ground when tired",
    "because": 'Tired legs land hard: and "hard" ground adds up.',
    "author": "A. Coach",
    "date": "2026-03-02",
    "reason": "trial",
    "note": "# Tried for one season.",
    "do": "check",
}
HOSTILE = "<img src=x onerror=alert(1)> {{ 7*7 }}\x1b[31m</title><script>"


def page_of(service: Asked, query: dict[str, str]) -> Page:
    return Page(service.get("/coach/new", params=query))


def words_of(page: Page) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


def file_of(service: Asked, query: dict[str, str]) -> Any:
    return service.get("/coach/new/own-rule.yaml", params=query)


@pytest.mark.parametrize("query", [{}, {"do": "about"}, ABOUT, FACTS, GOOD, {**GOOD, "value2": "99"}])
def test_every_page_of_it_allows_nothing_from_elsewhere_and_holds_together(
    service: Asked, query: dict[str, str]
) -> None:
    page = page_of(service, query)
    assert page.status == 200 and {name: page.headers[name] for name in HEADERS} == HEADERS
    assert "style=" not in page.text and "<script" not in page.text and "set-cookie" not in page.headers
    assert page.text.count("<h1") == 1 and len(page.ids) == len(set(page.ids)) and page.labelled <= set(page.ids)
    described = " ".join(re.findall(r'aria-describedby="([^"]*)"', page.text))
    assert set(described.split()) <= set(page.ids)
    assert len(gzip.compress(page.text.encode())) < 100_000
    for form in page.forms:
        assert set(form.kinds) <= page.labelled


def test_fields_offer_only_what_the_language_allows(service: Asked) -> None:
    (form,) = page_of(service, {}).forms
    assert form.options == {"topic": [*BASE.topics], "moment": [*BASE.vocabulary.moments]}
    for moment in BASE.vocabulary.moments:
        (form,) = page_of(service, {**ABOUT, "moment": moment}).forms
        asked = [info.name for info in BASE.vocabulary.asked_at(moment)]
        assert (
            form.options["fact1"] and [name for name in asked if name in form.options["fact1"]] == form.options["fact1"]
        )
    (form,) = page_of(service, FACTS).forms
    assert dict(form.hidden) == FACTS and form.options["value1"] == [*BASE.facts["surface"].values]
    assert form.options["is1"] == ["==", "!="] and form.options["is2"] == [">=", "<=", "=="]
    assert form.options["then-clearance"] == [*BASE.decisions["clearance"].steps][1:]
    assert "then-next_action" not in form.options and form.options["reason"] == [*BASE.domain.reasons]


def test_a_sound_rule_is_shown_in_words_with_whom_it_changes_and_its_file(service: Asked, tmp_path: Path) -> None:
    page = page_of(service, GOOD)
    words = words_of(page)
    assert page.words["h1"] == "OWN-010 hard ground when tired" and not page.words["alert"]
    assert "surface is asphalt and fatigue is at least 2" in words and "Number of efforts today: at most 3" in words
    place = re.search(r'href="(/coach/new/own-rule\.yaml\?[^"]+)"', page.text)
    assert place is not None
    answer = service.get(html.unescape(place[1]))
    assert answer.headers["content-type"] == "text/yaml; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="own-rule.yaml"'
    kept = tmp_path / "own-rule.yaml"
    kept.write_text(answer.text, encoding="utf-8")
    base = load_rule_base(overlays=[kept])
    rule = base.rule("OWN-010")
    assert (rule.because, rule.origin and rule.origin.note) == (GOOD["because"], GOOD["note"])
    case = example_case(BASE, rule, rule.fires_for)
    for rules in (BASE, base):
        assert build(rules, case_of(case, rules), look_ahead=True).headline in words
    assert html.escape(answer.text.splitlines()[0], quote=False) in page.text
    assert "springstep recommend case.yaml --overlay own-rule.yaml" in words


def test_a_rule_that_changes_nobody_says_so(service: Asked) -> None:
    query = {**GOOD, "then-efforts": "30"}
    del query["exclude-drills"]
    assert "changes 0 plans. Other rules ask for as much already." in words_of(page_of(service, query))


def test_a_claim_that_a_plan_would_break_is_told(service: Asked) -> None:
    about = {name: GOOD[name] for name in ("name", "because", "author", "date", "reason", "note", "do")}
    query = {"topic": "diary", "moment": "after", "fact1": "goal", "is1": "==", "value1": "economy", **about}
    page = page_of(service, {**query, "then-session_taken": "badly"})
    words = words_of(page)
    assert "Plans that are refused" in words and "breaks the safety claim CLM-835" in words
    assert 'href="/coach/claims#CLM-835"' in page.text and "No claim" not in words
    assert "Plans that are refused" not in words_of(page_of(service, {**query, "then-progression": "hold"}))


def test_the_form_is_kept_by_its_own_address_and_changed(service: Asked) -> None:
    page = page_of(service, GOOD)
    place = re.search(r'href="(/coach/new\?[^"]+)">Change it', page.text)
    assert place is not None
    kept = {name: value[0] for name, value in parse_qs(urlsplit(html.unescape(place[1])).query).items()}
    assert kept == {name: value for name, value in GOOD.items() if name != "do"}
    text = Page(service.get(html.unescape(place[1]))).text
    for value in (GOOD["because"], GOOD["name"], GOOD["date"]):
        assert f'value="{html.escape(value).replace("&quot;", "&#34;")}"' in text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value1", "lava", "'lava' is not allowed; allowed: grass"),
        ("value1", "", "Surface: choose one"),
        ("is1", ">=", "'>=' is not allowed"),
        ("value2", "99", "a whole number from 0 to 10"),
        ("value2", "nan", "a whole number from 0 to 10"),
        ("value2", "2.5", "a whole number from 0 to 10"),
        ("then-efforts", "999", "Number of efforts today: '999' is not allowed; allowed: a whole number from 3 to 30"),
        ("then-efforts", "-1", "a whole number from 3 to 30"),
        ("exclude-drills", "impact=none", "'impact=none' is not allowed"),
        ("then-clearance", "go", "'go' is not allowed"),
        ("name", "?!", "needs a letter from a to z"),
        ("because", "", "Because is still to be filled in"),
        ("because", "x" * 201, "Because is too long; at most 200 letters"),
        ("author", "a\x1b[31m", "Your name holds the character U+001B"),
        ("date", "2026-02-30", "'2026-02-30' is not a day"),
        ("reason", "whim", "'whim' is not allowed"),
        ("note", "", "Note is still to be filled in"),
        ("advise-say", "Look at your shoes.", None),
    ],
)
def test_what_is_wrong_is_told_at_its_field(service: Asked, field: str, value: str, said: str | None) -> None:
    query = {**GOOD, field: value}
    at, said = (field, said) if said else ("advise-topic", "Advice on: choose one")
    page = page_of(service, query)
    told = re.search(rf'<span class="wrong" id="{at}-wrong">([^<]*)</span>', page.text)
    assert told is not None and said in html.unescape(told[1]) and said in page.words["alert"]
    assert page.status == 200 and page.words["title"].startswith("Error: ")
    assert re.search(rf'id="{at}"[^>]* aria-invalid="true" aria-describedby="{at}-wrong', page.text)
    answer = file_of(service, query)
    assert answer.status_code == 422 and answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"then-efforts": "", "exclude-drills": ""}, "Say at least one thing that follows"),
        ({"fact3": "colour"}, "No fact of this moment is called 'colour'"),
        ({"fact3": "fatigue", "is3": "<=", "value3": "1"}, "No runner was found for whom all of this holds"),
        ({"fact1": "", "value2": "0"}, "This holds for every runner"),
        ({"fact1": "", "fact2": ""}, "Choose at least one fact"),
        ({"moment": "never"}, "When it speaks: 'never' is not allowed"),
        ({"topic": "weather"}, "What it is about: 'weather' is not allowed"),
        ({"name": BASE.rules[0].name}, BASE.rules[0].id),
    ],
)
def test_what_does_not_go_together_is_told(service: Asked, change: dict[str, str], said: str) -> None:
    page = page_of(service, {**GOOD, **change})
    assert page.status == 200 and said in page.words["alert"] and page.words["title"].startswith("Error: ")


@pytest.mark.parametrize("field", ["topic", "moment", "fact1", "is1", *GOOD, "then-clearance", "advise-say", "like"])
def test_hostile_words_stay_words(service: Asked, field: str) -> None:
    page = page_of(service, {**GOOD, "advise-topic": "shoes", field: HOSTILE})
    assert page.status in (200, 404)
    assert "<img" not in page.text and "<script" not in page.text and " 49" not in page.text and "\x1b" not in page.text


def test_words_of_a_sound_rule_stay_words(service: Asked) -> None:
    words = "<b>now</b> {{ 7*7 }}: [x] & more"
    query = {**GOOD, "because": words, "note": words, "author": words, "name": words, "advise-topic": "shoes"}
    page = page_of(service, {**query, "advise-say": words})
    assert "<b>" not in page.text and words in words_of(page) and not page.words["alert"]


def test_a_form_begins_from_a_rule(service: Asked) -> None:
    card = service.get("/coach/rules/RDY-020").text
    assert 'href="/coach/new?like=RDY-020">Make it stricter' in card
    page = page_of(service, {"like": "RDY-020"})
    assert "Begun from RDY-020" in words_of(page) and "Not all of when" not in words_of(page)
    assert re.search(r'id="value1"[^>]* value="4"', page.text)
    assert re.search(r'<option value="modify" selected>', page.text)
    assert "Not all of when INJ-040 fires" in words_of(page_of(service, {"like": "INJ-040"}))
    assert page_of(service, {"like": "XXX-999"}).status == 404


@pytest.mark.parametrize("rule", BASE.rules[::12], ids=lambda rule: rule.id)
def test_a_form_begun_from_any_rule_holds_nothing_that_is_refused(service: Asked, rule: Any) -> None:
    page = page_of(service, {"like": rule.id})
    assert page.status == 200 and "aria-invalid" not in page.text


def test_rules_of_another_subject_get_their_own() -> None:
    with serving(rule_bases={GUIDE: BASE, "plants": PLANTS}) as asked:
        page = page_of(asked, {"rules": "plants"})
        (form,) = page.forms
        assert ("rules", "plants") in form.hidden and form.options["topic"] == [*PLANTS.topics]


def test_rules_with_an_overlay_get_no_second_one() -> None:
    club = load_rule_base(overlays=[EXAMPLES / "overlays" / "club-rules.yaml"])
    with serving(rule_bases={GUIDE: BASE, "club": club}) as asked:
        assert page_of(asked, {"rules": "club"}).status == 422
        assert "/coach/new" not in asked.get("/coach", params={"rules": "club"}).text
