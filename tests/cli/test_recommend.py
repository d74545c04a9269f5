"""``springstep recommend``: the page a runner reads, the questions it answers, and what programs get."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from springstep import Recommendation, recommend
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke, WriteCase
from tests.places import ROOT

FILES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".yaml", ".json"})
CITED = re.compile(r"\[(?:\d+\.\d+|title|summary|heading-\d)\]")
BASES = ("guide", "inference", "convention")

Page = Callable[..., str]


@pytest.fixture
def page(springstep: Invoke, examples: Path) -> Page:
    """Return what the command prints for an example."""

    def printed(example: str, *options: str) -> str:
        result = springstep("recommend", examples / example, *options)
        assert result.exit_code == 0, result.stderr
        assert result.stderr == ""
        return result.stdout

    return printed


def section(text: str, title: str) -> str:
    """Return one section of a page, folded to a single line; empty when the page has no such section."""
    for block in text.split("\n\n"):
        first, _, rest = block.partition("\n")
        if first == title:
            return " ".join(rest.split())
    return ""


def folded(text: str) -> str:
    return " ".join(text.split())


# The page


def test_page_begins_with_the_verdict(page: Page) -> None:
    assert page("first-session.yaml", "--full").splitlines()[0] == "Bursts today: 3 x 8 s of quick feet."
    assert page("tired-strides.yaml", "--full").splitlines()[0] == "Gentle strides instead of bursts today: 3 x 10 s."
    assert (
        page("not-due-yet.yaml", "--full").splitlines()[0]
        == "No bursts today: it is too soon after the last ones. Run easy."
    )
    assert page("mid-run-cue.yaml", "--full").splitlines()[0] == "Switch to a gentler drill."
    assert page("told-almost-nothing.yaml", "--full").startswith(
        "No bursts planned: too much is left open. Answer first: "
    )
    assert page("after-run-log.yaml", "--full").split("\n\n")[0].replace("\n", " ") == (
        "That went well: move up one step. Next time: 5 x 12 s, every second easy run, on a run of 31 min or more."
    )


def test_page_tells_the_session(page: Page) -> None:
    shown = section(page("marathon-build.yaml", "--full"), "Session")
    assert "Short bounds 4 x 10 s, 40 s in all" in shown
    assert "90 s or more of easy jogging" in shown


def test_page_puts_the_session_on_the_clock(page: Page) -> None:
    """40 min at 6:45/km: ten minutes in are 1.5 km, and the last line is the end of the run."""
    shown = section(page("first-session.yaml", "--full"), "On the clock")
    assert re.findall(r"(\d+:\d\d) +(?:[\d.]+ km +[\d.]+ mi +)?Quick feet", shown) == ["10:00", "18:00", "26:00"]
    assert "10:00 1.5 km 0.9 mi Quick feet, 8 s, then jog easily for 90 s" in shown
    assert shown.endswith("40:00 Done")


def test_sections_come_in_the_order_in_which_they_are_needed(page: Page) -> None:
    titles = [block.split("\n")[0] for block in page("hourly-cap.yaml", "--full").rstrip().split("\n\n")[1:-1]]
    assert titles == [
        "Session",
        "On the clock",
        "How to do it",
        "Stop when",
        "Decisions and reasons",
        "Where in the run",
        "Bear in mind",
        "Watch and log",
        "What supports it",
        "Next",
    ]


def test_page_without_a_session_has_no_clock_and_no_stop_signals(page: Page) -> None:
    text = page("flooding-legs.yaml", "--full")
    assert section(text, "Decisions and reasons")
    assert [section(text, title) for title in ("Session", "On the clock", "Stop when", "How to do it")] == [""] * 4


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_page_tells_decisions_with_rule_sentences_and_basis(path: Path, page: Page) -> None:
    shown = section(page(path.name, "--full"), "Decisions and reasons")
    made = recommend(path)
    barring = {"not-due-yet.yaml": "due", "short-run.yaml": "room"}
    decisive = barring.get(path.name, "next_action" if made.moment == "during" else "clearance")
    decision = made.decision(decisive)
    assert f"{decision.title}: {decision.text}." in shown
    for reason in decision.reasons[:3]:
        assert reason.because in shown
        assert re.search(rf"\b{reason.basis}, {reason.rule}\b", shown)
        assert set(reason.guide) <= {number.strip("[]") for number in CITED.findall(shown)}


def test_page_names_further_reasons_instead_of_dropping_them(page: Page) -> None:
    """And every decision that a page shows has its reasons told or counted."""
    for path in FILES:
        made, shown = recommend(path), folded(page(path.name, "--full"))
        more = {name: int(count) for count, name in re.findall(r"and (\d+) more: --why (\w+)", shown)}
        for name, count in more.items():
            reasons = made.decision(name).reasons
            told = [reason for reason in reasons if reason.because in shown]
            assert len(told) >= len(reasons) - count >= 1, (path.name, name)
    assert len(recommend(ROOT / "examples" / "told-almost-nothing.yaml").decision("progression").reasons) == 19
    assert "and 16 more: --why progression" in page("told-almost-nothing.yaml", "--full")


def test_page_tells_when_to_stop(page: Page) -> None:
    shown = section(page("first-session.yaml", "--full"), "Stop when")
    assert shown.count(" - ") + 1 == 7
    assert set(CITED.findall(shown)) == {"[4.5]", "[6.6]", "[9.6]", "[1.4]", "[2.5]"}


def test_page_tells_what_to_log_and_what_comes_next(page: Page) -> None:
    text = page("marathon-build.yaml", "--full")
    assert "[2.6] [8.5] [11.4] guide" in section(text, "Watch and log")
    assert "4 x 12 s, every second easy run as now" in section(text, "Next")


def test_page_lists_what_was_assumed_and_only_then(page: Page) -> None:
    title = "Not given, so taken at its most cautious"
    assert "fatigue (10)" in section(page("told-almost-nothing.yaml", "--full"), title)
    assert title not in page("first-session.yaml", "--full")


def test_page_explains_its_brackets(page: Page) -> None:
    shown = page("first-session.yaml", "--full").rstrip().split("\n\n")[-1]
    assert all(word in shown for word in ("[5.1]", *BASES, "--why", "--why-not", "--what-would-change"))


OUTPUTS = (
    (),
    ("--full",),
    ("--trace",),
    ("--why", "progression", "--depth", "long"),
    ("--why", "dose", "--depth", "short"),
    ("--why-not", "clearance=stop_and_refer"),
    ("--why-not", "frequency=1"),
)


@pytest.mark.parametrize("options", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("name", [path.name for path in FILES if not path.name.startswith("mid-run")])
def test_lines_have_at_most_80_columns_and_no_trailing_blanks(name: str, options: tuple[str, ...], page: Page) -> None:
    lines = page(name, *options).splitlines()
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize(
    "options", [(), ("--full",), ("--why", "next_action"), ("--why-not", "next_action=stop"), ("--trace",)]
)
def test_lines_during_a_run_have_at_most_80_columns(options: tuple[str, ...], page: Page) -> None:
    lines = page("mid-run-cue.yaml", *options).splitlines()
    assert lines
    assert [line for line in lines if len(line) > 80 or line != line.rstrip()] == []


@pytest.mark.parametrize("options", [*OUTPUTS, ("--json",)], ids=" ".join)
def test_piped_output_holds_no_escape_codes(options: tuple[str, ...], page: Page) -> None:
    assert "\x1b" not in page("several-risks.json", *options)


def test_page_holds_no_raw_names_of_steps(page: Page) -> None:
    """People read ``no bursts``, not ``no_bursts_today``, and ``length of the run``, not ``duration_min``."""
    for path in FILES:
        assert re.findall(r"\w+_\w+", page(path.name, "--full")) == [], path.name


# JSON


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_json_reads_back_as_an_equal_recommendation(path: Path, page: Page) -> None:
    assert Recommendation.from_json(page(path.name, "--json")) == recommend(path)


def test_json_holds_the_trace_and_the_case_as_understood(page: Page) -> None:
    printed = json.loads(page("told-almost-nothing.yaml", "--json"))
    assert printed["case"] == {"moment": "before", "pain": "none", "injuries": []}
    assert [firing["seq"] for firing in printed["trace"]["firings"]] == [
        *range(1, len(printed["trace"]["firings"]) + 1)
    ]
    assert {choice["decision"] for choice in printed["trace"]["choices"]} == {"dose"}


def test_yaml_and_json_of_the_same_case_give_the_same_bytes(
    springstep: Invoke, write_case: WriteCase, examples: Path
) -> None:
    shown = json.loads((examples / "several-risks.json").read_text(encoding="utf-8"))
    lines = [f"{name}: {json.dumps(value)}" for name, value in shown.items()]
    yaml, reordered = write_case("\n".join(lines)), write_case("\n".join(reversed(lines)), "reordered.yaml")
    outputs = {
        springstep("recommend", path, "--json").stdout for path in (yaml, reordered, examples / "several-risks.json")
    }
    assert len(outputs) == 1


# Why


def test_why_short_names_the_rules_and_nothing_below(page: Page) -> None:
    text = page("stiff-hips.yaml", "--why", "clearance", "--depth", "short")
    assert re.findall(r"[A-Z]{3}-\d{3}", text) == ["STF-010"]
    assert "[6.6] inference" in folded(text)
    assert "you said so" not in text


def test_why_goes_down_to_the_answer_given(page: Page) -> None:
    text = page("stiff-hips.yaml", "--why", "clearance")
    assert "stiffness site: hips (you said so)" in text
    assert "RDY-010" not in text


def test_why_long_adds_what_was_dominated(page: Page) -> None:
    text = folded(page("stiff-hips.yaml", "--why", "clearance", "--depth", "long"))
    assert "RDY-010: also asked for go, which is less cautious" in text


def test_mid_is_the_depth_when_none_is_given(page: Page) -> None:
    for decision in ("clearance", "burden", "dose", "drill", "progression", "frequency"):
        example = "marathon-build.yaml" if decision == "drill" else "several-risks.json"
        assert page(example, "--why", decision) == page(example, "--why", decision, "--depth", "mid")


@pytest.mark.parametrize(
    ("example", "decision"),
    [
        ("several-risks.json", "clearance"),
        ("several-risks.json", "dose"),
        ("marathon-build.yaml", "drill"),
        ("marathon-build.yaml", "frequency"),
        ("after-run-fatigue.yaml", "progression"),
        ("mid-run-again.yaml", "next_action"),
        ("told-almost-nothing.yaml", "due"),
    ],
)
def test_each_depth_tells_all_of_the_one_before(example: str, decision: str, page: Page) -> None:
    """And every rule that carried the decision is named at each of them, with its reason."""
    short, mid, long = (page(example, "--why", decision, "--depth", depth) for depth in ("short", "mid", "long"))
    rules = [set(re.findall(r"[A-Z]{3}-\d{3}", text)) for text in (short, mid, long)]
    carried = recommend(ROOT / "examples" / example).decision(decision)
    assert set(carried.rules) == rules[0]
    assert rules[0] <= rules[1] <= rules[2]
    assert len(short) < len(mid) <= len(long)
    for reason in carried.reasons:
        assert reason.because in folded(short)


def test_why_follows_a_decision_that_rests_on_another(page: Page) -> None:
    """How often rests on the progression, and that on the trends that were told."""
    text = folded(page("after-run-fatigue.yaml", "--why", "frequency", "--depth", "long"))
    assert "progress: step back (decided before)" in text
    assert "PRG-070" in text
    assert "trend of fatigue: worse (you said so)" in text


def test_why_tells_which_answers_were_assumed_and_by_which_rule(page: Page) -> None:
    text = folded(page("told-almost-nothing.yaml", "--why", "clearance"))
    assert "ASM-046: contraindication: heart (not answered, so assumed" in text


def test_why_tells_how_a_number_was_worked_out(page: Page) -> None:
    text = folded(page("hourly-cap.yaml", "--why", "dose"))
    assert "(from 10 km at 4:20/km)" in text
    assert "6 x 15 s: 90 s in all" in text


def test_why_tells_what_could_have_spoken_against_the_mildest_step(page: Page) -> None:
    text = folded(page("first-session.yaml", "--why", "clearance"))
    assert "nothing counts against it: screening none; pain none; injuries none; fatigue 1 of 10" in text
    assert "out of the ordinary today none" in text


def test_why_as_json_is_a_tree_with_rules_and_sentences(page: Page) -> None:
    tree = json.loads(page("hourly-cap.yaml", "--why", "dose", "--json"))
    assert [(part["rule"], part["basis"], part["guide"]) for part in tree["parts"] if part["rule"]] == [
        ("DOS-010", "guide", ["5.1", "1.3"])
    ]


# Why not


@pytest.mark.parametrize(
    "target", ["diagonal_bounding", "Diagonal bounding", "diagonal-bounding", "drill=DIAGONAL_bounding"]
)
def test_why_not_takes_a_drill_as_people_write_it(target: str, page: Page) -> None:
    text = folded(page("stiff-hips.yaml", "--why-not", target))
    assert text.startswith("Diagonal bounding is ruled out")
    assert "STF-010" in text
    assert "[6.6] inference" in text


def test_why_not_an_open_drill_tells_what_was_preferred(page: Page) -> None:
    text = folded(page("stiff-hips.yaml", "--why-not", "light_hops"))
    assert text.startswith("Light hops is open, but was not chosen")
    assert "preferred" in text


def test_why_not_the_drill_that_was_chosen(page: Page) -> None:
    assert "is what was recommended" in page("stiff-hips.yaml", "--why-not", "quick_steps")


def test_why_not_a_drill_on_a_day_without_bursts_tells_why_there_are_none(page: Page) -> None:
    text = folded(page("flooding-legs.yaml", "--why-not", "bounding"))
    assert "no bursts in this run" in text
    assert "RDY-060" in text


@pytest.mark.parametrize(
    ("example", "target", "rules", "words"),
    [
        ("stiff-hips.yaml", "clearance=go", {"STF-010"}, "ruled out"),
        ("stiff-hips.yaml", "contact=crisp", {"STF-010"}, "stiffness site: hips"),
        ("ankle-return.yaml", "frequency=2", {"INJ-070"}, "injury status: returning"),
        ("ankle-return.yaml", "efforts=5", {"PRG-157"}, "asks for 4"),
        ("ankle-return.yaml", "reached_efforts=4", {"INJ-070"}, "asks for 3"),
        ("ankle-return.yaml", "contact=light", {"INJ-040"}, "asks for gentle"),
        ("several-risks.json", "clearance=strides_instead", {"BUR-050", "INJ-067"}, "today's burden: 14 points"),
        ("hourly-cap.yaml", "dose=6x15", {"DOS-010"}, "90 s in all"),
        ("hourly-cap.yaml", "total_s=87", {"DOS-010"}, "asks for less than 86.67"),
        ("twenty-second-sets.yaml", "efforts=8", {"DOS-020"}, "asks for 6"),
        (
            "after-run-fatigue.yaml",
            "progression=advance",
            {"PRG-030", "PRG-064", "PRG-070", "PRG-080", "PRG-090"},
            "asks for hold",
        ),
        ("not-due-yet.yaml", "due=due", {"FRQ-110"}, "easy runs since the last bursts: 1"),
        ("mid-run-cue.yaml", "next_action=go_on", {"CUE-020"}, "cue: hip stiffness"),
    ],
)
def test_why_not_a_value_names_the_rules_that_bar_it(
    example: str, target: str, rules: set[str], words: str, page: Page
) -> None:
    text = folded(page(example, "--why-not", target))
    assert set(re.findall(r"[A-Z]{3}-\d{3}", text)) == rules
    assert words in text


def test_why_not_a_stricter_value_tells_what_would_have_had_to_be_true(page: Page) -> None:
    text = folded(page("first-session.yaml", "--why-not", "clearance=no_bursts_today"))
    assert "RDY-040: not met: fatigue is at least 7 (yours: 1 of 10)" in text
    assert "SRF-040: not met: surface is slippery (yours: grass)" in text


# What would change


def test_changes_are_true_when_tried(page: Page, springstep: Invoke, write_case: WriteCase, examples: Path) -> None:
    """Each is tried as a case of its own and gives the very value that was told; the nearest that loosens is first."""
    changes = json.loads(page("short-run.yaml", "--what-would-change", "room", "--json"))["changes"]
    assert (changes[0]["direction"], changes[0]["then"]) == ("looser", "enough")
    assert changes[0]["changes"] == [{"fact": "duration_min", "now": 18, "then": 20, "when": "now"}]
    shown = (examples / "short-run.yaml").read_text(encoding="utf-8").splitlines()
    for change in changes:
        facts = {part["fact"]: part["then"] for part in change["changes"]}
        kept = [line for line in shown if line.split(":")[0] not in facts]
        case = write_case("\n".join([*kept, *(f"{name}: {json.dumps(value)}" for name, value in facts.items())]))
        outcome = json.loads(springstep("recommend", case, "--json").stdout)
        values = {decision["name"]: decision["value"] for decision in outcome["decisions"]}
        assert values["room"] == change["then"] != change["now"]


def test_changes_in_words_say_which_take_time_and_fit_into_80_columns(page: Page) -> None:
    text = page("after-run-fatigue.yaml", "--what-would-change", "progression")
    looser, stricter = text.split("What would call for more caution")
    assert "trend of fatigue were" in folded(looser)
    assert "feeling after the efforts were" in folded(looser)
    assert folded(looser).endswith("progress would be 'Stay at your present step' (not today)")
    told = folded(stricter)
    assert "pain were sharp instead of none: progress would be 'Start again at the first step' (not today)" in told
    assert [line for line in text.splitlines() if len(line) > 80] == []


def test_change_takes_the_nearest_word_that_does(page: Page) -> None:
    """Fatigue no longer growing is enough; it need not shrink."""
    text = folded(page("after-run-fatigue.yaml", "--what-would-change", "progression"))
    assert "trend of fatigue were same instead of worse" in text
    assert "feeling after the efforts were normal instead of drained" in text


def test_history_of_injuries_is_never_among_the_changes(springstep: Invoke) -> None:
    knee = {**default_rule_base().standard_cases["after"], "injuries": [{"site": "knee", "status": "returning"}]}
    asked = ("--what-would-change", "clearance")
    changes = json.loads(springstep("recommend", "-", *asked, "--json", given=json.dumps(knee)).stdout)["changes"]
    assert changes
    assert {part["fact"] for change in changes for part in change["changes"]}.isdisjoint({"injuries", "experience"})
    assert "looser" not in {change["direction"] for change in changes}
    said = folded(springstep("recommend", "-", *asked, given=json.dumps(knee)).stdout)
    assert "it rests on INJ-040" in said


def test_title_over_changes_of_the_dose_fits_into_80_columns(page: Page) -> None:
    lines = page("after-run-log.yaml", "--what-would-change", "dose").splitlines()
    assert lines[0].startswith("Dose: 5 x 12 s")
    assert [line for line in lines if len(line) > 80] == []


def test_longer_distance_is_found_when_the_hourly_cap_holds_the_dose(page: Page) -> None:
    """Eleven kilometres at 4:20/km are 47.7 min, which allow 6 x 15 s."""
    changes = json.loads(page("hourly-cap.yaml", "--what-would-change", "dose", "--json"))["changes"]
    assert (changes[0]["direction"], changes[0]["then"]) == ("looser", "6 x 15 s")
    assert changes[0]["changes"] == [{"fact": "distance", "now": "10 km", "then": "11 km", "when": "now"}]


def test_a_search_that_is_cut_off_says_so(page: Page) -> None:
    asked = ("flooding-legs.yaml", "--what-would-change", "clearance", "--budget", "5")
    text = folded(page(*asked))
    assert "The search stopped after trying 5 changes, before it was complete: there may be others." in text
    assert "No change of up to three answers" not in text
    shown = json.loads(page(*asked, "--json"))
    assert (shown["complete"], shown["tried"]) == (False, 5)
    assert "The search stopped" not in page(*asked[:3])
    assert json.loads(page(*asked[:3], "--json"))["complete"] is True


@pytest.mark.parametrize("options", [("--budget", "5"), ("--what-would-change", "dose", "--budget", "0")])
def test_a_budget_is_for_changes_and_at_least_one(options: tuple[str, ...], springstep: Invoke, examples: Path) -> None:
    result = springstep("recommend", examples / "flooding-legs.yaml", *options)
    assert result.exit_code == 2 and "--budget" in result.stderr


# Moment and trace


def test_moment_of_the_file_gives_way_to_the_option(page: Page) -> None:
    before, after = page("after-run-log.yaml", "--json"), page("after-run-log.yaml", "--moment", "before", "--json")
    assert (json.loads(before)["moment"], json.loads(after)["moment"]) == ("after", "before")


def test_moment_brings_its_own_required_answers(springstep: Invoke, examples: Path) -> None:
    result = springstep("recommend", examples / "first-session.yaml", "--moment", "during")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "cue: must be answered during a run" in result.stderr


@pytest.mark.parametrize(
    "name", ["several-risks.json", "told-almost-nothing.yaml", "mid-run-cue.yaml", "after-run-log.yaml"]
)
def test_trace_lists_every_firing_in_order(name: str, page: Page) -> None:
    printed = re.findall(r"^ *(\d+)  (\w+) +([A-Z]{3}-\d{3}) ", page(name, "--trace"), re.M)
    firings = recommend(ROOT / "examples" / name).trace.firings
    assert printed == [(str(firing.seq), firing.layer, firing.rule) for firing in firings]


def test_trace_tells_first_which_engine_ran(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    assert page("mid-run-cue.yaml", "--trace").splitlines()[0] == "inference engine: experta"
    monkeypatch.setattr("springstep.engine.inference.forward._by_experta", lambda: None)
    assert page("mid-run-cue.yaml", "--trace").splitlines()[0] == "inference engine: generated code"


def test_trace_runs_through_the_layers_in_their_order(page: Page) -> None:
    order = ["assume", "weigh", "assess", "limit", "decide", "advise"]
    for example, first, last in (("told-almost-nothing.yaml", 0, 5), ("stiff-hips.yaml", 1, 6)):
        layers = re.findall(r"^ *\d+  (\w+) ", page(example, "--trace"), re.M)
        assert list(dict.fromkeys(layers)) == order[first:last]
        assert layers == sorted(layers, key=order.index)


def test_trace_tells_what_matched_and_what_carried(page: Page) -> None:
    text = folded(page("flooding-legs.yaml", "--trace"))
    assert "RDY-060 flooding-legs matched: legs flooding (given)" in text
    assert "concluded: step clearance: no bursts today [carried]" in text
    assert "concluded: step clearance: strides instead [dominated by RDY-060]" in text


def test_trace_tells_the_choices_and_what_refused_each_option(page: Page) -> None:
    text = folded(page("hourly-cap.yaml", "--trace"))
    assert "choice dose: 5 x 15 s" in text
    assert "6 x 15 s: not taken; 90 s in all" in text
    assert "choice drill: pogo hops" in text


# Standard input


@pytest.mark.parametrize(
    "given",
    [
        "pain: none\ninjuries: []\nlegs: flooding\n",
        '{"pain": "none", "injuries": [], "legs": "flooding"}',
        '\n  {"pain": "none",\n "injuries": [], "legs": "flooding"}\n',
        "---\npain: none\ninjuries: []\nlegs: flooding\n...\n",
        "pain: none\r\ninjuries: []\r\nlegs: flooding\r\n",
        "\ufeffpain: none\ninjuries: []\nlegs: flooding\n",
    ],
    ids=["yaml", "json", "json with blanks", "yaml with markers", "yaml with carriage returns", "byte order mark"],
)
def test_case_is_read_from_standard_input(given: str, springstep: Invoke, write_case: WriteCase) -> None:
    result = springstep("recommend", "-", "--json", given=given)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["case"] == {"moment": "before", "pain": "none", "injuries": [], "legs": "flooding"}


def test_standard_input_takes_the_options_too(springstep: Invoke) -> None:
    result = springstep(
        "recommend",
        "-",
        "--moment",
        "during",
        "--why",
        "next_action",
        given="cue: hip_stiffness\ncue_repeated: false\nbursts_done: 1\ncurrent_drill: pogo_hops\n",
    )
    assert result.exit_code == 0, result.stderr
    assert "CUE-020" in result.stdout


@pytest.mark.parametrize("suffix", ["yaml", "yml", "YAML", "json", "txt", "case"])
def test_any_suffix_is_read(suffix: str, springstep: Invoke, write_case: WriteCase) -> None:
    path = write_case('{"pain": "none", "injuries": []}', f"case.{suffix}")
    assert springstep("recommend", path).exit_code == 0


@pytest.mark.parametrize("left_out", ["", "fatigue: null\n", "fatigue: unknown\n", "fatigue: ~\n", "fatigue:\n"])
def test_null_and_unknown_are_the_same_as_leaving_out(left_out: str, springstep: Invoke) -> None:
    result = springstep("recommend", "-", "--json", given="pain: none\ninjuries: []\n" + left_out)
    assert result.exit_code == 0, result.stderr
    printed: dict[str, Any] = json.loads(result.stdout)
    assert {"fact": "fatigue", "rule": "ASM-090", "value": 10}.items() <= next(
        taken for taken in printed["assumed"] if taken["fact"] == "fatigue"
    ).items()


def test_page_of_the_standard_cases_is_printed_for_every_moment(springstep: Invoke) -> None:
    for moment, case in default_rule_base().standard_cases.items():
        result = springstep("recommend", "-", given=json.dumps(case))
        assert result.exit_code == 0, moment
        assert result.stdout.splitlines()[0], moment


def test_the_whole_page_calls_what_was_not_told_by_what_is_asked(springstep: Invoke) -> None:
    base = default_rule_base()
    case = {**base.standard_cases["before"], "sessions_done": 14}
    for left_out in ("step_efforts", "step_effort_s", "every_nth_easy_run", "recovery_between_sessions", "felt_after"):
        case.pop(left_out, None)
    page = " ".join(springstep("recommend", "-", "--full", given=json.dumps(case)).stdout.split())
    said = page.split("(not given: ")[1:]
    labels = sorted((info.label for info in base.vocabulary.facts.values()), key=len, reverse=True)
    assert any(each.startswith(base.facts["step_efforts"].label) for each in said)
    for each in said:
        rest = each
        while label := next((label for label in labels if rest.startswith(label)), None):
            rest = rest.removeprefix(label).removeprefix(", ")
        assert rest.startswith(")"), each[:60]
