"""A verifier of receipts that shares nothing with the engine: it reads a receipt and a book of rules, plain JSON both.

It works without this package, too: ``python verifier.py RECEIPT BOOK``. It derives the decision again from the answers,
by the rules of the book, with exact numbers, and compares what fired, each decision and the verdict.
"""

from __future__ import annotations

import hashlib
import json
import operator
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

Json = dict[str, Any]
EQUAL = {"==": operator.eq, "!=": operator.ne}
COMPARE = {**EQUAL, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
CALCULATE: dict[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
FRACTION = re.compile(r"-?[0-9]{1,15}/[0-9]{1,15}")
NUMBER = re.compile(rf"-?[0-9]{{1,15}}(?:\.[0-9]{{1,40}})?|{FRACTION.pattern}")
LARGEST = 10**120
PLACES = 6
BROKEN = (OSError, KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RuntimeError)


def read(text: str) -> Any:
    """Return plain data from JSON; raises ``ValueError`` where a field stands twice or a number is not whole."""

    def once(pairs: list[tuple[str, Any]]) -> Json:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a field stands twice")
        return found

    return json.loads(text, object_pairs_hook=once, parse_float=int, parse_constant=int)  # int takes no other number


def canonical(value: Any) -> str:
    """Return plain data as RFC 8785 has it; there are no fractions of numbers in a receipt or a book."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def faults_of(receipt: Json, book: Json) -> Iterator[str]:
    """Yield what is wrong with a receipt: nothing where the rules of the book make the same of the same answers."""
    told = {name: value for name, value in receipt.items() if name not in ("digest", "signature")}
    if sha256(canonical(told)) != receipt.get("digest"):
        yield "digest: the receipt was changed since it was made"
    if receipt["rules"]["book"] != sha256(canonical(book)):
        yield "rules: it was made by another book of rules"
        return
    if receipt["rules"]["digest"] != book["rules_digest"]:
        yield "rules: the book is that of other files"
    again = derived(receipt["inputs"], book)
    yield from unfit(receipt["inputs"], book)
    for name in again:
        yield from differences(name, again[name], receipt[name])


def unfit(inputs: Json, book: Json) -> Iterator[str]:
    """Yield which answers are none: of facts that nobody asks for, of other values, or such as cannot be together."""
    for name, value in inputs.items():
        fact = book["facts"].get(name)
        if fact is None or (name != "moment" and inputs["moment"] not in fact["moments"]):
            yield f"inputs.{name}: is no answer at this moment"
        elif not fits(value, fact):
            yield f"inputs.{name}: {canonical(value)} is no answer"
    facts = given(inputs, book)
    if any(truth(each, facts) is True for each in book["never"]):
        yield "inputs: these answers contradict each other"


def fits(value: Any, fact: Json) -> bool:
    """Tell whether a value may answer a fact."""
    match fact["kind"]:
        case "word" | "scale" | "row":
            return value in fact["values"]
        case "flag":
            return isinstance(value, bool)
        case "number":
            whole = isinstance(value, int) and not isinstance(value, bool)
            if not (whole or (isinstance(value, str) and not fact["integer"] and NUMBER.fullmatch(value))):
                return False
            return bool(exact(fact["minimum"]) <= exact(value) <= exact(fact["maximum"]))
        case "quantity":
            return isinstance(value, str) and re.fullmatch(fact["written"].strip("^$"), value) is not None
    items = value if isinstance(value, list) else [None]
    return len(items) <= fact["most"] and all(item_fits(each, fact["fields"]) for each in items)


def item_fits(item: Any, fields: Json) -> bool:
    """Tell whether an item of a list is one: a word where it has one field, else a value for each."""
    told = {next(iter(fields)): item} if isinstance(item, str) and len(fields) == 1 else item
    return isinstance(told, dict) and told.keys() == fields.keys() and all(told[name] in fields[name] for name in told)


def differences(name: str, made: Any, told: Any) -> Iterator[str]:
    """Yield where what the rules make is not what a receipt tells, field by field."""
    if isinstance(made, dict) and isinstance(told, dict):
        for key in sorted(made.keys() | told.keys()):
            if key in made and key in told:
                yield from differences(f"{name}.{key}", made[key], told[key])
            else:
                each = [canonical(one[key]) if key in one else "nothing" for one in (made, told)]
                yield f"{name}.{key}: the rules make {each[0]} of these answers, not {each[1]}"
    elif canonical(made) != canonical(told):  # which tells 1 and true apart
        yield f"{name}: the rules make {canonical(made)} of these answers, not {canonical(told)}"


def derived(inputs: Json, book: Json) -> Json:
    """Return what the rules of a book make of some answers."""
    moment = inputs["moment"]
    run = RulesRun(facts_of(inputs, book), moment, book)
    for layer in book["layers"]:
        run.layer(layer)
    run.choose()
    for each in book["plan"]:
        if not each["moments"] or moment in each["moments"]:
            run.facts.setdefault(each["name"], first_way(each, run.facts))
    verdict = next((each for each in book["verdicts"][moment] if truth(each["when"], run.facts) is True), None)
    if verdict is None:
        raise ValueError("no verdict of the book holds")
    return {
        "moment": moment,
        "verdict": verdict["name"],
        "verdict_code": verdict["code"],
        "fired": dict(run.fired),
        "decisions": {name: told_number(value) for name, value in run.told.items()},
    }


def told_number(value: Any) -> Any:
    """Return a number as a receipt has it: a whole one as it is, any other as a decimal in a text."""
    if not isinstance(value, Fraction):
        return value
    value = round(value, PLACES)
    if value.denominator == 1:
        return value.numerator
    digits = str(abs(value.numerator) * 10**PLACES // value.denominator).rjust(PLACES + 1, "0")
    return f"{'-' * (value < 0)}{digits[:-PLACES]}.{digits[-PLACES:]}".rstrip("0")


def exact(value: Any) -> Any:
    """Return a number that stands in a text exactly; a whole one as an int. Raises ``ValueError`` for what is none."""
    if isinstance(value, str) and not NUMBER.fullmatch(value):
        raise ValueError(f"{value[:20]!r} is no number")
    found = Fraction(value)
    if max(abs(found.numerator), found.denominator) > LARGEST:
        raise ValueError("a number grows beyond all measure")
    return found.numerator if found.denominator == 1 else found


def facts_of(inputs: Json, book: Json) -> dict[str, Any]:
    """Return the answers as the rules read them, and what follows from them."""
    facts = given(inputs, book)
    for each in book["derived"]:
        if facts.get(each["name"]) is None:
            value = first_way(each, facts)
            if isinstance(value, Fraction) and "places" in each:
                value = exact(round(value, each["places"]))
            facts[each["name"]] = value
    return facts


def given(inputs: Json, book: Json) -> dict[str, Any]:
    """Return the answers as the rules read them; what is no fact of the book is none of theirs."""
    facts: dict[str, Any] = {}
    for name, value in inputs.items():
        fact = book["facts"].get(name, {"kind": ""})
        if fact["kind"] == "quantity":
            value = quantity(fact, value)
        elif fact["kind"] == "number":
            value = exact(value)
        if fact["kind"]:
            facts[name] = value
    return facts


def quantity(info: Json, text: str) -> Any:
    """Return ``10 km`` or ``6:00/km`` in the unit that the rules read."""
    unit = max((unit for unit in info["units"] if text.endswith(unit)), key=len)
    amount = text[: -len(unit)].strip(" /")
    if info["form"] == "amount":
        return exact(exact(amount) * exact(info["units"][unit]))
    minutes, seconds = amount.split(":")
    return exact((exact(minutes) + Fraction(exact(seconds), 60)) * exact(info["units"][unit]))


def first_way(definition: Json, facts: dict[str, Any]) -> Any:
    """Return the value of the first way that holds; nothing where one may or may not hold before it."""
    for when, value in definition["ways"]:
        holds = truth(when, facts)
        if holds is not False:
            return amount(value, facts) if holds else None
    return None


def truth(when: list[Any], facts: dict[str, Any]) -> bool | None:
    """Tell whether a condition holds; ``None`` where that depends on what is not known."""
    kind, *parts = when
    match kind:
        case "always":
            return True
        case "not":
            inner = truth(parts[0], facts)
            return None if inner is None else not inner
        case "and" | "or":
            deciding = kind == "or"
            found = {truth(part, facts) for part in parts}
            return deciding if deciding in found else None if None in found else not deciding
        case "known":
            return amount(parts[0], facts) is not None
        case "in":
            value = amount(parts[0], facts)
            return None if value is None else value in [amount(["value", each], facts) for each in parts[1]]
        case "any":
            name, item, plain, inner_when = parts
            if facts.get(name) is None:
                return None
            each = {truth(inner_when, {**facts, **fields(item, plain, element)}) for element in facts[name]}
            return True if True in each else None if None in each else False
    left, right = amount(parts[0], facts), amount(parts[1], facts)
    if left is None or right is None:
        return None
    left, right = (parts[2].index(left), parts[2].index(right)) if len(parts) == 3 else (left, right)
    return bool(COMPARE[kind](left, right))


def fields(item: str, plain: str, element: Any) -> dict[str, Any]:
    """Return the fields of an item of a list by the names that conditions use."""
    if isinstance(element, str):
        return {plain: element}
    return {f"{item}.{name}": value for name, value in element.items()}


def amount(term: list[Any], facts: dict[str, Any]) -> Any:
    """Return the value of a term; ``None`` where it is not known."""
    kind, *parts = term
    if kind == "fact":
        return facts.get(parts[0])
    if kind == "value":
        return exact(parts[0]) if isinstance(parts[0], str) and FRACTION.fullmatch(parts[0]) else parts[0]
    left, right = amount(parts[0], facts), amount(parts[1], facts)
    if left is None or right is None or (kind == "/" and right == 0):
        return None
    return exact(Fraction(left) / right if kind == "/" else CALCULATE[kind](left, right))


class RulesRun:
    """The rules run over the facts of one case."""

    def __init__(self, facts: dict[str, Any], moment: str, book: Json) -> None:
        self.facts, self.moment, self.book = facts, moment, book
        self.fired: Counter[str] = Counter()
        self.told: dict[str, Any] = {}
        self.bounds: dict[str, tuple[Any, bool]] = {}
        self.schemes = {each["name"]: each for each in book["decisions"] if moment in each["moments"]}
        self.rules = {rule["id"]: rule for rule in book["rules"]}
        self.concluded: dict[str, list[tuple[Any, bool]]] = {name: [] for name in self.schemes}
        self.excluded: dict[str, set[str]] = {name: set() for name in book["tables"]}
        self.weights: dict[str, Counter[str]] = {name: Counter() for name in book["tables"]}

    def layer(self, layer: str) -> None:
        """Fire the rules of a layer, then settle the decisions that stand after it."""
        assumed: dict[str, Any] = {}
        for rule in self.book["rules"]:
            if rule["layer"] == layer and self.moment in rule["moments"]:
                for facts in self.items(rule):
                    if self.fires(rule, facts):
                        self.fired[rule["id"]] += 1
                        for part in rule["then"]:
                            self.conclude(part, facts, assumed)
        self.facts.update(assumed)
        for name, scheme in self.schemes.items():
            if scheme["settles"] == layer:
                self.settle(name, scheme)

    def items(self, rule: Json) -> list[dict[str, Any]]:
        """Return the facts, once for each item of the list that a rule is for."""
        if "for_each" not in rule:
            return [self.facts]
        item = rule["for_each"]
        name, names = next(((n, each["fields"]) for n, each in self.book["lists"].items() if each["item"] == item))
        return [{**self.facts, **fields(item, f"{item}.{names[0]}", each)} for each in self.facts.get(name) or ()]

    def fires(self, rule: Json, facts: dict[str, Any]) -> bool:
        """Tell whether a rule fires: it surely holds, and none of its exceptions may."""
        exceptions = [rule["unless"]] if "unless" in rule else []
        exceptions += [self.rules[other]["when"] for other in rule["overridden_by"]]
        return truth(rule["when"], facts) is True and all(truth(each, facts) is False for each in exceptions)

    def conclude(self, part: Json, facts: dict[str, Any], assumed: dict[str, Any]) -> None:
        """Keep one conclusion of a firing."""
        match part["kind"]:
            case "assume":
                value = amount(part["amount"], facts)
                if value is not None:
                    assumed[part["fact"]] = value
            case "exclude" | "prefer":
                rows = self.rows_meant(part, facts)
                if part["kind"] == "exclude":
                    self.excluded[part["table"]].update(rows)
                else:
                    self.weights[part["table"]].update(dict.fromkeys(rows, part["weight"]))
            case _ if part["decision"] in self.schemes:
                found = (amount(part["amount"], facts), part.get("strict", False))
                self.concluded[part["decision"]].append(found)

    def rows_meant(self, part: Json, facts: dict[str, Any]) -> list[str]:
        """Return the rows of a table that a conclusion means: one that a fact names, or all with some attributes."""
        rows = self.book["tables"][part["table"]]["rows"]
        if "row" in part:
            wanted = amount(part["row"], facts)
            return [row["id"] for row in rows if row["id"] == wanted]
        return [row["id"] for row in rows if all(row[name] in values for name, values in part["where"].items())]

    def settle(self, name: str, scheme: Json) -> None:
        """Settle a decision: the most cautious conclusion, or the sum of all."""
        concluded = self.concluded[name]
        kind = scheme["kind"]
        if kind == "sum":
            value, strict = sum(each for each, _ in concluded), False
        elif not concluded or any(each is None for each, _ in concluded):
            value, strict = None, False
        elif kind == "scale":
            value, strict = max((each for each, _ in concluded), key=scheme["steps"].index), False
        else:
            sign = -1 if kind == "cap" else 1
            value, strict = max(concluded, key=lambda each: (sign * each[0], each[1]))
        self.bounds[name] = (value, strict)
        if value is not None:
            self.facts[name] = self.told[name] = value

    def choose(self) -> None:
        """Take a row of each table that is chosen from, by what the rules concluded."""
        for choice in self.book["choices"]:
            if self.moment not in choice["moments"]:
                continue
            barred = any(truth(each, self.facts) is not True for each in choice["requires"].get(self.moment, ()))
            pools = choice["pools"].get(self.moment, ()) if choice["pools"] else [[["always"], ["always"]]]
            pools = [among for when, among in pools if truth(when, self.facts) is True]
            taken = next((row for among in pools if (row := self.best(choice, among))), None)
            if pools:
                row = None if barred else taken
                self.told[choice["name"]] = choice["written"][row] if row else "none"
                if row:
                    self.facts[choice["name"]] = row

    def best(self, choice: Json, among: list[Any]) -> str | None:
        """Return the row that is taken from a pool."""
        table = self.book["tables"][choice["table"]]
        rows = []
        for row in table["rows"]:
            facts = {**self.facts, **{f"{table['row']}.{name}": value for name, value in row.items()}}
            if row["id"] not in self.excluded[choice["table"]] and truth(among, facts) and self.allowed(choice, facts):
                rows.append(row["id"])
        if not rows:
            return None
        if choice["take"] == "preferred":
            rows.sort(key=lambda row: -self.weights[choice["table"]][row])  # of equals the one that stands first
        return str(rows[-1 if choice["take"] == "last" else 0])

    def allowed(self, choice: Json, facts: dict[str, Any]) -> bool:
        """Tell whether no cap refuses a row, and whether it fits into the room there is."""
        for cap, term in choice["within"]:
            limit, strict = self.bounds.get(cap, (None, False))
            size = amount(term, facts)
            if limit is not None and size is not None and (size > limit or (strict and size == limit)):
                return False
        for moments, needs, room in choice["fits"]:
            sides = amount(needs, facts), amount(room, facts)
            if self.moment in moments and None not in sides and sides[0] > sides[1]:
                return False
        return True


def main(arguments: list[str]) -> int:
    """Verify a receipt by a book of rules, both named by file; return 0 if it holds, 1 if not, 2 if it is none."""
    try:
        receipt, book = (read(Path(name).read_text(encoding="utf-8")) for name in arguments)
        found = list(faults_of(receipt, book))
        code = 1 if found else 0
    except BROKEN as error:
        found, code = [f"This is no receipt, or no book of rules: {type(error).__name__}: {error}"], 2
    for line in found or ["The rules make the same of these answers."]:
        print(ascii(line)[1:-1])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
