"""Hold tables to single cases over many rows: ``python benchmarks/table_agreement.py [FAST [WHOLE]]``.

FAST rows (1,000,000 by default) are compared with the generated function: every decision, and every rule that fired.
WHOLE of them (100,000) are compared with ``recommend`` in all that a table says: verdict, choices, reasons and faults,
too. A quarter of the rows is advised with the example overlay. Two processes share the work. Everything is seeded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.tables.drawing import BASE, Row, rows, table_of
from tests.tables.test_agreement import OVERLAY, differences

import springstep
from springstep.engine.compiled.program import program_of
from springstep.engine.errors import SpringstepError
from springstep.engine.inference.case import case_of
from springstep.engine.inference.derived_facts import values_of
from springstep.engine.language.numbers import plain_number
from springstep.engine.rulebase.base import RuleBase
from springstep.tables import recommend_table

CHUNK = 1_000


def main() -> int:
    """Run the comparison; exit code 1 when anything differs."""
    counts = [int(text) for text in sys.argv[1:3]]
    fast, whole = (*counts, *(1_000_000, 100_000)[len(counts) :])
    started, done, apart = time.perf_counter(), 0, 0
    with Pool(2) as pool:
        for found in pool.imap_unordered(compare, [(seed, seed < whole) for seed in range(0, fast, CHUNK)]):
            done += CHUNK
            apart += len(found)
            for line in found[:5]:
                print(line)
            if done % 50_000 == 0:
                print(f"{done} rows in {time.perf_counter() - started:.0f} s, {apart} apart", flush=True)
    print(f"{done} rows by columns and function, {min(whole, done)} of them by recommend: {apart} apart")
    return 1 if apart else 0


def compare(chunk: tuple[int, bool]) -> list[str]:
    """Compare a chunk of rows; return a line for each that differs."""
    seed, whole = chunk
    base = _overlaid() if seed // CHUNK % 4 == 3 else BASE
    drawn = rows(CHUNK, 1_000_000 + seed)
    if whole:
        return [f"rows {seed}: {difference}" for difference in differences(base, drawn)]
    table = recommend_table(table_of(drawn), rule_base=base, threads=1).to_pylist()
    return [
        f"row {place} of {seed}: {name} is {said[name]!r}, and {told!r} alone"
        for place, (row, said) in enumerate(zip(drawn, table, strict=True))
        for name, told in alone(row, base).items()
        if said["errors"] is None and told != (sorted(said[name]) if name == "fired" else said[name])
    ]


def alone(row: Row, base: RuleBase) -> Mapping[str, Any]:
    """Return what the generated function says of a row; nothing of one that is not valid."""
    try:
        case = case_of(row, base)
    except SpringstepError:
        return {}
    program = program_of(base, case.moment)
    run = program.run(values_of(base.vocabulary, case.given))
    decided = {name: plain_number(value) for name, (value, _) in run.decisions.items()}
    return {"fired": sorted({program.rules[place].id for place, _ in run.firings}), **decided}


@cache
def _overlaid() -> RuleBase:
    return springstep.load_rule_base(overlays=[OVERLAY])


if __name__ == "__main__":
    sys.exit(main())
