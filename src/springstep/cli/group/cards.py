"""A card for each athlete of a group, each in a file of its own that is named after her."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterable, Iterator, Sequence

from springstep.cli.options.output_file import refuse_to_write_over
from springstep.cli.text.card_page import card_lines
from springstep.cli.text.echo import unstyled
from springstep.diary.card import Card
from springstep.engine.characters import on_one_line
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.atomic import atomic_write, cannot_be_written
from springstep.rendering.pictures.card import draw_card

_LONGEST = 60
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_KEPT_BY_WINDOWS = re.compile(r"(?i)con|prn|aux|nul|com\d|lpt\d")


def card_files(names: Iterable[str], folder: pathlib.Path, forms: Sequence[str]) -> list[list[pathlib.Path]]:
    """Return the files of each athlete's card: her name with what no file should be called left out, no two alike.

    >>> [[path.name for path in each] for each in card_files(["A/B", "a b", ".."], pathlib.Path("."), ["txt"])]
    [['A-B.txt'], ['a-b-2.txt'], ['athlete.txt']]
    """
    return [[folder / f"{stem}.{form}" for form in forms] for stem in _stems(names)]


def write_cards(cards: Iterable[Card], files: Sequence[Sequence[pathlib.Path]], *, force: bool) -> int:
    """Write each card into its files, for the owner alone; return how many files. None is written over unasked."""
    for path in (path for each in files for path in each):
        refuse_to_write_over(path, force=force)
    for folder in {path.parent for each in files for path in each}:
        _make(folder)
    for card, paths in zip(cards, files, strict=True):
        for path in paths:
            atomic_write(path, _drawn(card, path.suffix[1:]), private=True)
    return sum(map(len, files))


def _stems(names: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        stem = _NOT_IN_NAMES.sub("-", on_one_line(name)).strip("-_")[:_LONGEST] or "athlete"
        stem = f"{stem}-" if _KEPT_BY_WINDOWS.fullmatch(stem) else stem
        found, number = stem, 2
        while found.casefold() in taken:
            found, number = f"{stem}-{number}", number + 1
        taken.add(found.casefold())
        yield found


def _make(folder: pathlib.Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise SpringstepError(
            [Fault("cannot_write", "is a file, not a folder", "", "name a new folder", str(folder))]
        ) from None
    except (OSError, ValueError) as error:
        failed = error if isinstance(error, OSError) else OSError(None, str(error))
        raise cannot_be_written(folder, failed) from None


def _drawn(card: Card, form: str) -> str | bytes:
    if form == "txt":
        return unstyled("".join(f"{line}\n" for line in card_lines(card)))
    return draw_card(card, form)  # type: ignore[arg-type]  # one of the forms of a picture
