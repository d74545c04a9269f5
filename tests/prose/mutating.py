"""Wrong answers made of true ones: one thing changed at a time, to something that is wrong for that plan.

It shares no code with what checks answers, and knows a true answer from a wrong one by the plan alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from springstep import Recommendation
from springstep.installed import default_rule_base

Mutant = tuple[str, str]

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_WORDS[2:])})"
_COUNTED = (
    r"(?:s|sec|secs|seconds?|min|mins|minutes?|x|\u00d7|times|bursts?|efforts?|reps?|repetitions|rounds|hops|bounds|strides|weeks?|sessions|"
    r"good|easy|short|light|gentle|quick|hopping)"
)
_A_NUMBER = re.compile(rf"(?<![\w.\-])({_NUMBER})(?=[\s-]*{_COUNTED}\b)", re.IGNORECASE)
_DRILLS = {
    "strides": "gentle strides",
    "quick_feet": "quick feet",
    "quick_steps": "quick steps",
    "march_and_hold": "march and hold",
    "hop_and_hold": "hop and hold",
    "light_hops": "light hops",
    "calf_raises": "explosive calf raises",
    "pogo_hops": "pogo hops",
    "short_bounds": "short bounds",
    "diagonal_bounding": "diagonal bounding",
    "tuck_jumps": "tuck jumps",
    "depth_jumps": "depth jumps",
}
_OFTEN = {1: "every easy run", 2: "every second easy run", 3: "every third easy run", 4: "every fourth easy run"}
_OFTEN_SAID = re.compile(
    r"(?:in )?\b(?:every|each) (?:(?:second|other|third|2nd|3rd|single) )?(?:(?:easy|recovery) )?runs?\b|"
    r"\bone (?:easy run )?(?:in|out of)(?: every)? (?:two|three|2|3)(?: easy runs)?\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:no|not|never|without|nor|neither|skip|leave|avoid|instead|rather|don't|can't|isn't|won't|aren't|doesn't|cannot|nothing|nobody|"
    r"hardly|barely|too|hold off|swap|until|unless)\b",
    re.IGNORECASE,
)
_SUPPOSES = re.compile(r"\b(?:if|when|whenever|once|as soon as|unless|until|after (?:two|three|\d))\b", re.IGNORECASE)
_ABOUT_PLAN = re.compile(
    r"\d|\b(?:bursts?|strides|hops|bounds|step|drill|easy run|two|three|four|five|six|seven|eight|ten|fifteen)\b",
    re.IGNORECASE,
)


def mutants(answer: str, plan: Recommendation) -> list[Mutant]:
    """Return wrong answers made of a true one, each with its kind."""
    found: list[Mutant] = []
    sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z\d\[(])", answer)
    for place, sentence in enumerate(sentences):
        for kind, wrong in _of_sentence(sentence, plan):
            if wrong != sentence:
                found.append((kind, " ".join([*sentences[:place], wrong, *sentences[place + 1 :]])))
    found += [("added", f"{answer} {wrong}") for wrong in _added(plan)]
    return list(dict.fromkeys(found))


def _of_sentence(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    yield from _numbers(sentence, plan)
    yield from _units(sentence)
    yield from _drills(sentence, plan)
    yield from _negations_dropped(sentence)
    yield from _negations_inserted(sentence)
    yield from _progression(sentence)
    yield from _often(sentence, plan)
    yield from _citations(sentence, plan)
    yield from _reasons(sentence, plan)


# Numbers


def _true_numbers(plan: Recommendation) -> set[float]:
    """Return every number that the plan or the case holds anywhere."""
    text = re.sub(r"\b[A-Z]{3}-\d{3}\b", "", plan.to_json(trace=False))
    found = {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", text)}
    found |= {float(number) for number in re.findall(r"\d+(?:\.\d+)?", plan.headline)}
    words = re.findall(r"[a-z]+", text.lower())
    return found | {float(_WORDS.index(word)) for word in words if word in _WORDS}


def _numbers(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    true = _true_numbers(plan)
    for match in _A_NUMBER.finditer(sentence):
        told = match.group(1)
        is_word = told.lower() in _WORDS
        value = float(_WORDS.index(told.lower())) if is_word else float(told)
        wrong = [value + by for by in (1, 2, 3, -1, 5, 4, 10, 7) if value + by > 1 and value + by not in true]
        for new in wrong[:2]:
            written = _WORDS[int(new)] if is_word and new <= 20 else f"{new:g}"
            if told[0].isupper():
                written = written.capitalize()
            yield "number", sentence[: match.start(1)] + written + sentence[match.end(1) :]
    swapped = re.search(r"\b(\d+) x (\d+) s\b", sentence)
    if swapped and swapped[1] != swapped[2]:
        yield "swap", sentence.replace(swapped[0], f"{swapped[2]} x {swapped[1]} s", 1)


def _units(sentence: str) -> Iterator[Mutant]:
    others = {
        "seconds": "minutes",
        "second": "minute",
        "s": "min",
        "minutes": "seconds",
        "minute": "second",
        "min": "s",
    }
    others |= {"weeks": "days"}
    for match in re.finditer(
        rf"(?<![:\d])\b{_NUMBER}[\s-](?:easy )?(seconds|second|s|minutes|minute|min|weeks)\b(?!-old)",
        sentence,
        re.IGNORECASE,
    ):
        unit = match.group(1)
        yield "unit", sentence[: match.start(1)] + others[unit.lower()] + sentence[match.end(1) :]


# Drills


def _drills(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    chosen, gentler = _chosen(plan)
    told = {value for value in plan.case.values() if isinstance(value, str)}
    for drill, name in _DRILLS.items():
        for match in re.finditer(rf"\b{name}\b", sentence, re.IGNORECASE):
            before = sentence[max(0, match.start() - 30) : match.start()]
            after = sentence[match.end() : match.end() + 10]
            if _DENIES.search(before) or after.strip().startswith(("till", "instead")):
                if (
                    chosen
                    and drill != chosen
                    and _DENIES.search(before)
                    and not re.search("swap|too", before, re.IGNORECASE)
                ):
                    yield "drill", sentence[: match.start()] + _DRILLS[chosen] + sentence[match.end() :]
                continue
            wrong = [
                each
                for each in _DRILLS
                if each not in {drill, chosen, gentler, *told} and _DRILLS[each] not in sentence
            ]
            for other in wrong[:: max(1, len(wrong) // 3)][:3]:
                yield "drill", sentence[: match.start()] + _DRILLS[other] + sentence[match.end() :]


def _chosen(plan: Recommendation) -> tuple[str, str]:
    if plan.session is not None:
        return plan.session.drill, plan.session.gentler_drill or ""
    return next((str(each.value) for each in plan.decisions if each.name == "drill" and each.value != "none"), ""), ""


# Negations

_DROPPED = (
    (r"(?<!and )\b[Nn]o (?=(?:more )?(?:bursts|strides)\b(?! and no))", ""),
    (r"\bwithout (?=(?:any )?bursts\b)", "with "),
    (r"\b[Ss]kip (?=(?:the|your) bursts\b)", "do "),
    (r"\b[Ll]eave (the bursts) out\b", r"do \1"),
    (r"\b[Dd](?:o not|on't) (?=(?:move|add(?! anything)|do|sprint|step|go for|include|reach)\b)", ""),
    (r"\bnever (?=sprint|all-out)", ""),
    (r"\bnot (?=pogo|quick|light|short|march|every)", ""),
    (r"\bNot (?=every)", ""),
    (r"\binstead of (?=bursts|pogo|light|short|quick)", "and "),
    (r"\brather than (?=in one block)", ""),
    (r"\b([Cc]an)(?:'t|not) (?=(?:recommend|plan)\b)", r"\1 "),
    (r"\bthere won't be any\b", "there will be"),
    (r"\bNo (?=(?:step|moving) up\b)", ""),
)


def _negations_dropped(sentence: str) -> Iterator[Mutant]:
    for denied, affirmed in _DROPPED:
        for match in re.finditer(denied, sentence):
            new = sentence[: match.start()] + match.expand(affirmed) + sentence[match.end() :]
            yield "negation dropped", new[:1].upper() + new[1:]


_VERBS = (
    "do|warm up|jog|stay|hold|move|keep|rest|land|log|finish|begin|start|switch|run|take|step|go|stop|end|pause|carry|"
    "sleep|change|breathe|load|remain|add|swap|write down"
)


def _negations_inserted(sentence: str) -> Iterator[Mutant]:
    if not _ABOUT_PLAN.search(sentence) and not re.match(r"(?:Land|Log|Breathe|Load|Stop|Sleep|Write)\b", sentence):
        return
    plain = not _DENIES.search(sentence) and not _SUPPOSES.search(sentence)
    if (match := re.match(rf"(?:Please )?({_VERBS})\b", sentence, re.IGNORECASE)) and plain:
        yield "negation inserted", f"Do not {sentence[match.start(1)].lower()}{sentence[match.start(1) + 1 :]}"
    if plain and (match := re.match(r"You (can|may|should|must)\b", sentence)):
        yield "negation inserted", sentence[: match.end()] + " not" + sentence[match.end() :]
    if plain and (match := re.match(r"You (?=(?:move|stay|step|go|remain|start|begin)\b)", sentence)):
        yield "negation inserted", "You do not " + sentence[match.end() :]
    if plain and (match := re.match(r"(?:Bursts|The drill|Today's drill|Contacts)[\w ]*? (?:are|is)\b", sentence)):
        yield "negation inserted", sentence[: match.end()] + " not" + sentence[match.end() :]


# Progression and frequency

_OPPOSITE = (
    (r"\b(?:move|step) up (?:one|a) step\b", "go back one step"),
    (r"\b(?:move|step) up\b", "step back"),
    (r"\bstay at (?:your|this|the)(?: present)? step\b", "move up one step"),
    (r"\bhold (?:your|this) step\b", "move up one step"),
    (r"\b(?:go|step) back one step\b", "move up one step"),
    (r"\b(?:start|begin) again at the first step\b", "move up one step"),
    (r"\bstay where you are\b", "move up one step"),
    (r"\bremain at the first set\b", "move up one step"),
    (r"\bhold for now\b", "move up one step"),
)


def _progression(sentence: str) -> Iterator[Mutant]:
    for said, opposite in _OPPOSITE:
        match = re.search(said, sentence, re.IGNORECASE)
        if match and not _DENIES.search(sentence[: match.start()]) and not _SUPPOSES.search(sentence[: match.start()]):
            new = sentence[: match.start()] + opposite + sentence[match.end() :]
            yield "progression", new[:1].upper() + new[1:]


def _often(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    decided = {each.name: each.value for each in plan.decisions}
    true = {decided.get("frequency"), decided.get("reached_every"), plan.case.get("every_nth_easy_run")}
    true |= {plan.next_step.frequency} if plan.next_step is not None else set()
    for match in _OFTEN_SAID.finditer(sentence):
        if _DENIES.search(sentence[: match.start()]) or (
            "easy" not in match.group() and "one" not in match.group().lower()
        ):
            continue
        if " too " in sentence[match.end() :]:
            continue
        for often in [each for each in _OFTEN if each not in true][:2]:
            lead = "in " if match.group().startswith("in ") else ""
            new = sentence[: match.start()] + lead + _OFTEN[often] + sentence[match.end() :]
            yield "frequency", new[:1].upper() + new[1:]


# Citations and reasons


def _citations(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    base = default_rule_base()
    fired = {firing.rule for firing in plan.trace.firings}
    cited = {number for firing in plan.trace.firings for number in firing.guide}
    silent = [rule for rule in base.by_id if rule not in fired]
    numbers = [
        number
        for rule in base.rules
        for number in rule.guide
        if number not in cited and re.fullmatch(r"\d+\.\d", number)
    ]
    for match in re.finditer(r"\b[A-Z]{3}-\d{3}\b", sentence):
        for other in (
            silent[len(sentence) % len(silent)],
            "ABC-123",
            "MND-010" if "MND-010" in fired and _ABOUT_PLAN.search(sentence[: match.start()]) else "",
        ):
            if other and other != match.group():
                yield "citation", sentence[: match.start()] + other + sentence[match.end() :]
    for match in re.finditer(r"(?<![\w.])\d{1,2}\.\d(?![\w.]|[\s-]min)", sentence):
        for other in (numbers[len(sentence) % len(numbers)], "19.4"):
            yield "citation", sentence[: match.start()] + other + sentence[match.end() :]


_REASONS = (
    ("you slept badly", lambda case: case.get("sleep") != "poor"),
    ("your hips are stiff", lambda case: "hip" not in str(case)),
    ("your calves are very tight", lambda case: "cal" not in str(case.get("stiffness")) and "calf" not in str(case)),
    ("you have a knee injury", lambda case: "knee" not in str(case)),
    ("your Achilles tendon hurts", lambda case: "achilles" not in str(case)),
    ("your shoes are worn", lambda case: case.get("shoes") != "worn"),
    ("you are exhausted", lambda case: (case.get("fatigue") or 0) < 7 and case.get("felt_after") != "drained"),
    ("you have a fever", lambda case: "fever" not in str(case)),
    ("you run on concrete", lambda case: case.get("surface") != "concrete"),
    (
        "your lower back is sore",
        lambda case: "back" not in str(case.get("stiffness")) and "lower_back" not in str(case),
    ),
)
_PARTS = ("ankle", "shin", "hamstring", "Achilles tendon")


def _reasons(sentence: str, plan: Recommendation) -> Iterator[Mutant]:
    false = [reason for reason, is_wrong in _REASONS if is_wrong(plan.case)]
    start = len(sentence) % len(false)
    picked = [false[(start + step) % len(false)] for step in (0, 3, 6)]
    match = re.search(r"\b(?:because|since)\b (.*?)(?=[.!;:]|,? so\b|\s*[(\[][A-Z\d]|$)", sentence, re.IGNORECASE)
    if match:
        for reason in picked:
            yield "reason", sentence[: match.start(1)] + reason + sentence[match.end(1) :]
        for part in ("knee", "bone", "injury"):
            if re.search(rf"\byour {part}\b", match.group(1)) and part != "injury":
                other = _PARTS[len(sentence) % len(_PARTS)]
                yield "reason", re.sub(rf"\byour {part}\b", f"your {other}", sentence)
    elif _ABOUT_PLAN.search(sentence) and sentence.endswith(".") and not _SUPPOSES.search(sentence):
        yield "reason", f"{sentence[:-1]}, because {picked[0]}."


# What was never said


def _added(plan: Recommendation) -> Iterator[str]:
    yield "Take 400 mg of ibuprofen before you start."
    yield "Finish with 20 squats and a plank."
    yield "Afterwards take an ice bath for your shins."
    yield "Do two sets of depth jumps as well."
    does = plan.session is not None and plan.session.kind == "bursts"
    if plan.moment == "before":
        yield "No bursts today." if does else "You can do your bursts today."
        yield "Stop and see a doctor before you run." if does else "Do 4 x 12 s of bounding."
