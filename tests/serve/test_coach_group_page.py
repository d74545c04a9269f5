"""A group on the coach's desk: a table goes in by a form, and a page of all comes back, whatever the table holds."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest
import requests

from springstep.group.advice import AdvisedGroup, advise
from springstep.group.athletes import read_group
from springstep.group.pasted import MOST_PASTED
from springstep.installed import default_rule_base, load_rule_base
from springstep.serve.page_answers import HEADERS
from springstep.serve.settings import GUIDE
from tests.places import EXAMPLES
from tests.serve.browsing import Page
from tests.serve.serving import Asked, serving

BASE = default_rule_base()
GROUP = (EXAMPLES / "group.csv").read_text(encoding="utf-8")
SLIPS = (EXAMPLES / "group-with-slips.csv").read_text(encoding="utf-8")
HOSTILE = '<img src=x onerror="alert(1)"> {{ 7*7 }} </textarea><script>alert(2)</script>'
TABLE = 'Content-Disposition: form-data; name="table"'
MOST_BYTES = 100_000


def sent(service: Asked, table: str, **more: str) -> requests.Response:
    return service.post("/coach/group", files={name: (None, told) for name, told in {"table": table, **more}.items()})


def page_of(service: Asked, table: str, **more: str) -> Page:
    page = Page(sent(service, table, **more))
    assert page.status == 200
    return page


def words_of(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def lines_on(page: Page) -> list[list[str]]:
    """Return the cells of each athlete's line."""
    rows = re.findall(r'<tr>\s*<th scope="row">.*?</tr>', page.text, re.DOTALL)
    return [[words_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def names_on(page: Page) -> list[str]:
    return [cells[0] for cells in lines_on(page)]


def slips_on(page: Page) -> list[str]:
    found = re.search(r'<section class="slips".*?</section>', page.text, re.DOTALL)
    return [words_of(each) for each in re.findall(r"<li>.*?</li>", found[0], re.DOTALL)] if found else []


def table_of(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    told = io.StringIO()
    csv.writer(told, delimiter=separator).writerows(rows)
    return told.getvalue()


def advised(path: Path) -> AdvisedGroup:
    group = read_group(path, BASE)
    return advise(group, group.athletes, rules_of=lambda _: BASE, recall=lambda _: (), day=date.today())


def test_the_form_is_found_from_every_page_and_holds_together(service: Asked) -> None:
    page = Page(service.get("/coach/group"))
    assert page.status == 200 and {name: page.headers[name] for name in HEADERS} == HEADERS
    assert '<label for="pasted">' in page.text and '<textarea id="pasted" name="table"' in page.text
    assert f"At most {MOST_PASTED} athletes" in words_of(page.text)
    assert [form.action for form in page.forms] == ["/coach/group"] and page.forms[0].kinds == {"file": "file"}
    for path in ("", "/rules"):
        assert 'href="/coach/group"' in service.get(f"/coach{path}").text


def test_the_worrying_ones_come_first_each_with_a_line_and_a_card(service: Asked) -> None:
    page = page_of(service, GROUP)
    found = advised(EXAMPLES / "group.csv").advised
    assert names_on(page) == [each.line.name for each in found]
    for cells, each in zip(lines_on(page), found, strict=True):
        line = each.line
        dose = f"{line.efforts} x {line.effort_s} s {str(line.drill_name).lower()}" if line.efforts else "none"
        assert cells[1:3] == [line.standing, dose] and cells[3].startswith(f"{line.why} {line.rule}")
    cards = re.findall(r"<details>.*?</details>", page.text, re.DOTALL)
    for card, each in zip(cards, found, strict=True):
        assert words_of(card).startswith(f"Card of {each.line.name} {each.made.headline}")
    assert slips_on(page) == [] and not page.words["title"].startswith("Error") and page.text.count("<h1") == 1
    assert "no-store" in page.headers["cache-control"] and "set-cookie" not in page.headers


def test_what_is_left_open_is_told(service: Asked) -> None:
    page = page_of(service, SLIPS)
    assert re.search(r"Open: .+ and \d+ more", lines_on(page)[0][3])
    assert "Not told, so taken with caution: " in words_of(page.text)
    assert "Open:" not in page_of(service, GROUP).text


def test_a_table_copied_out_of_a_spreadsheet_is_the_same(service: Asked) -> None:
    tabs = table_of(csv.reader(io.StringIO(GROUP)), "\t")
    assert lines_on(page_of(service, tabs)) == lines_on(page_of(service, f"\ufeff{GROUP}"))


def test_what_was_not_understood_is_told_with_its_place_and_what_would_be_right(service: Asked) -> None:
    page = page_of(service, SLIPS)
    assert slips_on(page)[0] == "B, row 3, column 8, fatigue : 11 is too large; at most 10"
    assert slips_on(page)[1:] == [
        "C, row 4, pain : is not answered; fill in the column pain; allowed: none, ache, sharp"
    ]
    assert page.words["title"].startswith("Error: ") and "not understood" in page.words["alert"]
    assert html.unescape(page.text.split("<textarea")[1].split("\n", 1)[1].split("</textarea>")[0]) == SLIPS
    assert names_on(page) == ["A"]


def test_of_a_column_that_is_not_there_it_is_told_how_to_fill_it_in(service: Asked) -> None:
    page = page_of(service, table_of([["name", "pain", "fatigue"], ["A", "none", "2"]]))
    (slip,) = slips_on(page)
    assert slip.startswith("A, row 2, injuries : is not answered; fill in the column injuries; say none, or site and")
    told = slip.rpartition("such as ")[2]
    again = page_of(service, table_of([["name", "pain", "injuries"], ["A", "none", told]]))
    assert slips_on(again) == [] and names_on(again) == ["A"]


def test_a_table_too_long_to_be_given_back_is_advised_all_the_same(service: Asked) -> None:
    page = page_of(service, table_of([["name", "pain", "notes"], ["A", "sharp", "x" * 70_000]]))
    assert names_on(page) == ["A"] and "too long to be shown here again" in words_of(page.text)
    assert "xxx" not in page.text


def test_the_first_twenty_slips_are_told_and_the_others_counted(service: Asked) -> None:
    rows = [["name", "pain", "fatigue"], *([f"R{number}", "none", "11"] for number in range(27))]
    slips = slips_on(page_of(service, table_of(rows)))
    assert len(slips) == 21 and slips[19].startswith("R19, row 21, column 3") and slips[20] == "And 7 more like these."


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "is empty"),
        ("name,pain", "holds no athlete"),
        ("pain,fatigue\nnone,2\n", "no column names the athletes"),
        ("name,pain,pain\nA,none,none\n", "row 1, column 3, pain : this column is given twice; keep one of the two"),
        (f"name,{','.join(f'c{n}' for n in range(300))}\nA\n", "at most 200"),
        ("name,pain\n" + "A,none\n" * 10_000, f"has more than {MOST_PASTED} lines; share it among several tables"),
        ("x" * 900_000, "not valid CSV"),
    ],
    ids=["nothing", "no lines", "no names", "twice", "wide", "long", "one word"],
)
def test_what_is_no_table_is_told_above_the_form(service: Asked, table: str, said: str) -> None:
    page = page_of(service, table)
    assert said in " ".join(slips_on(page)) and lines_on(page) == []
    assert page.words["title"].startswith("Error: ") and "cannot be read" in page.words["alert"]
    assert len(gzip.compress(page.text.encode())) < MOST_BYTES


