"""Where the diary is by default."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping
from functools import partial

from platformdirs import user_data_path

from springstep.engine.text.home import from_home, own_folder, own_place

VARIABLE = "SPRINGSTEP_DIARY"
_folder = partial(user_data_path, "springstep", appauthor=False)


def default_path(environment: Mapping[str, str] = os.environ) -> pathlib.Path:
    """Return the diary's path: what ``SPRINGSTEP_DIARY`` says, else ``diary.db`` in the user's data folder.

    >>> default_path({"SPRINGSTEP_DIARY": "my.db"}).name
    'my.db'
    """
    named = environment.get(VARIABLE, "")
    if named:
        return from_home(named)
    return own_place(_folder, "diary.db", otherwise=f"name a diary by {VARIABLE}")


def is_known(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether there is a place for a diary that nobody named: where no home folder is known there is none."""
    return bool(environment.get(VARIABLE)) or own_folder(_folder) is not None
