"""What the knowledge declares for runs alone is checked when it is read: every name in it must be known."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.engine.errors import KnowledgeError
from tests.places import KNOWLEDGE


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("card.yaml", "  dizzy: dizzy\n", "  dizy: dizzy\n", "no cue is called 'dizy'"),
        ("card.yaml", "  dizzy: dizzy\n", "", "cues: the cue 'dizzy' has no words"),
        ("week_ahead.yaml", "keep: [goal,", "keep: [gaol,", "no fact is called 'gaol'"),
        ("week_ahead.yaml", "suppose: {pain: none,", "suppose: {pein: none,", "no fact is called 'pein'"),
        ("week_ahead.yaml", "lasting: [fever,", "lasting: [fewer,", "no thing out of the ordinary is called 'fewer'"),
        ("week_ahead.yaml", "day_after: {race:", "day_after: {rase:", "no kind of run is called 'rase'"),
        ("watch.yaml", "  pogo_hops: {name", "  pogo: {name", "no drill is called 'pogo'"),
        ("watch.yaml", "  pogo_hops: {name", "  pogo: {name", "drills: 'pogo_hops' has no words"),
        ("watch.yaml", "name: Pogo hops", "name: Light hops", "two drills are called 'Light hops'"),
        ("watch.yaml", "name: Pogo hops", "name: Hops on the spot", "at most 15"),
        ("watch.yaml", "name: Pogo hops", "name: Pogo 10", "drills.pogo_hops.name"),
        ("watch.yaml", "  recovery: Calm jog\n", "", "names: 'recovery' has no words"),
        ("watch.yaml", "Bursts {efforts} x", "Bursts {effort} x", "'bursts' has no such thing to fill in: 'effort'"),
        ("watch.yaml", "Bursts {efforts} x", "Bursts {efforts x", "'bursts' has no such thing to fill in"),
        ("watch.yaml", "Bursts {efforts} x", "Bursts {efforts:9999} x", "to fill in: 'efforts:9999'"),
        ("watch.yaml", "Easy run, no bursts", "Easy run {efforts}", "'easy_run' has no such thing to fill in"),
        ("look_ahead.yaml", "keep: [goal,", "keep: [gaol,", "no fact is called 'gaol'"),
    ],
)
def test_a_name_that_is_not_known_is_told_with_its_file(
    tmp_path: Path, name: str, old: str, new: str, fault: str
) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, folder)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load_rule_base(folder)
    assert any(str(each).startswith(name) and fault in str(each) for each in refused.value.faults)
