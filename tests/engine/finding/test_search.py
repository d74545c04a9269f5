"""Rules found by meaning: those that would fire first, each with why, in whatever words the situation is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import recommend
from springstep.engine.finding.index import finding_index
from springstep.engine.finding.meanings import lexicon, said_in
from springstep.engine.finding.search import Hit, search
from springstep.installed import default_rule_base
from tests.other_subject.plants import BASE as PLANTS

BASE = default_rule_base()


def found(text: str) -> dict[str, Hit]:
    return {hit.rule: hit for hit in search(text, BASE, lambda rule, word: word in rule.because)}


def how(text: str, *rules: str) -> list[str]:
    hits = found(text)
    return [hits[rule].how if rule in hits else "" for rule in rules]


def test_what_fires_in_a_situation_comes_first_with_why() -> None:
    hits = search("returning calf in race week", BASE, lambda rule, word: False)
    assert hits[0].rule == "INJ-050"
    assert hits[0].why == "returning = injury status returning and calf = injury site calf"
    assert how("returning calf in race week", "INJ-050", "INJ-070", "SEA-040") == ["fires"] * 3
    order = ["fires", "may_fire", "reads", "words"]
    places = [order.index(hit.how) for hit in hits]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("calves on the mend, racing week", "INJ-050"),
        ("gastroc coming back", "INJ-050"),
        ("my runners knee is nearly healed", "INJ-040"),
        ("hammy in rehab", "INJ-060"),
        ("slept badly", "SUP-020"),
        ("on concrete", "SRF-020"),
        ("worn out shoes on a hot day", "TDY-060"),
        ("worn out shoes on a hot day", "SRF-090"),
        ("stiff lower back", "STF-010"),
        ("stiff lower back", "CUE-020"),
        ("stiff calf", "STF-040"),
        ("fatigue 8", "RDY-040"),
        ("3 days to race", "SEA-040"),
        ("three weeks since last session", "PRG-157"),
        ("expecting", "SCR-010"),
        ("six weeks off", "PRG-157"),
        ("back after a month off", "PRG-157"),
        ("no run for 5 weeks", "PRG-157"),
        ("without running for two months", "PRG-157"),
        ("slept three hours", "SUP-020"),
        ("3 h of sleep", "SUP-010"),
        ("race in five days", "SEA-040"),
        ("track workout yesterday", "TDY-030"),
        ("first session ever", "DOS-040"),
    ],
)
def test_body_parts_and_situations_are_understood_in_other_words(text: str, rule: str) -> None:
    assert how(text, rule) == ["fires"]


@pytest.mark.parametrize(
    ("text", "not_meant"),
    [
        ("came back from holiday after six weeks off", ["STF-010", "DIA-120"]),
        ("back from a long break", ["STF-010"]),
        ("new to bounding", ["INJ-030", "PRG-060"]),
        ("old calf strain healed four weeks ago", ["SRF-090"]),
        ("new coach, old friend", ["INJ-030", "SRF-090"]),
        ("track workout yesterday", ["RUN-010"]),
        ("first session ever", ["PRG-090"]),
        ("slept nine hours", ["SUP-010", "SUP-020"]),
        ("two days off", ["PRG-157"]),
    ],
)
def test_everyday_words_are_not_taken_for_answers(text: str, not_meant: list[str]) -> None:
    assert not found(text).keys() & {*not_meant}


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("sore achilles after yesterday's intervals", "TDY-030"),
        ("yesterday\u2019s race", "TDY-020"),
        ("stiff back", "STF-010"),
        ("back running after a calf strain", "INJ-050"),
        ("old shoes", "SRF-090"),
    ],
)
def test_what_is_meant_by_them_elsewhere_is_understood(text: str, rule: str) -> None:
    assert how(text, rule) == ["fires"]


def test_plain_words_are_looked_for_without_what_says_nothing() -> None:
    hits = search("new to bounding", BASE, lambda rule, word: word in rule.name)
    assert hits and {hit.how for hit in hits} == {"words"} and all("bounding" in BASE.by_id[h.rule].name for h in hits)


def test_what_surely_fires_does_so_in_a_case_that_says_just_that() -> None:
    case = {
        **BASE.standard_cases["before"],
        "injuries": [{"site": "calf", "status": "returning"}],
        "season_phase": "race_week",
    }
    fired = {firing.rule for firing in recommend(case).trace.firings}
    for rule, hit in found("returning calf in race week").items():
        if hit.how == "fires" and "before" in BASE.by_id[rule].moments:
            assert rule in fired


def test_of_several_things_told_only_what_speaks_for_a_rule_is_its_why() -> None:
    hits = found("hot and dark")
    assert hits["TDY-060"].why.startswith("hot = ") and "dark" not in hits["TDY-060"].why
    assert hits["TDY-070"].why.startswith("dark = ") and "hot" not in hits["TDY-070"].why


def test_what_is_still_open_is_named() -> None:
    hit = found("returning calf in race week")["SEA-045"]
    assert hit.how == "may_fire"
    assert "it also turns on sessions with bursts so far" in hit.why


def test_a_fact_that_is_only_named_finds_the_rules_that_read_it() -> None:
    assert how("terrain", "SRF-080", "SRF-020") == ["reads", ""]


def test_a_rule_that_the_situation_bars_is_no_rule_for_it() -> None:
    assert how("returning calf", "INJ-040") in (["reads"], [""])
    assert "INJ-030" not in {rule for rule, hit in found("returning calf").items() if hit.how in ("fires", "may_fire")}


def test_a_rule_of_that_name_comes_first_of_those_that_hold_the_words() -> None:
    hits = search("two-minutes-an-hour", BASE, lambda rule, word: word in f"{rule.name} {rule.because}")
    assert hits[0].rule == "DOS-010"


def test_plain_words_come_last() -> None:
    hits = search("tendon", BASE, lambda rule, word: word in rule.because)
    assert hits and {hit.how for hit in hits} == {"words"}


@given(st.text(max_size=60))
def test_any_text_is_taken(text: str) -> None:
    hits = search(text, BASE, lambda rule, word: False)
    assert len({hit.rule for hit in hits}) == len(hits)


@given(st.data())
def test_every_phrase_of_the_vocabulary_is_understood(data: st.DataObject) -> None:
    moment = data.draw(st.sampled_from(list(BASE.vocabulary.moments)))
    phrase = data.draw(st.sampled_from(sorted(lexicon(BASE, moment))))
    said, over = said_in(" ".join(phrase), BASE, moment)
    assert said or set(over) <= set(phrase) or len(phrase) == 1


def test_another_subject_is_searched_in_its_own_words() -> None:
    for rule in PLANTS.rules:
        for name in PLANTS.facts_read(rule):
            assert PLANTS.facts[name].label
    assert search("yellow leaves", PLANTS, lambda rule, word: word in rule.because or word in rule.name) is not None


def test_the_index_of_a_page_speaks_of_rules_that_there_are() -> None:
    index = finding_index(BASE)
    assert index.rules == tuple(BASE.by_id)
    assert len(index.speaks_for) == len(index.speaks_against) == len(index.moments) == len(index.lists)
    for pro, con in zip(index.speaks_for, index.speaks_against, strict=True):
        assert pro and not set(pro) & set(con)
        assert max((*pro, *con)) < len(index.rules)
    assert len(index.to_json()) < 80_000


def test_where_no_rule_speaks_for_a_number_those_that_read_it_are_named() -> None:
    hits = search("marathon in ten days", BASE, lambda rule, word: False)
    assert hits and {hit.how for hit in hits} == {"reads"}
    assert all("days_to_race" in BASE.facts_read(BASE.by_id[hit.rule]) for hit in hits)


def test_a_word_that_belongs_to_one_list_alone_says_which_is_meant() -> None:
    assert next(iter(found("achilles tendinopathy"))) == "INJ-050"
    assert "STF-040" not in found("achilles tendinopathy")
    assert "STF-040" in found("achilles")


@pytest.mark.parametrize("text", ["no coach", "none", "nothing"])
def test_a_word_that_denies_anything_is_no_far_race(text: str) -> None:
    assert not [hit for hit in found(text).values() if "race" in hit.why]
