"""What an answer tells of the bursts: done as planned or not, and how many efforts of which drill and length."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from springstep.diary.asked import APART, OTHER_DRILL, OWN_SET, Around, has_set
from springstep.diary.reading_fields import Told, read_field, read_flag, read_word
from springstep.engine.errors import shown
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.spoken.figures import in_figures
from springstep.engine.language.spoken.phrases import NO
from springstep.engine.rulebase.base import RuleBase

_DONE = {
    **dict.fromkeys(["all", "yes", "yep", "done", "everything", "planned"], "done"),
    **dict.fromkeys(["partly", "some", "half", "most", "no", "nope", "nah"], "partly"),
}
_BESIDE = ("as", "it", "of", "the", "them", "bursts", "efforts")
"""Words that say nothing more beside one that says all."""
_SKIPPED = dict.fromkeys(["skipped", "none_of_it", "not_done", "nothing"], "skipped")
_OTHER = {"other_drill": OTHER_DRILL, "other_run": APART}
_COUNT = re.compile(r"(\d{1,3})(?:\s*(?:of|/|out of)\s*(\d{1,3}))?", re.ASCII)
_TIMES = re.compile(r"(\d{1,3})\s*(?:x|\*|\u00d7|times)\s*(\d.*)", re.ASCII)
_I_DID = re.compile(r"^(?:i )?(?:only |just )?(?:did|managed|made|have done|got through) (?:only |just )?")
_OF_THEM = re.compile(r" (?:of (?:them|those|these|the bursts)|bursts?)$")


def bursts_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read whether the bursts of a plan were done, or what was done without one."""
    said = in_figures(_OF_THEM.sub("", _I_DID.sub("", said.lower())))
    if there.plan is None or not has_set(there.plan):
        if re.match(r"[0-9]", said):
            return {**efforts_told(said, known, there, base), OWN_SET: True}
        read_word(("no", "none", "nothing"), said, base)
        return {"bursts": "none", "drill": None, "efforts": None, "effort_s": None}
    count = _COUNT.fullmatch(said.lower())
    planned = there.plan.efforts or 0
    if count is not None:
        if count[2] is not None and int(count[2]) != planned:
            raise AnswerError(f"the plan had {planned} efforts, not {count[2]}", "", code="contradiction")
        efforts = int(count[1])
        bursts = "skipped" if efforts == 0 else "partly" if efforts < planned else "done"
        return {"bursts": bursts, "efforts": read_field("efforts", str(efforts), base) if efforts else None}
    if re.match(r"[0-9]", said):
        return efforts_told(said, known, there, base)
    short = AnswerError(f"how many of the {planned}?", "")
    if said.lower() in NO - {"none", "nothing"}:
        raise short
    plain = said.lower().removeprefix("as ").replace("another", "other", 1)
    plain = "all" if _says_all(plain, planned) else plain
    word = read_word((*_DONE, *_SKIPPED, *_OTHER), plain, base)
    if word in _OTHER:
        return {_OTHER[word]: True}
    if _DONE.get(word) == "partly":
        raise short
    bursts = _DONE.get(word) or _SKIPPED[word]
    done = {"drill": there.plan.drill, "efforts": planned, "effort_s": there.plan.effort_s}
    return {"bursts": bursts, **(done if bursts == "done" else dict.fromkeys(done))}


def _says_all(said: str, planned: int) -> bool:
    """Tell whether an answer says several times that all was done, and nothing else: ``yes, all 3 of them``."""
    words = set(re.findall(r"\w+", said))
    alike = {word for word, bursts in _DONE.items() if bursts == "done"}
    return bool(words & alike) and words <= {*alike, *_BESIDE, str(planned)}


def efforts_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read a set such as ``3 x 8 s of quick feet``; without a drill it is the planned one, if any."""
    found = _TIMES.fullmatch(said.lower())
    if found is None:
        raise AnswerError(f"{shown(said)} does not say how many and how long", "")
    words = found[2].replace(",", " ").split()
    seconds, rest = _longest("effort_s", words, base)
    drill = " ".join(word for word in rest if word != "of")
    efforts = read_field("efforts", found[1], base)
    plan = there.plan
    told = {"efforts": efforts, "effort_s": seconds, "drill": read_field("drill", drill, base) if drill else None}
    if plan is None or not has_set(plan):
        return {"bursts": "done", **told}
    whole = efforts >= (plan.efforts or 0) and seconds >= (plan.effort_s or 0)
    return {"bursts": "done" if whole else "partly", **told, "drill": told["drill"] or plan.drill}


def meant_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read whether a set of the runner's own was all that was meant."""
    return {"bursts": "done" if read_flag(said, base) else "partly"}


def _longest(name: str, words: Sequence[str], base: RuleBase) -> tuple[Any, Sequence[str]]:
    """Read the most words that give a field, and return the others too."""
    for used in range(len(words), 1, -1):
        try:
            return read_field(name, " ".join(words[:used]), base), words[used:]
        except AnswerError:
            continue
    return read_field(name, words[0], base), words[1:]
