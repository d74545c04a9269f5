"""``springstep rules graph``: the rules as a picture."""

from __future__ import annotations

import pathlib
from typing import Literal, TypeAlias

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.text.echo import echo
from springstep.engine.audit.graph.build import rule_graph
from springstep.engine.audit.graph.model import RuleGraph
from springstep.rendering.graph.dot import graph_dot
from springstep.rendering.graph.mermaid import graph_mermaid
from springstep.rendering.graph.svg import graph_svg

Form: TypeAlias = Literal["svg", "dot", "mermaid", "json"]


@click.command()
@click.option("--topic", "topics", multiple=True, metavar="T", help="Only the rules of a topic; can be repeated.")
@click.option("--rule", metavar="ID", help="One rule, what it reads and what it concludes.")
@click.option("--fact", metavar="NAME", help="One fact or decision, and the rules that read or decide it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["svg", "dot", "mermaid", "json"]),
    default="svg",
    show_default=True,
    help="A picture, text for Graphviz, text for Mermaid, or the bare graph for programs.",
)
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="Write to a file, not the terminal.")
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@rules_options()
def graph(
    topics: tuple[str, ...],
    rule: str | None,
    fact: str | None,
    form: Form,
    output: pathlib.Path | None,
    force: bool,
    overlays: CoachRules,
) -> None:
    """Draw which facts the rules read and what they conclude: all of them, a topic, or around one rule or fact."""
    if sum((bool(topics), rule is not None, fact is not None)) > 1:
        raise click.UsageError("--topic, --rule and --fact: choose one of them")
    text = drawn(rule_graph(overlays.rule_base_to_read, topics=topics, rule=rule, fact=fact), form)
    if output is None or str(output) == "-":
        echo(text, nl=False)
        return
    refuse_to_write_over(output, force=force)
    write_output(output, text)


def drawn(graph: RuleGraph, form: Form) -> str:
    """Return the graph in one of its forms; raises ``SpringstepError``."""
    match form:
        case "svg":
            return graph_svg(graph)
        case "dot":
            return graph_dot(graph)
        case "mermaid":
            return graph_mermaid(graph)
        case "json":
            return graph.to_json(indent=2) + "\n"
