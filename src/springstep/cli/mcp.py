"""``springstep mcp``: what assistants may ask, over the Model Context Protocol."""

from __future__ import annotations

import click

from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.engine.errors import Fault, SpringstepError


@click.command(epilog="Example: springstep mcp --http 8001")
@click.option("--http", "port", type=click.IntRange(1, 65535), metavar="PORT", help="Serve over HTTP, not by streams.")
@click.option("--host", default="127.0.0.1", show_default=True, help="With --http: the address to listen at.")
@overlay_options
def mcp(port: int | None, host: str, overlays: Overlays) -> None:
    """Be a tool of assistants: recommend, consult, cue, why, why not, what would change, rules, verify.

    A client of the Model Context Protocol starts this command and talks to it over standard input and output, or
    reaches it at http://127.0.0.1:PORT/mcp. Questions go to the person where the client can ask; nothing is guessed.
    """
    try:
        import mcp.server  # noqa: F401  an extra, looked for only
    except ImportError:
        allowed = "pip install 'springstep[mcp]'"
        raise SpringstepError([Fault("not_installed", "this needs the package mcp", allowed=allowed)]) from None
    from springstep.mcp.server import assistant  # takes an extra

    server = assistant(overlays.rule_base)
    if port is None:
        server.run()
    else:
        server.run("streamable-http", host=host, port=port, streamable_http_path="/mcp")
