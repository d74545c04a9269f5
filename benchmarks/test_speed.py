"""Speed, measured and never asserted: ``python -m pytest benchmarks``.

One inference by each engine; one recommendation with its full trace; the same case loaded and run by CLIPS, the second
opinion of the tests; loading the knowledge, generating its code, and the whole process against bare Python; and what
would change a decision, for the decision of each example that takes the most trials.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from tests.second_opinion.runner import ClipsEngine, case_assertions

from springstep import load_rule_base, recommend
from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.advice.trial import Trial, Trials
from springstep.engine.compiled.program import Program, program_of
from springstep.engine.consultation.inquiry import Inquiry, inquiry_of
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.forward import Engine, infer
from springstep.engine.inference.partial_inference import partial_engine
from springstep.installed import default_rule_base

ROOT = Path(__file__).parents[1]
CASES = sorted((ROOT / "examples").glob("*.yaml"))
FIRST = ROOT / "examples" / "first-session.yaml"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_recommend_each_example(benchmark: Any, path: Path) -> None:
    case = case_of(path, default_rule_base())
    assert benchmark(recommend, case).trace.firings


def test_recommend(benchmark: Any) -> None:
    base = default_rule_base()
    assert benchmark(recommend, base.standard_cases["before"]).session


def test_recommend_with_all_words(benchmark: Any) -> None:
    """Recommend, and read every field: headline, reasons, advice, facts, session, next step and the whole trace."""
    base = default_rule_base()

    def read() -> list[Any]:
        made = recommend(base.standard_cases["before"])
        return [getattr(made, each.name) for each in fields(made)]

    assert benchmark(read)


@pytest.mark.parametrize("engine", ["experta", "function", "stock"])
def test_infer(benchmark: Any, engine: Engine) -> None:
    assert benchmark(infer, default_rule_base(), _facts(), engine=engine).decided


def test_generated_function(benchmark: Any) -> None:
    base = default_rule_base()
    values = {name: fact.value for name, fact in _facts().items()}
    assert benchmark(program_of(base, "before").run, values).firings


def test_clips(benchmark: Any) -> None:
    clips = ClipsEngine(default_rule_base())
    facts = _facts()
    benchmark(lambda: clips.session.run(case_assertions(default_rule_base(), facts), moment="before"))


def test_clips_with_its_answer(benchmark: Any) -> None:
    clips = ClipsEngine(default_rule_base())
    assert benchmark(clips.infer, _facts()).decisions


def _facts() -> Mapping[str, FactValue]:
    base = default_rule_base()
    return facts_of(case_of(base.standard_cases["before"], base), base)


def test_load_knowledge(benchmark: Any) -> None:
    assert benchmark(load_rule_base, ROOT / "knowledge").rules


def test_generate_code(benchmark: Any) -> None:
    assert benchmark(Program, default_rule_base(), "before")


def test_whole_process(benchmark: Any) -> None:
    command = [str(Path(sys.executable).with_name("springstep")), "recommend", str(FIRST)]
    assert benchmark.pedantic(_run, (command,), rounds=15, warmup_rounds=2) == 0


def test_bare_python(benchmark: Any) -> None:
    assert benchmark.pedantic(_run, ([sys.executable, "-c", "pass"],), rounds=15, warmup_rounds=2) == 0


def _run(command: list[str]) -> int:
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode


def test_partial_inference_with_all_answered(benchmark: Any) -> None:
    base = default_rule_base()
    engine = partial_engine(base, "before")
    answers = {**dict.fromkeys(inquiry_of(base, "before").questions), **base.standard_cases["before"]}
    del answers["moment"]
    assert settled(benchmark(lambda: outcomes_left(base, engine.infer(answers))))


def test_partial_inference_with_nothing_answered(benchmark: Any) -> None:
    base = default_rule_base()
    engine = partial_engine(base, "before")
    assert not settled(benchmark(lambda: outcomes_left(base, engine.infer({}))))


def test_next_question(benchmark: Any) -> None:
    base = default_rule_base()
    inquiry = Inquiry(base, "before")
    runner = base.standard_cases["before"]
    halfway = {name: runner[name] for name in ("pain", "injuries", "run_kind", "legs", "fatigue", "sessions_done")}

    def ask() -> Any:
        inquiry.forget()
        return inquiry.inquiry_state(halfway).next

    assert benchmark(ask)


def test_trial(benchmark: Any) -> None:
    base = default_rule_base()
    trials = Trials(base, base.standard_cases["before"])
    assert benchmark(lambda: _stands(trials.run({"fatigue": 9})))


def _stands(trial: Trial | None) -> bool:
    return trial is not None and trial.stands


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_would_change_each_example(benchmark: Any, path: Path) -> None:
    """Take the decision of each example for which the most changes are tried."""
    made = recommend(path)
    hardest = max((each.name for each in made.decisions), key=lambda name: made.what_would_change(name).tried)
    assert benchmark.pedantic(made.what_would_change, (hardest,), rounds=5, warmup_rounds=1).complete
