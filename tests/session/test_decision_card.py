"""A plan as a card: what programs read is that of the plan, and each text is that of its id in any language."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from springstep import QueryError, Recommendation, json_schema, load_rule_base, messages, recommend
from springstep.engine.advice.messages import in_words
from springstep.installed import default_rule_base
from springstep.session.decision_card import DecisionCard, shortened
from tests.places import EXAMPLES, ROOT
from tests.strategies import cases, examples

BASE = default_rule_base()
ENGLISH = messages()
SCHEMA = Draft202012Validator(json_schema("decision-card"))
CASE = BASE.standard_cases["before"]


def loud(text: str) -> str:
    """Return a text in a language of its own, what is filled in as it was."""
    return re.sub(r"\{[^{}]+\}|[^{]+", lambda part: part[0] if part[0].startswith("{") else part[0].upper(), text)


LOG = (
    "easy_runs_since_bursts", "every_nth_easy_run", "step_efforts", "step_effort_s", "felt_after",
    "recovery_between_sessions", "fatigue_trend", "last_completed", "response_logged", "form_held",
)  # fmt: skip
LOUD = {key: loud(text) for key, text in ENGLISH.items()}


@examples(300)
@given(cases())
def test_a_card_tells_the_plan(case: dict[str, Any]) -> None:
    made = recommend(case)
    card = made.card()
    data = card.extension.springstep
    SCHEMA.validate(json.loads(card.to_json()))
    assert (card.uuid, data.plan, data.verdict, data.moment) == (made.id, made.id, made.verdict, made.moment)
    assert len(card.summary) <= 140
    assert made.headline.startswith(in_words(data.message, ENGLISH))
    told = in_words(data.message, ENGLISH)
    lead = told.partition(": ")[0] if data.message.id.endswith(".left_open") else told
    assert card.summary.startswith(lead) and (len(told) > 140 or card.summary == told)
    decision = made.decision(data.decision)
    assert [(each.rule, each.guide) for each in data.reasons] == [
        (each.rule, each.guide) for each in decision.reasons[:3]
    ]
    assert {each.rule for each in data.reasons} <= {firing.rule for firing in made.trace.firings}
    assert all(in_words(each.message, ENGLISH) == BASE.by_id[each.rule].because for each in data.reasons)
    assert [each.isRecommended for each in card.suggestions] == [True] + [False] * (len(card.suggestions) - 1)
    assert [each.label for each in card.suggestions] == [in_words(way.message, ENGLISH) for way in data.ways]
    assert (data.set is None) == (made.session is None)
    if data.set is not None and made.session is not None:
        told = {amount.name: amount.value for amount in data.set.amounts}
        assert told == {name: getattr(made.session, name) for name in told}
        assert (data.set.drill, data.set.contact) == (made.session.drill, made.session.contact)
        assert (
            f"{made.session.efforts} x {made.session.effort_s} s" in card.suggestions[0].label
            or made.moment == "during"
        )


@examples(100)
@given(cases())
def test_in_another_language_only_the_texts_differ(case: dict[str, Any]) -> None:
    made = recommend(case)
    card, other = made.card(), made.card(texts=LOUD)
    ours, theirs = card.extension.springstep, other.extension.springstep
    assert theirs.disclaimer == ENGLISH["disclaimer"].upper()
    assert json.loads(ours.to_json()) | {"disclaimer": ""} == json.loads(theirs.to_json()) | {"disclaimer": ""}
    said = [(card.source.topic.display, other.source.topic.display)]
    said += [(one.label, another.label) for one, another in zip(card.suggestions, other.suggestions, strict=True)]
    assert all(one != another and one.upper() == another.upper() for one, another in said)


@pytest.mark.parametrize("moment", list(BASE.verdicts))
def test_every_code_is_documented(moment: str) -> None:
    page = (ROOT / "docs" / "integrator" / "card.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| {moment} \| `(\w+)` \| `(\w+)` \| (\w+) \| (.+) \|$", page, re.MULTILINE)
    ways = [(verdict, code, urgency, re.findall(r"`(\w+)`", told)) for verdict, code, urgency, told in rows]
    assert ways == [(each.name, each.code, each.urgency, list(each.suggest)) for each in BASE.verdicts[moment]]


@pytest.mark.parametrize(
    ("case", "urgency", "ways"),
    [
        (CASE, "info", ["bursts", "easy_run"]),
        ({**CASE, "pain": "sharp"}, "critical", ["get_checked"]),
        ({**CASE, "screening": ["pregnant"]}, "critical", ["ask"]),
        ({**CASE, "legs": "flooding"}, "warning", ["easy_run", "rest"]),
        ({**CASE, "run_kind": "long"}, "info", ["as_planned"]),
        ({"pain": "none", "injuries": [], "screening": []}, "warning", ["answer"]),
        ({"pain": "none", "injuries": [], "screening": [], "today": []}, "warning", ["answer", "easy_run", "rest"]),
        ({**CASE, "today": ["dizzy"]}, "critical", ["get_help"]),
        ({"pain": "none", "injuries": []}, "warning", ["answer"]),
        ({"moment": "during", "cue": "sharp_pain", "bursts_done": 1}, "critical", ["stop"]),
    ],
)
def test_how_urgent_it_is_and_what_to_do(case: dict[str, Any], urgency: str, ways: list[str]) -> None:
    card = recommend(case).card()
    assert card.indicator == urgency
    assert [way.code for way in card.extension.springstep.ways] == ways


def test_a_card_read_again_is_the_same_and_one_of_a_plan_read_again_too() -> None:
    made = recommend(CASE)
    card = made.card()
    assert DecisionCard.from_json(card.to_json()) == card
    assert Recommendation.from_json(made.to_json(trace=False)).card() == card


def test_a_card_names_the_overlay_that_took_part() -> None:
    base = load_rule_base(overlays=EXAMPLES / "overlays" / "club-rules.yaml")
    fired = next(
        plan
        for rule in base.rules
        if rule.id not in BASE.by_id and rule.fires_for
        for plan in [recommend({**CASE, **rule.fires_for}, rule_base=base)]
        if plan.overlays
    )
    assert fired.card(rule_base=base).extension.springstep.overlays == tuple(note.name for note in fired.overlays)


def test_every_text_is_in_the_catalogue_once_and_every_place_in_it_has_words() -> None:
    assert all(ENGLISH[key] for key in ENGLISH)
    assert all(re.fullmatch(r"[a-zA-Z0-9_.-]+", key) for key in ENGLISH)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"disclaimer": None}, "disclaimer: nothing is no text"),
        ({"more": "{names}"}, "more: fills in something else; {more}, {names}, as in English"),
        ({"nonsense": "x"}, "nonsense: no text has this id"),
        ({"disclaimer": " "}, "disclaimer: holds no words"),
        ({"disclaimer": "\u200b"}, "disclaimer: holds no words"),
        ({"disclaimer": "a\0b"}, "disclaimer: holds the character U+0000"),
        ({"disclaimer": "a\ud800"}, "disclaimer: holds half a character"),
        ({"disclaimer": "a\nb"}, "disclaimer: holds more than one line"),
        ({"disclaimer": "a" * 501}, "disclaimer: is longer than 500 characters"),
        ({"disclaimer": "a { b"}, "disclaimer: holds a brace that names nothing"),
        ({"disclaimer": "{open.__class__} b"}, "disclaimer: holds a brace that names nothing"),
    ],
)
def test_a_translation_that_is_not_whole_is_refused(change: dict[str, Any], wrong: str) -> None:
    with pytest.raises(QueryError) as caught:
        recommend(CASE).card(texts={**LOUD, **change})
    assert str(caught.value).startswith(wrong)


def test_a_text_that_is_missing_is_named_with_its_english() -> None:
    without = {key: text for key, text in LOUD.items() if key != "rule.RDY-010.because"}
    with pytest.raises(QueryError, match=r"RDY-010\.because: this text is not translated; in English: 'An easy"):
        recommend(CASE).card(texts=without)


def test_too_many_open_answers_are_counted_and_never_hidden() -> None:
    told = {name: value for name, value in CASE.items() if name not in LOG}
    card = recommend({**told, "injuries": [{"site": "hamstring", "status": "returning"}]}).card()
    assert card.extension.springstep.message.params["more"] > 0
    assert len(card.summary) <= 140 and card.source.topic.display == card.summary
    assert re.fullmatch(r"No bursts planned: too much is left open\. Answer first: .+ and \d+ more\.", card.summary)


def test_marks_of_a_translation_are_no_markdown() -> None:
    texts = {**ENGLISH, "rule.RDY-060.because": "<b>so</b> [a](b) *c* `d`"}
    detail = recommend({**CASE, "legs": "flooding"}).card(texts=texts).detail
    assert r"- \<b\>so\</b\> \[a\](b) \*c\* \`d\` (RDY-060 [9.6])" in detail


def test_a_reason_that_rests_on_what_was_not_answered_says_so() -> None:
    told = {name: value for name, value in CASE.items() if name not in ("surface", "today")}
    detail = recommend({**told, "legs": "heavy", "surface": None}).card().detail
    assert "(not answered: " in detail


def test_a_summary_ends_with_a_whole_word() -> None:
    assert shortened("word " * 40) == "word " * 26 + "word..."
    assert shortened("short") == "short"
    assert shortened("x" * 200) == "x" * 137 + "..."
