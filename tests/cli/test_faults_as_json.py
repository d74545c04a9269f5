"""Whoever asks for JSON is told what is wrong in JSON, too; a person reads the same on standard error."""

from __future__ import annotations

import json

import click
import pytest
from jsonschema import Draft202012Validator

import springstep as package
from tests.cli.conftest import Invoke
from tests.cli.test_main import ALL

WITH_JSON = {
    path: ["--json"] if option.is_flag else ["--json", "-"]
    for path, command in ALL.items()
    for option in command.params
    if isinstance(option, click.Option) and "--json" in option.opts
}


@pytest.mark.parametrize("path", WITH_JSON)
def test_bad_usage_is_told_in_json_by_every_command_that_prints_json(path: str, springstep: Invoke) -> None:
    result = springstep(*path.split()[1:], *WITH_JSON[path], "--no-such-option")
    assert result.exit_code == 2
    told = json.loads(result.stdout)
    Draft202012Validator(package.json_schema("faults")).validate(told)
    assert [fault["code"] for fault in told["faults"]] == ["usage"]
    assert "--no-such-option" in told["faults"][0]["what"]
    assert "--no-such-option" in result.stderr


@pytest.mark.parametrize(
    ("command", "code", "where"),
    [
        (["recommend", "-"], "out_of_range", "fatigue"),
        (["rules", "show", "INJ-999"], "unknown_name", ""),
        (["recommend", "no-such-file.yaml"], "not_found", ""),
        (["diary", "show", "0123abcd", "--diary", "no-such-diary.db"], "not_found", ""),
    ],
)
def test_a_mistake_is_told_in_json_with_its_code_and_its_place(
    command: list[str], code: str, where: str, springstep: Invoke
) -> None:
    result = springstep(*command, "--json", given="pain: none\ninjuries: []\nfatigue: 11\n")
    assert result.exit_code == 2
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["code"], fault["where"]) == (code, where)
    assert fault["what"] in result.stderr


def test_without_json_nothing_but_the_lines_is_told(springstep: Invoke) -> None:
    result = springstep("rules", "show", "INJ-999")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("springstep: no rule is called 'INJ-999'")
