"""Rules and sentences of the guide by their ids, to be read."""

from __future__ import annotations

from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError

from springstep.engine.audit.rule_record import ledger_of
from springstep.engine.errors import QueryError, nearest, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.one_rule import rule_lines


def add_resources(server: MCPServer[Any], base: RuleBase) -> None:
    """Add what can be read by an id."""

    @server.resource("springstep://rules/{rule_id}", name="rule", mime_type="text/markdown")
    def rule(rule_id: str) -> str:
        """Show one rule: when it fires, what it concludes, why, and which sentences it cites."""
        try:
            return "\n".join(rule_lines(base.rule(rule_id), base))
        except QueryError as error:
            raise ResourceNotFoundError(str(error)) from None

    @server.resource("springstep://sentences/{number}", name="sentence", mime_type="text/markdown")
    def sentence(number: str) -> str:
        """Tell in other words what a sentence of the guide says, and which rules rest on it."""
        known = ledger_of(base).sentences
        if number not in known:
            raise ResourceNotFoundError(f"no sentence is called {shown(number)}; {nearest(number, known)}")
        rules = [f"- {each.id} {each.name.replace('-', ' ')}" for each in base.rules if number in each.guide]
        return "\n".join([f"[{number}] {known[number].gist}", *rules])
