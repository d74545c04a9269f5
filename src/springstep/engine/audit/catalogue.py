"""Render the whole rule base as one Markdown document that a coach can audit: RULES.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from springstep.engine.language.rules import Bound, Conclusion, Origin, Rule, Step
from springstep.engine.language.vocabulary import case_facts
from springstep.engine.language.words import (
    conclusion_words,
    condition_words,
    listed,
    plain,
    sentence_words,
    term_words,
)
from springstep.engine.rulebase.base import RuleBase

_ROLE_WORDS = {"out_of_scope": "out of scope"}


def render_catalogue(base: RuleBase) -> str:
    """Return RULES.md: how to read it, the rules by topic, decisions, drills, tensions, safety claims, the ledger."""
    parts = [
        *_introduction(base),
        *_facts(base),
        *_decisions(base),
        *_contests(base),
        *_topics(base),
        *_ladder(base),
        *_drills(base),
        *_derivations(base),
        *_tensions(base),
        *_claims(base),
        *_accepted(base),
        *_ledger(base),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _introduction(base: RuleBase) -> Iterator[str]:
    bases = Counter(rule.basis for rule in base.rules)
    encoded = sum(1 for cited in base.citations.values() if cited)
    yield "# The rules"
    yield ""
    yield "<!-- Generated from knowledge/ by `springstep rules render`. Edit the YAML files, not this one. -->"
    yield ""
    yield (
        f"{len(base.rules)} rules in {len(base.topics)} topics: {bases['guide']} say what the guide says, "
        f"{bases['inference']} are inferences from it, {bases['convention']} are conventions where it is silent. "
        f"Of the guide's {len(base.sentences)} sentences {encoded} are cited by rules; the ledger at the end accounts "
        "for every one."
    )
    yield ""
    yield from _overlays(base)
    yield "How to read a rule:"
    yield ""
    yield "- **When** it fires, in words and as the expression that is run; **then** what it concludes."
    yield "- **Because** is the reason a runner is given. **Basis**: *guide*, the cited sentences say so;"
    yield "  *inference*, our reading of them, or a number that they do not give; *convention*, common practice where"
    yield "  the guide is silent."
    yield "- Numbers in brackets, [5.1], are sentences of the guide: first sentence of its fifth paragraph."
    yield "- **Caution only adds up.** Of several steps or bounds on the same decision the most cautious wins;"
    yield "  exclusions and advice add to each other. **Wins over** says which milder conclusions of other rules a rule"
    yield "  dominates; the order of rules never matters. **Overrides** names a general rule it is the exception to."
    yield ""
    yield "- **Layers.** Rules run in five layers: *assume* fills in what was not told, *assess* judges runner and"
    yield "  answers, *limit* caps and excludes, *decide* says whether today, *advise* speaks, in this order."
    yield "- **Fires for, silent for**: two cases that the tests run, told as changes to a standard runner (see Facts)."
    yield ""
    for title in (
        "Facts",
        "Decisions",
        "Who wins",
        *base.topics.values(),
        "The dose ladder",
        "Drills",
        "From the diary",
        "Tensions",
        "Safety claims",
        "What an audit finds and that stands",
        "Ledger",
    ):
        yield f"- [{title}](#{_anchor(title)})"
    yield ""


def _overlays(base: RuleBase) -> Iterator[str]:
    """Yield what is laid over the guide's rules, and what that takes away."""
    for overlay in base.overlays:
        yield (
            f"**The overlay {overlay.name}** of {overlay.author}, {overlay.date}, is laid over the guide's rules; "
            "whatever rule it adds or changes says so."
        )
        yield ""
        gone = [entry for entry in overlay.entries if entry.origin.kind == "switched_off"]
        yield from (f"- **{entry.rule}** {_whose(entry.origin)}" for entry in gone)
        for claim in overlay.relaxed_claims:
            words = f"safety claim relaxed by {claim.author}, {claim.date}; {plain(claim.reason)}: {claim.note}"
            yield f"- **{claim.claim}** {words}"
        if gone or overlay.relaxed_claims:
            yield ""


def _anchor(title: str) -> str:
    kept = "".join(c for c in title.lower() if c.isalnum() or c in " -")
    return kept.replace(" ", "-")


def _facts(base: RuleBase) -> Iterator[str]:
    yield "## Facts"
    yield ""
    yield "What a case may tell. Nothing speaks against bursts for the standard runner, before, during or after a run."
    yield ""
    yield "| fact | the question | allowed | standard runner |"
    yield "| --- | --- | --- | --- |"
    for info in case_facts().values():
        told = dict.fromkeys(plain(r[info.name]) for r in base.standard_runners.values() if info.name in r)
        allowed = info.allowed().removeprefix("allowed: ") if info.kind != "text" else info.help
        yield f"| `{info.name}` | {info.question} | {allowed} | {', '.join(told) or 'not told'} |"
    yield ""
    yield "Three facts are worked out: `distance_mi` from distance, or from length and pace; `step_level`, the present"
    yield "rung, from `step_efforts` and `step_effort_s`; `last_purpose` from `last_drill`. `injury.site`,"
    yield "`injury.status`, `stiffness.site` and `stiffness.severity` are the fields of one item of a list."
    yield ""