def test_an_unknown_column_is_passed_over_and_told(service: Asked) -> None:
    page = page_of(service, "name,pain,fatige,notes\nA,sharp,2,x\n")
    assert slips_on(page)[0].startswith("row 1, column 3, fatige : no such fact, so the column is passed over; did you")
    assert lines_on(page)[0][:2] == ["A", "stop"]


@pytest.mark.parametrize(
    "cell", [HOSTILE, '=HYPERLINK("http://x";"y")', "@SUM(1+1)", "red \x1b[31m", "\u202e", "x" * 100_000]
)
def test_a_hostile_cell_stays_words_and_ends_nothing(service: Asked, cell: str) -> None:
    for table in (
        [["name", "pain", "fatigue"], ["A", "sharp", "2"], ["B", "none", cell]],
        [["name", "pain", cell], ["A", "sharp", "2"], ["B", "none", "2"]],
        [["name", "pain", "fatigue"], ["A", "sharp", "2"], [cell, "none", "2"]],
    ):
        page = page_of(service, table_of(table))
        assert "<img" not in page.text and "<script" not in page.text and " 49 " not in page.text
        assert "\x1b" not in page.text and "\u202e" not in page.text
        assert slips_on(page) and max(map(len, slips_on(page))) < 1_000
        assert lines_on(page)[:1] in ([], [["A", "stop", "none", lines_on(page)[0][3]] if lines_on(page) else []])
    assert names_on(page)[0] == "A"


@pytest.mark.parametrize("column", ["overlay", "diary"])
def test_no_column_has_a_file_of_the_server_read(
    service: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, column: str
) -> None:
    (tmp_path / "own.yaml").write_text((EXAMPLES / "overlays" / "club-rules.yaml").read_text(encoding="utf-8"), "utf-8")
    (tmp_path / "own.db").write_bytes(b"no diary")
    monkeypatch.chdir(tmp_path)
    plain = [*csv.reader(io.StringIO(GROUP))]
    wanted = lines_on(page_of(service, GROUP))
    for file in ("own.yaml", "own.db", str(tmp_path / "own.yaml")):
        page = page_of(service, table_of([[*plain[0], column], *([*row, file] for row in plain[1:])]))
        place = f"row 1, column {len(plain[0]) + 1}, {column}"
        assert slips_on(page) == [f"{place} : no file is read here, so the column is passed over; leave it out"]
        assert lines_on(page) == wanted


