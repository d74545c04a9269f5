"""On a narrow terminal no word is broken, neither in a question nor in what is refused."""

from __future__ import annotations

from tests.cli.terminals import Start, to_the_end

COLUMNS = 40


def test_a_refusal_is_wrapped_between_words(on_terminal: Start) -> None:
    said, _ = to_the_end(on_terminal("cue", "banana", "--bursts-done", "2", "--no-diary", columns=COLUMNS))
    lines = said.replace("\r", "").splitlines()
    assert any("is not understood" in " ".join(lines[at : at + 2]) for at in range(len(lines)))
    assert len(lines) > 1 and all(len(line) <= COLUMNS for line in lines)
