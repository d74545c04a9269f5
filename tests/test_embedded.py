"""The package inside other programs: the same bytes in threads, in processes however they begin, and beside asyncio."""

from __future__ import annotations

import asyncio
import importlib
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

import springstep

CASE = {"pain": "none", "injuries": [], "screening": [], "legs": "flooding"}


def made(case: dict[str, Any]) -> str:
    return springstep.recommend(case).to_json()


@pytest.mark.parametrize("how", multiprocessing.get_all_start_methods())
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # of a process with threads, on newer Pythons
def test_processes_however_they_begin_make_the_same_bytes(how: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(how)) as pool:
        assert {*pool.map(made, [CASE] * 6)} == {made(CASE)}


def test_asyncio_has_it_done_in_threads_meanwhile() -> None:
    async def many() -> list[str]:
        return await asyncio.gather(*(asyncio.to_thread(made, CASE) for _ in range(24)))

    assert {*asyncio.run(many())} == {made(CASE)}


RUN = f"""
import springstep
plan = springstep.recommend({CASE!r})
assert plan.headline == {springstep.recommend(CASE).headline!r}
assert plan.why("clearance").parts
"""


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="interpreters are made otherwise there")
def test_in_a_subinterpreter_a_plan_is_made_and_explained() -> None:
    name = "_xxsubinterpreters" if sys.version_info < (3, 13) else "_interpreters"
    interpreters = importlib.import_module(name)
    made_here = interpreters.create()
    try:
        told = (interpreters.run_string if sys.version_info < (3, 13) else interpreters.exec)(made_here, RUN)
        assert told is None, told
    finally:
        interpreters.destroy(made_here)
