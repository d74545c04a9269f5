"""A folder of diaries, one file a person, each found by a key that nobody can guess and that stands nowhere in it."""

from __future__ import annotations

import hashlib
import re
import secrets
from pathlib import Path

from springstep.diary.errors import DiaryError
from springstep.diary.profile import beside
from springstep.diary.storage.files import guarded
from springstep.diary.storage.store import Diary
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.drafts import remove_left
from springstep.engine.text.opening import is_there
from springstep.engine.text.turns import in_turn

MOST_DIARIES = 1_000
_KEY_BYTES = 16
_KEY = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_NAME_SIGNS = 32
_BESIDE = re.compile(rf"([0-9a-f]{{{_NAME_SIGNS}}})\.(db-wal|db-shm|profile\.json)")


def is_damaged(error: SpringstepError) -> bool:
    """Tell whether nothing is wrong with a diary but that it is damaged."""
    return all(fault.code == "damaged" for fault in error.faults)


class DiaryFolder:
    """The diaries of a service; a file's name is a digest of its key, so that the folder tells no key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self) -> str:
        """Make an empty diary, and return its key; raises ``DiaryError`` where no more can be made."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear()
        if sum(1 for _ in self._folder.glob("*.db")) >= MOST_DIARIES:
            raise DiaryError([Fault("too_large", f"there are {MOST_DIARIES:,} diaries already")])
        key = secrets.token_urlsafe(_KEY_BYTES)
        with Diary.open(self._file(key), create=True):
            return key

    def found(self, key: str) -> Path | None:
        """Return the file of a key; ``None`` for a key to which there is none."""
        if not _KEY.fullmatch(key):
            return None
        file = self._file(key)
        return file if file.is_file() else None

    def forget(self, key: str) -> None:
        """Delete a diary and the profile beside it, so that nothing readable is left; raises ``SpringstepError``.

        Who writes the profile, or begins a diary of that name, waits. The diary's file goes last: as long as anything
        is left, its key leads to it, and whoever was cut off can delete it again.
        """
        file = self._file(key)
        with in_turn(beside(file)), in_turn(file), guarded(file):
            try:
                with Diary.open(file, create=False) as diary:
                    diary.delete_all()
            except DiaryError as error:
                if not is_damaged(error):  # else it cannot be emptied first, and its file goes as it is
                    raise
            self._remove_beside(file)
            file.unlink(missing_ok=True)
            self._remove_beside(file)  # what SQLite made for a reader that opened the diary just then

    def _clear(self) -> None:
        """Remove what stands beside no diary, as one has left it whose beginning or deletion was cut off."""
        remove_left(self._folder)
        for left in self._folder.iterdir():
            if (named := _BESIDE.fullmatch(left.name)) is None or is_there(file := self._folder / f"{named[1]}.db"):
                continue
            with in_turn(file), guarded(file):  # nobody begins one of that name meanwhile
                if not is_there(file):
                    left.unlink(missing_ok=True)

    def _remove_beside(self, file: Path) -> None:
        for left in self._folder.glob(f"{file.stem}.*"):
            if left != file:
                left.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:_NAME_SIGNS]}.db"
