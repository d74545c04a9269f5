"""What it costs to leave a question without an answer: what is assumed, and which decisions that makes stricter."""

from __future__ import annotations

from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.consultation.progress import decisions_so_far
from springstep.engine.consultation.purpose import assumption_words, assumptions_of
from springstep.engine.inference.open_facts import Answers
from springstep.engine.rulebase.base import RuleBase

_MOST_NAMED = 3


def cost_of_not_knowing(base: RuleBase, moment: str, answers: Answers, fact: str) -> tuple[str, ...]:
    """Say what is taken without an answer to a question, why, and what it leads to; nothing where it costs nothing."""
    rules = assumptions_of(base, moment, fact)
    inquiry = inquiry_of(base, moment)
    before, after = inquiry.inquiry_state(answers), inquiry.inquiry_state({**answers, fact: None})
    stood = {each.title: each.text for each in decisions_so_far(base, before.partial, before.left)}
    then = [each for each in decisions_so_far(base, after.partial, after.left) if stood.get(each.title) != each.text]
    if not then:
        return ()
    then.sort(key=lambda each: (not each.settled, each.title == base.domain.outcome))
    if len(then) > 1 and not then[-1].settled and then[-1].title == base.domain.outcome:
        then.pop()  # a long list of what it may still be says little
    taken = f"{'; '.join(assumption_words(rule, base) for rule in rules)}" if rules else "the most cautious is taken"
    lines = [f"Without an answer: {taken}.", *(rule.because for rule in rules)]
    lines += [f"{each.title}: {each.text}" for each in then[:_MOST_NAMED]]
    return (*lines, "Press Enter again, or say `unknown`, to leave it so.")
