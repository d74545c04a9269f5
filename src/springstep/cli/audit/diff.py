"""``springstep audit diff``: two rule bases compared by what they advise, not by their lines."""

from __future__ import annotations

import contextlib
import pathlib
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from io import BytesIO

import click

from springstep.cli.audit.difference_page import show_difference
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base, load_rule_base


@click.command(epilog="Examples: springstep audit diff HEAD~1; springstep audit diff --overlay my-rules.yaml")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--all", "whole", is_flag=True, help="Show in full for whom, and all advice.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@overlay_options
def diff(old: str | None, new: str | None, whole: bool, as_json: bool, overlays: Overlays) -> None:
    """Show whose advice differs between two rule bases, decision by decision, or prove that nobody's does.

    OLD and NEW are knowledge folders, or git revisions of the repository here. By default NEW is the installed rules
    with the overlays, and OLD the same rules without any. Exit code 1 when anyone's advice differs.
    """
    needs_solver()
    from springstep.engine.audit.difference import compare  # takes the solver, an extra

    first = rule_base_of(old) if old is not None else default_rule_base()
    second = rule_base_of(new) if new is not None else overlays.rule_base
    show_difference(compare(first, second), whole=whole, as_json=as_json)


def rule_base_of(name: str) -> RuleBase:
    """Load a rule base from a folder or a git revision; raises ``SpringstepError``."""
    path = pathlib.Path(name)
    if path.is_dir():
        return load_rule_base(path)
    with _checked_out(name) as folder:
        return load_rule_base(folder)


@contextlib.contextmanager
def _checked_out(revision: str) -> Iterator[pathlib.Path]:
    """Check out the knowledge folder of a git revision into a temporary folder."""
    listed = _git(revision, "ls-tree", "-r", "--name-only", "--full-tree", revision).decode().splitlines()
    ledgers = [name for name in listed if name.endswith("knowledge/guide.yaml")]
    if not ledgers:
        raise SpringstepError([Fault("not_found", "has no knowledge folder", source=revision)])
    inside = ledgers[0].removesuffix("/guide.yaml")
    top = _git(revision, "rev-parse", "--show-toplevel").decode().strip()
    archive = _git(revision, "-C", top, "archive", "--format=tar", revision, inside)
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(fileobj=BytesIO(archive)) as tar:
            for member in tar.getmembers():
                if member.isfile():
                    data = tar.extractfile(member)
                    target = pathlib.Path(place, pathlib.PurePosixPath(member.name).relative_to(inside))
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data.read() if data is not None else b"")
        yield pathlib.Path(place)


def _git(revision: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)
    except OSError:
        raise SpringstepError(
            [Fault("not_installed", "is not a folder, and git is not installed", source=revision)]
        ) from None
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        raise SpringstepError(
            [Fault("not_found", f"is neither a folder nor a git revision here ({why[0]})", source=revision)]
        )
    return done.stdout
