"""One desk: the pages on one rule base, where each is, and how they are filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from springstep.engine.audit.rule_record import ledger_of
from springstep.engine.characters import visible
from springstep.engine.errors import Fault, QueryError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.rendering.templates import environment

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_HERE = "springstep.rendering.desk"
_MENTION = re.compile(r"\[(?P<number>[0-9]+\.[0-9]+)\]|(?<![\w-])(?P<id>[A-Z]{2,5}-[0-9]{2,4})(?![\w-])")
ROOMS = {
    "/rules": "Rules",
    "/claims": "Claims",
    "/ledger": "Ledger",
    "/facts": "Facts",
    "/graph": "Graph",
    "/audit": "Audit",
    "/signing": "Signing",
    "/ask": "Ask",
    "/group": "Group",
}
"""The pages that every page leads to."""
MOST_LETTERS = 200
"""How long a text in a query may be."""
Query = Mapping[str, Sequence[str]]
"""What a page is asked for: the fields of its query by name, each with every value that was given."""


class DeskPlaces(NamedTuple):
    """Where pages come from, for a page to name."""

    home: str
    """The first page of the desk; the others are below it."""
    start: str
    """The first page of who is advised."""
    style: str
    desk_style: str
    graph_style: str


class Desk:
    """The pages on one rule base."""

    def __init__(self, base: RuleBase, place: DeskPlaces, *, rules: str = "", names: Sequence[str] = ()) -> None:
        """Take the rules that are shown; ``rules`` is their name where another's are shown if none is named.

        ``names`` are all rules that may be shown here; none where there is no choice.
        """
        self.base, self.place, self.rules, self.names = base, place, rules, tuple(names)

    def address(self, path: str = "", anchor: str = "", **query: Any) -> str:
        """Return where a page of these rules is, with what it is asked for; what is empty is left out."""
        asked = {name: value for name, value in query.items() if value}
        if self.rules:
            asked["rules"] = self.rules
        told = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return f"{self.place.home}{path}{told}{f'#{anchor}' if anchor else ''}"

    def page(self, template: str, **shown: Any) -> str:
        """Return a page, filled in."""
        return visible(self._filled.get_template(template).render(place=self.place, **{"mistake": "", **shown}))

    def problem(self, title: str, what: str) -> str:
        """Return the page of something that went wrong."""
        return self.page("wrong.html", title=title, what=what)

    @cached_property
    def _filled(self) -> Environment:
        found = environment(_HERE)
        found.filters |= {"linked": self._linked, "capital": _capital, "worded": _worded}
        found.globals |= {
            "desk": self,
            "link": self.address,
            "rooms": ROOMS,
            "subject": self.base.domain.subject,
            "subjects": self.base.domain.subjects,
        }
        return found

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """Return where each rule, claim, tension and sentence is shown, by its id or number."""
        ledger = ledger_of(self.base)
        found = {rule: self.address(f"/rules/{rule}") for rule in self.base.by_id}
        found |= {claim.id: self.address("/claims", claim.id) for claim in load_claims(self.base)}
        found |= {each.id: self.address("/ledger", each.id) for each in ledger.tensions}
        return found | {number: self.address("/ledger", f"sentence-{number}") for number in ledger.sentences}

    def _linked(self, text: str) -> Markup:
        """Return words in which each rule, claim, tension and sentence that is mentioned leads to where it is shown."""
        from markupsafe import Markup, escape  # comes with Jinja2, an extra

        parts, at = [], 0
        for found in _MENTION.finditer(text):
            place = self._known.get(found["number"] or found["id"])
            if place is not None:
                parts += [
                    escape(text[at : found.start()]),
                    Markup('<a class="id" href="{}">{}</a>').format(place, found[0]),
                ]
                at = found.end()
        return Markup("").join([*parts, escape(text[at:])])


def one(query: Query, name: str) -> str:
    """Return the first value of a field of a query, and nothing where none was given.

    Raises ``QueryError`` for one that is too long.
    """
    found = next((value.strip() for value in query.get(name, ()) if value.strip()), "")
    if len(found) > MOST_LETTERS:
        raise QueryError([Fault("too_large", "is too long", name, f"at most {MOST_LETTERS} letters")])
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _worded(name: str) -> str:
    return name.replace("-", " ").replace("_", " ")
