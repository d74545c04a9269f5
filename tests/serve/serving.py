"""A service on loopback, in this process, for tests to ask."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
import uvicorn

from springstep.installed import default_rule_base
from springstep.serve.app import application
from springstep.serve.settings import GUIDE, Settings

KEY = bytes(range(32))


class Asked:
    """A service that is asked, as other programs ask it."""

    def __init__(self, address: str) -> None:
        self.address, self.session = address, requests.Session()
        self.session.trust_env = False

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(self.address + path, timeout=60, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> requests.Response:
        return self.session.post(
            self.address + path, timeout=60, **({"json": body} if body is not None else {}), **more
        )


@contextmanager
def serving(app: Any = None, **settings: Any) -> Iterator[Asked]:
    """Serve an application, or the installed rules within the limits given, for as long as the block lasts."""
    given = app or application(Settings(**{"rule_bases": {GUIDE: default_rule_base()}, "seal_key": KEY, **settings}))
    server = uvicorn.Server(uvicorn.Config(given, port=0, log_level="warning", ws="none", access_log=False))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield Asked(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join()
