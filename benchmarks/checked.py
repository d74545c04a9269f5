"""Hold the plain check of cases to pydantic's model: ``python benchmarks/checked.py [COUNT]``, 100,000 by default.

The cases are valid, contradictory, and wrong in many ways. Two processes share the work.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.second_opinion.checked import checked_case, verdict

CHUNK = 500


def main() -> int:
    """Run the comparison; exit code 1 when anything differs."""
    count, started = int(sys.argv[1]) if sys.argv[1:] else 100_000, time.perf_counter()
    found: Counter[str] = Counter()
    with Pool(2) as pool:
        for seed, outcome in pool.imap_unordered(_verdict, range(count), chunksize=CHUNK):
            found[outcome.partition(":")[0]] += 1
            if outcome.startswith("differs:"):
                print(f"case {seed} {outcome}")
    print(f"{count} cases in {time.perf_counter() - started:.0f} s: {dict(sorted(found.items()))}")
    return 1 if found["differs"] else 0


def _verdict(seed: int) -> tuple[int, str]:
    try:
        return seed, verdict(checked_case(seed))
    except Exception as error:  # whatever happens with a case is reported with its number
        return seed, f"differs: {error!r:.2000}"


if __name__ == "__main__":
    sys.exit(main())
