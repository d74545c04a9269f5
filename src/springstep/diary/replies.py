"""What an answer after a run tells: one line of words and numbers, as fields of an entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from springstep.diary.asked import (
    ALL_WELL,
    APART,
    FEWEST_RATED,
    OPENED,
    OTHER_DRILL,
    OWN_SET,
    Around,
    RunQuestion,
    has_set,
    rated_now,
)
from springstep.diary.entry import SIGNS, SITES
from springstep.diary.plain_answers import with_words
from springstep.diary.questions import BY_NAME
from springstep.engine.errors import shown
from springstep.engine.language.answers import AnswerError, read
from springstep.engine.language.spoken.phrases import NO
from springstep.engine.language.spoken.units import quantity_of
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.rulebase.base import RuleBase

_DONE = {
    **dict.fromkeys(["all", "yes", "yep", "done", "everything", "planned"], "done"),
    **dict.fromkeys(["partly", "some", "half", "most", "no", "nope", "nah"], "partly"),
}
_SKIPPED = dict.fromkeys(["skipped", "none_of_it", "not_done", "nothing"], "skipped")
_OTHER = {"other_drill": OTHER_DRILL, "other_run": APART}
_COUNT = re.compile(r"(\d{1,3})(?:\s*(?:of|/|out of)\s*(\d{1,3}))?", re.ASCII)
_TIMES = re.compile(r"(\d{1,3})\s*(?:x|\*|\u00d7|times)\s*(\d.*)", re.ASCII)
_SIDES = frozenset(["left", "right", "both", "my"])
_YES = re.compile(r"^(?:yes|yep|yeah)\b[\s,;]*")
_HURTS = {
    **dict.fromkeys(["pain", "hurts", "it_hurts", "hurt"]),
    **{word: site for site in SITES for word in (site, f"{site}_pain", f"{site}_hurts")},
}
"""Words that tell that something hurts, and where."""

Told = dict[str, Any]


def reply(asked: RunQuestion, text: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Return what an answer tells, fields and signs; raises ``AnswerError`` with two answers that would do.

    An empty answer, and *unknown*, leave the fields of a question open, or keep them where an entry is edited. What an
    empty answer tells is that nothing came up, and that the bursts were as the steps of a watch say.
    """
    said = " ".join(text.split())
    if said.lower() in ("", "unknown"):
        if there.editing or (asked.name == "bursts" and asked.silence and not said):
            return {}
        if asked.required:
            raise AnswerError("this one needs an answer", _such_as(asked), code="missing")
        if asked.name == "noticed" and not said:
            return _nothing(known)
        return dict.fromkeys(name for name in asked.fields if known.get(name) is None)
    try:
        return _READERS[asked.name](said, known, there, base)
    except AnswerError as error:
        raise AnswerError(error.what, _such_as(asked), code=error.code) from None


def _such_as(asked: RunQuestion) -> str:
    return f"say {' or '.join(asked.examples)}, for example"


def _read(name: str, text: str, base: RuleBase) -> Any:
    """Read one field, in the words of its own question."""
    info = BY_NAME[name]
    if info.kind == "row":
        info = replace(info, values=tuple(base.tables[info.table].by_id))
    return _parse(info, text, base)


def _parse(info: FactInfo, text: str, base: RuleBase) -> Any:
    """Read an answer; words have no numbers here, so a number is none of them, but one alone may be cut short."""
    if info.kind != "number" and re.fullmatch(r"[0-9\s.,/]+", text):
        raise AnswerError(f"{shown(text)} is a number, not a word", "", code="wrong_type")
    return read(with_words(info, base), text, base.vocabulary, numbered=info.kind == "word").value


def _word(values: Iterable[str], text: str, base: RuleBase) -> str:
    read: str = _parse(FactInfo("word", "word", "word", values=tuple(values)), text, base)
    return read


def _two(names: tuple[str, str], said: str, base: RuleBase) -> Told:
    """Read a word and a number in one line, in either order; a number alone is the number, never a place in a list."""
    word, number = names
    if not re.search("[a-z]", said, re.IGNORECASE):
        return {number: _read(number, said, base)}
    parts = said.replace(",", " , ").split()
    for cut in range(1, len(parts)):
        first, last = (" ".join(part for part in some if part != ",") for some in (parts[:cut], parts[cut:]))
        for told, amount in ((first, last), (last, first)):
            if told[:1].isdigit() or not amount[:1].isdigit():
                continue
            try:
                return {word: _read(word, told, base), number: _read(number, amount, base)}
            except AnswerError:
                continue
    return {word: _read(word, said, base)}


