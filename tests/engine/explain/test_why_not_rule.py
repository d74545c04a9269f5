"""Why a rule did not fire: exactly what kept it silent; for one that fired, what became of its conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import Explanation, QueryError, recommend
from springstep.engine.inference.examples import example_case
from springstep.installed import default_rule_base
from tests.strategies import all_cases, examples

BASE = default_rule_base()


def explained(rule: str, moment: str = "before", **changes: Any) -> Explanation:
    return recommend({**BASE.standard_cases[moment], **changes}).why_not(rule)


def nodes(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for part in explanation.parts:
        yield from nodes(part)


def texts(explanation: Explanation) -> list[str]:
    return [node.text for node in nodes(explanation)]


def test_failed_condition_is_shown_with_the_runners_value() -> None:
    found = explained("RDY-040", fatigue=6)
    assert (found.rule, found.basis, found.guide) == ("RDY-040", "inference", BASE.by_id["RDY-040"].guide)
    assert found.text == "did not fire. It fires when fatigue is at least 7"
    assert [part.text for part in found.parts] == ["not met: fatigue is at least 7 (yours: 6 of 10)"]


def test_rule_is_found_by_name_and_in_any_case() -> None:
    assert explained(BASE.by_id["RDY-040"].name).rule == explained("rdy-040").rule == "RDY-040"


HAMSTRING_OR_SO = "for some injury, injury site is hamstring, calf or achilles"
TIRED_OR_STIFF = "fatigue is at least 5 or (for some stiff place, stiffness severity is marked)"


@pytest.mark.parametrize(
    ("injuries", "stiffness", "unmet"),
    [
        (
            ["knee resolved", "hip active"],
            ["hips mild"],
            [
                f"{HAMSTRING_OR_SO} (yours: knee, resolved; hip, active)",
                "for some injury, injury status is returning (yours: knee, resolved; hip, active)",
                f"{TIRED_OR_STIFF} (yours: 2 of 10, stiffness: hips, mild)",
            ],
        ),
        (["knee returning"], ["hips marked"], [f"{HAMSTRING_OR_SO} (yours: knee, returning)"]),
        (
            ["calf resolved"],
            ["hips marked"],
            ["for some injury, injury status is returning (yours: calf, resolved)"],
        ),
        (
            ["knee returning", "calf resolved"],
            ["hips marked"],
            [f"{HAMSTRING_OR_SO} and injury status is returning (yours: knee, returning; calf, resolved)"],
        ),
        ([], ["hips marked"], [f"{HAMSTRING_OR_SO} and injury status is returning (yours: none)"]),
        (["calf returning"], [], [f"{TIRED_OR_STIFF} (yours: 2 of 10, stiffness: none)"]),
    ],
)
def test_what_no_item_of_a_list_meets_is_shown_with_the_list(
    injuries: list[str], stiffness: list[str], unmet: list[str]
) -> None:
    case = {
        "injuries": [dict(zip(("site", "status"), each.split(), strict=True)) for each in injuries],
        "stiffness": [dict(zip(("site", "severity"), each.split(), strict=True)) for each in stiffness],
    }
    found = explained("INJ-065", fatigue=2, **case)
    assert [part.text for part in found.parts] == [f"not met: {each}" for each in unmet]


def test_each_injury_is_checked_separately() -> None:
    injuries = [{"site": "knee", "status": "resolved"}, {"site": "calf", "status": "returning"}]
    found = explained("INJ-040", injuries=injuries)
    assert texts(found)[1:] == [
        "not for knee, resolved",
        "not met: injury status is returning (yours: resolved)",
        "not for calf, returning",
        "not met: injury site is ankle or knee (yours: calf)",
    ]
    fired = explained("INJ-050", injuries=injuries)
    assert fired.text == "fired, and all of it carried"
    assert {"fired for calf, returning", "not for knee, resolved"} <= set(texts(fired))


def test_list_without_items_is_named_as_such() -> None:
    assert texts(explained("INJ-040"))[1:] == ["there are none to check (injuries: none)"]


def test_exception_that_holds_is_named() -> None:
    assert "its exception holds: surface is grass, dirt path or track (yours: grass)" in texts(explained("SRF-060"))


def test_rule_that_takes_its_place_is_named() -> None:
    general = next(rule for rule in BASE.rules if rule.overridden_by)
    special = BASE.by_id[general.overridden_by[0]]
    made = recommend(example_case(BASE, special, special.fires_for))
    assert special.id in [node.rule for node in nodes(made.why_not(general.id))]


def test_conclusion_that_is_dominated_names_what_is_more_cautious() -> None:
    found = explained("RDY-050", legs="heavy", fatigue=9)
    assert found.text == "fired; 4 of 5 conclusions carried"
    dominated = [part for part in nodes(found) if part.text.startswith("dominated: Readiness")]
    assert [part.rule for part in dominated[0].parts] == ["RDY-040"]
    assert dominated[0].parts[0].text.startswith("more cautious, No bursts for now: ")


def test_rule_of_another_moment_is_named_as_such() -> None:
    assert explained("CUE-020").text == "did not fire: it is read during a run, and this is before a run"


def test_assumed_value_is_marked_as_one() -> None:
    found = recommend({"pain": "none", "injuries": []}).why_not("SEA-020")
    assert "not met: season phase is build or no season (yours: race week), assumed as it was not answered" in texts(
        found
    )


@pytest.mark.parametrize("name", ["RDY-999", "XXX-001", "no-such-rule"])
def test_rule_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(QueryError):
        explained(name)


@given(all_cases(), st.data())
@examples(150)
def test_every_rule_has_an_answer_that_agrees_with_the_trace(case: dict[str, Any], data: st.DataObject) -> None:
    made = recommend(case)
    for rule in data.draw(st.lists(st.sampled_from(BASE.rules), min_size=8, max_size=8)):
        found = made.why_not(rule.id)
        firings = made.trace.firings_of(rule.id)
        lines = texts(found)
        assert found.text.startswith("fired") == bool(firings)
        fates = ("carried: ", "dominated: ", "left unsaid")
        made_of = [conclusion for firing in firings for conclusion in firing.conclusions]
        assert len([text for text in lines if text.startswith(fates)]) == len(made_of)
        assert len([text for text in lines if text.startswith("carried: ")]) == sum(c.carried for c in made_of)
        if not firings and made.moment in rule.moments:
            assert found.parts, f"nothing says why {rule.id} was silent"
            for part in found.parts:
                assert part.parts or not part.text.startswith("not for")
