"""The first page of a plan: twelve lines, traceable, true, and nothing lost of what matters for safety."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from springstep import Recommendation, Remembered, recommend
from springstep.cli.text import lines
from springstep.cli.text.echo import unstyled
from springstep.cli.text.short_page import short_page
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Advise
from springstep.engine.language.rules import Rule
from springstep.installed import default_rule_base
from springstep.session.standing import standing_advice
from tests.cli.conftest import Invoke
from tests.cli.terminals import Start, to_the_end
from tests.places import ROOT
from tests.strategies import all_cases, examples

BASE = default_rule_base()
FILES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".yaml", ".json"})
LAST = "Not kept: --save keeps it. --full: the whole page; --why DECISION: a reason."
IDS = re.compile(r"\b([A-Z]{3})-((?:\d{3}/?)+)")
NUMBERS = re.compile(r"\[((?:\d+\.\d+)|title|summary|heading-\d)\]")
SIGNS = ("sharp pain", "twisted joint", "dizziness", "chest pain", "an ache", "flooded legs", "form slipping")

Shown = Callable[..., list[str]]


def first_page(made: Recommendation, **options: Any) -> list[str]:
    return unstyled("\n".join(short_page(made, BASE, last=LAST, **options))).split("\n")


def folded(page: list[str]) -> str:
    return " ".join(" ".join(page).split())


def statements(page: list[str]) -> list[str]:
    """Join each statement with its further lines, which are indented."""
    found: list[str] = []
    for line in page:
        if line.startswith("  "):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return found


def cited(text: str) -> set[str]:
    return {f"{topic}-{number}" for topic, numbers in IDS.findall(text) for number in numbers.split("/")}


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write for a phone's terminal."""
    monkeypatch.setattr(lines, "width", lambda: 40)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_page_one_of_every_example_has_twelve_lines_at_most(path: Path, springstep: Invoke) -> None:
    page = springstep("recommend", path).stdout.splitlines()
    assert 2 <= len(page) <= 12 and [line for line in page if len(line) > 80 or line != line.rstrip()] == []


def test_page_one_says_what_a_runner_needs_in_this_order(springstep: Invoke) -> None:
    page = statements(springstep("recommend", ROOT / "examples" / "first-session.yaml").stdout.splitlines())
    assert page[0].startswith("Bursts today: 3 x 8 s of quick feet. ")
    leads = [re.match(r"Why|How|Feel|Clock|Rest longer|Log|Next|Not kept", each) for each in page[1:]]
    assert [lead.group() if lead else "" for lead in leads] == [
        *("Why", "How", "Feel", "Clock", "Rest longer", "Log", "Next", "Not kept"),
    ]
    assert page[4] == "Clock: 10:00, 18:00, 26:00: 8 s each, then 90 s easy; done at 40:00 DOS-110"


@given(case=all_cases())
@examples(300)
def test_page_one_is_short_and_every_rule_on_it_fired(case: dict[str, Any]) -> None:
    made = recommend(case)
    page = first_page(made)
    assert len(page) <= 12 and [line for line in page if len(line) > 80 or line != line.rstrip()] == []
    assert cited(folded(page)) <= {firing.rule for firing in made.trace.firings}
    told = [each for each in statements(page) if not each.startswith(("Not kept", "Not told", "Answer", "Next: "))]
    assert [each for each in told if not cited(each) and not NUMBERS.search(each)] == []


@given(case=all_cases())
@examples(150)
def test_narrow_page_says_the_same_words_and_breaks_none(case: dict[str, Any]) -> None:
    made = recommend(case)
    wide = folded(first_page(made))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "width", lambda: 40)
        page = first_page(made)
    assert folded(page) == wide
    assert [line for line in page if len(line) > 40 or line != line.rstrip()] == []


