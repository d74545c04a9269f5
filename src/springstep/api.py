"""What most programs need: a recommendation, and the model of a case."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from springstep.engine.advice.recommend import build
from springstep.engine.errors import CaseError, Fault, QueryError, SpringstepError, shown
from springstep.engine.inference.case import case_of
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.engine.consultation.form import NextQuestions
    from springstep.engine.rulebase.case_model import CaseBase as Case
    from springstep.prose.judged import JudgedSentence
    from springstep.receipts.receipt import Receipt
    from springstep.session.workout import Workout

__all__ = [
    "Case",
    "Recommendation",
    "check_prose",
    "messages",
    "next_questions",
    "recommend",
    "recommend_many",
    "rules_book",
    "verify",
    "workout",
]


def recommend(
    case: Mapping[str, Any] | os.PathLike[str] | Any,
    *,
    history: Iterable[Remembered] = (),
    rule_base: RuleBase | None = None,
    on: date | None = None,
    whole: bool = True,
    row: str | int | None = None,
) -> Recommendation:
    """Recommend what to do in one case, with the full trace.

    ``case`` is a mapping of facts, a ``Case``, or the path of a YAML or JSON file, as ``pathlib.Path`` or another
    ``os.PathLike``; a fact left out is unknown and taken at its most cautious. A mapping may hold what a data frame
    does: numpy's single values, and NaN, NaT or ``pandas.NA`` for what is unknown. ``history`` is what a diary
    remembers of earlier sessions, each a ``Remembered``; the case wins over it. ``on`` is the day that the plan is for,
    which it then names; nothing else depends on it. With ``whole=False`` facts that a plan requires may be missing,
    and are taken at their most cautious, too. ``row`` names the case among many: every fault then begins with it. The
    same case, history and rule base give the same bytes in any process and thread. Raises ``CaseError`` with every
    fault of the case or the history, and ``KnowledgeError`` for a plan that a coach's overlays must not make.

    >>> plan = recommend({"pain": "none", "injuries": [], "screening": [], "today": [], "fatigue": 8})
    >>> plan.verdict, plan.decision("clearance").value
    ('none', 'no_bursts_today')
    """
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    try:
        told = case_of(case, base, whole=whole)
        made: Recommendation = build(base, told, history, look_ahead=True, on=_day(on))
    except SpringstepError as error:
        if row is None:
            raise
        raise error.in_row(row) from None
    return made


def recommend_many(
    rows: Iterable[Mapping[str, Any]],
    *,
    errors: Literal["raise", "collect"] = "raise",
    rule_base: RuleBase | None = None,
    on: date | None = None,
    whole: bool = True,
) -> Iterator[Recommendation | SpringstepError]:
    """Yield the recommendation of each of many rows, in order, as ``recommend`` gives it; it reads them one by one.

    With ``errors="collect"`` what is wrong with a row takes the place of its recommendation, and the others go on;
    else it is raised. Either names the row, counted from 0. Raises ``CaseError`` for what are no rows.

    >>> rows = [{"pain": "sharp", "injuries": [], "screening": []}, {"pain": "blue"}]
    >>> [type(found).__name__ for found in recommend_many(rows, errors="collect")]
    ['Recommendation', 'CaseError']
    """
    if errors not in ("raise", "collect"):
        raise QueryError([Fault("not_allowed", f"{shown(errors)} is none of them", "errors", "'raise' or 'collect'")])
    if not isinstance(rows, Iterable) or isinstance(rows, (str, bytes, Mapping)):
        raise CaseError([Fault("wrong_type", f"{shown(rows)} are no rows", allowed="mappings of facts to values")])
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    day = _day(on)
    for row, case in enumerate(rows):
        try:
            yield recommend(case, rule_base=base, on=day, whole=whole, row=row)
        except SpringstepError as error:
            if errors == "raise":
                raise
            yield error


def next_questions(case: Mapping[str, Any], *, rule_base: RuleBase | None = None) -> NextQuestions:
    """Return what a form still has to ask about a case that is not whole yet, the next question first.

    Only questions whose answers may change what to do are returned; a fact that the case holds as ``None`` was asked,
    and is not known. Raises ``CaseError`` with every fault of the answers so far.

    >>> told = next_questions({"pain": "sharp"})
    >>> told.settled, told.questions
    (True, ())
    >>> next_questions({"pain": "none"}).questions[0].fact
    'injuries'
    """
    from springstep.engine.consultation.form import next_questions as questions_of  # few programs bring a form

    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    return questions_of(case_of(case, base, whole=False), case if isinstance(case, Mapping) else {}, base)


def workout(plan: Recommendation, *, rule_base: RuleBase | None = None) -> Workout | None:
    """Return a plan before a run as steps and repeats, for a watch or a page; ``None`` where the plan is no such run.

    That is a plan to stop, to rest, to do another run as planned, or one during or after a run.
    """
    from springstep.session.workout import workout_of  # few programs need one

    if not isinstance(plan, Recommendation):
        raise QueryError([Fault("wrong_type", f"{shown(plan)} is no plan", allowed="what `recommend` returns")])
    return workout_of(plan, plan.session, plan.rule_base(rule_base)) if plan.moment == "before" else None


def messages(rule_base: RuleBase | None = None, *, plans: bool = False) -> dict[str, str]:
    """Return every text of a card by its id, in English; names in braces stand for what is filled in.

    With ``plans`` every text of a whole plan, too. A translation is the same mapping in another language, given to
    ``Recommendation.card`` or ``Recommendation.translated``; for cards, one of whole plans will do as well.

    >>> messages()["suggest.before.bursts.bursts"], messages(plans=True)["efforts.amount"]
    ('{dose} of {drill}', 'at most {efforts} efforts')
    """
    from springstep.session.catalogues import texts_of_cards, texts_of_plans  # few programs translate

    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    return dict(texts_of_plans(base) if plans else texts_of_cards(base))


def verify(receipt: str, *, rule_base: RuleBase | None = None, book: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with the text of a receipt, each in a line; nothing where its decision follows.

    The decision is derived again from the answers, without the engine, by the rules of a rule base or of a ``book``:
    the same as JSON, from ``rules_book`` or the command ``springstep rules book``. Raises ``RecordError`` for a text
    that is no receipt.
    """
    from springstep.receipts.checking import faults_in  # few programs verify

    return faults_in(receipt, book if book is not None else rules_book(rule_base))


