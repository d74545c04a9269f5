"""A plan as a workout of Zwift: XML, every stretch without a target, the cues as messages at its start.

Zwift knows no step that the runner ends, so a recovery lasts its least, and the easy running after it gives more time.
"""

from __future__ import annotations

from xml.etree import ElementTree

from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.formats.errors import FormatError
from springstep.formats.workouts.named_run import NamedRun, NamedStep, written_out
from springstep.formats.workouts.read_back import hold
from springstep.formats.workouts.texts import fitting, whole_seconds

MOST_BYTES = 1_000
"""How long a text may be; the program names no limit."""
MOST_S = 86_400


class ZwiftStep(Frozen):
    """A stretch as the file has it."""

    seconds: int
    message: str


class ZwiftWorkout(Frozen):
    """What stands in the file."""

    name: str
    description: str
    steps: tuple[ZwiftStep, ...]


def zwift_file(run: NamedRun) -> bytes:
    """Return a run as a workout file of Zwift.

    The file is read again before it is returned. Raises ``FormatError`` where something does not fit into the format,
    such as a run of which nobody has told how long it is.
    """
    meant = told(run)
    root = ElementTree.Element("workout_file")
    for tag, text in (("author", "springstep"), ("name", meant.name), ("description", meant.description)):
        ElementTree.SubElement(root, tag).text = text
    ElementTree.SubElement(root, "sportType").text = "run"
    ElementTree.SubElement(root, "tags")
    workout = ElementTree.SubElement(root, "workout")
    for step in meant.steps:
        stretch = ElementTree.SubElement(workout, "FreeRide", Duration=str(step.seconds), FlatRoad="1")
        ElementTree.SubElement(stretch, "textevent", timeoffset="0", message=step.message)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    hold(read_zwift(written), meant, what="the workout of Zwift", reader="its own reader")
    return written


def told(run: NamedRun) -> ZwiftWorkout:
    """Return what the file says of a run."""
    description = fitting(" ".join(run.brief), "brief", most_bytes=MOST_BYTES)
    steps = tuple(map(_told, written_out(run.parts)))
    return ZwiftWorkout(fitting(run.title, "title", most_bytes=MOST_BYTES), description, steps)


def _told(step: NamedStep) -> ZwiftStep:
    seconds = step.duration_s if step.least_s is None else step.least_s
    cue = step.ahead if step.least_s is not None else step.cue  # there is no lap key to press
    message = fitting(": ".join(filter(None, (step.name, cue))), "cue", most_bytes=MOST_BYTES)
    return ZwiftStep(whole_seconds(seconds, step.name, most_s=MOST_S), message)


def read_zwift(data: bytes) -> ZwiftWorkout:
    """Read a workout that this package wrote; raises ``FormatError`` for any other file."""
    if b"<!" in data:  # no entity, no document type
        raise _damaged()
    try:
        root = ElementTree.fromstring(data)
        if root.tag != "workout_file" or root.findtext("sportType") != "run":
            raise _damaged()
        steps = tuple(map(_read, root.iterfind("workout/*")))
        return ZwiftWorkout(root.findtext("name", ""), root.findtext("description", ""), steps)
    except (ElementTree.ParseError, LookupError, ValueError):  # one of an unknown encoding, too
        raise _damaged() from None


def _read(stretch: ElementTree.Element) -> ZwiftStep:
    (event,) = stretch
    if stretch.tag != "FreeRide" or event.attrib["timeoffset"] != "0":
        raise _damaged()
    return ZwiftStep(int(stretch.attrib["Duration"]), event.attrib["message"])


def _damaged() -> FormatError:
    return FormatError([Fault("damaged", "is no workout of Zwift that this package wrote")])
