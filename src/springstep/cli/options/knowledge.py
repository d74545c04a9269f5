"""Which rule base a command of a coach reads: the one named, or the one that comes with springstep.

Whoever edits rules has them in front of them, in a clone or a copy. A command that writes, proves or signs in the name
of rules is refused where others lie there than it would read; one that only reads says so.
"""

from __future__ import annotations

import functools
import pathlib
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from springstep.checked import KNOWLEDGE
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.options.rules_in_front import digest_in, rules_in_front
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import load_rule_base

Command = TypeVar("Command", bound=Callable[..., Any])

_SHORT = 12


class WhichRules:
    """The folder of knowledge that a command reads, found out and told when it is first needed."""

    def __init__(self, named: pathlib.Path | None = None, *, binds: bool = False, writes: bool = False) -> None:
        self.named = named
        self._binds = binds
        self._writes = writes

    @functools.cached_property
    def folder(self) -> pathlib.Path | None:
        """Return the folder named; ``None`` for the rules that come with springstep.

        Raises ``KnowledgeError`` where it is not said which, and the command binds.
        """
        if self.named is not None and _same(self.named, KNOWLEDGE):
            return None
        other = self.in_front if self.named is None else None
        if other is not None and self._binds:
            raise KnowledgeError([self._undecided(other)])
        if other is not None:
            echo(f"springstep: {self._undecided(other)}", err=True)
        return self.named

    @functools.cached_property
    def lying_here(self) -> pathlib.Path | None:
        """Return where rules lie, in the current folder or above; ``None`` for none."""
        try:
            return rules_in_front(pathlib.Path.cwd())
        except OSError:  # there is no current folder any more
            return None

    @functools.cached_property
    def in_front(self) -> pathlib.Path | None:
        """Return where other rules lie than those that come with springstep; ``None`` for none.

        For a command that writes beside the rules the same ones in another place are others, too.
        """
        found = self.lying_here
        if found is None or _same(found, KNOWLEDGE):
            return None
        return found if self._writes or digest_in(found) != digest_in(KNOWLEDGE) else None

    def take_in_front(self) -> None:
        """Read the rules in front where none are named."""
        self.named = self.named or self.in_front

    @functools.cached_property
    def rule_base(self) -> RuleBase:
        """Return the rules; raises ``KnowledgeError``."""
        base = load_rule_base(self.folder)
        self.tell(base)
        return base

    def tell(self, base: RuleBase) -> None:
        """Say which rules are read, to a person or where they are not those that come with springstep."""
        if self.folder is None and not sys.stderr.isatty():
            return
        from springstep import __version__  # it is looked up only when it is asked for

        whose = f"the rules of springstep {__version__}" if self.folder is None else "the rules"
        told = f"springstep: reads {whose} in {base.folder}, {base.digest[:_SHORT]}"
        echo(wrapped(told) if sys.stderr.isatty() else told, err=True)

    def _undecided(self, other: pathlib.Path) -> Fault:
        held = digest_in(other)
        own, read = digest_in(KNOWLEDGE), "would be" if self._binds else "is"
        what = (
            f"the same rules lie in two places: {other} lies here, and {KNOWLEDGE} {read} read ({own[:_SHORT]} both)"
            if held == own
            else f"there are two rule bases: {other} ({held[:_SHORT] or 'which cannot be read'}) lies here, and "
            f"{KNOWLEDGE} ({own[:_SHORT]}) {read} read"
        )
        return Fault("ambiguous", what, allowed=f"say which: --knowledge {other} or --knowledge {KNOWLEDGE}")


def _same(one: pathlib.Path, other: pathlib.Path) -> bool:
    """Tell whether two paths lead to one folder; what cannot be followed is another."""
    try:
        return one.samefile(other)
    except OSError:
        return False


class CoachRules(Overlays):
    """The rules that a coach's command reads, with overlays."""

    def __init__(self, knowledge: WhichRules, overlays: Overlays) -> None:
        super().__init__(overlays.named, standing=overlays.standing)
        self.knowledge = knowledge
        self._partly: RuleBase | None = None

    def as_far_as_read(self) -> tuple[RuleBase, tuple[Fault, ...]]:
        """Return the rules without what has faults, for an audit, and these faults.

        Raises ``KnowledgeError`` where nothing can be left out, or an overlay has faults.
        """
        folder = self.knowledge.folder or KNOWLEDGE
        try:
            return self.rule_base, ()
        except KnowledgeError:
            # only where something is wrong
            from springstep.engine.rulebase.partial import read_partly
            from springstep.session.room import ROOM

            self._partly, faults = read_partly(folder, room=ROOM)
            if not faults:
                raise
        try:
            return self.rule_base, faults
        except KnowledgeError as error:  # an overlay on what is left
            raise KnowledgeError([*faults, *error.faults]) from None

    def load(self, overlays: tuple[pathlib.Path, ...]) -> RuleBase:
        """Return the rules named, with overlays laid over them."""
        base = self._partly
        if base is None:
            base = load_rule_base(self.knowledge.folder, overlays=overlays)
        elif overlays:
            from springstep.engine.rulebase.overlay import lay_over  # which needs pydantic

            base = lay_over(base, overlays)
        self.knowledge.tell(base)
        return base


def knowledge_option(*, binds: bool = False, writes: bool = False) -> Callable[[Command], Command]:
    """Add the option that names the knowledge; the command takes it as ``knowledge``.

    ``binds`` is for a command that proves or signs in the name of rules, ``writes`` for one that writes beside them.
    """

    def decorate(command: Command) -> Command:
        @_option
        @functools.wraps(command)
        def wrapper(*args: Any, knowledge: pathlib.Path | None, **kwargs: Any) -> Any:
            return command(*args, knowledge=WhichRules(knowledge, binds=binds, writes=writes), **kwargs)

        return wrapper  # type: ignore[return-value]

    return decorate


def rules_options(*, binds: bool = False) -> Callable[[Command], Command]:
    """Add the options that name knowledge and overlays; the command takes them as ``overlays``."""

    def decorate(command: Command) -> Command:
        @_option
        @overlay_options
        @functools.wraps(command)
        def wrapper(*args: Any, knowledge: pathlib.Path | None, overlays: Overlays, **kwargs: Any) -> Any:
            rules = CoachRules(WhichRules(knowledge, binds=binds), overlays)
            return command(*args, overlays=rules, **kwargs)

        return wrapper  # type: ignore[return-value]

    return decorate


_option = click.option(
    "--knowledge",
    type=FilePath(file=False),
    metavar="FOLDER",
    help="Read the rules in this folder; by default those that come with springstep.",
)
