"""What sessions add to the document of all rules: how a plan looks ahead."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.language.wording import fact_words, listed, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.session.look_ahead import enough, look_ahead

Chapter = tuple[str, Iterator[str]]
"""A title, and the lines below it."""


def chapters(base: RuleBase) -> tuple[Chapter, ...]:
    """Return the chapters of RULES.md that the engine's own declarations do not give."""
    return (("Looking ahead", _looking_ahead(base)),)


def _looking_ahead(base: RuleBase) -> Iterator[str]:
    declared = look_ahead(base)

    def named(fact: str) -> str:
        return fact_words(fact, base.facts)

    yield f"Before a run, a plan also gives the step after some good weeks, by the same rules. {declared.because}"
    yield ""
    yield f"- **As it is:** {listed(map(named, declared.keep), last='and')}"
    supposed = (f"{named(fact)} {plain(value)}" for fact, value in declared.suppose.items())
    yield f"- **Supposed:** {listed(supposed, last='and')}"
    for fact, decision in declared.enough.items():
        needed = {row["total_s"]: enough(base, row["total_s"])[fact] for row in base.tables["sets"].rows}
        least = [f"{n} from {min(s for s, m in needed.items() if m == n)} s in all" for n in sorted({*needed.values()})]
        title = base.decisions[decision].title.lower()
        words = f"{named(fact)} {', '.join(least)}"
        yield f"- **Enough:** {words}: the least at which no rule asks for more caution on {title}"
    yield ""
