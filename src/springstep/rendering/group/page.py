"""A group as one HTML page: a line for each athlete, then a card each, to be printed and cut or sent.

The page loads nothing and runs nothing; its content security policy says so. The same group gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from springstep.diary.card import Card
from springstep.diary.day_words import days_words
from springstep.engine.characters import visible
from springstep.group.advice import GroupAdvice
from springstep.rendering.templates import environment, part

_HERE = "springstep.rendering.group"


def group_html(found: GroupAdvice, cards: Sequence[Card]) -> str:
    """Return the page of a group with a card for each athlete, in the same order.

    Raises ``RenderingError`` when Jinja2 is not installed.
    """
    filled = environment(_HERE)
    from markupsafe import Markup  # comes with Jinja2, an extra

    page = filled.get_template("page.html").render(
        found=found,
        day=days_words([found.day]),
        cards=list(zip(found.athletes, cards, strict=True)),
        style=Markup(part(_HERE, "page.css")),
    )
    return visible(page)
