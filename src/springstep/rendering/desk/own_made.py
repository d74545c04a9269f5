"""What comes of the form of a rule of one's own: the rule in words, what it does, and the file to keep."""

from __future__ import annotations

from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.asked_case import runners_of
from springstep.rendering.desk.desk import Desk, Query
from springstep.rendering.desk.own_effect import effect_of
from springstep.rendering.desk.own_form import OwnRule, kept_fields, read_form
from springstep.rendering.desk.own_rule import FILE, UnfitError, written
from springstep.rendering.desk.slips import slips_of
from springstep.rendering.markdown.one_rule import rule_parts, whose

CHECK = "check"
"""What the form is asked to do."""
_LONGEST = 100_000
"""How many letters an overlay may have that a rule is put into."""
_NO_OVERLAY = "Nothing can be put into this file, so your rule is shown without it; below it says why."


def made_page(desk: Desk, form: OwnRule, overlay: str = "") -> str:
    """Return the page of the rule that a form makes; raises ``UnfitError`` for a form that makes none.

    ``overlay`` is the text of a file that it is put into.
    """
    base = desk.base
    faults: tuple[Fault, ...] = ()
    try:
        overlay = _as_file(overlay)
        made = written(form, base, overlay)
    except SpringstepError as error:
        overlay, faults, made = "", error.faults, written(form, base)
    rule = made.base.by_id[made.id]
    effect = effect_of(made.id, made.base, made.before)
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
        fields={**kept_fields(form), "do": CHECK},
        changed=kept_fields(form),
        overlay=overlay,
        there=_added(made.before, base),
        laid=[each.name for each in base.overlays],
        slips=slips_of(faults, "line"),
        mistake=_NO_OVERLAY if faults else "",
    )


def overlay_file(desk: Desk, query: Query, overlay: str = "") -> str:
    """Return the file that a form makes, or makes of the text of another.

    Raises ``QueryError`` for a form that makes none, and ``SpringstepError`` for an overlay that cannot be used.
    """
    try:
        return written(read_form(query, desk.base), desk.base, _as_file(overlay)).text
    except UnfitError as error:
        raise QueryError(Fault("missing", what, field) for field, what in error.faults.items()) from None


def _as_file(overlay: str) -> str:
    """Return a text as it stood in its file: a browser sends each line with an end of its own."""
    if len(overlay) > _LONGEST:
        raise QueryError([Fault("too_large", "is too long", "the file", f"at most {_LONGEST:,} letters")])
    return overlay.replace("\r\n", "\n")


def _added(before: RuleBase, base: RuleBase) -> list[str]:
    """Return the ids of the rules that an overlay adds."""
    return [rule.id for rule in before.rules if rule.id not in base.by_id]


def _called(desk: Desk, runner: str) -> str:
    """Name an example case."""
    return dict(runners_of(desk, runner)).get(runner, "the example of your own rule")
