"""Draw entries of the diary: every one that it takes, within the days before ``TODAY``."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from springstep.diary.entry import (
    CUES,
    FELT,
    LEGS,
    PAIN,
    RECOVERY,
    RUN_KINDS,
    SIGNS,
    SITES,
    Entry,
    PlannedSession,
)
from springstep.installed import default_rule_base
from tests.characters import FIT

TODAY = date(2026, 6, 30)
DRILLS = tuple(default_rule_base().tables["drills"].by_id)

UIDS = st.uuids(version=4).map(lambda uid: uid.hex)
DAYS = st.dates(date(2026, 1, 1), TODAY) | st.dates(date(1970, 1, 1), TODAY)
_TRICKY = st.sampled_from(
    ["=1+1", "+1", "-1", "@a", "'", "''=1", "\t=1", " =1", "\n", 'a"b', "a,b", "a\nb", "ü", "null"]
)
NOTES = st.just("") | _TRICKY | st.text(FIT, max_size=60)
_ANY_TEXT = st.text(FIT, max_size=20)
_EARLIER_FACT = _ANY_TEXT.filter(lambda name: name not in default_rule_base().vocabulary.facts)
"""The name of a fact that an earlier vocabulary had: of one that is known only an answer to it would be sound."""
_WHOLE = st.integers(-(10**17), 10**17)
JSON = st.recursive(
    st.none() | st.booleans() | _WHOLE | st.floats(allow_nan=False, allow_infinity=False) | _ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)


_MEMORIES = st.fixed_dictionaries({"value": JSON, "note": _ANY_TEXT})
_CUES = st.just(("all_well",)) | st.lists(st.sampled_from(CUES[1:]), min_size=1, max_size=3, unique=True).map(tuple)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def plans(*, sessions: bool | None = None) -> st.SearchStrategy[PlannedSession]:
    """Draw a plan: of a session, of none, or either."""
    kinds = {True: ["bursts", "strides"], False: ["none"], None: ["bursts", "strides", "none"]}[sessions]
    common: dict[str, Any] = {
        "kind": st.sampled_from(kinds),
        "verdict": _ANY_TEXT,
        "headline": _ANY_TEXT,
        "drill": _maybe(st.sampled_from(DRILLS)),
        "efforts": _maybe(st.integers(1, 8)),
        "effort_s": _maybe(st.integers(5, 20)),
        "rest_s": _maybe(st.integers(0, 300)),
        "frequency": _maybe(st.integers(1, 3)),
        "step_efforts": _maybe(st.integers(1, 8)),
        "step_effort_s": _maybe(st.integers(5, 20)),
        "case": st.dictionaries(_EARLIER_FACT, JSON, max_size=3),
        "history": st.dictionaries(_EARLIER_FACT, _MEMORIES, max_size=2),
        "rules": st.lists(st.sampled_from(["INJ-040", "DOSE-010"]), max_size=2).map(tuple),
        "rules_digest": st.sampled_from(["", "ab" * 32, "cd" * 32]),
    }
    return st.builds(PlannedSession, **common)


@st.composite
def entries(draw: st.DrawFn, uid: st.SearchStrategy[str] = UIDS) -> Entry:
    """Draw a sound entry of any kind."""
    bursts = draw(st.sampled_from(["planned", "done", "partly", "skipped", "none"]))
    values: dict[str, Any] = {
        "uid": draw(uid),
        "day": draw(DAYS),
        "run_kind": draw(st.sampled_from(RUN_KINDS)),
        "bursts": bursts,
        "duration_min": draw(_maybe(st.floats(1, 600) | st.integers(1, 600).map(float))),
        "recovery": draw(_maybe(st.sampled_from(RECOVERY))),
        "pain": draw(_maybe(st.sampled_from(PAIN))),
        "warning_gone": draw(_maybe(st.booleans())),
        "note": draw(NOTES),
    }
    if values["pain"] in ("ache", "sharp"):
        values["pain_site"] = draw(_maybe(st.sampled_from(SITES)))
    plan = {"planned": plans(), "skipped": _maybe(plans(sessions=True)), "none": _maybe(plans(sessions=False))}
    values["plan"] = draw(plan.get(bursts, _maybe(plans())))
    if bursts in ("done", "partly"):
        planned = values["plan"].efforts if values["plan"] is not None and bursts == "done" else None
        values["efforts"] = draw(st.integers(planned or 1, 30))
        values["effort_s"] = draw(st.integers(1, 120))
        values["drill"] = draw(_maybe(st.sampled_from(DRILLS)))
    if bursts != "planned":
        values["felt_after"] = draw(_maybe(st.sampled_from(FELT)))
        values["felt_during"] = draw(_maybe(st.sampled_from(LEGS)))
        values["cues"] = draw(_maybe(_CUES))
        values["form_held"] = draw(_maybe(st.booleans()))
        values["injury"] = draw(_maybe(st.sampled_from(SITES)))
        for sign, allowed in SIGNS.items():
            values[sign] = draw(_maybe(st.sampled_from(allowed[:1] if values["form_held"] else allowed)))
        values["fatigue_after"] = draw(_maybe(st.integers(0, 10)))
        for name in ("cadence", "stride", "spring", "return_to_pace"):
            values[name] = draw(_maybe(st.integers(1, 5)))
    return Entry(**values)
