"""Every example is decided as the guide says: each expected value was worked out by hand from the sentences cited.

A row names the rules that must carry a decision and the sentences of the guide it must rest on. Where a number is not
in the guide (three weeks, 5 of 10, 90 seconds), the row leans on the rule that chose it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from springstep import Recommendation, recommend
from springstep.cli.main import main
from springstep.engine.rulebase.ledger import load_ledger
from springstep.installed import default_rule_base
from tests.places import EXAMPLES

FILES = sorted(path.name for path in EXAMPLES.iterdir() if path.suffix in {".yaml", ".json"})
TABLES = [path.name for path in EXAMPLES.glob("*.csv")]


class Expected(NamedTuple):
    """One decision of one example: its value, exactly the rules that carry it, and sentences it rests on."""

    example: str
    decision: str
    value: Any
    rules: str
    guide: str
    reason: str


FIRST, MARATHON, ANKLE, HIPS = "first-session.yaml", "marathon-build.yaml", "ankle-return.yaml", "stiff-hips.yaml"
RACE, SHORT, CAP, RISKS = "race-week.yaml", "short-run.yaml", "hourly-cap.yaml", "several-risks.json"
FLOODING, NOT_DUE, AWAY, TIRED = "flooding-legs.yaml", "not-due-yet.yaml", "two-months-off.yaml", "tired-strides.yaml"
TWENTY, TREADMILL, BARE = "twenty-second-sets.yaml", "treadmill.yaml", "told-almost-nothing.yaml"
CUE, AGAIN, EARNED, DRAINED = "mid-run-cue.yaml", "mid-run-again.yaml", "after-run-log.yaml", "after-run-fatigue.yaml"

EXPECTED = (
    # First session ever: begin conservatively; the smallest of the three starts; early in the season light contact.
    Expected(FIRST, "clearance", "go", "RDY-010", "1.1 5.5", "nothing speaks against bursts"),
    Expected(
        FIRST, "progression", "hold", "PRG-020 SEA-010", "7.2 10.2", "nothing to build on; early weeks add nothing"
    ),
    Expected(FIRST, "due", "due", "FRQ-090", "5.5", "no earlier bursts to wait for"),
    Expected(FIRST, "frequency", 3, "FRQ-015", "5.5 7.2", "of second or third easy run the rarer"),
    Expected(
        FIRST,
        "dose",
        "3 x 8 s",
        "DOS-040 DOS-042",
        "7.2 1.5 8.1 5.2 10.4",
        "3 efforts of 8 s are the least that 5.2 knows",
    ),
    Expected(FIRST, "total_s", 80, "DOS-010", "5.1", "40 min allow less than 80 s; 3.68 miles would allow 110 s"),
    Expected(FIRST, "contact", "light", "DRL-040 SEA-010", "10.2 7.2", "early season, and new to plyometrics"),
    Expected(FIRST, "rest_s", 90, "DOS-110", "2.5 5.2", "full recovery; the seconds are the project's own"),
    Expected(FIRST, "warm_up_min", 10, "RUN-030", "", "common practice"),
    # Marathoner in the build: all good for weeks, so one thing moves, and at 4 x 10 s that is the frequency.
    Expected(MARATHON, "clearance", "go", "RDY-010", "1.1 5.5", "fatigue 2 is below where dialling back begins"),
    Expected(MARATHON, "progression", "advance", "PRG-010", "8.1 10.2", "tolerance grew, the log speaks for it"),
    Expected(MARATHON, "frequency", 2, "FRQ-030 FRQ-070", "5.5 10.3", "from every third to every second easy run"),
    Expected(MARATHON, "reached_every", 2, "FRQ-030", "5.5 10.3", "the step reached is as often"),
    Expected(MARATHON, "reached_efforts", 4, "DOS-060", "10.4", "when the frequency moves the dose stays"),
    Expected(MARATHON, "reached_effort_s", 10, "DOS-060", "10.4", "when the frequency moves the dose stays"),
    Expected(MARATHON, "dose", "4 x 10 s", "DOS-060", "10.4 5.5", "4 x 12 s waits for the next step"),
    Expected(MARATHON, "total_s", 140, "DOS-010", "5.1", "70 min allow less than 140 s"),
    Expected(MARATHON, "due", "due", "FRQ-100", "5.5", "two easy runs lie between, one would do"),
    Expected(MARATHON, "contact", "crisp", "TEC-005", "6.3 2.5", "crisp, and never maximal"),
    # Back from an ankle sprain: stability and controlled landing first, bursts brought back gradually.
    Expected(ANKLE, "clearance", "modify", "INJ-040", "12.2", "returning ankle"),
    Expected(
        ANKLE,
        "progression",
        "hold",
        "INJ-040 PRG-064 PRG-155",
        "12.2 7.2 8.6 10.4",
        "the ankle holds, and so do weeks away",
    ),
    Expected(ANKLE, "efforts", 4, "PRG-157", "8.6 10.4", "three weeks away alone leave four"),
    Expected(ANKLE, "effort_s", 10, "PRG-157", "8.6 10.4", "three weeks away leave efforts of 10 s"),
    Expected(ANKLE, "reached_efforts", 3, "INJ-070", "12.2 12.1", "gradually: 5 x 12 s before, and again step by step"),
    Expected(ANKLE, "reached_effort_s", 10, "INJ-070 PRG-158", "12.2 8.6", "the ankle and the weeks away alike"),
    Expected(ANKLE, "dose", "3 x 10 s", "INJ-070", "12.2 12.1", "a fourth effort is more than a return begins with"),
    Expected(ANKLE, "frequency", 3, "INJ-070", "12.2", "every second before, every third for now"),
    Expected(ANKLE, "warm_up_min", 15, "INJ-070", "12.2", "longer than the usual ten"),
    Expected(ANKLE, "contact", "gentle", "INJ-040", "12.2", "controlled landing"),
    # Stiff hips: scale back the intensity or take a lighter drill; both are done.
    Expected(HIPS, "clearance", "modify", "STF-010", "6.6", "mild stiffness of the hips"),
    Expected(HIPS, "contact", "gentle", "STF-010", "6.6", "less intensity"),
    Expected(HIPS, "efforts", 3, "STF-010", "6.6", "less of it"),
    Expected(HIPS, "burden", 2, "STF-010", "6.6", "one thing against the day"),
    Expected(HIPS, "progression", "hold", "BUR-010", "6.6", "no day for a step on"),
    Expected(HIPS, "reached_efforts", 4, "DOS-080", "10.4", "the day is stiff, the step stays"),
    Expected(HIPS, "reached_effort_s", 12, "DOS-080", "10.4", "the day is stiff, the step stays"),
    Expected(HIPS, "dose", "3 x 12 s", "STF-010", "6.6", "4 x 12 s last time, three efforts today"),
    Expected(HIPS, "frequency", 2, "DOS-080 FRQ-070", "5.5 10.4", "stays; more often than every second is not named"),
    Expected(HIPS, "due", "due", "FRQ-100", "5.5", "one easy run between is enough"),
    # Race week: the urge of competition asks for restraint; the smallest set is common practice.
    Expected(RACE, "clearance", "modify", "SEA-040", "", "a convention: the guide is silent on the last week"),
    Expected(
        RACE, "progression", "hold", "SEA-030", "6.5 10.1", "racing weeks; the mood asks for restraint, not for less"
    ),
    Expected(RACE, "contact", "light", "MND-030 SEA-030", "6.5", "precision and restraint"),
    Expected(RACE, "dose", "3 x 8 s", "SEA-040", "", "a reminder, whatever the dose was"),
    Expected(RACE, "total_s", 70, "DOS-010", "5.1", "35 min allow less than 70 s"),
    Expected(RACE, "frequency", 2, "DOS-080 FRQ-070", "5.5 10.4", "nothing moves"),
    Expected(RACE, "reached_efforts", 5, "DOS-080", "7.1 10.4", "5 x 12 s stand when the race is over"),
    Expected(RACE, "reached_effort_s", 12, "DOS-080", "7.1 10.4", "5 x 12 s stand when the race is over"),
    # 18 minutes: 10 min warm-up, 3 x (8 + 90) s and 5 min easy do not fit.
    Expected(SHORT, "clearance", "go", "RDY-010", "1.1 5.5", "nothing speaks against bursts but the time"),
    Expected(SHORT, "room", "too_short", "RUN-035", "5.2 2.5", "1194 s are needed, 1080 s are there"),
    Expected(SHORT, "dose", "none", "RUN-035", "5.2", "no smaller set than three efforts"),
    Expected(SHORT, "due", "due", "FRQ-100", "5.5", "due all the same: the time is what lacks"),
    Expected(
        SHORT,
        "progression",
        "hold",
        "PRG-050 PRG-060 PRG-177",
        "7.2 10.4 5.5",
        "two sessions in one week are too few to judge, and five in all too few for more often",
    ),
    # 10 km at 4:20/km are 43.33 min, so all bursts stay under 86.67 s; 6 x 15 s would be 90 s.
    Expected(CAP, "total_s", 86.6666, "DOS-010", "5.1", "two seconds for each of 43.3333 minutes"),
    Expected(CAP, "reached_efforts", 6, "DOS-050", "10.2 8.1", "the largest set is earned"),
    Expected(CAP, "reached_effort_s", 15, "DOS-050", "10.2 8.1", "the largest set is earned"),
    Expected(CAP, "dose", "5 x 15 s", "DOS-010", "5.1", "the hourly cap alone refuses the largest set"),
    Expected(CAP, "progression", "advance", "PRG-010", "8.1 10.2", "all good for weeks"),
    Expected(CAP, "frequency", 2, "DOS-050 FRQ-070", "5.5", "the dose moves, so the frequency stays"),
    # Several risks at once: small burdens that come to fourteen points, and too much for the strides that a calf bears.
    Expected(
        RISKS,
        "burden",
        14,
        "RDY-020 RDY-050 SRF-020 SRF-090 SUP-010 SUP-020 SUP-030",
        "1.6 9.6 5.4 10.5",
        "fatigue 4, heavy legs, asphalt, worn shoes, little food, and twice for a bad night",
    ),
    Expected(
        RISKS, "clearance", "no_bursts_today", "BUR-050 INJ-067", "9.7 10.3", "fourteen points; a calf bears no strides"
    ),
    Expected(RISKS, "contact", "gentle", "BUR-030 INJ-050 RDY-050", "12.1 9.6", "gentle beats the others' light"),
    Expected(
        RISKS, "efforts", 3, "BUR-025 BUR-030 RDY-050 SUP-020", "9.6 10.5 10.3", "fatigue 4 alone would allow four"
    ),
    Expected(RISKS, "effort_s", 8, "BUR-025", "10.3 1.6", "one step below 3 x 10 s"),
    Expected(RISKS, "progression", "hold", "BUR-010 INJ-050", "10.5 6.6 12.1", "no step on"),
    Expected(RISKS, "reached_efforts", 3, "DOS-080 INJ-070", "7.1 12.2", "3 x 10 s stay: the day is bad, not the plan"),
    Expected(RISKS, "reached_effort_s", 10, "DOS-080 INJ-070", "7.1 12.2", "3 x 10 s stay"),
    Expected(RISKS, "dose", "none", "BUR-050 INJ-067", "9.7 10.3", "easy running is all that the day holds"),
    Expected(RISKS, "rest_s", 120, "DOS-120", "2.5", "a tired runner recovers longer"),
    Expected(RISKS, "warm_up_min", 15, "INJ-070", "12.1 12.2", "for the calf"),
    Expected(RISKS, "frequency", 3, "DOS-080 INJ-070", "7.1 12.2", "both ask for the rarest"),
    # Flooding legs: a gentler drill or no set; the careful way is no set.
    Expected(FLOODING, "clearance", "no_bursts_today", "RDY-060", "9.6", "fatigue 6 alone would leave strides"),
    Expected(
        FLOODING, "progression", "hold", "BUR-010 PRG-062", "10.3 7.2", "the legs are bad today; the step is young"
    ),
    Expected(FLOODING, "reached_efforts", 4, "DOS-080", "7.1 10.4", "4 x 12 s stay"),
    Expected(FLOODING, "reached_effort_s", 12, "DOS-080", "7.1 10.4", "4 x 12 s stay"),
    Expected(FLOODING, "dose", "none", "RDY-060", "9.6", "no set today"),
    Expected(FLOODING, "frequency", 2, "DOS-080 FRQ-070", "7.1 5.5", "stays"),
    # One easy run since the last bursts, and every third easy run means two.
    Expected(NOT_DUE, "clearance", "go", "RDY-010", "1.1 5.5", "nothing is wrong"),
    Expected(NOT_DUE, "due", "not_due", "FRQ-110", "5.5", "two easy runs belong in between"),
    Expected(NOT_DUE, "frequency", 3, "DOS-080 FRQ-015", "5.5 7.2", "stays, and four sessions are too few for more"),
    Expected(NOT_DUE, "progression", "hold", "PRG-050 PRG-060", "7.2 10.4", "too early to judge"),
    Expected(NOT_DUE, "dose", "none", "FRQ-110", "5.5", "nothing to dose today"),
    # Nine weeks without bursts: consistency is gone, begin conservatively again.
    Expected(AWAY, "clearance", "go", "RDY-010", "1.1 5.5", "fresh and well"),
    Expected(AWAY, "progression", "restart", "PRG-172", "7.2 8.6 10.4", "more than eight weeks"),
    Expected(AWAY, "frequency", 3, "DOS-100 PRG-170", "5.5 7.2", "every second before, every third now"),
    Expected(
        AWAY, "dose", "3 x 8 s", "DOS-100 PRG-160 PRG-162 PRG-170", "7.2 8.6", "5 x 12 s before, now the smallest"
    ),
    Expected(AWAY, "contact", "light", "PRG-157 SEA-010", "8.6 10.2", "a new start, in base weeks"),
    # Clearly tired: gentler strides in the place of bursts.
    Expected(TIRED, "clearance", "strides_instead", "RDY-030", "1.6", "fatigue 5 of 10"),
    Expected(TIRED, "efforts", 3, "RDY-030", "1.6", "dial back"),
    Expected(TIRED, "dose", "3 x 10 s", "RDY-030", "1.6", "four last time, three today"),
    Expected(TIRED, "contact", "gentle", "RDY-030", "1.6", "gentler"),
    Expected(TIRED, "rest_s", 120, "DOS-120", "2.5", "a tired runner recovers longer"),
    Expected(TIRED, "frequency", 3, "DOS-080", "7.1 10.4", "the day is tired, not the plan"),
    Expected(TIRED, "reached_efforts", 4, "DOS-080", "7.1 10.4", "the day is tired, not the plan"),
    # Eight sets of 20 s meant: an effort is 8 to 15 s, a session 3 to 6 efforts, an hour under 120 s.
    Expected(TWENTY, "effort_s", 15, "DOS-020", "5.2", "20 s are two efforts"),
    Expected(TWENTY, "efforts", 6, "DOS-020", "5.2", "eight are too many"),
    Expected(TWENTY, "total_s", 120, "DOS-010", "5.1", "60 min allow less than 120 s"),
    Expected(TWENTY, "dose", "4 x 10 s", "DOS-060", "10.4 5.5", "what is meant earns nothing"),
    Expected(TWENTY, "frequency", 2, "FRQ-030 FRQ-070", "5.5", "one step more often"),
    # Treadmill and a healed knee in the racing weeks: low drills next to the belt, and nothing is added.
    Expected(TREADMILL, "clearance", "modify", "SRF-050", "", "a convention: hops next to the belt, on a hard floor"),
    Expected(
        TREADMILL,
        "progression",
        "hold",
        "BUR-010 PRG-062 SEA-030",
        "10.1 6.5 5.4 7.2",
        "racing weeks, and a hard floor",
    ),
    Expected(TREADMILL, "contact", "light", "SEA-030 SRF-050", "6.5", "restraint, and a hard floor"),
    Expected(TREADMILL, "dose", "4 x 10 s", "DOS-080", "7.1 10.4", "the same dose again"),
    Expected(TREADMILL, "total_s", 90, "DOS-010", "5.1", "45 min allow less than 90 s"),
    # Almost nothing answered: every assumption is the most cautious one, and no single answer would open the day.
    Expected(
        BARE, "clearance", "stop_and_refer", "SCR-010 TDY-014 TDY-016", "", "a heart condition is assumed: for a doctor"
    ),
    Expected(BARE, "room", "wrong_kind", "RUN-010", "5.5 11.4", "the run is taken as a workout, and as too short"),
    Expected(
        BARE,
        "progression",
        "hold",
        "BUR-010 PRG-030 PRG-040 PRG-050 PRG-060 PRG-065 PRG-067 PRG-090 PRG-110 PRG-120 PRG-130 PRG-150 PRG-155 "
        "SCR-010 SEA-030 TDY-010 TDY-014 TDY-016 TDY-020",
        "7.2 10.3 10.4",
        "what is not told adds nothing and takes no step away",
    ),
    Expected(BARE, "due", "not_due", "FRQ-110", "5.5", "the last bursts are taken as just before"),
    Expected(BARE, "frequency", 3, "DOS-080 FRQ-015 PRG-170", "5.5 7.2", "the rarest"),
    Expected(
        BARE, "dose", "none", "FRQ-110 RUN-010 SCR-010 TDY-014 TDY-016", "5.5 11.4", "each of them alone would bar it"
    ),
    # During a run: stiffness of the hips asks for a lighter drill; a warning that comes back ends the bursts.
    Expected(CUE, "next_action", "gentler_drill", "CUE-020", "6.6", "hips stiffen for the first time"),
    Expected(CUE, "contact", "gentle", "CUE-020", "6.6", "less intensity"),
    Expected(CUE, "rest_s", 90, "CUE-010", "5.2", "full recovery"),
    Expected(AGAIN, "next_action", "end_bursts", "CUE-150", "4.5 9.6 6.6", "answered once already"),
    Expected(AGAIN, "rest_s", 120, "CUE-080", "4.4", "longer than the usual 90"),
    # After a run: good weeks earn one step, growing fatigue costs one; the frequency stays in both.
    Expected(EARNED, "clearance", "go", "RDY-010", "1.1 5.5", "no pain, no injury"),
    Expected(EARNED, "progression", "advance", "PRG-010", "8.1 10.2", "three sessions and two weeks, all good"),
    Expected(EARNED, "dose", "5 x 12 s", "DOS-050", "10.2 8.1 10.4", "4 x 12 s and one effort more"),
    Expected(EARNED, "frequency", 2, "DOS-050 FRQ-070", "5.5 10.4", "one thing at a time"),
    Expected(DRAINED, "progression", "step_back", "PRG-070 PRG-080", "7.3 1.5 1.6", "more tired, and drained"),
    Expected(DRAINED, "dose", "4 x 12 s", "DOS-090", "1.6 10.3 8.5", "5 x 12 s and one effort less"),
    Expected(DRAINED, "frequency", 2, "FRQ-040 FRQ-070", "1.6 10.3", "the dose steps back first"),
)


class Plan(NamedTuple):
    """What a runner gets: the verdict, the session if there is one, and the next step if there is one."""

    verdict: str
    session: tuple[str, int, int, int] | None
    following: tuple[int, int, int] | None


# Session: drill, efforts, seconds, recovery. Following: every n-th easy run, efforts, seconds.
PLANS = {
    FIRST: Plan("bursts", ("quick_feet", 3, 8, 90), (3, 3, 8)),  # 10.2: early weeks add nothing
    MARATHON: Plan("bursts", ("short_bounds", 4, 10, 90), (2, 4, 12)),  # 10.2: now the dose grows
    ANKLE: Plan("bursts", ("hop_and_hold", 3, 10, 90), (3, 3, 10)),  # 12.2: as long as the ankle is returning
    HIPS: Plan("bursts", ("quick_steps", 3, 12, 90), (2, 5, 12)),  # 6.6: the day is stiff; on a good one 4 x 12 s stand
    RACE: Plan("bursts", ("light_hops", 3, 8, 90), (2, 3, 8)),
    SHORT: Plan("none", None, None),
    CAP: Plan("bursts", ("pogo_hops", 5, 15, 90), (2, 6, 15)),
    RISKS: Plan("none", None, None),
    FLOODING: Plan("none", None, None),
    NOT_DUE: Plan("not_due", None, None),
    AWAY: Plan("bursts", ("light_hops", 3, 8, 90), (3, 3, 8)),  # 10.2: base weeks add nothing
    TIRED: Plan("strides", ("strides", 3, 10, 120), (2, 4, 10)),
    TWENTY: Plan("bursts", ("pogo_hops", 4, 10, 90), (2, 4, 12)),
    TREADMILL: Plan("bursts", ("light_hops", 4, 10, 90), (3, 4, 10)),  # 6.5: racing weeks add nothing
    BARE: Plan("stop", None, None),
    CUE: Plan("gentler_drill", None, None),
    AGAIN: Plan("end_bursts", None, None),
    EARNED: Plan("advance", None, (2, 5, 12)),
    DRAINED: Plan("step_back", None, (2, 4, 12)),
}

BASIC = {"quick_feet", "quick_steps", "march_and_hold", "hop_and_hold", "light_hops"}
LOW = BASIC | {"calf_raises"}
UP_TO_SHORT_BOUNDS = LOW | {"pogo_hops", "short_bounds"}
ALL_BURSTS = UP_TO_SHORT_BOUNDS | {"diagonal_bounding", "bounding"}

# The drills that nothing rules out, and for some of the others rules that do.
DRILLS: dict[str, tuple[set[str], dict[str, str]]] = {
    FIRST: (BASIC, {"pogo_hops": "DRL-030", "bounding": "SEA-010"}),  # 7.2; 10.2
    MARATHON: (
        UP_TO_SHORT_BOUNDS,
        {"bounding": "DRL-065 GOL-010", "diagonal_bounding": "DRL-065", "tuck_jumps": "DRL-010"},
    ),  # 4.1, 12.3; 2.1
    ANKLE: (LOW, {"short_bounds": "INJ-040 PRG-157", "pogo_hops": "INJ-040"}),  # 12.2: single-leg and harder landings
    HIPS: (LOW, {"diagonal_bounding": "STF-010", "pogo_hops": "STF-010"}),  # 6.6: a lighter drill
    RACE: (LOW, {"pogo_hops": "SEA-040"}),
    CAP: (ALL_BURSTS, {"depth_jumps": "DRL-020", "tuck_jumps": "DRL-020"}),  # 2.5, 9.4: nothing maximal
    AWAY: (
        BASIC,
        {"bounding": "PRG-157 PRG-170 SEA-010", "pogo_hops": "PRG-170"},
    ),  # 7.2: simple drills; 10.2: light contact
    TWENTY: (UP_TO_SHORT_BOUNDS, {"bounding": "DRL-065", "tuck_jumps": "DRL-010"}),
    TREADMILL: (
        {"quick_feet", "hop_and_hold", "light_hops", "calf_raises"},
        {
            "quick_steps": "SRF-050",
            "march_and_hold": "SRF-050",
            "pogo_hops": "SRF-050",
            "bounding": "SRF-060",
            "diagonal_bounding": "INJ-095 SRF-050",
        },  # 2.2; 12.1
    ),
    CUE: (LOW, {"pogo_hops": "CUE-020", "short_bounds": "CUE-020"}),  # 6.6
}

# Advice that an example is there to show: its topic, a rule that says it, and a sentence that this rests on.
ADVICE = (
    (FIRST, "next_step", "DOS-040", "1.5"),
    (FIRST, "technique", "TEC-010", "6.2"),
    (FIRST, "stop", "STP-010", "4.5"),
    (FIRST, "stop", "STP-020", "6.6"),
    (FIRST, "stop", "STP-030", "9.6"),
    (FIRST, "log", "LOG-030", "2.6"),
    (FIRST, "watch", "LOG-010", "4.4"),
    (MARATHON, "coach", "COA-010", "12.4"),
    (MARATHON, "goal", "GOL-010", "12.3"),
    (MARATHON, "judge", "PRG-140", "7.4"),
    (CAP, "season", "SEA-020", "10.2"),
    (ANKLE, "injury", "INJ-040", "12.2"),
    (ANKLE, "injury", "INJ-072", "12.2"),
    (HIPS, "watch", "STF-010", "6.6"),
    (RACE, "mindset", "MND-030", "6.5"),
    (RISKS, "shoes", "SRF-090", "5.4"),
    (CAP, "surface", "SRF-010", "5.4"),
    (RISKS, "sleep", "SUP-010", "10.5"),
    (RISKS, "fuel", "SUP-030", "10.5"),
    (SHORT, "placement", "RUN-035", "5.2"),
    (AWAY, "next_step", "PRG-170", "7.2"),
    (NOT_DUE, "next_step", "FRQ-115", "5.5"),
    (TWENTY, "intent", "INT-010", "5.2"),
    (TWENTY, "intent", "INT-020", "5.2"),
    (TWENTY, "intent", "INT-030", "5.1"),
    (TWENTY, "intent", "INT-040", "10.2"),
    (TREADMILL, "mindset", "MND-020", "7.5"),
    (CUE, "cue", "CUE-020", "6.6"),
    (CUE, "log", "CUE-170", "8.5"),
    (EARNED, "next_step", "PRG-180", "10.4"),
    (EARNED, "judge", "PRG-140", "7.4"),
    (EARNED, "judge", "LOG-050", "6.7"),
    (DRAINED, "coach", "COA-020", "12.4"),
)

# Advice that would be wrong in an example: its topic and the rule that would say it.
NO_ADVICE = (
    (FIRST, "judge", "LOG-040"),  # no earlier weeks to judge over
    (MARATHON, "next_step", "PRG-180"),  # the plan itself tells which one thing grows
    (ANKLE, "coach", "COA-020"),  # an old sprain, not sessions that cost too much
    (FLOODING, "coach", "COA-020"),
    (FLOODING, "technique", "TEC-010"),  # no bursts, so nothing on how to land
    (SHORT, "stop", "STP-010"),
    (NOT_DUE, "technique", "TEC-010"),
    (TIRED, "technique", "TEC-020"),  # strides have no crisp toe-off to train
    (EARNED, "coach", "COA-020"),  # nobody steps back
    (DRAINED, "next_step", "PRG-180"),
    (BARE, "shoes", "SRF-090"),  # nobody said that the shoes are worn
    (BARE, "mindset", "MND-030"),
)


@pytest.fixture(scope="module")
def made() -> dict[str, Recommendation]:
    return {name: recommend(EXAMPLES / name) for name in FILES}


@pytest.mark.parametrize("row", EXPECTED, ids=[f"{row.example}-{row.decision}" for row in EXPECTED])
def test_decision_is_what_the_guide_says(row: Expected, made: dict[str, Recommendation]) -> None:
    decision = made[row.example].decision(row.decision)
    assert decision.value == row.value, row.reason
    assert sorted(decision.rules) == row.rules.split(), row.reason
    assert set(row.guide.split()) <= set(decision.guide), row.reason


def test_every_example_has_a_plan_to_check_and_decisions_worked_out() -> None:
    assert sorted(PLANS) == FILES
    assert sorted({row.example for row in EXPECTED}) == FILES


@pytest.mark.parametrize("name", PLANS)
def test_verdict_and_session_are_as_worked_out(name: str, made: dict[str, Recommendation]) -> None:
    plan, session = made[name], made[name].session
    assert plan.verdict == PLANS[name].verdict
    found = (session.drill, session.efforts, session.effort_s, session.rest_s) if session is not None else None
    assert found == PLANS[name].session


@pytest.mark.parametrize("name", [name for name, plan in PLANS.items() if plan.following])
def test_following_step_is_as_worked_out(name: str, made: dict[str, Recommendation]) -> None:
    step = made[name].next_step
    assert step is not None
    assert (step.frequency, step.efforts, step.effort_s) == PLANS[name].following


@pytest.mark.parametrize("name", DRILLS)
def test_drills_left_open_are_as_worked_out(name: str, made: dict[str, Recommendation]) -> None:
    bursts = {drill.id for drill in default_rule_base().tables["drills"].rows if drill["role"] == "burst"}
    options = {option.value: option for choice in made[name].trace.choices for option in choice.options}
    opened, barred = DRILLS[name]
    assert {drill for drill in bursts if not options[drill].refused_by} == opened
    for drill, rules in barred.items():
        assert set(rules.split()) <= set(options[drill].refused_by), drill


@pytest.mark.parametrize(
    ("name", "drill", "rules"),
    [
        (
            MARATHON,
            "short_bounds",
            "DRL-065 DRL-120 DRL-132",
        ),  # 4.2: after cadence comes hip extension; 4.1: bounding only from 60 s in all
        (ANKLE, "hop_and_hold", "DRL-134 INJ-040"),  # 12.2: stability and a controlled landing, on the spot after a way
        (
            HIPS,
            "quick_steps",
            "DRL-065 DRL-110 DRL-132 STF-010",
        ),  # 4.2: after spring of the ankle cadence, on the way after the spot; 6.6 bars what was meant
        (CAP, "pogo_hops", "DRL-130 DRL-134 DRL-135"),  # 4.2: after hip extension spring of the ankle, in pogo hops
        (
            AWAY,
            "light_hops",
            "DRL-130 DRL-134 GOL-020 PRG-170",
        ),  # 4.2, and the simplest of its purpose: 7.2 bars pogo hops
        (TWENTY, "pogo_hops", "DRL-120 DRL-135 DRL-140 GOL-020"),  # the drill in mind, as nothing bars it
        (
            RACE,
            "light_hops",
            "DRL-120 DRL-134 GOL-010 SEA-040",
        ),  # 4.2: extension comes next, and is barred in the last week
    ],
)
def test_drill_is_chosen_for_the_reason_worked_out(
    name: str, drill: str, rules: str, made: dict[str, Recommendation]
) -> None:
    decision = made[name].decision("drill")
    assert decision.value == drill
    assert sorted(decision.rules) == rules.split()


@pytest.mark.parametrize(("name", "topic", "rule", "sentence"), ADVICE)
def test_advice_is_given_and_cited(
    name: str, topic: str, rule: str, sentence: str, made: dict[str, Recommendation]
) -> None:
    said = [advice for advice in made[name].advice if advice.topic == topic and rule in advice.rules]
    assert said
    assert all(sentence in advice.guide for advice in said)


@pytest.mark.parametrize(("name", "topic", "rule"), NO_ADVICE)
def test_advice_out_of_place_is_not_given(name: str, topic: str, rule: str, made: dict[str, Recommendation]) -> None:
    assert rule in default_rule_base().by_id
    assert not [advice for advice in made[name].advice if advice.topic == topic and rule in advice.rules]


def test_bare_case_lists_every_assumption(made: dict[str, Recommendation]) -> None:
    """Everything asked before a run is assumed, except what is not asked for without a diary."""
    assumed = {taken.fact: taken for taken in made[BARE].assumed}
    facts = [info for info in default_rule_base().vocabulary.facts.values() if "before" in info.moments]
    unasked = {info.name for info in facts if info.volunteered} - default_rule_base().vocabulary.asked_where.keys()
    asked = {info.name for info in facts if info.name not in unasked and not info.recalls}
    not_asked_for = {"moment", "pain", "injuries", "weeks_since_healed", "cleared_to_hop", "coach_agrees"}
    derived_from = {"pace", "step_efforts", "step_effort_s", "every_nth_easy_run", "last_drill"}
    counted = {"counted_efforts", "counted_effort_s", "counted_s", "counted_every", "turn"}
    one_step_away = {"up_efforts", "up_effort_s", "down_efforts", "down_effort_s"}
    assert set(assumed) == asked - not_asked_for - derived_from | counted | one_step_away | {"distance_mi"}
    assert {(assumed["fatigue"].value, assumed["fatigue"].rule), (assumed["legs"].value, assumed["legs"].rule)} == {
        (10, "ASM-090"),
        ("flooding", "ASM-100"),
    }


def test_fully_answered_cases_assume_nothing(made: dict[str, Recommendation]) -> None:
    assert {name: made[name].assumed for name in FILES if made[name].assumed and name != BARE} == {}


def test_sessions_keep_to_the_sentences_that_bound_every_dose(made: dict[str, Recommendation]) -> None:
    """5.1: under two seconds a minute. 5.2: 3 to 6 efforts of 8 to 15 s. 1.5, 8.1: at most 30 s a mile."""
    checked = 0
    for name in FILES:
        session, facts = made[name].session, {fact.fact: fact.value for fact in made[name].facts}
        if session is None:
            continue
        checked += 1
        total = session.efforts * session.effort_s
        assert session.total_s == total, name
        assert total < 2 * facts["duration_min"], name
        assert total <= 30 * facts["distance_mi"], name
        assert 3 <= session.efforts <= 6, name
        assert 8 <= session.effort_s <= 15, name
    assert checked == sum(plan.session is not None for plan in PLANS.values())


def test_clock_has_no_gap_and_leaves_room_before_between_and_after(made: dict[str, Recommendation]) -> None:
    for name in FILES:
        session, facts = made[name].session, {fact.fact: fact.value for fact in made[name].facts}
        if session is None:
            continue
        clock = session.timeline
        bursts = [part for part in clock if part.kind == "burst"]
        assert [part.start_s for part in clock] == [0, *(part.end_s for part in clock[:-1])], name
        assert clock[-1].end_s == round(facts["duration_min"] * 60), name
        assert [part.end_s - part.start_s for part in bursts] == [session.effort_s] * session.efforts, name
        assert bursts[0].start_s == made[name].decision("warm_up_min").value * 60, name
        gaps = [later.start_s - sooner.end_s for sooner, later in pairwise(bursts)]
        assert min(gaps) >= session.rest_s, name
        assert clock[-1].end_s - bursts[-1].end_s >= made[name].decision("cool_down_min").value * 60, name


def test_first_session_stands_on_the_clock_as_worked_out(made: dict[str, Recommendation]) -> None:
    """40 min less 10 and 5 are 1500 s; a third is 500 s, on half minutes 480 s."""
    session = made[FIRST].session
    assert session is not None
    assert [part.start_s for part in session.timeline if part.kind == "burst"] == [600, 1080, 1560]


def test_every_citation_is_a_sentence_of_the_ledger(made: dict[str, Recommendation]) -> None:
    known = set(load_ledger(default_rule_base()).sentences)
    for name, plan in made.items():
        cited = {n for decision in plan.decisions for n in decision.guide} | {n for a in plan.advice for n in a.guide}
        assert cited, name
        assert cited <= known, name


# The files themselves, and their README.


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".yaml")])
def test_yaml_example_begins_with_two_lines_of_comment(name: str) -> None:
    lines = (EXAMPLES / name).read_text(encoding="utf-8").splitlines()
    assert [line.startswith("# ") for line in lines[:3]] == [True, True, False]
    assert lines[1].startswith("# Shows ")
    assert max(map(len, lines)) <= 120


def commands() -> dict[str, list[str]]:
    """Return for each example that the README names the command it gives, without the leading ``springstep``."""
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return {m[1]: m[2].split() for m in re.finditer(r"^- `([\w-]+\.\w+)`: .+ `springstep (.+)`$", text, re.M)}


def test_readme_has_a_line_for_every_example() -> None:
    assert sorted(commands()) == sorted([*FILES, *TABLES])


@pytest.mark.parametrize("name", FILES)
def test_command_in_the_readme_runs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES.parent)
    arguments = commands()[name]
    assert f"examples/{name}" in arguments
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.strip()
