"""The pages on which a rule of one's own is made: what it is about, its facts, the whole form, and what comes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from springstep.engine.errors import Fault, QueryError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.asked_case import runners_of
from springstep.rendering.desk.desk import Desk, Query, one
from springstep.rendering.desk.own_begun import begun_from
from springstep.rendering.desk.own_effect import effect_of
from springstep.rendering.desk.own_faults import wanting
from springstep.rendering.desk.own_form import FACTS, MENUS, TEXTS, OwnRule, read_form
from springstep.rendering.desk.own_rule import FILE, UnfitError, written
from springstep.rendering.markdown.one_rule import rule_parts, whose

_CHECK = "check"


def new_rule_page(desk: Desk, query: Query) -> str:
    """Return the page that a form leads to; raises ``QueryError`` for rules that nothing can be added to."""
    base = _unlaid(desk)
    like, note = one(query, "like"), ""
    if like:
        rule = base.rule(like)
        begun = begun_from(rule, base)
        query = {name: [value] for name, value in begun.fields.items()}
        part = "" if begun.whole else f" Not all of when {rule.id} fires fits into this form: look at what is left."
        note = f"Begun from {rule.id} {rule.name.replace('-', ' ')}. Ask for more caution than it does.{part}"
    form = read_form(query, base)
    done = one(query, "do")
    if done != _CHECK:
        return _form_page(desk, form, dict(wanting(form, base)) if done == _stage(form, base) else {}, note)
    try:
        made = written(form, base)
    except UnfitError as error:
        return _form_page(desk, form, error.faults)
    rule = made.base.by_id[made.id]
    effect = effect_of(made.id, made.base, base)
    return desk.page(
        "own_made.html",
        rule=rule,
        topic=base.topics[rule.topic],
        parts=list(rule_parts(rule, made.base)),
        whose=whose(rule.origin) if rule.origin is not None else "",
        effect=effect,
        called={each.runner: _called(desk, each.runner) for each in effect.shown},
        text=made.text,
        file=FILE,
        fields=_kept(form),
    )


def overlay_file(desk: Desk, query: Query) -> str:
    """Return the overlay that a form makes; raises ``QueryError`` for a form that makes none."""
    base = _unlaid(desk)
    try:
        return written(read_form(query, base), base).text
    except UnfitError as error:
        raise QueryError(Fault("missing", what, field) for field, what in error.faults.items()) from None


def _called(desk: Desk, runner: str) -> str:
    """Name an example case."""
    return dict(runners_of(desk, runner)).get(runner, "the example of your own rule")


def _unlaid(desk: Desk) -> RuleBase:
    if desk.base.overlays:
        what = "These rules have an overlay already: a rule is added to the guide's rules alone"
        raise QueryError([Fault("not_allowed", what)])
    return desk.base


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
        about=_kept(form, ("topic", "moment")),
        kept=_kept(form, ("topic", "moment", *FACTS)),
        mistake=_told(told.values()),
    )


def _stage(form: OwnRule, base: RuleBase) -> str:
    """Say how much of a form can be filled in: what it is ``about``, its ``facts``, or the whole ``rule``."""
    if not form.facts or form.entered.get("topic") not in base.topics:
        return "about"
    return "rule" if form.chosen else "facts"


def _kept(form: OwnRule, names: Iterable[str] = ()) -> dict[str, str]:
    """Return fields of a form to carry along; all that it has where none are named."""
    own = {
        *MENUS,
        "advise-topic",
        "advise-say",
        *TEXTS,
        *(each.field for each in form.conclusions),
    }
    own |= {f"{kind}{field[-1]}" for field in FACTS for kind in ("fact", "is", "value")}
    wanted = own & {*names} if names else own
    return {name: value for name, value in form.entered.items() if name in wanted}


def _told(faults: Iterable[str]) -> str:
    return " ".join(f"{what}." for what in dict.fromkeys(faults))