def _run(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read the kind of run and its minutes; a distance in their place says nothing of the minutes, and is noted."""
    try:
        told = _two(("run_kind", "duration_min"), said, base)
    except AnswerError:
        kind, distance = _with_distance(said, base)
        if not distance:
            raise
        noted = ", ".join(each for each in (known.get("note"), distance) if each)
        told = {"duration_min": None, "note": noted}
        told |= {"run_kind": _read("run_kind", kind, base)} if kind else {}
    if "run_kind" not in told and known.get("run_kind") is None:
        raise AnswerError("the kind of run is missing", "", code="missing")
    return told


def _with_distance(said: str, base: RuleBase) -> tuple[str, str]:
    """Return a line without the distance in it, and the distance, so that a kind of run is left if it can be."""
    facts = [info for info in base.vocabulary.facts.values() if info.answers == "duration_min"]
    words = said.replace(",", " ").split()
    found: list[tuple[str, str]] = []
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            part, rest = " ".join(words[start:end]), " ".join([*words[:start], *words[end:]])
            if any(_is_read(quantity_of, info, part) for info in facts):
                found.append((rest, part))
    whole = [each for each in found if each[0] and _is_read(_read, "run_kind", each[0], base)]
    return next(iter([*whole, *found]), (said, ""))


def _is_read(reading: Callable[..., Any], *arguments: Any) -> bool:
    try:
        return reading(*arguments) is not None
    except AnswerError:
        return False


def _bursts(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    if there.plan is None or not has_set(there.plan):
        if re.match(r"[0-9]", said):
            return {**_efforts(said, known, there, base), OWN_SET: True}
        _word(("no", "none", "nothing"), said, base)
        return {"bursts": "none", "drill": None, "efforts": None, "effort_s": None}
    count = _COUNT.fullmatch(said.lower())
    planned = there.plan.efforts or 0
    if count is not None:
        if count[2] is not None and int(count[2]) != planned:
            raise AnswerError(f"the plan had {planned} efforts, not {count[2]}", "", code="contradiction")
        efforts = int(count[1])
        bursts = "skipped" if efforts == 0 else "partly" if efforts < planned else "done"
        return {"bursts": bursts, "efforts": _read("efforts", str(efforts), base) if efforts else None}
    if re.match(r"[0-9]", said):
        return _efforts(said, known, there, base)
    short = AnswerError(f"how many of the {planned}?", "")
    if said.lower() in NO - {"none", "nothing"}:
        raise short
    word = _word((*_DONE, *_SKIPPED, *_OTHER), said.lower().removeprefix("as ").replace("another", "other", 1), base)
    if word in _OTHER:
        return {_OTHER[word]: True}
    if _DONE.get(word) == "partly":
        raise short
    bursts = _DONE.get(word) or _SKIPPED[word]
    done = {"drill": there.plan.drill, "efforts": planned, "effort_s": there.plan.effort_s}
    return {"bursts": bursts, **(done if bursts == "done" else dict.fromkeys(done))}


def _efforts(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read a set such as ``3 x 8 s of quick feet``; without a drill it is the planned one, if any."""
    found = _TIMES.fullmatch(said.lower())
    if found is None:
        raise AnswerError(f"{shown(said)} does not say how many and how long", "")
    words = found[2].replace(",", " ").split()
    seconds, rest = _longest("effort_s", words, base)
    drill = " ".join(word for word in rest if word != "of")
    efforts = _read("efforts", found[1], base)
    plan = there.plan
    told = {"efforts": efforts, "effort_s": seconds, "drill": _read("drill", drill, base) if drill else None}
    if plan is None or not has_set(plan):
        return {"bursts": "done", **told}
    whole = efforts >= (plan.efforts or 0) and seconds >= (plan.effort_s or 0)
    return {"bursts": "done" if whole else "partly", **told, "drill": told["drill"] or plan.drill}


def _longest(name: str, words: Sequence[str], base: RuleBase) -> tuple[Any, Sequence[str]]:
    """Read the most words that give a field, and return the others too."""
    for used in range(len(words), 1, -1):
        try:
            return _read(name, " ".join(words[:used]), base), words[used:]
        except AnswerError:
            continue
    return _read(name, words[0], base), words[1:]


def _meant(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    return {"bursts": "done" if _flag(said, base) else "partly"}


def _flag(said: str, base: RuleBase) -> bool:
    return bool(_parse(BY_NAME["form_held"], said, base))


def _nothing(known: Mapping[str, Any]) -> Told:
    """Return that nothing hurts and nothing came up, which says nothing new of the efforts where there were none."""
    cues = ALL_WELL if known.get("bursts") in ("done", "partly") else None
    return {"cues": cues, "pain": "none", "pain_site": None}


def _noticed(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read what came up: cues in their words, and what hurts, of which the next question asks how."""
    cues: list[str] = []
    told: Told = {}
    sites: set[str] = set()
    for part in re.split(r"[,;]|\band\b", _YES.sub("", said.lower()) or said):
        if part.strip():
            found, hurts = _noticed_part(part.strip(), base)
            cues += found
            told |= hurts
            sites |= {hurts["pain_site"]} if "pain_site" in hurts else set()
    cues = [cue for cue in dict.fromkeys(cues) if cue != "all_well"]
    if not cues and not told:
        return _nothing(known)
    if told and (len(sites) > 1 or _SIDES & set(said.lower().split())) and not known.get("note"):
        told["note"] = said
    return {"cues": tuple(cues) or None, "pain": None, "pain_site": None, **told}


def _noticed_part(part: str, base: RuleBase) -> tuple[list[str], Told]:
    try:
        return list(_parse(base.facts["cue"], part, base)), {}
    except AnswerError as error:
        try:
            site = _HURTS[_word(_HURTS, _without_sides(part), base)]
        except AnswerError:
            raise error from None
    return [], {OPENED: True, **({"pain_site": site} if site is not None else {})}


def _without_sides(said: str) -> str:
    return " ".join(word for word in said.split() if word.lower() not in _SIDES)


def _felt(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    told = _two(("felt_after", "fatigue_after"), said, base)
    if "felt_after" not in told:
        raise AnswerError("fresh, normal or drained is missing", "", code="missing")
    return told


def _form(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    try:
        held = _flag(said, base)
    except AnswerError as error:
        try:
            return {"form_held": False, **_signs(said, known, there, base)}
        except AnswerError:
            raise error from None
    return {"form_held": held, **dict.fromkeys(SIGNS)}


def _signs(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read which signs were not as they should be; of the others nothing is said."""
    named = {"pelvis": "pelvis", "weight": "weight_shift", "landings": "landings"}
    found = [named[_word(named, part.strip(), base)] for part in re.split(r",|\band\b", said) if part.strip()]
    return {sign: SIGNS[sign][1] if sign in found else None for sign in SIGNS}


def _ratings(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read ratings in the order in which they are asked for; those at the end may be left out."""
    names = rated_now(known, there)
    numbers = re.split(r"[\s,;]+", said.strip(" ,;"))
    if not FEWEST_RATED <= len(numbers) <= len(names):
        raise AnswerError(f"{len(numbers)} is not from {FEWEST_RATED} to {len(names)} ratings", "")
    read = {name: None if one == "-" else _read(name, one, base) for name, one in zip(names, numbers, strict=False)}
    return {**dict.fromkeys(names), **read}


def _pain(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    return {"pain": _read("pain", said, base)}


def _hurt(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    return {"pain": _parse(replace(BY_NAME["pain"], values=("ache", "sharp")), said, base)}


def _site(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    return {"pain_site": _read("pain_site", _without_sides(said) or said, base)}


def _injury(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    word = _word(("no", "none", *SITES), said, base)
    return {"injury": word if word in SITES else None}


def _one(name: str) -> Callable[[str, Mapping[str, Any], Around, RuleBase], Told]:
    """Return the reader of a question about a single field."""
    return lambda said, known, there, base: {name: _read(name, said, base)}


_READERS: Mapping[str, Callable[[str, Mapping[str, Any], Around, RuleBase], Told]] = {
    "run": _run,
    "bursts": _bursts,
    "efforts": _efforts,
    "meant": _meant,
    "gone": _one("warning_gone"),
    "noticed": _noticed,
    "hurt": _hurt,
    "pain": _pain,
    "site": _site,
    "injury": _injury,
    "legs": _one("felt_during"),
    "felt": _felt,
    "form": _form,
    "signs": _signs,
    "ratings": _ratings,
    "recovery": _one("recovery"),
}
