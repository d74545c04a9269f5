"""Wrong answers, made of true ones by machine: a sentence of each is called contradicted or unfounded."""

from __future__ import annotations

from collections import Counter

from springstep import Recommendation, check_prose
from springstep.prose.check import Checker
from springstep.prose.given_plan import held_by
from tests.prose.mutating import mutants
from tests.prose.plans import answers, sentences

WRONG = ("contradicted", "unfounded")
KINDS = {
    "number",
    "swap",
    "unit",
    "drill",
    "negation dropped",
    "negation inserted",
    "progression",
    "frequency",
    "citation",
    "reason",
    "added",
}


def test_every_wrong_answer_is_caught() -> None:
    made: Counter[str] = Counter()
    missed = []
    for plan, answer in answers():
        checker = Checker(held_by(plan))
        for kind, wrong in mutants(answer, plan):
            made[kind] += 1
            if not any(each.judgement in WRONG for each in checker.check(wrong)):
                missed.append(f"{kind}: {wrong}")
    assert missed == []
    assert set(made) == KINDS and sum(made.values()) > 1_000 and min(made.values()) > 10


def test_every_wrong_sentence_is_caught() -> None:
    missed, made = [], 0
    for plan, told in sentences():
        checker = Checker(held_by(plan))
        for sentence in told:
            for kind, wrong in mutants(sentence, plan):
                if kind == "added":
                    continue
                made += 1
                if not any(each.judgement in WRONG for each in checker.check(wrong)):
                    missed.append(f"{kind}: {wrong}")
    assert missed == []
    assert made > 500


def judged(sentence: str, plan: Recommendation) -> str:
    (found,) = check_prose(sentence, plan)
    return found.judgement


def test_of_several_claims_the_worst_counts() -> None:
    plan = next(plan for plan, _ in answers() if plan.verdict == "bursts" and plan.session is not None)
    assert plan.session is not None
    dose = f"{plan.session.efforts} x {plan.session.effort_s} s of {plan.session.drill_name.lower()}"
    assert judged(f"Do {dose}.", plan) == "backed"
    assert judged(f"Do {dose} and 20 squats.", plan) == "unfounded"
    assert judged(f"Do {dose} and 20 squats, in every easy run.", plan) == "contradicted"
    assert judged("Have a good run!", plan) == "neutral"
