"""What can be asked: of one case, of the rules, of a receipt.

What a tool takes is described by annotations that hold the names of the rules, so they are no mere texts here.
"""

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult, InputRequiredResult, ToolAnnotations
from pydantic import Field, WithJsonSchema

from springstep.api import check_prose, rules_book
from springstep.api import recommend as recommend_case
from springstep.api import verify as verify_receipt
from springstep.engine.audit.rule_record import rule_record, rule_summary
from springstep.engine.errors import CaseError, SpringstepError
from springstep.engine.inference.case import case_from
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.schema.cases import case_schema
from springstep.engine.text.source import Document
from springstep.mcp.asking import PersonAnswers, answered, ask, can_ask
from springstep.mcp.texts import plan_result, refused, result, wrong
from springstep.rendering.markdown.one_rule import rule_lines
from springstep.rendering.markdown.rule_search import rules_found
from springstep.session.recommendation import Recommendation

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_MOST_TRIED = 3_000
_MOST_FOUND = 12

GivenCase = Annotated[dict[str, Any], Field(description="the case, as for recommend")]


def add_tools(server: MCPServer[Any], base: RuleBase) -> None:
    """Add every tool that asks of a case, of the rules or of a receipt."""
    whole_case = Annotated[dict[str, Any], WithJsonSchema(typed_case(base))]
    cues = base.vocabulary.facts["cue"].item_words

    async def recommend(ctx: Context[Any], case: whole_case) -> CallToolResult | InputRequiredResult:
        """Advise before or after a run: whether bursts, which, how many, and why, by which rules.

        Give only what the person has said; what is left out is taken at its most cautious. What the rules need and the
        case lacks is asked of the person, or told to you to be asked.
        """
        try:
            return plan_result(_made(case, base), base)
        except CaseError as error:
            missing = {fault.where: f"{fault.allowed}" for fault in error.faults if fault.code == "missing"}
            if len(missing) < len(error.faults):
                return refused(error)
            return await _with_answers(ctx, case, missing, base)
        except SpringstepError as error:
            return refused(error)

    def cue(
        cue: Annotated[list[str], Field(description=f"what is noticed, of: {', '.join(cues)}", min_length=1)],
        bursts_done: Annotated[int | None, Field(description="how many bursts are done so far", ge=0, le=30)] = None,
        cue_repeated: Annotated[bool | None, Field(description="whether it came back after easing off")] = None,
        planned_efforts: Annotated[int | None, Field(description="how many were planned", ge=0, le=30)] = None,
        current_drill: Annotated[str | None, Field(description="the drill that is done")] = None,
    ) -> CallToolResult:
        """Say what to do now that something came up in the middle of a run."""
        told: dict[str, Any] = {"cue": cue, "bursts_done": bursts_done, "cue_repeated": cue_repeated}
        told |= {"planned_efforts": planned_efforts, "current_drill": current_drill}
        case = {MOMENT: "during", **{name: value for name, value in told.items() if value is not None}}
        return _told(lambda: plan_result(_made(case, base), base))

    def why(
        case: GivenCase,
        decision: Annotated[str, Field(description=f"one of: {', '.join((*base.decisions, *base.choices))}")],
        depth: Literal["short", "mid", "long"] = "mid",
    ) -> CallToolResult:
        """Explain a decision of the advice on a case, down to answers, rules and sentences."""
        return _told(lambda: _lines(_made(case, base).why(decision, depth=depth, rule_base=base)))

    def why_not(
        case: GivenCase, target: Annotated[str, Field(description="a drill, a rule, or DECISION=VALUE")]
    ) -> CallToolResult:
        """Explain why something is not advised, or why a rule is silent or did not carry."""
        return _told(lambda: _lines(_made(case, base).why_not(target, rule_base=base)))

    def what_would_change(
        case: GivenCase, decision: Annotated[str, Field(description="a decision, as for why")]
    ) -> CallToolResult:
        """Find the smallest changes of what can be changed that would change a decision."""

        def told() -> CallToolResult:
            found = _made(case, base).what_would_change(decision, rule_base=base, budget=_MOST_TRIED)
            lines = [str(change) for change in found] or ["Nothing that can be changed would change it."]
            return result("\n".join(lines), json.loads(found.to_json()))

        return _told(told)

    def receipt(case: GivenCase) -> CallToolResult:
        """Return what others need to check the advice on a case."""

        def told() -> CallToolResult:
            text = _made(case, base).receipt(rule_base=base).to_json()
            return result(text, json.loads(text))

        return _told(told)

    def verify(receipt: Annotated[str, Field(description="the text of a receipt")]) -> CallToolResult:
        """Check a receipt: derive its decision again from its answers, without the engine."""

        def told() -> CallToolResult:
            found = verify_receipt(receipt, book=rules_book(base))
            return result("\n".join(found) or "The receipt holds.", {"holds": not found, "faults": list(found)})

        return _told(told)

    def check_answer(
        answer: Annotated[
            str, Field(description="what you are about to tell the person", min_length=1, max_length=20_000)
        ],
        case: GivenCase,
    ) -> CallToolResult:
        """Check your answer before you give it: which sentences the plan holds, contradicts, or has no ground for."""

        def told() -> CallToolResult:
            found = check_prose(answer, _made(case, base), rule_base=base)
            wrong = [each for each in found if each.judgement in ("contradicted", "unfounded")]
            lines = [f"{each.judgement}: {each.sentence} ({each.says})" for each in wrong]
            data = [json.loads(each.to_json()) for each in found]
            return result("\n".join(lines) or "The plan holds what it says.", {"holds": not wrong, "sentences": data})

        return _told(told)

    def search_rules(
        situation: Annotated[str, Field(description="a situation in words, or words to look for", min_length=1)],
    ) -> CallToolResult:
        """Find the rules that would fire in a situation told in words, or that hold the words, each with why."""

        def told() -> CallToolResult:
            hits = rules_found(situation, base)[:_MOST_FOUND]
            lines = [f"{hit.rule} ({hit.how.replace('_', ' ')}): {hit.why}" for hit in hits]
            found = [{**rule_summary(base.by_id[hit.rule]), "how": hit.how, "why": hit.why} for hit in hits]
            return result("\n".join(lines) or "No rule speaks of it.", {"rules": json.loads(json.dumps(found))})

        return _told(told)

    def show_rule(rule: Annotated[str, Field(description="the id or the name of a rule")]) -> CallToolResult:
        """Show one rule: when it fires, what it concludes, why, and which sentences it cites."""

        def told() -> CallToolResult:
            found = base.rule(rule)
            return result("\n".join(rule_lines(found, base)), json.loads(json.dumps(rule_record(found, base))))

        return _told(told)

    for tool in (
        recommend,
        cue,
        why,
        why_not,
        what_would_change,
        receipt,
        verify,
        check_answer,
        search_rules,
        show_rule,
    ):
        server.add_tool(tool, annotations=_READS)


