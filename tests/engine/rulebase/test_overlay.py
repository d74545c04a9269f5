"""A coach's overlay joins the guide's rules as one rule base, and is refused whole when anything in it is wrong."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given

from springstep import Dialogue, KnowledgeError, Recommendation, State, load_rule_base, recommend
from springstep.engine.advice.rule_examples import check_examples
from springstep.engine.audit.items.listing import items
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conclusions import Step
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import LAYERS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.engine.rulebase.overlay import declared_tightenings, lay_over
from springstep.installed import default_rule_base
from springstep.rendering.markdown.catalogue import render_catalogue
from tests.places import OVERLAY
from tests.strategies import all_cases, examples

BASE = default_rule_base()
STANDARD = BASE.standard_cases["before"]
STAYING = {"response_logged": False}
"""Nothing grows on a session that was not logged, so a relaxed rule breaks no claim about what may grow."""
HEAD = "overlay: club-rules\nauthor: A. Coach\ndate: 2026-11-22\n"
OWN = {
    "id": "OWN-010",
    "name": "our-own-rule",
    "topic": "readiness",
    "moments": "[before]",
    "when": "fatigue >= 1 and mindset == competitive",
    "then": "[{step: {clearance: modify}}, {cap: {efforts: 3}}]",
    "because": "A competitive runner does too much.",
    "fires_for": "{mindset: competitive}",
    "silent_for": "{mindset: calm}",
    "reason": "club_policy",
    "note": "Agreed in the spring.",
}

Write = Callable[..., Path]


def entry(**parts: str) -> str:
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in parts.items() if value) + "}\n"


def change(rule: str, **parts: str) -> str:
    return entry(rule=rule, **{"reason": "trial", "note": "Tried out.", **parts})


def own(**parts: str) -> str:
    return "add:\n" + entry(**{**OWN, **parts})


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write an overlay file: its head, then its entries."""

    def file(text: str, name: str = "club.yaml", head: str = HEAD) -> Path:
        path = tmp_path / name
        path.write_text(head + text, encoding="utf-8")
        return path

    return file


def plan(base: RuleBase, **changes: Any) -> Recommendation:
    return recommend({**STANDARD, **changes}, rule_base=base)


