"""Words, rows, questions, scales and bounds that go against what the knowledge says of them are found, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from springstep import load_rule_base
from springstep.engine.audit.checks.assumed import bold_assumptions, looser_exceptions
from springstep.engine.audit.checks.dangers import uncompared_scales, unguarded_dangers, unsettled_dangers
from springstep.engine.audit.checks.figures import loosened_figures
from springstep.engine.audit.checks.gravity import heard_apart, meanings_apart, orders_apart
from springstep.engine.audit.checks.numbers_elsewhere import loose_numbers_elsewhere
from springstep.engine.audit.checks.numbers_in_words import loose_numbers
from springstep.engine.audit.checks.plain import OF_KNOWLEDGE, OF_RULES
from springstep.engine.audit.checks.questions import (
    numbers_of_questions,
    questions_in_other_units,
    questions_turned,
)
from springstep.engine.audit.checks.relations import relations_in_examples
from springstep.engine.audit.checks.rows import rows_against_sense, rows_without_sentence
from springstep.engine.audit.checks.silence import silence_told_apart
from springstep.engine.audit.checks.sources import tensions_without_part, unclaimed_sentences
from springstep.engine.audit.checks.standard import impossible_cases, standard_cases_as_meant
from springstep.engine.audit.checks.step_words import (
    figures_of_ours,
    unfinished_words,
    words_against_steps,
    words_of_promises,
    words_of_signals,
)
from springstep.engine.audit.planting import planted, read_planted
from springstep.engine.audit.report import Finding
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.plant_file import Plant

Check = Callable[[RuleBase], Iterator[Finding]]


class Fault(NamedTuple):
    """A text of an entry replaced by another, and what is found then."""

    check: Check
    file: str
    of: str
    was: str
    becomes: str
    kind: str
    subject: str


FAULTS = {
    "a step's advice that goes on": Fault(
        words_against_steps,
        "rules/cue.yaml",
        "CUE-145",
        "Stop and sit down; call",
        "Keep going slowly; call",
        "words",
        "CUE-145",
    ),
    "a pause that is none": Fault(
        words_against_steps,
        "rules/cue.yaml",
        "CUE-065",
        "Pause and notice how you are running.",
        "Notice how you are running.",
        "words",
        "CUE-065",
    ),
    "the words of a step without what it needs": Fault(
        words_against_steps,
        "decisions.yaml",
        "next_action",
        "strides_instead: Swap the remaining bursts for gentle strides",
        "strides_instead: Do what is left more gently",
        "words",
        "next_action",
    ),
    "a bar that is lifted": Fault(
        words_against_steps,
        "decisions.yaml",
        "clearance",
        "bars: [no_bursts_today, stop_and_refer]",
        "bars: [stop_and_refer]",
        "words",
        "clearance",
    ),
    "a stop signal that says another thing than its head": Fault(
        words_of_signals,
        "rules/stop.yaml",
        "STP-030",
        "Legs fill with fatigue: no more bursts today.",
        "Legs fill with fatigue: the next one is short.",
        "words",
        "STP-030",
    ),
    "a reason that ends in the middle": Fault(
        unfinished_words,
        "rules/readiness.yaml",
        "RDY-060",
        "careful one.\n    short",
        "careful one\n    short",
        "words",
        "RDY-060",
    ),
    "a row that ends in the middle": Fault(
        unfinished_words, "drills.yaml", "strides", "on for minutes.", "on # for minutes.", "words", "strides"
    ),
    "a promise taken from words that need one": Fault(
        words_of_promises,
        "rules/surface.yaml",
        "SRF-022",
        "          promises: not grown\n",
        "",
        "words",
        "SRF-022",
    ),
    "an own reading called the guide's": Fault(
        figures_of_ours, "rules/readiness.yaml", "RDY-040", "basis: inference", "basis: guide", "basis", "RDY-040"
    ),
    "a row against its words": Fault(
        rows_against_sense, "drills.yaml", "hop_and_hold", "on both feet", "on your toes", "row", "hop_and_hold"
    ),
    "a row against another attribute": Fault(
        rows_against_sense, "drills.yaml", "tuck_jumps", "drive: maximal", "drive: controlled", "row", "tuck_jumps"
    ),
    "a row that cites what is not there": Fault(
        rows_without_sentence, "drills.yaml", "strides", 'guide: ["1.6"]', 'guide: ["1.7"]', "row", "strides"
    ),
    "a claim with a looser bound": Fault(
        loosened_figures, "claims.yaml", "CLM-190", "weeks_at_step < 2", "weeks_at_step < 1", "figure", "CLM-190"
    ),
    "a claim with a part lost": Fault(
        loosened_figures, "claims.yaml", "CLM-455", " or terrain == technical", "", "figure", "CLM-455"
    ),
    "a claim that keeps less": Fault(
        loosened_figures, "claims.yaml", "CLM-760", "keeps: [set]", "keeps: [contact]", "figure", "CLM-760"
    ),
    "a rule with a looser cap": Fault(
        loosened_figures,
        "rules/dose.yaml",
        "DOS-040",
        "reached_effort_s: 8",
        "reached_effort_s: 9",
        "figure",
        "DOS-040",
    ),
    "a rule that fires later": Fault(
        loosened_figures, "rules/dose.yaml", "DOS-120", "fatigue >= 4", "fatigue >= 6", "figure", "DOS-120"
    ),
    "a rule that asks for less": Fault(
        loosened_figures,
        "rules/cue.yaml",
        "CUE-143",
        "next_action: stop",
        "next_action: end_bursts",
        "figure",
        "CUE-143",
    ),
    "a rule at fewer moments": Fault(
        loosened_figures,
        "rules/dose.yaml",
        "DOS-020",
        "moments: [before, after]",
        "moments: [before]",
        "figure",
        "DOS-020",
    ),
    "a contradiction that is let pass": Fault(
        impossible_cases,
        "constraints.yaml",
        "more-at-a-step-than-in-all",
        "never: sessions_at_step > sessions_done",
        "never: sessions_at_step > sessions_done + 5",
        "standard",
        "more-at-a-step-than-in-all",
    ),
    "a tension resolved by what has no part in it": Fault(
        tensions_without_part,
        "tensions.yaml",
        "TEN-060",
        "rules: [RDY-060, RDY-050, CUE-040]",
        "rules: [RDY-060, RDY-050, CUE-070]",
        "source",
        "TEN-060",
    ),
    "a warning without a claim": Fault(
        unclaimed_sentences, "claims.yaml", "CLM-617", '["1.4", "2.5", "3.2"]', '["2.5", "3.2"]', "unclaimed", "1.4"
    ),
    "a gist without its number": Fault(
        loosened_figures, "guide.yaml", "5.1", "below two minutes", "below some minutes", "figure", "5.1"
    ),
    "a rule that rests on another sentence": Fault(
        loosened_figures, "rules/cue.yaml", "CUE-040", 'guide: ["9.6"]', 'guide: ["4.5"]', "figure", "CUE-040"
    ),
    "a danger that is not heard": Fault(
        unguarded_dangers,
        "facts.yaml",
        "cue",
        "heard: [sharp_pain, dizzy, chest_pain]",
        "heard: [sharp_pain, dizzy]",
        "danger",
        "cue",
    ),
    "a danger that may be left out": Fault(
        unguarded_dangers, "facts.yaml", "pain", "required: [before, after]", "required: [before]", "danger", "pain"
    ),
    "a danger that waits for other answers": Fault(
        unsettled_dangers, "facts.yaml", "pain", "settles: [sharp]", "settles: []", "danger", "pain"
    ),
    "an answer said to decide that does not": Fault(
        unsettled_dangers, "facts.yaml", "pain", "settles: [sharp]", "settles: [ache, sharp]", "danger", "pain"
    ),
    "a danger of which no claim speaks": Fault(
        unguarded_dangers,
        "claims.yaml",
        "CLM-380",
        "pregnant, heart, bones,",
        "pregnant, bones,",
        "danger",
        "screening",
    ),
    "a scale that no claim compares": Fault(
        uncompared_scales,
        "claims.yaml",
        "CLM-740",
        "    terrain: [[flat, rolling, hilly], [flat, rolling, technical]]\n",
        "",
        "danger",
        "terrain",
    ),
    "a chain the other way": Fault(
        orders_apart,
        "claims.yaml",
        "CLM-730",
        "felt_after: [fresh, normal, drained]",
        "felt_after: [drained, normal, fresh]",
        "gravity",
        "CLM-730",
    ),
    "a mild reading taken for the gravest": Fault(
        orders_apart, "facts.yaml", "sleep", "may_mean: [short, poor]", "may_mean: [poor, short]", "gravity", "sleep"
    ),
    "a word that is two answers": Fault(
        heard_apart,
        "check_ins.yaml",
        "how_you_are",
        "      gives: {sleep: poor}",
        "      gives: {sleep: short}",
        "gravity",
        "how_you_are",
    ),
    "a meaning in the words of another answer": Fault(
        meanings_apart,
        "facts.yaml",
        "legs",
        "fresh: light and ready",
        "fresh: burning a little",
        "gravity",
        "legs",
    ),
    "a question for the opposite": Fault(
        questions_turned,
        "facts.yaml",
        "warning_gone",
        'question: "Is the warning that you logged gone?"',
        'question: "Is the warning that you logged still there?"',
        "question",
        "warning_gone",
    ),
    "a question that denies": Fault(
        questions_turned,
        "facts.yaml",
        "coach_agrees",
        "Has your coach agreed to bursts",
        "Has your coach never agreed to bursts",
        "question",
        "coach_agrees",
    ),
    "a question for what was left out": Fault(
        questions_turned,
        "facts.yaml",
        "response_logged",
        "Did you write down how",
        "Did you forget to write down how",
        "question",
        "response_logged",
    ),
    "a scale with its ends swapped": Fault(
        questions_turned,
        "facts.yaml",
        "fatigue",
        "0 (fully fresh) to 10 (exhausted)",
        "0 (exhausted) to 10 (fully fresh)",
        "question",
        "fatigue",
    ),
    "a question in another unit": Fault(
        questions_in_other_units,
        "facts.yaml",
        "weeks_since_last_session",
        "How many weeks ago was your last run with bursts?\n    help: 0 when it was within the last seven days.",
        "How many days ago was your last run with bursts?\n    help: 0 when it was today.",
        "question",
        "weeks_since_last_session",
    ),
    "a question with other numbers than its answers": Fault(
        numbers_of_questions, "facts.yaml", "sleep", "7 or more are enough", "8 or more are enough", "question", "sleep"
    ),
    "silence that stands for what rules tell apart": Fault(
        silence_told_apart,
        "rules/readiness.yaml",
        "RDY-020",
        "when: fatigue >= 4",
        "when: fatigue >= 3",
        "question",
        "how_you_are",
    ),
    "a mild assumption": Fault(
        bold_assumptions,
        "rules/assumptions.yaml",
        "ASM-100",
        "legs: flooding}",
        "legs: heavy}",
        "assumption",
        "ASM-100",
    ),
    "an exception to a bar": Fault(
        looser_exceptions,
        "rules/readiness.yaml",
        "RDY-050",
        "    then:",
        "    overrides: [RDY-060]\n    then:",
        "exception",
        "RDY-050",
    ),
    "a number of a claim": Fault(
        loose_numbers_elsewhere,
        "claims.yaml",
        "CLM-440",
        "at least two minutes",
        "at least three minutes",
        "number",
        "CLM-440",
    ),
    "a number of a tension": Fault(
        loose_numbers_elsewhere,
        "tensions.yaml",
        "TEN-030",
        "never longer than 15 seconds",
        "never longer than 17 seconds",
        "number",
        "TEN-030",
    ),
    "a number of a gist": Fault(
        loose_numbers_elsewhere, "guide.yaml", "5.2", "8 to 15 seconds", "8 to 25 seconds", "number", "5.2"
    ),
    "a number on another scale than the one compared": Fault(
        loose_numbers,
        "rules/readiness.yaml",
        "RDY-040",
        "from 7 of 10 (our own figure)",
        "from 6 of 10 (our own figure)",
        "number",
        "RDY-040",
    ),
    "a standard case with something against it": Fault(
        standard_cases_as_meant,
        "standard_cases.yaml",
        "before",
        "  sleep: enough",
        "  sleep: poor",
        "standard",
        "standard_cases.yaml",
    ),
    "something bold supposed": Fault(
        standard_cases_as_meant,
        "look_ahead.yaml",
        "suppose",
        "  felt_after: normal",
        "  felt_after: fresh",
        "standard",
        "look_ahead.yaml",
    ),
    "a step up of two": Fault(
        relations_in_examples,
        "derived.yaml",
        "up_efforts",
        "value: counted_efforts + 1}",
        "value: counted_efforts + 2}",
        "relation",
        "up_efforts",
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_and_named(fault: Fault) -> None:
    found = [finding for finding in _found(fault) if finding.id not in load_accepted(load_rule_base())]
    assert found
    assert {finding.kind for finding in found} == {fault.kind}
    assert fault.subject in {finding.subject for finding in found}
    assert all(finding.says.endswith((".", "'")) for finding in found)


@pytest.mark.parametrize("check", (*OF_RULES, *OF_KNOWLEDGE))
def test_nothing_is_found_in_the_knowledge_as_it_is(check: Check) -> None:
    base = load_rule_base()
    assert [finding.says for finding in check(base) if finding.id not in load_accepted(base)] == []


def _found(fault: Fault) -> list[Finding]:
    edit = {"in": fault.file, "of": fault.of, "was": fault.was, "becomes": fault.becomes}
    plant = Plant.model_validate({"plant": "one", "kind": "a fault of a test", "edits": [edit], "names": ["one"]})
    base = load_rule_base()
    with planted(plant, base) as folder:
        return list(fault.check(read_planted(plant, folder, base)))
