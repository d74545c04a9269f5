"""A mistake as an answer over HTTP: problem details (RFC 9457), each fault with its code and place."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from starlette.responses import Response

from springstep.engine.errors import (
    MOST_TOLD,
    CaseError,
    Code,
    Fault,
    KnowledgeError,
    QueryError,
    RecordError,
    SpringstepError,
)
from springstep.engine.record import Described, Record

_OF_ITS_FORM: Mapping[type[SpringstepError], frozenset[Code]] = {
    CaseError: frozenset({"missing", "contradiction", "out_of_place"}),
    RecordError: frozenset({"damaged", "conflict", "not_a_date"}),
    QueryError: frozenset({"missing", "not_allowed", "out_of_place"}),
}
"""What is wrong with a request that is of its schema: its values do not go together, or not here."""
_KINDS = {
    400: ("form", "The request is not of its form."),
    401: ("token", "A token is needed."),
    404: ("not-found", "What is asked for is not there."),
    405: ("method", "This is not asked for in this way."),
    408: ("slow", "The body did not come in time."),
    409: ("no-plan", "The rules make no plan of this case."),
    413: ("too-long", "The body is too long."),
    415: ("kind", "The body is of another kind."),
    422: ("values", "The values do not go together, or not here."),
    429: ("rate", "There are too many requests of this address."),
    500: ("failed", "The service failed."),
    503: ("busy", "There are too many requests."),
    504: ("time", "It takes too long."),
}
"""By status the kind of a problem, and its title; neither ever changes."""
MEDIA_TYPE = "application/problem+json"


class ProblemDetails(Record):
    """Why a request is not answered, as RFC 9457 has it."""

    type: Annotated[str, Described("The kind of problem; it does not change, and leads nowhere.")]
    title: Annotated[str, Described("The kind in words.")]
    status: Annotated[int, Described("The status of the answer.")]
    detail: Annotated[str, Described("The first fault in words.")]
    faults: Annotated[
        tuple[Fault, ...], Described("The first faults: of which kind, what is wrong, where in the request.")
    ] = ()
    more: Annotated[int, Described("How many more faults there are.")] = 0


class RequestRefusedError(Exception):
    """A request that is not answered, and why."""

    def __init__(self, status: int, fault: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(str(fault))
        self.status, self.fault, self.headers = status, fault, headers

    def response(self) -> Response:
        """Return the answer."""
        return _response(self.status, [self.fault], self.headers)


def problem_of(error: SpringstepError) -> Response:
    """Return the answer to a request that holds a mistake."""
    return _response(status_of(error), error.faults)


def status_of(error: SpringstepError) -> int:
    """Return the status of the answer to a request that holds a mistake."""
    codes: set[Code] = {fault.code for fault in error.faults}
    if isinstance(error, KnowledgeError):
        return HTTPStatus.CONFLICT  # the rules with their overlays make no plan of it
    if isinstance(error, QueryError) and "unknown_name" in codes:
        return HTTPStatus.NOT_FOUND
    of_its_form = codes <= _OF_ITS_FORM.get(type(error), frozenset())
    return HTTPStatus.UNPROCESSABLE_ENTITY if of_its_form else HTTPStatus.BAD_REQUEST


def _response(
    status: int, faults: list[Fault] | tuple[Fault, ...], headers: Mapping[str, str] | None = None
) -> Response:
    kind, title = _KINDS[int(status)]
    told = ProblemDetails(
        type=f"urn:springstep:problem:{kind}",
        title=title,
        status=int(status),
        detail=str(faults[0]) if faults else title,
        faults=tuple(faults[:MOST_TOLD]),
        more=max(0, len(faults) - MOST_TOLD),
    )
    return Response(told.to_json(), status_code=int(status), headers=headers, media_type=MEDIA_TYPE)
