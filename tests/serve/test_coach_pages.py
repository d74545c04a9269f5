"""The coach's desk, as a browser without scripts meets it."""

from __future__ import annotations

import gzip
import html
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

import springstep
from springstep.engine.inference.examples import example_case, standard_case
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import load_ledger
from springstep.installed import default_rule_base, load_rule_base
from springstep.rendering.desk.audit import Standing, audit_page
from springstep.rendering.desk.desk import Desk, DeskPlaces
from springstep.serve.auditing import Auditing
from springstep.serve.page_answers import HEADERS
from springstep.serve.settings import GUIDE
from tests.audits import full_audit
from tests.other_subject.plants import BASE as PLANTS
from tests.places import EXAMPLES
from tests.serve.browsing import Page
from tests.serve.serving import Asked, serving

BASE = default_rule_base()
MOST_BYTES = 100_000
PAGES = (
    "",
    "/rules",
    "/rules/INJ-040",
    "/claims",
    "/ledger",
    "/facts",
    "/graph",
    "/graph?topic=injury&size=4",
    "/graph?rule=INJ-040",
    "/group",
    "/signing?kind=drills",
)
HOSTILE = '<img src=x onerror="alert(1)"> {{ 7*7 }} </title><script>alert(2)</script>'


def page_of(service: Asked, path: str = "", **query: Any) -> Page:
    return Page(service.get(f"/coach{path}", params=query))


def rules_on(page: Page) -> list[str]:
    """Return the rules that a list leads to, each once."""
    return list(dict.fromkeys(re.findall(r'<li><a href="/coach/rules/([A-Z]{3}-\d{3})', page.text)))


def words_of(page: Page) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page.text)))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_allows_nothing_from_elsewhere_and_holds_together(service: Asked, path: str) -> None:
    answer = service.get(f"/coach{path}", headers={"accept-encoding": "gzip"})
    page = Page(answer)
    assert page.status == 200 and {name: page.headers[name] for name in HEADERS} == HEADERS
    text = page.text.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http://" not in text and "https://" not in text and "style=" not in text and "<style" not in text
    assert "set-cookie" not in page.headers and "<script" not in page.text
    assert answer.headers["content-encoding"] == "gzip" and len(gzip.compress(answer.content)) < MOST_BYTES
    assert len(page.ids) == len(set(page.ids)) and page.labelled <= set(page.ids)
    assert page.text.count("<h1") == 1
    for form in page.forms:
        assert {name for name, kind in form.kinds.items() if kind != "checkbox"} <= page.labelled
    places = set(re.findall(r'href="(/[^"?#]*)"', page.text))
    for place in sorted(places)[:20]:
        assert service.get(place).status_code == 200, place


def test_a_page_is_the_same_for_who_cannot_unpack_it(service: Asked) -> None:
    plain = service.get("/coach/claims", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.headers["vary"] == "Accept-Encoding"
    assert plain.text == service.get("/coach/claims", headers={"accept-encoding": "gzip"}).text


def test_the_pages_of_runners_and_coaches_lead_to_each_other(service: Asked) -> None:
    assert 'href="/coach">For coaches<' in service.get("/").text
    assert 'href="/">Ask for today\'s plan<' in service.get("/coach").text


def test_the_first_page_counts_the_rules(service: Asked) -> None:
    page = page_of(service)
    assert f"{len(BASE.rules)} rules" in words_of(page) and BASE.digest in page.text
    for basis in ("guide", "inference", "convention"):
        assert re.search(rf"{basis} {sum(rule.basis == basis for rule in BASE.rules)} ", words_of(page))


def test_all_rules_are_listed(service: Asked) -> None:
    assert rules_on(page_of(service, "/rules")) == [rule.id for rule in BASE.rules]


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ({"topic": "dose"}, lambda rule: rule.topic == "dose"),
        ({"basis": "guide"}, lambda rule: rule.basis == "guide"),
        ({"moment": "during"}, lambda rule: "during" in rule.moments),
        (
            {"topic": "injury", "basis": "convention", "moment": "after"},
            lambda rule: (rule.topic, rule.basis) == ("injury", "convention") and "after" in rule.moments,
        ),
        ({"words": "12.2"}, lambda rule: "12.2" in rule.guide),
        (
            {"words": "INJ-040"},
            lambda rule: rule.id == "INJ-040" or "INJ-040" in (*rule.overrides, *rule.overridden_by),
        ),
    ],
)
def test_rules_are_chosen_by_filters_and_words(service: Asked, query: dict[str, str], passes: Any) -> None:
    page = page_of(service, "/rules", **query)
    wanted = [rule.id for rule in BASE.rules if passes(rule)]
    assert rules_on(page) == wanted and f"{len(wanted)} of {len(BASE.rules)} rules" in words_of(page)
    for name, value in query.items():
        assert re.search(rf'<(?:option value|input[^>]* value)="{value}"(?: selected)?>', page.text), name


