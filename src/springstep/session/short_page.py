"""What stands on the short page of a plan, as declared, and which decision's reason it tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.advice.recommendation import Advice, Decision, RecommendationRecord
from springstep.engine.frozen import Frozen
from springstep.engine.language.conclusions import Advise
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.holding import first_that_holds

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "page.yaml"


class Line(Frozen):
    """One line of the page, as declared."""

    label: str
    shows: str
    topics: tuple[str, ...]
    grows: int | None
    """Its place among the lines that are given more words where there is room; ``None`` for one that is not."""
    gives_way: bool
    """Whether it is left out where the others alone fill the page."""


class ShortPage(Frozen):
    """The declaration of the short page."""

    most_lines: int
    columns: int
    """The width at which lines are counted."""
    pages: Mapping[str, tuple[Line, ...]]
    """What stands below the headline: ``session``, ``none`` and ``after``."""
    signals: tuple[str, ...]
    """What to do at a sign, the mildest first."""
    ask_again: str
    answer: str
    """What comes next where nothing but gaps bar the bursts."""


def read_short_page(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the declaration of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.short_page_schema import ShortPageSchema  # imports pydantic, needed only here

    document, declared = reader.read(folder / FILE, ShortPageSchema)
    if declared is None:
        return {}
    reader.faults += [
        document.fault("missing", ("reason",), f"no reason is named for the moment '{moment}'")
        for moment in vocabulary.moments
        if moment not in declared.reason
    ]
    return dict(declared.model_dump())


@memoized
def short_page_of(base: RuleBase) -> ShortPage:
    """Return the declaration of a rule base."""
    declared = base.declared["short_page"]
    pages = {name: tuple(Line(**line) for line in lines) for name, lines in declared["page"].items()}
    said = {name: declared[name] for name in ("columns", "signals", "ask_again", "answer")}
    return ShortPage(most_lines=declared["lines"], pages=pages, **said)


def reasons_declared(base: RuleBase, moment: str) -> tuple[tuple[str, str], ...]:
    """Return the decisions whose reason may decide a plan of a moment, each with the condition for it, in order."""
    return tuple((each["decision"], each["when"]) for each in base.declared["short_page"]["reason"][moment])


def deciding(made: RecommendationRecord, base: RuleBase) -> Decision:
    """Return the decision whose reason decides the plan: the first declared one whose condition holds."""
    reasons = reasons_declared(base, made.moment)
    place = first_that_holds(made, base, tuple(when for _, when in reasons))
    return made.decision(reasons[place][0])


_WARNED = "logged_warning"


def to_mind(made: RecommendationRecord, base: RuleBase, topics: Collection[str]) -> list[Advice]:
    """Return the advice to bear in mind: first what the diary's warnings say, then what holds something back."""
    rules = base.by_id
    said = [advice for topic in topics for advice in made.advice if advice.topic == topic]
    warned = [advice for advice in said if any(_WARNED in rules[rule].reads(rules) for rule in advice.rules)]
    held = [advice for advice in said if not all(rules[rule].only_says for rule in advice.rules)]
    return [*warned, *(advice for advice in held if advice not in warned)]


def short_advice(advice: Advice, base: RuleBase) -> str:
    """Return advice in a few words, where the rule behind it has them."""
    for rule in advice.rules:
        for conclusion in base.by_id[rule].conclusions:
            if isinstance(conclusion, Advise) and conclusion.say == advice.say and conclusion.short:
                return conclusion.short
    return advice.say
