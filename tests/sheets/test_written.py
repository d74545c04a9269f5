"""Changes are written as entries of an overlay, or into the lines of the rules that they change and no others."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import load_rule_base
from springstep.engine.errors import KnowledgeError
from springstep.engine.text.source import parse_yaml
from springstep.sheets.changes import RuleChange
from springstep.sheets.editing import edited_files
from springstep.sheets.errors import SheetError
from springstep.sheets.overlay_file import overlay_text, own_rules
from springstep.sheets.splicing import Splice
from springstep.sheets.trying import edited, laid_over
from tests.places import OVERLAY
from tests.sheets.workbooks import BASE, NEW, SAID, Book, changes, files, with_reasons
from tests.strategies import examples

RULES = {rule["id"]: (file.topic, rule) for file in files() for rule in file.rules}
PLACE = Path("mine.yaml")
TIGHTER = {"when": "fatigue >= 2", "fires_for": {"fatigue": 2}, "silent_for": {"fatigue": 1}}


def changed(rule: str, **parts: Any) -> RuleChange:
    topic, before = RULES[rule]
    after = {key: value for key, value in {**before, **parts}.items() if value is not None}
    return RuleChange("changed", rule, topic, topic, None, before, after, tuple(parts), SAID)


def off(rule: str) -> RuleChange:
    topic, before = RULES[rule]
    return RuleChange("off", rule, topic, topic, None, before, {}, (), SAID)


def overlay(*some: RuleChange, text: str = "") -> Any:
    return parse_yaml(overlay_text(PLACE, text, some, BASE), name="mine.yaml").value


# As an overlay.


def test_a_change_that_adds_caution_tightens_and_another_relaxes() -> None:
    made = overlay(changed("RDY-020", **TIGHTER), changed("STF-050", unless="fatigue <= 1"), off("STF-060"))
    assert made["overlay"] == "mine" and (made["author"], made["date"]) == ("A. Coach", "2026-03-02")
    assert made["tighten"] == [{"rule": "RDY-020", **TIGHTER, "reason": "trial", "note": "For one season."}]
    assert [entry["rule"] for entry in made["relax"]] == ["STF-050", "STF-060"]
    assert made["relax"][1] == {"rule": "STF-060", "off": True, "reason": "trial", "note": "For one season."}


def test_the_overlay_of_a_workbook_is_laid_over_the_rules(tmp_path: Path) -> None:
    path = Book().say("RDY-020", when="fatigue >= 2", fires_for="fatigue: 2", silent_for="fatigue: 1")
    found = with_reasons(changes(path.new_row("surface", **NEW).saved(tmp_path), area="OWN"))
    base = laid_over(BASE, PLACE, overlay_text(PLACE, "", found, BASE))
    assert base.by_id["RDY-020"].when_text == "fatigue >= 2"
    assert base.by_id["OWN-010"].name == "hard-ground-when-tired"


def test_an_overlay_that_is_there_keeps_its_other_entries_and_its_remarks() -> None:
    text = OVERLAY.read_text(encoding="utf-8")
    then = [{"step": {"clearance": "no_bursts_today", "contact": "gentle"}}, {"cap": {"efforts": 3}}]
    now = overlay_text(OVERLAY, text, [changed("RDY-030", then=then)], BASE)
    added = [line for line in difflib.ndiff(text.splitlines(), now.splitlines()) if line[0] in "+-"]
    assert all(line.startswith("+") for line in added) and any("RDY-030" in line for line in added)
    assert overlay_text(OVERLAY, now, [changed("RDY-030", then=then)], BASE) == now


def test_an_entry_on_the_same_rule_is_replaced_in_either_list() -> None:
    first = overlay_text(PLACE, "", [changed("RDY-020", **TIGHTER)], BASE)
    other = {**TIGHTER, "when": "fatigue >= 6", "fires_for": {"fatigue": 6}, "silent_for": {"fatigue": 5}}
    made = overlay(changed("RDY-020", **other), text=first)
    assert made["tighten"] == [] and [entry["when"] for entry in made["relax"]] == ["fatigue >= 6"]


def test_a_new_row_that_was_imported_keeps_its_id(tmp_path: Path) -> None:
    path = Book().new_row("surface", **NEW).saved(tmp_path)
    first = overlay_text(PLACE, "", with_reasons(changes(path, area="OWN")), BASE)
    assert own_rules(first, "mine.yaml") == {"hard-ground-when-tired": "OWN-010"}
    again = with_reasons(changes(path, area="OWN", own=own_rules(first, "mine.yaml")))
    assert overlay_text(PLACE, first, again, BASE) == first


@pytest.mark.parametrize(
    "parts",
    [
        {"because": "Other words only."},
        {"name": "other-name"},
        {"moments": ["after"]},
        {"short": None, "when": "fatigue >= 2"},
    ],
)
def test_what_no_overlay_can_say_is_refused_and_an_edit_can(parts: Mapping[str, Any]) -> None:
    change = changed("RDY-020", **parts)
    with pytest.raises(SheetError, match="--edit changes the knowledge files themselves"):
        overlay_text(PLACE, "", [change], BASE)
    assert edited_files(files(), [change])


def test_an_example_that_no_longer_fits_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="RDY-020 is silent for this"):
        laid_over(BASE, PLACE, overlay_text(PLACE, "", [changed("RDY-020", when="fatigue >= 6")], BASE))


# As an edit.


def test_an_edit_touches_only_the_lines_of_its_rule_and_says_who_and_why(tmp_path: Path) -> None:
    ((path, text),) = edited_files(files(), [changed("RDY-020", **TIGHTER)]).items()
    before = path.read_text(encoding="utf-8")
    compared = difflib.unified_diff(before.splitlines(), text.splitlines(), n=0)
    assert [line for line in compared if line[:2] in ("+ ", "- ")] == [
        "+  # 2026-03-02 A. Coach, trial: For one season.",
        "-    when: fatigue >= 4",
        "+    when: fatigue >= 2",
        "-    fires_for: {fatigue: 4}",
        "-    silent_for: {fatigue: 3}",
        "+    fires_for: {fatigue: 2}",
        "+    silent_for: {fatigue: 1}",
    ]
    base = edited(BASE, {path: text}, ["RDY-020"])
    assert base.by_id["RDY-020"].when_text == "fatigue >= 2"
    assert path.read_text(encoding="utf-8") == before


def test_a_rule_taken_away_leaves_a_remark_and_its_neighbours() -> None:
    ((path, text),) = edited_files(files(), [off("STF-060")]).items()
    before, after = (parse_yaml(each, name="x.yaml").value for each in (path.read_text(encoding="utf-8"), text))
    assert isinstance(before, dict) and isinstance(after, dict)
    assert after["rules"] == [rule for rule in before["rules"] if rule["id"] != "STF-060"]
    assert "  # 2026-03-02 A. Coach, trial: For one season. (STF-060 taken away)\n" in text


FILE = """\
# first words
topic: x
rules:
  # on the first
  - id: A
    when: fatigue >= 4  # ours
    # before the list
    then:
      - cap: {efforts: 3}  # three
      # on the second
      - step: {clearance: modify}
    because: >-
      Long words
      on two lines.

  # on the second rule
  - id: B
    when: always
