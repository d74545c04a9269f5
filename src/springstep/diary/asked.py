"""What is asked after a run: five questions for an ordinary session, each settling several fields, and details.

What nobody says is never taken to be good: an empty answer may say only that nothing came up, and that the bursts were
as the steps of a watch say, since the question names what it would then be.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.diary.entry import SESSION, SIGNS, PlannedSession
from springstep.engine.frozen import Frozen
from springstep.engine.language.wording import plain

ALL_WELL = ("all_well",)
OPENED, OTHER_DRILL, OWN_SET, APART = "_opened", "_other_drill", "_own_set", "_apart"
"""What answers tell besides the fields of an entry: that something hurts, how is still open; that another drill was
done; that the set was the runner's own; that it was another run than the planned one."""
RATED = ("cadence", "stride", "spring", "return_to_pace", "fatigue_after")
"""What is rated in numbers on one line; how tired the run left the runner only where that was not told before."""
FEWEST_RATED = 2
"""How many of them are needed at least: a session counts only with the first two."""

_SET = "3 x 8 s of quick feet"


class RunQuestion(Frozen):
    """One question: what it asks, what else to say of it, and two answers that would do."""

    name: str
    question: str
    help: str
    examples: tuple[str, ...]
    fields: tuple[str, ...] = ()
    required: bool = False
    silence: bool = False
    """Whether an empty answer says something: that there was nothing."""


class Around(Frozen):
    """What is in the diary around a run."""

    plan: PlannedSession | None = None
    recover_from: str = ""
    """The day of the session before, in words; empty where nothing is to be said of the recovery from it."""
    warning: str = ""
    """The question whether what was logged is gone; empty when nothing waits for that answer."""
    editing: bool = False
    """Whether an entry is asked for again, so that an empty answer keeps what is there."""
    told: tuple[str, ...] = ()
    """The fields that a watch has told; of the bursts it proposes the answer, and an empty one takes it."""


def set_words(plan: PlannedSession) -> str:
    """Write the set of a plan: ``3 x 8 s of quick feet``."""
    drill = f" of {plain(plan.drill)}" if plan.drill else ""
    return f"{plan.efforts} x {plan.effort_s} s{drill}"


def has_set(plan: PlannedSession | None) -> bool:
    """Tell whether a plan has efforts to do."""
    return plan is not None and plan.efforts is not None and plan.effort_s is not None


def asked_after(known: Mapping[str, Any], there: Around) -> tuple[RunQuestion, ...]:
    """Return the questions that apply, in order, given the answers so far and what is in the diary around the run."""
    return tuple(_each(known, there))


def _each(known: Mapping[str, Any], there: Around) -> Iterator[RunQuestion]:
    if there.editing or there.plan is None or known.get("run_kind") is None:
        yield _KIND if "duration_min" in there.told else _RUN
    yield _bursts(there.plan, _proposed(known) if "bursts" in there.told else "")
    if known.get(OTHER_DRILL):
        yield _EFFORTS
    if known.get(OWN_SET) and not has_set(there.plan):
        yield _MEANT
    if there.warning:
        yield RunQuestion("gone", there.warning, _GONE, ("yes", "no"), ("warning_gone",))
    yield _NOTICED
    yield from _about_pain(known, there)
    if known.get("bursts") in SESSION:
        yield from _about_efforts(known, there)
    if there.recover_from and (there.editing or known.get("recovery") is None):
        question = f"How did you recover from the bursts of {there.recover_from}: {_RECOVERED}?"
        yield RunQuestion("recovery", question, _RECOVERY, ("full", "slow"), ("recovery",))


def _about_pain(known: Mapping[str, Any], there: Around) -> Iterator[RunQuestion]:
    cues = known.get("cues") or ()
    if known.get(OPENED):
        yield _HURT
    elif (cues and tuple(cues) != ALL_WELL) or there.editing:
        yield _PAIN
    if known.get("pain") in ("ache", "sharp") and (there.editing or known.get("pain_site") is None):
        yield _SITE
    if known.get("pain") == "sharp" or "sharp_pain" in cues:
        yield _INJURY


def _about_efforts(known: Mapping[str, Any], there: Around) -> Iterator[RunQuestion]:
    cues = tuple(known.get("cues") or ())
    if cues and cues != ALL_WELL:
        yield _LEGS
    yield _FELT
    yield _FORM
    if known.get("form_held") is False and (there.editing or all(known.get(sign) is None for sign in SIGNS)):
        yield _SIGNS
    yield _ratings(known, there)


