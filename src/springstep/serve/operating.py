"""For who runs the service: whether it lives and by which rules, and figures for Prometheus."""

from __future__ import annotations

import json

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.responses import Response

from springstep.serve.openapi import operation
from springstep.serve.service import Service
from springstep.version import __version__

_METHODS = ("GET", "POST", "HEAD", "OPTIONS")
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Figures:
    """What is counted: requests by route, method and status, and how long they took. Nothing of what they hold."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "springstep_requests", "Requests answered.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "springstep_request_seconds",
            "Time to the end of an answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        waiting = Gauge("springstep_waiting", "Requests worked on, or waiting.", registry=self.registry)
        waiting.set_function(lambda: service.workers.waiting)

    def observe(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        method = method if method in _METHODS else "other"  # anyone can make up methods without end
        self.requests.labels(route, method, str(status)).inc()
        self.seconds.labels(route).observe(seconds)


def routes(service: Service, figures: Figures) -> APIRouter:
    """Return the routes for who runs the service."""
    router = APIRouter(tags=["operating"])

    @router.get("/healthz", **operation("Whether the service lives", None, "Health"))
    async def health() -> Response:
        rules = {name: base.digest for name, base in service.settings.rule_bases.items()}
        told = {"status": "ok", "version": __version__, "rules": rules}
        return Response(json.dumps(told), media_type="application/json")

    @router.get("/metrics", **operation("Figures for Prometheus, of this process", None, None))
    async def metrics() -> Response:
        return Response(generate_latest(figures.registry), media_type=CONTENT_TYPE_LATEST)

    return router
