"""What an audit finds, as data: findings, claims, a card for each rule, and the verdict. Pages are rendered from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from springstep.engine.record import Record

FindingKind: TypeAlias = Literal[
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
    "claim",
    "undecided",
    "encoding",
    "overlay",
    "signature",
    "acceptance",
]

KINDS: dict[FindingKind, str] = {
    "unreachable": "unreachable rule: no runner whatever can make it fire",
    "dominated": "dominated conclusion: whenever the rule fires, another is more cautious, so this never carries",
    "redundancy": "redundancy: without the conclusion no decision of any runner would be different",
    "subsumption": "subsumption: another rule fires whenever this one does and concludes at least as much",
    "idle_condition": "idle condition: the rule fires for the same runners without this part of its condition",
    "conflict": "conflict: two conclusions that cannot both be followed can hold for one runner",
    "missing_fact": "missing fact: the rule can fire while a fact that its conclusion needs is unknown",
    "missing_rule": "missing rule: a runner for whom no rule decides what has to be decided",
    "dead_end": "dead end: a runner is cleared for bursts, and no set or no drill is left to do",
    "unused_fact": "unused fact: it is asked and no rule reads it, or a rule reads it and nothing asks for it",
    "unused_value": "unused value: no rule tells these answers apart",
    "claim": "broken claim: a runner for whom something happens that must never happen",
    "undecided": "undecided: the solver gave up, so nothing is known; treat it as a finding",
    "encoding": "encoding: the solver and the inference engine disagree; no proof counts until that is mended",
    "overlay": "overlay: an entry says that it tightens a rule, and lets some runner off",
    "signature": "signature: the rule was changed after it was signed",
    "acceptance": "acceptance: something is accepted in the knowledge that is not found any more",
}
"""Every kind of finding by the field's own term, explained in one line."""


NOT_PROVED = (
    "A proof speaks of one plan, worked out from one set of answers. It follows nobody from session to session; "
    "`springstep audit season` lets you look at that.",
    "What is told is taken to be true; how a diary works out what it remembers is tested, not proved.",
    "The minute-by-minute clock and the wording of advice are tested, not proved.",
    "Numbers are reckoned exactly; the engine rounds to six places, so a run within a millionth of a minute of a limit "
    "may come out on its other side.",
    "Minutes, distance and pace of one run may disagree by a twentieth when all three are told; what a run comes to "
    "when one of the three is then left out is not compared.",
    "Claims about two athletes are proved here and cannot be checked on a single plan.",
    "In the middle of a run only the cue, whether it came back, the efforts done and the present drill count.",
)
"""What the proofs do not say, for whoever reads an audit."""


class Story(Record):
    """One runner for whom something can be seen, in words and as a case that can be run."""

    words: Annotated[tuple[str, ...], Field(description="The runner's story, a sentence each.")]
    case: Annotated[dict[str, Any], Field(description="The whole case; `springstep recommend` takes it as it is.")]
    headline: Annotated[str, Field(description="What the runner is told.")]


class Finding(Record):
    """One thing that a coach should look at."""

    id: Annotated[str, Field(description="Kind and subject, such as `dominated:RDY-050:clearance`; stays the same.")]
    kind: FindingKind
    subject: Annotated[str, Field(description="The rule, decision, fact or claim it is about.")]
    says: Annotated[str, Field(description="What was found, in one sentence.")]
    rules: Annotated[tuple[str, ...], Field(description="Every rule that has part in it.")] = ()
    stories: Annotated[tuple[Story, ...], Field(description="Runners who show it, replayed through the engine.")] = ()
    accepted: Annotated[str, Field(description="Why it stands as it is; empty for an open finding.")] = ""


class ClaimResult(Record):
    """One safety claim and how its proof came out."""

    id: str
    name: str
    says: Annotated[str, Field(description="What must hold, in a coach's words.")]
    formal: Annotated[str, Field(description="The same as a condition.")]
    moments: tuple[str, ...]
    basis: Literal["guide", "inference", "convention"]
    guide: tuple[str, ...]
    status: Annotated[
        Literal["proved", "broken", "undecided"],
        Field(description="proved: for every runner; broken: the stories show how; undecided: the solver gave up."),
    ]
    stories: Annotated[tuple[Story, ...], Field(description="The counterexample; two runners where two compare.")] = ()
    relaxed: Annotated[str, Field(description="Who relaxed it in an overlay, when and why.")] = ""
    seconds: float


class ConclusionCard(Record):
    """One conclusion of a rule and what it does."""

    words: str
    carries: Annotated[bool, Field(description="Whether it can be the one that decides, or simply adds up.")]
    matters: Annotated[bool, Field(description="Whether some runner's advice would differ without it.")]
    story: Annotated[Story | None, Field(description="A runner whose advice would differ without it.")]


class RuleCard(Record):
    """What the audit knows of one rule."""

    rule: str
    fires: Annotated[Story | None, Field(description="A runner for whom it fires; none when it never can.")]
    conclusions: tuple[ConclusionCard, ...]
    dominates: Annotated[tuple[str, ...], Field(description="Rules that it can be more cautious than.")]
    dominated_by: Annotated[tuple[str, ...], Field(description="Rules that can be more cautious than it.")]
    signature: Literal["signed", "changed", "unsigned"]
    signed_by: str = ""
    signed_on: str = ""


class Timing(Record):
    """How long one part of the audit took."""

    part: str
    seconds: float


class Audit(Record):
    """The outcome of a whole audit."""

    verdict: Annotated[str, Field(description="What came out, in a sentence or two.")]
    clean: Annotated[bool, Field(description="Whether nothing is open: no finding, and every claim proved.")]
    rules_digest: Annotated[str, Field(description="SHA-256 of the rule base audited.")]
    overlays: Annotated[tuple[str, ...], Field(description="The coach's files laid over it.")] = ()
    claims: tuple[ClaimResult, ...]
    findings: Annotated[tuple[Finding, ...], Field(description="What is open.")]
    accepted: Annotated[tuple[Finding, ...], Field(description="What stands for a reason that the knowledge gives.")]
    rules: tuple[RuleCard, ...]
    replayed: Annotated[int, Field(description="Runners of the solver's that the engine was asked about, too.")]
    timings: tuple[Timing, ...]
    format: Literal["springstep-audit/1"] = "springstep-audit/1"
