"""A rule of one's own made of its form: written as an overlay and laid over the rules, or refused field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from springstep.engine.errors import KnowledgeError
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.drafting import next_id
from springstep.rendering.desk.own_examples import NoExampleError, examples_for
from springstep.rendering.desk.own_faults import wanting
from springstep.rendering.desk.own_fields import number_in
from springstep.rendering.desk.own_form import ChosenFact, OwnRule
from springstep.sheets.changes import RuleChange
from springstep.sheets.overlay_file import overlay_text
from springstep.sheets.trying import laid_over

FILE = "own-rule.yaml"
"""What the file to keep is called."""
_AREA = "OWN"
_AT = re.compile(r"(?:add\[\d+\]\.|[A-Z]{3}-[0-9]{3}: )?(?P<key>\w+)(?:\[(?P<line>\d+)\])?")
_ELSEWHERE = {"when": "fact1", "fires_for": "fact1", "silent_for": "fact1", "overlay": "name", "moments": "moment"}


class WrittenRule(NamedTuple):
    """A rule that holds together: the overlay that adds it, and the rules without and with it."""

    id: str
    text: str
    before: RuleBase
    """The rules of the desk, and what the overlay held already."""
    base: RuleBase


class UnfitError(Exception):
    """What is wrong with a form, by field."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = dict(faults)


def written(form: OwnRule, base: RuleBase, overlay: str = "") -> WrittenRule:
    """Return the rule that a form makes, laid over the rules; ``overlay`` is the text of a file that it is put into.

    It gets the first id of its area that neither the rules nor the overlay have. Raises ``UnfitError`` with what is
    wrong, by field, and ``KnowledgeError`` for an overlay that cannot be laid over the rules.
    """
    faults = dict(wanting(form, base))
    if faults:
        raise UnfitError(faults)
    when = " and ".join(_condition(chosen, base) for chosen in form.chosen)
    concluded = dict(_then(form))
    try:
        fires, silent = examples_for(parse_condition(when, base.facts), form.entered["moment"], form.chosen, base)
    except NoExampleError as error:
        raise UnfitError({"fact1": str(error)}) from None
    entered = form.entered
    called = re.sub(r"[^a-z0-9]+", "-", entered["name"].lower()).strip("-")
    before = laid_over(base, Path(FILE), overlay) if overlay else base
    rule_id = next_id(_AREA, before.by_id)
    rule = {
        "id": rule_id,
        "name": called,
        "moments": [entered["moment"]],
        "when": when,
        "then": [*concluded.values()],
        "because": entered["because"],
        "fires_for": fires,
        "silent_for": silent,
    }
    about = {key: entered[key] for key in ("author", "date", "reason", "note")}
    try:
        change = RuleChange("added", rule_id, entered["topic"], "", None, {}, rule, tuple(rule), about)
        text = overlay_text(Path(f"{called}.yaml"), overlay, [change], base)
        return WrittenRule(rule_id, text, before, laid_over(base, Path(FILE), text))
    except KnowledgeError as error:
        raise UnfitError(_at_fields(error, tuple(concluded))) from None


def _condition(chosen: ChosenFact, base: RuleBase) -> str:
    """Write one comparison in the rules' language."""
    _, fact, how, values = chosen
    name = fact.info.name
    if how == "has":
        fields = base.vocabulary.list_scopes[name].fields
        asked = [f for f in fields if f.partition(".")[2] in values] or [*fields]
        return f"any({' and '.join(f'{f} == {v}' for f, v in zip(asked, values.values(), strict=True))})"
    value = values[""]
    if fact.info.kind == "flag":
        return name if value == "true" else f"not {name}"
    return f"{name} {how} {value if fact.values else number_in(value, fact.info)}"


def _then(form: OwnRule) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each conclusion by its field, as a knowledge file has it."""
    for each in form.conclusions:
        value = form.entered.get(each.field)
        if value and each.kind == "exclude":
            attribute, _, wanted = value.partition("=")
            yield each.field, {f"exclude_{each.about}": {attribute: wanted}}
        elif value:
            yield each.field, {each.kind: {each.about: value if each.kind == "step" else int(value)}}
    if "advise-say" in form.entered:
        yield "advise-say", {"advise": {"topic": form.entered["advise-topic"], "say": form.entered["advise-say"]}}


def _at_fields(error: KnowledgeError, concluded: tuple[str, ...]) -> dict[str, str]:
    """Return what is wrong with a rule by the field that it was made of."""
    found: dict[str, str] = {}
    for fault in error.faults:
        at = _AT.match(fault.where)
        key = at["key"] if at else ""
        field = _ELSEWHERE.get(key, key)
        if at and key == "then":
            field = concluded[int(at["line"])] if at["line"] else "then"
        what = f"{fault.what}; {fault.allowed}" if fault.allowed else fault.what
        found[field] = f"{found[field]}. {what}" if field in found else what
    return found