def test_a_situation_finds_rules_and_says_how_it_was_understood(service: Asked) -> None:
    page = page_of(service, "/rules", told="returning calf purple")
    words = words_of(page)
    assert "returning = injury status returning" in words and "Not understood: purple" in words
    assert words.index("These fire then") < words.index("These may fire then")
    assert rules_on(page)[0] == "INJ-050"
    narrowed = page_of(service, "/rules", told="returning calf purple", basis="convention")
    assert set(rules_on(narrowed)) == {each for each in rules_on(page) if BASE.by_id[each].basis == "convention"}


def test_where_nothing_is_found_it_says_what_to_do(service: Asked) -> None:
    for query in ({"told": "purple elephants"}, {"words": "elephants"}, {"topic": "nowhere"}):
        words = words_of(page_of(service, "/rules", **query))
        assert f"0 of {len(BASE.rules)} rules" in words and "Try fewer words" in words


def test_a_text_that_is_too_long_is_told(service: Asked) -> None:
    page = page_of(service, "/rules", told="calf " * 100, topic="stop")
    assert set(rules_on(page)) == {rule.id for rule in BASE.rules if rule.topic == "stop"}
    assert page.status == 200 and page.words["title"].startswith("Error: ") and "too long" in page.words["alert"]


@pytest.mark.parametrize("rule", BASE.rules[::24], ids=lambda rule: rule.id)
def test_a_card_tells_all_of_a_rule(service: Asked, rule: Any) -> None:
    page = page_of(service, f"/rules/{rule.id}")
    words = words_of(page)
    for said in (rule.id, rule.because, rule.when_text if rule.when_text != "always" else "always", rule.basis):
        assert re.sub(r"\s+", " ", said) in words
    for number in rule.guide:
        assert f"[{number}] {load_ledger(BASE).sentences[number].gist}" in words
    assert "It fires for" in words and "It stays silent for" in words


def test_cards_lead_from_the_first_rule_to_the_last(service: Asked) -> None:
    first, second, *_, last = BASE.rules
    assert f'href="/coach/rules/{second.id}" rel="next"' in page_of(service, f"/rules/{first.id}").text
    assert 'rel="prev"' not in page_of(service, f"/rules/{first.id}").text
    assert 'rel="next"' not in page_of(service, f"/rules/{last.id}").text


def test_every_claim_and_every_sentence_is_told(service: Asked) -> None:
    page = page_of(service, "/claims")
    assert {claim.id for claim in load_claims(BASE)} <= set(page.ids)
    page, ledger = page_of(service, "/ledger"), load_ledger(BASE)
    assert {f"sentence-{number}" for number in ledger.sentences} | {each.id for each in ledger.tensions} <= set(
        page.ids
    )
    assert set(BASE.vocabulary.facts) <= set(page_of(service, "/facts").ids)


