"""The tables, what is chosen from them, what follows, and the verdicts, as sections of RULES.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from springstep.engine.language.choices import Choice
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.tables import Column, Row, Table
from springstep.engine.language.wording import condition_words, listed, plain, sentence_words, term_words
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.cases import defined
from springstep.rendering.markdown.escaped import text


def table_lines(table: Table) -> Iterator[str]:
    """Yield a table: its words, numbers and sentences in columns, its texts below."""
    texts = [column for column in table.columns.values() if column.kind == "text"]
    shown = [column for column in table.columns.values() if column.kind not in ("text", "key")]
    if table.intro:
        yield table.intro
        yield ""
    heads = [table.row, *("guide" if column.kind == "sentences" else text(column.words) for column in shown)]
    yield f"| {' | '.join(heads)} |"
    yield f"| {' | '.join('---' for _ in heads)} |"
    for row in table.rows:
        yield f"| {' | '.join([_name(row, texts, table), *(_cell(row, column) for column in shown)])} |"
    yield ""
    for row in table.rows if texts[1:] else ():
        first, *more = (row[column.name] for column in texts[1:])
        yield " ".join([f"- **{text(row[texts[0].name])}**: {text(first)}", *(f"*{text(each)}*" for each in more)])
    if texts[1:]:
        yield ""


def _name(row: Row, texts: list[Column], table: Table) -> str:
    name = f"**{text(row[texts[0].name])}** " if texts else ""
    return f"{name}`{row.id}`" if table.key else name.strip() or str(row.place)


def _cell(row: Row, column: Column) -> str:
    if column.kind == "sentences":
        return sentence_words(row[column.name]) or "ours"
    return text(f"{plain(row[column.name])} {column.unit}".strip())


def choices(base: RuleBase) -> Iterator[str]:
    """Yield how each choice is made once the decisions are made, and what follows from all of them."""
    names = {**base.facts, **base.plan_names}
    for choice in base.choices.values():
        yield f"### {text(choice.title)}"
        yield ""
        yield from _choice(choice, {**names, **choice.table.names}, base)
        yield ""
    if base.plan:
        yield "What follows from decisions and choices together:"
        yield ""
        for definition in base.plan:
            yield from defined(definition, names)
        yield ""


def _choice(choice: Choice, names: Mapping[str, FactInfo], base: RuleBase) -> Iterator[str]:
    at = base.vocabulary.moments
    yield f"- **Taken** {base.vocabulary.when(choice.moments)}: {text(choice.how)}"
    for moment, required in choice.requires.items():
        words = listed((condition_words(each.when, names) for each in required), last="and")
        yield f"- **Only if**, {at[moment]}, {text(words)}; whatever is not certain to hold rules it out"
    for moment, pools in choice.pools.items():
        for pool in pools:
            when = condition_words(pool.when, names)
            yield f"- **Among**, {at[moment]} when {text(when)}: those whose {text(condition_words(pool.among, names))}"
    for within in choice.within:
        cap = base.decisions[within.cap].title.lower()
        yield f"- **Within** the {text(cap)}: {text(term_words(within.amount, names))}"
    for fits in choice.fits:
        needs, room = term_words(fits.needs, names), term_words(fits.room, names)
        yield f"- **Fits**, {base.vocabulary.when(fits.moments)}: {text(needs)} is at most {text(room)}"
    if choice.otherwise is not None:
        words = text(condition_words(choice.otherwise, names))
        yield f"- **Explained** beside the first of those whose {words}: what keeps it from being taken is the reason"
    yield f"- **Because** {text(choice.because)}"


def verdicts(base: RuleBase) -> Iterator[str]:
    """Yield by moment the verdicts with their headlines."""
    names = {**base.facts, **base.plan_names}
    yield "The verdict in one word, and the headline that is read first: by moment the first that holds."
    yield ""
    for moment, candidates in base.verdicts.items():
        words = base.vocabulary.moments[moment]
        yield f"**{words[:1].upper()}{words[1:]}**"
        yield ""
        yield "| verdict | when | what is said | when that rests on what was not given |"
        yield "| --- | --- | --- | --- |"
        for verdict in candidates:
            left = verdict.open
            instead = left.instead or f"it adds: {left.add.strip()}" if left is not None else ""
            cells = map(text, (condition_words(verdict.when, names), verdict.say, instead))
            yield f"| `{verdict.name}` | {' | '.join(cells)} |"
        yield ""
