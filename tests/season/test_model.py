"""The model of a season: read strictly with all faults at once, written as a file that reads back the same."""

from __future__ import annotations

import pathlib
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.text.source import parse
from springstep.season.model import EASY_DAYS, RESPONSES, SeasonModel, Site, week_of
from springstep.season.model_file import ModelError, changed, model_from, model_text, read_model
from tests.season.conftest import models
from tests.strategies import BASE, examples


@given(models())
@examples(100)
def test_a_printed_model_reads_back_the_same(model: SeasonModel) -> None:
    assert model_from(parse(model_text(model), name="model.yaml")) == model


def test_a_printed_model_says_what_each_number_is_and_that_it_is_ours() -> None:
    text = model_text(SeasonModel())
    assert "not physiology" in text and "convention" in text
    printed = yaml.safe_load(text)
    for name in (*printed, *printed["response"]):
        line = next(line for line in text.splitlines() if line.strip().startswith(f"{name}:"))
        assert "  # " in line, name


@pytest.mark.parametrize("name", list(RESPONSES))
def test_presets_are_within_the_limits(name: str) -> None:
    printed = RESPONSES[name].model_dump(mode="json")
    assert changed(SeasonModel(), {"response": printed}).response == RESPONSES[name]


def test_a_file_may_leave_out_what_is_average(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text("weeks: 8\nresponse: {adapts_s: 5}\n")
    model = read_model(path)
    assert (model.weeks, model.response.adapts_s) == (8, 5.0)
    assert model.response.swing == RESPONSES["average"].swing


BROKEN = """\
weeks: 20
wekk: [easy]
seed: -1
week: [easy, jog, off, off, off, off, off]
races: [3, 200]
injuries:
  - {week: 2, site: elbow}
  - {site: calf}
response:
  swing: much
  skips: 2
  tolerance: 30
"""


def test_a_broken_file_gives_all_faults_with_their_places(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(BROKEN)
    with pytest.raises(ModelError) as caught:
        read_model(path)
    printed = [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]
    assert [line.split(": ")[:2] for line in printed] == [
        ["2:1", "wekk"],
        ["3:1", "seed"],
        ["4:14", "week[1]"],
        ["5:12", "races[1]"],
        ["7:15", "injuries[0].site"],
        ["8:5", "injuries[1].week"],
        ["10:3", "response.swing"],
        ["11:3", "response.skips"],
        ["12:3", "response.tolerance"],
    ]
    assert "did you mean 'week'?" in printed[0] and "did you mean 'tolerance_s'?" in printed[-1]


def test_what_does_not_go_together_is_told_at_once(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        "weeks: 10\nweek: [long, off, off, off, off, off, workout]\nraces: [4, 4, 12]\npauses: [{week: 4}]\n"
        "injuries: [{week: 2, site: knee}, {week: 5, site: knee}, {week: 5, site: hip}]\n"
    )
    with pytest.raises(ModelError) as caught:
        read_model(path)
    where = [fault.where for fault in caught.value.faults]
    assert sorted(where) == ["injuries[1].week", "races[0]", "races[1]", "races[1]", "races[2]", "week"]
    assert all(fault.line for fault in caught.value.faults)


@given(st.integers(1, 7).flatmap(lambda runs: st.tuples(st.just(runs), st.integers(1, runs))))
@examples(60)
def test_a_week_has_as_many_runs_and_easy_ones_as_asked(asked: tuple[int, int]) -> None:
    runs, easy = asked
    week = week_of(runs, easy)
    assert len(week) == 7 and sum(kind != "off" for kind in week) == runs
    assert sum(kind in EASY_DAYS for kind in week) == easy
    assert week.count("long") == (runs > easy)


def test_a_season_hurts_where_a_case_can_tell_it() -> None:
    assert get_args(Site) == BASE.vocabulary.scopes["injury"].fields["injury.site"].values


@pytest.mark.parametrize("name", list(RESPONSES))
def test_a_file_may_name_a_response(name: str, tmp_path: pathlib.Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(f"response: {name}\n")
    assert read_model(path).response == RESPONSES[name]


def test_a_response_of_an_unknown_name_is_refused() -> None:
    with pytest.raises(ModelError, match="response"):
        model_from(parse("response: heroic\n", name="model.yaml"))
