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


KNEE = {"fact1": "injuries", "is1": "has", "value1-site": "knee", "value1-status": "returning"}


def test_a_condition_asks_for_one_item_of_a_list_with_several_fields(service: Asked, tmp_path: Path) -> None:
    asked = {name: value for name, value in GOOD.items() if name[-1:] not in "12"} | {"topic": "injury"}
    for facts, when, fires in (
        (KNEE, "any(injury.site == knee and injury.status == returning)", [{"site": "knee", "status": "returning"}]),
        (
            {**KNEE, "value1-site": "", "fact2": "stiffness", "is2": "has", "value2-severity": "mild"},
            "any(injury.status == returning) and any(stiffness.severity == mild)",
            [{"site": "ankle", "status": "returning"}],
        ),
        (
            {**KNEE, **{name.replace("1", "2"): value for name, value in KNEE.items()}, "value2-site": "calf"},
            "any(injury.site == knee and injury.status == returning) and "
            "any(injury.site == calf and injury.status == returning)",
            [{"site": "knee", "status": "returning"}, {"site": "calf", "status": "returning"}],
        ),
    ):
        page = page_of(service, asked | facts)
        assert page.words["h1"].startswith("OWN-010"), page.words["alert"]
        kept = tmp_path / "own-rule.yaml"
        kept.write_text(file_of(service, asked | facts).text, encoding="utf-8")
        rule = load_rule_base(overlays=[kept]).rule("OWN-010")
        assert rule.when_text == when and rule.fires_for["injuries"] == fires
        place = re.search(r'href="(/coach/new\?[^"]+)">Change it', page.text)
        assert place is not None
        text = service.get(html.unescape(place[1])).text
        chosen = [value for name, value in facts.items() if name.startswith("value") and value]
        assert [value for value in chosen if f'<option value="{value}" selected' not in text] == []


def test_an_item_that_is_asked_for_nothing_is_told(service: Asked) -> None:
    for wrong, said in (({}, "Injuries: choose at least one"), ({"value1-site": "wing"}, "'wing' is not allowed")):
        query = {**GOOD, "fact1": "injuries", "is1": "has", **wrong}
        page = page_of(service, query)
        told = re.search(r'<span class="wrong" id="value1-site-wrong">([^<]*)</span>', page.text)
        assert told is not None and said in html.unescape(told[1]), page.words["alert"]


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


CLUB = EXAMPLES / "overlays" / "club-rules.yaml"


def put_into(service: Asked, overlay: str | bytes, path: str = "/new", **query: str) -> Any:
    sent = {"overlay": (None, overlay)} if isinstance(overlay, str) else {"file": ("own.yaml", overlay)}
    return service.post(f"/coach{path}", params={**GOOD, **query}, files=sent)


def test_a_second_rule_is_put_into_the_file_of_the_first(service: Asked, tmp_path: Path) -> None:
    first = file_of(service, GOOD).text
    second = {"name": "Another", "value2": "5", "then-efforts": ""}
    page = Page(put_into(service, first.replace("\n", "\r\n"), **second))
    assert page.words["h1"] == "OWN-020 another" and "beside OWN-010, and so it has the next free number" in words_of(
        page
    )
    form = next(form for form in page.forms if form.action.startswith("/coach/new/own-rule.yaml"))
    assert dict(form.hidden) == {"overlay": first}
    answer = service.post(form.action, files={"overlay": (None, first)})
    assert answer.headers["content-disposition"] == 'attachment; filename="own-rule.yaml"'
    assert answer.text.startswith(first.rstrip("\n")) and answer.headers["cache-control"] == "no-store"
    kept = tmp_path / "own-rule.yaml"
    kept.write_text(answer.text, encoding="utf-8")
    assert [rule.id for rule in load_rule_base(overlays=[kept]).rules if rule.id[:3] == "OWN"] == ["OWN-010", "OWN-020"]
    assert put_into(service, first.encode(), "/new/own-rule.yaml", **second).text == answer.text


def test_what_a_rule_changes_is_told_beside_the_file_it_is_put_into(service: Asked) -> None:
    first = file_of(service, GOOD).text
    page = Page(put_into(service, first, name="Another"))
    assert "changes 0 plans. Other rules ask for as much already." in words_of(page)


@pytest.mark.parametrize(
    ("overlay", "said"),
    [
        ("name,pain\nA,none\n", "is no overlay"),
        ("overlay: [", ""),
        ("overlay: club\nauthor: A\ndate: 2026-01-01\ncolour: red\n", "colour"),
        ("x" * 100_001, "is too long; at most 100,000 letters"),
        (f"overlay: {HOSTILE}", ""),
        ("overlay: c\nauthor: A. Coach\ndate: 2026-01-01\nadd: [{id: OWN-010}]\n", "OWN-010"),
    ],
    ids=["table", "broken", "unknown", "long", "hostile", "unfinished"],
)
def test_a_file_that_is_no_overlay_is_told_above_the_rule_alone(service: Asked, overlay: str, said: str) -> None:
    page = Page(put_into(service, overlay))
    assert page.status == 200 and page.words["h1"].startswith("OWN-010") and page.words["title"].startswith("Error: ")
    assert "Nothing can be put into this file" in page.words["alert"] and said in words_of(page)
    assert "<img" not in page.text and "<script" not in page.text and len(page.text) < 100_000
    assert put_into(service, overlay, "/new/own-rule.yaml").status_code in (400, 409, 422)


def test_a_name_that_the_file_has_already_is_told_at_its_field(service: Asked) -> None:
    page = Page(put_into(service, file_of(service, GOOD).text))
    assert "is the name of OWN-010 already" in page.words["alert"] and page.words["h1"] == "A rule of your own"


def test_no_other_site_sends_an_overlay(service: Asked) -> None:
    sent = {"files": {"overlay": (None, "overlay: a")}, "headers": {"sec-fetch-site": "cross-site"}}
    assert service.post("/coach/new", params=GOOD, **sent).status_code == 403


def test_rules_with_an_overlay_get_one_beside_it(tmp_path: Path) -> None:
    club = load_rule_base(overlays=[CLUB])
    with serving(rule_bases={GUIDE: BASE, "club": club}) as asked:
        assert 'href="/coach/new?rules=club"' in asked.get("/coach", params={"rules": "club"}).text
        page = page_of(asked, {**GOOD, "rules": "club"})
        assert page.words["h1"].startswith("OWN-020") and "have overlays already: club-rules." in words_of(page)
        kept = tmp_path / "own-rule.yaml"
        kept.write_text(file_of(asked, {**GOOD, "rules": "club"}).text, encoding="utf-8")
        assert load_rule_base(overlays=[CLUB, kept]).rule("OWN-020").name == "hard-ground-when-tired"
        whole = put_into(asked, file_of(asked, {**GOOD, "name": "a-third"}).text, rules="club")
        assert "is used twice" in words_of(Page(whole)), "its own OWN-010 is taken by the club's"
