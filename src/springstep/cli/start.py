"""Start the command ``springstep``: what has to be set before anything else is imported."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command line; a reader that goes away early (``| head``) is not an error."""
    # No pydantic plugin is wanted here, and looking for one reads the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # Starting makes many objects that stay. Looking for garbage after every 700 of them, and once more at the end,
    # would take a fifth of the time.
    gc.set_threshold(50_000)
    import click  # after what is set above

    from springstep.cli.main import main  # as is this
    from springstep.engine.characters import on_one_line  # and this

    try:
        main(prog_name="springstep")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        # What failed to be read has a name; standard output has none.
        what = "cannot write the output" if error.filename is None else on_one_line(f"{error.filename}: cannot be used")
        click.echo(f"springstep: {what}: {error.strerror or error}", err=True)
        raise SystemExit(2) from None
    finally:
        gc.freeze()
