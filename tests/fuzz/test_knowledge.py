"""Knowledge: a coach's overlays, whole folders of it, models of a season."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from springstep import load_rule_base, recommend
from springstep.engine.audit.mcdc.effect import RuleEffects
from springstep.engine.audit.mcdc.table import load_table, replayed
from springstep.engine.audit.signing.files import read_signatures
from springstep.engine.audit.snapshot import load_snapshot
from springstep.engine.audit.told_otherwise import changed_for
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.partial import read_partly
from springstep.engine.text.source import parse, parse_json
from springstep.season.model_file import model_from
from springstep.session.room import ROOM
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import WORDS, changed_text, changed_value, documents, edits, json_texts, texts
from tests.fuzz.seeds import BASE, CASES, FACTS, MODELS, OVERLAYS
from tests.places import KNOWLEDGE, OVERLAY

ENTRY = {
    "id": "OWN-010",
    "name": "worn-shoes",
    "topic": "surface",
    "moments": ["before"],
    "when": "surface in {asphalt, concrete} and shoes == worn and fatigue >= 2",
    "then": [{"step": {"clearance": "modify"}}, {"cap": {"efforts": "step_efforts - 1"}},
    {"exclude_drills": {"landing": ["single"]}}],
    "because": "Hard ground.",
    "reason": "club_policy",
    "note": "Decided.",
    "fires_for": {"surface": "asphalt", "shoes": "worn", "fatigue": 3},
    "silent_for": {"surface": "grass", "shoes": "worn"},
}  # fmt: skip
ONE_RULE = {"overlay": "one", "author": "A. Coach", "date": "2026-11-22", "add": [ENTRY]}


# Laying an overlay over the rules compiles what changed: some 30 ms each, so a fifth of what others get.
@inputs(200)
@given(documents(ONE_RULE, *OVERLAYS) | texts(OVERLAY.read_text(encoding="utf-8")))
def test_an_overlay(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "overlay.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        base = load_rule_base(overlays=path)
        for case in CASES[:3]:
            with held():
                recommend(case, rule_base=base)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("knowledge") / "knowledge"
    shutil.copytree(KNOWLEDGE, place, ignore=shutil.ignore_patterns("*.py", "*.json", "__pycache__"))
    yield place
    shutil.rmtree(place)


FILES = sorted(path.relative_to(KNOWLEDGE).as_posix() for path in KNOWLEDGE.rglob("*.yaml"))


# Reading the whole folder takes most of a second whatever is wrong in it, so one in fifty of what others get.
@inputs(20)
@given(st.sampled_from(FILES), edits(2), edits(2), st.booleans())
def test_a_knowledge_folder(folder: Path, name: str, tree: Any, text: Any, as_tree: bool) -> None:
    path = folder / name
    before = path.read_text(encoding="utf-8")
    made = yaml.safe_dump(changed_value(yaml.safe_load(before), tree)) if as_tree else changed_text(before, text)
    path.write_bytes(made.encode("utf-8", "surrogatepass"))
    try:
        with held():
            base = load_rule_base(folder)
            recommend(CASES[0], rule_base=base)
        with held():
            partly, faults = read_partly(folder, room=ROOM)
            assert partly.partial
            if not faults:
                assert partly.digest == load_rule_base(folder).digest
    finally:
        path.write_text(before, encoding="utf-8")


@inputs()
@given(documents(*MODELS), st.sampled_from(["model.yaml", "model.json", "model"]))
def test_a_model_of_a_season(text: str, name: str) -> None:
    with held():
        model_from(parse(text, name=name))


CONDITIONS = (
    "surface in {asphalt, concrete} and shoes == worn",
    "fatigue >= 2 or sleep == poor and not (legs == fresh)",
    "any injury: injury.site == ankle and injury.status in {active, returning}",
    "distance * pace > 60 and duration_min is unknown",
    "step_efforts * step_effort_s <= 40 - 2 * efforts / 3",
)


@inputs()
@given(texts(*CONDITIONS, *WORDS, most=8))
def test_a_condition(text: str) -> None:
    with held(), suppress(ConditionError):
        parse_condition(text, FACTS)


SIGNATURE = {"by": "A. Coach", "on": "2026-11-22", "digest": "ab" * 32}
SIGNED = {
    "signers": ["A. Coach"],
    "signatures": [
        {"rule": "INJ-040", **SIGNATURE},
        {"item": "drills/strides", **SIGNATURE, "key": f"SHA256:{'a' * 43}", "proof": f"{'a' * 86}=="},
    ],
    "wholes": [{"of": "everything", "by": "A. Coach", "on": "2026-11-22"}],
    "remarks": [{"item": "rules/INJ-040", **SIGNATURE, "says": "question", "text": "Why?"}],
    "contents": {"ab" * 32: '{"form":"springstep-item/1","kind":"rules","id":"INJ-040","content":{}}'},
}


@inputs()
@given(documents(SIGNED))
def test_signatures(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "signatures.yaml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        read_signatures(path)


APPROVED = parse_json((KNOWLEDGE / "snapshot.json").read_text(encoding="utf-8"), name="snapshot.json").value
PAIRS = parse_json((KNOWLEDGE / "mcdc.json").read_text(encoding="utf-8"), name="mcdc.json").value
assert isinstance(APPROVED, list) and isinstance(PAIRS, list)


# What differs is blamed on rules, 100 ms: a fifth of what others get.
@inputs(200)
@given(json_texts(APPROVED[:2], APPROVED[-2:]))
@example('[{"shows": [], "changes": {}, "told": {"verdict": "none", "decisions": {}, "advice": []}}]')
def test_approved_cases(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    (tmp_path_factory.getbasetemp() / "snapshot.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        list(changed_for(BASE, load_snapshot(tmp_path_factory.getbasetemp())))


# A pair is run through the engine twice, 15 ms: a fifth of what others get.
@inputs(200)
@given(json_texts(PAIRS[:2], PAIRS[-2:]))
def test_pairs_of_cases(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    (tmp_path_factory.getbasetemp() / "mcdc.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        for row in load_table(tmp_path_factory.getbasetemp()):
            if row.rule in BASE.by_id:
                replayed(row, RuleEffects(BASE, BASE.by_id[row.rule]))


@pytest.mark.parametrize("kind", ["pipe", "zeros", "folder", "nothing", "loop", "text"])
@pytest.mark.parametrize("name", ["facts.yaml", "rules/more.yaml", "more.yaml", "rules/\udcff.yaml"], ids=ascii)
def test_a_knowledge_folder_with_what_is_no_file(folder: Path, name: str, kind: str) -> None:
    path = folder / name
    before = path.read_bytes() if path.exists() else None
    path.unlink(missing_ok=True)
    make: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(path),
        "zeros": lambda: path.symlink_to("/dev/zero"),
        "folder": path.mkdir,
        "nothing": lambda: path.symlink_to("nowhere"),
        "loop": lambda: path.symlink_to(path),
        "text": lambda: path.write_text("no rules"),
    }
    make[kind]()
    try:
        with held():
            load_rule_base(folder)
    finally:
        path.rmdir() if kind == "folder" else path.unlink()
        if before is not None:
            path.write_bytes(before)
