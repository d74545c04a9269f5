"""What a case may hold, what follows from it, and what it can never be, as sections of RULES.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from springstep.engine.language.clauses import clauses, needs_list
from springstep.engine.language.conditions import Always, Among, Condition, Fact, conjuncts
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import condition_words, fact_words, listed, plain, term_words
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.escaped import text
from springstep.rendering.markdown.one_rule import bullets, in_a_cell

_FORMATS = re.compile(r"\{(\w+):[^}]*\}")


def facts(base: RuleBase) -> Iterator[str]:
    """Yield every fact of a case with its question, what is allowed, and its value in the standard case."""
    subject = base.domain.subject
    yield base.domain.intro.get("facts", "What a case may hold.")
    yield ""
    yield f"| fact | the question | allowed | standard {subject} |"
    yield "| --- | --- | --- | --- |"
    for info in base.vocabulary.facts.values():
        standard = dict.fromkeys(plain(case[info.name]) for case in base.standard_cases.values() if info.name in case)
        allowed = info.allowed().removeprefix("allowed: ")
        usual = text(", ".join(standard) or "not given")
        yield f"| `{info.name}` | {text(info.question)} | {text(allowed)} | {usual} |"
    yield ""
    fields = [f"`{name}`" for scope in base.vocabulary.scopes.values() for name in scope.fields]
    if fields:
        yield f"{listed(fields, last='and')} are the fields of one item of a list."
        yield ""


def following(base: RuleBase) -> Iterator[str]:
    """Yield the facts that follow from others, and the cases that cannot exist."""
    vocabulary = base.vocabulary
    if vocabulary.definitions:
        yield "These facts are worked out if they are not given; for each, the first line that holds gives the value."
        yield ""
        for definition in vocabulary.definitions:
            yield from defined(definition, base.facts)
        yield ""
    if vocabulary.constraints:
        yield "No case can be as follows; one that says so is refused with the fault."
        yield ""
        yield "| a case in which | is refused, as | because |"
        yield "| --- | --- | --- |"
        for constraint in vocabulary.constraints:
            never = _never(constraint.never, base.facts)
            if constraint.when is not None:
                forbidden = listed(fact_words(name, base.facts) for name in constraint.forbids)
                never = text(f"{condition_words(constraint.when, base.facts)}, and these are given: {forbidden}")
            fault = _FORMATS.sub(r"{\1}", constraint.says) + (f"; {constraint.allowed}" if constraint.allowed else "")
            yield f"| {never} | {text(fault)} | {text(constraint.because)} |"
        yield ""


def _never(condition: Condition, facts: Mapping[str, FactInfo]) -> str:
    words = condition_words(condition, facts)
    return text(in_a_cell(clauses(condition, facts)) if needs_list(words) else words)


def defined(definition: Definition, facts: Mapping[str, FactInfo]) -> Iterator[str]:
    """Yield how a fact follows from others: a line for one that is read off a row, else one for each way."""
    label = definition.info.label
    name = f"`{definition.name}`" + (f" {text(label)}" if label != definition.name else "")
    notes = [] if definition.places is None else [f"To {definition.places} decimal places."]
    because = text(" ".join([*notes, definition.because]))
    source = _row(definition, facts)
    if source:
        yield f"- {name}: read off the row that `{source}` names. {because}"
        return
    yield f"- {name}. {because}"
    for way in definition.ways:
        words, value = condition_words(way.when, facts), term_words(way.value, facts)
        if needs_list(words):
            found = clauses(way.when, facts)
            yield f"  - {text(f'{value} when {found.words}')}:"
            yield from bullets(found.parts, "      ")
        else:
            yield f"  - {text(value if isinstance(way.when, Always) else f'{value} when {words}')}"


def _row(definition: Definition, facts: Mapping[str, FactInfo]) -> str:
    """Return the fact that names the row in which the definition's value stands; nothing for any other definition."""
    found = {_named(way.when, facts) for way in definition.ways}
    return found.pop() if len(found) == 1 else ""


def _named(condition: Condition, facts: Mapping[str, FactInfo]) -> str:
    last = conjuncts(condition)[-1]
    match last:
        case Among(Fact(name), _) if name in facts and facts[name].kind == "row":
            return name
    return ""
