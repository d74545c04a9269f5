from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.serve.in_a_browser import CHROMIUM, Opened
from tests.serve.serving import Asked, serving


@pytest.fixture(scope="session")
def service() -> Iterator[Asked]:
    with serving() as asked:
        yield asked


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # not everyone has it

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any, service: Asked) -> Iterator[Opened]:
    """Return what opens the first page, in a window of its own, that asks no other server for anything."""
    contexts, elsewhere = [], []

    def open_page(width: int = 320, **more: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **more))
        page = contexts[-1].new_page()
        page.on("request", lambda r: None if r.url.startswith(service.address) else elsewhere.append(r.url))
        page.on("console", lambda message: elsewhere.append(message.text))
        page.on("pageerror", lambda error: elsewhere.append(str(error)))
        page.goto(service.address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert elsewhere == []