def _decisions(base: RuleBase) -> Iterator[str]:
    yield "## Decisions"
    yield ""
    yield "| decision | what it is | joined by | from least to most cautious |"
    yield "| --- | --- | --- | --- |"
    for shape in base.decisions.values():
        how = {"scale": "the most cautious step", "cap": "the lowest cap", "floor": "the highest floor"}[shape.kind]
        steps = " < ".join(f"`{step}`" for step in shape.steps) or (f"in {shape.unit}" if shape.unit else "a number")
        yield f"| `{shape.name}` | {shape.title} | {how} | {steps} |"
    yield ""


def _topics(base: RuleBase) -> Iterator[str]:
    for topic, title in base.topics.items():
        yield f"## {title}"
        yield ""
        for rule in base.rules:
            if rule.topic == topic:
                yield from _rule(rule, base)


def _rule(rule: Rule, base: RuleBase) -> Iterator[str]:
    yield f"### {rule.id} {rule.name.replace('-', ' ')}"
    yield ""
    yield from rule_lines(rule, base)
    if rule.origin is not None:
        yield f"- **Overlay** {_whose(rule.origin)}"
    yield ""


def _whose(origin: Origin) -> str:
    words = f"{plain(origin.kind)} by {origin.author}, {origin.date}, in {origin.overlay}"
    return f"{words}; {plain(origin.reason)}: {origin.note}"


def rule_lines(rule: Rule, base: RuleBase) -> Iterator[str]:
    """Yield everything about one rule as Markdown list items; RULES.md and the command line show the same."""
    each = {"injury": "For each injury, when ", "stiffness": "For each stiff place, when "}.get(rule.for_each or "", "")
    words = condition_words(rule.when, base.facts)
    yield f"- **When** {each}{words}" + (f" (`{rule.when_text}`)" if rule.when_text != "always" else "")
    if rule.unless is not None:
        yield f"- **Unless** {condition_words(rule.unless, base.facts)} (`{rule.unless_text}`)"
    yield f"- **At** {' and '.join(rule.moments)} a run, in layer {rule.layer}"
    for conclusion in rule.conclusions:
        yield f"- **Then** {conclusion_words(conclusion, base.decisions, base.facts)}"
    yield f"- **Because** {rule.because}"
    cited = f" {sentence_words(rule.guide)}" if rule.guide else ""
    yield f"- **Basis** {rule.basis}{cited}"
    if rule.overrides:
        yield f"- **Overrides** {_names(rule.overrides)}"
    if rule.overridden_by:
        yield f"- **Overridden by** {_names(rule.overridden_by)}"
    beaten = [words for c in rule.conclusions if (words := _wins_over(c, base))]
    if beaten:
        yield f"- **Wins over** {'; '.join(beaten)}"
    yield f"- **Fires for** {_example(rule.fires_for)}; **silent for** {_example(rule.silent_for)}"


def _names(ids: Iterable[str]) -> str:
    return ", ".join(ids)


def _example(changes: object) -> str:
    """Tell an example as changes to the standard runner."""
    if not isinstance(changes, dict) or not changes:
        return "the standard runner"
    told = ", ".join(f"{name.replace('_', ' ')} {plain(value)}" for name, value in changes.items())
    return f"the standard runner with {told}"


def _wins_over(conclusion: Conclusion, base: RuleBase) -> str:
    """Tell what a conclusion wins over: the milder steps, or any looser bound."""
    match conclusion:
        case Step(decision, step):
            steps = tuple(base.decisions[decision].steps)
            milder = steps[: steps.index(step)]
            return f"{decision} {listed(plain(m) for m in milder)}" if milder else ""
        case Bound(decision, kind, amount, _, _):
            words = term_words(amount, base.facts)
            return f"{decision} {'above' if kind == 'cap' else 'below'} {words}"
    return ""


def _contests(base: RuleBase) -> Iterator[str]:
    """Yield for each scale which rules ask for which step, so that every possible clash can be read off."""
    yield "## Who wins"
    yield ""
    yield "On each scale, the rules that ask for each step. When several fire, the highest line wins."
    yield ""
    for shape in base.decisions.values():
        if shape.kind != "scale":
            continue
        yield f"**{shape.title}**"
        yield ""
        yield "| step | what it means | asked for by |"
        yield "| --- | --- | --- |"
        for step, meaning in reversed(shape.steps.items()):
            asking = [
                rule.id
                for rule in base.rules
                if any(isinstance(c, Step) and (c.decision, c.step) == (shape.name, step) for c in rule.conclusions)
            ]
            yield f"| `{step}` | {meaning} | {_names(asking) or 'no rule'} |"
        yield ""


