"""Receipts from the command line: made, signed, verified, and refused."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from springstep import recommend, rules_book
from springstep.receipts.canonical import digest_of
from tests.cli.conftest import Invoke
from tests.places import EXAMPLES, OVERLAY

CASE = EXAMPLES / "stiff-hips.yaml"


def test_a_receipt_is_printed_or_written_for_its_owner_alone(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    wanted = json.loads(recommend(CASE).receipt().to_json())
    assert json.loads(springstep("recommend", CASE, "--receipt").stdout) == wanted
    assert springstep("recommend", CASE, "--receipt", "-o", file).exit_code == 0
    assert json.loads(file.read_text()) == wanted and stat.S_IMODE(file.stat().st_mode) == 0o600
    told = springstep("verify", file)
    assert (told.exit_code, told.stdout) == (0, "The receipt holds: the rules make the same of these answers.\n")


def test_one_that_was_changed_ends_with_code_1(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    file.write_text(recommend(CASE).receipt().to_json().replace('"mild"', '"marked"'))
    told = springstep("verify", file)
    assert told.exit_code == 1 and told.stdout.startswith("digest: the receipt was changed since it was made\n")
    as_json = springstep("verify", file, "--json")
    found = json.loads(as_json.stdout)
    assert (as_json.exit_code, found["holds"]) == (1, False) and len(found["faults"]) > 3


def test_by_a_book_and_by_overlays(springstep: Invoke, tmp_path: Path) -> None:
    receipt, book = tmp_path / "receipt.json", tmp_path / "book.json"
    springstep("recommend", CASE, "--receipt", "--overlay", OVERLAY, "-o", receipt)
    assert springstep("verify", receipt).exit_code == 1
    assert springstep("verify", receipt, "--overlay", OVERLAY).exit_code == 0
    springstep("rules", "book", "--overlay", OVERLAY, "-o", book)
    assert springstep("verify", receipt, "--book", book).exit_code == 0
    assert json.loads(receipt.read_text())["rules"]["book"] == digest_of(book.read_text().rstrip("\n"))
    assert springstep("rules", "book").stdout == f"{rules_book()}\n"


def test_what_is_no_receipt_is_bad_input(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    for text in ("", "[]", "{}", "\u0000", '{"inputs": {}}'):
        file.write_text(text)
        assert springstep("verify", file).exit_code == 2
    assert springstep("verify", tmp_path / "none.json").exit_code == 2


def test_options_go_together(springstep: Invoke, tmp_path: Path) -> None:
    for words in (("--least",), ("--key", tmp_path / "key"), ("-o", tmp_path / "x"), ("--receipt", "--full")):
        assert springstep("recommend", CASE, *words).exit_code == 2


def test_a_decision_is_logged_where_that_is_asked_for_and_the_log_is_checked(
    springstep: Invoke, tmp_path: Path
) -> None:
    folder = tmp_path / "log"
    told = springstep("recommend", CASE, "--log", folder)
    assert told.exit_code == 0 and "logged as entry 1 of" in told.stderr
    assert springstep("recommend", CASE, "--log", folder, "--log-answers", "--json").exit_code == 0
    assert springstep("verify", "--log", folder).stdout.startswith("The log holds: 2 entries; the last one ends with")
    file = next(folder.glob("*.jsonl"))
    file.write_text(file.read_text().replace('"entry":1', '"entry":3'))
    broken = springstep("verify", "--log", folder, "--json")
    assert broken.exit_code == 1 and len(json.loads(broken.stdout)["faults"]) == 2


def test_one_thing_is_verified_at_a_time(springstep: Invoke, tmp_path: Path) -> None:
    assert springstep("verify").exit_code == 2
    assert springstep("verify", CASE, "--log", tmp_path).exit_code == 2
    assert springstep("recommend", CASE, "--log-answers").exit_code == 2


def test_a_log_is_held_to_what_it_came_to_earlier(springstep: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    springstep("recommend", CASE, "--log", folder)
    then = json.loads(springstep("verify", "--log", folder, "--json").stdout)
    springstep("recommend", CASE, "--log", folder)
    assert springstep("verify", "--log", folder, "--kept", f"1:{then['digest']}").exit_code == 0
    told = springstep("verify", "--log", folder, "--kept", f"2:{then['digest']}")
    assert told.exit_code == 1 and "does not hold what it held" in told.stdout
    for kept in ("", "1", "x:y", ":abc", "\u0661:abc"):
        assert springstep("verify", "--log", folder, "--kept", kept).exit_code == 2
    assert springstep("verify", CASE, "--kept", "1:abc").exit_code == 2
