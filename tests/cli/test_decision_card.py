"""The card of a plan from the command line, and the texts to translate."""

from __future__ import annotations

import json
from pathlib import Path

from springstep import messages, recommend
from springstep.session.decision_card import DecisionCard
from tests.cli.conftest import Invoke
from tests.places import EXAMPLES

CASE = EXAMPLES / "first-session.yaml"


def test_the_command_prints_the_card_in_any_language(springstep: Invoke, tmp_path: Path) -> None:
    texts = {**messages(), "disclaimer": "Kein \u00e4rztlicher Rat."}
    file = tmp_path / "texts.json"
    file.write_text(json.dumps(texts))
    assert json.loads(springstep("messages").stdout) == messages()
    assert DecisionCard.from_json(springstep("recommend", CASE, "--decision-card").stdout) == recommend(CASE).card()
    told = springstep("recommend", CASE, "--decision-card", "--texts", file)
    assert DecisionCard.from_json(told.stdout) == recommend(CASE).card(texts=texts)


def test_a_translation_that_is_none_is_refused(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "texts.json"
    for text in ("[1]", "{", "{}"):
        file.write_text(text)
        assert springstep("recommend", CASE, "--decision-card", "--texts", file).exit_code == 2


def test_options_that_need_another_are_refused_without_it(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "texts.json"
    file.write_text("{}")
    assert springstep("recommend", CASE, "--texts", file).exit_code == 2
    assert springstep("recommend", CASE, "--no-trace").exit_code == 2
    assert springstep("recommend", CASE, "--json", "--trace", "--no-trace").exit_code == 2


def test_json_without_the_trace_is_the_plan(springstep: Invoke) -> None:
    told = json.loads(springstep("recommend", CASE, "--json", "--no-trace").stdout)
    assert "trace" not in told and told["id"] == recommend(CASE).id
