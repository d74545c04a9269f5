"""The pages of a consultation, as a browser without scripts meets them."""

from __future__ import annotations

import html
import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import springstep
from springstep.diary.card import card_of
from springstep.installed import default_rule_base
from springstep.sealing import Seal
from springstep.serve.page_answers import HEADERS, PARTS
from springstep.serve.settings import GUIDE
from tests.places import EXAMPLES
from tests.serve.browsing import Browser, Form, Page
from tests.serve.serving import KEY, Asked, serving
from tests.strategies import examples

BASE = default_rule_base()
MOST_PAGES = 90


def state_of(page: Page) -> springstep.State:
    sealed = dict(page.forms[0].hidden)["state"]
    return springstep.State.from_json(Seal(KEY).opened(sealed))


def filled(form: Form, rng: random.Random) -> dict[str, Any]:
    """Fill a form in: sometimes not at all, often with one thing, sometimes with what does not go together."""
    found: dict[str, Any] = {}
    for name, options in form.options.items():
        if rng.random() < 0.1:
            continue
        if form.kinds[name] == "checkbox":
            found[name] = rng.sample(options, min(len(options), rng.choice((0, 1, 1, 1, 2))))
        elif options:
            found[name] = rng.choice(options)
        elif name.startswith("amount") or rng.random() < 0.4:
            found[name] = rng.choice(("5", "45", "12", "6:00/km", "none", "no", "heavy legs, slept badly", "whatever"))
    return found


def asked_form(page: Page) -> Form:
    return page.button("answer")[0]


def run_through(browser: Browser, rng: random.Random) -> Page:
    page = browser.page
    for _ in range(MOST_PAGES):
        assert page.status == 200, page.text
        if not any(value == "answer" for form in page.forms for _, value, _ in form.buttons):
            return page
        do = rng.choice(("answer",) * 12 + ("unknown", "why", "review", "so far", "back"))
        known = [value for _, value, _ in asked_form(page).buttons]
        page = browser.press(do if do in known else "answer", **filled(asked_form(page), rng))
    for _ in range(MOST_PAGES):  # whoever answers nothing any more comes to an end
        known = [value for form in page.forms for _, value, _ in form.buttons]
        if "answer" not in known:
            break
        none = {"ticked": "none"} if "none" in asked_form(page).options.get("ticked", []) else {}
        page = browser.press("unknown" if "unknown" in known else "answer", **none)
    return page


@pytest.mark.parametrize("moment", ["before", "during", "after"])
@examples(12)
@given(seed=st.integers(0, 10**9))
def test_however_a_form_is_filled_in_the_plan_is_that_of_the_answers(service: Asked, moment: str, seed: int) -> None:
    browser = Browser(service)
    browser.press(moment)
    page = run_through(browser, random.Random(seed))
    state = state_of(page)
    known = {name: value for name, value in state.answers.items() if value is not None}
    if "answer" in [value for form in page.forms for _, value, _ in form.buttons]:
        return  # something that has to be answered was not
    case = {"moment": moment, **known}
    plan = springstep.recommend(case, whole=False)
    assert re.sub(r"\s+", " ", page.words["title"]).startswith(plan.headline.split(".")[0])
    assert state.advised


EVENING: list[dict[str, Any]] = [
    {"ticked": "nothing"},
    {"ticked": "none"},
    {"ticked": "none"},
    {"part": ["grass", "flat", "solid"]},
    {"part": "easy", "amount_1": "45", "words_1": "{} min", "amount_2": "6:30/km"},
    {"words": "never"},
    {"part": ["endurance", "build", "no coach"]},
]


def plain_evening(browser: Browser) -> Browser:
    browser.press("before")
    for told in EVENING:
        browser.press("answer", **told)
        if "How tired" in browser.page.words["h1"]:  # which matters by some coaches' rules
            browser.press("answer", words="2")
    return browser


