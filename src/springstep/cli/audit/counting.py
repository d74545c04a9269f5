"""Counting athletes: the option of commands that compare rules, and the library that it needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from springstep.engine.errors import Fault, SpringstepError

Command = TypeVar("Command", bound=Callable[..., Any])


def counted_option(command: Command) -> Command:
    """Let a command take ``--count``."""
    return click.option(
        "--count", "count", is_flag=True, help="Count for how many of all runners, exactly; takes up to a minute."
    )(command)


def needs_counting() -> None:
    """Raise ``SpringstepError`` when the library of decision diagrams is not installed."""
    try:
        import oxidd  # noqa: F401  an extra, looked for only
    except ImportError:
        raise SpringstepError(
            [Fault("not_installed", "counting needs OxiDD", allowed="pip install 'springstep[audit]'")]
        ) from None
