from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serve.serving import Asked, serving


@pytest.fixture(scope="session")
def service() -> Iterator[Asked]:
    with serving() as asked:
        yield asked