def faults(*paths: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(overlays=paths)
    return [str(fault) for fault in caught.value.faults]


def answered(**changes: Any) -> dict[str, Any]:
    """Return the standard runner's answers, and that nothing else is known."""
    unknown = {info.name: None for info in BASE.vocabulary.asked_at("before")}
    return {**unknown, **{name: value for name, value in STANDARD.items() if name != "moment"}, **changes}


def test_unknown_reasons_are_told_with_every_other_fault(write: Write) -> None:
    text = own(reason="hunch", basis="gut") + "relax:\n" + change("PRG-060", off="true", reason="5")
    found = faults(write(text))
    words = ", ".join(BASE.domain.reasons)
    assert any("'hunch' is not allowed; " in fault and f"allowed: {words}" in fault for fault in found), found
    assert any(f"relax[0].reason: 5 is not allowed; allowed: {words}" in fault for fault in found), found
    assert any("basis" in fault for fault in found), found


def test_a_reason_that_is_nearly_right_is_named(write: Write) -> None:
    words = ", ".join(BASE.domain.reasons)
    message = "'researhc' is not allowed; did you mean 'research'? allowed: " + words
    assert faults(write(own(reason="researhc")))[0].endswith(message)


# What an overlay does.


def test_the_example_loads_and_its_rules_do_what_their_examples_say() -> None:
    base = load_rule_base(overlays=[OVERLAY])
    check_examples(base)
    assert base.by_id["OWN-010"].topic == "surface"
    assert "STF-060" not in base.by_id


def test_an_added_rule_fires_and_tells_whose_it_is(write: Write) -> None:
    base = load_rule_base(overlays=[write(own())])
    made = plan(base, mindset="competitive")
    assert "OWN-010" in made.decision("efforts").rules
    origin = base.by_id["OWN-010"].origin
    assert origin is not None
    assert (origin.kind, origin.author, origin.date, origin.reason) == (
        "added",
        "A. Coach",
        "2026-11-22",
        "club_policy",
    )
    assert base.by_id["OWN-010"].basis == "convention"
    assert made.overlays[0].name == "club-rules"
    assert [(rule.rule, rule.fired) for rule in made.overlays[0].entries] == [("OWN-010", True)]


def test_an_added_rule_stands_with_its_topic_and_takes_its_moments(write: Write) -> None:
    base = load_rule_base(overlays=[write(own(moments=""))])
    ids = [rule.id for rule in base.rules]
    assert ids[ids.index("OWN-010") - 1] == "RDY-060"
    assert base.by_id["OWN-010"].moments == BASE.topic_moments["readiness"]


def test_an_added_rule_may_cite_the_guide(write: Write) -> None:
    base = load_rule_base(overlays=[write(own(basis="inference", guide='["9.2"]'))])
    assert "OWN-010" in citations_of(base)["9.2"]


def test_an_entry_may_tell_its_own_author_and_date(write: Write) -> None:
    base = load_rule_base(overlays=[write(own(author="B. Coach", date="2026-01-05"))])
    assert base.overlays[0].author == "A. Coach"
    assert base.overlays[0].entries[0].origin.author == "B. Coach"
    assert base.overlays[0].entries[0].origin.date == "2026-01-05"


def test_a_tightened_rule_fires_for_more_runners_and_keeps_its_sentences(write: Write) -> None:
    text = "tighten:\n" + change("RDY-020", when="fatigue >= 2", because="Two is enough for us.")
    base = load_rule_base(overlays=[write(text)])
    assert "RDY-020" in plan(base, fatigue=2).decision("clearance").rules
    assert "RDY-020" not in plan(BASE, fatigue=2).decision("clearance").rules
    rule = base.by_id["RDY-020"]
    assert (rule.because, rule.basis, rule.guide) == ("Two is enough for us.", "inference", ("1.6",))


def test_a_rule_that_said_what_the_guide_says_is_an_inference_once_it_is_changed(write: Write) -> None:
    rule = next(
        r
        for r in BASE.rules
        if r.basis == "guide" and r.layer != "assume" and len(r.conclusions) == 1 and isinstance(r.conclusions[0], Step)
    )
    decision, step = rule.conclusions[0].decision, rule.conclusions[0].step  # type: ignore[union-attr]
    then = f"[{{step: {{{decision}: {step}}}}}, {{advise: {{topic: watch, say: Mind it twice.}}}}]"
    base = load_rule_base(overlays=[write("tighten:\n" + change(rule.id, then=then))])
    assert base.by_id[rule.id].basis == "inference"
    assert base.by_id[rule.id].because == "Tried out."


def test_a_relaxed_rule_rests_on_the_coach_alone_and_the_plan_names_it(write: Write) -> None:
    base = load_rule_base(overlays=[write("relax:\n" + change("RDY-020", when="fatigue >= 5"))])
    made = plan(base, fatigue=4, **STAYING)
    assert made.decision("clearance").value == "go"
    assert (base.by_id["RDY-020"].basis, base.by_id["RDY-020"].guide) == ("convention", ())
    assert [(rule.rule, rule.kind, rule.fired) for rule in made.overlays[0].entries] == [("RDY-020", "relaxed", False)]
    assert plan(base, fatigue=3).overlays[0].entries == ()


def test_a_rule_that_is_switched_off_is_gone_and_the_plan_names_it_where_it_would_have_fired(write: Write) -> None:
    base = load_rule_base(overlays=[write("relax:\n" + change("RDY-050", off="true"))])
    assert "RDY-050" not in base.by_id
    made = plan(base, legs="heavy", **STAYING)
    assert made.decision("clearance").value == "go"
    assert [rule.kind for rule in made.overlays[0].entries] == ["switched_off"]
    assert plan(base).overlays[0].entries == ()


def test_a_relaxed_rule_over_items_is_named_where_it_would_have_fired(write: Write) -> None:
    base = load_rule_base(overlays=[write("relax:\n" + change("INJ-095", off="true"))])
    healed = plan(base, injuries=[{"site": "knee", "status": "resolved"}])
    assert [rule.rule for rule in healed.overlays[0].entries] == ["INJ-095"]
    assert plan(base, injuries=[{"site": "calf", "status": "resolved"}]).overlays[0].entries == ()


def test_unless_relaxes_a_rule_where_it_holds(write: Write) -> None:
    base = load_rule_base(overlays=[write("relax:\n" + change("SRF-090", unless="surface == grass"))])
    assert "SRF-090" not in {f.rule for f in plan(base, shoes="minimal", surface="grass", **STAYING).trace.firings}
    assert "SRF-090" in {f.rule for f in plan(base, shoes="minimal", surface="asphalt").trace.firings}


def test_an_exception_whose_general_rule_is_switched_off_stands_alone(write: Write) -> None:
    exception = next(rule for rule in BASE.rules if rule.overrides)
    general = exception.overrides[0]
    base = load_rule_base(overlays=[write("relax:\n" + change(general, off="true"))])
    assert general not in base.by_id[exception.id].overrides


def test_an_overlays_own_exception_silences_its_own_general_rule(write: Write) -> None:
    exception = {
        **OWN,
        "id": "OWN-020",
        "name": "our-exception",
        "when": "mindset == competitive and has_coach",
        "overrides": "[OWN-010]",
        "then": "[{advise: {topic: coach, say: Run with your coach.}}]",
        "fires_for": "{mindset: competitive, has_coach: true}",
        "silent_for": "{mindset: competitive}",
    }
    base = load_rule_base(overlays=[write(own() + entry(**exception))])
    check_examples(base)
    assert base.by_id["OWN-010"].overridden_by == ("OWN-020",)
    assert not plan(base, mindset="competitive", has_coach=True).trace.firings_of("OWN-010")


def test_the_ledger_stays_whole_whatever_an_overlay_switches_off(write: Write) -> None:
    ids = [rule.id for rule in BASE.rules if "9.6" in rule.guide and rule.when_text != "always"]
    base = load_rule_base(overlays=[write("relax:\n" + "".join(change(i, off="true") for i in ids))])
    assert load_ledger(base).sentences == load_ledger(BASE).sentences


# The rule base that comes out.


def test_no_overlay_leaves_the_rule_base_as_it_is() -> None:
    assert load_rule_base() is BASE
    assert load_rule_base(overlays=[]) is BASE
    assert BASE.overlays == ()
    assert BASE.guide_rules is BASE.rules
    assert plan(BASE).overlays == ()


def test_the_digest_covers_every_overlay(write: Write) -> None:
    one, other = write(own()), write("relax:\n" + change("STF-060", off="true"), "b.yaml", HEAD.replace("club", "b"))
    digests = {load_rule_base(overlays=paths).digest for paths in ([one], [other], [one, other])}
    assert len(digests | {BASE.digest}) == 4
    one.write_text(one.read_text().replace("Agreed", "Decided"))
    assert load_rule_base(overlays=[one]).digest not in digests


def test_the_order_in_which_overlays_are_told_does_not_matter(write: Write) -> None:
    one, other = write(own()), write("relax:\n" + change("STF-060", off="true"), "b.yaml", HEAD.replace("club", "b"))
    first, second = load_rule_base(overlays=[one, other]), load_rule_base(overlays=[other, one])
    assert first.rules == second.rules
    assert first.digest == second.digest
    assert plan(first, fatigue=4).to_json() == plan(second, fatigue=4).to_json()


def test_rules_with_an_overlay_go_to_another_process_whatever_was_worked_out_from_them(write: Write) -> None:
    base = load_rule_base(overlays=[write(own())])
    assert base.unlaid is not None and base.by_id and items(base.unlaid) and items(base)
    gone = pickle.loads(pickle.dumps(base))
    assert (gone.digest, gone.rules) == (base.digest, base.rules) and gone.unlaid.digest == BASE.digest
    assert plan(gone, fatigue=4).to_json() == plan(base, fatigue=4).to_json()


def test_overlays_laid_one_after_another_come_to_the_same_as_all_at_once(write: Write) -> None:
    second = own(id="OWN-020", name="another").replace("add:\n", "")
    one = write(own() + second + "tighten:\n" + change("RDY-020", when="fatigue >= 3", fires_for="{fatigue: 3}"))
    other = write(
        own(id="OWN-030", name="a-third") + "relax:\n" + change("STF-060", off="true"),
        "b.yaml",
        HEAD.replace("club", "b"),
    )
    at_once = load_rule_base(overlays=[one, other])
    for first, then in ((one, other), (other, one)):
        laid = lay_over(load_rule_base(overlays=[first]), [then])
        assert (laid.rules, laid.overlays, laid.digest) == (at_once.rules, at_once.overlays, at_once.digest)
        assert laid.unlaid is not None and laid.unlaid.digest == BASE.digest
        with pytest.raises(KnowledgeError) as caught:
            lay_over(laid, [write(own() + "relax:\n" + change("RDY-020", off="true") + change("STF-060", off="true"))])
        said = str(caught.value)
        for what in ("is used twice", "is the name of", "RDY-020 is changed already", "STF-060 is changed already"):
            assert what in said
        write(own() + second + "tighten:\n" + change("RDY-020", when="fatigue >= 3", fires_for="{fatigue: 3}"))


def test_a_folder_stands_for_the_overlays_in_it(write: Write, tmp_path: Path) -> None:
    write(own())
    write("relax:\n" + change("STF-060", off="true"), "b.yml", HEAD.replace("club", "b"))
    (tmp_path / "README.md").write_text("Not an overlay.")
    assert [overlay.name for overlay in load_rule_base(overlays=[tmp_path]).overlays] == ["b-rules", "club-rules"]


def test_a_recommendation_with_overlays_goes_to_json_and_back(write: Write) -> None:
    made = plan(load_rule_base(overlays=[write(own())]), mindset="competitive")
    assert Recommendation.from_json(made.to_json()) == made


def test_a_plan_explains_itself_with_the_rules_that_made_it(write: Write) -> None:
    base = load_rule_base(overlays=[write(own())])
    made = plan(base, mindset="competitive")
    assert "OWN-010" in str(made.why("clearance", rule_base=base))
    assert "OWN-010" in str(made.why_not("clearance=go", rule_base=base))
    assert any("OWN-010" not in change.text for change in made.what_would_change("clearance", rule_base=base))


@examples(30)
@given(case=all_cases())
def test_rules_of_ones_own_and_tightened_ones_never_make_a_plan_less_careful(case: dict[str, Any]) -> None:
    then, now = recommend(case), recommend(case, rule_base=_careful())
    for decision in then.decisions:
        scheme = BASE.decisions.get(decision.name)
        if scheme is not None and scheme.kind == "scale" and decision.name not in ("due", "room"):
            steps = list(scheme.steps)
            assert steps.index(now.decision(decision.name).value) >= steps.index(decision.value)


@pytest.mark.parametrize("question", ["why clearance", "why not clearance=go", "what would change clearance"])
def test_a_consultation_explains_its_plan_with_the_rules_that_made_it(write: Write, question: str) -> None:
    dialogue = Dialogue(load_rule_base(overlays=[write(own())]))
    state, events = dialogue.resume(State(moment="before", answers=answered(mindset="competitive")))
    assert events[0].event == "advised"
    _, (event,) = dialogue.respond(state, question)
    assert event.event in ("explained", "changes")
    assert "OWN-010" in str(event) or "competitive" in str(event)


def test_a_consultation_that_ends_in_a_plan_beyond_a_claim_tells_no_plan(write: Write) -> None:
    dialogue = Dialogue(load_rule_base(overlays=[write("relax:\n" + SHORT_REST)]))
    answers = answered()
    del answers["shoes"]
    state, (asked,) = dialogue.resume(State(moment="before", answers=answers))
    assert asked.event == "asked" and asked.fact == "shoes"
    with pytest.raises(KnowledgeError, match="CLM-050"):
        dialogue.respond(state, "solid")


# Tightenings are listed for the audit.


def test_every_tightening_is_listed_with_the_rule_before_and_after(write: Write) -> None:
    text = "tighten:\n" + change("RDY-020", when="fatigue >= 2") + "relax:\n" + change("STF-060", off="true")
    (found,) = declared_tightenings(load_rule_base(overlays=[write(text)]))
    assert (found.old, found.new.id) == (BASE.by_id["RDY-020"], "RDY-020")
    for fatigue in range(11):
        fired, fires = (predicate(condition)({"fatigue": fatigue}) for condition in (found.fired, found.fires))
        assert (fired, fires) == (fatigue >= 4, fatigue >= 2)
    assert declared_tightenings(BASE) == ()


# Mistakes.


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        (own(id="RDY-020"), "id", "is used twice; first in readiness.yaml"),
        (own(name="rather-tired"), "name", "is the name of RDY-020 already"),
        (own(id="own-1"), "id", "'own-1' is not understood"),
        (own(topic="redness"), "topic", "no topic 'redness'; did you mean 'readiness'?"),
        (own(when="fatige >= 2"), "when", "did you mean 'fatigue'?"),
        (own(when="injury.site == knee"), "when", "no fact is called 'injury.site'"),
        (own(when="due == not_due"), "when", "reads 'due', which settles after layer decide"),
        (own(then="[{cap: {efforts: 2}}]"), "then", "2 is no cap of efforts to plan with; allowed: a number from 3"),
        (own(then="[{floor: {frequency: 4}}]"), "then", "allowed: a whole number from 1 to 3"),
        (own(then="[{cap: {reached_efforts: 3.5}}]"), "then", "allowed: a whole number from 3 to 6"),
        (own(then="[{floor: {frequency: 2 * fatigue}}]"), "then", "may not be a frequency that there is"),
        (own(then="[{cap: {total_s: 100 / fatigue}}]"), "then", "divides by what may be 0"),
        (own(then="[{cap: {total_s: 30 * weeks_at_step}}]"), "then", "which may be unknown before a run"),
        (
            own(
                when="any(injury.site == knee or weeks_at_step > 3)",
                then="[{cap: {total_s: 30 * weeks_at_step}}]",
            ),
            "then",
            "which may be unknown before a run",
        ),
        (own(then="[{assume: {fatigue: 3}}]"), "then", "adds no assumption"),
        (own(overrides="[RDY-020]"), "overrides", "makes RDY-020 fire for fewer runners; leave it out"),
        (own(overrides="[OWN-999]"), "overrides", "no rule is called 'OWN-999'"),
        (own(guide='["5.99"]', basis="inference"), "guide", "the guide has no sentence '5.99'"),
        (own(guide='["5.1"]'), "id", "a convention is where the guide is silent"),
        (own(reason="hunch"), "reason", "allowed: individual_history, medical_advice"),
        (own(reason=""), "id", "reason: is required"),
        (own(note=""), "id", "note: is required"),
        (own(note="x"), "note", "note"),
        (own(date="22.11.2026"), "date", "'22.11.2026' is not a day; write YYYY-MM-DD"),
        ("tighten:\n" + change("RDY-999", when="fatigue >= 2"), "rule", "`springstep rules list` shows them all"),
        ("tighten:\n" + change("RDY-02", when="fatigue >= 2"), "rule", "three capitals, -, three digits"),
        ("tighten:\n" + change("RDY-020"), "rule", "RDY-020 is not changed; give at least one of when, then"),
        ("tighten:\n" + change("RDY-020", when="fatigue >= 4"), "rule", "RDY-020 is that already"),
        (
            "tighten:\n" + change("RDY-020", when="fatigue >= 5"),
            "when",
            "for fatigue 4 RDY-020 fires now",
        ),
        ("tighten:\n" + change("RDY-050", when="legs == heavy"), "when", "for legs flooding RDY-050 fires now"),
        ("tighten:\n" + change("RDY-020", off="true"), "off", "unknown field"),
        (
            "tighten:\n" + change("RDY-040", then="[{step: {clearance: strides_instead, progression: step_back}}]"),
            "then",
            "'Readiness: No bursts for now' becomes 'Readiness: Gentle strides instead of bursts'",
        ),
        (
            "tighten:\n" + change("RDY-030", then="[{step: {clearance: strides_instead, contact: gentle}}]"),
            "then",
            "'Number of efforts today: at most 3 efforts' is not concluded any more",
        ),
        (
            "tighten:\n"
            + change("RDY-030", then="[{step: {clearance: strides_instead, contact: gentle}}, {cap: {efforts: 4}}]"),
            "then",
            "'Number of efforts today: at most 3 efforts' becomes 'Number of efforts today: at most 4 efforts'",
        ),
        ("relax:\n" + change("RDY-020", when="fatigue >= 2"), "when", "relaxes nothing"),
        (
            "relax:\n" + change("RDY-010", off="true"),
            "off",
            "decides for every runner what nothing else does: clearance",
        ),
        (
            "relax:\n" + change("RDY-010", when="fatigue <= 8"),
            "when",
            "decides for every runner what nothing else does: clearance",
        ),
        ("relax:\n" + change("ASM-010", off="true"), "off", "something must be taken for an answer left out"),
        ("relax:\n" + change("RDY-020", off="true", when="fatigue >= 4"), "rule", "RDY-020 is switched off, so when"),
        ("relax:\n" + change("RDY-020", off="true", because="So be it."), "rule", "switched off, so because"),
        (
            "relax:\n" + change("RDY-020", off="true") + change("RDY-020", when="fatigue >= 4"),
            "rule",
            "RDY-020 is changed already",
        ),
        (own() + "relax:\n" + change("OWN-010", off="true"), "rule", "change it where it is added"),
        ("relaxes_claims:\n  - {claim: CLM-010, reason: trial}\n", "claim", "note: is required"),
        ("tigten: []\n" + own(), "tigten", "did you mean 'tighten'?"),
        ("", "overlay", "changes nothing; give at least one of add, tighten, relax, relaxes_claims"),
    ],
)
def test_a_mistake_is_told_with_its_file_line_and_column(write: Write, text: str, at: str, message: str) -> None:
    path = write(text)
    found = [fault for fault in faults(path) if message in fault]
    assert found, faults(path)
    place = re.match(rf"{re.escape(str(path))}:(\d+):(\d+): ", found[-1])
    assert place, found
    line = path.read_text(encoding="utf-8").splitlines()[int(place[1]) - 1]
    assert f"{at}:" in line[: int(place[2]) + len(at) + 1], f"column {place[2]} of {line!r}"