def test_a_plain_evening_takes_few_pages(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    assert browser.page.words["title"].startswith("Bursts today: 3 x 8 s of quick feet.")
    assert len(browser.been) == len(EVENING) + 2


@pytest.mark.parametrize("along", ["run", "card"])
def test_what_is_taken_along_is_the_card_of_the_plan(service: Asked, along: str) -> None:
    page = plain_evening(Browser(service)).press(along)
    plan = springstep.recommend({"moment": "before", **state_of(page).answers})
    assert plan.session is not None and page.status == 200
    text = html.unescape(page.text).lower()
    card = card_of(plan, BASE)
    assert len(card.answers) > 5 and card.answers[0].verdict == "stop"
    for answer in card.answers:
        assert answer.when.lower() in text and answer.do.lower() in text
    if along == "card":
        assert all(line.say.lower() in text for line in card.lines)
        assert page.words["title"].startswith("Pocket card: Bursts today") and 'class="movement"' in page.text
        assert [value for form in page.forms for _, value, _ in form.buttons] == ["plan"]
        return
    for step in plan.session.timeline:
        assert f'data-kind="{step.kind}" data-seconds="{step.end_s - step.start_s}"' in page.text
    assert browser_back(page).startswith("Bursts today")


def test_the_drill_of_the_plan_is_drawn_and_told_how(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    how = BASE.tables["drills"].by_id["quick_feet"]["how"]
    for page in (browser.page, browser.press("run"), browser.press("plan"), browser.press("card")):
        drawn = re.findall(r'<svg class="movement"[^>]* aria-label="([^"]*)"', page.text)
        assert len(drawn) == 1 and drawn[0].startswith("Quick feet, drawn in 4 steps: 1 tiny step")
        assert html.unescape(page.text).count(how) == 2, "once as the label, once to read"


def browser_back(page: Page) -> str:
    """Return what the button back to the plan says."""
    assert [value for form in page.forms for _, value, _ in form.buttons] == ["plan"]
    return page.words["title"]


def test_without_a_set_there_is_nothing_to_take_along(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("answer", words="stabbing pain")
    assert not {"run", "card"} & {value for form in page.forms for _, value, _ in form.buttons}
    form, _ = page.button("review")
    for along in ("run", "card"):
        told = Page(browser.send(form.action, [*form.hidden, ("do", along)]))
        assert told.status == 200 and told.words["title"].startswith("Error: Stop")


def test_nothing_ticked_is_no_answer_and_both_are_a_mistake(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    for ticked in ([], ["pain", "nothing"]):
        page = browser.press("answer", ticked=ticked)
        assert page.words["title"].startswith("Error: Is anything off today?")
        assert "Nothing of this" in page.words["alert"]
    assert 'value="pain" checked' in page.text and state_of(page).answers == {}


@pytest.mark.parametrize(
    ("filled", "named"),
    [
        ({"amount_1": "45", "words_1": "{} min", "amount_2": "1:00"}, "Easy pace"),
        ({"amount_1": "45", "words_1": "{} min", "amount_2": "45 min"}, "Easy pace"),
        ({"amount_1": "5000", "words_1": "{} min"}, "Length of the run"),
        ({"amount_1": "-5", "words_1": "{} min"}, "Length of the run"),
    ],
)
def test_an_amount_is_an_answer_to_its_own_question_and_no_other(
    service: Asked, filled: dict[str, Any], named: str
) -> None:
    browser = Browser(service)
    browser.press("before")
    for told in EVENING[:4]:
        browser.press("answer", **told)
    page = browser.press("answer", part="easy", **filled)
    assert named in page.words["alert"], page.words
    assert not {"duration_min", "pace", "run_kind"} & set(state_of(page).answers)


def test_none_and_something_do_not_go_together_however_it_is_told(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", ticked="nothing")
    for besides in ({"item_0": ["knee", "active"]}, {"words": "sore knee"}):
        page = browser.press("answer", ticked="none", **besides)
        assert "Tick either what applies, or" in page.words["alert"] and "injuries" not in state_of(page).answers


def test_a_button_that_there_is_not_is_no_way_past_a_question(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    form, _ = browser.page.button("answer")
    page = Page(browser.send(form.action, [*form.hidden, ("do", "whatever")]))
    assert "Tick what applies" in page.words["alert"] and state_of(page).answers == {}


def test_what_is_not_understood_stands_in_the_field_and_is_told(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("answer", words="<b>purple</b> elbows")
    assert "&lt;b&gt;purple&lt;/b&gt; elbows" in page.text and "<b>purple" not in page.text
    assert "purple" in page.words["alert"] and page.words["title"].startswith("Error: ")


def test_sharp_pain_is_a_stop_in_red(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("answer", words="stabbing pain in my knee")
    assert page.words["title"].startswith("Stop") and 'class="plan red"' in page.text and "INJ-010" in page.text


def test_an_answer_is_changed_and_what_came_of_it_told(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", words="tired")
    for _ in range(9):
        if "answer" not in [value for form in browser.page.forms for _, value, _ in form.buttons]:
            break
        nothing = [each for each in ("none", "fresh") if each in asked_form(browser.page).options.get("ticked", [])]
        tired = {"words": "8"} if "tired" in browser.page.words["h1"] else {"ticked": nothing[:1]}
        browser.press("answer", **tired)
    assert browser.page.words["title"].startswith("No bursts today")
    page = browser.press("review")
    assert "Fatigue" in page.text
    page = browser.press("change", "fatigue")
    pages = [browser.press("answer", words="2")]
    while "unknown" in [value for form in pages[-1].forms for _, value, _ in form.buttons]:
        pages.append(browser.press("unknown"))
    assert any("You changed fatigue from 8 of 10 to 2 of 10, so" in page.text for page in pages)


def test_why_what_if_why_not_and_what_would_change(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", words="stabbing pain")
    assert "Sharp pain, swelling or a limp" in browser.press("why", "Why is it so", of="clearance").text
    assert ">Ground contact: " in re.sub(r"\s+<", "<", browser.press("why", "Why is it so", of="contact").text)
    assert "Why" in browser.press("what would change", of="clearance").text
    browser.press("suppose", of="pain")
    page = browser.press("what if", ticked="ache")
    assert "If pain were" in page.text and 'value="ache" checked' in page.text
    page = browser.press("what if", words="purple")
    assert page.status == 200 and "purple" in page.words["alert"]


def test_a_reason_leads_to_its_rule_and_to_its_sentence(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    ledger = Page(service.get("/coach/ledger"))
    for text in (browser.page.text, browser.press("why", "Why is it so", of="contact").text):
        led = re.findall(r'<a class="cited" href="([^"#]*)#?([^"]*)">', text)
        assert {path for path, place in led if place} == {"/coach/ledger"}
        assert {place for _, place in led if place} <= set(ledger.ids)
        assert all(service.get(path).status_code == 200 for path in {path for path, place in led if not place})


def test_what_if_offers_what_an_answer_may_be(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    offered = browser.page.button("suppose")[0].options["of"]
    assert {"fatigue", "injuries", "duration_min", "goal"} <= set(offered) and "moment" not in offered
    for fact in offered:
        form, _ = browser.press("suppose", of=fact).button("what if")
        assert ("of", fact) in form.hidden and set(form.options) - {"of"}, fact
        browser.press("suppose another")
    form, _ = browser.press("suppose", of="fatigue").button("what if")
    assert form.options["ticked"] == [str(number) for number in range(11)] and form.kinds["ticked"] == "radio"
    assert 'value="2" checked' in browser.page.text
    page = browser.press("what if", ticked="8")
    assert "If fatigue were 8 of 10 instead of 2 of 10" in page.text and "would become" in page.text
    assert page.words["title"].startswith("Bursts today") and 'value="8" checked' in page.text
    assert state_of(page).answers["fatigue"] == 2


def test_what_if_takes_a_number_within_its_bounds_and_several_fields(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    page = browser.press("suppose", of="duration_min")
    assert re.search(r'name="words"[^>]* value="45" type="number" min="1" max="600" step="any"', page.text)
    assert "If length of the run were 20 min instead of 45 min" in browser.press("what if", words="20").text
    assert "from 1 to 600 min" in browser.press("what if", words="601").words["alert"]
    browser.press("suppose another")
    browser.press("suppose", of="injuries")
    page = browser.press("what if", item_0=["knee", "returning"])
    assert "If injuries were knee returning instead of none" in page.text
    assert state_of(page).answers["injuries"] == []
    page = browser.press("what if", ticked="none", item_0=["knee", "returning"])
    assert "Tick either what applies" in page.words["alert"]


def test_what_if_that_needs_more_answers_tells_where_to_give_them(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    browser.press("suppose", of="sessions_done")
    page = browser.press("what if", words="20")
    assert "the plan would not be settled" in page.text
    assert "Change it under “Your answers” to answer them." in page.text and "`" not in page.text


def test_what_if_of_nothing_or_of_no_answer_is_told(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    form, _ = browser.page.button("suppose")
    page = Page(browser.send(form.action, [*form.hidden, ("of", "<b>x</b>"), ("do", "what if"), ("ticked", "1")]))
    assert page.words["alert"] and "<b>x" not in page.text
    assert "what if" not in [value for each in page.forms for _, value, _ in each.buttons]
    browser.press("suppose", of="goal")
    assert "Say what it were instead." in browser.press("what if").words["alert"]


def checked(page: Page) -> list[str]:
    return re.findall(r'value="([^"]*)"(?: data-alone)? (?:checked|selected)>', page.text)


def test_whoever_comes_back_finds_her_answers(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", words="tired, slept badly")
    browser.press("answer", ticked="heavy")
    browser.press("answer", ticked="6")
    assert checked(browser.press("back")) == ["6"]
    assert checked(browser.press("back")) == ["heavy"]
    assert checked(browser.press("back")) == ["tired", "slept badly"]


def test_what_is_ticked_stays_while_something_is_looked_up(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    for look in ("why", "so far", "review"):
        page = browser.press(look, ticked=["tired", "slept badly"], words="rather hot")
        assert checked(page) == ["tired", "slept badly"] and 'value="rather hot"' in page.text


def test_of_each_thing_that_is_asked_at_once_it_is_told_what_an_answer_opens_or_closes(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("why", ticked=["slept badly"])
    said = re.findall(r"<summary>([^<]+)</summary>\s*<ul class=\"reasons\">(.*?)</details>", page.text, re.DOTALL)
    assert [label for label, _ in said] == [
        "Pain", "Legs", "Fatigue", "Stiffness", "Out of the ordinary today", "Sleep", "Fuel",
    ]  # fmt: skip
    sleep = dict(said)["Sleep"]
    assert "enough: calls for no further caution by itself" in sleep and "SUP-020" in sleep and "[10.5]" in sleep


def test_after_words_that_are_not_understood_nothing_may_still_be_ticked(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("answer", words="purple")
    assert page.words["alert"].strip().endswith("Say “nothing” or “tired, slept badly”.")
    assert "nothing" in asked_form(page).options["ticked"]
    assert browser.press("answer", ticked="nothing", words="").words["h1"] != page.words["h1"]


def test_an_amount_says_how_it_is_told_and_what_was_wrong_with_it(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    for told in EVENING[:4]:
        page = browser.press("answer", **told)
    assert 'aria-describedby="part-2-help"' in page.text
    assert html.escape(BASE.facts["pace"].help) in page.text
    page = browser.press("answer", part="easy", amount_1="45", words_1="{} min", amount_2="5:50")
    assert page.words["alert"].strip().endswith("Easy pace: 5:50 a kilometre or a mile? Such as 5:50/km.")


def test_a_number_alone_has_the_unit_beside_its_field(service: Asked) -> None:
    browser = plain_evening(Browser(service))
    browser.press("review")
    page = browser.press("change", "length of the run")
    assert ("unit", "min") in asked_form(page).hidden
    browser.press("answer", words="9")
    assert state_of(browser.page).answers["duration_min"] == 9
    browser.press("review")
    browser.press("change", "length of the run")
    browser.press("answer", words="10 km")
    assert "distance" in state_of(browser.page).answers


def test_a_month_is_read_by_the_day_of_the_answers(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", ticked="nothing")
    state = state_of(browser.press("answer", words="left knee healed in May"))
    assert date.fromisoformat(state.day) and state.answers["weeks_since_healed"] is not None
    assert "You answered on" not in browser.page.text


def test_answers_of_another_day_are_told_as_such(service: Asked) -> None:
    state, _ = springstep.Dialogue().begin("before", day="2026-03-01")
    sealed = Seal(KEY).sealed(state.to_json())
    page = Page(service.post("/consultation", data={"state": sealed, "ticked": "nothing"}))
    assert "You answered on 2026-03-01. How you feel changes overnight" in page.text
    assert state_of(page).day == "2026-03-01"


def test_whoever_comes_back_to_fields_finds_them_filled_in(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    browser.press("answer", ticked="nothing")
    browser.press("answer", item_0=["knee", "resolved"])
    assert checked(browser.press("back")) == ["knee", "resolved"]
    assert checked(browser.press("back")) == ["nothing"]
    assert "Nothing of this" in browser.page.text
    browser = plain_evening(Browser(service))
    browser.press("review")
    assert checked(browser.press("change", "injuries")) == ["none"]


def test_an_amount_stands_as_it_was_told(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    for told in EVENING[:5]:
        browser.press("answer", **told)
    page = browser.press("back")
    assert len(checked(page)) == 1 and page.text.count(">Easy (") == 1
    assert re.search(r'name="amount_1"[^>]* value="45"', page.text)
    assert re.search(r'name="amount_2"[^>]* value="6:30/km"', page.text)
    browser.press("answer", part=checked(page), amount_1="45", words_1="{} min", amount_2="6:30/km")
    assert state_of(browser.page).answers["duration_min"] == 45


def test_fields_are_asked_for_and_no_name_of_a_program_is_shown(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("answer", ticked="nothing")
    assert "Where is or was the injury?" in page.text and "How far along is it?" in page.text
    for moment in ("before", "during", "after"):
        page = Browser(service).press(moment)
        shown = re.sub(r"<[^>]*>", " ", page.text)
        assert not re.search(r"[a-z]_[a-z]", shown), moment
    assert "all well when nothing does" in Browser(service).press("during").text


def test_what_is_still_open_is_a_list(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("so far")
    assert "<li>Gentle strides instead</li>" in page.text and " or gentle strides instead or " not in page.text


def test_why_a_question_is_asked_and_the_question_again(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    page = browser.press("why")
    assert page.words["h1"] == "Is anything off today?" and 'class="panel"' in page.text
    assert browser.press("so far").words["h1"] == "Is anything off today?"


def test_every_page_allows_nothing_from_elsewhere_and_holds_together(service: Asked) -> None:
    browser = Browser(service)
    for page in (browser.page, browser.press("before"), browser.press("answer", ticked="nothing")):
        assert {name: page.headers[name] for name in HEADERS} == HEADERS
        assert "http://" not in page.text and "https://" not in page.text and "style=" not in page.text
        assert len(page.text) < 100_000 and "set-cookie" not in page.headers
        assert len(page.ids) == len(set(page.ids)) and page.labelled <= set(page.ids)
        assert page.text.count("<h1") == 1
        for name in re.findall(r'(?:href|src)="(/parts/[^"]+)"', page.text):
            part = service.get(name)
            assert part.status_code == 200 and "immutable" in part.headers["cache-control"]


def test_nothing_moves_by_itself() -> None:
    """So whoever asks for less motion has nothing to switch off."""
    for name in PARTS:
        assert not re.search(r"animation|transition|scroll-behavior|@keyframes", PARTS[name]()), name


def test_a_state_that_is_not_sealed_here_is_told_as_a_page(service: Asked) -> None:
    browser = Browser(service)
    for state in ("", "AAAA", Seal(bytes(32)).sealed("{}")):
        answer = browser.send("/consultation", [("state", state), ("do", "answer")])
        assert answer.status_code == 422 and "too old to go on" in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("&".join(f"a{n}=1" for n in range(300)), "application/x-www-form-urlencoded", 400),
        ("moment=before", "text/plain", 415),
        ("moment=" + "x" * 2_000_000, "application/x-www-form-urlencoded", 413),
        ("moment=%ff", "application/x-www-form-urlencoded", 400),
        (b"moment=\xff", "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_of_these_pages(service: Asked, body: str | bytes, kind: str, status: int) -> None:
    answer = service.post("/consultation", data=body, headers={"content-type": kind})
    assert answer.status_code == status and answer.headers["content-type"].startswith("text/html")


def test_a_moment_that_is_none_is_asked_for(service: Asked) -> None:
    page = Page(Browser(service).send("/consultation", [("moment", "later")]))
    assert page.status == 200 and "later" in page.words["alert"]


def test_a_form_of_another_site_is_refused(service: Asked) -> None:
    browser = Browser(service)
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
        answer = browser.send("/consultation", [("moment", "before")], **{"sec-fetch-site": site})
        assert answer.status_code == status, site
    own = service.address
    for origin, status in (("http://elsewhere.example", 403), ("http://[", 403), (own, 200), ("null", 200)):
        answer = browser.send("/consultation", [("moment", "before")], origin=origin)
        assert answer.status_code == status, origin


def test_words_of_an_overlay_stay_words_on_every_page(tmp_path: Path) -> None:
    text = (EXAMPLES / "overlays" / "club-rules.yaml").read_text(encoding="utf-8")
    hostile = "<img src=x onerror=alert(1)> &amp; </title><script>alert(2)</script>"
    laid = re.sub(r"(?m)^author: .*$", f"author: {json.dumps(hostile)}", text)
    laid = re.sub(r"(?m)^( *(?:note|say|because): ).*$", lambda found: f"{found[1]}{json.dumps(hostile)}", laid)
    (tmp_path / "hostile.yaml").write_text(laid, encoding="utf-8")
    base = springstep.load_rule_base(overlays=[tmp_path / "hostile.yaml"])
    with serving(rule_bases={GUIDE: base}) as asked:
        browser = plain_evening(Browser(asked))
        browser.press("run")
        browser.press("plan")
        browser.press("card")
        pages = "".join(page.text for page in browser.been)
    assert "&lt;img src=x" in pages
    assert "<img" not in pages and "<script>" not in pages and "alert(2)</script>" not in pages


def test_no_part_but_those_of_the_pages(service: Asked) -> None:
    for path in ("/parts/x/page.css", "/parts/0000000000000000/../serve/app.py", "/parts/x/%2e%2e%2fpages.py"):
        assert service.get(path).status_code == 404
    assert service.get("/consultation", allow_redirects=False).headers["location"] == "/"


def test_no_pages_where_a_token_is_asked_for() -> None:
    with serving(tokens=frozenset({"letters"})) as asked:
        assert asked.get("/", headers={"authorization": "Bearer letters"}).status_code == 404


def test_a_service_begun_anew_with_the_same_key_goes_on(service: Asked) -> None:
    browser = Browser(service)
    browser.press("before")
    form, button = browser.page.button("answer")
    with serving() as anew:
        answer = Browser(anew).send(form.action, [*form.hidden, ("ticked", "nothing"), button[:2]])
    assert "injury" in Page(answer).words["h1"]


@pytest.mark.parametrize("path", ["/coach/rulez", "/consultations", "/coach/rules/INJ-040/more"])
def test_a_person_at_a_wrong_address_gets_a_page_and_a_program_a_problem(service: Asked, path: str) -> None:
    page = service.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.status_code == 404 and page.headers["content-type"].startswith("text/html")
    assert "There is nothing at this address." in page.text and 'href="/"' in page.text
    problem = service.get(path)
    assert problem.status_code == 404 and problem.json()["faults"][0]["code"] == "not_found"


def test_where_no_pages_are_served_everyone_gets_a_problem() -> None:
    with serving(tokens=("a-token-that-is-long-enough-for-it",)) as asked:
        answer = asked.get(
            "/coach", headers={"Accept": "text/html", "Authorization": "Bearer a-token-that-is-long-enough-for-it"}
        )
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("application/problem+json")
