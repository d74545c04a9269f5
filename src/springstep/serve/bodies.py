"""What a request may hold, and how it is read: strictly, and each fault with its place in the body."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from springstep.engine.characters import NEVER
from springstep.engine.errors import CaseError, Fault, RecordError
from springstep.engine.inference.case import Case, case_from
from springstep.engine.language.spoken.lines import LONGEST
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document, SourceError, parse_json
from springstep.engine.text.validation import validate

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
MOST_TRIED = 20_000
"""How many changes a request may have tried."""
_PLAIN = {
    "pattern": "^[^"
    + "".join(sign if sign == "-" else f"\\u{ord(sign):04x}" for sign in NEVER.replace("\ud800-\udfff", ""))
    + "\\r]*$"
}
"""What JSON may hold here, in the words of a schema: half a character is none, and what reads JSON refuses the rest."""

_START_OF_AN_EVENT: list[Any] = [
    {"properties": {"at": {"type": "null"}}},
    {"properties": {"form": {"const": "ics"}}, "required": ["form"]},
]
"""In the words of a schema: only an event knows when it starts."""


def _whole(value: Any) -> Any:
    """Return a whole number as one, however JSON has it: 3.0 is 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class RulesNamed(_Body):
    """A request that may name the rules to answer by."""

    rules: Annotated[str | None, Field(description="By which rules, by name; the guide's own where none is named.")] = (
        None
    )


class CaseGiven(RulesNamed):
    """A request about one case."""

    case: Annotated[dict[str, Any], Field(description="The facts, in the plain form of the schema of a case.")]
    on: Annotated[str | None, Field(description="The day that the plan is for; nothing else depends on it.")] = None


class RecommendBody(CaseGiven):
    """What to do in one case."""

    trace: Annotated[bool, Field(description="Whether the answer holds the trace, most of the text.")] = False


class CardBody(CaseGiven):
    """The plan of one case as a card."""


class WorkoutBody(CaseGiven):
    """The plan of one case as a workout."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _START_OF_AN_EVENT})
    form: Annotated[
        Literal["json", "fit", "ics", "icu", "zwo"],
        Field(description="As JSON, or as a file for a watch, a calendar, intervals.icu or Zwift."),
    ] = "json"
    at: Annotated[
        str | None,
        Field(
            json_schema_extra={"pattern": f"^({_TIME.pattern})$"},
            description="When the run starts, such as 18:30: the event of a calendar; it lasts all day otherwise.",
        ),
    ] = None


class CueBody(CaseGiven):
    """What came up in the middle of a run."""


class ReceiptBody(CaseGiven):
    """The receipt of the plan of one case."""

    least: Annotated[bool, Field(description="Whether only as few answers are disclosed as make the same.")] = False


class WhyBody(CaseGiven):
    """Why a decision is as it is."""

    decision: Annotated[str, Field(description="A decision of the plan.")]
    depth: Annotated[Literal["short", "mid", "long"], Field(description="How deep the reasons go.")] = "mid"


class WhyNotBody(CaseGiven):
    """Why something is not recommended."""

    target: Annotated[str, Field(json_schema_extra=_PLAIN, description="A drill, a rule, or DECISION=VALUE.")]


class ChangeBody(CaseGiven):
    """The smallest changes that change a decision."""

    decision: Annotated[str, Field(description="A decision of the plan.")]
    budget: Annotated[
        int, Field(ge=1, le=MOST_TRIED, description="How many changes may be tried."), BeforeValidator(_whole)
    ] = 3_000


class BeginBody(RulesNamed):
    """A consultation to begin."""

    moment: Annotated[str | None, Field(description="At which moment; it is asked for where it is not given.")] = None
    one_by_one: Annotated[bool, Field(description="Whether each fact is asked by itself, without check-ins.")] = False
    on: Annotated[str | None, Field(description="Which day it is, from which days in answers count.")] = None


class RespondBody(_Body):
    """A line of a consultation."""

    state: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]*$", description="The state of the last answer, as it was.")]
    line: Annotated[
        str,
        Field(max_length=LONGEST, json_schema_extra=_PLAIN, description="An answer, or a command, as typed."),
    ]


HOOK = "springstep-session"
"""The hook that the service answers: no hook of the standard is about a run."""


class HookBody(BaseModel):
    """A request as CDS Hooks has it; what else it holds is passed over."""

    model_config = ConfigDict(extra="allow", strict=True)

    hook: str
    hookInstance: str  # noqa: N815  # the name that CDS Hooks has
    context: CardBody


Kind = TypeVar("Kind", bound=BaseModel)


def read_body(text: str, kind: type[Kind]) -> Kind:
    """Read the body of a request; raises ``RecordError`` with every fault."""
    try:
        document = _parsed(text, kind)
    except SourceError as error:
        raise RecordError(error.faults) from None
    found, faults = validate(kind, document)
    if found is None:
        raise RecordError(_in_body(fault) for fault in faults)
    return found


def _parsed(text: str, kind: type[BaseModel]) -> Document:
    """Parse a body strictly; of one that may hold anything else, at least the members that are read."""
    try:
        return parse_json(text, name="")
    except SourceError:
        if kind.model_config.get("extra") != "allow":
            raise
        try:
            told = json.loads(text, object_pairs_hook=_each_once, parse_constant=_no_number)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise
        return parse_json(json.dumps({name: told[name] for name in kind.model_fields if name in told}), name="")


def _each_once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("a member is there twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _in_body(fault: Fault) -> Fault:
    """Return a fault without line and column, which say little of a body that a program wrote."""
    return replace(fault, line=None, column=None)


def case_in(body: CaseGiven, base: RuleBase) -> Case:
    """Return the case of a request; raises ``CaseError`` with every fault, each by its place in the body."""
    try:
        return case_from(Document("", body.case, {}), base, words=False)
    except CaseError as error:
        raise CaseError(
            replace(fault, where=f"case.{fault.where}" if fault.where else "case") for fault in error.faults
        ) from None


def day_in(body: CaseGiven | BeginBody) -> date | None:
    """Return the day that a plan or a consultation is for; raises ``RecordError`` for a text that is none."""
    if body.on is None:
        return None
    try:
        if _DAY.fullmatch(body.on):
            return date.fromisoformat(body.on)
    except ValueError:
        pass
    raise RecordError([Fault("not_a_date", "is no day", "on", allowed="a day such as 2026-05-04")])


def start_in(body: WorkoutBody) -> time | None:
    """Return when a run starts; raises ``RecordError`` for a text that is no time, and for a file that has none."""
    if body.at is None:
        return None
    if body.form != "ics":
        raise RecordError([Fault("contradiction", f"goes with no {body.form}", "at", allowed="form: ics with it")])
    told = _TIME.fullmatch(body.at)
    if told is None:
        raise RecordError([Fault("not_allowed", "is no time", "at", allowed="from 0:00 to 23:59, such as 18:30")])
    return time(int(told[1]), int(told[2]))


def instance_in(body: HookBody) -> UUID:
    """Return which call of a hook this is; raises ``RecordError`` where it is no UUID."""
    try:
        return UUID(body.hookInstance)
    except ValueError:
        raise RecordError([Fault("not_allowed", "is no UUID", "hookInstance", allowed="a UUID")]) from None
