"""What many terms come to in a model, by name, all worked out at once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import z3

from springstep.engine.proof.symbols import number


class ModelValues:
    """Terms to be read off models again and again, as Python has their values: flags, whole numbers, fractions."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        parts = [z3.BoolVal(term) if isinstance(term, bool) else number(term) for term in terms.values()]
        self._names = tuple(terms)
        self._flags = tuple(z3.is_bool(part) for part in parts)
        # As arguments of one function they are worked out in one go, and what they share only once.
        self._whole = z3.Function("read", *(part.sort() for part in parts), z3.BoolSort())(*parts)

    def of(self, model: z3.ModelRef) -> dict[str, Any]:
        """Return the values; what the model leaves open may be anything, and becomes false or zero."""
        found = model.eval(self._whole)
        # z3's own classes for each value would take longer than working the values out.
        context, whole = found.ctx_ref(), found.as_ast()
        values = (z3.Z3_get_app_arg(context, whole, place) for place in range(len(self._names)))
        return {
            name: z3.Z3_get_bool_value(context, value) == z3.Z3_L_TRUE if flag else _number(context, value)
            for name, flag, value in zip(self._names, self._flags, values, strict=True)
        }


def _number(context: Any, value: Any) -> int | Fraction:
    if not z3.Z3_is_numeral_ast(context, value):
        return 0
    told = z3.Z3_get_numeral_string(context, value)
    return Fraction(told) if "/" in told else int(told)
