"""Ask CLIPS about a case, or about a condition, and read its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.engine.inference.case import FactValue
from springstep.engine.language.conclusions import Assume
from springstep.engine.language.conditions import Condition
from springstep.engine.rulebase.base import RuleBase
from tests.second_opinion.opinion import Item, Opinion, Verdict, item_of, plain
from tests.second_opinion.patterns import Patterns, atom
from tests.second_opinion.render import choices, defrule, elements, rendered, row_name
from tests.second_opinion.session import Session


class ClipsEngine:
    """A CLIPS environment that holds a rule base; one case at a time."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base
        self.session = Session()
        self.session.build(rendered(base))

    def take(self, base: RuleBase, ids: Iterable[str]) -> None:
        """Have some rules as another rule base has them, in place of those of the same ids."""
        for rule in map(base.rule, ids):
            self.session.build([defrule(rule, base), *choices(rule)])

    def infer(self, facts: Mapping[str, FactValue]) -> Opinion:
        """Let CLIPS reason from the given and derived facts of a case."""
        self.session.run(case_assertions(self._base, facts), moment=facts["moment"].value)
        return self._opinion()

    def _opinion(self) -> Opinion:
        """Read the report, with each item's fields in place of its number."""
        known = {(name, item): value for name, item, value in self.session.rows("known", 3)}
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

        assumed = dict(self.session.rows("assumed", 2))
        decisions = {name: Verdict(plain(value), False, Counter()) for name, value in self.session.rows("total", 2)}
        for name, value, strict, rule, item, place in self.session.rows("carried", 6):
            verdict = decisions.setdefault(name, Verdict(plain(value), strict, Counter()))
            verdict.carried[rule, item_for(rule, item), place] += 1
        lists = self._base.vocabulary.list_scopes
        excluded: dict[str, set[str]] = {
            row_name(table.name, row.id): set() for table in self._base.tables.values() for row in table.rows
        }
        for drill, rule in self.session.rows("excluded", 2):
            excluded[drill].add(rule)
        return Opinion(
            fired=Counter((rule, item_for(rule, item)) for rule, item in self.session.rows("fired", 2)),
            concluded=Counter(
                (rule, item_for(rule, item), place, amount_of(rule, place, amount))
                for rule, item, place, amount in self.session.rows("concluded", 4)
            ),
            decisions=decisions,
            facts={
                name: elements_of.get((name, assumed.get(name, "case")), ()) if name in lists else plain(value)
                for (name, _), value in known.items()
                if "." not in name and name not in self._base.decisions
            },
            assumed=frozenset(assumed.items()),
            excluded={drill: frozenset(rules) for drill, rules in excluded.items()},
            weights=dict(self.session.rows("weights", 2)),
        )

    def _elements(self) -> dict[tuple[str, str], tuple[Item, ...]]:
        """Return the elements of each list, by the list's name and where it comes from: the case or a rule."""
        found: dict[tuple[str, str], dict[int, dict[str, Any]]] = {}
        for name, by, index, field, value in self.session.rows("element", 5):
            found.setdefault((name, by), {}).setdefault(index, {})[field.split(".")[1]] = value
        scopes = self._base.vocabulary.list_scopes
        return {
            key: plain([scopes[key[0]].item([*whole[index].values()]) for index in sorted(whole)])
            for key, whole in found.items()
        }


def case_assertions(base: RuleBase, facts: Mapping[str, FactValue]) -> Iterator[str]:
    """Yield the facts of a case, but for its moment, as CLIPS reads them."""
    for name, fact in facts.items():
        if name == "moment":
            continue
        if name in base.vocabulary.list_scopes:
            yield f"(told (fact {name}) (value listed))"
            for index, element in enumerate(fact.value):
                yield from elements(base, name, index, element)
        else:
            yield f"(told (fact {name}) (value {atom(fact.value)}))"


class Truths:
    """CLIPS with one condition, of which it finds the truth."""

    def __init__(self, base: RuleBase) -> None:
        self._patterns = Patterns("known", base)
        self._scopes = base.vocabulary.list_scopes
        self._clips = Session()

    def take(self, condition: Condition) -> None:
        """Ask about this condition from now on."""
        for truth, parts in (("TRUE", self._patterns.holds(condition)), ("FALSE", self._patterns.fails(condition))):
            when = " ".join(["(told (fact moment))", *parts])
            self._clips.build([f"(defrule MAIN::it-is-{truth} {when} => (assert (fired (rule {truth}) (item none))))"])

    def of(self, values: Mapping[str, Any]) -> bool | None:
        """Return whether the condition is true or false; nothing when it is neither."""
        self._clips.run([fact for name, value in values.items() for fact in self._known(name, value)], moment="before")
        found = [truth for truth, _ in self._clips.rows("fired", 2)]
        assert len(found) < 2
        return found[0] if found else None

    def _known(self, name: str, value: Any) -> Iterator[str]:
        if name not in self._scopes:
            yield f"(known (fact {name}) (value {atom(value)}))"
            return
        yield f"(known (fact {name}) (value listed))"
        for index, item in enumerate(value):
            yield f"(item (list {name}) (index {index}))"
            for field, word in self._scopes[name].element_facts(item).items():
                yield f"(known (fact {field}) (item {index}) (value {atom(word)}))"