_GONE = "yes: nothing is left of it, and what had to be looked at has been looked at; no: it is still there."
_RECOVERY = "full: nothing was left by the next run; slow: a day longer; poor: still tired or sore at the next bursts."
_RECOVERED = "full (by the next run), slow (a day longer) or poor (still tired or sore)"
_RUN = RunQuestion(
    "run",
    "What kind of run was it, and how many minutes? Such as easy 45.",
    "recovery, easy: relaxed, you could talk all the way; run walk: with walking breaks; long: the week's longest; "
    "workout: intervals, tempo; race. The minutes may be left out; a distance is kept as a note.",
    ("easy 45", "long 1 h 30"),
    ("run_kind", "duration_min"),
    required=True,
)
_KIND = RunQuestion(
    "run",
    "What kind of run was it? Such as easy.",
    _RUN.help,
    ("easy", "long"),
    ("run_kind",),
    required=True,
)
_EFFORTS = RunQuestion(
    "efforts",
    f"What did you do? Say how many, how long and which drill. ({_SET})",
    "`springstep rules drills` lists the drills.",
    (_SET, "4 x 10 s of strides"),
    ("efforts", "effort_s", "drill"),
    required=True,
)
_MEANT = RunQuestion(
    "meant",
    "Was that all that you meant to do? yes or no",
    "no: you ended early.",
    ("yes", "no"),
    ("bursts",),
    required=True,
)
_NOTICED = RunQuestion(
    "noticed",
    "Did anything hurt or come up, on the run or since? Say what; Enter: nothing.",
    "Several with commas between them, in the words of `springstep cue`: hip stiffness, flooding legs, form slipping, "
    "hard landing, dizzy; or where it hurts: knee pain. Enter says that nothing hurts and nothing came up.",
    ("nothing", "knee pain"),
    ("cues", "pain", "pain_site"),
    silence=True,
)
_HURT = RunQuestion(
    "hurt",
    "What kind of pain is it, or was it on the run: ache or sharp?",
    "ache: dull, does not change how you move; sharp: stabbing, swelling, or you limp.",
    ("ache", "sharp"),
    ("pain",),
    required=True,
)
_PAIN = RunQuestion(
    "pain",
    "Does anything hurt now: none, ache or sharp?",
    _HURT.help,
    ("none", "ache"),
    ("pain",),
    required=True,
)
_SITE = RunQuestion("site", "Where does it hurt?", "The place that hurts most.", ("knee", "calf"), ("pain_site",))
_INJURY = RunQuestion(
    "injury",
    "Did you injure yourself on this run, and where? Enter: no.",
    "Only if you have to have it treated, or cannot run on.",
    ("no", "ankle"),
    ("injury",),
)
_LEGS = RunQuestion(
    "legs",
    "How did your legs feel during the efforts: fresh, heavy or flooding?",
    "heavy: dull but they worked; flooding: they filled with fatigue as soon as you pushed.",
    ("fresh", "heavy"),
    ("felt_during",),
)
_FELT = RunQuestion(
    "felt",
    "How did you feel in the minutes afterwards: fresh, normal or drained? And how tired, 0 fresh to 10 exhausted? "
    "(normal 3)",
    "drained: more tired than an easy run leaves you.",
    ("normal 3", "drained"),
    ("felt_after", "fatigue_after"),
)
_FORM = RunQuestion(
    "form",
    "Did your form hold to the last effort: pelvis steady, weight even, landings soft? yes or no",
    "Or name what did not hold: pelvis, weight, landings.",
    ("yes", "landings"),
    ("form_held", *SIGNS),
)
_SIGNS = RunQuestion(
    "signs",
    "Which did not hold: pelvis, weight or landings? Several with commas; Enter: hard to say.",
    "pelvis: it dropped or swayed; weight: one leg took more of it; landings: loud, or stiff in the knees.",
    ("landings", "pelvis, weight"),
    tuple(SIGNS),
)


def _proposed(known: Mapping[str, Any]) -> str:
    """Say what the steps of a watch propose as the answer."""
    return "all" if known.get("bursts") == "done" else str(known.get("efforts"))


def _bursts(plan: PlannedSession | None, proposed: str) -> RunQuestion:
    if plan is None:
        question, help = f"Did you do bursts? Say no, or what you did. ({_SET})", _EFFORTS.help
        return RunQuestion("bursts", question, help, ("no", _SET), ("bursts",), required=True)
    if not has_set(plan):
        question = f"The plan was a run without bursts. Did you do any? Say no, or what you did. ({_SET})"
        return RunQuestion("bursts", question, _EFFORTS.help, ("no", _SET), ("bursts",), required=True)
    words = f"all, how many of {plan.efforts}, skipped, another drill"
    by_watch = f"; Enter: {proposed}, as the steps of your watch say" if proposed else ""
    return RunQuestion(
        "bursts",
        f"The plan was {set_words(plan)}. Done as planned? ({words}{by_watch})",
        "all: every effort; a number: you ended early; skipped: none of it; another drill: you did something else; "
        "another run: this was not the planned run.",
        ("all", f"2 of {plan.efforts}"),
        ("bursts", "efforts"),
        required=True,
        silence=bool(proposed),
    )


def rated_now(known: Mapping[str, Any], there: Around) -> tuple[str, ...]:
    """Return what the one line of ratings asks for: all that has not been rated yet."""
    return tuple(name for name in RATED if there.editing or known.get(name) is None)


_TIRED = "; then how tired, 0 fresh to 10 exhausted"


def _ratings(known: Mapping[str, Any], there: Around) -> RunQuestion:
    names = rated_now(known, there)
    example = " ".join({"spring": "3", "fatigue_after": "2"}.get(name, "4") for name in names)
    rest = ", ".join(plain(name) for name in names if name != "fatigue_after")
    tired = _TIRED if "fatigue_after" in names else ""
    return RunQuestion(
        "ratings",
        f"Rate {rest}, 1 poor to 5 very good{tired}. ({example}, or Enter)",
        "cadence: how steady; stride: how even; spring: how springy the push-offs; return to pace: how soon after each "
        "effort. In this order; the last ones may be left out, and - leaves out one. A session needs cadence, stride "
        "and how tired it left you in order to count.",
        (example, example[:3]),
        names,
    )
