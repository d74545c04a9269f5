"""Forms with a file, as browsers send them: multipart/form-data, a part for each field, all of them text.

They are read in memory, once the whole body is there within its limits: nothing of them is ever on a disk or in a log.
"""

from __future__ import annotations

import logging
import re

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from springstep.engine.errors import Fault
from springstep.rendering.consultation.lines import Entered
from springstep.serve.page_answers import check_site
from springstep.serve.problems import RequestRefusedError

UPLOAD = "multipart/form-data"
_MOST_PARTS = 20
_LONGEST_HEAD = 1_000
"""How long what stands above the text of a field may be; browsers write a few lines."""
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=?-]{1,70}")
_NAME = re.compile(rb"[a-z]+")
_SILENT = logging.Logger("forms", logging.CRITICAL)


def uploaded_in(request: Request, body: bytes) -> Entered:
    """Return the fields of a form by name, that of a file by what the file holds.

    Raises ``RequestRefusedError`` for a form from another site, for what is none, and for what is no text.
    """
    check_site(request)
    boundary = _option(request.headers.get("content-type", ""), b"boundary")
    if not _BOUNDARY.fullmatch(boundary):
        raise _no_form()
    form = _Form()
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": form.begin_part,
            "on_header_field": form.take_header_name,
            "on_header_value": form.take_header_value,
            "on_header_end": form.end_header,
            "on_part_data": form.take_data,
            "on_part_end": form.end_part,
            "on_end": form.end,
        },
    )
    parser.logger = _SILENT  # it tells what a body holds
    try:
        parser.write(body)
    except FormParserError:
        raise _no_form() from None
    if not form.ended:
        raise _no_form()
    return form.found


class _Form:
    """The fields of a form, put together of what the parser tells; each part may be told in pieces."""

    def __init__(self) -> None:
        self.found: dict[str, list[str]] = {}
        self.ended = False
        self._parts = self._head = 0
        self._name = b""
        self._header, self._value, self._data = bytearray(), bytearray(), bytearray()

    def begin_part(self) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise _no_form()
        self._head, self._name = 0, b""
        self._data.clear()

    def take_header_name(self, data: bytes, start: int, end: int) -> None:
        self._take(self._header, data[start:end])

    def take_header_value(self, data: bytes, start: int, end: int) -> None:
        self._take(self._value, data[start:end])

    def end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._name = _option(self._value.decode("latin-1"), b"name")
        self._header.clear()
        self._value.clear()

    def take_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def end_part(self) -> None:
        if not _NAME.fullmatch(self._name):
            raise _no_form()
        try:
            self.found.setdefault(self._name.decode("ascii"), []).append(self._data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            fault = Fault("malformed", "this is no UTF-8 text", allowed="save the table as CSV UTF-8")
            raise RequestRefusedError(400, fault) from None

    def end(self) -> None:
        self.ended = True

    def _take(self, kept: bytearray, piece: bytes) -> None:
        self._head += len(piece)
        if self._head > _LONGEST_HEAD:
            raise _no_form()
        kept += piece


def _option(header: str, name: bytes) -> bytes:
    """Return what a header such as ``form-data; name="table"`` says of an option; nothing where it says none."""
    return parse_options_header(header)[1].get(name, b"") if len(header) <= _LONGEST_HEAD else b""


def _no_form() -> RequestRefusedError:
    return RequestRefusedError(400, Fault("malformed", "this is no form of these pages"))
