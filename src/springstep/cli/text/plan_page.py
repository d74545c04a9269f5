"""The recommendation as one readable page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from springstep.cli.text.echo import styled
from springstep.cli.text.lines import bullets, cited, columns, heading, width, wrapped
from springstep.cli.text.overlay_lines import overlay_lines, whose_rules
from springstep.engine.advice.headline import asked_as
from springstep.engine.advice.recommendation import Advice, Decision
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.session.barring import barring
from springstep.session.clock import Segment, clock_time
from springstep.session.recommendation import Recommendation
from springstep.session.sets import Session
from springstep.session.standing import overruled, standing_advice
from springstep.session.tone import colour_of

_SHOWN = {
    "before": (
        "clearance",
        "burden",
        "due",
        "dose",
        "drill",
        "contact",
        "rest_s",
        "warm_up_min",
        "frequency",
        "progression",
    ),
    "during": ("next_action", "drill", "contact", "rest_s"),
    "after": ("clearance", "progression", "dose", "frequency", "contact"),
}

_MOST_REASONS = 3
_WIDE = 60
"""The columns that a clock with distances takes."""

_ASK_ON = {
    False: "Ask further: --why DECISION, --why-not DRILL, --what-would-change DECISION.",
    True: "Ask further: why DECISION, why not DRILL, what if FACT is VALUE, what would change DECISION, trace, help.",
}

_BEFORE_REASONS = (
    ("Now", ("cue",)),
    ("How to do it", ("technique", "drills", "mindset")),
    ("Stop when", ("stop",)),
)
_AFTER_REASONS = (
    ("Where in the run", ("placement", "surface", "shoes")),
    ("Bear in mind", ("injury", "season", "intent")),
    ("Watch and log", ("watch", "log", "judge")),
    ("What supports it", ("sleep", "fuel", "goal", "coach")),
)


def page(
    recommendation: Recommendation, base: RuleBase, *, not_asked: Collection[str] = (), conversing: bool = False
) -> Iterator[str]:
    """Yield the page: verdict, session, clock, how and when to stop, reasons, what else, what comes next.

    ``not_asked`` names the facts that a consultation left out because no answer to them would change the plan;
    ``conversing`` says how to ask further in words instead of options.
    """
    yield styled(wrapped(recommendation.headline), bold=True, fg=colour_of(recommendation.verdict))
    if taken := overruled(recommendation):
        answers = (f"{plain(m.fact)} {plain(recommendation.case[m.fact])} (diary: {plain(m.value)})" for m in taken)
        yield wrapped(f"Your answers were taken instead of the diary's: {', '.join(answers)}.")
    yield from overlay_lines(recommendation)
    if recommendation.session is not None:
        yield from _session(recommendation.session)
        yield from _meant(recommendation, recommendation.session)
        yield from _clock(recommendation.session)
    if recommendation.moment == "during":
        yield from _during(recommendation)
    yield from _sections(recommendation, _BEFORE_REASONS)
    yield from _reasons(recommendation, base, not_asked, "why" if conversing else "--why")
    yield from _sections(recommendation, _AFTER_REASONS)
    yield from _next(recommendation)
    yield from _remembered(recommendation)
    yield from _assumed(recommendation, base, not_asked)
    yield ""
    yield wrapped(
        "[5.1] is the guide's sentence 5.1; guide: it says so; inference: our reading of it; convention: common "
        f"practice. {_ASK_ON[conversing]}"
    )


def _sections(recommendation: Recommendation, sections: tuple[tuple[str, tuple[str, ...]], ...]) -> Iterator[str]:
    standing = standing_advice(recommendation)
    for title, topics in sections:
        yield from _advice(title, [a for topic in topics for a in standing if a.topic == topic])


def _session(session: Session) -> Iterator[str]:
    yield ""
    yield heading("Session")
    rows = [
        (session.drill_name, f"{session.efforts} x {session.effort_s} s, {session.total_s} s in all"),
        ("How", session.how),
        ("Each effort", f"about {session.repetitions} {session.counted_in}; the form counts, not the number"),
        ("What to feel", session.feel),
        ("After each", f"{session.rest_s} s or more of easy jogging, until the breath is quiet"),
    ]
    if session.gentler_drill is not None:
        rows.append(("Too much?", f"Switch to {plain(session.gentler_drill)}."))
    yield from columns(rows)


def _meant(recommendation: Recommendation, session: Session) -> Iterator[str]:
    """Say why the drill that the runner had in mind is not the one chosen."""
    meant = recommendation.case.get("intended_drill")
    options = (option for choice in recommendation.trace.choices for option in choice.options if option.value == meant)
    for option in options:
        if meant != session.drill:
            rules = f" by {', '.join(option.refused_by)}" if option.refused_by else ""
            yield from columns([(f"Not {plain(meant)}", f"{option.why}{rules}; --why-not says more.")])


def _clock(session: Session) -> Iterator[str]:
    yield ""
    yield heading("On the clock")
    for segment in session.timeline:
        if segment.kind == "recovery":
            continue
        then = f", then jog easily for {session.rest_s} s" if segment.kind == "burst" else ""
        yield _at(segment.start_s, _place(segment), f"{segment.say}{then}")
    yield _at(session.timeline[-1].end_s, "", "Done")


def _at(second: int, place: str, say: str) -> str:
    """Return what is done at a time of the run, and where that is; below the time where the line is too narrow."""
    time = f"  {clock_time(second):>7}  "
    return (
        wrapped(say, first=f"{time}{place:15}  ") if width() >= _WIDE else wrapped(f"{place} {say}".strip(), first=time)
    )


def _place(segment: Segment) -> str:
    if segment.start_km is None or segment.start_mi is None:
        return ""
    return f"{segment.start_km:4.1f} km {segment.start_mi:4.1f} mi"


def _during(recommendation: Recommendation) -> Iterator[str]:
    if recommendation.verdict in ("gentler_drill", "rest_longer", "go_on"):
        rest = recommendation.decision("rest_s").value
        yield wrapped(f"Before the next burst: the recovery you planned, {rest} s at least.")
    lead = "Then, at most:" if recommendation.verdict == "pause" else "Switch to"
    for decision in recommendation.decisions:
        if decision.name == "drill":
            yield wrapped(f"{lead} {decision.text.lower()}; `springstep rules drills` shows how.")


def _reasons(recommendation: Recommendation, base: RuleBase, not_asked: Collection[str], ask: str) -> Iterator[str]:
    """Yield the decisions that shape the plan; one that rests only on questions not asked does not."""
    yield ""
    yield heading("Decisions and reasons")
    shown = _SHOWN[recommendation.moment]
    decisions = {decision.name: decision for decision in recommendation.decisions}
    if recommendation.verdict in ("end_bursts", "stop"):
        shown = tuple(name for name in shown if name not in ("contact", "rest_s"))
    if recommendation.moment == "before" and recommendation.session is None:
        shown = (*_told_bars(recommendation, base, decisions), "frequency", "progression")
    given: set[str] = set()
    by = whose_rules(recommendation)
    for name in shown:
        if name in decisions and decisions[name].reasons:
            asked = {asked_as(fact, base, recommendation.case) for fact in decisions[name].left_open}
            if not (not_asked and asked and asked <= set(not_asked)):
                called, added = partial(_asked, base, recommendation), recommendation.trace.added(name)
                yield from _reason(decisions[name], given, ask, by, called, added)


def _told_bars(made: Recommendation, base: RuleBase, decisions: Mapping[str, Decision]) -> list[str]:
    """Return the decisions that bar the bursts; those that rest on gaps alone only where no other one does."""
    bars = barring(made, base)
    return [name for name in bars if not decisions[name].left_open] or list(bars)


def _asked(base: RuleBase, recommendation: Recommendation, fact: str) -> str:
    """Return what to call a fact that is not known: what is asked for it, or still needed where another was given."""
    return base.facts[asked_as(fact, base, recommendation.case)].label


def _reason(
    decision: Decision,
    given: set[str],
    ask: str,
    by: Mapping[str, str],
    asked: Callable[[str], str],
    added: Mapping[str, int],
) -> Iterator[str]:
    """Yield a decision and its first reasons; a reason already given on the page is only named.

    ``by`` maps a coach's rules to words that say so, ``asked`` a fact that is not known to what to call it, ``added``
    the rules that add to a sum to their points.
    """
    points = {rule: f"+{added[rule]}" for rule in added}
    lead = f"  {decision.title}: "
    text = wrapped(f"{decision.title}: {decision.text}.", first="  ", rest="    ")
    yield text.replace(lead, f"  {styled(decision.title, fg='cyan')}: ", 1)
    reasons = [reason for reason in decision.reasons if added or not reason.assumed] or list(decision.reasons)
    first, more = reasons[:_MOST_REASONS], len(decision.reasons) - min(len(reasons), _MOST_REASONS)
    for reason in first:
        if reason.rule not in given:
            names = ", ".join(dict.fromkeys(map(asked, reason.assumed)))
            open_facts = f" (not given: {names})" if names else ""
            whose = f" {by[reason.rule]}" if reason.rule in by else ""
            lead = f"{points[reason.rule]}: " if reason.rule in points else ""
            words = f"{lead}{reason.because}{open_facts} {cited(reason.guide, [reason.basis])}, {reason.rule}{whose}"
            yield wrapped(words, first="    ")
    above = [f"{points.get(reason.rule, '')} {reason.rule}".strip() for reason in first if reason.rule in given]
    given |= {reason.rule for reason in first}
    if above:
        yield wrapped(f"For the reason above: {', '.join(above)}.", first="    ")
    if more > 0:
        yield wrapped(f"and {more} more: {ask} {decision.name}", first="    ")


def _advice(title: str, advice: list[Advice]) -> Iterator[str]:
    if advice:
        yield ""
        yield heading(title)
        yield from bullets(f"{a.say} {cited(a.guide, a.basis)}" for a in advice)


def _next(recommendation: Recommendation) -> Iterator[str]:
    standing = standing_advice(recommendation)
    said = [f"{a.say} {cited(a.guide, a.basis)}" for a in standing if a.topic == "next_step"]
    if recommendation.next_step is not None and recommendation.moment == "before":
        said.insert(0, recommendation.next_step.say)
    if said:
        yield ""
        yield heading("Next")
        yield from bullets(said)


def _remembered(recommendation: Recommendation) -> Iterator[str]:
    """Say what came from the diary, and where the runner's own answer was taken instead."""
    if not recommendation.history:
        return
    yield ""
    yield heading("From your diary")
    notes: dict[str, list[str]] = {}
    for memory in recommendation.history:
        if not memory.overruled:
            notes.setdefault(memory.note, []).append(f"{plain(memory.fact)} {plain(memory.value)}")
    for note, facts in notes.items():
        yield wrapped(f"{', '.join(facts)} ({note})", first="  - ")
    for memory in recommendation.history:
        if memory.overruled:
            answer = recommendation.case.get(memory.fact)
            instead = (
                f"your own answer, {plain(answer)}, was taken" if answer is not None else "your answers rule it out"
            )
            words = f"{plain(memory.fact)}: the diary has {plain(memory.value)} ({memory.note}); {instead}."
            yield wrapped(words, first="  - ")


def _assumed(recommendation: Recommendation, base: RuleBase, not_asked: Collection[str]) -> Iterator[str]:
    asked_of = base.vocabulary.facts
    asked = {a.fact: asked_as(a.fact, base, recommendation.case) for a in recommendation.assumed}
    found = [a for a in recommendation.assumed if asked[a.fact] not in not_asked]
    if found:
        yield ""
        yield heading("Not given, so taken at its most cautious")
        told = {asked[a.fact]: "" for a in found} | {
            a.fact: f" ({plain(a.value)})" for a in found if a.fact in asked_of
        }
        yield wrapped(", ".join(f"{base.facts[fact].label}{value}" for fact, value in told.items()) + ".", first="  ")
    if not_asked:
        yield ""
        yield heading("Not asked, as no answer would change the plan")
        yield wrapped(", ".join(base.vocabulary.facts[fact].label for fact in not_asked) + ".", first="  ")
