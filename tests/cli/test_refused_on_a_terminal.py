"""What a refusal says on a real terminal: two answers that would do, and that Enter is not *nothing* any more."""

from __future__ import annotations

import pexpect

from tests.cli.terminals import Start, until


def answered(child: pexpect.spawn[str], *lines: str) -> str:
    """Give some answers and return what is shown between the last one and the prompt after it, in one line."""
    said = until(child)
    for line in lines:
        child.send(f"{line}\r")
        said = until(child)
    return " ".join(said.split())


def test_a_refusal_shows_two_answers_that_would_do(on_terminal: Start) -> None:
    said = answered(on_terminal("consult", "--moment", "before"), "zzz")
    assert "Say `nothing` or `tired, slept badly`." in said


def test_enter_after_a_refusal_is_not_nothing(on_terminal: Start) -> None:
    child = on_terminal("consult", "--moment", "before")
    assert "Press Enter for" not in answered(child, "my achilles zzz")
    child.send("\r")
    assert "so Enter does not say `nothing`" in " ".join(until(child).split())


def test_enter_after_a_refusal_in_the_log_is_not_nothing(on_terminal: Start) -> None:
    child = on_terminal("diary", "add")
    assert "so Enter does not say nothing" in answered(child, "easy 45", "no", "my achilles zzz", "")
    child.send("nothing\r")
    child.expect("saved")
