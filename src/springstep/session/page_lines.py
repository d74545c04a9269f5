"""What each line of the short page says of a plan, in one or more forms: in few words, and in more for more room."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from springstep.engine.advice.headline import asked_as, left_open, told_of
from springstep.engine.advice.recommendation import Advice, Decision
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.session.clock import clock_time
from springstep.session.fitting import Statement
from springstep.session.lasting import lasting_reason
from springstep.session.line_words import cited, compact, ended, names_fitted, sentences
from springstep.session.recommendation import Recommendation
from springstep.session.sets import Session
from springstep.session.short_page import Line, deciding, short_advice, short_page_of, to_mind
from springstep.session.standing import overruled, standing_advice
from springstep.session.texts import how_often
from springstep.session.where import where_said


class Statements:
    """The statements of one plan; ``not_asked`` names facts left out because no answer would change the plan."""

    def __init__(self, made: Recommendation, base: RuleBase, not_asked: Collection[str] = ()) -> None:
        self._made, self._base, self._not_asked = made, base, not_asked
        self._declared = short_page_of(base)
        self._decision = deciding(made, base)
        self._reason = self._decision.reasons[0]
        self._told: Mapping[str, Callable[[Line], Iterable[str | None]]] = {
            "reason": lambda line: self._reasons(),
            "mind": self._mind,
            "where": self._where,
            "how": lambda line: self._of_session(lambda session: (None, cited(session.how, self._drill_guide()))),
            "feel": lambda line: self._of_session(lambda session: (None, cited(session.feel, self._drill_guide()))),
            "clock": lambda line: self._of_session(lambda session: self._clock(session, len(line.label) + 2)),
            "signals": self._signals,
            "advice": self._advice,
            "next": self._next,
            "assumed": lambda line: self._assumed(line.label),
        }

    @property
    def barred(self) -> bool:
        """Say whether the page is of a run without bursts, or of a stop."""
        scheme = self._base.decisions.get(self._decision.name)
        without = self._made.moment == "before" and self._made.session is None
        return without or (scheme is not None and self._decision.value in scheme.bars)

    def all(self) -> Iterator[Statement]:
        """Yield the headline and what stands below it."""
        yield Statement((self._headline(),))
        page = "none" if self.barred else "session" if self._made.session is not None else "after"
        open_alone = left_open(self._made.headline, self._base, self._made.moment)
        for line in self._declared.pages[page]:
            if line.shows == "reason" and open_alone:
                continue  # the headline names the gaps, which are the reason
            lead = f"{line.label}: " if line.label else ""
            forms = tuple(form and f"{lead}{form}" for form in self._told[line.shows](line))
            if any(forms):
                yield Statement(forms, line.grows, lead, line.gives_way)
        if note := self._overruled("" if page == "none" else self._gaps()):
            yield Statement((note,))

    # The headline and its reason

    def _headline(self) -> str:
        """Return the verdict without what was left open, which has a line of its own, and with what decides it."""
        said = self._made.headline
        if not self.barred:
            later = self._made.next_step if self._made.moment == "after" else None
            said = told_of(
                said.removesuffix(f" {later.say}" if later is not None else ""), self._base, self._made.moment
            )
        rules = [self._reason.rule]
        if self._made.session is not None:
            decided = [self._made.decision(name) for name in ("dose", "drill")]
            rules = [each.rules[0] for each in decided if each.rules] or rules
        return f"{said} {' '.join(dict.fromkeys(rules))}"

    def _reasons(self) -> Iterator[str]:
        """Yield the reason in a few words, then in full; a gap is told as a gap, not as a reason of the runner's."""
        reason = self._reason
        end = ended(reason.guide[:1], [reason.rule])
        if reason.assumed:
            asked = dict.fromkeys(asked_as(fact, self._base, self._made.case) for fact in self._decision.left_open)
            yield f"{self._named(asked, '', ' not told, so taken with caution.', len(end) + 5)}{end}"
            return
        short = self._base.by_id[reason.rule].short
        also = self._more(self._decision)
        about = self._about(reason.rule)
        if short and about and len(f"Why: {short}{about}{end}{also}") <= self._declared.columns:
            short = f"{short.rstrip('.')}{about}."
        if short:
            fits = len(f"Why: {short}{end}{also}") <= self._declared.columns
            yield f"{short}{end}{also if fits else ''}"
        if not (short and self.barred):
            yield f"{reason.because}{end}{also}"

    def _about(self, rule: str) -> str:
        """Return of what a reason speaks that holds for several things, such as ``: calves``; nothing for any other."""
        scope = self._base.vocabulary.scopes.get(self._base.by_id[rule].for_each or "")
        if scope is None or scope.plain:
            return ""
        items = [firing.item for firing in self._made.trace.firings_of(rule) if firing.item]
        names = dict.fromkeys(plain(next(iter(item.values()))) for item in items)
        return f": {listed(names, last='and')}" if names else ""

    def _more(self, decision: Decision) -> str:
        told = [reason for reason in decision.reasons if not reason.assumed]
        return f" (and {len(told) - 1} more)" if len(told) > 1 else ""

    # Advice

    def _standing(self, line: Line) -> list[Advice]:
        standing = standing_advice(self._made)
        return [advice for topic in line.topics for advice in standing if advice.topic == topic]

    def _advice(self, line: Line) -> Iterator[str | None]:
        """Yield what is said under the topics of a line; where it gives way to other lines, first nothing."""
        if line.grows is not None:
            yield None
        yield from self._joined(self._standing(line))

    def _mind(self, line: Line) -> Iterator[str | None]:
        """Yield what warnings and rules that hold something back say to mind: all, however little room is left."""
        yield from self._joined(to_mind(self._made, self._base, line.topics))

    def _where(self, line: Line) -> Iterator[str | None]:
        """Yield where each burst is done: what comes first as far as one line goes, then all that the rules say."""
        said = list(where_said(self._made, self._base))
        for count in range(len(said) - 1, 0, -1):
            brief = "".join(self._joined(said[:count], more=len(said) - count))
            if count == 1 or len(f"{line.label}: {brief}") <= self._declared.columns:
                yield brief
                break
        yield from self._joined(said)

    def _joined(self, said: list[Advice], *, more: int = 0) -> Iterator[str]:
        """Yield pieces of advice as one statement with the rules behind it, and how many more there are."""
        if said:
            rules = dict.fromkeys(advice.rules[0] for advice in said)
            also = f" (and {more} more)" if more else ""
            yield f"{sentences(short_advice(advice, self._base) for advice in said)} {' '.join(rules)}{also}"

    def _signals(self, line: Line) -> Iterator[str]:
        """Yield one statement of all signs to ease off and to stop at, by what to do, the mildest first."""
        said = self._standing(line)
        signs: dict[str, list[str]] = {name: [] for name in self._declared.signals}
        whole = []
        for advice in said:
            act, _, sign = short_advice(advice, self._base).partition(": ")
            if act in signs:
                signs[act].append(sign)
            else:
                whole.append(advice.say)
        words = [f"{act}: {', '.join(found)}." for act, found in signs.items() if found]
        if said:
            yield f"{' '.join([*words, *whole])} {compact([advice.rules[0] for advice in said])}"

    def _next(self, line: Line) -> Iterator[str]:
        """Yield what comes next: without bursts what the deciding rule says, else the step after some good weeks."""
        if self.barred:
            said = [] if self._reason.assumed else self._said_of_bar(line)
            if wait := self._wait():
                yield wait
                return
            yield from self._joined(said)
            if not said:
                yield self._declared.answer if self._reason.assumed else self._declared.ask_again
            return
        step = self._made.next_step
        if step is None:
            return
        after = self._made.moment == "after"  # what decided today says of the next session
        rule = self._made.decision("progression").rules[0] if after else lasting_reason(self._made, self._base)
        cited = f" {rule}" if rule else ""
        first = step.say.partition(". ")[0].rstrip(".") + "."
        brief = f"{step.efforts} x {step.effort_s} s, {how_often(self._base, step.frequency)}, in time."
        taken = len(f"{line.label}: {cited}")
        fits = len(first) + taken <= self._declared.columns
        yield from (f"{said}{cited}" for said in dict.fromkeys((first if fits else brief, step.say)))

    def _wait(self) -> str:
        """Say how many easy runs are missing until bursts are due; nothing where that bars nothing, or is not known."""
        if self._decision.name != "due" or self._reason.assumed:
            return ""
        facts = {fact.fact: fact.value for fact in self._made.facts if fact.source != "assumed"}
        since, every = facts.get("easy_runs_since_bursts"), self._made.decision("frequency").value
        missing = every - 1 - since if since is not None and every is not None else 0
        if missing < 1:
            return ""
        runs = "This easy run first" if missing == 1 else f"{missing} more easy runs first, this one included"
        return f"{runs}; then bursts are due, {how_often(self._base, every)}. {self._reason.rule}"

    def _said_of_bar(self, line: Line) -> list[Advice]:
        """Return what the rules that bar the bursts say first, each once; else what a rule says that reads the bar."""
        standing, rules = self._standing(line), self._base.by_id
        behind = {
            rule: advice for rule in self._decision.rules for advice in reversed(standing) if rule in advice.rules
        }
        if behind:
            return [advice for advice in standing if advice in behind.values()]
        reads = (a for a in standing if any(self._decision.name in rules[rule].reads(rules) for rule in a.rules))
        return list(reads)[:1]

    def _assumed(self, label: str) -> Iterator[str]:
        """Yield what was not told, by name as far as one line goes; in a few words where the next line has more."""
        if self._gaps() and not overruled(self._made):
            yield self._named(self._gaps(), "", ", so taken with caution.", len(label) + 2)

    def _gaps(self) -> list[str]:
        """Return the facts to ask for that were assumed, without those that were left out as nothing turns on them."""
        asked = dict.fromkeys(asked_as(a.fact, self._base, self._made.case) for a in self._made.assumed)
        return [fact for fact in asked if fact not in self._not_asked]

    def _overruled(self, gaps: Collection[str]) -> str:
        """Say which answers were taken instead of the diary's, and how many more were not told."""
        names = [memory.fact for memory in overruled(self._made)]
        also = f" {len(gaps)} not told, so taken with caution." if gaps else ""
        return self._named(names, "Your own, not the diary's: ", f".{also}", 0) if names else ""

    def _named(self, facts: Iterable[str], lead: str, end: str, taken: int) -> str:
        """Name facts as far as one line goes; ``taken`` is what else the line holds."""
        labels = [self._base.facts[fact].label for fact in facts]
        return names_fitted(labels, lead, end, self._declared.columns - taken)

    # The session

    def _of_session(self, told: Callable[[Session], Iterable[str | None]]) -> Iterable[str | None]:
        return told(self._made.session) if self._made.session is not None else ()

    def _drill_guide(self) -> tuple[str, ...]:
        assert self._made.session is not None
        guide: tuple[str, ...] = self._base.tables["drills"].by_id[self._made.session.drill]["guide"]
        return guide

    def _clock(self, session: Session, taken: int) -> Iterator[str]:
        """Yield when each effort begins: all times where they fit on a line, else the first and how far apart."""
        starts = [segment.start_s for segment in session.timeline if segment.kind == "burst"]
        rule = self._made.decision("rest_s").rules[0]
        end = f"then {session.rest_s} s easy; done at {clock_time(session.timeline[-1].end_s)} {rule}"
        apart = {after - before for before, after in pairwise(starts)}
        told = f"{', '.join(clock_time(start) for start in starts)}: {session.effort_s} s each, {end}"
        if len(told) + taken > self._declared.columns and len(apart) == 1:
            every = f"{clock_time(starts[0])} and every {clock_time(apart.pop())}"
            told = f"{every}: {len(starts)} x {session.effort_s} s, {end}"
        yield told