async def _with_answers(
    ctx: Context[Any], case: dict[str, Any], missing: dict[str, str], base: RuleBase
) -> CallToolResult | InputRequiredResult:
    """Ask the person for what the rules need, and advise; where she cannot be asked, tell the model to."""
    found: PersonAnswers | InputRequiredResult | None = answered(ctx)
    if found is None and can_ask(ctx):
        found = await ask(ctx, "The rules need to know this first.", missing, "asked")
    if isinstance(found, InputRequiredResult):
        return found
    if found is None or found.given is None:
        questions = "\n".join(f"- {name}: {question}" for name, question in missing.items())
        return wrong(
            f"Not enough is known, and nothing is guessed. Ask the person this, do not answer it:\n{questions}"
        )
    answers = {name: found.given[name] for name in missing if name in found.given}
    try:  # words are read where a person was asked, and nowhere else
        valid = case_from(Document("", {**case, **answers}, {}), base)
    except SpringstepError as error:
        return refused(error)
    return plan_result(recommend_case(valid, rule_base=base), base)


def _made(case: dict[str, Any], base: RuleBase) -> Recommendation:
    return recommend_case(case_from(Document("", case, {}), base, words=False), rule_base=base)


def _lines(explanation: Any) -> CallToolResult:
    return result("\n".join(explanation.lines()), json.loads(explanation.to_json()))


def _told(work: Callable[[], CallToolResult]) -> CallToolResult:
    try:
        return work()
    except SpringstepError as error:
        return refused(error)


def typed_case(base: RuleBase) -> dict[str, Any]:
    """Return the schema of a case with all that it refers to in it, and without what contradicts what."""
    schema = json.loads(json.dumps(case_schema(base)))
    defined = schema["$defs"]

    def inside(part: Any) -> Any:
        if isinstance(part, list):
            return [inside(each) for each in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return inside(defined[part["$ref"].rpartition("/")[2]])
        return {key: inside(value) for key, value in part.items()}

    kept = {name: schema[name] for name in ("type", "properties", "additionalProperties")}
    found: dict[str, Any] = inside(kept)
    found["description"] = "The facts that the person has told; leave out what is not known."
    return found
