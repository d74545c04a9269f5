"""What to do now, in the middle of a run: the action first, then how to go on, and the one reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import deciding
from springstep.session.standing import standing_advice
from springstep.session.statements import overlay_notes, reason_words

_GOING_ON = ("go_on", "rest_longer", "gentler_drill")


def cue_statements(made: Recommendation, base: RuleBase) -> Iterator[str]:
    """Yield the action first, then how to go on, and the reason: what fits on a watch."""
    decided = deciding(made, base)
    reason, more = decided.reasons[0], len(decided.reasons) - 1
    yield f"{made.headline} {reason.rule}"
    decisions = {decision.name: decision for decision in made.decisions}
    said = [advice for advice in standing_advice(made) if advice.topic == "cue"]
    if said:
        rules = " ".join(dict.fromkeys(advice.rules[0] for advice in said))
        yield f"{_once(advice.say for advice in said)} {rules}"
    if "drill" in decisions:
        drill = base.tables["drills"].by_id[decisions["drill"].value]
        then = "Then, at most: " if made.verdict == "pause" else ""
        cited = f" [{drill['guide'][0]}]" if drill["guide"] else ""
        yield f"{then}{drill['name']}: {drill['how']}{cited}"
    if made.verdict in _GOING_ON:
        contact, rest = decisions["contact"], decisions["rest_s"]
        rules = " ".join(dict.fromkeys((contact.rules[0], rest.rules[0])))
        yield f"{contact.text}; {rest.text}. {rules}"
    numbers = "".join(f" [{number}]" for number in reason.guide[:1])
    also = f" (and {more} more)" if more else ""
    yield f"Why: {reason_words(reason, base, made.case)}{numbers} {reason.rule}{also}"
    stop = [advice for advice in made.advice if advice.topic == "stop"]
    if stop and made.verdict != "stop":
        rules = " ".join(dict.fromkeys(advice.rules[0] for advice in stop))
        yield f"Stop at once: {' '.join(advice.say for advice in stop)} {rules}"
    yield from overlay_notes(made)


def _once(said: Iterable[str]) -> str:
    """Join pieces of advice; a sentence that several of them end with, or begin with, is said once."""
    return " ".join(dict.fromkeys(sentence for each in said for sentence in re.split(r"(?<=[.!?]) ", each)))
