"""Forms with a file, as browsers send them: multipart/form-data, a part for each field, all of them text.

Only what browsers write is taken, and quickly: such a form is read before anything else is done with it.
"""

from __future__ import annotations

import re

from starlette.requests import Request

from springstep.engine.errors import Fault
from springstep.rendering.consultation.lines import Entered
from springstep.serve.page_answers import check_site
from springstep.serve.problems import RequestRefusedError

UPLOAD = "multipart/form-data"
_MOST_PARTS = 20
_LONGEST_HEAD = 1_000
"""How long what stands above the text of a field may be; browsers write a few lines."""
_BOUNDARY = re.compile(r"(?i)multipart/form-data\s*;\s*boundary=\"?([0-9a-z'()+_,./:=?-]{1,70})\"?\s*", re.ASCII)
_NAME = re.compile(rb'(?i)\r\ncontent-disposition:\s*form-data\s*;\s*name="([a-z]+)"')


def uploaded_in(request: Request, body: bytes) -> Entered:
    """Return the fields of a form by name, that of a file by what the file holds.

    Raises ``RequestRefusedError`` for a form from another site, for what is none, and for what is no text.
    """
    check_site(request)
    found: dict[str, list[str]] = {}
    for part in _parts(request.headers.get("content-type", ""), body):
        head, parted, held = part.partition(b"\r\n\r\n")
        name = _NAME.search(head) if len(head) <= _LONGEST_HEAD else None
        if not parted or name is None:
            raise _no_form()
        try:
            found.setdefault(name[1].decode("ascii"), []).append(held.decode("utf-8-sig"))
        except UnicodeDecodeError:
            fault = Fault("malformed", "this is no UTF-8 text", allowed="save the table as CSV UTF-8")
            raise RequestRefusedError(400, fault) from None
    return found


def _parts(kind: str, body: bytes) -> list[bytes]:
    """Return the parts of a body, each as it stands between two boundaries."""
    told = _BOUNDARY.fullmatch(kind)
    if told is None:
        raise _no_form()
    _, *parts = (b"\r\n" + body).split(b"\r\n--" + told[1].encode("ascii"), _MOST_PARTS + 1)
    if not parts or not parts.pop().startswith(b"--"):
        raise _no_form()
    return parts


def _no_form() -> RequestRefusedError:
    return RequestRefusedError(400, Fault("malformed", "this is no form of these pages"))