@given(case=all_cases("before"))
@examples(300)
def test_no_danger_is_missing_from_page_one(case: dict[str, Any]) -> None:
    made = recommend(case)
    page = folded(first_page(made)).lower()
    if made.session is not None:
        assert [sign for sign in SIGNS if sign not in page] == []
    elif made.verdict == "stop" and not made.decision("clearance").left_open:
        deciding = set(made.decision("clearance").rules)
        dangers = {a.rules for a in made.advice if a.topic == "injury" and deciding & set(a.rules)}
        told = {rule for rules in dangers for rule in rules if rule in deciding}
        assert told <= cited(folded(first_page(made))) | {r for rules in dangers for r in rules if len(rules) > 1}


def barring(rule: Rule) -> bool:
    return any(c.decides in BASE.decisions and c.step in BASE.decisions[c.decides].bars for c in rule.conclusions)


BARS = [rule for rule in BASE.rules if barring(rule) and "before" in rule.moments]


@pytest.mark.parametrize("rule", BARS, ids=lambda rule: rule.id)
def test_day_without_bursts_takes_three_lines(rule: Rule) -> None:
    """What, the one reason with its rule, what next; whom to call takes a line more."""
    page = first_page(recommend({**example_case(BASE, rule, rule.fires_for), "moment": "before"}))
    assert 2 <= len(page) <= 3 + ("call for help" in folded(page)), page
    assert rule.id in cited(folded(page)) and statements(page)[-1].startswith("Next: ")


@given(case=all_cases("before"))
@examples(200)
def test_day_without_bursts_makes_three_statements(case: dict[str, Any]) -> None:
    made = recommend(case)
    if made.session is None:
        assert len(statements(first_page(made))) <= 3


def test_plain_runner_is_told_that_she_is_due_and_a_limited_one_what_limits() -> None:
    reasons = {path.name: statements(first_page(recommend(path)))[1] for path in FILES}
    assert "FRQ-090" in reasons["first-session.yaml"] and "INJ-040" in reasons["ankle-return.yaml"]
    assert "DOS-010" in reasons["hourly-cap.yaml"] and "PRG-172" in reasons["two-months-off.yaml"]
    assert "RUN-035" in reasons["short-run.yaml"] and "FRQ-110" in reasons["not-due-yet.yaml"]
    plain = {**BASE.standard_cases["before"], "sessions_at_step": 1}
    assert "FRQ-100" in statements(first_page(recommend(plain)))[1]


def test_what_was_not_told_is_one_line_and_named() -> None:
    left_out = {**BASE.standard_cases["before"]}
    for fact in ("sleep", "fuel", "shoes"):
        left_out.pop(fact)
    told = [each for each in statements(first_page(recommend(left_out))) if each.startswith("Not told: ")]
    assert len(told) == 1 and all(word in told[0] for word in ("sleep", "fuel", "shoes", "taken with caution"))
    assert not any(each.startswith("Not told") for each in first_page(recommend(BASE.standard_cases["before"])))


def test_an_answer_that_the_diary_has_too_is_not_said_to_be_taken_instead() -> None:
    told = {"moment": "before", "pain": "none", "injuries": [], "pace": "6:00/km", "goal": "speed", "sessions_done": 3}
    same = [Remembered(fact=name, value=value, note="as always") for name, value in told.items() if name != "moment"]
    said = "not the diary's"
    assert said not in folded(first_page(recommend(told, history=same)))
    other = [each if each.fact != "goal" else Remembered(fact="goal", value="fitness", note="once") for each in same]
    assert f"Your own, {said}: goal." in folded(first_page(recommend(told, history=other)))


def test_race_a_workout_and_a_long_run_are_done_as_planned(springstep: Invoke) -> None:
    for kind in ("race", "workout", "long"):
        case = json.dumps({**BASE.standard_cases["before"], "run_kind": kind})
        assert springstep("recommend", "-", given=case).stdout.startswith("Do it as planned, without bursts. RUN-010")


# Short forms

