"""Start the command ``springstep``: what has to be set before anything else is imported, and how it ends."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import Any

from springstep.cli import streams

_INTERRUPTED = 130
_FAILED = 2


def run() -> None:
    """Run the command line and exit with its code; a reader that goes away early (``| head``) is not an error."""
    # No pydantic plugin is wanted here, and looking for one reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Starting makes many objects that stay. Looking for garbage after every 700 of them, and once more at the end,
    # would take a fifth of the time.
    gc.set_threshold(50_000)
    streams.prepare()
    try:
        code = _ended()
        streams.finish()
    except streams.ReaderGone:
        streams.give_up_output()
        code = 0
    except streams.OutputError as error:
        streams.give_up_output()
        _say(f"cannot write the output: {error}")
        code = _FAILED
    finally:
        gc.freeze()
    raise SystemExit(code)


def _ended() -> Any:
    """Run the command and return its exit code; once it was broken off, no further Ctrl-C can disturb the end."""
    try:
        code = _code()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        with suppress(ValueError):  # in another thread than the main one
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code


def _code() -> Any:
    try:
        import click  # after what is set above

        from springstep.cli.main import main  # as is this

        try:
            return main.main(prog_name="springstep", standalone_mode=False) or 0
        except click.ClickException as error:
            error.show()
            return error.exit_code
        except click.Abort:
            raise KeyboardInterrupt from None
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        _say(f"{named}{(error.strerror or str(error)).lower()}")
        return _FAILED


def _say(what: str) -> None:
    from springstep.engine.characters import on_one_line  # only a failure needs it

    sys.stderr.write(f"springstep: {on_one_line(what)}\n")
    sys.stderr.flush()
