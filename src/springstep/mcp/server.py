"""The server put together: tools, a consultation, resources."""

from __future__ import annotations

import secrets
from typing import Any

from mcp.server import MCPServer
from mcp_types import ToolAnnotations

from springstep.engine.rulebase.base import RuleBase
from springstep.mcp.consulting import Consulting
from springstep.mcp.resources import add_resources
from springstep.mcp.texts import INSTRUCTIONS
from springstep.mcp.tools import add_tools
from springstep.sealing import Seal
from springstep.version import __version__

_SEAL_BYTES = 32


def assistant(base: RuleBase) -> MCPServer[Any]:
    """Return the server over some rules; it keeps nothing of what it is asked."""
    server: MCPServer[Any] = MCPServer("springstep", version=__version__, instructions=INSTRUCTIONS)
    add_tools(server, base)
    consulting = Consulting(base, Seal(secrets.token_bytes(_SEAL_BYTES)))
    server.add_tool(consulting.consult, annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False))
    add_resources(server, base)
    return server
