"""What a coach changes in a workbook is found, whole and nothing else; what is doubtful is refused at its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from springstep.sheets.checking import check_rules, with_reasons
from springstep.sheets.errors import SheetError
from tests.sheets.workbooks import BASE, NEW, PLACES, SAID, Book, changes


def refusals(path: Path, **options: object) -> list[str]:
    with pytest.raises(SheetError) as caught:
        found = changes(path, **options)
        check_rules(with_reasons(found, BASE, SAID, path.name), BASE, path.name)
    return [str(fault).replace(f"{path.parent}/", "") for fault in caught.value.faults]


def test_a_changed_cell_is_a_changed_part(tmp_path: Path) -> None:
    book = Book().say("RDY-020", when="fatigue >= 2", fires_for="fatigue: 2", silent_for="fatigue: 1")
    (change,) = changes(book.saved(tmp_path))
    assert (change.kind, change.rule, change.parts) == ("changed", "RDY-020", ("when", "fires_for", "silent_for"))
    assert change.after == {
        **change.before,
        "when": "fatigue >= 2",
        "fires_for": {"fatigue": 2},
        "silent_for": {"fatigue": 1},
    }


def test_conclusions_written_otherwise_are_no_change_and_a_line_more_is_one(tmp_path: Path) -> None:
    steps = "add: { burden: 2 }\n\nstep: {clearance: modify,\n contact: light}"
    written = f'{steps}\ncap: {{efforts: 4}}\nexclude_drills: {{impact: "high"}}'
    assert changes(Book().say("RDY-020", then=written).saved(tmp_path)) == ()
    more = f"{written}\nadvise: {{topic: pacing, say: “Take it easy.”}}"
    (change,) = changes(Book().say("RDY-020", then=more).saved(tmp_path))
    assert change.after["then"][:-1] == change.before["then"]
    assert change.after["then"][-1] == {"advise": {"topic": "pacing", "say": "Take it easy."}}


def test_an_emptied_cell_takes_its_part_away(tmp_path: Path) -> None:
    (change,) = changes(Book().say("RDY-020", short=None).saved(tmp_path))
    assert change.parts == ("short",) and "short" not in change.after


def test_a_new_row_is_a_new_rule_with_the_next_id(tmp_path: Path) -> None:
    path = Book().new_row("surface", **NEW).saved(tmp_path)
    (own,) = changes(path, area="OWN")
    (rule,) = changes(path)
    assert (own.kind, own.rule, own.topic) == ("added", "OWN-010", "surface")
    assert rule.rule.startswith("SRF-") and rule.rule not in BASE.by_id
    assert own.after["then"] == [{"step": {"clearance": "modify"}}, {"cap": {"efforts": 3}}]


def test_off_takes_a_rule_away_and_a_missing_row_only_where_it_is_said(tmp_path: Path) -> None:
    (off,) = changes(Book().say("STF-060", off="Off").saved(tmp_path))
    assert (off.kind, off.rule) == ("off", "STF-060")
    book = Book()
    sheet, number = book.row("STF-060")
    sheet.delete_rows(number)
    path = book.saved(tmp_path)
    assert refusals(path) == [
        "rules.xlsx: sheet stiffness: the row of STF-060 is not there; put it back; to take the rule away write off "
        "under 'switch off', or say --remove STF-060"
    ]
    (gone,) = changes(path, removed=["STF-060"])
    assert (gone.kind, gone.rule) == ("off", "STF-060")


def test_an_emptied_row_takes_nothing_away_in_silence(tmp_path: Path) -> None:
    book = Book()
    sheet, number = book.row("INJ-030")
    for place in range(1, len(PLACES) + 1):
        sheet.cell(number, place).value = None
    assert "the row of INJ-030 is not there" in refusals(book.saved(tmp_path))[0]


def test_who_when_and_why_come_from_the_row_first(tmp_path: Path) -> None:
    book = Book().say("RDY-020", when="fatigue >= 2", author="B. Coach", date=datetime(2026, 4, 1), reason="research")
    (change,) = with_reasons(changes(book.saved(tmp_path)), BASE, SAID, "rules.xlsx")
    assert change.about == {**SAID, "author": "B. Coach", "date": "2026-04-01", "reason": "research"}


def _doubled(book: Book) -> None:
    sheet, number = book.row("RDY-020")
    for place in range(1, len(PLACES) + 1):
        sheet.cell(number + 30, place).value = sheet.cell(number, place).value


def _on_another_sheet(book: Book) -> None:
    sheet, number = book.row("RDY-020")
    for place in range(1, len(PLACES) + 1):
        book.book["surface"].cell(40, place).value = sheet.cell(number, place).value
        sheet.cell(number, place).value = None


def _without_column(book: Book) -> None:
    book.book["readiness"].delete_cols(PLACES["because"])


def _two_titles(book: Book) -> None:
    book.book["readiness"].cell(1, PLACES["because"]).value = "when"


def _hidden(book: Book) -> None:
    book.book.create_sheet("more").cell(1, 1).value = "hidden"
    book.book["more"].sheet_state = "hidden"


def _another_sheet(book: Book) -> None:
    book.book.create_sheet("readines").cell(1, 1).value = "id"


def _beside(book: Book) -> None:
    book.book["readiness"].cell(3, len(PLACES) + 3).value = "a remark"


DOUBTS: dict[str, tuple[Callable[[Book], object], str]] = {
    "a formula": (lambda b: b.say("RDY-020", when="=1+1"), "readiness!E3: holds a formula"),
    "a formula in a prose cell": (lambda b: b.say("RDY-020", because="=HYPERLINK(1)"), "readiness!I3: holds a formula"),
    "a condition": (
        lambda b: b.say("RDY-020", when="fatigue => 2"),
        "readiness!E3 (when): character 9: 'fatigue => 2' is not a condition: '=>' is not allowed; >= compares; write:",
    ),
    "a conclusion": (
        lambda b: b.say("RDY-020", then="step: {clearance: modfy}"),
        "readiness!H3 (then): 'modfy' is not a step",
    ),
    "broken conclusions": (lambda b: b.say("RDY-020", then="step: {clearance"), "readiness!H3 (then): not valid YAML"),
    "a basis": (lambda b: b.say("RDY-020", basis="gide"), "readiness!K3 (basis)"),
    "no sentence": (lambda b: b.say("RDY-020", guide="99.1"), "readiness!L3 (guide): the guide has no sentence '99.1'"),
    "an example": (
        lambda b: b.say("RDY-020", fires_for="fatigu: 4"),
        "readiness!M3 (fires for): no fact is called 'fatigu'",
    ),
    "a name that is taken": (
        lambda b: b.say("RDY-020", name="aching"),
        "readiness!B3 (name): 'aching' is the name of INJ-020",
    ),
    "a reason": (
        lambda b: b.say("RDY-020", when="fatigue >= 2", reason="because"),
        "readiness!R3 (reason): 'because' is not",
    ),
    "a day": (
        lambda b: b.say("RDY-020", when="fatigue >= 2", date="1.4.26"),
        "readiness!Q3 (date): '1.4.26' is not a day",
    ),
    "off and more": (lambda b: b.say("RDY-020", off="off", when="fatigue >= 2"), "is switched off and changed"),
    "off misspelt": (
        lambda b: b.say("RDY-020", off="of"),
        "readiness!O3 (switch off): 'of' is not allowed; off, or nothing",
    ),
    "another id": (
        lambda b: b.say("RDY-020", id="RDY-021"),
        "readiness!A3 (id): 'RDY-021' is no rule, and the row was one",
    ),
    "no id": (lambda b: b.say("RDY-020", id=None), "readiness!A3 (id): the id is gone"),
    "no mark": (lambda b: b.say("RDY-020", mark=None), "readiness!T3 (mark): the mark of RDY-020 is gone"),
    "a stale row": (
        lambda b: b.say("RDY-020", mark="0" * 12, when="fatigue >= 2"),
        "readiness!A3: RDY-020 has been changed since this workbook was exported; export again",
    ),
    "two rows": (_doubled, "readiness!A33 (id): RDY-020 has another row, readiness!A3"),
    "another sheet": (_on_another_sheet, "surface!A40 (id): RDY-020 stands on the sheet readiness"),
    "no column": (_without_column, "sheet readiness, row 1: has no column because"),
    "two columns of one title": (_two_titles, "sheet readiness, row 1: two columns have one title"),
    "a hidden sheet": (_hidden, "sheet more: is hidden and not empty"),
    "a sheet too many": (_another_sheet, "sheet readines: is no sheet of the rules"),
    "a cell under no title": (_beside, "readiness!W3: stands under no title"),
    "a drill": (
        lambda b: b.book["drills"].__setitem__("B2", "Sprints"),
        "drills!A2: is changed, and this sheet is there to be read",
    ),
    "a claim less": (lambda b: b.book["claims"].delete_rows(3), "sheet claims: has lost rows"),
    "a sheet less": (lambda b: b.book.remove(b.book["stop"]), "sheet stop: the row of STP-010 is not there"),
    "no values": (lambda b: b.book.remove(b.book["values"]), "sheet values: is not there"),
    "a new row without a name": (lambda b: b.new_row("surface", **{**NEW, "name": None, "when": "always"}), "name"),
    "a new row with remarks only": (lambda b: b.new_row("surface", note="Why not?"), "holds no rule, only remarks"),
    "an error": (lambda b: b.say("RDY-020", when="#REF!"), "readiness!E3"),
    "a sign that steers": (lambda b: b.say("RDY-020", because="a\u202eb"), "readiness!I3: holds the character U+202E"),
}


@pytest.mark.parametrize("doubt", DOUBTS)
def test_what_is_doubtful_is_refused_by_sheet_cell_and_what_is_right(tmp_path: Path, doubt: str) -> None:
    make, says = DOUBTS[doubt]
    book = Book()
    make(book)
    told = refusals(book.saved(tmp_path))
    assert any(says in each for each in told), told
    assert all(each.startswith("rules.xlsx: ") and "\n" not in each for each in told)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    book = Book().say("RDY-020", when="fatigue = 2").say("INJ-030", then="cap: {effort: 3}").say("SRF-020", basis="x")
    told = refusals(book.saved(tmp_path))
    assert {each.split("!")[0].removeprefix("rules.xlsx: ") for each in told} == {"readiness", "injury", "surface"}
