"""Ask CLIPS about a case: hand over what is told as text, let it run, read its report.

clipspy 1.0.6 keeps every fact that it has handed to Python for as long as its environment lives: one put in with
``assert_string`` or ``assert_fact``, or listed with ``facts()``, costs some 200 bytes for good, and CLIPS goes through
all of them at every later call, so that after a hundred thousand of them an ``eval`` of a sum takes 5 ms in place of
0.05. Text loaded with ``load_facts``, and numbers and symbols read with ``eval``, leave nothing behind. So no fact
becomes a Python object here, and one environment serves any number of cases.

clipspy also asks its error router, in Python, at each character that CLIPS reads, which makes the loading of a case ten
times as slow. So the router is put aside for the bulk of the text. The moment, for which every rule waits, is told
after that, and with it all matching begins: whatever goes wrong there or later is heard, and raised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import clips

from springstep.engine.inference.case import FactValue
from springstep.engine.language.rules import Assume
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.rulebase.base import RuleBase
from tests.second_opinion.opinion import Item, Opinion, Verdict, item_of, plain
from tests.second_opinion.patterns import atom
from tests.second_opinion.render import choices, defrule, elements, rendered

ENGINE = Path(__file__).with_name("engine.clp")
_PLAIN = {"TRUE": True, "FALSE": False, "nil": None}
_LISTS = {list_fact: scope for scope, (list_fact, _) in ITEMS.items()}


class ClipsEngine:
    """A CLIPS environment that holds a rule base; one case at a time."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self._clips = clips.Environment()
        self._errors = next(router for router in self._clips.routers() if router.name == "python-error-router")
        self._clips.load(str(ENGINE))
        for construct in rendered(base):
            self._clips.build(construct)

    def take(self, base: RuleBase, ids: Iterable[str]) -> None:
        """Have some rules as another rule base has them, in place of those of the same ids."""
        for rule in map(base.rule, ids):
            for construct in (defrule(rule, base), *choices(rule)):
                self._clips.build(construct)

    def infer(self, facts: Mapping[str, FactValue]) -> Opinion:
        """Let CLIPS reason from the told and derived facts of a case."""
        self._clips.reset()
        self._errors.deactivate()
        try:
            self._clips.load_facts("\n".join(told(facts)))
        finally:
            self._errors.activate()
        self._clips.load_facts(f"(told (fact moment) (value {facts['moment'].value}))")
        self._clips.run()
        if message := self._errors.last_message:
            raise AssertionError(f"CLIPS: {message}")
        return self._opinion()

    def _opinion(self) -> Opinion:
        """Read the report, with each item's fields in place of its number."""
        known = {(name, item): value for name, item, value in self._rows("known", 3)}
        elements_of = self._elements()
        fields: dict[tuple[str, Any], dict[str, Any]] = {}
        for (name, item), value in known.items():
            if "." in name:
                scope, field = name.split(".")
                fields.setdefault((scope, item), {})[field] = value

        def item_for(rule: str, item: Any) -> Item:
            scope = self._base.by_id[rule].for_each
            return item_of(fields[scope, item] if scope else None)

        def amount_of(rule: str, place: int, amount: Any) -> Any:
            match self._base.by_id[rule].conclusions[place]:
                case Assume(fact, None):
                    return elements_of.get((fact, rule), ())
            return plain(amount)

        assumed = dict(self._rows("assumed", 2))
        decisions: dict[str, Verdict] = {}
        for name, value, strict, rule, item, place in self._rows("carried", 6):
            verdict = decisions.setdefault(name, Verdict(plain(value), strict, Counter()))
            verdict.carried[rule, item_for(rule, item), place] += 1
        excluded: dict[str, set[str]] = {drill.id: set() for drill in self._base.drills}
        for drill, rule in self._rows("excluded", 2):
            excluded[drill].add(rule)
        return Opinion(
            fired=Counter((rule, item_for(rule, item)) for rule, item in self._rows("fired", 2)),
            concluded=Counter(
                (rule, item_for(rule, item), place, amount_of(rule, place, amount))
                for rule, item, place, amount in self._rows("concluded", 4)
            ),
            decisions=decisions,
            facts={
                name: elements_of.get((name, assumed.get(name, "case")), ()) if name in _LISTS else plain(value)
                for (name, _), value in known.items()
                if "." not in name and name not in self._base.decisions
            },
            assumed=frozenset(assumed.items()),
            excluded={drill: frozenset(rules) for drill, rules in excluded.items()},
            weights=dict(self._rows("weights", 2)),
        )

    def _elements(self) -> dict[tuple[str, str], tuple[Item, ...]]:
        """Return the elements of each list, by the list's name and who told it: the case or a rule."""
        found: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}
        for name, by, index, field, value in self._rows("element", 5):
            found.setdefault((name, by), {}).setdefault(index, {})[field.split(".")[1]] = value
        return {key: tuple(item_of(whole[index]) for index in sorted(whole)) for key, whole in found.items()}

    def _rows(self, name: str, width: int) -> Iterator[tuple[Any, ...]]:
        flat = (_PLAIN.get(value, value) for value in self._clips.eval(f"(rows-of-{name})"))
        return zip(*[flat] * width, strict=True)


def told(facts: Mapping[str, FactValue]) -> Iterator[str]:
    """Yield the facts of a case, but for its moment, as CLIPS reads them."""
    for name, fact in facts.items():
        if name == "moment":
            continue
        if name in _LISTS:
            yield f"(told (fact {name}) (value listed))"
            for index, element in enumerate(fact.value):
                yield from elements(name, index, element)
        else:
            yield f"(told (fact {name}) (value {atom(fact.value)}))"