def _ladder(base: RuleBase) -> Iterator[str]:
    yield "## The dose ladder"
    yield ""
    yield "Each rung is either longer or one effort more, never both [10.2] [10.4]; the ends are the guide's [5.2], the"
    yield "rungs between are ours."
    yield ""
    yield "| rung | efforts | seconds each | in all |"
    yield "| --- | --- | --- | --- |"
    for level, rung in enumerate(base.ladder, 1):
        yield f"| {level} | {rung.efforts} | {rung.effort_s} s | {rung.efforts * rung.effort_s} s |"
    yield ""


def _drills(base: RuleBase) -> Iterator[str]:
    yield "## Drills"
    yield ""
    yield "| drill | landing | impact | direction | purpose | difficulty | emphasis | calf load | guide |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for drill in base.drills:
        cells = (
            f"**{drill.name}** `{drill.id}`",
            drill.landing,
            drill.impact,
            drill.direction,
            drill.purpose,
            drill.difficulty,
            drill.emphasis,
            drill.calf_load,
            sentence_words(drill.guide) or "ours",
        )
        yield "| " + " | ".join(cell.replace("_", " ") if "`" not in cell else cell for cell in cells) + " |"
    yield ""
    for drill in base.drills:
        yield f"- **{drill.name}**: {drill.how} *{drill.feel}*"
    yield ""


def _derivations(base: RuleBase) -> Iterator[str]:
    yield "## From the diary"
    yield ""
    yield "With a diary these facts are worked out from its entries and not asked; an answer given by hand wins."
    yield ""
    yield "| fact | how | because | basis | sentences |"
    yield "| --- | --- | --- | --- | --- |"
    for derivation in base.derivations.values():
        cells = (derivation.words, derivation.because, derivation.basis, sentence_words(derivation.guide))
        yield f"| `{derivation.fact}` | {' | '.join(cells)} |"
    yield ""


def _tensions(base: RuleBase) -> Iterator[str]:
    yield "## Tensions"
    yield ""
    yield "Where sentences pull apart, and how it is resolved."
    yield ""
    for tension in base.ledger.tensions:
        yield f"### {tension.id} {tension.name.replace('-', ' ')} {sentence_words(tension.sentences)}"
        yield ""
        yield f"- **They pull apart:** {tension.pulls}"
        yield f"- **Resolved:** {tension.resolved}"
        yield f"- **By** {_names(tension.rules)}"
        yield ""


def _claims(base: RuleBase) -> Iterator[str]:
    yield "## Safety claims"
    yield ""
    yield (
        f"{len(base.claims)} claims that must hold for every athlete, whatever the rules say. `springstep audit` "
        "proves each of them for all athletes, or shows one who breaks it; a plan made under a coach's overlay is held "
        "to those of one athlete."
    )
    yield ""
    for claim in base.claims:
        cited = sentence_words(claim.guide)
        moments = listed(claim.moments, last="and")
        yield f"- **{claim.id}** {claim.says} {cited}{' ' if cited else ''}*{claim.basis}*, {moments} a run."
        yield f"  `{claim.formal}`"
    yield ""


def _accepted(base: RuleBase) -> Iterator[str]:
    yield "## What an audit finds and that stands"
    yield ""
    reasons: dict[str, list[str]] = {}
    for finding, because in base.accepted.items():
        reasons.setdefault(because, []).append(finding)
    for because, findings in reasons.items():
        yield f"- {because}"
        yield f"  {', '.join(f'`{finding}`' for finding in findings)}"
    yield ""


def _ledger(base: RuleBase) -> Iterator[str]:
    counts = Counter("encoded" if base.citations[n] else s.role for n, s in base.sentences.items())
    told = ", ".join(f"{count} {_ROLE_WORDS.get(name, name)}" for name, count in sorted(counts.items()))
    yield "## Ledger"
    yield ""
    yield f"Every sentence of the guide and what became of it: {told}."
    yield ""
    yield "| sentence | what it says, in our words | what became of it |"
    yield "| --- | --- | --- |"
    for number, sentence in base.sentences.items():
        cited = base.citations[number]
        role = _ROLE_WORDS.get(sentence.role, sentence.role)
        fate = f"{role}: {_names(cited)}" if cited else f"{role}: {sentence.reason}"
        yield f"| {number} | {sentence.gist} | {fate} |"
    yield ""
    yield "And the other way round, from rules to sentences:"
    yield ""
    yield "| rule | sentences |"
    yield "| --- | --- |"
    for rule in base.rules:
        if rule.guide:
            yield f"| {rule.id} {rule.name.replace('-', ' ')} | {sentence_words(rule.guide)} |"
    yield ""
