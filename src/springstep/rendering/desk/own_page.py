"""The pages on which a rule of one's own is made: what it is about, its facts, the whole form, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import Desk, Query, one
from springstep.rendering.desk.own_begun import begun_from
from springstep.rendering.desk.own_faults import wanting
from springstep.rendering.desk.own_form import FACTS, MENUS, TEXTS, OwnRule, kept_fields, read_form
from springstep.rendering.desk.own_made import CHECK, made_page
from springstep.rendering.desk.own_rule import UnfitError


def new_rule_page(desk: Desk, query: Query, overlay: str = "") -> str:
    """Return the page that a form leads to; ``overlay`` is the text of a file that its rule is to be put into."""
    base = desk.base
    like, note = one(query, "like"), ""
    if like:
        rule = base.rule(like)
        begun = begun_from(rule, base)
        query = {name: [value] for name, value in begun.fields.items()}
        part = "" if begun.whole else f" Not all of when {rule.id} fires fits into this form: look at what is left."
        note = f"Begun from {rule.id} {rule.name.replace('-', ' ')}. Ask for more caution than it does.{part}"
    form = read_form(query, base)
    done = one(query, "do")
    if done != CHECK:
        return _form_page(desk, form, dict(wanting(form, base)) if done == _stage(form, base) else {}, note)
    try:
        return made_page(desk, form, overlay)
    except UnfitError as error:
        return _form_page(desk, form, error.faults)


def _form_page(desk: Desk, form: OwnRule, faults: Mapping[str, str], note: str = "") -> str:
    """Return the page with as much of the form as can be filled in yet."""
    entered = form.entered
    stage = _stage(form, desk.base)
    shown = {"about": ("topic", "moment"), "facts": FACTS}.get(stage)
    told = {field: what for field, what in faults.items() if shown is None or field in shown}
    return desk.page(
        "own_rule.html",
        form=form,
        entered=defaultdict(str, entered),
        stage=stage,
        facts_of=FACTS,
        faults=told,
        texts=TEXTS,
        menus=MENUS,
        note=note,
        about=kept_fields(form, ("topic", "moment")),
        kept=kept_fields(form, ("topic", "moment", *FACTS)),
        mistake=_told(told.values()),
    )


def _stage(form: OwnRule, base: RuleBase) -> str:
    """Say how much of a form can be filled in: what it is ``about``, its ``facts``, or the whole ``rule``."""
    if not form.facts or form.entered.get("topic") not in base.topics:
        return "about"
    return "rule" if form.chosen else "facts"


def _told(faults: Iterable[str]) -> str:
    return " ".join(f"{what}." for what in dict.fromkeys(faults))
