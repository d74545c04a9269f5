"""How often the check of answers is right: on true answers in varied words, and on the same made wrong by machine.

    python -m benchmarks.prose

Each of the answers was written by somebody who had the plan and not the check. By half of them the check was mended
afterwards (``looked_at``); what it makes of the others is what it makes of words that it has never met. Every changed
answer counts as wrong, though one that denies another number than before may still be true.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.prose.mutating import mutants

import springstep

ANSWERS = Path(__file__).with_name("answers.jsonl")
MOST = 1_000
"""How many changed answers are judged."""
WRONG = ("contradicted", "unfounded")


def called_wrong(answer: str, plan: springstep.Recommendation) -> set[str]:
    """Return the sentences of an answer that are called wrong."""
    return {each.sentence for each in springstep.check_prose(answer, plan) if each.judgement in WRONG}


def told(looked_at: bool) -> Iterator[tuple[springstep.Recommendation, str]]:
    """Yield the plans with each of their answers, of one half."""
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        each: dict[str, Any] = json.loads(line)
        if each["looked_at"] is looked_at:
            plan = springstep.recommend(each["case"])
            yield from ((plan, answer) for answer in each["answers"])


def main() -> None:
    for looked_at, name in ((True, "looked at"), (False, "kept apart")):
        pairs = list(told(looked_at))
        alarms = [called_wrong(answer, plan) for plan, answer in pairs]
        sentences = sum(len(springstep.check_prose(answer, plan)) for plan, answer in pairs)
        wrongly = sum(map(len, alarms))
        print(f"true answers, {name}: {sum(map(bool, alarms))} of {len(pairs)} with a sentence called wrong,")
        print(f"  {wrongly} of {sentences} sentences")
    changed = [(plan, answer, wrong) for plan, answer in pairs for _, wrong in mutants(answer, plan)]
    random.Random(3).shuffle(changed)
    caught = sum(bool(called_wrong(wrong, plan) - called_wrong(answer, plan)) for plan, answer, wrong in changed[:MOST])
    print(f"changed answers, kept apart: {caught} of {len(changed[:MOST])} caught")


if __name__ == "__main__":
    main()
