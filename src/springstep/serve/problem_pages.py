"""A mistake as a page: what went wrong, and under which status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from starlette.responses import Response

from springstep.diary.errors import DiaryError
from springstep.engine.errors import KnowledgeError, RecordError, SpringstepError
from springstep.rendering.mistakes import NOT_DONE, mistake_words
from springstep.serve.page_answers import page_answer
from springstep.serve.problems import RequestRefusedError, status_of

MISTAKES = (RequestRefusedError, SpringstepError)
"""What is told on a page in place of the one that was asked for."""
NOT_HERE = "That is not here"
_WHY_TOO_OLD = (
    "The service was started anew since, or this page is not its own. What you answered stands on the page before, to "
    "which your browser goes back."
)
_TOO_OLD = "This page is too old to go on"
Told = Callable[[str, str], str]
"""Fills in the page of something that went wrong: its title, and what it was."""


def problem_page(
    error: RequestRefusedError | SpringstepError, told: Told, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the page that tells why something was not done."""
    if isinstance(error, RequestRefusedError):
        told_by = {**(error.headers or {}), **(headers or {})}
        return page_answer(told(NOT_DONE, f"{error.fault}."), error.status, told_by)
    title, status = _title_and_status(error)
    said = _WHY_TOO_OLD if title == _TOO_OLD else mistake_words(error)
    return page_answer(told(title, said), status, headers)


def _title_and_status(error: SpringstepError) -> tuple[str, int]:
    codes = {fault.code for fault in error.faults}
    if isinstance(error, RecordError) and codes & {"damaged", "conflict"}:
        return _TOO_OLD, HTTPStatus.UNPROCESSABLE_ENTITY
    if isinstance(error, KnowledgeError):
        return "The rules make no plan of this", status_of(error)
    if isinstance(error, DiaryError):  # what was asked is right; what the diary holds is not
        status: int = HTTPStatus.NOT_FOUND if codes == {"not_found"} else HTTPStatus.CONFLICT
    else:
        status = HTTPStatus.NOT_IMPLEMENTED if "not_installed" in codes else status_of(error)
    return NOT_HERE if status == HTTPStatus.NOT_FOUND else NOT_DONE, status
