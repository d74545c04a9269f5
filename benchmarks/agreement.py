"""Compare the engines over as many cases as time allows: ``python benchmarks/agreement.py [FAST [STOCK]]``.

FAST cases (1,000,000 by default) are run by experta with the generated matcher and by the generated function, and STOCK
of them (100,000) also by unmodified experta. It compares every firing with its item, what it matched and its amounts,
the completed facts, every decision and what carried it. The rule bases are the guide's, the guide's with the example
overlay, and some with a gap or a small mistake. Two processes share the work. Everything is seeded, so that a case that
disagrees can be run again by its number.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.second_opinion.turning import BOUNDARIES

from springstep import load_rule_base
from springstep.engine.audit.mutants import mutants
from springstep.engine.compiled.program import RunTrace
from springstep.engine.errors import CaseError
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.inference.run_details import RunDetails
from springstep.engine.language.fact_info import FactInfo, Item
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of
from springstep.installed import default_rule_base

OVERLAY = Path(__file__).parents[1] / "examples" / "overlays" / "club-rules.yaml"
MOMENTS = ("before", "during", "after")
MOST = 600
"""The largest number drawn where a fact has no maximum."""
CHUNK = 500
UNKNOWN_SHARES = (0.0, 0.03, 0.1, 0.3, 0.6, 0.95)
MISTAKEN = 150
"""How many rule bases with a gap or a mistake are compared."""


def main() -> int:
    """Run the comparison; exit code 1 when anything differs."""
    counts = [int(text) for text in sys.argv[1:3]]
    fast, stock = (*counts, *(1_000_000, 100_000)[len(counts) :])
    chunks = [(seed, seed < stock) for seed in range(0, fast, CHUNK)]
    started, done, disagreeing = time.perf_counter(), 0, 0
    with Pool(2) as pool:
        for found in pool.imap_unordered(compare, chunks):
            done += CHUNK
            disagreeing += len(found)
            for line in found:
                print(line)
            if done % 50_000 == 0:
                print(f"{done} cases in {time.perf_counter() - started:.0f} s, {disagreeing} disagree", flush=True)
    print(f"{done} cases by matcher and function, {min(stock, done)} of them by stock experta: {disagreeing} disagree")
    return 1 if disagreeing else 0


def compare(chunk: tuple[int, bool]) -> list[str]:
    """Run a chunk of cases; return a line for each that disagrees."""
    first, by_stock = chunk
    rng = random.Random(first)
    # One rule base for each chunk: the guide's for half of them, one of the others for the rest.
    base = bases()[0] if rng.random() < 0.5 else rng.choice(bases()[1:])
    found = [
        f"case {seed}: {difference}"
        for seed in range(first, first + CHUNK)
        for difference in differences(base, random_facts(random.Random(f"case {seed}"), base), by_stock)
    ]
    if base is not bases()[0]:
        cache_of(base).clear()  # a stock engine takes much memory
    return found


def differences(base: RuleBase, facts: Mapping[str, FactValue], by_stock: bool) -> Iterator[str]:
    """Yield where the engines differ for one case."""
    matched, function = infer(base, facts), infer(base, facts, engine="function")
    if trace_of(matched) != trace_of(function):
        yield f"{base}: matcher and function differ"
    if by_stock:
        reference, derived = (everything(each) for each in (infer(base, facts, engine="stock"), matched))
        yield from (
            f"{base}: stock and matcher differ in {name}" for name in reference if reference[name] != derived[name]
        )


def trace_of(inference: Inference) -> RunTrace:
    """Return the firings, facts and decisions that all else follows from."""
    assert isinstance(inference.record, RunDetails)
    return inference.record.trace


def everything(inference: Inference) -> dict[str, Any]:
    """Return all that an inference says, in a form that can be compared."""
    return {
        "facts": dict(inference.facts),
        "fired": [
            (fired.rule.id, fired.item, fired.matched, [(each.conclusion, each.amount) for each in fired.concluded])
            for fired in inference.fired
        ],
        "decided": inference.decided,
        "resolved": {
            name: (each.value, each.strict, [c.rule for c in each.carried], [c.rule for c in each.dominated])
            for name, each in inference.resolved.items()
        },
        "lost": inference.lost,
    }


@cache
def bases() -> tuple[RuleBase, ...]:
    """Return the rule bases compared, the guide's first."""
    guide, rng = default_rule_base(), random.Random(9)
    found = [guide, load_rule_base(overlays=[OVERLAY])]
    rules = rng.sample(guide.rules, len(guide.rules))
    holes = [next(mutants(guide, rule)).base for rule in rules[: MISTAKEN // 3]]
    mistaken = [rng.choice(list(mutants(guide, rule))).base for rule in rules]
    return (*found, *holes, *mistaken[: MISTAKEN - len(holes)])


def random_facts(rng: random.Random, base: RuleBase) -> dict[str, FactValue]:
    """Draw the facts of a case: of any kind, or a rule's example with some of them changed.

    Facts that follow from others are drawn independently, so that more combinations come up than any case can give.
    """
    facts: dict[str, Any]
    if rng.random() < 0.6:
        facts = dict(rng.choice(examples()))
        vocabulary = known_at(facts["moment"])
        for name in rng.sample(sorted(vocabulary), rng.choice((0, 1, 1, 2, 3, 5))):
            facts[name] = None if rng.random() < 0.2 else random_value(vocabulary[name], rng)
    else:
        moment, unknown = rng.choice(MOMENTS), rng.choice(UNKNOWN_SHARES)
        facts = {"moment": moment}
        for name, info in known_at(moment).items():
            facts[name] = None if rng.random() < unknown else random_value(info, rng)
    return {name: FactValue(value, "given") for name, value in facts.items() if value is not None}


@cache
def known_at(moment: str) -> Mapping[str, FactInfo]:
    """Return the facts that may be known at a moment, given or derived."""
    base = default_rule_base()
    return {
        name: info
        for name, info in base.facts.items()
        if name != "moment"
        and name not in base.decisions
        and "." not in name
        and info.kind not in ("quantity", "text", "scale")
        and (not info.moments or moment in info.moments)
    }


@cache
def examples() -> tuple[Mapping[str, Any], ...]:
    """Return the facts of every rule's examples."""
    base = default_rule_base()
    found = []
    for rule in base.rules:
        for changes in (rule.fires_for, rule.silent_for):
            try:
                facts = facts_of(case_of(example_case(base, rule, changes), base), base)
            except CaseError:
                continue
            found.append({name: fact.value for name, fact in facts.items()})
    return tuple(found)


def random_value(info: FactInfo, rng: random.Random) -> Any:
    """Draw a value of a fact; numbers mostly where conditions turn."""
    base = default_rule_base()
    if info.kind == "flag":
        return rng.random() < 0.5
    if info.kind == "row":
        return rng.choice(base.tables[info.table].rows).id
    if info.kind == "items":
        return tuple(islice(_elements(info.name, rng), rng.choice((0, 1, 1, 2, 3))))
    if info.kind == "number":
        return _number(info, rng)
    return rng.choice(info.values)


def _elements(list_fact: str, rng: random.Random) -> Iterator[Item]:
    scope = default_rule_base().vocabulary.list_scopes[list_fact]
    while True:
        yield scope.item([random_value(info, rng) for info in scope.fields.values()])


def _number(info: FactInfo, rng: random.Random) -> Any:
    lowest, highest = info.minimum or 0, info.maximum if info.maximum is not None else MOST
    drawn = rng.random()
    if info.name in BOUNDARIES and drawn < 0.6:
        return rng.choice(BOUNDARIES[info.name])
    most = min(highest, rng.choice((5, 20, highest)))
    if info.integer or drawn < 0.8:
        return rng.randint(int(lowest), max(int(lowest), int(most)))
    return round(rng.uniform(lowest, most), rng.randint(1, 9))


if __name__ == "__main__":
    sys.exit(main())
