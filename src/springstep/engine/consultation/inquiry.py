"""The next question: one that is proved to matter, safety first, then the one whose answers leave the least open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from springstep.engine.advice.outcome import OutcomesLeft
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.consultation.case_split import CaseSplit
from springstep.engine.consultation.completions import completions_of
from springstep.engine.consultation.position import ConsultationPosition, PositionFinder
from springstep.engine.consultation.state import State, answers_so_far, unanswered
from springstep.engine.consultation.witnesses import QuestionWitness, Witnesses
from springstep.engine.frozen import Frozen
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial_inference import Partial
from springstep.engine.language.conditions import names_in
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_MOST_TRIED = 4
"""How many answers to a question are tried to see how much they leave open."""
_MOST_RECENT = 64
_BARS_NOTHING = (-1000, 0)


class InquiryState(Frozen):
    """The state of a consultation: the outcomes left, the questions that may matter, and the next one."""

    partial: Partial
    left: OutcomesLeft
    open: tuple[str, ...]
    """Every question that may still matter, including the next one: no others will be asked."""
    next: str | None
    """``None`` when the outcome is the same however the open questions are answered."""
    witness: QuestionWitness | None
    """The proof that the next question matters; ``None`` where neither that nor the contrary could be proved."""

    @property
    def settled(self) -> bool:
        """Tell whether nothing is left to ask."""
        return self.next is None


class Inquiry:
    """Finds the questions of one moment that still matter."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._completions = completions_of(base, moment)
        self._positions = PositionFinder(base, moment)
        self._witnesses = Witnesses(base, moment, self._completions)
        self._cases = CaseSplit(base, moment, self._completions)
        self._recent: dict[str, InquiryState] = {}
        self._order = {name: place for place, name in enumerate(self._completions.questions)}
        asked = base.vocabulary.asked_at(moment)
        self._first = {info.name for info in asked if moment in info.required_at or info.recalls}
        self._instead = tuple(
            (info.name, tuple(other for other in base.vocabulary.defined[info.answers].reads if other != info.name))
            for info in base.vocabulary.asked_at(moment)
            if info.volunteered and info.answers
        )
        """Volunteered facts, each with the others needed to derive an answer from it."""
        forbidding = ((each.when, each.forbids) for each in base.vocabulary.constraints if each.when is not None)
        self._asked_where = tuple((name, frozenset(names_in(w))) for name, w in base.vocabulary.asked_where.items())
        """Facts that are asked for only under a condition, with the facts that it reads."""
        self._ruling_out = (
            *((frozenset(names_in(when)), names) for when, names in forbidding),
            *((telling, (name,)) for name, telling in self._asked_where),
        )
        """The facts that tell whether others are asked for at all, with these others."""

    @property
    def questions(self) -> tuple[str, ...]:
        """Return every fact that may be asked at this moment."""
        return self._completions.questions

    def forget(self) -> None:
        """Clear the cache."""
        self._recent.clear()

    def inquiry_state(self, answers: Answers, named: tuple[str, ...] = ()) -> InquiryState:
        """Return the state of the consultation after these answers; recent ones are cached.

        ``named`` are facts that were named and left open: they are asked first, if they are proved to matter.
        """
        key = repr((sorted(answers.items(), key=lambda answer: answer[0]), named))
        if key not in self._recent:
            if len(self._recent) >= _MOST_RECENT:
                self.forget()
            self._recent[key] = self._inquiry_state(answers, named)
        return self._recent[key]

    def _inquiry_state(self, answers: Answers, named: tuple[str, ...]) -> InquiryState:
        position = self._positions.at(answers)
        ranked: list[str] = []
        witness_of = self._witnesses.among(position)
        for name in self._ranked(position, named):
            witness = witness_of(name)
            if witness is not None:
                return InquiryState(position.partial, position.left, self._in_order(position.may), name, witness)
            ranked.append(name)
        if not ranked:
            return InquiryState(position.partial, position.left, (), None, None)
        same, witness = self._cases.all_same(position)
        if same:
            return InquiryState(position.partial, position.left, (), None, None)
        following = witness.fact if witness is not None and witness.fact in ranked else ranked[0]
        return InquiryState(position.partial, position.left, self._in_order(position.may), following, witness)

    def _in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=self._order.__getitem__))

    def _ranked(self, position: ConsultationPosition, named: tuple[str, ...]) -> Iterator[str]:
        """Yield the questions: those that may bar everything else, the strictest first; then those leaving least open.

        Of those alike, those required or about what is remembered come first. Questions that an open question may
        rule out come after it.
        """
        fresh = dict.fromkeys((*self._follow_ups(position.answers), *named))
        first = [name for name in fresh if name in position.may]
        yield from first  # while it is fresh in mind
        strictest = self._strictest(position.partial)
        later = {
            name for telling, names in self._ruling_out if not telling <= position.answers.keys() for name in names
        }
        tiers: dict[tuple[int, int], list[str]] = {}
        for name in position.may:
            if name not in later and name not in first:
                tiers.setdefault(strictest.get(name, _BARS_NOTHING), []).append(name)
        for _, names in sorted(tiers.items(), reverse=True):
            left = {name: self._left_after(position, name) for name in names} if len(names) > 1 else {}
            yield from sorted(
                names, key=lambda name: (name not in self._first, left.get(name, (0, 0)), self._order[name])
            )

    def _follow_ups(self, answers: Answers) -> Iterator[str]:
        """Yield what a volunteered fact that was given still needs."""
        for name, others in self._instead:
            if name in answers:
                yield from others

    def _strictest(self, partial: Partial) -> dict[str, tuple[int, int]]:
        """Return for each open fact the strictest barring step that rules reading it may still ask for.

        One that its answer brings about by itself goes before any that still needs other answers.
        """
        found: dict[str, tuple[int, int]] = {}
        for partial_firing in partial.partial_firings:
            if partial_firing.will:
                continue
            for conclusion in partial_firing.rule.conclusions:
                scheme = self._base.decisions.get(conclusion.decides)
                if scheme is not None and conclusion.step in scheme.bars:
                    rank = (-len(partial_firing.open), scheme.ranks[conclusion.step])
                    for name in partial_firing.open:
                        found[name] = max(found.get(name, _BARS_NOTHING), rank)
        return found

    def _left_after(self, position: ConsultationPosition, name: str) -> tuple[float, float]:
        """Return how many questions, and then how many outcomes, an answer leaves open, on average over its answers.

        What is asked for only where an open answer calls for it does not count: it seldom comes to that.
        """
        values = list(self._completions.values(name, position.answers))
        tried = values[:: max(1, len(values) // _MOST_TRIED)]
        after = [self._positions.after(position, name, value) for value in tried]
        seldom = {name for name, telling in self._asked_where if not telling <= position.answers.keys()}
        questions = sum(len(each.may - seldom) for each in after)
        outcomes = sum(len(left) for each in after for left in each.left.values())
        return questions / len(tried), outcomes / len(tried)


@memoized
def inquiry_of(base: RuleBase, moment: str) -> Inquiry:
    """Return the inquiry of one moment, which is cached."""
    return Inquiry(base, moment)


def inquiry_state_of(state: State, base: RuleBase) -> InquiryState:
    """Return what the answers of a consultation leave open, and the next question, what was named first."""
    assert state.moment is not None
    return inquiry_of(base, state.moment).inquiry_state(answers_so_far(state, base), state.opened)


def needless(made: RecommendationRecord, base: RuleBase) -> tuple[str, ...]:
    """Return the questions that a plan leaves unanswered, where no answer to any of them would change what to do."""
    remembered = {memory.fact: memory.value for memory in made.history if not memory.overruled}
    answers = {**remembered, **{name: value for name, value in made.case.items() if name != MOMENT}}
    settled = inquiry_of(base, made.moment).inquiry_state(answers).settled
    return unanswered(answers, made.moment, base) if settled else ()