DANGERS = (
    *("sharp pain", "twisted", "dizziness", "chest pain", "an ache", "fever", "doctor", "help", "slide"),
    *("no bursts", "traffic", "treating"),
)
SHORT = [
    (rule.id, c.say, c.short) for rule in BASE.rules for c in rule.conclusions if isinstance(c, Advise) and c.short
]
SHORT += [(rule.id, rule.because, rule.short) for rule in BASE.rules if rule.short]


@pytest.mark.parametrize(("rule", "whole", "short"), SHORT, ids=[f"{rule}-{len(short)}" for rule, _, short in SHORT])
def test_short_form_leaves_no_danger_out_and_adds_no_number(rule: str, whole: str, short: str) -> None:
    assert len(short) < len(whole)
    spelled = {"two": "2", "fourteen": "14", "ten": "10", "six": "6", "twenty": "20", "half": "0.5"}
    numbers = [set(re.findall(r"\d+(?:\.\d+)?", _in_figures(text, spelled))) for text in (short, whole)]
    assert numbers[0] <= numbers[1], rule
    if whole != BASE.by_id[rule].because:
        assert [d for d in DANGERS if d in whole.lower() and d not in short.lower()] == [], rule


INSTRUCTIONS = {
    "step off": "step off",
    r"\bstop it\b": r"\bstop\b",
    "sit down": "sit down",
    "call for help": "call for help",
    "sweat, nausea or weakness": "sweat.*sick.*weak",
    r"see a doctor|ask your own doctor": "doctor",
    "get it checked": "get it checked",
    "do not run at all": "no run",
    r"^rest\b|[a-z] rest while": r"\brest",
    "in the shade": "shade",
    r"\bdrink\b": "drink",
    "stay low": "stay low",
    "under control": "under control",
    "balance": "balance",
    r"\blit\b.*even": r"\blit\b.*even",
    "steps short": "steps short",
    "feet low": "feet low",
    "push-offs": "push-offs",
    "single-leg": "single-leg",
    r"(?:skip|end) the|no more bursts": r"\b(?:skip|end|no (?:more )?bursts)",
    "save the next step": "no next step",
    "two weeks": "two weeks",
    "six weeks": "six weeks",
    "bounding last|bounding till last": "bounding last",
    "hop and bound|hop or bound": "hop or bound",
    "smallest set, and": "smallest set",
    "strides": "strides",
    "jog": "jog",
}
"""What keeps from harm, as long forms say it, and how a short form has to say it."""


@pytest.mark.parametrize(
    ("rule", "whole", "short"),
    [
        each
        for each in SHORT
        if each[1] != BASE.by_id[each[0]].because and not re.match("[A-Z][a-z, ]+: [a-z ,]+$", each[2])
    ],
    ids=lambda text: text[:40],
)
def test_short_form_of_advice_keeps_every_instruction(rule: str, whole: str, short: str) -> None:
    kept = {long: bool(re.search(brief, short.lower())) for long, brief in INSTRUCTIONS.items()}
    assert [long for long, said in kept.items() if re.search(long, whole.lower()) and not said] == [], rule


def test_every_instruction_is_one_of_the_rules() -> None:
    said = [whole.lower() for _, whole, _ in SHORT]
    assert [long for long in INSTRUCTIONS if not any(re.search(long, whole) for whole in said)] == []


def _in_figures(text: str, spelled: dict[str, str]) -> str:
    return re.sub(r"[a-z]+", lambda word: spelled.get(word.group(), word.group()), text.lower())


def test_every_signal_of_the_guides_rules_has_a_short_form_that_names_what_to_do() -> None:
    acts = BASE.declared["short_page"]["signals"]
    signals = [c for rule in BASE.rules for c in rule.conclusions if isinstance(c, Advise) and c.topic == "stop"]
    assert signals and all(signal.short.partition(": ")[0] in acts for signal in signals)


