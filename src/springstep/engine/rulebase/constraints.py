"""Build what no case can be: the conditions that never hold of one, and how that is reported."""

from __future__ import annotations

from springstep.engine.errors import nearest
from springstep.engine.language.conditions import All, Condition, Either, Fact, Known
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import ConstraintSchema


def build_constraint(builder: VocabularyBuilder, schema: ConstraintSchema) -> Constraint | None:
    """Build a constraint; ``None`` when it has faults."""
    before = len(builder.faults)
    when: Condition | None = None
    forbids: tuple[str, ...] = ()
    never: Condition | None
    if schema.when is not None:
        when = builder.parsed("when", lambda: parse_condition(schema.when or "", builder.names))
        named = builder.names.get(schema.forbids or "")
        if named is None:
            builder.fault(
                "unknown_name",
                "forbids",
                f"there is no fact or group '{schema.forbids}'",
                nearest(str(schema.forbids), builder.names),
            )
            return None
        forbids = named.values if named.kind == "group" else (named.name,)
        known: Condition = Either(tuple(Known(Fact(name)) for name in forbids))
        never = All((when, known)) if when is not None else None
    else:
        never = builder.parsed("never", lambda: parse_condition(schema.never or "", builder.names))
    numbers = {
        name: builder.parsed(("numbers", name), lambda text=text: parse_number(text, builder.names))  # type: ignore[misc]
        for name, text in schema.numbers.items()
    }
    mends = {
        name: builder.parsed(("mends", name), lambda text=text: parse_number(text, builder.names))  # type: ignore[misc]
        for name, text in schema.mends.items()
    }
    if schema.at and schema.at not in builder.names:
        builder.fault("unknown_name", "at", f"there is no fact '{schema.at}'", nearest(schema.at, builder.names))
    builder.filled("says", schema.says, {*builder.names, *numbers, "told"})
    if never is None or len(builder.faults) > before:
        return None
    return Constraint(
        name=schema.constraint,
        about=schema.about,
        never=never,
        at=schema.at,
        says=schema.says,
        allowed=schema.allowed,
        numbers=numbers,
        when=when,
        forbids=forbids,
        mends=mends,
        because=schema.because,
    )