@pytest.mark.parametrize(
    "path",
    [
        "/rules/XXX-999",
        "/rules/%3Cscript%3E",
        "/rules?rules=none",
        "?rules=none",
        "/none",
        "/graph?topic=x",
        "/graph?rule=x",
        "/graph?size=x",
    ],
)
def test_what_is_not_there_is_told_as_404(service: Asked, path: str) -> None:
    answer = service.get(f"/coach{path}")
    assert answer.status_code == 404 and "<script" not in answer.text


@pytest.mark.parametrize("path", ["/rules", "/claims", "/ask", "/graph", ""])
def test_a_hostile_query_stays_words(service: Asked, path: str) -> None:
    for name in ("told", "words", "topic", "rules", "basis", "with", "fact", "value", "runner", "ask", "of", "size"):
        page = page_of(service, path, **{name: HOSTILE})
        assert "<img" not in page.text and "<script" not in page.text and " 49 " not in page.text
    assert "\x1b" not in page_of(service, "/rules", told="red \x1b[31m").text


def test_no_desk_where_a_token_is_asked_for() -> None:
    with serving(tokens=frozenset({"letters"})) as asked:
        assert asked.get("/coach", headers={"authorization": "Bearer letters"}).status_code == 404


def test_words_of_an_overlay_stay_words_and_its_rules_are_chosen_by_name(tmp_path: Path) -> None:
    text = (EXAMPLES / "overlays" / "club-rules.yaml").read_text(encoding="utf-8")
    overlay = tmp_path / "hostile.yaml"
    changed = re.sub(r"because: .*(?:\n {6,}.*)*", lambda _: f"because: '{HOSTILE}'", text)
    overlay.write_text(re.sub(r"note: .*(?:\n {6,}.*)*", lambda _: f"note: '{HOSTILE}'", changed), encoding="utf-8")
    base = load_rule_base(overlays=[overlay])
    added = next(rule for rule in base.rules if rule.id == "OWN-010")
    with serving(rule_bases={GUIDE: BASE, "club": base}) as asked:
        assert asked.get(f"/coach/rules/{added.id}").status_code == 404
        page = page_of(asked, f"/rules/{added.id}", rules="club")
        assert page.status == 200 and html.escape(HOSTILE, quote=False)[:20] in page.text
        assert "<img" not in page.text and "<script" not in page.text
        for place in re.findall(r'href="(/coach[^"]*)"', page.text):
            assert "rules=club" in place
        assert "club" in words_of(page_of(asked)) and base.digest in page_of(asked, rules="club").text


def test_a_rule_in_a_picture_leads_to_its_card(service: Asked) -> None:
    page = page_of(service, "/graph", topic="stop")
    assert set(re.findall(r'<a href="/coach/rules/([A-Z]{3}-[0-9]{3})">\s*<title>', page.text)) == {
        rule.id for rule in BASE.rules if rule.topic == "stop"
    }
    assert 'class="picture size-2"' in page_of(service, "/graph", topic="stop", size="2").text
    assert "/coach/graph?topic=stop&amp;size=4" in page.text


def asked(service: Asked, **query: Any) -> Page:
    return page_of(service, "/ask", **query)


@pytest.mark.parametrize("moment", ["before", "during", "after"])
def test_the_standard_runners_are_advised_as_the_library_does(service: Asked, moment: str) -> None:
    page = asked(service, runner=f"standard:{moment}")
    plan = springstep.recommend(standard_case(BASE, moment))
    assert f'<h2 id="advised">{html.escape(plan.headline, quote=False)}</h2>' in page.text
    for decision in plan.decisions:
        assert f"{decision.title} {decision.text}" in words_of(page)


def test_the_example_of_a_rule_is_asked_about_from_its_card(service: Asked) -> None:
    rule = BASE.rule("INJ-040")
    place = re.search(r'href="(/coach/ask[^"]+fires[^"]+)"', page_of(service, "/rules/INJ-040").text)
    assert place is not None
    page = Page(service.get(html.unescape(place[1])))
    plan = springstep.recommend(example_case(BASE, rule, rule.fires_for))
    assert plan.headline in words_of(page) and "INJ-040" in words_of(page)


