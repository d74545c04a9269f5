"""True answers in varied words: no sentence of theirs is called contradicted or unfounded."""

from __future__ import annotations

import pytest

from springstep import Recommendation, check_prose
from tests.prose.plans import answers, sentences

WRONG = ("contradicted", "unfounded")


@pytest.mark.parametrize(("plan", "answer"), [pytest.param(*each, id=each[1][:40]) for each in answers()])
def test_a_true_answer_is_not_called_wrong(plan: Recommendation, answer: str) -> None:
    found = check_prose(answer, plan)
    assert [f"{each.sentence} ({each.says})" for each in found if each.judgement in WRONG] == []
    assert any(each.judgement == "backed" for each in found)


def test_a_true_sentence_in_varied_words_is_not_called_wrong() -> None:
    wrong = []
    for plan, told in sentences():
        found = check_prose("\n".join(told), plan)
        wrong += [f"{each.sentence} ({each.says})" for each in found if each.judgement in WRONG]
    assert wrong == []


def test_what_the_plan_itself_says_is_not_called_wrong() -> None:
    """Its headline, its reasons and its advice, and what comes next."""
    wrong = []
    for plan in dict.fromkeys(plan for plan, _ in answers()):
        said = [plan.headline, *(advice.say for advice in plan.advice)]
        said += [reason.because for decision in plan.decisions for reason in decision.reasons]
        said += [plan.next_step.say] if plan.next_step is not None else []
        found = check_prose("\n".join(said), plan)
        wrong += [f"{each.sentence} ({each.says})" for each in found if each.judgement in WRONG]
    assert wrong == []
