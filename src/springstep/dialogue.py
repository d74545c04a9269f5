"""A consultation over the rules that come with springstep."""

from __future__ import annotations

from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base


class Dialogue(DialogueMachine):
    """A consultation over the installed rules, or others; one serves any number of runners."""

    def __init__(self, base: RuleBase | None = None) -> None:
        super().__init__(default_rule_base() if base is None else base)
