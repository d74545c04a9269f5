"""``springstep serve``: every answer over HTTP, for programs that are not written in Python."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.text.echo import echo
from springstep.engine.errors import Fault, SpringstepError

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command(epilog="Example: springstep serve --port 8000")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at; this machine alone.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen at.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="How many processes serve.")
@click.option("--rules", "rules", metavar="NAME=FILE", multiple=True, help="Serve the rules with this overlay, too.")
@click.option("--knowledge", metavar="NAME=FOLDER", multiple=True, help="Serve the rules of a folder, too.")
@click.option("--tokens", type=FilePath(folder=False), metavar="FILE", help="Ask for one of these tokens, one a line.")
@click.option(
    "--seal-key",
    type=FilePath(folder=False),
    metavar="FILE",
    help="Seal states of consultations with this key, so that they outlive the service.",
)
@click.option("--diaries", type=FilePath(), metavar="FOLDER", help="Let people keep diaries there, by the pages.")
@click.option("--origin", "origins", metavar="URL", multiple=True, help="Let scripts of pages from there ask (CORS).")
@click.option("--max-bytes", default=1_000_000, show_default=True, type=click.IntRange(1_000), help="Of a body.")
@click.option("--max-seconds", default=10.0, show_default=True, type=click.FloatRange(0.1, 600), help="Of a request.")
@click.option("--max-waiting", default=64, show_default=True, type=click.IntRange(1, 10_000), help="Requests at once.")
@click.option("--per-minute", default=0, show_default=True, type=click.IntRange(0), help="Requests of one address.")
@click.option(
    "--overlay",
    "files",
    type=FilePath(),
    metavar="FILE",
    multiple=True,
    help="Lay your own rules over the guide's (a file or a folder; can be repeated).",
)
def serve(
    host: str,
    port: int,
    workers: int,
    rules: tuple[str, ...],
    knowledge: tuple[str, ...],
    tokens: pathlib.Path | None,
    seal_key: pathlib.Path | None,
    diaries: pathlib.Path | None,
    origins: tuple[str, ...],
    max_bytes: int,
    max_seconds: float,
    max_waiting: int,
    per_minute: int,
    files: tuple[pathlib.Path, ...],
) -> None:
    """Serve every answer over HTTP: recommend, why, why not, what would change, cue, consultation, rules, verify.

    `/openapi.json` describes it. Nothing of a request is kept but in diaries, and none is written to a log. It answers
    by the rules that are named here, and by no overlay of the settings folder.
    """
    _needs_extra()
    if diaries is not None and tokens is not None:
        raise click.UsageError("--diaries takes the pages, and with --tokens there are none")
    if host not in _LOOPBACK and tokens is None:
        echo("springstep: whoever reaches this address may ask; --tokens FILE lets only some", err=True)
    from springstep.serve.run import Served  # takes an extra
    from springstep.serve.run import serve as run

    laid: dict[str, tuple[str, ...]] = {}
    for name, file in map(_named, rules):
        laid[name] = (*laid.get(name, ()), file)
    run(
        Served(
            host=host,
            port=port,
            workers=workers,
            overlays=tuple(map(str, files)),
            rules=tuple(laid.items()),
            knowledge=tuple(map(_named, knowledge)),
            tokens=str(tokens or ""),
            seal_key=str(seal_key or ""),
            diaries=str(diaries or ""),
            origins=origins,
            most_bytes=max_bytes,
            most_seconds=max_seconds,
            most_waiting=max_waiting,
            per_minute=per_minute,
        )
    )


def _named(given: str) -> tuple[str, str]:
    name, _, path = given.partition("=")
    if not name or not path:
        raise click.UsageError(f"{given!r} is no NAME=PATH")
    return name, path


def _needs_extra() -> None:
    """Raise ``SpringstepError`` when what serves is not installed."""
    try:
        import fastapi  # noqa: F401  an extra, looked for only
        import prometheus_client  # noqa: F401  as above
        import uvicorn  # noqa: F401  as above
    except ImportError:
        allowed = "pip install 'springstep[serve]'"
        raise SpringstepError([Fault("not_installed", "serving needs FastAPI and uvicorn", allowed=allowed)]) from None
