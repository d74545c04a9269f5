"""Hold the files of a source distribution and of the wheel that came from it to those that git tracks."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

GENERATED = {"springstep/built.py"}
"""What the wheel has besides, and why: the rules as they were checked when it was built."""


def main(sdist: str, wheel: str) -> int:
    """Tell every file that is missing or that nobody asked for; return how many there are."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True).stdout.split("\0")
    tracked = {name for name in listed if name and not Path(name).is_symlink()}  # links only lead to what is there
    package = {name.removeprefix("src/") for name in tracked if name.startswith("src/")}
    with tarfile.open(sdist) as packed:
        sources = {name.partition("/")[2] for name in packed.getnames()}
    with zipfile.ZipFile(wheel) as whole:
        installed = {name for name in whole.namelist() if ".dist-info/" not in name}
    faults = [
        *differing("source distribution", sources, tracked | {"PKG-INFO"}),
        *differing("wheel", installed, package | GENERATED),
    ]
    print(*faults, f"{len(sources)} files in the source distribution, {len(installed)} in the wheel", sep="\n")
    return len(faults)


def differing(name: str, found: set[str], wanted: set[str]) -> list[str]:
    """Return a line for each file that is in one of the two sets alone."""
    return [
        *(f"{name}: {file} is missing" for file in sorted(wanted - found)),
        *(f"{name}: {file} is not tracked" for file in sorted(found - wanted)),
    ]


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
