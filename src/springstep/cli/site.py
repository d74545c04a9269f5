"""``springstep site``: the pages of a consultation as files, which run the rules in the browser and need no service."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.text.echo import echo


@click.command(epilog="Example: springstep site -o site --pyodide node_modules/pyodide --core pydantic_core-*.whl")
@click.option("-o", "folder", type=FilePath(), metavar="FOLDER", required=True, help="Where to write it.")
@click.option(
    "--pyodide",
    type=FilePath(),
    metavar="FOLDER",
    required=True,
    help="Python for the browser: the folder of the npm package pyodide.",
)
@click.option("--core", type=FilePath(), metavar="WHEEL", required=True, help="The wheel of pydantic-core for it.")
def site(folder: pathlib.Path, pyodide: pathlib.Path, core: pathlib.Path) -> None:
    """Write a static site that asks and advises as `springstep serve` does, by the very same rules.

    Any web server may serve it. Nothing that is answered leaves the browser, and once opened it needs no network.
    """
    from springstep.rendering.website.files import write_site  # takes an extra

    size = write_site(folder, runtime=pyodide, core=core)
    echo(f"{folder / 'index.html'} and what it needs: {size / 1e6:.1f} MB")