def test_so_many_athletes_as_a_page_may_have_are_a_small_page(service: Asked) -> None:
    header, *rows = csv.reader(io.StringIO(GROUP))
    many = [[f"{row[0]}-{turn}", *row[1:]] for turn in range(MOST_PASTED // len(rows)) for row in rows]
    answer = sent(service, table_of([header, *many]))
    assert len(names_on(Page(answer))) == MOST_PASTED and answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content)) < MOST_BYTES


@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200)])
def test_no_other_site_sends_a_group(service: Asked, site: str, status: int) -> None:
    fields = {"table": (None, GROUP)}
    assert service.post("/coach/group", files=fields, headers={"sec-fetch-site": site}).status_code == status


def test_a_file_is_taken_in_place_of_what_is_pasted(service: Asked) -> None:
    file = ("group.csv", f"\ufeff{SLIPS}".replace("\n", "\r\n").encode(), "text/csv")
    page = Page(service.post("/coach/group", files={"table": (None, GROUP), "file": file}))
    assert names_on(page) == ["A"] and slips_on(page) == slips_on(page_of(service, SLIPS))
    none = ("", b"", "application/octet-stream")
    page = Page(service.post("/coach/group", files={"table": (None, GROUP), "file": none}))
    assert len(names_on(page)) == GROUP.count("Runner")


def test_a_file_that_is_no_text_is_refused_with_what_to_do(service: Asked) -> None:
    for held in ("name,pain\nJosé,none\n".encode("latin-1"), "name,pain\n".encode("utf-16"), b"PK\x03\x04\x14\xff"):
        page = Page(service.post("/coach/group", files={"file": ("group.csv", held)}))
        assert page.status == 400 and "no UTF-8 text; save the table as CSV UTF-8" in words_of(page.text)


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=b", "--b\r\n" + "x" * 1_000_001, 413),
        ("application/x-www-form-urlencoded", "table=", 415),
        ("multipart/form-data", "", 400),
        ('multipart/form-data; boundary=""', "--", 400),
        ("multipart/form-data; boundary=b", "", 400),
        ("multipart/form-data; boundary=b", f"--b\r\n{TABLE}\r\n\r\nname", 400),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\nname\r\n--b--\r\n", 400),
        ("multipart/form-data; boundary=b", "--b\r\nname\r\n--b--\r\n", 400),
        ("multipart/form-data; boundary=b", f"--b\r\nA:{'b' * 9_999}\r\n{TABLE}\r\n\r\nname\r\n--b--\r\n", 400),
        ("multipart/form-data; boundary=b", "--b\r\n" * 100_000 + "--b--\r\n", 400),
        ("multipart/form-data; boundary=b", f"--b\r\n{TABLE}\r\n\r\nname\r\n" * 21 + "--b--\r\n", 400),
        ("multipart/form-data; boundary=b", f'--b\r\n{TABLE[:-6]}../x"\r\n\r\nname\r\n--b--\r\n', 400),
        (
            f"multipart/form-data; boundary={'b' * 71}",
            f"--{'b' * 71}\r\n{TABLE}\r\n\r\nname\r\n--{'b' * 71}--\r\n",
            400,
        ),
    ],
    ids=[
        "long",
        "other",
        "no boundary",
        "empty boundary",
        "empty",
        "no end",
        "no name",
        "no head",
        "long head",
        "many parts",
        "one part too many",
        "no such name",
        "long boundary",
    ],
)
def test_what_is_no_such_form_is_refused_as_a_page(service: Asked, kind: str, body: str, status: int) -> None:
    page = Page(service.post("/coach/group", data=body, headers={"content-type": kind}))
    assert page.status == status and page.words["h1"] == "That could not be done"


def test_a_group_is_advised_by_the_rules_that_are_named(service: Asked) -> None:
    base = load_rule_base(overlays=[EXAMPLES / "overlays" / "club-rules.yaml"])
    with serving(rule_bases={GUIDE: BASE, "club": base}) as asked:
        club = page_of(asked, GROUP, rules="club")
        assert club.forms[0].hidden == [("rules", "club")]
        own = "With the overlay"
        assert own in words_of(club.text) and own not in words_of(page_of(asked, GROUP).text)
        for place in re.findall(r'href="(/coach[^"]*)"', club.text):
            assert "rules=club" in place
    assert sent(service, GROUP, rules="club").status_code == 404
