"""A plan as the text that intervals.icu reads as a workout, and that it hands on to watches.

What stands before the length of a step is its cue. A length that the lap key may end says ``press lap``. A repeat has
an empty line before and after it. ``m`` are minutes there, and no repeat may stand in another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.formats.errors import FormatError
from springstep.formats.workouts.named_run import NamedRepeat, NamedRun, NamedStep
from springstep.formats.workouts.read_back import hold
from springstep.formats.workouts.texts import fitting, several_times, whole_seconds

MOST_BYTES = 300
"""How long the cue of a step may be; the program names no limit."""
MOST_S = 86_400
_LAP = "press lap"
_RESERVED = re.compile(r"[0-9%:]|\b(?:ramp|freeride|press\s+lap)\b", re.IGNORECASE)
"""What would be read as a length, a target or an order where a cue should stand."""
_STEP = re.compile(
    r"- (?P<cue>[^0-9%]+?) (?:(?P<h>[0-9]{1,2})h)?(?:(?P<m>[0-9]{1,2})m)?(?:(?P<s>[0-9]{1,2})s)?(?P<lap> press lap)?"
)
_REPEAT = re.compile(r"([0-9]{1,3})x")


class TextStep(Frozen):
    """A step as the text has it: its cue, its length, and whether the lap key ends it."""

    cue: str
    seconds: int
    lap: bool


class TextBlock(Frozen):
    """Steps between two empty lines, done once or several times."""

    times: int
    steps: tuple[TextStep, ...]


def interval_text(run: NamedRun) -> str:
    """Return a run as a workout text of intervals.icu.

    The text is read again before it is returned. Raises ``FormatError`` where something does not fit into the format,
    such as a run of which nobody has told how long it is.
    """
    written = "\n\n".join("\n".join(block) for block in _blocks(run)) + "\n"
    hold(read_interval_text(written), told(run), what="the text for intervals.icu", reader="its own reader")
    return written


def read_interval_text(text: str) -> tuple[TextBlock, ...]:
    """Return the blocks of a text.

    Raises ``FormatError`` for a text that this package does not write.
    """
    blocks = []
    for block in text.removesuffix("\n").split("\n\n"):
        first, *rest = block.split("\n")
        repeat = _REPEAT.fullmatch(first)
        lines = rest if repeat is not None else [first, *rest]
        blocks.append(TextBlock(int(repeat[1]) if repeat is not None else 1, tuple(map(_read, lines))))
    return tuple(blocks)


def told(run: NamedRun) -> tuple[TextBlock, ...]:
    """Return the blocks that a run comes to: each repeat, and what stands between two of them."""
    blocks: list[TextBlock] = []
    alone = False
    for part in run.parts:
        if isinstance(part, NamedRepeat):
            blocks.append(TextBlock(several_times(part.times), tuple(map(_told, part.steps))))
        elif alone:
            blocks[-1] = TextBlock(1, (*blocks[-1].steps, _told(part)))
        else:
            blocks.append(TextBlock(1, (_told(part),)))
        alone = not isinstance(part, NamedRepeat)
    return tuple(blocks)


def _told(step: NamedStep) -> TextStep:
    """Return a step as the text tells it; a cue that would be read as something else is left out."""
    lap = step.duration_s is None and step.least_s is not None
    seconds = whole_seconds(step.least_s if lap else step.duration_s, step.name, most_s=MOST_S)
    words = step.ahead if lap else step.cue
    said = [step.name] if not words or _RESERVED.search(words) else [step.name, words]
    cue = fitting(" - ".join(said), "name", most_bytes=MOST_BYTES)
    if _RESERVED.search(cue):
        what = f"{cue!r} would be read as a length or a target"
        raise FormatError([Fault("not_allowed", what, "name", "a name without digits")])
    return TextStep(cue, seconds, lap)


def _blocks(run: NamedRun) -> Iterator[list[str]]:
    for block in told(run):
        lines = [f"- {step.cue} {_length(step.seconds)}{f' {_LAP}' if step.lap else ''}" for step in block.steps]
        yield [f"{block.times}x", *lines] if block.times > 1 else lines


def _length(seconds: int) -> str:
    """Write a length of at least a second: ``1h2m30s``, ``10m``, ``90s`` as ``1m30s``."""
    hours, rest_s = divmod(seconds, 3600)
    parts = ((hours, "h"), (rest_s // 60, "m"), (rest_s % 60, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


def _read(line: str) -> TextStep:
    found = _STEP.fullmatch(line)
    if found is None or not any(found[unit] for unit in "hms"):
        raise FormatError([Fault("malformed", f"{line[:80]!r} is no step of a workout")])
    hours, minutes, seconds = (int(found[unit] or 0) for unit in "hms")
    return TextStep(found["cue"], hours * 3600 + minutes * 60 + seconds, found["lap"] is not None)
