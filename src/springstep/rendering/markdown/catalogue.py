"""Render the whole rule base as one Markdown document that a coach can audit: RULES.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from springstep.engine.audit.mcdc.table import load_table
from springstep.engine.language.conclusions import Step
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.rendering.markdown import accounts, cases, choices
from springstep.rendering.markdown.conditions import conditions_shown
from springstep.rendering.markdown.escaped import text
from springstep.rendering.markdown.links import anchor, definitions, heading_of, linked, targets
from springstep.rendering.markdown.one_rule import names, rule_lines, whose
from springstep.rendering.markdown.situations import situations

INDEX = "By body part and situation"
_SENTENCES = "Numbers in brackets are sentences of the guide."


def render_catalogue(base: RuleBase) -> str:
    """Return RULES.md: how to read it, what a case holds, the rules by topic, what is chosen, claims, the ledger."""
    sections = [
        (INDEX, situations(base)),
        ("Facts", cases.facts(base)),
        ("What follows, and what no case can be", cases.following(base)),
        ("Decisions", _decisions(base)),
        ("Who wins", _contests(base)),
        *((title, _topic(topic, base)) for topic, title in base.topics.items()),
        *((table.title, choices.table_lines(table)) for table in base.tables.values()),
        ("Choices", choices.choices(base)),
        ("Verdicts", choices.verdicts(base)),
        *(base.room.chapters(base) if base.room is not None else ()),
        (base.domain.titles.get("record", "From the record"), accounts.derivations(base)),
        ("Tensions", accounts.tensions(base)),
        ("Safety claims", accounts.claims(base)),
        *_conditions(base),
        ("Accepted findings of the audit", accounts.accepted(base)),
        ("Ledger", accounts.ledger(base)),
    ]
    lines = [*_introduction(base), *(f"- [{title}](#{anchor(title)})" for title, _ in sections), ""]
    for title, body in sections:
        lines += [f"## {title}", "", *body]
    known = targets(base)
    whole = list(linked(lines, known))
    return "\n".join([*whole, *definitions(whole, known)]).rstrip() + "\n"


def _conditions(base: RuleBase) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield the section on single conditions; none where no pairs are kept, or where an overlay changes the rules."""
    if not base.overlays and load_table(base.folder):
        yield "What each condition does", conditions_shown(base)


def _introduction(base: RuleBase) -> Iterator[str]:
    bases = Counter(rule.basis for rule in base.rules)
    encoded = sum(1 for cited in citations_of(base).values() if cited)
    subject = base.domain.subject
    yield "# The rules"
    yield ""
    yield "<!-- Generated from knowledge/ by `springstep rules render`. Edit the YAML files, not this one. -->"
    yield ""
    yield (
        f"{len(base.rules)} rules in {len(base.topics)} topics: {bases['guide']} say what the guide says, "
        f"{bases['inference']} are inferences from it, {bases['convention']} are conventions where it is silent. "
        f"Of the guide's {len(load_ledger(base).sentences)} sentences {encoded} are cited by rules; the "
        "[ledger](#ledger) at the end accounts for every one."
    )
    yield ""
    yield from _overlays(base)
    yield "How to read a rule:"
    yield ""
    yield "- **When** it fires, in words and as the expression that is run; **then** what it concludes. *For each*"
    yield "  fires once for each item of a list; *for some* asks whether any item is so, *for no* whether none is."
    yield f"- **Because** is the reason a {subject} is given. **Basis**: *guide*, the cited sentences say so;"
    yield "  *inference*, our reading of them, or a number that they do not give; *convention*, common practice where"
    yield "  the guide is silent."
    yield f"- {base.domain.intro.get('sentences', _SENTENCES)}"
    yield "- **Caution only adds up.** Of several steps or bounds on the same decision the most cautious wins;"
    yield "  exclusions, points and advice add to each other. **Wins over** says which milder conclusions of other"
    yield "  rules a rule dominates; the order of rules never matters. **Overrides** names a general rule it is the"
    yield "  exception to."
    yield ""
    yield "- **Layers.** Rules run in six layers: *assume* fills in what was not given, *weigh* adds up points,"
    yield f"  *assess* judges the {subject} and the answers, *limit* caps and excludes, *decide* says whether today,"
    yield "  *advise* advises, in this order."
    yield (
        "- **Fires for, silent for**: two cases that the tests run, given as changes to a standard "
        f"{subject} (see [Facts](#facts))."
    )
    yield ""


def _overlays(base: RuleBase) -> Iterator[str]:
    """Yield what is laid over the guide's rules, and what that removes."""
    for overlay in base.overlays:
        yield (
            f"**The overlay {text(overlay.name)}** of {text(overlay.author)}, {overlay.date}, is laid over the "
            "guide's rules; every rule it adds or changes says so."
        )
        yield ""
        gone = [entry for entry in overlay.entries if entry.origin.kind == "switched_off"]
        yield from (f"- **{entry.rule}** {text(whose(entry.origin))}" for entry in gone)
        for claim in overlay.relaxed_claims:
            words = f"safety claim relaxed by {claim.author}, {claim.date}; {plain(claim.reason)}: {claim.note}"
            yield f"- **{claim.claim}** {text(words)}"
        if gone or overlay.relaxed_claims:
            yield ""


def _decisions(base: RuleBase) -> Iterator[str]:
    yield "| decision | what it is | resolved by | from least to most cautious |"
    yield "| --- | --- | --- | --- |"
    for scheme in base.decisions.values():
        how = {
            "scale": "the most cautious step",
            "cap": "the lowest cap",
            "floor": "the highest floor",
            "sum": "adding up",
        }[scheme.kind]
        steps = " < ".join(f"`{step}`" for step in scheme.steps) or (f"in {scheme.unit}" if scheme.unit else "a number")
        yield f"| `{scheme.name}` | {text(scheme.title)} | {how} | {steps} |"
    yield ""


def _topic(topic: str, base: RuleBase) -> Iterator[str]:
    for rule in base.rules:
        if rule.topic == topic:
            yield from _rule(rule, base)


def _rule(rule: Rule, base: RuleBase) -> Iterator[str]:
    yield f"### {heading_of(rule.id, rule.name)}"
    yield ""
    yield from rule_lines(rule, base)
    if rule.origin is not None:
        yield f"- **Overlay** {text(whose(rule.origin))}"
    yield ""


def _contests(base: RuleBase) -> Iterator[str]:
    """Yield for each scale which rules ask for which step, so that every possible conflict can be read off."""
    yield "On each scale, the rules that ask for each step. When several fire, the highest line wins."
    yield ""
    for scheme in base.decisions.values():
        if scheme.kind != "scale":
            continue
        yield f"**{text(scheme.title)}**"
        yield ""
        yield "| step | what it means | asked for by |"
        yield "| --- | --- | --- |"
        for step, meaning in reversed(scheme.steps.items()):
            asking = [rule.id for rule in base.rules if Step(scheme.name, step) in rule.conclusions]
            yield f"| `{step}` | {text(meaning)} | {names(asking) or 'no rule'} |"
        yield ""