def test_page_one_is_found_for_the_example_of_every_rule() -> None:
    for rule in BASE.rules:
        made = recommend(example_case(BASE, rule, rule.fires_for))
        assert first_page(made)[0].startswith(made.headline[:15])


# The whole page


def test_whole_page_says_nothing_of_small_things_beside_a_sharp_pain(springstep: Invoke) -> None:
    whole = springstep("recommend", "-", "--full", given='{"pain": "sharp", "injuries": []}').stdout
    assert "small things" not in whole and "A long run, a workout or a race" not in whole
    assert "See a doctor or physiotherapist before you hop" in " ".join(whole.split())


@given(case=all_cases("before"))
@examples(150)
def test_what_a_stop_says_of_the_next_step_is_by_the_rules_that_decided_it(case: dict[str, Any]) -> None:
    made = recommend(case)
    carried = {rule for decision in made.decisions for rule in decision.rules}
    dominated = {rule for decision in made.decisions for rule in decision.dominated}
    for advice in standing_advice(made):
        if advice.topic == "next_step":
            assert not set(advice.rules) <= dominated - carried
            if made.verdict == "stop":
                assert set(advice.rules) & set(made.decision("clearance").rules)
    assert {a for a in made.advice if a.topic != "next_step"} <= set(standing_advice(made))


def test_one_answer_that_is_left_open_is_one_whatever_the_length_of_its_name() -> None:
    case = {
        "pain": "none", "injuries": [], "screening": [], "experience": "regular", "goal": "marathon",
        "season_phase": "base", "run_kind": "recovery", "duration_min": 50, "surface": "trail", "terrain": "rolling",
        "shoes": "solid", "fatigue": 2, "legs": "fresh", "stiffness": [], "sleep": "enough", "fuel": "fed", "today": [],
        "sessions_done": 12, "last_completed": "all", "step_efforts": 5, "step_effort_s": 10, "sessions_at_step": 4,
        "easy_runs_since_bursts": 3, "felt_after": "normal", "recovery_between_sessions": "full",
        "weeks_since_last_session": 0, "form_held": True, "response_logged": True, "fatigue_trend": "same",
    }  # fmt: skip
    page = first_page(recommend(case))
    assert page[1].startswith("Why: one answer not told, so taken with caution."), page[1]


# Terminals


def shown_on(start: Start, *arguments: str, size: tuple[int, int], term: str | None) -> str:
    """Return all that the command shows; a pager is left with q."""
    said, code = to_the_end(start(*arguments, columns=size[0], lines=size[1], TERM=term, PAGER="less", LESS=""))
    assert code == 0
    return said.replace("\r", "")


PLAN = ("recommend", str(ROOT / "examples" / "ankle-return.yaml"))
STOPPED = ("cue", "sharp_pain", "--bursts-done", "1")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("size", [(80, 24), (40, 20)], ids=["80x24", "40x20"])
@pytest.mark.parametrize("command", [PLAN, STOPPED], ids=["plan", "stop"])
def test_page_fits_a_terminal(size: tuple[int, int], command: tuple[str, ...], on_terminal: Start) -> None:
    shown = shown_on(on_terminal, *command, size=size, term="xterm")
    page = _COLOUR.sub("", shown).rstrip("\n").split("\n")
    assert [line for line in page if len(line) > size[0] or line != line.rstrip()] == []
    assert ("\x1b[31m" in shown) is (command == STOPPED)


@pytest.mark.parametrize("term", ["dumb", None], ids=["dumb", "not named"])
@pytest.mark.parametrize("command", [PLAN, STOPPED, (*PLAN, "--full")], ids=["plan", "stop", "whole"])
def test_dumb_terminal_gets_no_codes_and_no_pager(
    term: str | None, command: tuple[str, ...], on_terminal: Start
) -> None:
    shown = shown_on(on_terminal, *command, size=(40, 20), term=term)
    assert "\x1b" not in shown
    assert [line for line in shown.split("\n") if len(line) > 40 or line != line.rstrip()] == []
