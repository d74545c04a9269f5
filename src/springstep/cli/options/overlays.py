"""Which overlays a command lays over the guide's rules: those named, the variable's, and the settings folder's."""

from __future__ import annotations

import functools
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click
from platformdirs import user_config_path

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlay_folder import kept_in, may_be_left_out
from springstep.cli.text.echo import echo
from springstep.engine.errors import Fault, KnowledgeError, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.home import from_home, own_folder
from springstep.installed import load_rule_base
from springstep.session.recommendation import Recommendation

Command = TypeVar("Command", bound=Callable[..., Any])

VARIABLE = "SPRINGSTEP_OVERLAY"
_ON_THE_RUN = "next_action"
"""The decision on what to do in the middle of a run."""


class Overlays:
    """The overlays that a command uses; the rules are read when they are first needed."""

    def __init__(self, named: tuple[pathlib.Path, ...] = (), *, standing: bool = True) -> None:
        self.named = named
        self.standing = standing

    @functools.cached_property
    def rule_base(self) -> RuleBase:
        """Return the rules with the overlays, their examples checked; raises ``KnowledgeError`` with every fault.

        Of the settings folder, a file that cannot be used is left out, and told, where the advice is no looser for it.
        """
        return self._laid(may_be_left_out)

    @functools.cached_property
    def rule_base_to_read(self) -> RuleBase:
        """Return the rules to be read, not to be advised by: what cannot be used of the settings folder is left out."""
        return self._laid(lambda _: True)

    def rule_base_or_guides(self) -> tuple[RuleBase, SpringstepError | None]:
        """Return the rules, or the guide's own with what is wrong with the overlays."""
        try:
            return self.rule_base, None
        except KnowledgeError as error:
            return load_rule_base(), error

    def load(self, overlays: tuple[pathlib.Path, ...]) -> RuleBase:
        """Return the rules with these overlays laid over them, unchecked; raises ``KnowledgeError``."""
        return load_rule_base(overlays=overlays)

    def rule_base_with(self, path: pathlib.Path) -> RuleBase:
        """Return the rules with one more overlay laid over them, examples checked; raises ``KnowledgeError``."""
        return self._laid(may_be_left_out, (path,))

    def _laid(self, may_go: Callable[[pathlib.Path], bool], more: tuple[pathlib.Path, ...] = ()) -> RuleBase:
        named = (*(from_variable() if self.standing else ()), *self.named, *more)
        folder = settings_folder() if self.standing else None
        kept, said = kept_in(folder) if folder is not None else ((), ())
        for line in said:
            echo(f"springstep: {line}", err=True)
        while True:
            try:
                return _checked(self.load((*named, *kept)))
            except KnowledgeError as error:
                faulty = {fault.source for fault in error.faults}
                gone = [path for path in kept if str(path) in faulty and may_go(path)]
                if len(gone) < len(faulty):
                    raise _with_advice(error, [path for path in kept if str(path) in faulty]) from None
                for path in gone:
                    first = next(fault for fault in error.faults if fault.source == str(path))
                    echo(f"springstep: left out: {first}", err=True)
                kept = tuple(path for path in kept if path not in gone)


def _checked(base: RuleBase) -> RuleBase:
    """Return rules whose overlays' examples are checked; raises ``KnowledgeError``."""
    if base.overlays:
        # runs cases, which is slow to import, and most commands use no overlay
        from springstep.engine.advice.rule_examples import check_examples

        check_examples(base)
    return base


def _with_advice(error: KnowledgeError, kept: list[pathlib.Path]) -> KnowledgeError:
    """Say what to do about an overlay of the settings folder without which the advice might be looser."""
    what = "is always laid over, and without it the advice might be looser, so there is none"
    allowed = (
        "mend it or take it away; --no-overlay does without it, and `springstep cue` answers a danger all the same"
    )
    return KnowledgeError(
        [*error.faults, *(Fault("missing", what, source=str(path), allowed=allowed) for path in kept)]
    )


def answered_all_the_same(made: Recommendation, base: RuleBase, wrong: SpringstepError) -> None:
    """Let an answer pass that ends the bursts or the run, told what it was given without; raise what is wrong else.

    What cannot be read could only ask for more caution than that; any other answer might be too mild.
    """
    actions = [decision.value for decision in made.decisions if decision.name == _ON_THE_RUN]
    if not set(actions) & set(base.decisions[_ON_THE_RUN].bars):
        raise wrong
    for fault in wrong.faults:
        echo(f"springstep: answered without this: {fault}", err=True)


def settings_folder() -> pathlib.Path | None:
    """Return the folder whose overlays are always laid over the rules; ``None`` where no home folder is known."""
    folder = own_folder(functools.partial(user_config_path, "springstep", appauthor=False))
    return None if folder is None else folder / "overlays"


def from_variable(environment: Mapping[str, str] = os.environ) -> tuple[pathlib.Path, ...]:
    """Return the overlays that the variable names."""
    named = (path for path in environment.get(VARIABLE, "").split(os.pathsep) if path)
    return tuple(from_home(path) for path in named)


def overlay_options(command: Command) -> Command:
    """Add the options that choose the overlays; the command takes them as ``overlays``."""

    @click.option(
        "--overlay",
        "overlay",
        type=FilePath(),
        metavar="FILE",
        multiple=True,
        help="Lay your own rules over the guide's (a file or a folder; can be repeated).",
    )
    @click.option("--no-overlay", is_flag=True, help="Use no overlays except those named here.")
    @functools.wraps(command)
    def wrapper(*args: Any, overlay: tuple[pathlib.Path, ...], no_overlay: bool, **kwargs: Any) -> Any:
        return command(*args, overlays=Overlays(overlay, standing=not no_overlay), **kwargs)

    return wrapper  # type: ignore[return-value]
