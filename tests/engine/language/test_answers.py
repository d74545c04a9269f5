"""Plain answers of any subject: numbers, times and words as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.answers import AnswerError, AskedBackError, parse_answer, read
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.data import Bands, Spoken
from springstep.engine.language.spoken.figures import in_figures, seconds_in
from springstep.engine.language.spoken.units import quantity_of
from springstep.engine.language.vocabulary import Vocabulary
from tests.strategies import examples

NOTHING = Vocabulary({}, {}, {}, (), (), counted=("times",))
MINUTES = FactInfo("soak", "number", "soak", unit="min", minimum=1, maximum=600, spoken=Spoken(likely=(10, 240)))
DAYS = FactInfo(
    "bought", "number", "bought", unit="weeks", minimum=0, maximum=500, integer=True, spoken=Spoken(gravest="first")
)
RATE = FactInfo(
    "rate",
    "quantity",
    "rate",
    form="clock",
    unit="min/l",
    minimum=3.5,
    maximum=33,
    units={"l": Fraction(1), "gal": Fraction(100, 379)},
    examples=("6:00/l", "20:00/gal"),
    spoken=Spoken(units={"l": ("litre", "litres"), "gal": ("gallon",)}, speeds={"l": ("lph",)}),
)


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        *(("45", 45), ("45.5", 45.5), ("45,5", 45.5), ("45 min", 45), ("45'", 45), ("about 45", 45), ("~45", 45)),
        *(("45ish", 45), ("roughly 45 minutes", 45), ("45 minutes or so", 45), ("forty-five", 45), ("1h", 60)),
        *(("an hour", 60), ("half an hour", 30), ("an hour and a half", 90), ("one and a half hours", 90)),
        *(("1.5 hours", 90), ("1h 20", 80), ("1h20m", 80), ("1 hour and 20 minutes", 80), ("two hours", 120)),
        *(("1:00", 60), ("0:45", 45), ("45:00", 45), ("1:05:00", 65), ("2:30", 150), ("three quarters of an hour", 45)),
    ],
)
def test_a_length_of_time_is_read_however_it_is_written(said: str, minutes: float) -> None:
    assert parse_answer(MINUTES, said, NOTHING) == minutes


@pytest.mark.parametrize("said", ["not 45", "45 or less", "under an hour", "forty something", "45 l"])
def test_what_does_not_tell_one_length_of_time_is_refused(said: str) -> None:
    with pytest.raises(AnswerError):
        parse_answer(MINUTES, said, NOTHING)


@pytest.mark.parametrize(
    ("said", "either"),
    [("40-50", "40 min or 50 min"), ("45 or 50 minutes", "45 min or 50 min"), ("7:00", "420 min or 7 min")],
)
def test_a_range_and_a_clock_with_two_readings_are_asked_back(said: str, either: str) -> None:
    with pytest.raises(AskedBackError) as caught:
        parse_answer(MINUTES, said, NOTHING)
    assert caught.value.what == f"'{said}' could be {either}: which is it?"


@examples(200)
@given(st.integers(1, 99), st.integers(0, 59))
def test_hours_and_minutes_come_to_the_same_in_every_way_of_writing(hours: int, minutes: int) -> None:
    whole = 3600 * hours + 60 * minutes
    for said in (
        f"{hours}h {minutes}",
        f"{hours} hours and {minutes} min",
        f"{hours}h{minutes:02}m",
        f"{hours} hr, {minutes}'",
    ):
        assert seconds_in(in_figures(said)) == whole


@pytest.mark.parametrize(
    ("said", "weeks"),
    [
        ("3", 3),
        ("10 days ago", 1),
        ("2 months", 8),
        ("a year ago", 52),
        ("in March", 34),
        ("last month", 4),
        ("in 2025", 47),
    ],
)
def test_how_long_ago_is_counted_in_whole_weeks_and_never_longer_than_it_may_be(said: str, weeks: int) -> None:
    assert read(DAYS, said, NOTHING, today=date(2026, 11, 29)).value == weeks


def test_without_a_day_no_month_is_counted() -> None:
    with pytest.raises(AnswerError):
        read(DAYS, "in March", NOTHING)


@pytest.mark.parametrize(
    ("said", "rate"),
    [
        *(("6:30/l", "6:30/l"), ("6:30 min/l", "6:30/l"), ("6:30 a litre", "6:30/l"), ("6'30\" per litre", "6:30/l")),
        *(
            ("10 litres an hour", "6:00/l"),
            ("10 lph", "6:00/l"),
            ("6.5 min/l", "6:30/l"),
            ("20:00 gallon", "20:00/gal"),
        ),
        *(("3:00", None), ("20 min a gallon", "20:00/gal"), ("fast", None)),
    ],
)
def test_a_rate_is_read_with_its_unit(said: str, rate: str | None) -> None:
    if rate is not None:
        assert quantity_of(RATE, said) == rate
        return
    try:
        assert quantity_of(RATE, said) is None
    except AnswerError as error:
        assert error.what


def test_the_unit_that_is_missing_is_asked_for_and_the_next_answer_completes_it() -> None:
    with pytest.raises(AskedBackError) as caught:
        quantity_of(RATE, "20:00")
    assert caught.value.what == "20:00 a litre or a gallon?"
    assert quantity_of(RATE, caught.value.unfinished.replace("{}", "gallon")) == "20:00/gal"
    assert quantity_of(RATE, "20:00", ("40:00/gal",)) == "20:00/gal"


LIGHT = FactInfo(
    "light",
    "word",
    "light",
    values=("bright", "dim", "dark"),
    spoken=Spoken(
        said={"bright": ("sunny",), "dim": ("a bit dark", "shady")},
        unsure={"cloudy": ("bright", "dim")},
        gravest="last",
        bands=Bands("h", {"dark": 2, "dim": 6, "bright": 24}),
        passed_over=("window",),
    ),
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        *(
            ("bri", "bright"),
            ("3", "dark"),
            ("sunny", "bright"),
            ("It's a bit dark.", "dim"),
            ("a sunny window", "bright"),
        ),
        *(("7 hours", "bright"), ("about 4 h", "dim"), ("shady, dim", "dim")),
    ],
)
def test_a_word_is_told_by_other_words_by_its_place_or_by_a_number(said: str, value: str) -> None:
    assert parse_answer(LIGHT, said, NOTHING) == value


@pytest.mark.parametrize(("said", "safer"), [("cloudy", "dim"), ("sunny or dark", "dark"), ("5-8 hours", "dim")])
def test_several_readings_are_asked_back_or_the_gravest_is_taken(said: str, safer: str) -> None:
    with pytest.raises(AskedBackError):
        read(LIGHT, said, NOTHING)
    found = read(LIGHT, said, NOTHING, asked=False)
    assert found.value == safer and "the safer of" in found.safer


@pytest.mark.parametrize(
    "said",
    [
        *("not sunny", "sunny except in winter", "hardly dim", "", "not just dark", "isn't a bit dark", "no, shady"),
        "a bit, dark",
    ],
)
def test_a_word_that_may_turn_the_rest_round_is_never_passed_over(said: str) -> None:
    with pytest.raises(AnswerError):
        parse_answer(LIGHT, said, NOTHING)


def test_no_phrase_goes_across_a_sign_and_nothing_is_left_out_after_a_denial() -> None:
    rain = FactInfo("rain", "word", "rain", values=("none", "some"), spoken=Spoken(said={"none": ("no rain",),
        "some": ("rain",)}, gravest="last"))  # fmt: skip
    assert parse_answer(rain, "there is no rain", NOTHING) == "none"
    for said in ("no, rain", "no - rain", "no... rain", "no but rain", "no it is rain", "nothing but rain", "no; rain"):
        with pytest.raises(AskedBackError):
            read(rain, said, NOTHING)
        assert read(rain, said, NOTHING, asked=False).value == "some"


@pytest.mark.parametrize("said", ["2", "1.5", "9"])
def test_a_bare_number_that_is_unlikely_small_is_asked_for_its_unit(said: str) -> None:
    with pytest.raises(AskedBackError, match=f"{said} min or h") as caught:
        read(MINUTES, said, NOTHING)
    assert read(MINUTES, caught.value.unfinished.format("h"), NOTHING).value == 60 * float(said)
    assert read(MINUTES, f"{said} min", NOTHING).value == float(said)
    assert read(MINUTES, said, NOTHING, asked=False).value == float(said)


@pytest.mark.parametrize("said", ["10 l", "10l", "12 litres", "9 gal"])
def test_an_amount_is_no_rate(said: str) -> None:
    assert quantity_of(RATE, said) is None


def test_a_refusal_names_the_closest_words_first() -> None:
    with pytest.raises(AnswerError, match="'suny' is not understood; such as sunny or bright"):
        parse_answer(LIGHT, "suny", NOTHING)


@pytest.mark.parametrize(
    ("said", "value"), [("yep", True), ("nope", False), ("not yet", False), ("y", True), ("2", False)]
)
def test_yes_and_no_are_told_in_many_ways(said: str, value: bool) -> None:
    assert parse_answer(FactInfo("wet", "flag", "wet"), said, NOTHING) is value


@examples(200)
@given(st.text(max_size=30))
def test_any_text_is_an_answer_or_a_refusal(said: str) -> None:
    infos: list[Any] = [MINUTES, DAYS, LIGHT, FactInfo("wet", "flag", "wet")]
    for info in infos:
        for asked in (True, False):
            try:
                read(info, said, NOTHING, today=date(2026, 11, 29), asked=asked)
            except AnswerError as error:
                assert error.what
    try:
        quantity_of(RATE, said)
    except AnswerError as error:
        assert error.what


def test_words_may_be_cut_short_where_options_have_no_numbers_and_only_where_a_person_sits_there() -> None:
    light = FactInfo("light", "word", "light", values=("red", "green", "grey"))
    assert read(light, "re", NOTHING, numbered=False).value == "red"
    with pytest.raises(AskedBackError):
        read(light, "gre", NOTHING, numbered=False)
    for words, begun in (("1", True), ("re", False)):
        with pytest.raises(AnswerError):
            read(light, words, NOTHING, numbered=False, begun=begun)
