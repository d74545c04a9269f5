"""What an entry means follows from rules about its own facts: how the session was taken, and what it warns of."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given

from springstep.diary import entry as words
from springstep.diary.entry import SIGNS, Entry
from springstep.diary.meaning import meaning_of, step_words, taken_well
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand
from tests.diary.strategies import entries
from tests.strategies import examples

BASE = default_rule_base()
LOGGED: dict[str, Any] = {"felt_after": "normal", "form_held": True, "fatigue_after": 2, "cadence": 4, "stride": 4}
STOP_CUES = {"ache", "sharp_pain", "dizzy", "chest_pain", "flooding_legs", "form_slipping"}


def session(**changes: Any) -> Entry:
    """Return a session done in full, logged and taken well, with changes."""
    return entry_by_hand(**{**LOGGED, **changes})


def meant(**changes: Any) -> tuple[str, str]:
    found = meaning_of(session(**changes), BASE)
    return step_words("session_taken", found.session_taken, BASE), step_words("warns_of", found.warns_of, BASE)


def test_the_words_of_an_entry_are_those_of_the_facts() -> None:
    facts, scopes = BASE.vocabulary.facts, BASE.vocabulary.scopes
    sites = scopes["injury"].fields["injury.site"]
    assert words.CUES == scopes["cue"].fields["cue.kind"].values == facts["came_up"].values
    places = tuple(site for site in sites.values if site != "bone_stress")  # a finding of a doctor, not a place
    assert places == words.SITES
    assert words.LEGS == facts["legs"].values == facts["felt_during"].values
    assert {sign: facts[sign].values for sign in SIGNS} == SIGNS
    assert get_args(words.Pain) == facts["pain"].values
    assert tuple(BASE.decisions["warns_of"].steps) == facts["logged_warning"].values
    assert tuple(BASE.decisions["session_taken"].steps) == facts["last_taken"].values


@pytest.mark.parametrize(
    ("changes", "taken", "warning"),
    [
        ({}, "well", "none"),
        ({"cues": ("all_well",), "pain": "none", "felt_during": "fresh"}, "well", "none"),
        ({"cues": ("tense_upper_body", "overthinking")}, "well", "none"),
        ({"bursts": "partly"}, "not_shown", "none"),
        ({"stride": None}, "not_shown", "none"),
        ({"cues": ("hip_stiffness",)}, "not_shown", "none"),
        ({"felt_during": "heavy"}, "not_shown", "none"),
        ({"felt_during": "flooding"}, "badly", "none"),
        ({"felt_after": "drained"}, "badly", "none"),
        ({"form_held": False}, "not_shown", "none"),
        ({"form_held": None}, "not_shown", "none"),
        ({"form_held": None, "landings": "hard"}, "not_shown", "none"),
        ({"form_held": None, "pelvis": "steady", "weight_shift": "even", "landings": "soft"}, "well", "none"),
        ({"pain": "ache"}, "badly", "ache"),
        ({"pain": "sharp"}, "badly", "sharp_pain"),
        ({"injury": "ankle"}, "badly", "injury"),
        ({"cues": ("ache",)}, "badly", "ache"),
        ({"cues": ("sharp_pain",)}, "badly", "sharp_pain"),
        ({"cues": ("hip_stiffness", "dizzy")}, "badly", "dizziness"),
        ({"cues": ("chest_pain", "dizzy"), "pain": "ache"}, "badly", "chest_pain"),
    ],
    ids=str,
)
def test_how_a_session_was_taken_and_what_it_warns_of(changes: dict[str, Any], taken: str, warning: str) -> None:
    assert meant(**changes) == (taken, warning)


def test_pain_on_a_run_without_bursts_warns_too() -> None:
    easy = Entry(uid="0" * 32, day=date(2026, 3, 2), run_kind="easy", bursts="none", pain="sharp")
    assert step_words("warns_of", meaning_of(easy, BASE).warns_of, BASE) == "sharp_pain"


@examples(300)
@given(entries())
def test_no_entry_with_pain_a_cue_to_stop_or_drained_is_taken_well(entry: Entry) -> None:
    spoken_against = (
        entry.pain in ("ache", "sharp")
        or entry.injury is not None
        or entry.felt_after == "drained"
        or entry.felt_during == "flooding"
        or entry.form_held is False
        or bool(STOP_CUES & set(entry.cues or ()))
        or any(getattr(entry, sign) == bad for sign, (_, bad) in SIGNS.items())
    )
    assert not (spoken_against and taken_well(entry, BASE))


@examples(200)
@given(entries())
def test_leaving_an_answer_out_never_makes_a_session_count(entry: Entry) -> None:
    if entry.bursts == "planned" or not taken_well(entry, BASE):
        return
    for name in ("felt_after", "form_held", "fatigue_after", "cadence", "stride"):
        values = {**vars(entry), name: None} | (dict.fromkeys(SIGNS) if name == "form_held" else {})
        assert not taken_well(Entry(**values), BASE)
