"""Diaries as pages, one file a person: whoever knows the address of one may read it and write in it, and nobody else.

The key to a diary stands in its address alone. Every change is a form of the diary's own pages, whose address no other
page can know.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from springstep.diary.memory import DiaryMemory
from springstep.diary.storage.store import Diary
from springstep.diary.table import json_line, write_table
from springstep.engine.errors import SpringstepError
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.rendering.diary.entries import DiaryEntries
from springstep.rendering.diary.pages import DiaryPages, DiaryPlaces
from springstep.rendering.diary.planning import keep_plan, turning_with
from springstep.serve.diary_folder import DiaryFolder, is_damaged
from springstep.serve.page_answers import FORM, HEADERS, entered_in, page_answer, part_path
from springstep.serve.pages import DIARY, START
from springstep.serve.plan_files import files_place
from springstep.serve.problem_pages import MISTAKES, problem_page
from springstep.serve.problems import RequestRefusedError
from springstep.serve.service import Service
from springstep.serve.settings import GUIDE

_PRIVATE = {"Cache-Control": "no-store"}
_NOT_HERE = (
    "No diary is here",
    "There is no diary at this address. Was it copied whole? A diary that was deleted is gone for good.",
)


class Diaries:
    """The diaries of a service."""

    def __init__(self, service: Service, folder: Path) -> None:
        self.service = service
        self.folder = DiaryFolder(folder)
        self.pages = DiaryPages(service.base(GUIDE))
        self._consultation = ConsultationPages(service.base(GUIDE), self._consulted(""))

    def place(self, key: str = "") -> DiaryPlaces:
        """Return where the pages of a diary are."""
        home = f"{DIARY}/{key}" if key else DIARY
        style, own_style, script = map(part_path, ("page.css", "diary.css", "page.js"))
        return DiaryPlaces(home, START, style, own_style, script)

    def memory(self, file: Path) -> DiaryMemory:
        """Return what a diary remembers today."""
        return DiaryMemory(file, today=date.today(), base=self.service.base(GUIDE), there=True)

    def turning(self, key: str, file: Path) -> Turning:
        """Return consultations that know a diary."""
        seal = self.service.seal
        pages = self._consultation.at(self._consulted(key))
        dialogue = self.service.dialogues[GUIDE]
        return turning_with(self.memory(file), dialogue, pages, seal=seal.sealed, unseal=seal.opened)

    async def answer(self, key: str, made: Callable[[Path], str]) -> Response:
        """Return a page of a diary, or the page that tells why there is none."""
        return await self._told(key, lambda file: page_answer(made(file), headers=_PRIVATE))

    async def change(self, request: Request, key: str, made: Callable[[Path, Entered], str | Response]) -> Response:
        """Return what comes of a form: a page, or where to go on."""

        def changed(file: Path) -> Response:
            found = made(file, entered)
            return page_answer(found, headers=_PRIVATE) if isinstance(found, str) else found

        try:
            entered = entered_in(request, await self.service.text(request, kind=FORM))
        except MISTAKES as error:
            return self.problem(key, error)
        return await self._told(key, changed)

    def go(self, key: str, path: str = "") -> Response:
        """Return where to go on once something is written, so that loading a page again writes nothing."""
        return RedirectResponse(f"{self.place(key).home}{path}", HTTPStatus.SEE_OTHER, {**HEADERS, **_PRIVATE})

    async def _told(self, key: str, made: Callable[[Path], Response]) -> Response:
        file = self.folder.found(key)
        if file is not None:
            try:
                return await self.service.workers.do(lambda: made(file))
            except MISTAKES as error:
                if self.folder.found(key) is not None:  # else it was deleted in the middle of it
                    return self.problem(key, error)
        return page_answer(self.pages.problem(self.place(), *_NOT_HERE), HTTPStatus.NOT_FOUND, _PRIVATE)

    def problem(self, key: str, error: RequestRefusedError | SpringstepError) -> Response:
        """Return the page that tells what went wrong with a diary, or with beginning one."""
        damaged = isinstance(error, SpringstepError) and is_damaged(error)
        return problem_page(
            error, lambda title, what: self.pages.problem(self.place(key), title, what, damaged=damaged), _PRIVATE
        )

    @staticmethod
    def _consulted(key: str) -> PagePlaces:
        home = f"{DIARY}/{key}"
        style, script, run_script = (part_path(name) for name in ("page.css", "page.js", "run.js"))
        return PagePlaces(
            f"{home}/consultation", home, style, script, run_script, keep=f"{home}/plan", files=files_place()
        )


def routes(service: Service, folder: Path) -> APIRouter:
    """Return the routes of the diaries in a folder."""
    router = APIRouter(include_in_schema=False, prefix=DIARY)
    diaries = Diaries(service, folder)
    entries = DiaryEntries(service.base(GUIDE), diaries.pages, date.today)

    @router.get("")
    async def front() -> Response:
        return page_answer(diaries.pages.begin(diaries.place()))

    @router.post("")
    async def begin(request: Request) -> Response:
        try:
            entered_in(request, await service.text(request, kind=FORM))
            return diaries.go(await service.workers.do(diaries.folder.begin))
        except MISTAKES as error:
            return diaries.problem("", error)

    @router.get("/{key}")
    async def home(request: Request, key: str) -> Response:
        every = "all" in request.query_params
        return await diaries.answer(key, lambda file: entries.home(file, diaries.place(key), every=every))

    @router.get("/{key}/add")
    async def form(request: Request, key: str) -> Response:
        day = request.query_params.get("day", "")
        return await diaries.answer(key, lambda file: entries.form(file, diaries.place(key), day))

    @router.post("/{key}/add")
    async def add(request: Request, key: str) -> Response:
        def added(file: Path, entered: Entered) -> str | Response:
            found = entries.add(file, diaries.place(key), entered)
            return found if isinstance(found, str) else diaries.go(key, f"/entries/{found.uid}?saved=1")

        return await diaries.change(request, key, added)

    @router.get("/{key}/entries/{uid}")
    async def entry(request: Request, key: str, uid: str) -> Response:
        saved = "saved" in request.query_params
        return await diaries.answer(key, lambda file: entries.one(file, diaries.place(key), uid, saved=saved))

    @router.post("/{key}/entries/{uid}/delete")
    async def delete_one(request: Request, key: str, uid: str) -> Response:
        def deleted(file: Path, _: Entered) -> Response:
            with Diary.open(file, create=False) as book:
                book.delete(book.uid_of(uid))
            return diaries.go(key)

        return await diaries.change(request, key, deleted)

    @router.post("/{key}/consultation")
    async def turn(request: Request, key: str) -> Response:
        return await diaries.change(request, key, lambda file, entered: diaries.turning(key, file).page(entered))

    @router.get("/{key}/consultation")
    async def from_elsewhere(key: str) -> Response:
        return diaries.go(key)

    @router.post("/{key}/plan")
    async def keep(request: Request, key: str) -> Response:
        def kept(file: Path, entered: Entered) -> Response:
            keep_plan(diaries.memory(file), diaries.turning(key, file), entered)
            return diaries.go(key)

        return await diaries.change(request, key, kept)

    @router.get("/{key}/delete")
    async def ask(key: str) -> Response:
        return await diaries.answer(key, lambda file: entries.delete(file, diaries.place(key)))

    @router.post("/{key}/delete")
    async def delete(request: Request, key: str) -> Response:
        def deleted(_: Path, __: Entered) -> str:
            diaries.folder.forget(key)
            return diaries.pages.begin(diaries.place(), gone=True)

        return await diaries.change(request, key, deleted)

    def carried_out(name: str, kind: str, written: Callable[[Diary], str]) -> None:
        @router.get(f"/{{key}}/{name}")
        async def carry_out(key: str) -> Response:
            def made(file: Path) -> str:
                with Diary.open(file, create=False) as book:
                    return written(book)

            found = await diaries.answer(key, made)
            if found.status_code == HTTPStatus.OK:
                found.headers["Content-Type"] = kind
                found.headers["Content-Disposition"] = f'attachment; filename="{name}"'
            return found

    carried_out("diary.csv", "text/csv; charset=utf-8", lambda book: write_table(book.entries()))
    carried_out(
        "diary.jsonl",
        "application/jsonl; charset=utf-8",
        lambda book: "".join(f"{json_line(each)}\n" for each in book.entries()),
    )
    return router
