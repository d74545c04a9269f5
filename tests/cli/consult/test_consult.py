"""``springstep consult`` in this process: dialogues, commands, wrong answers, and where a consultation is kept."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result
from hypothesis import HealthCheck, given, settings

import springstep as library
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.consultation.state import State
from tests.cli.conftest import Invoke, Process, WriteCase
from tests.places import EXAMPLES
from tests.strategies import all_cases

CASES = sorted(EXAMPLES.glob("*.[yj]*"))
FLOODING = ("none", "none", "none", "none", "flooding")
"""Answers before a run that settle the plan at once: with legs that flood there are no bursts."""
LONG_RUN = ("none", "none", "none", "none", "fresh", "1", "none", "grass", "long", "flat", "build")
"""Answers of a runner who is well, until it shows that a long run carries no bursts."""
UP_TO_FATIGUE = LONG_RUN[: LONG_RUN.index("1")]
UP_TO_THE_RUN = LONG_RUN[: LONG_RUN.index("long")]
"""Those of them that come before the question for the run."""


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "kept" / "consultation.json"))
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    return tmp_path / "kept" / "consultation.json"


@pytest.fixture
def springstep(springstep: Invoke) -> Invoke:
    """Run the command in this process; a consultation asks for each thing by itself."""

    def invoke(*arguments: object, given: str | bytes | None = None) -> Result:
        begins = arguments[0] == "consult" and not {"--resume", "--answers"}.intersection(map(str, arguments))
        return springstep(*arguments, *(["--one-by-one"] if begins else []), given=given)

    return invoke


def said(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def replies(result: Result) -> list[str]:
    """Return what is said after each line that was typed; the first is what comes before any."""
    return re.split(r"^> .*\n?", result.stdout, flags=re.MULTILINE)


# Whole dialogues


def test_it_asks_which_moment_it_is_and_stops_by_itself(springstep: Invoke) -> None:
    result = springstep("consult", "--no-diary", given=said("1", *FLOODING))
    assert result.exit_code == 0 and result.stderr == ""
    start, first, *_, advice = replies(result)[:7]
    assert "Is this before, during or after a run?" in start and "why, help, unknown, back" in start
    assert re.search(r"Question 1\nDoes anything hurt", first)
    assert advice.splitlines()[1].startswith("No bursts today. Run easy, or rest. ")
    assert "Not asked, as no answer would change the plan" not in advice
    whole = replies(springstep("consult", "--no-diary", given=said("1", *FLOODING, "more")))[-1]
    assert "Not asked, as no answer would change the plan" in whole


@pytest.mark.parametrize(
    ("moment", "answers", "headline"),
    [
        ("before", FLOODING, "No bursts today. Run easy, or rest."),
        ("before", LONG_RUN, "No bursts today: this is not the run for them."),
        ("during", ("flooding",), "End the bursts"),
        ("after", ("sharp",), "Stop: no bursts until it has been checked"),
    ],
)
def test_each_moment_has_its_own_questions(
    springstep: Invoke, moment: str, answers: tuple[str, ...], headline: str
) -> None:
    named = springstep("consult", "--no-diary", "--moment", moment, given=said(*answers))
    asked = springstep("consult", "--no-diary", given=said(moment, *answers))
    assert named.exit_code == asked.exit_code == 0
    assert headline in replies(named)[len(answers)]
    assert replies(asked)[2:] == replies(named)[1:]


def test_questions_are_counted_and_none_follows_the_last_one(springstep: Invoke, examples: Path) -> None:
    result = springstep("consult", "--answers", examples / "first-session.yaml")
    counts = re.findall(r"^Question (\d+)(, the last one)?$", result.stdout, re.MULTILINE)
    assert [int(number) for number, _ in counts] == list(range(1, len(counts) + 1)) and len(counts) > 10
    assert not any(last for _, last in counts[:-1]), "none follows the last one"


def test_nothing_is_said_twice_when_it_goes_on(springstep: Invoke) -> None:
    result = springstep("consult", "--moment", "before", given=said(*FLOODING))
    questions = re.findall(r"^Question \d+.*\n.*$", result.stdout, re.MULTILINE)
    assert len(questions) == 5 == len(set(questions))
    assert result.stdout.count("No bursts today. Run easy, or rest.") == 1


# Answers


@pytest.mark.parametrize("answer", ["2", "ache", "a", "ACHE", " ache "])
def test_an_answer_is_a_number_a_word_or_its_beginning(springstep: Invoke, state: Path, answer: str) -> None:
    springstep("consult", "--moment", "before", given=said(answer))
    assert State.from_json(state.read_bytes()).answers == {"pain": "ache"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("none", []),
        ("knee returning", [{"site": "knee", "status": "returning"}]),
        (
            "returning knee, lower back resolved and shin act",
            [
                {"site": "knee", "status": "returning"},
                {"site": "lower_back", "status": "resolved"},
                {"site": "shin", "status": "active"},
            ],
        ),
    ],
)
def test_several_injuries_can_be_told(springstep: Invoke, state: Path, typed: str, kept: list[Any]) -> None:
    springstep("consult", "--moment", "before", given=said("none", typed))
    assert State.from_json(state.read_bytes()).answers["injuries"] == kept


def test_several_stiff_places_can_be_told(springstep: Invoke, state: Path) -> None:
    lines = ("none", "none", "none", "none", "fresh", "1", "hips mild, calves marked")
    springstep("consult", "--moment", "before", given=said(*lines))
    assert State.from_json(state.read_bytes()).answers["stiffness"] == [
        {"site": "hips", "severity": "mild"},
        {"site": "calves", "severity": "marked"},
    ]


@pytest.mark.parametrize(
    ("before", "wrong", "what", "allowed"),
    [
        ((), "banana", "'banana' is not understood", "such as none or ache"),
        ((), "9", "there is no number 9", "such as none or ache"),
        ((), "", "this must be answered, as no cautious value", "1 none, 2 ache, 3 sharp"),
        ((), "unknown", "this must be answered, as no cautious value", "1 none, 2 ache, 3 sharp"),
        (("none",), "knee", "knee: active, returning or resolved?", "site: ankle, knee,"),
        (("none",), "active", "'active' does not give the site", "add ankle, knee,"),
        (("none",), "tail active", "'tail' is not known here", "such as none or left knee healed in May"),
        (("none",), "knee active returning", "knee active returning: returning or active?", "site: ankle, knee,"),
        (("none",), "knee calf active", "'knee calf active' names two for site", "such as none or left knee"),
        (("none", "none", "none", "none"), "f", "'f' could be fresh or flooding: which is it?", "1 fresh, 2 heavy"),
        (UP_TO_FATIGUE, "11", "11 is out of range", "say a whole number from 0 to 10"),
        (
            ("none", "none", "none", "none", "fresh"),
            "2.5",
            "2.5 is not a whole number",
            "say a whole number from 0 to 10",
        ),
        (UP_TO_FATIGUE, "much", "'much' is not understood", "such as a bit or 7"),
    ],
)
def test_a_wrong_answer_on_a_pipe_ends_it_and_says_what_is_allowed(
    springstep: Invoke, state: Path, before: tuple[str, ...], wrong: str, what: str, allowed: str
) -> None:
    result = springstep("consult", "--moment", "before", given=said(*before, wrong, "none", "none", "1"))
    assert result.exit_code == 2 and what in result.stderr and allowed in result.stderr
    assert "Your answers are saved." in result.stdout and len(replies(result)) == len(before) + 2
    assert len(State.from_json(state.read_bytes()).answers) == len(before), "no later line is taken for this answer"


def test_an_ambiguous_beginning_names_what_it_could_mean(springstep: Invoke) -> None:
    result = springstep("consult", "--moment", "during", given=said("f"))
    assert "'f' could be flooding legs or form slipping: which is it?" in result.stderr


def test_enter_takes_the_default_that_is_shown(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", given=said("", "none", "none", "none"))
    assert "Press Enter for: before" in replies(result)[0]
    assert State.from_json(state.read_bytes()).moment == "before"


def test_an_empty_line_on_a_pipe_never_leaves_open_what_costs_something(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", "--moment", "before", given=said("none", "none", "none", "none", "", "fresh"))
    assert result.exit_code == 2 and "legs: nothing was said; say unknown to leave it open" in result.stderr
    assert "legs" not in State.from_json(state.read_bytes()).answers


def test_unknown_says_what_is_taken_instead(springstep: Invoke) -> None:
    result = springstep("consult", "--moment", "before", given=said("none", "none", "none", "none", "unknown"))
    assert "Not known, so legs are taken as flooding" in replies(result)[5]
    assert "No bursts" in replies(result)[5]


# Commands while a question stands


def test_why_tells_what_each_answer_opens_or_closes(springstep: Invoke) -> None:
    reply = replies(springstep("consult", "--moment", "before", given=said("why")))[1]
    assert "It can still change: readiness" in reply and "INJ-010: Readiness: Stop" in reply
    assert "nothing more would need to be asked" in reply


@pytest.mark.parametrize("command", ["why", "help", "review", "so far", "save"])
def test_the_question_comes_again_after_anything_else_was_said(springstep: Invoke, command: str) -> None:
    *_, question, reply, end = replies(springstep("consult", "--moment", "before", given=said("none", command, "quit")))
    asked = question.split("\n", 2)[2]
    assert asked.startswith("Do you have an injury") and reply.endswith(f"\n\n{asked}") and "injury" not in end


def test_help_explains_the_words_and_the_commands(springstep: Invoke) -> None:
    reply = replies(springstep("consult", "--moment", "before", given=said("help")))[1]
    assert "sharp: stabbing, or with swelling" in reply and "back: the question before" in reply
    assert "Say a number or a word: 1 none, 2 ache, 3 sharp." in reply


def test_back_keeps_later_answers(springstep: Invoke, state: Path) -> None:
    lines = ("none", "knee returning", "none", "back", "back", "")
    result = springstep("consult", "--moment", "before", given=said(*lines))
    asked = [re.findall(r"^Question (\d+)", reply, re.MULTILINE) for reply in replies(result)]
    assert asked[:7] == [["1"], ["2"], ["3"], ["4"], ["3"], ["2"], ["4"]]
    assert "Press Enter for: knee returning" in replies(result)[5]
    assert State.from_json(state.read_bytes()).answers["screening"] == []


def test_back_over_a_distance_keeps_it(springstep: Invoke, state: Path) -> None:
    lines = (*UP_TO_THE_RUN, "easy", "10 km", "back")
    result = springstep("consult", "--moment", "before", given=said(*lines, "", "6:00/km"))
    assert "Press Enter for: 10 km" in replies(result)[11] and "What is your easy pace?" in replies(result)[12]
    kept = State.from_json(state.read_bytes()).answers
    assert kept["distance"] == "10 km" and kept["pace"] == "6:00/km" and "duration_min" not in kept


def test_back_at_the_first_question_stays_there(springstep: Invoke) -> None:
    result = springstep("consult", "--moment", "before", given=said("back", "none"))
    assert result.exit_code == 2 and "this is the first question" in result.stderr


def test_review_shows_every_answer_and_one_can_be_changed(springstep: Invoke) -> None:
    lines = ("none", "knee returning", "none", "none", "fresh", "review", "change pain", "ache")
    result = springstep("consult", "--moment", "before", given=said(*lines))
    _, _, _, _, _, _, review, question, changed = replies(result)[:9]
    assert re.search(
        r"pain +none\n +injuries +knee returning\n +screening +none\n +out of the ordinary today +none\n +legs +fresh",
        review,
    )
    assert "Question 1\n" in question and "Press Enter for: none" in question
    assert "You changed pain from none to ache, so" in changed and "became" in changed
    assert "No bursts today." in changed


def test_so_far_parts_the_settled_from_the_open(springstep: Invoke) -> None:
    reply = replies(
        springstep("consult", "--moment", "before", given=said("none", "knee returning", "none", "so far"))
    )[4]
    settled, still_open = reply.split("Still open")
    assert "How often" in settled and "every third easy run" in settled
    assert "Today" in still_open and "Readiness" in still_open and "How often" not in still_open


def test_so_far_before_anything_is_known(springstep: Invoke) -> None:
    assert "Nothing is decided yet." in replies(springstep("consult", given=said("so far")))[1]


def test_save_says_where_the_answers_are_and_quit_leaves(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", "--moment", "before", given=said("none", "save", "quit", "never read"))
    assert result.exit_code == 0
    assert str(state) in replies(result)[2].replace("\n", "")
    assert replies(result)[3] == "Your answers are saved. Continue with: springstep consult --resume\n"


def test_save_writes_a_case_that_reads_back_and_overwrites_nothing(springstep: Invoke, tmp_path: Path) -> None:
    written = tmp_path / "case.yaml"
    lines = (*FLOODING, f"save {written}", f"save {written}", f"save {tmp_path}/no/such.yaml", "save ~nobody-here/x")
    result = springstep("consult", "--moment", "before", given=said(*lines))
    wrote, again, nowhere, nobody = (" ".join(reply.split()) for reply in replies(result)[6:10])
    assert result.exit_code == 0
    assert "Written to" in wrote and "already exists; nothing was written" in again
    assert "cannot be written: No such file" in nowhere and "there is no such home folder" in nobody
    assert yaml.safe_load(written.read_text()) == {
        "moment": "before",
        "pain": "none",
        "screening": [],
        "injuries": [],
        "today": [],
        "legs": "flooding",
    }
    assert springstep("consult", "--answers", written).exit_code == 0


def test_save_before_any_answer_writes_nothing(springstep: Invoke, tmp_path: Path) -> None:
    result = springstep("consult", given=said(f"save {tmp_path}/case.yaml"))
    assert "nothing was written" in replies(result)[1] and not (tmp_path / "case.yaml").exists()


# Once the advice stands


def advised(springstep: Invoke, *lines: str) -> list[str]:
    result = springstep("consult", "--moment", "before", given=said(*FLOODING, *lines))
    assert result.exit_code == 0, result.output
    return replies(result)[6:]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("why clearance", "RDY-060"),
        ("why how often", "How often: every third easy run"),
        ("why not pogo", "Pogo hops: there are no bursts in this run"),
        ("why not clearance=go", "go is ruled out by what asks for more caution"),
        ("why not clearance = go", "go is ruled out by what asks for more caution"),
        ("what if pain is ache", "If pain were ache instead of none"),
        ("what if legs is fresh", "the plan would not be settled"),
        ("what if pain is unknown", "This must be answered."),
        ("trace", "RDY-060"),
        ("show rule INJ-040", "INJ-040 returning ankle or knee"),
        ("rule inj-040", "INJ-040 returning ankle or knee"),
        ("show rule INJ-999", "No rule is called"),
        ("why the weather", "No decision is called 'the weather'."),
        ("help", "why not DRILL"),
        ("hello", "'hello' is not understood."),
    ],
)
def test_the_advice_answers_questions(springstep: Invoke, line: str, words: str) -> None:
    reply, *_ = advised(springstep, line)
    assert words in " ".join(reply.split())


def test_what_would_change_a_decision(springstep: Invoke) -> None:
    lines = ("sharp", "change injuries", "none", "change screening", "none", "what would change clearance")
    result = springstep("consult", "--moment", "after", given=said(*lines))
    assert "If pain were ache instead of sharp: readiness would be" in replies(result)[6]


def test_plan_shows_the_same_page_again(springstep: Invoke) -> None:
    result = springstep("consult", "--no-diary", "--moment", "before", given=said(*FLOODING, "plan", ""))
    assert replies(result)[6] == replies(result)[5] and replies(result)[7].strip() == ""


def test_a_change_after_the_advice_asks_only_what_it_opens(springstep: Invoke, state: Path) -> None:
    lines = (*LONG_RUN, "change kind of run", "easy", "10", "9", "3")
    question, asked, _, _, settled, *_ = replies(springstep("consult", "--moment", "before", given=said(*lines)))[12:]
    assert "Press Enter for: long" in question and "Question 12\n" in asked and "How long will the run be" in asked
    assert "You changed kind of run from long to easy" in settled
    assert "No bursts today: the smallest set does not fit into this run." in settled
    assert State.from_json(state.read_bytes()).advised


def test_a_change_of_the_moment_starts_over_with_what_still_counts(springstep: Invoke, state: Path) -> None:
    springstep("consult", "--moment", "before", given=said(*FLOODING, "change moment", "after"))
    kept = State.from_json(state.read_bytes())
    assert kept.moment == "after" and kept.answers == {"pain": "none", "screening": [], "injuries": []}


# Without a person


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_every_example_comes_to_the_same_outcome(springstep: Invoke, state: Path, path: Path) -> None:
    result = springstep("consult", "--answers", path, "--json")
    assert result.exit_code == 0, result.stderr
    made = library.Recommendation.from_json(result.stdout)
    assert outcome_of(made) == outcome_of(library.recommend(path))
    assert max(map(len, result.stderr.split("\n"))) <= 80
    assert "Question 1\n" in result.stderr
    assert not state.exists(), "answers from a file are not kept as a person's"


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=all_cases())
def test_any_case_comes_to_the_same_outcome(springstep: Invoke, write_case: WriteCase, case: dict[str, Any]) -> None:
    path = write_case(yaml.safe_dump(case))
    result = springstep("consult", "--answers", path, "--json")
    assert outcome_of(library.Recommendation.from_json(result.stdout)) == outcome_of(library.recommend(case))


def test_json_is_alone_on_standard_output(springstep: Invoke) -> None:
    result = springstep("consult", "--moment", "before", "--json", given=said(*FLOODING, "why clearance"))
    assert result.exit_code == 0 and json.loads(result.stdout)["verdict"] == "none"
    assert "Does anything hurt" in result.stderr and "why clearance" not in result.stderr


def test_no_advice_is_printed_as_json_where_there_is_none(springstep: Invoke) -> None:
    left = springstep("consult", "--moment", "before", "--json", given=said("none", "quit"))
    ended = springstep("consult", "--moment", "before", "--json", given=said("none"))
    assert (left.exit_code, left.stdout, ended.exit_code) == (0, "", 2)
    assert [fault["code"] for fault in json.loads(ended.stdout)["faults"]] == ["missing"]


def test_the_transcript_keeps_what_is_said(springstep: Invoke, tmp_path: Path) -> None:
    kept = tmp_path / "transcript.txt"
    first = springstep("consult", "--moment", "before", "--transcript", kept, given=said("none", "why", "quit"))
    second = springstep("consult", "--resume", "--transcript", kept, given=said(*FLOODING[1:]))
    assert kept.read_text() == first.stdout + second.stdout


def test_a_transcript_that_cannot_be_written_is_told(springstep: Invoke, tmp_path: Path) -> None:
    result = springstep("consult", "--transcript", tmp_path / "no" / "file.txt", given=said("1"))
    assert result.exit_code == 2 and "cannot be written" in result.stderr
    assert springstep("consult", "--transcript", "/dev/full", given=said("1")).exit_code == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("pain: none\nrun_kind: easy\n", "injuries: needs an answer in the file of answers"),
        ("moment: during\nbursts_done: 2\n", "cue: needs an answer in the file of answers"),
        ("pain: nun\ninjuries: []\n", "pain"),
        ("fatige: 2\n", "did you mean 'fatigue'?"),
        ("- 1\n", "a case is a mapping"),
        ("pain: [", "case.yaml"),
    ],
)
def test_wrong_answers_in_a_file_are_told(springstep: Invoke, write_case: WriteCase, content: str, words: str) -> None:
    result = springstep("consult", "--answers", write_case(content))
    assert result.exit_code == 2 and words in result.stderr and "case.yaml" in result.stderr


def test_no_answers_file(springstep: Invoke, tmp_path: Path) -> None:
    assert springstep("consult", "--answers", tmp_path / "none.yaml").exit_code == 2


# Kept, and taken up again


def test_a_consultation_goes_on_where_it_was_left(springstep: Invoke, state: Path) -> None:
    left = springstep("consult", "--moment", "before", given=said("none", "knee returning", "none"))
    again = springstep("consult", "--resume", given=said("why"))
    assert left.exit_code == again.exit_code == 2, "the answers ended before the advice"
    question = replies(again)[0]
    assert "Question 4\n" in question and question.strip() in replies(left)[3]
    assert State.from_json(state.read_bytes()).answers["pain"] == "none"
    done = springstep("consult", "--resume", given=said("none", "flooding"))
    assert done.exit_code == 0 and "No bursts today." in done.stdout


def test_the_advice_can_be_taken_up_again(springstep: Invoke) -> None:
    first = springstep("consult", "--no-diary", "--moment", "before", given=said(*FLOODING))
    again = springstep("consult", "--no-diary", "--resume", given=said("why clearance"))
    assert again.exit_code == 0 and replies(again)[0] == replies(first)[5].removesuffix("\n")


def test_what_was_left_gives_way_to_the_first_answer_only(springstep: Invoke, state: Path) -> None:
    springstep("consult", "--moment", "before", given=said("none", "none"))
    kept = state.read_bytes()
    looked = springstep("consult", given=said("after", "why", "quit"))
    assert "An earlier consultation is unfinished" in looked.stdout and "still kept" in looked.stdout
    assert state.read_bytes() == kept
    springstep("consult", given=said("after", "ache"))
    assert State.from_json(state.read_bytes()).moment == "after"


def test_another_place_is_named_when_going_on(springstep: Invoke, tmp_path: Path) -> None:
    place = tmp_path / "my own.json"
    result = springstep("consult", "--state", place, given=said("1", "none", "quit"))
    assert f"springstep consult --resume --state '{place}'" in " ".join(result.stdout.split())
    assert springstep("consult", "--resume", "--state", place, given=said("quit")).exit_code == 0


def test_only_the_owner_may_read_what_is_kept(springstep: Invoke, state: Path) -> None:
    springstep("consult", "--moment", "before", given=said("none"))
    assert state.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in state.parent.iterdir()] == [state.name]


GOOD = {"moment": "before", "answers": {"pain": "none"}, "trail": ["pain"], "asking": "injuries"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a consultation that can be resumed"),
        (b"pain: none\n", "is not a consultation that can be resumed"),
        (b'{"moment": "before", "ans', "is not a consultation that can be resumed"),
        (b"\xff\xfe\x00", "is not a consultation that can be resumed"),
        (b"[" * 100_000, "is not a consultation that can be resumed"),
        (b'{"format": "springstep-consultation/2"}', "another version of springstep"),
        (json.dumps({**GOOD, "surprise": 1}).encode(), "is not a consultation that can be resumed"),
    ],
)
def test_a_file_that_is_no_consultation_is_left_alone(
    springstep: Invoke, state: Path, content: bytes, words: str
) -> None:
    state.parent.mkdir()
    state.write_bytes(content)
    for result in (springstep("consult", "--resume", given=said("1")), springstep("consult", given=said("1", "none"))):
        assert result.exit_code == 2 and words in result.stderr and "move it away" in result.stderr
    assert state.read_bytes() == content


@pytest.mark.parametrize(
    "kept",
    [
        {**GOOD, "answers": {"pain": "awful"}},
        {**GOOD, "answers": {"shoe_size": 43}},
        {**GOOD, "asking": "shoe_size"},
        {**GOOD, "asking": "cue"},
        {**GOOD, "trail": ["shoe_size"]},
        {**GOOD, "moment": None},
        {**GOOD, "answers": {"fatigue": [2]}},
        {**GOOD, "answers": {"injuries": {"site": "ankle"}}},
        {**GOOD, "history": [{"fact": "sessions_done", "value": "many", "note": ""}]},
        {**GOOD, "history": [{"fact": "sessions_done", "value": [3], "note": ""}]},
        {**GOOD, "answers": {"sessions_done": 2, "sessions_at_step": 3}},
    ],
)
def test_answers_that_do_not_fit_any_more_are_told(springstep: Invoke, state: Path, kept: dict[str, Any]) -> None:
    state.parent.mkdir()
    state.write_text(json.dumps(kept))
    result = springstep("consult", "--resume", given=said("none"))
    assert result.exit_code == 2 and "no longer fit" in result.stderr
    assert state.read_text() == json.dumps(kept)


def test_the_state_that_the_damaged_ones_are_made_of_is_sound(springstep: Invoke, state: Path) -> None:
    state.parent.mkdir()
    state.write_text(json.dumps(GOOD))
    assert "Question 2\n" in springstep("consult", "--resume", given=said("quit")).stdout


def test_nothing_to_go_on_with(springstep: Invoke, state: Path) -> None:
    result = springstep("consult", "--resume")
    assert result.exit_code == 2 and "there is no saved consultation to resume" in result.stderr and not state.exists()


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("/dev/null", "/dev/null: is not a file, so no consultation can be saved here"),
        ("/proc/nowhere/state.json", "cannot be written: No such file or directory; choose another place with --state"),
        (".", "is not a file, so no consultation can be saved here"),
    ],
)
def test_a_place_that_cannot_keep_anything(springstep: Invoke, place: str, message: str) -> None:
    result = springstep("consult", "--state", place, given=said("1"))
    assert result.exit_code == 2 and "springstep: " in result.stderr and "Traceback" not in result.output
    assert message in result.stderr


def test_what_a_killed_writer_left_is_written_over(springstep: Invoke, state: Path) -> None:
    state.parent.mkdir()
    (state.parent / f".{state.name}.{'0a' * 8}.new").write_text('{"moment": "bef' + "x" * 10_000)
    springstep("consult", "--moment", "before", given=said("none"))
    assert State.from_json(state.read_bytes()).answers == {"pain": "none"}
    assert [path.name for path in state.parent.iterdir()] == [state.name]


@pytest.mark.parametrize("option", [("--moment", "before"), ("--answers", "x.yaml")])
def test_resume_takes_nothing_that_contradicts_it(springstep: Invoke, option: tuple[str, str]) -> None:
    result = springstep("consult", "--resume", *option)
    assert result.exit_code == 2 and "--resume continues the consultation as it was" in result.stderr


# With a diary


@pytest.fixture
def diary(springstep: Invoke, tmp_path: Path) -> Path:
    """Keep a diary of one session, a week before the day that the tests take as today."""
    path = tmp_path / "diary.db"
    run = ("--day", "2026-03-02", "--kind", "easy", "--minutes", "45", "--today", "2026-03-02")
    bursts = ("--bursts", "done", "--drill", "quick_feet", "--efforts", "3", "--seconds", "8")
    added = springstep("diary", "add", "--diary", path, *run, *bursts)
    assert added.exit_code == 0, added.output
    return path


TODAY = ("--today", "2026-03-09")


def test_what_the_diary_knows_is_not_asked(springstep: Invoke, diary: Path, state: Path) -> None:
    springstep("consult", *TODAY, given=said("before", "none", "none"))
    known = {memory.fact: memory.value for memory in State.from_json(state.read_bytes()).history}
    assert known["sessions_done"] == 1 and known["step_efforts"] == 3
    reviewed = springstep("consult", "--resume", given=said("review", "quit")).stdout
    assert re.search(r"From your diary\n(.*\n)*? +sessions.* 1 \(2 March 2026\)", reviewed)


def test_no_diary_asks_as_if_there_were_none(springstep: Invoke, diary: Path, state: Path) -> None:
    springstep("consult", *TODAY, "--no-diary", given=said("before", "none"))
    assert State.from_json(state.read_bytes()).history == ()


def test_going_on_takes_another_diary_only_when_told(springstep: Invoke, diary: Path, state: Path) -> None:
    springstep("consult", *TODAY, "--no-diary", given=said("before", "none"))
    springstep("consult", *TODAY, "--resume", given=said("none"))
    assert State.from_json(state.read_bytes()).history == ()
    springstep("consult", *TODAY, "--resume", "--diary", diary, given=said("why"))
    assert State.from_json(state.read_bytes()).history
    springstep("consult", *TODAY, "--resume", "--no-diary", given=said("why"))
    assert State.from_json(state.read_bytes()).history == ()


def test_another_moment_asks_the_diary_anew(springstep: Invoke, diary: Path, state: Path) -> None:
    springstep("consult", *TODAY, given=said("before", "none", "change moment", "during"))
    assert State.from_json(state.read_bytes()).history == ()
    springstep("consult", *TODAY, "--resume", given=said("change moment", "after"))
    facts = {memory.fact for memory in State.from_json(state.read_bytes()).history}
    assert "sessions_done" in facts and "easy_runs_since_bursts" not in facts


def test_an_answer_by_hand_wins_over_the_diary_visibly(springstep: Invoke, diary: Path, examples: Path) -> None:
    path = examples / "first-session.yaml"  # tells that no session was done, which the diary contradicts
    page = springstep("consult", *TODAY, "--answers", path).stdout
    made = library.Recommendation.from_json(springstep("recommend", path, *TODAY, "--json").stdout)
    counts = springstep("consult", *TODAY, "--answers", path, "--json").stdout
    assert outcome_of(library.Recommendation.from_json(counts)) == outcome_of(made)
    assert "Your own, not the diary's: sessions with bursts so far" in " ".join(page.split())
    whole = springstep("recommend", path, *TODAY, "--full").stdout
    assert "sessions done: the diary has 1 (2 March 2026); your own answer, 0, was taken" in " ".join(whole.split())


def test_a_fact_of_the_diary_can_be_changed(springstep: Invoke, diary: Path, state: Path) -> None:
    result = springstep("consult", *TODAY, given=said("before", *FLOODING, "change sessions done", "12", "review"))
    assert "runs with bursts" in replies(result)[7]
    assert State.from_json(state.read_bytes()).answers["sessions_done"] == 12
    assert re.search(r"^ +(number of )?sessions\D* 12$", replies(result)[-1], re.MULTILINE)


def test_save_keeps_the_plan_in_the_diary(springstep: Invoke, diary: Path) -> None:
    result = springstep("consult", *TODAY, given=said("before", *FLOODING, "save", "save"))
    first, second = (" ".join(reply.split()) for reply in replies(result)[7:9])
    assert "Kept in your diary as the plan of 2026-03-09 (" in first and "in place of" in second
    assert "2026-03-09" in springstep("diary", "list", "--diary", diary).stdout


def test_save_without_a_diary_keeps_no_plan(springstep: Invoke, tmp_path: Path) -> None:
    result = springstep("consult", "--no-diary", given=said("before", *FLOODING, "save"))
    assert "No diary is used, so no plan is kept." in result.stdout and not (tmp_path / "diary.db").exists()


# As a program


def test_bytes_that_are_no_text_are_a_wrong_answer(process: Process) -> None:
    done = process("consult", input=b"\xff\xfe\nafter\nsharp\n")
    assert done.returncode == 2 and b"Traceback" not in done.stderr
    assert b"is not understood" in done.stderr and b"Stop: no bursts" not in done.stdout


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_byte_order_mark_is_no_part_of_the_answer(process: Process, mark: bytes, encoding: str) -> None:
    done = process("consult", input=mark + b"after\nsharp\n", env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.returncode == 0 and b"Stop: no bursts" in done.stdout


def test_an_output_that_cannot_show_everything_shows_the_rest(process: Process) -> None:
    done = process("consult", input="after\nsharp\né\n".encode(), env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0 and b"Stop: no bursts" in done.stdout


def test_a_consultation_of_another_day_starts_afresh_with_standing_answers_as_defaults(springstep: Invoke) -> None:
    springstep("consult", "--moment", "before", "--today", "2026-11-20", given=said(*UP_TO_THE_RUN, "easy"))
    later = springstep("consult", "--resume", "--today", "2026-11-21", given=said(*UP_TO_THE_RUN))
    assert "That was on 2026-11-20." in later.stdout
    assert "Question 1\n" in later.stdout and "Press Enter for: easy" in later.stdout


def test_the_same_day_goes_on(springstep: Invoke) -> None:
    springstep("consult", "--moment", "before", "--today", "2026-11-20", given=said("none", "none", "none"))
    again = springstep("consult", "--resume", "--today", "2026-11-20", given=said("fresh"))
    assert "Question 4\n" in again.stdout and "That was on" not in again.stdout
