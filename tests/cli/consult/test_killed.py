"""A consultation that is killed at any instant: what it keeps is whole, and holds every answer that it went on from.

Set SPRINGSTEP_KILLS=1000 to kill more often than a hundred times.
"""

from __future__ import annotations

import os
import random
import re
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from springstep import Dialogue
from springstep.cli.consult import saved_consultation
from springstep.engine.consultation.events import Asked
from springstep.engine.consultation.state import State
from springstep.installed import default_rule_base

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("SPRINGSTEP_KILLS", "100"))
COMMANDS = max(6, KILLS // 16)
"""How many of the killed are the whole command; the others only hold the dialogue and keep it, which starts faster."""

ANSWERS = ("none", "knee returning, ankle resolved", "none", "none", "fresh", "2", "none", "grass")
FACTS = ("pain", "injuries", "screening", "today", "legs", "fatigue", "stiffness", "surface")


def told() -> list[dict[str, Any]]:
    """Return the answers that are kept after each line, none first."""
    dialogue = Dialogue()
    state, _ = dialogue.begin("before", one_by_one=True)
    kept = [state.answers]
    for line in ANSWERS:
        state, events = dialogue.respond(state, line)
        assert isinstance(events[-1], Asked)
        kept.append(state.answers)
    assert tuple(kept[-1]) == FACTS
    return kept


def check(place: Path, asked: int, kept: list[dict[str, Any]]) -> int:
    """Check what a killed consultation left, after so many questions were seen; return how many answers it holds."""
    state = saved_consultation.taken_up(place, default_rule_base())  # raises unless it is whole
    number = len(state.answers)
    assert state.answers == kept[number]
    assert asked - 1 <= number, "every answer whose next question was seen is kept"
    beside(place)
    return number


def beside(place: Path) -> list[Path]:
    """Return what a killed writer left beside the state: its draft, its lock, and nothing else."""
    left = re.compile(re.escape(f".{place.name}.") + r"([0-9a-f]{16}\.new|lock)")
    others = [path for path in place.parent.iterdir() if path != place]
    assert all(left.fullmatch(path.name) for path in others)
    return others


def talk_for_ever(place: Path, out: int) -> None:
    """Hold the same consultation over and over, as the command does: keep, then ask."""
    dialogue = Dialogue()
    while True:
        state, _ = dialogue.begin("before", one_by_one=True)
        for line in (*ANSWERS, ""):
            saved_consultation.keep(state, place)
            os.write(out, b"%d\n" % len(state.trail))
            state, _ = dialogue.respond(state, line)


@pytest.mark.forks
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_dialogue_killed_at_random_keeps_what_it_went_on_from(tmp_path: Path) -> None:
    kept = told()  # also what the children are to know already when they begin
    place = tmp_path / "state" / "consultation.json"
    chance = random.Random(1)
    found: Counter[int] = Counter()
    left = 0
    for _ in range(KILLS):
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                talk_for_ever(place, writer)
            finally:
                os._exit(1)
        os.close(writer)
        seen = b""
        for _ in range(chance.randint(1, 12)):
            seen += os.read(reader, 64)
        spin(chance.random() * 0.002)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        while more := os.read(reader, 65536):
            seen += more
        os.close(reader)
        state = saved_consultation.taken_up(place, default_rule_base())
        last = int(seen.split()[-1])
        number = len(state.answers)
        assert state.answers == kept[number]
        assert number in (last, (last + 1) % len(kept)), "the state is the last one told, or the one being told"
        left += len(beside(place))
        found[number] += 1
    assert sum(found.values()) == KILLS and len(found) > 3
    print(f"\n{KILLS} kills of a dialogue, {left} files left beside the state; answers held: {sorted(found.items())}")
    saved_consultation.KeptState(place).keep(State(moment="before"))
    assert [path.name for path in place.parent.iterdir()] == [place.name]


def spin(seconds: float) -> None:
    """Let a random instant pass, so that the kill comes anywhere between two questions."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pass


def test_the_command_killed_at_random_keeps_every_answer_it_went_on_from(tmp_path: Path) -> None:
    kept = told()
    chance = random.Random(2)
    places = {"SPRINGSTEP_STATE": "", "SPRINGSTEP_DIARY": str(tmp_path / "diary.db"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", "from springstep.cli.start import run; run()", "consult"]
    found: Counter[int] = Counter()
    for run in range(COMMANDS):
        place = tmp_path / str(run) / "consultation.json"
        environment = {**os.environ, **places, "SPRINGSTEP_STATE": str(place)}
        with subprocess.Popen(
            [*command, "--moment", "before", "--one-by-one"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        ) as process:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write("".join(f"{line}\n" for line in ANSWERS).encode())
            process.stdin.flush()
            seen = b""
            stop = chance.randint(1, len(ANSWERS))
            while len(questions(seen)) < stop:
                seen += os.read(process.stdout.fileno(), 4096)
            select.select([process.stdout], [], [], chance.random() * 0.05)
            process.kill()
            seen += process.stdout.read()
        asked = questions(seen)
        assert asked == list(range(1, len(asked) + 1))
        found[check(place, len(asked), kept)] += 1
        if run % 4 == 0:
            again = subprocess.run([*command, "--resume"], input=b"", capture_output=True, check=False, env=environment)
            state = saved_consultation.taken_up(place, default_rule_base())
            assert questions(again.stdout) == [len(state.answers) + 1], "the question that stood comes again"
            assert [path.name for path in place.parent.iterdir()] == [place.name]
    assert sum(found.values()) == COMMANDS
    print(f"\n{COMMANDS} kills of the command; answers held: {sorted(found.items())}")


def questions(said: bytes) -> list[int]:
    """Return the numbers of the questions that were shown in full."""
    return [int(number) for number in re.findall(rb"^Question (\d+)\n", said, re.MULTILINE)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_two_consultations_in_one_place_never_mix(tmp_path: Path) -> None:
    place = tmp_path / "consultation.json"
    states = [State(moment="before", answers={"pain": "none", "mindset": word * 4000}) for word in ("a", "b")]
    writers = []
    for state in states:
        child = os.fork()
        if child == 0:
            try:
                for _ in range(300):
                    saved_consultation.keep(state, place)
                os._exit(0)
            finally:
                os._exit(1)
        writers.append(child)
    read = 0
    while writers:
        found = saved_consultation.kept_at(place)
        assert found is None or found in states
        read += found is not None
        done, status = os.waitpid(writers[0], os.WNOHANG)
        if done:
            assert os.waitstatus_to_exitcode(status) == 0
            writers.pop(0)
    assert read > 0 and [path.name for path in tmp_path.iterdir()] == [place.name]