def check_prose(
    answer: str, plan_or_receipt: Recommendation | Receipt, *, rule_base: RuleBase | None = None
) -> tuple[JudgedSentence, ...]:
    """Judge each sentence of an answer in words against the plan that it was made of, or against its receipt.

    A sentence is ``backed`` where the plan holds what it says, ``contradicted`` where the plan says otherwise,
    ``unfounded`` where nothing in the plan holds it, and ``neutral`` where it claims nothing. Raises ``QueryError`` for
    a plan that another rule base made, and for what is no plan and no receipt.

    >>> plan = recommend({"pain": "none", "injuries": [], "screening": [], "today": [], "legs": "flooding"})
    >>> [found.judgement for found in check_prose("Hello! No bursts today. Do 4 x 10 s of light hops.", plan)]
    ['neutral', 'backed', 'contradicted']
    """
    from springstep.prose.check import Checker  # few programs have an answer checked
    from springstep.prose.given_plan import held_by

    if not isinstance(answer, str):
        raise QueryError([Fault("wrong_type", f"{shown(answer)} is no text")])
    return Checker(held_by(plan_or_receipt, rule_base)).check(answer)


def rules_book(rule_base: RuleBase | None = None) -> str:
    """Return the rules as plain JSON, by which receipts are verified, and which any other program can run."""
    from springstep.receipts.book import book_of  # as above

    return book_of(default_rule_base() if rule_base is None else checked_base(rule_base))


def _day(given: Any) -> date | None:
    """Return the day that a plan is for; raises ``CaseError`` for anything but a ``date``."""
    if given is None or (isinstance(given, date) and not isinstance(given, datetime)):
        return given
    allowed = "such as datetime.date(2026, 5, 4)"
    raise CaseError([Fault("wrong_type", f"must be a datetime.date, not {shown(given)}", "on", allowed=allowed)])


def __getattr__(name: str) -> Any:
    """Build the pydantic model of a case when it is first asked for: it is not needed to recommend."""
    if name != "Case":
        raise AttributeError(f"module 'springstep.api' has no attribute '{name}'")
    from springstep.engine.rulebase.case_model import case_model  # which imports pydantic

    return case_model(default_rule_base().vocabulary)
