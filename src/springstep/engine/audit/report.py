"""What an audit finds, as data for pages to render: findings, claims, a card for each rule, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from springstep.engine.record import Described, Record

if TYPE_CHECKING:
    from springstep.engine.language.declarations import Domain
    from springstep.engine.rulebase.base import RuleBase

FindingKind: TypeAlias = Literal[
    "fault",
    "unreachable",
    "dominated",
    "redundancy",
    "subsumption",
    "idle_condition",
    "conflict",
    "missing_fact",
    "missing_rule",
    "dead_end",
    "unused_fact",
    "unused_value",
    "eased",
    "claim",
    "promise",
    "example",
    "approved",
    "pair",
    "source",
    "sentence",
    "unclaimed",
    "number",
    "words",
    "basis",
    "row",
    "figure",
    "danger",
    "gravity",
    "question",
    "standard",
    "relation",
    "vacuous",
    "assumption",
    "exception",
    "undecided",
    "encoding",
    "overlay",
    "signature",
    "unapproved",
    "acceptance",
]

KINDS: dict[FindingKind, str] = {
    "fault": "fault: this cannot be read, so it is left out of the audit; no other command takes these rules",
    "unreachable": "unreachable rule: no {subject} at all can make it fire",
    "dominated": "dominated conclusion: whenever the rule fires, another is more cautious, so this never carries",
    "redundancy": "redundancy: without the conclusion no decision of any {subject} would be different",
    "subsumption": "subsumption: another rule fires whenever this one does and concludes at least as much",
    "idle_condition": "idle condition: the rule fires for the same {subjects} without this part of its condition",
    "conflict": "conflict: two conclusions that cannot both be followed can hold for one {subject}",
    "missing_fact": "missing fact: the rule can fire while a fact that its conclusion needs is unknown",
    "missing_rule": "missing rule: a {subject} for whom no rule decides what has to be decided",
    "dead_end": "dead end: nothing bars a choice for a {subject}, and nothing is left to choose",
    "unused_fact": "unused fact: it is asked and no rule reads it, or a rule reads it and nothing asks for it",
    "unused_value": "unused value: no rule tells these answers apart",
    "eased": "eased by more: the rule asks for less caution when a sum that it reads is higher",
    "claim": "broken claim: a {subject} for whom something happens that must never happen",
    "promise": "broken promise: advice is given, and what its words promise does not hold for some {subject}",
    "example": "broken example: the rule does not fire for its own example, or fires for the one it is silent for",
    "approved": "other advice than approved: a {subject} that was approved is told otherwise now",
    "pair": "lost pair: two approved {subjects} no longer show what a condition of the rule does",
    "source": "weak source: the rule rests only on sentences that explain or promise and ask for nothing",
    "sentence": "idle sentence: it asks for something, and no rule that cites it makes a difference to any {subject}",
    "unclaimed": "unclaimed sentence: it limits or warns, and no claim says what must never happen",
    "number": "loose number: the rule's words give a number that nothing the rule reads or concludes holds",
    "words": "words against the step: what is said does not go with what is concluded, or promises nothing",
    "basis": "own figure: the rule is called the guide's, and its words own a figure or a reading",
    "row": "row out of line: its attributes do not go with each other, with its words, or with the rows before it",
    "figure": "loosened figure: a claim or rule no longer holds a bound that a sentence, or this project, states",
    "danger": "unguarded danger: a grave answer is not heard, asked for or claimed, it waits, or is kept too long",
    "gravity": "order of risk: which of two answers is the graver is said differently in two places",
    "question": "question turned: it asks for something else than the fact, in another unit, or with other numbers",
    "standard": "standard case: something counts against a case that has nothing against it",
    "relation": "broken relation: a fact that follows from others does not come out as it must for some {subject}",
    "vacuous": "vacuous claim: no {subject} could ever break it, whatever the rules decide, so its proof says nothing",
    "assumption": "bold assumption: of an answer with a gravest value something milder is assumed, or nothing",
    "exception": "looser exception: a rule takes the place of another and asks for less than it",
    "undecided": "undecided: the solver gave up, so nothing is known; treat it as a finding",
    "encoding": "encoding: the solver and the inference engine disagree; no proof counts until that is fixed",
    "overlay": "overlay: an entry says that it tightens a rule, and lets some {subject} off",
    "signature": "signature: something is gone, new, or not as it was when it was signed",
    "unapproved": "unapproved: something is gone, new, or not as it was when it was approved",
    "acceptance": "acceptance: the knowledge accepts something that is no longer found",
}
"""Every kind of finding, by the field's term, explained in one line; ``kind_words`` fills in the subject."""

_OF_TWO = "Claims about two {} are proved here and cannot be checked on a single plan."


def kind_words(kind: FindingKind, domain: Domain) -> str:
    """Explain a kind of finding in one line, with its term."""
    return KINDS[kind].format(subject=domain.subject, subjects=domain.subjects)


def not_proved(base: RuleBase) -> tuple[str, ...]:
    """Return what the proofs do not cover, for the reader of an audit."""
    views = (each.proof.because for each in base.vocabulary.definitions if each.proof is not None)
    return (*base.domain.not_proved, *views, _OF_TWO.format(base.domain.subjects))


