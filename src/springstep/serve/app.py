"""The whole application: every route, the guard before them, and each mistake told as a problem."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from springstep.engine.errors import Fault, SpringstepError, shown
from springstep.rendering.consultation.pages import ConsultationPages
from springstep.serve import (
    cds_hooks,
    consultations,
    decisions,
    desk,
    diaries,
    many,
    operating,
    pages,
    rules,
    workouts,
)
from springstep.serve.guard import Guard
from springstep.serve.openapi import describe
from springstep.serve.operating import Figures
from springstep.serve.problems import RequestRefusedError, problem_of
from springstep.serve.service import Service
from springstep.serve.settings import Settings

_LOG = logging.getLogger("springstep.serve")


def application(settings: Settings) -> FastAPI:
    """Return the application, to be served by any server of ASGI."""
    service = Service(settings)
    figures = Figures(service)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.workers.close()
        service.auditing.close()

    # Pages about the interface would load scripts from elsewhere.
    app = FastAPI(docs_url=None, redoc_url=None, lifespan=lifespan, redirect_slashes=False)
    for each in (decisions, workouts, many, consultations, rules, cds_hooks):
        app.include_router(each.routes(service))
    app.include_router(operating.routes(service, figures))
    its_pages = None
    if not settings.tokens:  # a browser sends none with a form
        its_pages = pages.consultation_pages(service)
        app.include_router(pages.routes(service, its_pages))
        app.include_router(desk.routes(service))
        if settings.diaries is not None:
            app.include_router(diaries.routes(service, settings.diaries))
    app.add_exception_handler(SpringstepError, _mistaken)
    app.add_exception_handler(RequestRefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(HTTPException, _not_there(its_pages))
    app.add_exception_handler(Exception, _failed)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "POST"], allow_headers=["*"]
        )
    app.add_middleware(Guard, settings=settings, figures=figures)
    describe(app, service)
    return app


async def _mistaken(_: Request, error: Exception) -> Response:
    assert isinstance(error, SpringstepError)
    return problem_of(error)


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestRefusedError)
    return error.response()


async def _unread(_: Request, error: Exception) -> Response:
    """Tell what is wrong with a query: only these are read by the framework."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()[0]
    where = str(found["loc"][-1])
    return RequestRefusedError(422, Fault("not_allowed", str(found["msg"]), where)).response()


def _not_there(its_pages: ConsultationPages | None) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what tells that nothing is at an address, or answers it by another method; a person by a page."""

    async def told(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            fault = Fault("not_allowed", f"{shown(request.method)} is not answered here")
        else:
            page = None if its_pages is None else pages.not_there(request, its_pages)
            if page is not None:
                return page
            allowed = "/openapi.json lists what there is"
            fault = Fault("not_found", "nothing is here", request.url.path, allowed=allowed)
        return RequestRefusedError(error.status_code, fault, error.headers).response()

    return told


async def _failed(_: Request, error: Exception) -> Response:
    """Tell of a fault of the program, without a word of what was asked: the log has its place, no value."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    _LOG.error("%s in %s, line %s", type(error).__name__, place.filename, place.lineno)
    return RequestRefusedError(500, Fault("failed", "the service failed", allowed="try again, or report it")).response()
