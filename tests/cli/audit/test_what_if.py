"""``springstep audit what-if``: two runners side by side, and every difference between them is a true one."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from springstep import CaseError, recommend
from springstep.cli.main import main
from springstep.engine.explain.what_if import WhatIf, what_if
from springstep.engine.inference.case import case_of
from springstep.installed import default_rule_base
from tests.places import EXAMPLES
from tests.strategies import FACTS, RUN_FACTS, all_cases, examples, values

BASE = default_rule_base()
AUDIT = type(main)("audit", lazy={"what-if": ("springstep.cli.audit.what_if:what_if", "")})


def ask(case: str, *changes: str, given: str | None = None) -> Result:
    path = case if case == "-" else str(EXAMPLES / case)
    return CliRunner().invoke(AUDIT, ["what-if", path, *changes], input=given)


def shown(case: str, *changes: str) -> str:
    result = ask(case, *changes)
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 and line == line.rstrip() for line in result.stdout.splitlines())
    return result.stdout


def found(case: str, *changes: str) -> WhatIf:
    result = ask(case, "--json", *changes)
    assert result.exit_code == 0, result.output
    return WhatIf.from_json(result.stdout)


def test_page_shows_both_sides_with_the_rules_that_carry_them() -> None:
    page = shown("ankle-return.yaml", "injuries=none")
    assert page.startswith("injuries: ankle returning -> none\n")
    head = page.splitlines()[2]
    assert head.split() == ["Now", "With", "the", "change"]
    left, right = page[page.index("Readiness") :].splitlines()[1:3]
    assert left.split("   ")[0].strip() == "Bursts, with care" and left.endswith("Ready for bursts")
    assert right.split() == ["INJ-040", "RDY-010"]
    only_now = page[page.index("Rules that fire only now") : page.index("Said only then")]
    assert "INJ-040  returning ankle or knee (ankle, returning)" in only_now


def test_long_lists_are_folded_unless_all_is_asked_for() -> None:
    folded, whole = (shown("stiff-hips.yaml", "fatigue=8", *more) for more in ((), ("--all",)))
    assert "more: --all" in folded and "--all" not in whole
    assert len(whole.splitlines()) > len(folded.splitlines())


def test_nothing_differs_when_the_case_says_so_already() -> None:
    assert shown("first-session.yaml", "legs=fresh") == "The case says that already, so nothing differs.\n"


def test_change_without_effect_says_so() -> None:
    assert "No decision differs." in shown("flooding-legs.yaml", "stride_trend=better")


@pytest.mark.parametrize(
    ("change", "fact", "value"),
    [
        ("fatigue=8", "fatigue", 8),
        ("fatigue=8/10", "fatigue", 8),
        ("legs=floo", "legs", "flooding"),
        ("season phase=race week", "season_phase", "race_week"),
        ("has_coach=no", "has_coach", False),
        ("sleep=unknown", "sleep", None),
        ("duration-min=1 h 5", "duration_min", 65),
        ("injuries=knee returning, calf resolved", "injuries", [("knee", "returning"), ("calf", "resolved")]),
        ("injuries=[{site: knee, status: returning}]", "injuries", [("knee", "returning")]),
        ('injuries={"site": "knee", "status": "returning"}', "injuries", [("knee", "returning")]),
        ("stiffness=hips marked", "stiffness", [("hips", "marked")]),
        ("intended drill=pogo hops", "intended_drill", "pogo_hops"),
    ],
)
def test_values_are_told_as_in_a_consultation(change: str, fact: str, value: Any) -> None:
    (supposed,) = found("marathon-build.yaml", change).changes
    assert supposed.fact == fact
    then = [tuple(item.values()) for item in supposed.then] if isinstance(supposed.then, list) else supposed.then
    assert then == value


def test_a_first_timer_loses_the_history() -> None:
    said = found("hourly-cap.yaml", "sessions_done=0")
    assert [c.fact for c in said.changes if not c.follows] == ["sessions_done"]
    assert all(c.then is None and c.fact in BASE.vocabulary.groups["history"] for c in said.changes if c.follows)
    assert "left out, as it would contradict that: easy runs" in shown("hourly-cap.yaml", "sessions_done=0")


def test_fewer_sessions_than_at_the_step_take_those_along() -> None:
    said = found("hourly-cap.yaml", "sessions_done=3")
    assert [(c.fact, c.then, c.follows) for c in said.changes] == [
        ("sessions_done", 3, False),
        ("sessions_at_step", 3, True),
    ]


@pytest.mark.parametrize(
    ("given", "change", "then"),
    [
        ({"duration_min": 50, "pace": "6:00/km"}, {"distance": "10 km"}, {"distance": "10 km", "pace": "6:00/km"}),
        ({"distance": "10 km", "pace": "6:00/km"}, {"duration_min": 40}, {"duration_min": 40, "pace": "6:00/km"}),
        ({"duration_min": 50}, {"distance": "10 km"}, {"duration_min": 50, "distance": "10 km"}),
        ({"duration_min": 50, "distance": "10 km"}, {"pace": None, "duration_min": 55}, {"duration_min": 55}),
    ],
)
def test_length_told_anew_replaces_the_one_told(given: Any, change: Any, then: Any) -> None:
    usual = {name: value for name, value in BASE.standard_cases["before"].items() if name not in RUN_FACTS}
    case = what_if(case_of({**usual, **given}, BASE), change, base=BASE).case
    assert then.items() <= case.items()
    assert "distance" not in then or case["distance"] == then["distance"]
    assert ("pace" in then and "duration_min" in then) <= ("distance" not in case)


def test_item_on_either_side_counts_as_a_rule_of_its_own() -> None:
    both = found("ankle-return.yaml", "injuries=knee returning").comparison
    assert ("INJ-040", "knee") in [(each.rule, (each.item or {}).get("site")) for each in both.starting]
    assert ("INJ-040", "ankle") in [(each.rule, (each.item or {}).get("site")) for each in both.stopping]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (("fatigu=3",), ("no fact is called 'fatigu'", "did you mean 'fatigue'?")),
        (("fatigue",), ("'fatigue' is not a change", "FACT=VALUE")),
        (("=3",), ("FACT=VALUE",)),
        (
            ("fatigue=33", "legs=xx"),
            ("fatigue: 33 is out of range", "from 0 to 10", "legs: 'xx' is not understood", "such as fresh or heavy"),
        ),
        (("fatigue=",), ("fatigue: nothing was said",)),
        (("fatigue=3", "fatigue=4"), ("'fatigue' is given twice",)),
        (("cue=dizzy",), ("cue: cannot be supposed before a run", "allowed: pain")),
        (("moment=after",), ("moment: cannot be supposed before a run",)),
        (("pain=unknown",), ("pain: must be answered before a run",)),
        (("injuries=[{site: ankel, status: active}]",), ("injuries[0].site", "did you mean 'ankle'?")),
        (("injuries=[{site: ",), ("injuries", "not valid YAML")),
        (("injuries=knee",), ("injuries: knee: active, returning or resolved?", "say active, returning or resolved")),
        (("duration_min=8 km",), ("write distance=8 km",)),
        (("pace=fast",), ("pace", "6:00/km")),
        (("sessions_done=0", "sessions_at_step=3"), ("sessions_done is 0",)),
    ],
)
def test_mistake_is_told_and_exits_with_2(changes: tuple[str, ...], words: tuple[str, ...]) -> None:
    result = ask("first-session.yaml", *changes)
    assert result.exit_code == 2 and result.stdout == ""
    assert all(word in result.stderr for word in words), result.stderr
    assert "Traceback" not in result.stderr


def test_case_may_come_from_standard_input() -> None:
    result = ask("-", "pain=sharp", given="pain: none\ninjuries: []\n")
    assert result.exit_code == 0 and "pain: none -> sharp" in result.stdout


@given(all_cases(), st.data())
@examples(100)
def test_both_sides_are_what_the_engine_says_and_nothing_is_left_out(case: dict[str, Any], data: st.DataObject) -> None:
    moment = case.get("moment", "before")
    names = [n for n, info in FACTS.items() if moment in info.moments and n not in (*RUN_FACTS, "moment")]
    changes = {name: data.draw(values(name)) for name in data.draw(st.sets(st.sampled_from(names), max_size=3))}
    try:
        said = what_if(case_of(case, BASE), changes, base=BASE)
    except CaseError as error:
        assert "sessions" in str(error)
        return
    now, then = recommend(case), recommend(said.case)
    both = said.comparison
    assert both.headlines == (now.headline, then.headline)
    for name, value in changes.items():
        told = [c.then for c in said.changes if c.fact == name] or [now.case.get(name)]
        assert told == [value] or (name in ("injuries", "stiffness") and list(told[0] or ()) == value)
    listed = {each.decision: each for each in both.decisions}
    ours, theirs = ({d.name: d for d in made.decisions} for made in (now, then))
    for name in {**ours, **theirs}:
        mine, other = ours.get(name), theirs.get(name)
        differs = (mine and (mine.value, mine.text)) != (other and (other.value, other.text))
        assert differs == (name in listed)
        if differs:
            assert (listed[name].now and listed[name].now.rules) == (mine and mine.rules)
            assert (listed[name].then and listed[name].then.rules) == (other and other.rules)
    before, after = ({(f.rule, str(f.item)) for f in made.trace.firings} for made in (now, then))
    assert {(each.rule, str(each.item)) for each in both.starting} == after - before
    assert {(each.rule, str(each.item)) for each in both.stopping} == before - after
    say, then_say = ({a.say for a in made.advice} for made in (now, then))
    assert {a.say for a in both.advice_new} >= then_say - say and {a.say for a in both.advice_gone} >= say - then_say
    assert WhatIf.from_json(said.to_json()) == said