class Witness(Record):
    """One case that shows something, in words and as data that can be run."""

    words: Annotated[tuple[str, ...], Described("What sets the case apart, a sentence each.")]
    case: Annotated[dict[str, Any], Described("The whole case; `springstep recommend` takes it as it is.")]
    headline: Annotated[str, Described("The headline of its advice.")]


class Finding(Record):
    """One thing that a coach should look at."""

    id: Annotated[str, Described("Kind and subject, such as `unreachable:ABC-050`; stays the same.")]
    kind: FindingKind
    subject: Annotated[str, Described("The rule, decision, fact or claim it is about.")]
    says: Annotated[str, Described("What was found, in one sentence.")]
    rules: Annotated[tuple[str, ...], Described("Every rule that has a part in it.")] = ()
    witnesses: Annotated[tuple[Witness, ...], Described("Cases that show it, replayed through the engine.")] = ()
    accepted: Annotated[str, Described("Why it is accepted; empty for an open finding.")] = ""


def by_kind(findings: Iterable[Finding]) -> Iterator[tuple[FindingKind, list[Finding]]]:
    """Yield the kinds of finding that there are, each with its findings, in the order of ``KINDS``."""
    every = list(findings)
    for kind in KINDS:
        found = [finding for finding in every if finding.kind == kind]
        if found:
            yield kind, found


class ClaimResult(Record):
    """One safety claim and how its proof came out."""

    id: str
    name: str
    says: Annotated[str, Described("What must hold, in words a coach would use.")]
    formal: Annotated[str, Described("The same as a condition.")]
    moments: tuple[str, ...]
    basis: Literal["guide", "inference", "convention"]
    guide: tuple[str, ...]
    status: Annotated[
        Literal["proved", "broken", "undecided"],
        Described("proved: for every case; broken: the witnesses show how; undecided: the solver gave up."),
    ]
    witnesses: Annotated[tuple[Witness, ...], Described("The counterexample; two cases where two compare.")] = ()
    to_blame: Annotated[
        tuple[str, ...],
        Described("The rules that carried what the counterexample is told; of a promise first the one that makes it."),
    ] = ()
    relaxed: Annotated[str, Described("Who relaxed it in an overlay, when and why.")] = ""
    seconds: float


class ConclusionCard(Record):
    """One conclusion of a rule and what it does."""

    words: str
    carries: Annotated[bool, Described("Whether it can be the one that decides, or simply adds up.")]
    matters: Annotated[bool, Described("Whether the advice on some case would differ without it.")]
    witness: Annotated[Witness | None, Described("A case on which the advice would differ without it.")]


class RuleCard(Record):
    """What the audit knows of one rule."""

    rule: str
    fires: Annotated[Witness | None, Described("A case for which it fires; none when it never can.")]
    conclusions: tuple[ConclusionCard, ...]
    dominates: Annotated[tuple[str, ...], Described("Rules that it can be more cautious than.")]
    dominated_by: Annotated[tuple[str, ...], Described("Rules that can be more cautious than it.")]
    signature: Literal["signed", "changed", "unsigned"]
    signed_by: str = ""
    signed_on: str = ""
    stale_by: Annotated[str, Described("Who has signed only what it was, each with the day.")] = ""
    waits_for: Annotated[tuple[str, ...], Described("Who is to sign and has not signed what it is.")] = ()


class SignedKind(Record):
    """How many items of one kind are signed as they are, only as they were, and not at all."""

    kind: Annotated[str, Described("Where they stand: `rules`, or the file without its ending.")]
    signed: int
    changed: int
    unsigned: int


class RemarkShown(Record):
    """What one person says about one item."""

    item: Annotated[str, Described("The item, as in `rules/ABC-010`.")]
    by: str
    on: str
    says: Literal["agree", "disagree", "question"]
    text: str
    open: Annotated[bool, Described("Whether it is that person's last word on the item, and not that she agrees.")]


class Timing(Record):
    """How long one part of the audit took."""

    part: str
    seconds: float


class Audit(Record):
    """The outcome of a whole audit."""

    verdict: Annotated[str, Described("What came out, in a sentence or two.")]
    clean: Annotated[bool, Described("Whether nothing is open: no finding, and every claim proved.")]
    rules_digest: Annotated[str, Described("SHA-256 of the rule base audited.")]
    overlays: Annotated[tuple[str, ...], Described("The coach's files laid over it.")] = ()
    claims: tuple[ClaimResult, ...]
    findings: Annotated[tuple[Finding, ...], Described("What is open.")]
    accepted: Annotated[tuple[Finding, ...], Described("What the knowledge accepts, with its reason.")]
    rules: tuple[RuleCard, ...]
    signers: Annotated[tuple[str, ...], Described("Who is to sign; nobody named leaves it open.")] = ()
    signed: Annotated[tuple[SignedKind, ...], Described("How everything that can be signed stands, by kind.")] = ()
    remarks: Annotated[tuple[RemarkShown, ...], Described("What was remarked, in order.")] = ()
    replayed: Annotated[int, Described("Cases found by the solver and replayed through the engine.")]
    timings: tuple[Timing, ...]
    format: Literal["springstep-audit/1"] = "springstep-audit/1"
