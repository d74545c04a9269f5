"""Where the diary is by default."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping

from platformdirs import user_data_path

VARIABLE = "SPRINGSTEP_DIARY"


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return the diary's path: what ``SPRINGSTEP_DIARY`` says, else ``diary.db`` in the user's data folder.

    >>> default_path({"SPRINGSTEP_DIARY": "my.db"}).name
    'my.db'
    """
    named = environment.get(VARIABLE, "")
    if named:
        return pathlib.Path(named).expanduser()
    return user_data_path("springstep", appauthor=False) / "diary.db"
