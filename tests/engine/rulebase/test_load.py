"""A knowledge folder with a mistake in it is refused with the file, the place, and what would be right."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from springstep import KnowledgeError, SpringstepError, load_rule_base, recommend
from springstep.engine.rulebase.load import MOST_FILES, MOST_TOPICS
from springstep.installed import default_rule_base
from tests.places import KNOWLEDGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the knowledge that a test may break."""
    return Path(
        shutil.copytree(KNOWLEDGE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    )


def change(path: Path, old: str, new: str) -> tuple[int, int]:
    """Change the one place where a file says something; return the line and column of the change."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{path.name} says {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")
    start = text.index(old)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def faults(folder: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(folder)
    assert str(caught.value) == "\n".join(str(fault) for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def one_fault(folder: Path) -> str:
    found = faults(folder)
    assert len(found) == 1, found
    return found[0]


def new_rule(**changes: str) -> str:
    """Write a rule that loads, with some of its entries changed or, when empty, left out."""
    entries = {
        "id": "XXX-010",
        "name": "a-rule-of-the-tests",
        "when": "fatigue >= 3",
        "then": "[{step: {clearance: modify}}]",
        "because": "It is a rule that the tests write.",
        "basis": "convention",
        "fires_for": "{fatigue: 3}",
        "silent_for": "{fatigue: 2}",
    } | changes
    if "guide" in changes and "basis" not in changes:
        entries["basis"] = "inference"
    lines = [f"{name}: {value}" for name, value in entries.items() if value]
    return "topic: tests\ntitle: Tests\nmoments: [before]\nrules:\n  - " + "\n    ".join(lines) + "\n"


def test_an_unchanged_copy_is_the_rule_base_that_comes_with_the_package(folder: Path) -> None:
    copy, own = load_rule_base(folder), default_rule_base()
    assert copy.rules == own.rules
    assert copy.digest == own.digest
    case = own.standard_cases["before"]
    assert recommend(case, rule_base=copy) == recommend(case)


def test_a_rule_that_is_added_loads_and_fires(folder: Path) -> None:
    (folder / "rules" / "tests.yaml").write_text(new_rule(), encoding="utf-8")
    base = load_rule_base(folder)
    plan = recommend({**base.standard_cases["before"], "fatigue": 3}, rule_base=base)
    assert "XXX-010" in plan.decision("clearance").rules
    assert plan.rules_digest == base.digest != default_rule_base().digest


def test_a_recommendation_answers_by_the_rules_that_made_it(folder: Path) -> None:
    (folder / "rules" / "tests.yaml").write_text(new_rule(), encoding="utf-8")
    base = load_rule_base(folder)
    plan = recommend({**base.standard_cases["before"], "fatigue": 3}, rule_base=base)
    assert plan.why_not("bounding") == plan.why_not("bounding", rule_base=base)
    assert plan.why("clearance") == plan.why("clearance", rule_base=base)


# One mistake in a rule: the place and the words.


@pytest.mark.parametrize(
    ("entry", "value", "message"),
    [
        ("when", "fatige >= 3", "no fact is called 'fatige'; did you mean 'fatigue'?"),
        ("when", "injury.site == knee", "no fact is called 'injury.site'"),
        ("when", "legs == hevy", "'hevy' is not a value of 'legs'; did you mean 'heavy'?"),
        ("when", "legs in {heavy, sore}", "'sore' is not a value of 'legs'; allowed: fresh, heavy, flooding"),
        ("when", "legs == 3", "'3' is not a value of 'legs'; allowed: fresh, heavy, flooding"),
        ("when", "fatigue == heavy", "no fact is called 'heavy'"),
        ("when", "fatigue >= '3'", "is not a number"),
        ("when", "legs >= heavy", "'legs' has no order"),
        ("when", "fatigue", "'fatigue' is not true or false"),
        ("when", "fatigue >= 3 and", "is not a condition"),
        ("when", "open('x')", "not allowed in a condition"),
        ("unless", "has_coch", "did you mean 'has_coach'?"),
        ("when", "due == not_due", "reads 'due', which settles after layer decide"),
        ("when", "clearance == go", "reads 'clearance', which settles after layer assess"),
        ("unless", "frequency > 2", "reads 'frequency', which settles after layer limit"),
        ("then", "[{step: {clearence: modify}}]", "'clearence' is not a scale; did you mean 'clearance'?"),
        ("then", "[{step: {clearance: modifi}}]", "'modifi' is not a step of clearance; did you mean 'modify'?"),
        ("then", "[{step: {efforts: modify}}]", "'efforts' is not a scale"),
        ("then", "[{cap: {effort: 3}}]", "'effort' has no cap; did you mean 'efforts'?"),
        ("then", "[{cap: {rest_s: 3}}]", "'rest_s' has no cap"),
        ("then", "[{floor: {efforts: 3}}]", "'efforts' has no floor"),
        ("then", "[{cap: {efforts: 2 * fatige}}]", "did you mean 'fatigue'?"),
        ("then", "[{cap: {efforts: legs}}]", "'legs' is not a number"),
        ("then", "[{cap: {efforts: efforts - 1}}]", "reads 'efforts', which settles after layer limit"),
        ("then", "[{exclude_drills: {landin: both}}]", "drills have no attribute 'landin'; did you mean 'landing'?"),
        ("then", "[{exclude_drills: {landing: one_leg}}]", "no drill has landing 'one_leg'"),
        ("then", "[{exclude_drills: {impact: [high, hihg]}}]", "no drill has impact 'hihg'; did you mean 'high'?"),
        ("then", "[{prefer_drills: {purpos: cadence}}]", "drills have no attribute 'purpos'; did you mean 'purpose'?"),
        ("then", "[{prefer_drills: {id_from: intended_dril, weight: 1}}]", "did you mean 'intended_drill'?"),
        ("then", "[{prefer_drills: {purpose: cadence, weight: much}}]", "weight"),
        ("then", "[{assume: {fatige: 3}}]", "no fact is called 'fatige'; did you mean 'fatigue'?"),
        ("then", "[{assume: {legs: sore}}]", "'sore' is not a value of 'legs'; allowed: fresh, heavy, flooding"),
        ("then", "[{assume: {stiffness: [{site: hip, severity: mild}]}}]", "hip"),
        ("then", "[{advise: {topic: weather, say: Mind the rain.}}]", "weather"),
        ("then", "[{stepp: {clearance: modify}}]", "did you mean 'step'?"),
        ("then", "[{step: {clearance: modify}, cap: {efforts: 3}}]", "one kind of conclusion a line"),
        ("then", "[{}]", "one kind of conclusion a line"),
        ("then", "[]", "then"),
        ("overrides", "[RDY-999]", "no rule is called 'RDY-999'"),
        ("overrides", "[XXX-010]", "must be another rule"),
        ("overrides", "[INJ-030]", "must be another rule over the same items"),
        ("overrides", "[FRQ-080]", "is itself an exception"),
        ("basis", "guide", "basis guide needs the sentences"),
        ("basis", "inference", "basis inference needs the sentences"),
        ("basis", "hunch", "allowed: guide, inference, convention"),
        ("guide", '["5.9"]', "the guide has no sentence '5.9'"),
        ("guide", "[5.1]", "must be text"),
        ("id", "RDY-020", "is used twice; first in readiness.yaml"),
        ("id", "readiness-1", "readiness-1"),
        ("name", "A Rule", "A Rule"),
        ("for_each", "shoe", "allowed: injury, contraindication, stiffness, special, cue"),
        ("moments", "[sometimes]", "allowed: before, during, after"),
        ("because", "", "because: is required"),
        ("when", "", "when: is required"),
        ("fires_for", "", "fires_for: is required"),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_its_file_line_and_column(
    folder: Path, entry: str, value: str, message: str
) -> None:
    path = folder / "rules" / "tests.yaml"
    path.write_text(new_rule(**{entry: value}), encoding="utf-8")
    found = one_fault(folder)
    assert message in found
    place = re.match(r"tests\.yaml:(\d+):(\d+): ", found)
    assert place, found
    lines = path.read_text(encoding="utf-8").splitlines()
    line, column = int(place[1]), int(place[2])
    rule = lines.index("rules:") + 2
    wanted = [number for number, text in enumerate(lines, 1) if number >= rule and text[4:].startswith(f"{entry}:")]
    assert line in (wanted or [rule]) or (line == rule and "basis" in message), f"line {line} says {lines[line - 1]!r}"
    assert 1 <= column <= len(lines[line - 1])


def test_an_assumption_for_each_item_is_refused(folder: Path) -> None:
    change(
        folder / "rules" / "stiffness.yaml",
        "      - exclude_drills: {calf_load: [moderate, high]}",
        "      - assume: {sleep: poor}",
    )
    with pytest.raises(KnowledgeError, match="STF-040: for_each: an assumption is made before any item is looked at"):
        load_rule_base(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "sets.yaml",
            "{efforts: 3, effort_s: 9, total_s: 27}",
            "{efforts: 3, effort_s: 9, total_s: 28}",
            "its efforts times",
        ),
        (
            "sets.yaml",
            "{efforts: 3, effort_s: 9, total_s: 27}",
            "{efforts: 4, effort_s: 9, total_s: 36}",
            "no fewer than the set",
        ),
        ("sets.yaml", "{efforts: 6, effort_s: 15,", "{efforts: 7, effort_s: 15,", "7 is too large; at most 6"),
        ("sets.yaml", "{efforts: 3, effort_s: 8,", "{efforts: 3, effort_s: 7,", "7 is too small; at least 8"),
        ("sets.yaml", "{efforts: 3, effort_s: 8,", "{efforts: 3, effort: 8,", "did you mean 'efforts'?"),
        ("drills.yaml", "Quick feet\n  role: burst", "Quick feet\n  role: brst", "did you mean 'burst'?"),
        ("drills.yaml", "name: Gentle strides\n", "nmae: Gentle strides\n", "nmae"),
        ("decisions.yaml", "name: due\n", "name: due\n  stepps: {}\n", "stepps"),
        (
            "decisions.yaml",
            "title: Due today\n  kind: scale",
            "title: Due today\n  kind: ladder",
            "allowed: scale, cap, floor",
        ),
        ("tensions.yaml", "  rules: [FRQ-015, FRQ-030]", "  rules: [FRQ-015, FRQ-031]", "no rule is called 'FRQ-031'"),
        (
            "tensions.yaml",
            'sentences: ["5.5", "7.2"]',
            'sentences: ["5.5", "9.99"]',
            "the guide has no sentence '9.99'",
        ),
        ("guide.yaml", '- number: "1.1"\n  role: rationale', '- number: "1.1"\n  role: hearsay', "allowed:"),
        ("guide.yaml", '- number: "1.3"\n  role: limits', '- number: "1.3"\n  role: promise', "needs a reason"),
        ("standard_cases.yaml", "before:\n", "before: [\n", "not valid YAML"),
        ("facts.yaml", "recalls: logged_warning", "recalls: fatigue", "'fatigue' is not a fact that is remembered"),
        ("facts.yaml", "asphalt: [road,", "asphalt: [gravel, road,", "'gravel' is said of asphalt, and means"),
        ("facts.yaml", "asphalt: [road,", "asphalt: [sand, road,", "'sand' is said of asphalt, and means"),
        ("facts.yaml", "asphalt: [road,", "asphalt: ['!', road,", "'!' has no words"),
        ("facts.yaml", "asphalt: [road,", "tarmac: [road,", "'tarmac' is not one of its values"),
        ("facts.yaml", "may_mean: [asphalt, concrete]", "may_mean: [asphalt, stone]", "'stone' is not one"),
        ("facts.yaml", "untold: active", "untold: activ", "did you mean 'active'?"),
        ("facts.yaml", "said_as: special.kind", "said_as: special.kinds", "no fact before this one is called"),
        ("facts.yaml", "value: resolved, fact: weeks", "value: healed, fact: weeks", "no status is 'healed'"),
        ("facts.yaml", "fact: weeks_since_healed}", "fact: fatigue}", "'fatigue' is no number of a unit of time"),
        ("facts.yaml", "below: {poor: 5, short: 7", "below: {poor: 7, short: 7", "each up to a number"),
        ("facts.yaml", '"52": [over a year', '"520": [over a year', "'520' is no answer"),
        ("facts.yaml", "kept: {days: 91}", "kept: {days: 0}", "0 is too small"),
        ("facts.yaml", "kept: {days: 91}", "kept: {until: [days_to_race]}", "for how many days, or of which other one"),
        ("facts.yaml", "kept: {days: 91}", "kept: {day: 91}", "unknown field; did you mean 'days'?"),
        ("facts.yaml", "until: [days_to_race]", "until: [days_to_races]", "did you mean 'days_to_race'?"),
        ("facts.yaml", "of: has_coach", "of: season_phase", "kept by itself and stands before this one"),
        ("facts.yaml", "of: has_coach", "of: weeks_since_healed", "kept by itself and stands before this one"),
        ("facts.yaml", "of: has_coach", "weeks_since: true, of: has_coach", "is not a whole number of weeks"),
        ("facts.yaml", "season_phase == race_week: 7", "season_phase == race_weak: 7", "'race_weak' is not a value"),
        ("facts.yaml", "season_phase == race_week: 7", "season_phase == race_week: 0", "0 is too small"),
        ("facts.yaml", "({note}): is it gone", "({notes}): is it gone", "'notes' is nothing that can be filled in"),
    ],
)
def test_a_mistake_in_another_file_is_told_with_its_file_line_and_column(
    folder: Path, file: str, old: str, new: str, message: str
) -> None:
    line, _ = change(folder / file, old, new)
    found = next(fault for fault in faults(folder) if message in fault)
    place = re.match(rf"{file}:(\d+):(\d+): ", found)
    assert place, found
    assert line - 1 <= int(place[1]) <= line + 2


def test_a_sentence_that_instructs_and_that_no_rule_cites_is_told(folder: Path) -> None:
    line, _ = change(folder / "rules" / "technique.yaml", 'guide: ["7.5"]', 'guide: ["9.2"]')
    assert line
    change(folder / "rules" / "cue.yaml", 'guide: ["7.5"]', 'guide: ["9.2"]')
    found = one_fault(folder)
    assert "sentence 7.5" in found
    assert "no rule cites it" in found
    at = (folder / "guide.yaml").read_text(encoding="utf-8").splitlines().index('- number: "7.5"') + 1
    assert found.startswith(f"guide.yaml:{at}:")


def test_an_id_that_is_used_in_two_files_is_told_in_the_second(folder: Path) -> None:
    change(folder / "rules" / "stiffness.yaml", "id: STF-060", "id: INJ-010")
    found = one_fault(folder)
    assert found.startswith("stiffness.yaml:")
    assert "is used twice; first in injury.yaml" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("drills.yaml", "- id: quick_steps", "- id: quick_feet", "quick_feet"),
        ("decisions.yaml", "- name: effort_s", "- name: efforts", "efforts"),
        ("guide.yaml", '- number: "1.2"', '- number: "1.1"', "1.1"),
    ],
)
def test_an_entry_that_stands_twice_is_told(folder: Path, file: str, old: str, new: str, message: str) -> None:
    change(folder / file, old, new)
    found = faults(folder)
    assert any(fault.startswith(f"{file}:") and message in fault and "twice" in fault for fault in found), found


# Several mistakes at once.


def test_two_mistakes_in_one_file_are_both_told(folder: Path) -> None:
    first, _ = change(folder / "rules" / "readiness.yaml", "when: legs == flooding", "when: legs == floodng")
    second, _ = change(folder / "rules" / "readiness.yaml", "when: fatigue >= 5", "when: fatige >= 5")
    found = faults(folder)
    assert [re.match(r"readiness\.yaml:(\d+):", fault)[1] for fault in found] == [str(second), str(first)]  # type: ignore[index]


def test_two_mistakes_in_one_rule_are_both_told(folder: Path) -> None:
    text = new_rule(when="fatige >= 3", then="[{step: {clearance: modifi}}, {cap: {efort: 3}}]")
    (folder / "rules" / "tests.yaml").write_text(text, encoding="utf-8")
    found = faults(folder)
    assert [word for word in ("fatige", "modifi", "efort") if not any(word in fault for fault in found)] == []


def test_misspelt_keys_in_several_files_are_all_told(folder: Path) -> None:
    change(folder / "rules" / "stop.yaml", "title: When to stop", "titel: When to stop")
    change(folder / "sets.yaml", "{efforts: 5, effort_s: 15,", "{eforts: 5, effort_s: 15,")
    found = "\n".join(faults(folder))
    assert "stop.yaml:2:1: titel: unknown field; did you mean 'title'?" in found
    assert "sets.yaml:" in found
    assert "eforts" in found


def test_a_misspelt_key_does_not_hide_a_mistake_in_another_file(folder: Path) -> None:
    change(folder / "rules" / "stop.yaml", "title: When to stop", "titel: When to stop")
    change(folder / "rules" / "readiness.yaml", "when: fatigue >= 5", "when: fatige >= 5")
    found = "\n".join(faults(folder))
    assert "titel" in found
    assert "fatige" in found


# Files that cannot be read.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("topic: x\n\ttitle: y\n", "not valid YAML"),
        ("topic: [x\n", "not valid YAML"),
        ("topic: x\ntopic: y\n", "this key is given twice"),
        ("topic: &a x\n", "anchors"),
        ("topic: !!python/object/apply:os.system [true]\n", "tags"),
        ("", "is empty"),
        ("- just\n- a list\n", "must be a mapping"),
        ("topic: x\n---\ntopic: y\n", "second document"),
    ],
)
def test_a_file_that_is_not_plain_yaml_is_told(folder: Path, content: str, message: str) -> None:
    (folder / "rules" / "tests.yaml").write_text(content, encoding="utf-8")
    found = faults(folder)
    assert found[0].startswith("tests.yaml:")
    assert message in found[0]


def test_a_file_that_is_not_utf_8_is_told(folder: Path) -> None:
    (folder / "rules" / "tests.yaml").write_bytes(b"topic: caf\xe9\n")
    assert one_fault(folder).startswith("tests.yaml:1: is not UTF-8 text")


@pytest.mark.parametrize("name", ["drills.yaml", "sets.yaml", "decisions.yaml", "standard_cases.yaml"])
def test_a_file_that_is_missing_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(fault.startswith(f"{name}: there is no such file") for fault in faults(folder))


@pytest.mark.parametrize("name", ["guide.yaml", "tensions.yaml"])
def test_a_missing_part_of_the_ledger_is_told(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert any(fault.startswith(f"{name}: there is no such file") for fault in faults(folder))


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(SpringstepError):
        load_rule_base(tmp_path / "nowhere")


# The digest says which rule base it is.


def _comment(folder: Path) -> None:
    with (folder / "drills.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")


def _rename(folder: Path) -> None:
    (folder / "rules" / "stop.yaml").rename(folder / "rules" / "stops.yaml")


@pytest.mark.parametrize("alter", [_comment, _rename])
def test_the_digest_changes_with_any_file(folder: Path, alter: Callable[[Path], None]) -> None:
    alter(folder)
    assert load_rule_base(folder).digest != default_rule_base().digest


def test_a_folder_of_very_many_files_is_refused_unread(folder: Path) -> None:
    for number in range(MOST_TOPICS):
        (folder / "rules" / f"x{number}.yaml").write_text("\x00", encoding="utf-8")
    assert one_fault(folder).endswith(f"holds more than {MOST_TOPICS} files")


def test_a_folder_that_goes_on_is_refused(folder: Path) -> None:
    deep = folder / "notes"
    deep.mkdir()
    for number in range(MOST_FILES):
        (deep / f"{number}.txt").touch()
    assert one_fault(folder).endswith(f"holds more than {MOST_FILES:,} files and folders")


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("before:\n", "befor:\n", "no moment is called 'befor'; did you mean 'before'?"),
        ("before:\n  moment: before\n", "before:\n  moment: before\n  run_k]nd: easy\n", "unknown field"),
        (
            "before:\n  moment: before\n  pain: none\n",
            "before:\n  moment: before\n  pain: some\n",
            "'some' is not allowed",
        ),
        ("before:\n  moment: before\n  pain: none\n", "before:\n  moment: before\n  pain: [1]\n", "pain"),
    ],
)
def test_a_standard_case_tells_facts_that_there_are(folder: Path, was: str, now: str, told: str) -> None:
    path = folder / "standard_cases.yaml"
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    found = faults(folder)
    assert any(told in fault and fault.startswith("standard_cases.yaml:") for fault in found), found
