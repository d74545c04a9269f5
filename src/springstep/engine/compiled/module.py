"""Write a checked rule base and its generated functions as one Python module, so that Python keeps it compiled.

Reading, checking and assembling the knowledge and generating the code takes longer than many recommendations. The
module is no more trusted than the program it lies in, and only that program's own knowledge is ever taken from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from textwrap import indent
from typing import Any

from springstep.engine.compiled.program import Layer, program_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.plain_codec import written

_HEAD = '''\
"""The rules as they were last checked: generated, not to be edited, written again when rules or code change."""

from fractions import Fraction
from math import inf as INF

from springstep.engine.language.numbers import exact

KEY = {key!r}
DIGEST = {digest!r}
'''

Functions = Mapping[str, Mapping[str, tuple[Callable[[], Layer], tuple[str, ...]]]]
"""By moment and layer what makes the generated function, and the facts and decisions that it reads."""


def module_source(base: RuleBase, parts: Mapping[str, Any], key: str) -> str:
    """Return the module of a rule base that was read into these parts; ``key`` says of which code it is."""
    return "".join(_lines(base, parts, key))


def _lines(base: RuleBase, parts: Mapping[str, Any], key: str) -> Iterator[str]:
    yield _HEAD.format(key=key, digest=base.digest)
    yield f"PARTS = {written(dict(parts))!r}\n"
    for moment in base.vocabulary.moments:
        for layer, source in program_of(base, moment).written.items():
            yield f"\n\ndef {moment}_{layer}():\n{indent(source.text, '    ')}    return {layer}\n"
    yield "\n\nLAYERS = {\n"
    for moment in base.vocabulary.moments:
        layers = program_of(base, moment).written.items()
        named = ", ".join(f"{layer!r}: ({moment}_{layer}, {source.reads!r})" for layer, source in layers)
        yield f"    {moment!r}: {{{named}}},\n"
    yield "}\n"
