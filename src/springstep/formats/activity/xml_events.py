"""XML as it is read, bit by bit: no document type, no entity, nothing that leads elsewhere, and no tree is built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import BinaryIO, Protocol

from springstep.formats.activity.bounds import (
    MOST_DEPTH,
    MOST_ELEMENTS,
    MOST_SILENT_BYTES,
    MOST_TEXT,
    MOST_XML_BYTES,
)
from springstep.formats.activity.errors import needs, refused

_CHUNK = 65_536


class Elements(Protocol):
    """What takes elements as they come, by their names without namespace."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str, text: str) -> None:
        """Take the end of an element, with its own text."""


class _Bounded:
    """Passes elements on as long as they are as deep and as many as they may be."""

    def __init__(self, elements: Elements, name: str) -> None:
        self._elements = elements
        self._name = name
        self._depth = 0
        self._text: list[str] = []
        self._length = 0
        self.count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Pass the start of an element on."""
        self.count += 1
        self._depth += 1
        if self._depth > MOST_DEPTH or self.count > MOST_ELEMENTS:
            raise refused(self._name, "too_large", "holds more, or deeper nested, than any run has")
        self._text, self._length = [], 0
        self._elements.start(tag.rpartition("}")[2], attributes)

    def data(self, text: str) -> None:
        """Keep the text of an element, as much of it as may matter."""
        if self._length < MOST_TEXT:
            self._text.append(text[: MOST_TEXT - self._length])
            self._length += len(text)

    def end(self, tag: str) -> None:
        """Pass the end of an element on."""
        self._depth -= 1
        self._elements.end(tag.rpartition("}")[2], "".join(self._text).strip())
        self._text, self._length = [], 0


def read_elements(stream: BinaryIO, elements: Elements, *, name: str) -> bool:
    """Hand over each element of a stream; return whether it came to its end.

    Raises ``ActivityError`` for what is too large, leads elsewhere, or where the library is not installed.
    """
    try:
        from defusedxml.common import DefusedXmlException  # an extra
        from defusedxml.ElementTree import DefusedXMLParser, ParseError
    except ImportError:
        raise needs("defusedxml", name) from None
    bounded = _Bounded(elements, name)
    parser = DefusedXMLParser(target=bounded, forbid_dtd=True)
    size = silent = 0
    try:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            before = bounded.count
            # Some services put spaces before the declaration, which XML does not allow.
            parser.feed(chunk.lstrip() if size == len(chunk) else chunk)
            silent = silent + len(chunk) if bounded.count == before else 0
            if size > MOST_XML_BYTES or silent > MOST_SILENT_BYTES:
                raise refused(name, "too_large", "is larger than any run is")
        parser.close()
    except DefusedXmlException:
        raise refused(
            name, "not_allowed", "defines entities or leads to other files, which no recording does"
        ) from None
    except (ParseError, LookupError, UnicodeError):
        return False
    return True