def test_every_mistake_of_every_overlay_is_told_at_once(write: Write, tmp_path: Path) -> None:
    one = write(own(when="fatige >= 2", topic="redness"))
    other = write("relax:\n" + change("RDY-999", off="true"), "b.yaml", HEAD.replace("club", "b"))
    message = "\n".join(faults(one, other, tmp_path / "nowhere.yaml"))
    for words in ("fatige", "redness", "RDY-999", "nowhere.yaml: there is no such file"):
        assert words in message


def test_two_overlays_do_not_change_the_same_rule(write: Write) -> None:
    one = write("relax:\n" + change("STF-060", off="true"))
    other = write("relax:\n" + change("STF-060", off="true"), "other.yaml", HEAD.replace("club", "other"))
    (found,) = faults(one, other)
    assert f"STF-060 is changed already, in {one}, line 5" in found


def test_two_overlays_do_not_add_the_same_rule_or_bear_the_same_name(write: Write) -> None:
    message = faults(write(own()), write(own(), "other.yaml"))
    assert any("is used twice" in fault for fault in message)
    assert any("is the name of" in fault and "club.yaml" in fault for fault in message)


@pytest.mark.parametrize("text", ["pain: none\ninjuries: []\nfatigue: 2\n", "- a list\n", "words\n"])
def test_another_kind_of_file_is_told_once(write: Write, text: str) -> None:
    path = write(text, head="")
    assert faults(path) == [f"{path}:1:1: is no overlay; one starts with its name, as overlay: club-rules"]


