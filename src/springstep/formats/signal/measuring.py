"""A recording measured against its plan: the one way in."""

from __future__ import annotations

from springstep.engine.rulebase.base import RuleBase
from springstep.formats.activity.recording import Recording
from springstep.formats.signal import doubts
from springstep.formats.signal.expected import expected
from springstep.formats.signal.figures import figure
from springstep.formats.signal.levels import easy_cadences, running, running_s
from springstep.formats.signal.matching import EffortsMatched, matched
from springstep.formats.signal.measured import Measured
from springstep.formats.signal.returning import came_back_after_all, heart_after, middle_of, pace_after
from springstep.formats.signal.windows import easy_windows, mean_of, pace_of_run, spread_of
from springstep.installed import default_rule_base
from springstep.session.workout import Workout


def measured(recording: Recording, planned: Workout | None, *, base: RuleBase | None = None) -> Measured:
    """Return what a recording says of a run and of the efforts planned for it; what it cannot tell is ``None``.

    ``base`` says how fast each drill is done; by default the rules that are installed. A recording that lacks samples
    or a whole stream never says more, or anything more surely, than the same one with them.
    """
    plan = expected(planned)
    cadences = running(
        recording, recording.cadence_spm, least=figure("slowest_cadence"), most=figure("fastest_cadence")
    )
    easy = easy_cadences(cadences, running_s(recording))
    found = EffortsMatched(None, None, ())
    if plan is not None:
        found = matched(recording, plan, cadences, easy, base if base is not None else default_rule_base())
    count = plan.count if plan is not None else 0
    windows = easy_windows(recording, found.efforts if found.by == "steps" else ())
    hearts, paces = heart_after(recording, found.efforts), pace_after(recording, found.efforts)
    return Measured(
        bursts=found.bursts,
        by="signal" if found.filled else found.by,
        efforts_found=found.efforts,
        efforts_planned=count or None,
        doubts=(*found.doubts, *(doubts.of_pace(recording, plan) if plan is not None else ())),
        cadence_spm=mean_of(recording, recording.cadence_spm, "steps/min", windows),
        cadence_steadiness=spread_of(recording, recording.cadence_spm, windows),
        stride_evenness=spread_of(recording, recording.step_length_mm, windows),
        contact_ms=mean_of(recording, recording.contact_ms, "ms", windows),
        heart_back_s=middle_of(hearts, recording, recording.heart_bpm, planned=count),
        heart_came_back=came_back_after_all(hearts, count),
        return_to_pace_s=middle_of(paces, recording, recording.speed_mps, planned=count),
        easy_pace_s_per_km=pace_of_run(recording, windows),
    )
