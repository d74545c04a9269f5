"""The page on limits says what the code holds."""

from __future__ import annotations

import re

from springstep.cli.audit import git_objects, git_revision
from springstep.cli.diary import entry_input
from springstep.diary import entry, entry_lines, exchange, spreadsheet
from springstep.engine import errors
from springstep.engine.audit import article
from springstep.engine.inference import case
from springstep.engine.language import condition_parser, condition_text
from springstep.engine.language.spoken import lines
from springstep.engine.rulebase import load, overlay_reading, rule_schema
from springstep.engine.text import plain_values, source
from springstep.formats.activity import bounds
from springstep.group import athletes, table, workbook
from springstep.serve import bodies, many, settings
from springstep.sheets import package, reading
from tests.places import ROOT

LIMITS = {
    "the body of a request to the service, and a line of many, by default": settings.Settings.most_bytes,
    "all lines of a request of many cases": many._MOST_BYTES,
    "requests that the service works on or lets wait, by default": settings.Settings.most_waiting,
    "changes that a request may have tried": bodies.MOST_TRIED,
    "a file of YAML or JSON": source.MAX_BYTES,
    "values in one text": plain_values.MAX_VALUES,
    "levels of nesting": plain_values.MAX_DEPTH,
    "digits of a whole number": plain_values.MAX_DIGITS,
    "a case": case.MAX_CASE_BYTES,
    "facts of a case, known ones and others": case.MOST_FACTS,
    "a line of a consultation, an answer in words": lines.LONGEST,
    "the note of a diary entry": entry.MOST_NOTE,
    "a line of JSON in an import": entry_lines.MOST_LINE_BYTES,
    "a file of JSON lines": entry_lines.MAX_BYTES,
    "a table": exchange.MAX_TABLE_BYTES,
    "columns of a table": spreadsheet.MOST_COLUMNS,
    "athletes of a group": table.MOST_ATHLETES,
    "the name of an athlete": athletes.LONGEST_NAME,
    "a table or a workbook of a group": workbook.MOST_BYTES,
    "all parts of a workbook, unpacked": workbook.MOST_UNPACKED,
    "lines of a sheet, empty ones counted": workbook.MOST_LINES,
    "entries of one import": exchange.MOST_ENTRIES,
    "entries that `diary add --json` takes": entry_input.MOST_AT_ONCE,
    "a FIT file of a watch": bounds.MOST_FIT_BYTES,
    "a TCX or GPX file": bounds.MOST_XML_BYTES,
    "messages of a FIT file": bounds.MOST_MESSAGES,
    "values in all messages of a FIT file": bounds.MOST_FIELDS,
    "samples of a recording": bounds.MOST_SAMPLES,
    "laps of a recording": bounds.MOST_LAPS,
    "elements of a TCX or GPX file": bounds.MOST_ELEMENTS,
    "levels of a TCX or GPX file": bounds.MOST_DEPTH,
    "files of an export of a watch's service": bounds.MOST_FILES,
    "the table of contents of such an archive": bounds.MOST_LISTING_BYTES,
    "times that a part of it, from 1 MB on, is larger than packed": bounds.MOST_RATIO,
    "archives in one another": bounds.MOST_ARCHIVES_DEEP,
    "overlays at once": overlay_reading.MOST_FILES,
    "entries of all overlays together": overlay_reading.MOST_CHANGES,
    "a text of a rule": rule_schema.MOST_CHARACTERS,
    "lines, sentences or values that one rule names": rule_schema.MOST_LINES,
    "a condition": condition_text.LONGEST,
    "a number in a condition": condition_parser.LARGEST,
    "words of a copy of the article": article.MOST_WORDS,
    "a workbook of rules": package.MOST_BYTES,
    "a workbook of rules, unpacked": package.MOST_UNPACKED,
    "sheets of a workbook": reading.MOST_SHEETS,
    "rows of a sheet": reading.MOST_ROWS,
    "columns of a sheet": reading.MOST_COLUMNS,
    "cells of a workbook": reading.MOST_CELLS,
    "a text in a cell": reading.MOST_CHARACTERS,
    "files of rules in a knowledge folder": load.MOST_TOPICS,
    "files and folders in a knowledge folder": load.MOST_FILES,
    "files of the knowledge folder of a git revision": git_revision.MOST_FILES,
    "all rule files of a git revision": git_revision.MOST_BYTES,
    "folders of a git revision that are looked through": git_revision.MOST_TREES,
    "time for git to answer": git_objects.MOST_SECONDS,
    "faults that are told of one mistake": errors.MOST_TOLD,
}


def test_the_page_says_each_limit_as_it_is_held() -> None:
    page = (ROOT / "docs/reference/limits.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (?!what|---)(.+?) \| ([0-9,]+)", page)
    assert {what: int(most.replace(",", "")) for what, most in rows} == LIMITS
