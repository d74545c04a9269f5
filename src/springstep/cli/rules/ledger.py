"""``springstep rules ledger``: what became of every sentence of the guide, and a check of a copy."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.engine.audit.article import check_article
from springstep.engine.language.wording import plain, sentence_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.ledger import citations_of, load_ledger
from springstep.engine.text.source import read_file


@click.command()
@click.option(
    "--article",
    type=FilePath(),
    metavar="FILE",
    help="Check your own copy of the article (text or HTML) against the ledger's digests.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option()
def ledger(article: pathlib.Path | None, as_json: bool, knowledge: WhichRules) -> None:
    """Show what became of every sentence of the guide, and which sentences each rule cites."""
    base = knowledge.rule_base
    if article is not None:
        _check_article(article, base, as_json)
        return
    if as_json:
        rows = [{**s.model_dump(), "rules": citations_of(base)[n]} for n, s in load_ledger(base).sentences.items()]
        cites = {rule.id: rule.guide for rule in base.rules}
        echo(json.dumps({"sentences": rows, "rules": cites}, indent=2, ensure_ascii=False))
        return
    echo(heading("From sentence to rules"))
    for number, sentence in load_ledger(base).sentences.items():
        cited = citations_of(base)[number]
        fate = ", ".join(cited) if cited else f"{plain(sentence.role)}: {sentence.reason}"
        echo(wrapped(f"{sentence.gist} -> {fate}", first=f"  {number:<10} "))
    echo(heading("From rule to sentences"))
    for rule in base.rules:
        echo(f"  {rule.id}  {sentence_words(rule.guide) or '(convention, the guide is silent)'}")
    cited_count = sum(1 for cited in citations_of(base).values() if cited)
    echo(
        f"{len(load_ledger(base).sentences)} sentences: {cited_count} cited by rules, "
        f"{len(load_ledger(base).sentences) - cited_count} with the reason why not"
    )


def _check_article(path: pathlib.Path, base: RuleBase, as_json: bool) -> None:
    found = check_article(read_file(path), load_ledger(base).sentences.values())
    total = len(load_ledger(base).sentences)
    if as_json:
        echo(json.dumps({"found": found.found, "missing": found.missing}, indent=2))
    else:
        echo(f"{len(found.found)} of {total} sentences found as cited")
        if found.missing:
            echo(wrapped("differ or are missing: " + ", ".join(found.missing)))
    if found.missing:
        raise click.exceptions.Exit(1)