def test_an_empty_folder_holds_no_overlay(tmp_path: Path) -> None:
    assert "holds no overlay" in faults(tmp_path)[0]


def test_examples_that_do_not_show_what_the_rule_does_are_told(write: Write) -> None:
    text = own(fires_for="{mindset: calm}") + "tighten:\n" + change("RDY-020", when="fatigue >= 3")
    path = write(text)
    with pytest.raises(KnowledgeError) as caught:
        check_examples(load_rule_base(overlays=[path]))
    message = [str(fault) for fault in caught.value.faults]
    assert message == [
        f"{path}:7:5: RDY-020: silent_for: RDY-020 fires for this runner (fatigue: 3); give silent_for in this entry",
        f"{path}:5:5: OWN-010: fires_for: OWN-010 is silent for this runner (mindset: calm); "
        "change the example or the rule",
    ]


def test_an_example_that_is_no_possible_runner_is_told(write: Write) -> None:
    path = write(own(fires_for="{mindset: furious}"))
    with pytest.raises(KnowledgeError, match=r"is not a possible runner: .*furious"):
        check_examples(load_rule_base(overlays=[path]))


def test_a_plan_that_no_rule_decides_any_more_is_refused(write: Write) -> None:
    path = write("relax:\n" + change("PRG-010", off="true"))
    base = load_rule_base(overlays=[path])
    with pytest.raises(KnowledgeError, match=r"club\.yaml:5:5: PRG-010: with this overlay no rule decides 'progress"):
        plan(base)


