"""Write anew what the documents show their commands to print: ``python -m tests.rewrite_documents [PAGE...]``.

Commands are run as the tests run them. What is shown and still true stays; where a part is left out (``...``), those
around it are found again by their first lines, and a page whose parts are not found gets the whole output, to be cut by
hand. With ``SPRINGSTEP_EVERY_EXAMPLE`` set the slow examples are run, too. Read the difference before you commit it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from springstep.cli.main import main
from tests.documents import DOCUMENTS, Command, blocks, commands, lay_out, shown
from tests.places import ROOT
from tests.test_documents import EVERY_EXAMPLE, SLOW, start_anew


def rewritten(document: Path, folder: Path) -> str:
    """Return a document with what its commands print now."""
    text = document.read_text(encoding="utf-8")
    for block in blocks(document):
        lay_out(block, folder)
        new = block.text
        for command in commands(block):
            if block.title != SLOW or EVERY_EXAMPLE:
                new = with_output(new, command)
        text = text.replace(block.text, new, 1)
    return text


def with_output(text: str, command: Command) -> str:
    """Return a block with the output of one of its commands as it is now."""
    result = CliRunner().invoke(main, command.arguments, input=command.typed)
    if result.exit_code != command.exit_code:
        print(f"exit code {result.exit_code}: springstep {' '.join(command.arguments)}")
    if not command.output:
        return text
    told = [line.rstrip() for line in result.output.strip("\n").splitlines()]
    expected = [line.rstrip() for line in "\n".join(command.output).strip("\n").splitlines()]
    if shown(expected).fullmatch("\n".join(told) + "\n"):
        return text
    old = "\n".join(command.output).strip("\n")
    return text.replace(old, "\n".join(cut_alike(expected, told)), 1)


def cut_alike(expected: Sequence[str], told: Sequence[str]) -> list[str]:
    """Return what is told, with the parts left out that were left out before; all of it where they are not found."""
    parts: list[list[str]] = [[]]
    for line in expected:
        if line == "...":
            parts.append([])
        else:
            parts[-1].append(line)
    found: list[str] = []
    at = 0
    for place, part in enumerate(parts):
        if place:
            found.append("...")
        if not part:
            continue
        first = part[0].removesuffix(" ...")
        starts = [number for number in range(at, len(told)) if told[number].startswith(first)]
        if not starts and place:
            return list(told)
        start = starts[0] if place else 0
        last = place == len(parts) - 1
        end = len(told) if last else start + len(part)
        found += told[start:end]
        at = end
    return found


def rewrite(names: Sequence[str]) -> None:
    """Rewrite the documents of these names, or all."""
    for document in DOCUMENTS:
        if names and str(document.relative_to(ROOT)) not in names:
            continue
        with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
            text = rewritten(document, start_anew(Path(folder), patch))
        if text != document.read_text(encoding="utf-8"):
            document.write_text(text, encoding="utf-8")
            print(f"rewrote {document.relative_to(ROOT)}")


if __name__ == "__main__":
    rewrite(sys.argv[1:])
