"""Every command with any words after it: exit code 0, 1 or 2, and never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from springstep.cli.main import main
from springstep.diary import profile as profiles
from springstep.diary.exchange import export_folder
from springstep.diary.storage.store import Diary
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import WORDS, changed_text, edits
from tests.fuzz.seeds import CASE_FILES, ENTRIES, MODELS, PROFILE, TODAY, plans
from tests.places import OVERLAY

_TREE: dict[tuple[str, ...], click.Command] = {}


def _walk(command: click.Command, path: tuple[str, ...]) -> None:
    _TREE[path] = command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            _walk(found, (*path, name))


_walk(main, ())
ASKING_ALL = (
    "audit", "audit diff", "audit without", "audit count", "audit mutants", "audit mcdc", "audit approve",
)  # fmt: skip
"""Commands that ask all athletes, for a minute or more: they get an overlay, too, that is not there."""
SERVING = ("serve", "mcp")
"""Commands that go on until they are told to end: they get one as well."""
PLANTING = "audit plants"
"""It asks as much, and takes no overlay: it gets a folder that is not there."""

FILES = tuple(path.name for path in CASE_FILES)
VALUES = (
    *FILES[:6], "overlay.yaml", "model.yaml", "plan.json", "entry.json", "export", "diary.db", "state.json",
    "bad.yaml", "-", ".",
    "2026-06-30", "2026-03-02", "yesterday", "0001-01-01", "9999-12-31", "00000000", "3", "0", "-1", "1.5", "120",
    "knee", "ankle",
    "INJ-040", "OWN-010", "surface", "bounding", "light_hops", "clearance", "clearance=go", "dose",
    "dose=5 x 12 s", "fatigue=8",
    "goal", "speed", "injuries", "race", "hip_stiffness", "dizzy", "none", "easy", "done", "before", "during",
    "after", "short",
    "tue easy, sat long 90", "early:8,build:10", "9:calf:2:4", "well", "case", "recommendation", "out.svg",
    "out.png", "out.html",
    "convention", "all_well", "A. Coach", "sleep=poor", "injuries=knee returning", "x.jsonl", *WORDS[:40],
)  # fmt: skip
_LEFT = 130
"""How a command ends that was left at a question, by `quit` or Ctrl-C."""
LINES = (
    "",
    "none",
    "unknown",
    "1",
    "stiff calves",
    "mild",
    "40",
    "easy",
    "y",
    "n",
    "knee",
    "done",
    "why",
    "save",
    "quit",
    "back",
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    for path in CASE_FILES:
        shutil.copy(path, folder)
    shutil.copy(OVERLAY, folder / "overlay.yaml")
    (folder / "model.yaml").write_text(json.dumps(MODELS[0]))
    (folder / "plan.json").write_text(plans()[0].to_json())
    (folder / "entry.json").write_text(ENTRIES[0].to_json())
    (folder / "bad.yaml").write_text("pain: none\nfatigue: 11\nlegz: fresh\n")
    export_folder(ENTRIES, folder / "export", race=TODAY, profile=PROFILE)
    with Diary.open(folder / "diary.db") as diary:
        diary.merge(ENTRIES)
    profiles.write_profile(profiles.beside(folder / "diary.db"), PROFILE)
    return folder


@pytest.fixture
def place(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "here"
    shutil.copytree(prepared, folder)
    monkeypatch.chdir(folder)
    kept = {"SPRINGSTEP_DIARY": "diary.db", "SPRINGSTEP_STATE": "state.json"}
    for name in (*kept, "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.setenv(name, str(folder / kept.get(name, "home")))
    return folder


def _argument(word: str) -> str:
    """Return a word as a program can be given it: no NUL, and what is no UTF-8 as Python takes such bytes."""
    return "".join("\udcff" if "\ud800" <= each <= "\udfff" else each for each in word if each != "\0")


def _values(param: click.Parameter) -> st.SearchStrategy[str]:
    """Draw a value for an argument or option, one that fits more often than not."""
    anything = st.sampled_from(VALUES) | st.builds(changed_text, st.sampled_from(VALUES), edits(2))
    if isinstance(param.type, click.Choice):
        return st.sampled_from([str(choice) for choice in param.type.choices]) | anything
    return st.sampled_from(FILES) | anything if "CASE" in (param.metavar or "") else anything


def words(command: click.Command) -> st.SearchStrategy[list[str]]:
    """Draw words for a command: its arguments, its options with a value or none, and whatever else."""
    parts: list[st.SearchStrategy[list[str]]] = [st.sampled_from(VALUES).map(lambda word: [word])]
    for param in command.params:
        if isinstance(param, click.Option) and "--help" not in param.opts:
            named = st.sampled_from([*param.opts, *param.secondary_opts]).map(lambda name: [name])
            parts.append(
                named if param.is_flag else st.builds(lambda name, value: [*name, value], named, _values(param))
            )
    needed = [_values(param).map(lambda word: [word]) for param in command.params if isinstance(param, click.Argument)]
    return st.builds(
        lambda some, arguments: [_argument(word) for each in (*arguments, *some) for word in each],
        st.lists(st.one_of(parts), max_size=4),
        st.tuples(*needed) | st.just(()),
    )


# There are forty commands, and each reads files, works a plan out and prints a page: one in twenty of what others get.
@pytest.mark.parametrize("path", _TREE, ids=" ".join)
@inputs(50)
@given(data=st.data())
def test_a_command(path: tuple[str, ...], place: Path, data: st.DataObject) -> None:
    some = data.draw(words(_TREE[path]))
    if " ".join(path) in (*ASKING_ALL, *SERVING):
        some = ["--overlay", "nosuch.yaml", *some]
    if " ".join(path) == PLANTING:
        some = [*some, "--knowledge", "nosuch"]
    given = "\n".join(data.draw(st.lists(st.sampled_from([*LINES, *WORDS[:20]]), max_size=8)))
    with held():
        run([*path, *some], given)


def run(words: list[str], given: str) -> Any:
    """Run a command, and check how it ends."""
    found = CliRunner().invoke(main, words, input=given.encode("utf-8", "surrogatepass"), prog_name="springstep")
    if found.exception is not None and not isinstance(found.exception, SystemExit):
        raise found.exception
    assert found.exit_code in (0, 1, 2, _LEFT), (words, found.exit_code)
    assert found.exit_code != 2 or found.stderr.strip(), words
    return found


@pytest.mark.parametrize(
    "words",
    [
        ["profile", "--diary", ""],
        ["profile", "set", "goal", "speed", "--diary", "/"],
        *(["diary", command, "e\udcff"] for command in ("show", "replay", "delete", "edit")),
    ],
    ids=repr,
)
@pytest.mark.usefixtures("place")
def test_what_broke_a_command(words: list[str]) -> None:
    assert run(words, "").exit_code == 2