@pytest.mark.parametrize(
    "rule", [rule for rule in BASE.rules if rule.layer != LAYERS[0]][::9], ids=lambda rule: rule.id
)
def test_whatever_rule_is_switched_off_a_plan_or_a_clear_refusal_comes_out(write: Write, rule: Any) -> None:
    path = write("relax:\n" + change(rule.id, off="true"))
    try:
        base = load_rule_base(overlays=[path])
        for changes in (rule.fires_for, rule.silent_for):
            assert recommend(example_case(base, rule, changes), rule_base=base).headline
    except KnowledgeError as error:
        assert str(path) in str(error)


def test_every_reason_is_explained() -> None:
    assert all(len(words) > 20 for words in BASE.domain.reasons.values())


# Safety claims.

SHORT_REST = change("DOS-110", then="[{floor: {rest_s: 60}}]")
MEANT = "relaxes_claims:\n  - {claim: CLM-050, reason: trial, note: Their breath is quiet after a minute.}\n"


def test_a_plan_that_breaks_a_claim_does_not_go_out(write: Write) -> None:
    path = write("relax:\n" + SHORT_REST)
    with pytest.raises(KnowledgeError) as caught:
        plan(load_rule_base(overlays=[path]))
    (fault,) = caught.value.faults
    claim = next(claim for claim in load_claims(BASE) if claim.id == "CLM-050")
    assert (fault.source, fault.line) == (str(path), 5)
    assert f"the safety claim CLM-050: '{claim.says}' (with DOS-110 relaxed)" in fault.what
    assert "relaxes_claims: {claim: CLM-050, reason: CODE, note: ...}" in fault.allowed


