"""``springstep rules``: read the rule base as a coach does."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Sequence
from typing import Any

import click

from springstep.cli.overlays import Overlays, overlay_options
from springstep.cli.rule_page import rule_page, rule_record, summary
from springstep.cli.rules_graph import graph
from springstep.cli.rules_new import new
from springstep.cli.text import columns, heading, wrapped
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.language.claims import Claim
from springstep.engine.language.rules import Rule
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.language.words import plain, sentence_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.installed import default_rule_base
from springstep.rendering.markdown.catalogue import render_catalogue
from springstep.rendering.markdown.one_rule import rule_lines

CATALOGUE = pathlib.Path("RULES.md")
_ATTRIBUTES = ("landing", "impact", "direction", "purpose", "difficulty", "emphasis", "calf_load")
_TOLD = (
    *("name", "kind", "label", "question", "help", "unit", "values", "minimum", "maximum", "integer"),
    *("moments", "required_at", "change", "derived_from"),
)


@click.group()
def rules() -> None:
    """Read the rules: what they say, why, and on what they rest."""


@rules.command("list")
@click.option("--topic", help="Only the rules of one topic.")
@click.option("--basis", type=click.Choice(["guide", "inference", "convention"]), help="Only rules of one basis.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@overlay_options
def list_rules(topic: str | None, basis: str | None, as_json: bool, overlays: Overlays) -> None:
    """List the rules by topic."""
    base = overlays.rule_base
    if topic is not None and topic not in base.topics:
        raise click.BadParameter(f"no topic '{topic}'; topics: {', '.join(base.topics)}", param_hint="--topic")
    found = [r for r in base.rules if topic in (None, r.topic) and basis in (None, r.basis)]
    _list(found, base, as_json)


@rules.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@overlay_options
def search(words: tuple[str, ...], as_json: bool, overlays: Overlays) -> None:
    """Find the rules that hold all of these words, or cite this sentence."""
    base = overlays.rule_base
    found = [rule for rule in base.rules if all(_holds(rule, word, base) for word in words)]
    _list(found, base, as_json)
    if not found:
        raise click.exceptions.Exit(1)


def _holds(rule: Rule, word: str, base: RuleBase) -> bool:
    text = " ".join([rule.id, rule.name, *rule_lines(rule, base)]).lower()
    return word.strip("[]") in rule.guide or word.lower() in text or word.lower() in text.replace("-", " ")


def _list(found: Sequence[Rule], base: RuleBase, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([summary(rule) for rule in found], indent=2, ensure_ascii=False))
        return
    topic = ""
    for rule in found:
        if rule.topic != topic:
            topic = rule.topic
            click.echo(heading(base.topics[topic]))
        words = f"{rule.name.replace('-', ' ')}: {rule.because} {sentence_words(rule.guide)} {rule.basis}"
        click.echo(wrapped(" ".join(words.split()), first=f"  {rule.id}  "))
    click.echo(f"{len(found)} of {len(base.rules)} rules")


@rules.command()
@click.argument("rule_id", metavar="ID")
@click.option("--code", is_flag=True, help="Show the Python that is generated from the rule and run, by moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@overlay_options
def show(rule_id: str, code: bool, as_json: bool, overlays: Overlays) -> None:
    """Show everything about one rule, by id or name, or a safety claim by its id."""
    base = overlays.rule_base
    claim = next((claim for claim in base.claims if claim.id == rule_id.upper()), None)
    if claim is not None:
        if code:
            raise click.UsageError(f"{claim.id} is a claim, which is proved and not run; --code is for rules")
        _show_claim(claim, as_json)
        return
    rule = base.rule(rule_id)
    if code:
        _show_code(rule, base, as_json)
        return
    if as_json:
        click.echo(json.dumps(rule_record(rule, base), indent=2, ensure_ascii=False))
        return
    for line in rule_page(rule, base):
        click.echo(line)


def _show_code(rule: Rule, base: RuleBase, as_json: bool) -> None:
    from springstep.engine.compiled.listing import code_of

    found = code_of(rule, base)
    if as_json:
        click.echo(json.dumps({"id": rule.id, "layer": rule.layer, "code": found}, indent=2, ensure_ascii=False))
        return
    for moment, text in found.items():
        click.echo(heading(f"{rule.id} {moment}"))
        click.echo(text, nl=False)


def _show_claim(claim: Claim, as_json: bool) -> None:
    told = {
        "says": claim.says,
        "formal": claim.formal,
        "moments": ", ".join(claim.moments),
        "basis": claim.basis,
        "guide": sentence_words(claim.guide) or "the guide is silent",
    }
    if as_json:
        click.echo(json.dumps({"id": claim.id, "name": claim.name, **told}, indent=2, ensure_ascii=False))
        return
    click.echo(heading(f"{claim.id} {claim.name.replace('-', ' ')}"))
    for line in columns([(name.capitalize(), words) for name, words in told.items()]):
        click.echo(line)


@rules.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def drills(as_json: bool) -> None:
    """List the drills with the attributes that rules choose by."""
    table = default_rule_base().tables["drills"]
    if as_json:
        click.echo(json.dumps([drill.cells for drill in table.rows], indent=2, ensure_ascii=False))
        return
    for drill in table.rows:
        attributes = (f"{table.columns[name].words} {plain(drill[name])}" for name in _ATTRIBUTES)
        click.echo(heading(f"{drill['name']}  ({drill.id})"))
        rows = [
            ("How", drill["how"]),
            ("Feel", drill["feel"]),
            ("Attributes", ", ".join(attributes)),
            ("Guide", sentence_words(drill["guide"]) or "ours"),
        ]
        for line in columns(rows):
            click.echo(line)


@rules.command()
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="Only facts asked at this moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def facts(moment: str | None, as_json: bool) -> None:
    """List the facts a case may tell: names, what they mean, what is allowed."""
    vocabulary = default_rule_base().vocabulary
    found = [info for info in vocabulary.facts.values() if moment is None or moment in info.moments]
    if as_json:
        click.echo(json.dumps([_fact(info) for info in found], indent=2, ensure_ascii=False))
        return
    for info in found:
        must = f", must be told {vocabulary.when(info.required_at)}" if info.required_at else ""
        click.echo(heading(info.name) + must)
        click.echo(wrapped(f"{info.question} {info.help}", first="  "))
        if info.kind != "quantity":
            click.echo(wrapped(info.allowed(), first="  "))
        for field in vocabulary.fields_of(info.name):
            name = field.name.split(".")[1]
            click.echo(wrapped(f"{name}: {field.question} {field.help} {field.allowed()}", first="    "))


def _fact(info: FactInfo) -> dict[str, Any]:
    """Return what a program is told of a fact; a quantity has several units, which its help names."""
    told = {name: getattr(info, name) for name in _TOLD}
    return {**told, "unit": ""} if info.kind == "quantity" else told


@rules.command()
@click.option(
    "--article",
    type=click.Path(path_type=pathlib.Path),
    metavar="FILE",
    help="Check your own copy of the article (text or HTML) against the ledger's digests.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def ledger(article: pathlib.Path | None, as_json: bool) -> None:
    """Show what became of every sentence of the guide, and which sentences each rule cites."""
    base = default_rule_base()
    if article is not None:
        _check_article(article, base, as_json)
        return
    if as_json:
        rows = [{**s.model_dump(), "rules": base.citations[n]} for n, s in base.sentences.items()]
        cites = {rule.id: rule.guide for rule in base.rules}
        click.echo(json.dumps({"sentences": rows, "rules": cites}, indent=2, ensure_ascii=False))
        return
    click.echo(heading("From sentence to rules"))
    for number, sentence in base.sentences.items():
        cited = base.citations[number]
        fate = ", ".join(cited) if cited else f"{plain(sentence.role)}: {sentence.reason}"
        click.echo(wrapped(f"{sentence.gist} -> {fate}", first=f"  {number:<10} "))
    click.echo(heading("From rule to sentences"))
    for rule in base.rules:
        click.echo(f"  {rule.id}  {sentence_words(rule.guide) or '(convention, the guide is silent)'}")
    cited_count = sum(1 for cited in base.citations.values() if cited)
    click.echo(
        f"{len(base.sentences)} sentences: {cited_count} cited by rules, "
        f"{len(base.sentences) - cited_count} with the reason why not"
    )


def _check_article(path: pathlib.Path, base: RuleBase, as_json: bool) -> None:
    from springstep.engine.audit.article import check_article
    from springstep.engine.text.source import read_file

    found = check_article(read_file(path), base.sentences.values())
    total = len(base.sentences)
    if as_json:
        click.echo(json.dumps({"found": found.found, "missing": found.missing}, indent=2))
    else:
        click.echo(f"{len(found.found)} of {total} sentences found as cited")
        if found.missing:
            click.echo(wrapped("differ or are missing: " + ", ".join(found.missing)))
    if found.missing:
        raise click.exceptions.Exit(1)


@rules.command()
@click.argument("file", type=click.Path(path_type=pathlib.Path), default=CATALOGUE)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the file is not what would be written.")
@overlay_options
def render(file: pathlib.Path, check: bool, overlays: Overlays) -> None:
    """Write RULES.md, the whole rule base as one document (or FILE; - for standard output)."""
    if check and str(file) == "-":
        raise click.UsageError("--check needs a file, not standard output")
    text = render_catalogue(overlays.rule_base)
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    if not check:
        atomic_write(file, text)
        click.echo(f"wrote {file}", err=True)
        return
    try:
        stale = not file.exists() or file.read_bytes() != text.encode()
    except OSError as error:
        raise SpringstepError([Fault(f"cannot be read: {error.strerror}", source=str(file))]) from None
    if stale:
        click.echo(f"{file} is stale: run 'springstep rules render'", err=True)
        raise click.exceptions.Exit(1)


rules.add_command(graph)
rules.add_command(new)