# last words
"""


def test_remarks_stay_where_they_are() -> None:
    splice = Splice(FILE, "x.yaml")
    after = {
        "id": "A",
        "when": "fatigue >= 5",
        "then": [{"step": {"clearance": "modify"}}, {"cap": {"efforts": 2}}],
        "because": "Short.",
        "basis": "convention",
    }
    splice.change("rules", 0, after)
    assert splice.text == FILE.replace(">= 4  # ours", ">= 5  # ours").replace(
        "      - cap: {efforts: 3}  # three\n      # on the second\n      - step: {clearance: modify}\n",
        "      # on the second\n      - step: {clearance: modify}\n      - cap: {efforts: 2}\n",
    ).replace(">-\n      Long words\n      on two lines.\n", "Short.\n    basis: convention\n")


def test_line_ends_of_another_system_stay() -> None:
    splice = Splice(FILE.replace("\n", "\r\n"), "x.yaml")
    splice.change("rules", 1, {"id": "B", "when": "fatigue >= 5"})
    assert splice.text == FILE.replace("when: always", "when: fatigue >= 5").replace("\n", "\r\n")


def test_what_leaves_no_room_is_refused() -> None:
    splice = Splice("rules: [{id: A, when: always}, {id: B, when: always}]\n", "x.yaml")
    with pytest.raises(SheetError, match="leaves no room"):
        splice.change("rules", 0, {"id": "A", "when": "fatigue >= 5"})


_TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=3, max_size=200).filter(
    lambda text: text.strip() == text and " ".join(text.split()) == text
)


@examples(60)
@given(
    st.sampled_from(sorted(RULES)), st.sampled_from(["when", "unless", "because", "short", "name"]), _TEXTS | st.none()
)
def test_any_text_in_any_part_comes_back_as_it_was_written(rule: str, part: str, text: str | None) -> None:
    if text is None and part != "short":
        return
    topic, before = RULES[rule]
    after = {key: value for key, value in {**before, part: text}.items() if value is not None}
    file = next(each for each in files() if each.topic == topic)
    splice = Splice(file.text, "x.yaml")
    place = [each["id"] for each in file.rules].index(rule)
    splice.change("rules", place, after)
    removed = [line for line in difflib.ndiff(file.text.splitlines(), splice.text.splitlines()) if line[0] == "-"]
    assert len(removed) <= 1 + len(str(before.get(part, ""))) // 60 + 1
    assert parse_yaml(splice.text, name="x.yaml").value["rules"][place] == after  # type: ignore[index,call-overload]


def test_the_folder_that_is_tried_is_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(BASE.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    base = load_rule_base(folder)
    texts = edited_files(files(), [off("STF-060")])
    here = {folder / "rules" / path.name: text for path, text in texts.items()}
    assert "STF-060" not in edited(base, here, []).by_id
    assert "STF-060" in load_rule_base(folder).by_id