def test_answers_are_changed_kept_in_the_address_and_taken_back(service: Asked) -> None:
    page = asked(service, fact="fatigue", value="8")
    assert "No bursts today" in words_of(page) and "fatigue: 8 of 10 Take back" in words_of(page)
    changing = next(form for form in page.forms if "fact" in form.kinds)
    page = asked(
        service, **{"with": [value for name, value in changing.hidden if name == "with"]}, fact="sleep", value="badly"
    )
    assert "Fatigue is 8 of 10" in words_of(page) and "sleep: poor" in words_of(page)
    back = re.findall(r'href="(/coach/ask[^"]*)">Take back', page.text)
    assert len(back) == 2
    page = Page(service.get(html.unescape(back[0])))
    assert "fatigue: 8" not in words_of(page) and "sleep: poor" in words_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"ask": "why", "of": "clearance", "runner": "fires:INJ-040"},
            "Why: Readiness Readiness: Bursts, with care INJ-040",
        ),
        ({"ask": "why_not", "of": "bounding"}, "Bounding is ruled out"),
        ({"ask": "why_not", "of": "RDY-040"}, "RDY-040 did not fire"),
        ({"ask": "why_not", "of": "clearance=no_bursts_today"}, "Why not clearance=no_bursts_today?"),
        ({"ask": "what_if", "of": "fatigue", "value": "8"}, "fatigue: 1 of 10 → 8 of 10"),
        ({"ask": "what_if", "of": "fatigue", "value": "1"}, "Nothing would differ"),
        (
            {"ask": "without", "of": "INJ-040", "runner": "fires:INJ-040"},
            "Without INJ-040 returning ankle or knee What differs",
        ),
        ({"ask": "without", "of": "INJ-040"}, "Nothing would differ"),
        ({"ask": "what_would_change", "of": "clearance", "with": "fatigue=8"}, "If fatigue were 6 instead of 8"),
    ],
)
def test_questions_are_answered(service: Asked, query: dict[str, str], said: str) -> None:
    page = asked(service, **query)
    assert page.status == 200 and not page.words["alert"] and said in words_of(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"fact": "fatigue", "value": "purple"}, "purple"),
        ({"fact": "fatigue", "value": ""}, "say what it is instead"),
        ({"fact": "colour", "value": "red"}, "no fact is called"),
        ({"with": ["fatigue=purple", "sleep=poor"]}, "purple"),
        ({"with": "purple"}, "is not a change"),
        ({"ask": "why", "of": "colour"}, "colour"),
        ({"ask": "why_not", "of": ""}, "Say what you ask about"),
        ({"ask": "why_not", "of": "elephants"}, "elephants"),
        ({"ask": "what_if", "of": "fatigue", "value": "99"}, "99"),
        ({"ask": "without", "of": "XXX-999"}, "XXX-999"),
        ({"ask": "whether", "of": "pain"}, "cannot be asked"),
    ],
)
def test_what_cannot_be_asked_is_told_at_the_top(service: Asked, query: dict[str, str], said: str) -> None:
    page = asked(service, **query)
    assert page.status == 200 and page.words["title"].startswith("Error: ") and said in page.words["alert"]
    assert "Bursts today: 4 x 10 s of light hops." in words_of(page)


