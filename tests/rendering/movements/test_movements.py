"""The drawings of the drills: each is what the catalogue says of its drill, and a body could do it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from math import dist
from textwrap import wrap
from xml.etree import ElementTree

import pytest

from springstep.engine.language.tables import Row
from springstep.installed import default_rule_base
from springstep.rendering.movements.drawing import movement_svg
from springstep.rendering.movements.joints import LENGTHS, Pose, joints_of, on_the_ground
from springstep.rendering.movements.poses import phases_of
from springstep.rendering.movements.scene import WIDTH, scene_of

DRILLS = {drill.id: drill for drill in default_rule_base().tables["drills"].rows}
MOST_IN_THE_AIR = {"low": 8, "moderate": 14, "high": 50}
"""How high who does a drill goes at most, by its impact."""
each_drill = pytest.mark.parametrize("drill", DRILLS.values(), ids=DRILLS)


def landings(phases: tuple[Pose, ...]) -> list[tuple[bool, bool]]:
    """Return of each phase that stands on the ground whether the right foot does, and the left."""
    return [feet for phase in phases if not phase.up and not phase.box and any(feet := on_the_ground(phase))]


@each_drill
def test_each_drill_is_drawn_in_a_few_phases(drill: Row) -> None:
    assert 2 <= len(phases_of(drill)) <= 4
    for phase in phases_of(drill):
        assert 0 < len(wrap(phase.says, 9)) <= 2, phase.says


@each_drill
def test_feet_land_as_the_catalogue_says(drill: Row) -> None:
    feet = landings(phases_of(drill))
    assert feet
    if drill["landing"] == "both":
        assert set(feet) == {(True, True)}
    elif drill["landing"] in ("single_leg", "alternating"):
        assert set(feet) == {(True, False), (False, True)}
        assert all(one != two for one, two in pairwise(feet)), "not from foot to foot"
    else:
        assert len(feet) == len(phases_of(drill)), "the feet leave the ground"


@each_drill
def test_who_travels_goes_forward_and_who_does_not_stays(drill: Row) -> None:
    places = [phase.at for phase in phases_of(drill)]
    if drill["direction"] in ("in_place", "vertical"):
        assert set(places) == {None}
    else:
        known = [place for place in places if place is not None]
        assert len(known) == len(places) and known == sorted(set(known))
    sides = {phase.out > 0 for phase in phases_of(drill) if phase.out}
    assert sides == ({True, False} if drill["direction"] == "diagonal" else set())
    assert any(phase.box for phase in phases_of(drill)) == (drill["direction"] == "drop")


@each_drill
def test_it_goes_as_high_as_its_impact_allows(drill: Row) -> None:
    highest = max(phase.up for phase in phases_of(drill))
    assert highest <= MOST_IN_THE_AIR[drill["impact"]]
    if drill["impact"] != "low":
        assert highest > 0


@each_drill
def test_a_hold_is_drawn_where_the_drill_has_one(drill: Row) -> None:
    holds = [phase for phase in phases_of(drill) if phase.does == "hold"]
    assert bool(holds) == bool(re.search(r"hold still|balance each landing", drill["how"]))
    assert not any(phase.up for phase in holds)


@each_drill
def test_limbs_keep_their_length_and_joints_bend_one_way(drill: Row) -> None:
    for phase in phases_of(drill):
        body = joints_of(phase, 100)
        assert dist(body.hip, body.shoulder) == pytest.approx(LENGTHS["trunk"])
        for leg, (thigh, shank, foot) in zip(body.legs, phase.legs, strict=True):
            lengths = [dist(one, two) for one, two in pairwise(leg)]
            assert lengths == pytest.approx([LENGTHS[each] for each in ("thigh", "shank", "foot")])
            assert 0 <= thigh - shank <= 125 and 30 <= foot - shank <= 130, (phase.says, thigh, shank, foot)
        for arm, (upper, fore) in zip(body.arms, phase.arms, strict=True):
            assert [dist(one, two) for one, two in pairwise(arm)] == pytest.approx([17, 15])
            assert 0 <= fore - upper <= 120, (phase.says, upper, fore)


@each_drill
def test_nobody_sinks_into_the_ground_or_leaves_the_picture(drill: Row) -> None:
    scene = scene_of(phases_of(drill))
    for phase, body in zip(scene.phases, scene.bodies, strict=True):
        assert min(leg.lowest for leg in body.legs) == pytest.approx(phase.up + phase.box)
    svg = ElementTree.fromstring(movement_svg(drill))
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    assert (left, width) == (0, WIDTH)
    for line in svg.iter("polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width and top <= y <= top + height, line.attrib
    for head in svg.iter("circle"):
        assert float(head.attrib["cy"]) - float(head.attrib["r"]) >= top


@each_drill
def test_figures_and_words_do_not_run_into_each_other(drill: Row) -> None:
    scene = scene_of(phases_of(drill))
    edges = []
    for body, phase in zip(scene.bodies, scene.phases, strict=True):
        reach = [point.x for limb in (*body.arms, *body.legs) for point in limb]
        half = max(map(len, wrap(phase.says, 9))) * 6.1
        edges.append((min(*reach, body.hip.x - half), max(*reach, body.hip.x + half)))
    assert all(one[1] < two[0] for one, two in pairwise(edges)), edges


@each_drill
def test_it_is_told_in_the_drills_own_words(drill: Row) -> None:
    svg = ElementTree.fromstring(movement_svg(drill))
    assert svg.attrib["role"] == "img"
    label = svg.attrib["aria-label"]
    assert label.startswith(drill["name"]) and label.endswith(drill["how"])
    shown = " ".join(str(text.text) for text in svg.iter("text"))
    assert shown == " ".join(phase.says for phase in phases_of(drill))
    assert not any("style" in each.attrib for each in svg.iter()) and not list(svg.iter("style"))


def test_a_drill_that_is_not_drawn_or_lands_another_way_has_no_drawing() -> None:
    hop = DRILLS["hop_and_hold"]
    assert movement_svg(hop)
    assert movement_svg(replace(hop, id="club_hop")) == ""
    for changed in ({"landing": "single_leg"}, {"direction": "forward"}):
        assert movement_svg(replace(hop, cells={**hop.cells, **changed})) == ""


def test_words_of_an_overlay_stay_words() -> None:
    hop = DRILLS["hop_and_hold"]
    told = {**hop.cells, "name": '<b>"Hop"</b>', "how": "'&<script>"}
    svg = movement_svg(replace(hop, cells=told))
    assert ElementTree.fromstring(svg).attrib["aria-label"].startswith('<b>"Hop"</b>')
    assert "<b>" not in svg and "<script" not in svg
