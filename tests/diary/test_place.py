"""The diary lives in the user's own data folder unless a variable says otherwise."""

from __future__ import annotations

from pathlib import Path

from springstep.diary.storage.place import default_path


def test_the_variable_says_where() -> None:
    assert default_path({"SPRINGSTEP_DIARY": "/somewhere/my.db"}) == Path("/somewhere/my.db")
    assert default_path({"SPRINGSTEP_DIARY": "~/my.db"}) == Path.home() / "my.db"


def test_without_it_the_diary_is_in_the_users_data_folder() -> None:
    for environment in ({}, {"SPRINGSTEP_DIARY": ""}):
        path = default_path(environment)
        assert path.is_absolute() and path.name == "diary.db" and path.parent.name == "springstep"
