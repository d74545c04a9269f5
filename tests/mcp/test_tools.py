"""What an assistant is told is what the package says, cites rules, and guesses nothing."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError

from mcp import Client
from springstep import json_schema, load_rule_base, recommend
from springstep.serve.examples import CASE
from tests.documents import blocks
from tests.mcp.clients import MODES, Mode, asked, server
from tests.places import EXAMPLES, ROOT

PLAN = recommend(CASE)
TIRED = {**CASE, "fatigue": 8}


def test_a_plan_is_told_in_words_that_cite_and_as_a_card() -> None:
    (said,) = asked(("recommend", {"case": CASE}))
    card = PLAN.card()
    assert said.data == json.loads(card.to_json()) and not said.wrong
    assert said.text.startswith(card.summary) and PLAN.headline in said.text
    rules = set(re.findall(r"[A-Z]{3}-\d{3}", said.text))
    assert rules and rules <= {rule.id for rule in load_rule_base().rules}
    assert "Stop when:" in said.text and "no medical advice" in said.text
    assert len(said.text) < 3_000


def test_an_answer_is_checked_before_it_is_given() -> None:
    true, wrong = "Hello! " + PLAN.headline, "Do 6 x 15 s of bounding. Take 400 mg of ibuprofen."
    held, not_held = asked(
        ("check_answer", {"answer": true, "case": CASE}), ("check_answer", {"answer": wrong, "case": CASE})
    )
    assert held.data["holds"] and [each["judgement"] for each in held.data["sentences"]] == ["neutral", "backed"]
    assert not not_held.data["holds"] and not not_held.wrong
    assert not_held.text.splitlines()[0].startswith("contradicted: Do 6 x 15 s of bounding. (")
    assert [each["judgement"] for each in not_held.data["sentences"]] == ["contradicted", "unfounded"]


def test_every_tool_says_what_the_package_says() -> None:
    explained = recommend(TIRED).why("clearance")
    against = PLAN.why_not("drill=depth_jumps")
    changes = recommend(TIRED).what_would_change("clearance")
    receipt = PLAN.receipt().to_json()
    said = asked(
        ("why", {"case": TIRED, "decision": "clearance"}),
        ("why_not", {"case": CASE, "target": "drill=depth_jumps"}),
        ("what_would_change", {"case": TIRED, "decision": "clearance"}),
        ("receipt", {"case": CASE}),
        ("verify", {"receipt": receipt}),
        ("verify", {"receipt": receipt.replace('"bursts"', '"none"')}),
        ("cue", {"cue": ["sharp_pain"]}),
        ("search_rules", {"situation": "returning calf in race week"}),
        ("show_rule", {"rule": "INJ-040"}),
    )
    assert not any(each.wrong for each in said)
    assert said[0].text == "\n".join(explained.lines())
    assert said[1].text == "\n".join(against.lines())
    assert said[2].text == "\n".join(map(str, changes))
    assert said[3].data == json.loads(receipt)
    assert said[4].data == {"holds": True, "faults": []} and not said[5].data["holds"]
    during = recommend({"moment": "during", "cue": ["sharp_pain"]})
    assert during.verdict == "stop" and said[6].text.startswith(during.headline)
    assert said[7].data["rules"][0]["how"] == "fires"
    assert said[8].data["id"] == "INJ-040"


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("recommend", {"case": {**CASE, "fatigue": 12}}, "fatigue: 12 is too large"),
        ("recommend", {"case": {**CASE, "fatigue": "rather tired"}}, "fatigue"),
        ("recommend", {"case": {**CASE, "fatige": 2}}, "did you mean 'fatigue'?"),
        ("recommend", {"case": {**CASE, "age": 40}}, "not considered"),
        ("recommend", {"case": {**CASE, "sessions_done": 0}}, "sessions"),
        ("why", {"case": CASE, "decision": "does"}, "no decision is called 'does'"),
        ("why_not", {"case": CASE, "target": "kangaroo"}, "kangaroo"),
        ("why", {"case": {"fatigue": 2}, "decision": "dose"}, "pain"),
        ("cue", {"cue": ["boredom"], "bursts_done": 2}, "boredom"),
        ("verify", {"receipt": "{}"}, "is required"),
        ("show_rule", {"rule": "INJ-41"}, "no rule is called"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_advised(tool: str, arguments: dict[str, Any], told: str) -> None:
    (said,) = asked((tool, arguments))
    assert said.wrong and said.data is None
    assert told in said.text


@pytest.mark.parametrize("mode", MODES)
def test_what_the_rules_need_is_asked_of_the_person(mode: Mode) -> None:
    forms: list[Mapping[str, Any]] = []

    def person(_: str, questions: Mapping[str, Any]) -> dict[str, str]:
        forms.append(questions)
        return {"pain": "none", "injuries": "calf, returning"}

    case = {name: value for name, value in CASE.items() if name not in ("pain", "injuries")}
    (said,) = asked(("recommend", {"case": case}), mode=mode, person=person)
    assert [set(form) for form in forms] == [{"pain", "injuries"}]
    assert forms[0]["pain"]["description"].startswith("Does anything hurt")
    whole = {**case, "pain": "none", "injuries": [{"site": "calf", "status": "returning"}]}
    assert said.text.startswith(recommend(whole).headline)


@pytest.mark.parametrize("mode", MODES)
def test_where_nobody_answers_nothing_is_advised(mode: Mode) -> None:
    for person in (None, lambda *_: None):
        (said,) = asked(("recommend", {"case": {"fatigue": 2}}), mode=mode, person=person)
        assert said.wrong and said.data is None
        assert "do not answer it:\n- pain: Does anything hurt" in said.text


def test_each_tool_is_typed_and_only_reads() -> None:
    tools = {tool.name: tool for tool in asyncio.run(server().list_tools())}
    page = (ROOT / "docs" / "integrator" / "assistants.md").read_text(encoding="utf-8")
    for name, tool in tools.items():
        Draft202012Validator.check_schema(tool.input_schema)
        assert tool.description and tool.annotations is not None and tool.annotations.read_only_hint
        assert f"`{name}`" in page
    case = tools["recommend"].input_schema["properties"]["case"]
    assert set(case["properties"]) == set(json_schema("case")["properties"])
    assert "$ref" not in json.dumps(case)
    typed = Draft202012Validator(case)
    assert typed.is_valid(CASE) and not typed.is_valid({**CASE, "fatigue": "7"})


def test_rules_and_sentences_are_read_by_their_ids() -> None:
    async def read(*addresses: str) -> list[str]:
        async with Client(server()) as client:
            for address in ("springstep://rules/INJ-41", "springstep://sentences/99.9"):
                with pytest.raises(MCPError, match="is called"):
                    await client.read_resource(address)
            return [(await client.read_resource(address)).contents[0].text for address in addresses]

    rule, sentence = asyncio.run(read("springstep://rules/INJ-040", "springstep://sentences/12.2"))
    assert "injury" in rule and "12.2" in rule
    assert sentence.startswith("[12.2] ") and "INJ-040" in sentence


def test_a_client_starts_the_command_as_its_configuration_says() -> None:
    (block,) = [block for block in blocks(ROOT / "docs" / "integrator" / "assistants.md") if block.language == "json"]
    told = json.loads(block.text)["mcpServers"]["springstep"]
    assert told["command"] == "springstep"
    overlay = ["--overlay", str(EXAMPLES / "overlays" / "club-rules.yaml")]
    command = StdioServerParameters(command=sys.executable, args=["-m", "springstep", *told["args"], *overlay])
    (said,) = asked(("recommend", {"case": CASE}), of=command)
    base = load_rule_base(overlays=EXAMPLES / "overlays" / "club-rules.yaml")
    assert said.data == json.loads(recommend(CASE, rule_base=base).card(rule_base=base).to_json())
