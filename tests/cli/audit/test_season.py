"""``springstep audit season`` as a coach uses it: the page, its options, pictures, JSON, and mistakes."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from springstep import SpringstepError
from springstep.cli.audit.season import season
from springstep.engine.text.adapter import adapter
from springstep.season.model import SeasonModel
from springstep.season.model_file import model_from
from springstep.season.report import Season
from tests.season.conftest import RUNNER
from tests.strategies import BASE

Asked = Callable[..., Result]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "runner.yaml"
    path.write_text(yaml.safe_dump(RUNNER))
    return path


@pytest.fixture
def asked(case: Path) -> Asked:
    """Ask for a season of the runner, as words after ``springstep audit season``."""

    def ask(*words: object, runner: object = case) -> Result:
        given = [] if runner is None else [str(runner)]
        return CliRunner().invoke(season, [*given, *map(str, words)])

    return ask


def printed(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(result: Result) -> SpringstepError:
    """Return the mistake, which the whole command line tells in a line a fault and exits with 2."""
    assert isinstance(result.exception, SpringstepError), result.output
    return result.exception


def test_the_page_has_a_line_a_week_within_80_columns(asked: Asked) -> None:
    page = printed(asked("--weeks", 9, "--hurt", "6:knee", "--phases", "early:2,build:7"))
    assert max(map(len, page.splitlines())) <= 80
    lines = [line for line in page.splitlines() if re.match(r" {2,3}\d{1,2}  (early|build) ", line)]
    assert [int(line.split()[0]) for line in lines] == list(range(1, 10))
    assert "1 of 1" in lines[0] and "3 x 8 s" in lines[0] and "begins" in lines[0]
    assert "knee hurt; no bursts (INJ-030)" in lines[5]
    assert any("longer efforts (DOS-050" in line for line in lines)


def test_each_move_gives_its_reason_once_with_its_sentences(asked: Asked) -> None:
    page = " ".join(printed(asked("--weeks", 13)).split())
    rule = BASE.by_id["DOS-050"]
    assert page.count(f"DOS-050: {rule.because} [10.2] [8.1] [10.4] inference") == 1
    assert f"FRQ-030: {BASE.by_id['FRQ-030'].because}" in page


def test_the_page_states_the_model_and_that_it_is_no_physiology(asked: Asked) -> None:
    page = " ".join(printed(asked("--weeks", 1, "--responds", "tires-easily", "--seed", 3)).split())
    assert "not physiology" in page and "our own convention" in page and "Seed 3" in page
    response = model_from_text(asked, "--responds", "tires-easily").response
    for number in (response.tolerance_s, response.adapts_s, response.cost_per_10_s, response.recovers):
        assert f" {number:g} " in page


def model_from_text(asked: Asked, *words: object) -> SeasonModel:
    from springstep.engine.text.source import parse

    return model_from(parse(printed(asked(*words, "--print-model", runner=None)), name="model.yaml"))


def test_a_printed_model_starts_a_file_of_ones_own(asked: Asked, tmp_path: Path) -> None:
    options = ("--responds", "erratic", "--hurt", "3:hip:1:1", "--race", 5, "--pause", "4", "--weeks", 6, "--easy", 4)
    options += ("--phases", "build:2,competition:4", "--seed", 12)
    path = tmp_path / "model.yaml"
    path.write_text(printed(asked(*options, "--print-model", runner=None)))
    assert printed(asked("--model", path)) == printed(asked(*options))


def test_options_change_the_model_of_a_file(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text("weeks: 30\nraces: [5]\nresponse: {adapts_s: 9}\n")
    model = model_from_text(asked, "--model", path, "--weeks", 12, "--race", 8)
    assert (model.weeks, model.races, model.response.adapts_s) == (12, (5, 8), 9.0)


def test_json_is_a_season_and_keeps_to_its_schema(asked: Asked) -> None:
    text = printed(asked("--weeks", 4, "--json"))
    found = Season.from_json(text)
    assert len(found.weeks) == 4 and found.rules_digest == BASE.digest and found.format == "springstep-season/1"
    schema = adapter(Season).json_schema(mode="serialization")
    Draft202012Validator.check_schema(schema)
    assert not list(Draft202012Validator(schema).iter_errors(json.loads(text)))


def test_an_overlay_is_lived_under_and_named(asked: Asked, tmp_path: Path) -> None:
    overlay = tmp_path / "patient.yaml"
    overlay.write_text(
        "overlay: patient\nauthor: A. Coach\ndate: 2026-03-01\n"
        "tighten:\n  - {rule: PRG-050, when: sessions_at_step < 9, reason: trial, note: Nine sessions at a step.,\n"
        "     fires_for: {sessions_at_step: 8}, silent_for: {sessions_at_step: 9}}\n"
    )
    usual, patient = (
        Season.from_json(printed(asked("--weeks", 5, "--json", *more))) for more in ((), ("--overlay", overlay))
    )
    assert not usual.overlays and patient.overlays == ("patient of A. Coach, 2026-03-01",)
    assert patient.rules_digest != usual.rules_digest
    assert len(usual.moves) > len(patient.moves) == 1
    page = " ".join(printed(asked("--weeks", 1, "--overlay", overlay)).split())
    assert "Under the guide's rules and the overlay patient of A. Coach, 2026-03-01." in page


def test_pictures_are_written_and_never_over_another_file(asked: Asked, tmp_path: Path) -> None:
    svg, png = tmp_path / "season.svg", tmp_path / "season.png"
    result = asked("--weeks", 3, "--svg", svg, "--png", png)
    assert printed(result) and f"wrote {svg}" in result.stderr
    assert ET.parse(svg).getroot().tag.endswith("svg") and png.read_bytes().startswith(b"\x89PNG")
    assert "already exists" in str(refused(asked("--weeks", 3, "--svg", svg)))
    before = svg.read_bytes()
    printed(asked("--weeks", 4, "--svg", svg, "--force"))
    assert svg.read_bytes() != before
    assert "cannot be written" in str(refused(asked("--weeks", 1, "--svg", tmp_path / "none" / "a.svg")))


def test_a_case_may_come_on_standard_input() -> None:
    result = CliRunner().invoke(season, ["-", "--weeks", "1"], input=json.dumps(RUNNER))
    assert "1 week, 1 of 1 planned session done in full." in " ".join(printed(result).split())


def test_what_is_not_told_is_said_on_the_page(asked: Asked, tmp_path: Path) -> None:
    path = tmp_path / "sparse.yaml"
    path.write_text("pain: none\ninjuries: []\n")
    page = " ".join(printed(asked("--weeks", 1, runner=path)).split())
    assert "Not given, so taken at its most cautious all season: " in page and "surface" in page
    assert "without a single planned session" in page


WRONG = {
    "unknown site": (("--hurt", "3:elbow"), "--hurt (injuries[0].site): 'elbow' is not allowed; allowed: ankle"),
    "no number": (("--hurt", "calf"), "--hurt (injuries[0].week): must be a whole number, not 'calf'"),
    "race too late": (("--race", 30), "--race (races[0]): week 30 is after the season; from 1 to 26"),
    "pause too late": (("--pause", 30), "--pause (pauses[0].week): week 30 is after the season"),
    "unknown phase": (("--phases", "summer:3"), "--phases (phases[0].phase): 'summer' is not allowed"),
    "no weeks": (("--weeks", 0), "--weeks (weeks): 0 is too small; at least 1"),
}


@pytest.mark.parametrize(("words", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_option_is_named_with_what_is_allowed(words: tuple[object, ...], message: str, asked: Asked) -> None:
    assert message in str(refused(asked(*words)))


def test_all_wrong_options_are_told_at_once(asked: Asked) -> None:
    assert len(refused(asked("--hurt", "3:elbow", "--phases", "summer:0", "--seed", -1)).faults) == 4


MISUSED: dict[str, tuple[tuple[object, ...], str]] = {
    "too many parts": (("--pause", "3:2:1"), "write it as WEEK[:WEEKS]"),
    "an empty part": (("--hurt", "3:"), "write it as WEEK[:SITE"),
    "a phase without weeks": (("--phases", "early"), "write it as PHASE:WEEKS"),
    "more easy runs than runs": (("--runs", 3, "--easy", 4), "--easy 4 is more than --runs 3"),
    "an unknown response": (("--responds", "badly"), "'badly' is not one of"),
}


@pytest.mark.parametrize(("words", "message"), MISUSED.values(), ids=MISUSED)
def test_bad_usage_exits_with_2(words: tuple[object, ...], message: str, asked: Asked) -> None:
    result = asked(*words)
    assert result.exit_code == 2 and message in " ".join(click.unstyle(result.stderr).split())


def test_without_a_case_it_is_told_what_is_missing(asked: Asked) -> None:
    result = asked(runner=None)
    assert result.exit_code == 2 and "say whose season" in result.stderr


def test_broken_files_are_told_with_their_places(asked: Asked, tmp_path: Path) -> None:
    model, runner = tmp_path / "model.yaml", tmp_path / "broken.yaml"
    model.write_text("weeks: many\nresponse: {swing: -1}\n")
    faults = refused(asked("--model", model)).faults
    assert [(fault.source, fault.line, fault.where) for fault in faults] == [
        (str(model), 1, "weeks"),
        (str(model), 2, "response.swing"),
    ]
    runner.write_text("pain: none\nsurface: lava\n")
    assert {fault.where for fault in refused(asked(runner=runner)).faults} == {"surface", "injuries"}
    runner.write_text("moment: after\npain: none\ninjuries: []\n")
    assert "before a run" in str(refused(asked(runner=runner)))
