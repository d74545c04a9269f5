"""Which overlays a command lays over the guide's rules: those named, the variable's, and the settings folder's."""

from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click
from platformdirs import user_config_path

from springstep.engine.rulebase.base import RuleBase
from springstep.installed import load_rule_base

Command = TypeVar("Command", bound=Callable[..., Any])

VARIABLE = "SPRINGSTEP_OVERLAY"


class Overlays:
    """The overlays that a command uses; the rules are read when they are first needed."""

    def __init__(self, named: tuple[pathlib.Path, ...] = (), *, standing: bool = True) -> None:
        self._named = named
        self._standing = standing

    @property
    def paths(self) -> tuple[pathlib.Path, ...]:
        """Return the files and folders to lay over the rules."""
        return (*(standing_overlays() if self._standing else ()), *self._named)

    @functools.cached_property
    def rule_base(self) -> RuleBase:
        """Return the rules with the overlays, their examples checked; raises ``KnowledgeError`` with every fault."""
        base = load_rule_base(overlays=self.paths)
        if base.overlays:
            # runs cases, which is slow to import, and most commands use no overlay
            from springstep.engine.advice.overlay_examples import check_examples

            check_examples(base)
        return base


def settings_folder() -> pathlib.Path:
    """Return the folder whose overlays are always laid over the rules."""
    return user_config_path("springstep", appauthor=False) / "overlays"


def standing_overlays(environment: Mapping[str, str] = os.environ) -> tuple[pathlib.Path, ...]:
    """Return the overlays used without being named: the variable's, then those in the settings folder."""
    named = [path for path in environment.get(VARIABLE, "").split(os.pathsep) if path]
    folder = settings_folder()
    try:
        kept = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError:
        kept = []
    return (*(pathlib.Path(path).expanduser() for path in named), *kept)


def overlay_options(command: Command) -> Command:
    """Add the options that choose the overlays; the command takes them as ``overlays``."""

    @click.option(
        "--overlay",
        "overlay",
        type=click.Path(path_type=pathlib.Path),
        metavar="FILE",
        multiple=True,
        help="Lay your own rules over the guide's (a file or a folder; can be repeated).",
    )
    @click.option("--no-overlay", is_flag=True, help="Use no overlays except those named here.")
    @functools.wraps(command)
    def wrapper(*args: Any, overlay: tuple[pathlib.Path, ...], no_overlay: bool, **kwargs: Any) -> Any:
        return command(*args, overlays=Overlays(overlay, standing=not no_overlay), **kwargs)

    return wrapper  # type: ignore[return-value]
