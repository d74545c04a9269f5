"""The profile: what was told once stands for its time, decides as if typed, and is asked again in time."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import Recommendation, Remembered, recommend
from springstep.diary.errors import DiaryError
from springstep.diary.profile import (
    Profile,
    beside,
    change_profile,
    delete_profile,
    ends_of,
    merged_profiles,
    read_profile,
    remembered,
    standing,
    usual,
    with_told,
    without,
    write_profile,
)
from springstep.engine.inference.history import overlay
from springstep.engine.language.spoken.days import day_told
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand
from tests.strategies import all_cases, examples

BASE = default_rule_base()
KEPT = BASE.vocabulary.kept
DAY = date(2026, 11, 3)
KNEE, CALF = {"site": "knee", "status": "resolved"}, {"site": "calf", "status": "resolved"}
RETURNING = {"site": "knee", "status": "returning"}


def told(day: date = DAY, **answers: Any) -> Profile:
    return with_told(Profile(), answers, day, BASE)


def remembers(profile: Profile, day: date = DAY, ended: Mapping[str, date] | None = None) -> dict[str, Any]:
    return {memory.fact: memory.value for memory in remembered(standing(profile, day, BASE, ended or {}))}


def offers(profile: Profile, day: date = DAY, ended: Mapping[str, date] | None = None) -> dict[str, Any]:
    return usual(standing(profile, day, BASE, ended or {}))


def decided(made: Recommendation) -> tuple[Any, ...]:
    decisions = [(each.name, each.value, each.rules) for each in made.decisions]
    return made.verdict, made.headline, decisions, made.session, made.step, made.next_step, made.assumed


# The same plan


@examples(60)
@given(case=all_cases("before") | all_cases("after"), later=st.integers(0, 7))
def test_facts_of_the_profile_decide_exactly_as_the_same_facts_typed(case: dict[str, Any], later: int) -> None:
    profile = told(**case)
    memories = remembered(standing(profile, DAY, BASE, {}))
    typed = {name: value for name, value in case.items() if name not in {memory.fact for memory in memories}}
    required = {"injuries": case["injuries"]}  # the library asks for it in the case itself
    assert decided(recommend({**typed, **required}, history=memories)) == decided(recommend(case))
    assert {memory.fact for memory in memories} <= KEPT.keys() & case.keys()
    stands = remembers(profile, DAY + timedelta(days=later))
    assert all(stands[name] == case[name] for name in stands.keys() - {"weeks_since_healed"})


@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), weeks=st.integers(0, 500), later=st.integers(0, 27))
def test_weeks_go_on_counting_from_the_day_they_are_told(day: date, weeks: int, later: int) -> None:
    profile = told(day, injuries=[KNEE], weeks_since_healed=weeks)
    now = remembers(profile, day + timedelta(days=later))
    assert now["weeks_since_healed"] == min(500, weeks + later // 7)
    again = with_told(profile, {"weeks_since_healed": weeks}, day, BASE)
    assert again == profile, "telling the same again moves nothing"


def test_a_day_of_healing_is_counted_in_weeks_for_the_day() -> None:
    profile = told(injuries=[KNEE], weeks_since_healed=date(2026, 5, 31))
    assert remembers(profile)["weeks_since_healed"] == 22
    assert remembers(told(injuries=[KNEE], weeks_since_healed=date(1970, 1, 1)))["weeks_since_healed"] == 500


# How long an answer stands


@pytest.mark.parametrize(
    ("answers", "fact", "days"),
    [
        ({"goal": "speed"}, "goal", 365),
        ({"experience": "none"}, "experience", 91),
        ({"has_coach": True}, "has_coach", 365),
        ({"has_coach": True, "coach_agrees": True}, "coach_agrees", 91),
        ({"season_phase": "build"}, "season_phase", 28),
        ({"season_phase": "race_week"}, "season_phase", 7),
        ({"screening": []}, "screening", 365),
        ({"screening": ["no_base"]}, "screening", 28),
        ({"screening": ["heart", "pregnant"]}, "screening", 91),
        ({"injuries": []}, "injuries", 28),
        ({"injuries": [KNEE]}, "injuries", 28),
        ({"injuries": [KNEE, RETURNING]}, "injuries", 14),
        ({"injuries": [{"site": "foot", "status": "active"}]}, "injuries", 14),
        ({"injuries": [RETURNING], "cleared_to_hop": True}, "cleared_to_hop", 14),
        ({"injuries": [KNEE], "weeks_since_healed": 3}, "weeks_since_healed", 28),
        ({"injuries": [KNEE], "cleared_to_hop": False}, "cleared_to_hop", 14),
    ],
)
def test_an_answer_stands_for_its_days_and_is_then_asked_with_what_stood(
    answers: dict[str, Any], fact: str, days: int
) -> None:
    profile = told(**answers)
    last = DAY + timedelta(days=days)
    assert fact in remembers(profile, last) and fact not in offers(profile, last)
    after = last + timedelta(days=1)
    assert fact not in remembers(profile, after) and fact in offers(profile, after)
    again = with_told(profile, {name: answers[name] for name in answers}, after, BASE)
    assert fact in remembers(again, after + timedelta(days=days))


@pytest.mark.parametrize("fact", [name for name, kept in KEPT.items() if kept.usual])
def test_what_is_usual_is_offered_and_never_taken(fact: str) -> None:
    value = BASE.standard_cases["before"][fact]
    for later in (0, 1000):
        assert offers(told(**{fact: value}), DAY + timedelta(days=later)) == {fact: value}
        assert remembers(told(**{fact: value}), DAY + timedelta(days=later)) == {}


@pytest.mark.parametrize(("days", "stands"), [(-1, True), (0, False), (3, False), (9, True)])
def test_the_season_is_asked_again_once_the_race_is_there(days: int, stands: bool) -> None:
    race, day = DAY + timedelta(days=days), DAY + timedelta(days=7)
    assert ("season_phase" in remembers(told(season_phase="build"), day, ends_of([], race, BASE))) == stands


def test_a_warning_that_was_logged_has_the_injuries_asked_again() -> None:
    profile = told(injuries=[], goal="speed")
    hurt = entry_by_hand(1, day=DAY + timedelta(days=2), pain="ache")
    well = entry_by_hand(2, day=DAY + timedelta(days=3), pain="none")
    day = DAY + timedelta(days=4)
    assert remembers(profile, day, ends_of([well], None, BASE)) == {"injuries": [], "goal": "speed"}
    ended = ends_of([hurt, well], None, BASE)
    assert remembers(profile, day, ended) == {"goal": "speed"} and offers(profile, day, ended) == {"injuries": []}
    assert remembers(with_told(profile, {"injuries": []}, day, BASE), day, ended)["injuries"] == []


def test_what_is_told_on_a_later_day_is_not_known_before() -> None:
    profile = told(goal="speed")
    assert remembers(profile, DAY - timedelta(days=3)) == {}
    assert remembers(profile, DAY - timedelta(days=2)) == {"goal": "speed"}, "a traveller's calendar"


# What says more about another answer


def test_what_says_more_about_an_answer_goes_when_that_is_told_differently() -> None:
    profile = told(injuries=[KNEE], weeks_since_healed=30)
    same = with_told(profile, {"injuries": [KNEE]}, DAY, BASE)
    other = with_told(profile, {"injuries": [CALF]}, DAY, BASE)
    both = with_told(profile, {"injuries": [CALF], "weeks_since_healed": 2}, DAY, BASE)
    assert remembers(same)["weeks_since_healed"] == 30
    assert "weeks_since_healed" not in remembers(other)
    assert remembers(both)["weeks_since_healed"] == 2
    assert remembers(without(profile, "injuries", BASE)) == {}


@pytest.mark.parametrize(
    ("given_today", "counts"), [([KNEE], True), ([CALF], False), ([KNEE, CALF], False), ([], False), (None, True)]
)
def test_a_memory_of_another_injury_is_never_taken_for_this_one(given_today: Any, counts: bool) -> None:
    memories = (
        Remembered(fact="injuries", value=[KNEE], note="x"),
        Remembered(fact="weeks_since_healed", value=30, note="x"),
    )
    found = {m.fact: m for m in overlay({"injuries": given_today}, memories, BASE.vocabulary)}
    assert found["weeks_since_healed"].overruled != counts
    alone = overlay({"injuries": [KNEE]}, memories[1:], BASE.vocabulary)
    assert alone[0].overruled, "nobody knows of which injury it was said"


def test_a_newly_healed_injury_gets_the_careful_plan_whatever_the_profile_says_of_an_old_one() -> None:
    case = {**BASE.standard_cases["before"], "injuries": [CALF]}
    memories = remembered(standing(told(injuries=[KNEE], weeks_since_healed=60), DAY, BASE, {}))
    assert decided(recommend(case, history=memories))[:3] == decided(recommend(case))[:3]


def test_of_two_profiles_the_later_answer_counts_with_what_belongs_to_it() -> None:
    here = told(injuries=[KNEE], weeks_since_healed=30, goal="speed")
    there = told(DAY + timedelta(days=1), injuries=[CALF], experience="some")
    for found in (merged_profiles(here, there, BASE), merged_profiles(there, here, BASE)):
        assert remembers(found, DAY + timedelta(days=1)) == {"injuries": [CALF], "experience": "some", "goal": "speed"}
    over = merged_profiles(there, here, BASE, over=True)
    assert remembers(over)["injuries"] == [KNEE] and remembers(over)["weeks_since_healed"] == 30


# The file


@examples(40)
@given(all_cases("before") | st.just({}))
def test_whatever_can_be_told_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, case: Any) -> None:
    path = tmp_path_factory.mktemp("profile") / "home" / "diary.profile.json"
    profile = told(**case)
    write_profile(path, profile)
    assert read_profile(path, BASE) == profile
    assert path.exists() == bool(profile.facts)
    if profile.facts and os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
        assert [each.name for each in path.parent.iterdir()] == [path.name]
    write_profile(path, Profile())
    assert not path.exists() and read_profile(path, BASE) == Profile()


def test_a_profile_is_beside_its_diary() -> None:
    assert beside(Path("/somewhere/diary.db")) == Path("/somewhere/diary.profile.json")


BROKEN = {
    "no JSON": ("{", ()),
    "not a mapping": ("[]", ("must be a mapping",)),
    "another format": ('{"format": "springstep-profile/9"}', ("format", "springstep-profile/1")),
    "an unknown key": ('{"facts": {}, "goal": "speed"}', ("goal", "unknown field")),
    "an unknown fact": ('{"facts": {"gaol": {"value": 1, "told": "2026-11-03"}}}', ("gaol", "did you mean 'goal'?")),
    "a fact that is not kept": ('{"facts": {"pain": {"value": "none", "told": "2026-11-03"}}}', ("pain", "no answer")),
    "a value that is not allowed": (
        '{"facts": {\n"goal": {"value": "fame", "told": "2026-11-03"}}}',
        (":2:", "goal", "'fame'", "endurance, economy, speed, fitness"),
    ),
    "an item that is not allowed": (
        '{"facts": {"injuries": {"value": [{"site": "knee", "status": "gone"}], "told": "2026-11-03"}}}',
        ("injuries[0].status", "active, returning, resolved"),
    ),
    "nothing known": ('{"facts": {"goal": {"value": null, "told": "2026-11-03"}}}', ("goal", "leave the fact out")),
    "no day": ('{"facts": {"goal": {"value": "speed"}}}', ("told", "is required")),
    "an impossible day": ('{"facts": {"goal": {"value": "speed", "told": "2026-02-30"}}}', ("told", "2026-02-30")),
    "weeks for a day": (
        '{"facts": {"weeks_since_healed": {"value": 12, "told": "2026-11-03"}}}',
        ("weeks_since_healed", "12 is not a day"),
    ),
    "told twice": (
        '{"facts": {"goal": {"value": "speed", "told": "2026-11-03"}, '
        '"goal": {"value": "speed", "told": "2026-11-03"}}}',
        ("goal",),
    ),
    "half of one that is sound": (
        '{"facts": {"has_coach": {"value": "perhaps", "told": "2026-11-03"}, '
        '"goal": {"value": "speed", "told": "2026-11-03"}}}',
        ("has_coach", "'perhaps'"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_profile_that_is_not_sound_is_refused_whole_with_place_and_what_is_allowed(name: str, tmp_path: Path) -> None:
    path = tmp_path / "diary.profile.json"
    text, said = BROKEN[name]
    path.write_text(text)
    with pytest.raises(DiaryError) as refused:
        read_profile(path, BASE)
    assert str(path) in str(refused.value) and all(part in str(refused.value) for part in said)
    assert path.read_text() == text


def test_the_file_is_plain_to_read(tmp_path: Path) -> None:
    write_profile(tmp_path / "p.json", told(goal="speed", injuries=[KNEE], weeks_since_healed=2))
    kept = json.loads((tmp_path / "p.json").read_text())
    assert kept["facts"]["goal"] == {"value": "speed", "told": "2026-11-03"}
    assert kept["facts"]["weeks_since_healed"] == {"value": "2026-10-20", "told": "2026-11-03"}


# Days as people tell them


@pytest.mark.parametrize(
    ("words", "past", "day"),
    [
        ("2026-05-12", True, "2026-05-12"),
        ("2026-05", True, "2026-05-31"),
        ("May", True, "2026-05-31"),
        ("in may", True, "2026-05-31"),
        ("December", True, "2025-12-31"),
        ("november", True, "2026-11-03"),
        ("Feb 2024", True, "2024-02-29"),
        ("12 May", True, "2026-05-12"),
        ("12th of may", True, "2026-05-12"),
        ("May 12th, 2025", True, "2025-05-12"),
        ("4 November", True, "2025-11-04"),
        ("yesterday", True, "2026-11-02"),
        ("4 Nov", False, "2026-11-04"),
        ("2 May", False, "2027-05-02"),
        ("3 November", False, "2026-11-03"),
        ("tomorrow", False, "2026-11-04"),
    ],
)
def test_a_day_is_read_as_it_is_told(words: str, past: bool, day: str) -> None:
    assert str(day_told(words, DAY, past=past)) == day


@pytest.mark.parametrize(
    ("words", "past"),
    [
        ("", True),
        ("soon", False),
        ("ma", True),
        ("31 February", True),
        ("2026-13", True),
        ("12.5.2026", True),
        ("May", False),
        ("2026-12-01", True),
        ("2026-10-01", False),
        ("December 2026", True),
        ("tomorrow", True),
        ("yesterday", False),
    ],
)
def test_what_is_no_such_day_is_refused(words: str, past: bool) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        day_told(words, DAY, past=past)


def test_what_is_forgotten_is_not_written_again_by_another_that_read_it_before(tmp_path: Path) -> None:
    path = tmp_path / "diary.profile.json"
    write_profile(path, with_told(Profile(), {"goal": "speed"}, DAY, BASE))
    forgetting = threading.Thread(target=delete_profile, args=(path,))

    def changed(known: Profile) -> Profile:
        if [*tmp_path.glob(".*.lock")] and not forgetting.ident:
            forgetting.start()
            forgetting.join(0.5)  # it waits for its turn
        return with_told(known, {"surface": "grass"}, DAY, BASE)

    _, now = change_profile(path, BASE, changed)
    forgetting.join()
    assert set(now.facts) == {"goal", "surface"} and not path.exists()
