"""Every check that reads the knowledge alone, without the solver."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.checks.assumed import bold_assumptions, looser_exceptions
from springstep.engine.audit.checks.dangers import uncompared_scales, unguarded_dangers, unsettled_dangers
from springstep.engine.audit.checks.figures import loosened_figures
from springstep.engine.audit.checks.gravity import heard_apart, meanings_apart, orders_apart
from springstep.engine.audit.checks.numbers_elsewhere import loose_numbers_elsewhere
from springstep.engine.audit.checks.numbers_in_words import loose_numbers
from springstep.engine.audit.checks.questions import (
    numbers_of_questions,
    questions_in_other_units,
    questions_turned,
)
from springstep.engine.audit.checks.relations import relations_in_examples
from springstep.engine.audit.checks.rows import rows_against_sense, rows_without_sentence
from springstep.engine.audit.checks.silence import silence_told_apart
from springstep.engine.audit.checks.sources import tensions_without_part, unclaimed_sentences, weak_sources
from springstep.engine.audit.checks.standard import impossible_cases, standard_cases_as_meant
from springstep.engine.audit.checks.step_words import (
    figures_of_ours,
    unfinished_words,
    words_against_steps,
    words_of_promises,
    words_of_signals,
)
from springstep.engine.audit.report import Finding
from springstep.engine.rulebase.base import RuleBase

OF_RULES = (
    weak_sources,
    figures_of_ours,
    unfinished_words,
    words_against_steps,
    words_of_signals,
    words_of_promises,
    loose_numbers,
)
"""What is asked of every rule, those of a coach's overlay among them."""
OF_KNOWLEDGE = (
    bold_assumptions,
    looser_exceptions,
    rows_against_sense,
    rows_without_sentence,
    loosened_figures,
    unguarded_dangers,
    unsettled_dangers,
    uncompared_scales,
    orders_apart,
    heard_apart,
    meanings_apart,
    questions_turned,
    questions_in_other_units,
    numbers_of_questions,
    silence_told_apart,
    impossible_cases,
    tensions_without_part,
    unclaimed_sentences,
    loose_numbers_elsewhere,
    standard_cases_as_meant,
    relations_in_examples,
)
"""What is asked of the knowledge itself: an overlay says itself what it takes away from it."""


def plain_checks(base: RuleBase) -> Iterator[Finding]:
    """Yield what can be found by reading alone, the quickest checks first."""
    for check in OF_RULES if base.overlays else (*OF_RULES, *OF_KNOWLEDGE):
        yield from check(base)