def test_without_graphviz_there_is_no_picture_and_it_is_said(service: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    page = page_of(service, "/graph")
    assert page.status == 501 and "The picture needs pygraphviz" in words_of(page)


def test_rules_of_another_subject_have_a_desk_of_their_own() -> None:
    with serving(rule_bases={GUIDE: BASE, "plants": PLANTS}) as asked:
        rule = PLANTS.rules[0].id
        for path in (*(path.partition("?")[0] for path in PAGES), f"/rules/{rule}", f"/graph?rule={rule}"):
            page = Page(asked.get(f"/coach{path.replace('INJ-040', rule)}", params={"rules": "plants"}))
            assert page.status == 200 and "plant" in words_of(page) and "runner" not in words_of(page), path


@contextmanager
def audited(*, rules: str = "plants") -> Iterator[Asked]:
    """Serve small rules beside the guide's, and have them audited."""
    with serving(rule_bases={GUIDE: BASE, "plants": PLANTS, "others": replace(PLANTS, digest="others")}) as asked:
        begun = begin(asked, rules)
        assert begun.status_code == 303 and begun.headers["location"] == f"/coach/audit?rules={rules}"
        yield asked


def begin(service: Asked, rules: str, **headers: str) -> requests.Response:
    head = {"content-type": "application/x-www-form-urlencoded", **headers}
    return service.post("/coach/audit", data={"rules": rules}, headers=head, allow_redirects=False)


def at_the_end(service: Asked, rules: str) -> requests.Response:
    """Look at the page of an audit again and again, as it asks a browser to do, until it no longer does."""
    while "refresh" in (answer := service.get("/coach/audit", params={"rules": rules})).headers:
        assert "being audited" in answer.text and "<form" not in answer.text
    return answer


def test_rules_are_audited_beside_other_answers_and_what_came_out_is_kept() -> None:
    with audited() as service:
        assert service.get("/coach/rules").status_code == 200
        answer = at_the_end(service, "plants")
        page = Page(answer)
        assert "Nothing is open: all 12 safety claims hold for every plant" in words_of(page)
        assert "12 of 12 claims proved" in words_of(page) and "<form" not in page.text
        assert begin(service, "plants").status_code == 303  # it need not be done again
        assert "refresh" not in service.get("/coach/audit?rules=plants").headers
        whole = service.get("/coach/audit/whole?rules=plants")
        assert whole.status_code == 200 and "attachment" in whole.headers["content-disposition"]
        assert "<title>Audit of the rules: nothing is open</title>" in whole.text
        assert "Audit these rules" in service.get("/coach/audit").text


def test_there_is_one_audit_at_a_time() -> None:
    with audited() as service:
        begin(service, "others")
        other = service.get("/coach/audit?rules=others")
        assert "Other rules are being audited now" in other.text and "<form" not in other.text


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403)])
def test_no_other_site_begins_an_audit(service: Asked, site: str, status: int) -> None:
    answer = begin(service, "guide", **{"sec-fetch-site": site})
    assert answer.status_code == status and "<h1>That could not be done</h1>" in answer.text
    assert "being audited" not in service.get("/coach/audit").text
    assert begin(service, "none").status_code == 404


def test_an_audit_whose_process_is_gone_is_told_and_begun_again() -> None:
    auditing = Auditing()
    auditing.begin(PLANTS)
    auditing.close()
    while auditing.standing(PLANTS).how == "going":
        pass
    standing = auditing.standing(PLANTS)
    page = audit_page(Desk(PLANTS, DeskPlaces("/coach", "/", "", "", "")), standing)
    assert standing.how == "failed" and "Its process was ended" in page and "Audit these rules" in page
    auditing.begin(PLANTS)
    assert auditing.standing(PLANTS).how == "going"
    auditing.close()


def test_the_page_of_an_audit_tells_all_that_was_found() -> None:
    found = full_audit()
    page = audit_page(Desk(BASE, DeskPlaces("/coach", "/", "", "", "")), Standing("done", audit=found))
    words = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    for finding in (*found.findings, *found.accepted):
        assert re.sub(r"\s+", " ", finding.says) in words
    for claim in found.claims:
        assert f"{claim.status.capitalize()} {claim.id}" in words
    assert "<script" not in page and "style=" not in page and len(gzip.compress(page.encode())) < MOST_BYTES
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