def test_a_plan_that_is_meant_to_go_beyond_a_claim_says_so(write: Write) -> None:
    made = plan(load_rule_base(overlays=[write("relax:\n" + SHORT_REST + MEANT)]))
    assert made.decision("rest_s").value == 60
    (beyond,) = made.relaxed_claims
    assert (beyond.claim, beyond.author, beyond.date, beyond.reason, beyond.overlay) == (
        "CLM-050",
        "A. Coach",
        "2026-11-22",
        "trial",
        "club-rules",
    )


def test_a_claim_that_is_relaxed_and_not_broken_is_not_spoken_of(write: Write) -> None:
    assert plan(load_rule_base(overlays=[write(own() + MEANT)])).relaxed_claims == ()


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ("  - {claim: CLM-999, reason: trial, note: Tried out.}\n", "there is no safety claim 'CLM-999'"),
        (2 * "  - {claim: CLM-050, reason: trial, note: Tried out.}\n", "stands twice; first in"),
    ],
)
def test_a_mistake_in_a_relaxed_claim_is_told(write: Write, claims: str, message: str) -> None:
    assert any(message in fault for fault in faults(write("relaxes_claims:\n" + claims)))


@examples(40)
@given(case=all_cases())
def test_an_overlay_that_relaxes_nothing_breaks_no_claim(case: dict[str, Any]) -> None:
    assert recommend(case, rule_base=_careful()).relaxed_claims == ()


@lru_cache
def _careful() -> RuleBase:
    text = HEAD + own() + "tighten:\n" + change("RDY-020", when="fatigue >= 2")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "careful.yaml"
        path.write_text(text, encoding="utf-8")
        return load_rule_base(overlays=[path])


def test_the_rules_on_paper_say_what_an_overlay_adds_changes_and_takes_away() -> None:
    text = render_catalogue(load_rule_base(overlays=[OVERLAY]))
    assert "**The overlay club-rules** of A. Coach, 2026-11-22, is laid over the guide's rules" in text
    for words in (
        "- **STF-060** switched off by A. Coach",
        "- **[CLM-060]** safety claim relaxed by A. Coach",
        "- **Overlay** tightened by A. Coach, 2026-11-22, in club-rules; individual history: Our runners",
        "- **Overlay** added by A. Coach",
    ):
        assert words in text
    bare = render_catalogue(BASE)
    assert "**Overlay**" not in bare and "**The overlay" not in bare
