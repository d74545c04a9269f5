"""What can go wrong, as one exception type and a list of faults that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from springstep.engine.characters import on_one_line
from springstep.engine.frozen import Frozen

if TYPE_CHECKING:
    from typing_extensions import Self

MOST_NAMES = 60
MOST_TOLD = 20
"""How many faults of one mistake are told; of the rest only how many there are."""
MOST_INDENT = 32
FORMAT = "springstep-faults/1"

Code = Literal[
    "unknown_name",
    "missing",
    "wrong_type",
    "not_allowed",
    "out_of_range",
    "not_a_date",
    "not_understood",
    "ambiguous",
    "contradiction",
    "out_of_place",
    "duplicate",
    "too_large",
    "malformed",
    "bad_condition",
    "loosens",
    "unreadable",
    "not_found",
    "exists",
    "cannot_write",
    "damaged",
    "conflict",
    "busy",
    "other_version",
    "not_installed",
    "undecided",
    "claim_broken",
    "gave_up",
    "failed",
    "usage",
]
"""The kinds of fault. A program may rely on them; docs/integrator/errors.md says what each means."""


class Fault(Frozen):
    """One thing wrong in an input: of which kind, what is wrong, where it is, what would be right."""

    code: Code
    what: str
    where: str = ""
    """The field or item, as a dotted path such as ``items[0].colour``; empty for the whole input."""
    allowed: str = ""
    source: str = ""
    """The file's name, or ``standard input``; empty when the input came from Python."""
    line: int | None = None
    column: int | None = None
    row: str = ""
    """Which of many inputs it is, as the caller names it."""

    def __str__(self) -> str:
        """Render as ``row: file:line:column: where: what; allowed`` on one line, leaving out what is unknown."""
        place = ":".join(str(part) for part in (self.source, self.line, self.column) if part not in ("", None))
        row = f"row {self.row}" if self.row else ""
        head = ": ".join(part for part in (row, place, self.where, self.what) if part)
        return on_one_line(f"{head}; {self.allowed}" if self.allowed else head)

    def to_data(self) -> dict[str, str | int | None]:
        """Return the fault as plain data, for JSON, each text on one line; what no text may hold is made visible."""
        return {
            name: on_one_line(value) if isinstance(value, str) else value
            for name, value in ((name, getattr(self, name)) for name in self._names)
        }


class SpringstepError(Exception):
    """A mistake in what was given, never in the program; carries every fault found at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(self.told()))

    def told(self) -> Iterator[str]:
        """Yield the first faults, each on one line, and how many more there are."""
        yield from map(str, self.faults[:MOST_TOLD])
        if len(self.faults) > MOST_TOLD:
            yield f"and {len(self.faults) - MOST_TOLD:,} more"

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the faults when the error goes to another process."""
        return _rebuilt, (type(self), self.__dict__)

    def in_row(self, row: object) -> Self:
        """Return the same mistake with the row of many that it is in."""
        found: Self = _rebuilt(type(self), self.__dict__)
        SpringstepError.__init__(found, (replace(fault, row=str(row)) for fault in self.faults))
        return found

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the mistake as JSON text, of the published schema ``faults``: the first faults, and how many more."""
        import json  # only a mistake that is asked for as JSON needs it

        check_indent(indent)
        faults = [fault.to_data() for fault in self.faults[:MOST_TOLD]]
        more = max(0, len(self.faults) - MOST_TOLD)
        told = {"format": FORMAT, "error": type(self).__name__, "faults": faults, **({"more": more} if more else {})}
        return json.dumps(told, indent=indent, ensure_ascii=False)


def _rebuilt(kind: type[Any], held: dict[str, Any]) -> Any:
    """Return an error that holds the same."""
    error: Any = Exception.__new__(kind)
    error.__dict__.update(held)
    SpringstepError.__init__(error, held["faults"])
    return error


class RefusedError(ValueError):
    """A value that is refused while its place is not known yet; whoever knows the place makes a fault of it."""

    def __init__(self, code: Code, what: str) -> None:
        super().__init__(what)
        self.code: Code = code


class CaseError(SpringstepError):
    """A case cannot be read or is not valid."""


class KnowledgeError(SpringstepError):
    """A rule file, the ledger, or another knowledge file is not valid."""


class RecordError(SpringstepError):
    """JSON that is not of the kind of value it is read as, or a state that does not fit the rules."""


class UndecidedError(KnowledgeError):
    """The rules leave open what has to be decided, so that nothing can be advised."""


class QueryError(SpringstepError):
    """A question about a recommendation or the rules names something that does not exist."""


def check_indent(indent: Any) -> None:
    """Raise ``RecordError`` for what JSON cannot be indented by."""
    if indent is not None and not (type(indent) is int and 0 <= indent <= MOST_INDENT):
        what = f"{shown(indent)} is no number of spaces"
        raise RecordError([Fault("wrong_type", what, "indent", f"a whole number up to {MOST_INDENT}, or None")])


_MOST_SHOWN = 60
_HOLD_OTHERS: Mapping[type, str] = {list: "[", tuple: "(", set: "{", dict: "{"}
"""What may hold far more than is shown, or the same thing over and over, and how it begins."""


def shown(value: object) -> str:
    """Write a value for a message: short, on one line, and safely, whatever it is.

    >>> shown(False), shown("abc")
    ('false', "'abc'")
    """
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    try:
        text = _beginning(value, _MOST_SHOWN).encode("utf-8", "backslashreplace").decode().replace("\n", " ")
    except (ValueError, RecursionError):
        return f"a huge {type(value).__name__}"
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 3] + "..."


def _beginning(value: object, most: int) -> str:
    """Return what ``repr`` writes, or of what is larger than so many characters the beginning."""
    if type(value) in (str, bytes) and len(value) > most:  # type: ignore[arg-type]
        return repr(value[: most + 1])  # type: ignore[index]
    if type(value) not in _HOLD_OTHERS:
        return repr(value)
    text = _HOLD_OTHERS[type(value)]
    for item in value:  # type: ignore[attr-defined]
        text += _beginning(item, max(0, most - len(text)))
        if isinstance(value, dict):
            text += f": {_beginning(value[item], max(0, most - len(text)))}"
        text += ", "
        if len(text) > most + 2:
            return text
    return repr(value)


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the closest known name, as ``did you mean 'x'?``, or the names allowed.

    >>> nearest("colur", ["colour", "size"])
    "did you mean 'colour'?"
    """
    from difflib import get_close_matches  # slow to import, and only mistakes need it

    names = [str(name) for name in known]
    close = get_close_matches(word, names, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    listed = ", ".join(names[:MOST_NAMES]) + (f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else "")
    return f"allowed: {listed}"
