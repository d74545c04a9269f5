"""A person's name, as options take it."""

from __future__ import annotations

from typing import Any

import click

_LONGEST = 80


class SignerType(click.ParamType[str]):
    """A person's name, on one line."""

    name = "name"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Fold a name's spaces; an empty, long or unprintable one is bad usage."""
        name = " ".join(str(value).split())
        if not name or len(name) > _LONGEST or not name.isprintable():
            self.fail(f"a name of 1 to {_LONGEST} printable characters, not {name[:20]!r}", param, ctx)
        return name
