"""A plan as a card for other programs, in the shape that CDS Hooks (version 2.0) gives cards.

What programs read stands in ``extension``, apart from the texts: codes, amounts with units, rules and sentences, and
each text by the id that the catalogue of messages has for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID, uuid5

from springstep.engine.advice.amounts import Amount
from springstep.engine.advice.headline import filling
from springstep.engine.advice.messages import (
    LEFT_OPEN,
    Message,
    filled_in,
    in_words,
)
from springstep.engine.language.basis import Basis
from springstep.engine.record import Described, OneOf, Record
from springstep.session.catalogues import ANSWER, checked_texts, texts_of_cards
from springstep.session.short_page import deciding

if TYPE_CHECKING:
    from springstep.engine.advice.recommendation import RecommendationRecord
    from springstep.engine.language.choices import Verdict
    from springstep.engine.rulebase.base import RuleBase
    from springstep.session.sets import Session

MOST_CHARACTERS = 140
"""How long the summary of a card may be."""
_MOST_REASONS = 3
_MOST_NAMED = 4
_MARKS = re.compile(r"[\\`*_\[\]<>#|]")
"""What Markdown would take for more than a sign."""


class CardTopic(Record):
    """What a card is about, as a coding."""

    system: Literal["urn:springstep:verdict"] = "urn:springstep:verdict"
    code: Annotated[str, OneOf("verdict code")]
    display: str


class CardSource(Record):
    """What a card rests on: the guide."""

    label: str
    url: str | None
    topic: CardTopic


class CardSuggestion(Record):
    """A way to go on."""

    label: str
    uuid: str
    isRecommended: bool  # noqa: N815  # the name that CDS Hooks has


class CardSet(Record):
    """Today's efforts: amounts with their units."""

    kind: Literal["bursts", "strides"]
    drill: Annotated[str, OneOf("row of drills")]
    contact: Annotated[str, OneOf("step of contact")]
    amounts: Annotated[
        tuple[Amount, ...], Described("`efforts`, `effort_s`, `rest_s` after each, `total_s` of all efforts.")
    ]


class CardReason(Record):
    """One of the rules that decided, with the sentences that it cites."""

    rule: str
    guide: tuple[str, ...]
    basis: Basis
    assumed: Annotated[tuple[str, ...], Described("Facts below it that were not given but assumed.")]
    message: Message


class CardWay(Record):
    """A suggestion of the card, for programs: the suggestion at the same place."""

    code: str
    message: Message


class CardData(Record):
    """What programs read of a card."""

    schema_version: Literal["1.0"] = "1.0"
    plan: Annotated[str, Described("The id of the plan.")]
    on: date | None
    moment: Annotated[str, OneOf("moment")]
    verdict: Annotated[str, OneOf("verdict")]
    verdict_code: Annotated[str, OneOf("verdict code")]
    message: Annotated[Message, Described("The headline.")]
    decision: Annotated[str, OneOf("decision"), Described("The decision that the reasons are of.")]
    set: Annotated[CardSet | None, Described("Null where there are neither bursts nor strides.")]
    reasons: Annotated[tuple[CardReason, ...], Described("Up to three; those that rest on answers come first.")]
    ways: tuple[CardWay, ...]
    rules_digest: Annotated[str, Described("SHA-256 of the rule base that decided.")]
    overlays: Annotated[tuple[str, ...], Described("The coach's files that took part.")]
    relaxed_claims: Annotated[tuple[str, ...], Described("Safety claims that the plan goes beyond by their decision.")]
    disclaimer: str


class CardExtension(Record):
    """What CDS Hooks leaves to each service."""

    springstep: CardData


class DecisionCard(Record):
    """One plan on a card. The names of its fields are those of CDS Hooks."""

    uuid: Annotated[str, Described("That of the plan.")]
    summary: Annotated[str, Described("At most 140 characters.")]
    detail: Annotated[str, Described("GitHub-flavoured Markdown: the reasons, and what this is not.")]
    indicator: Annotated[Literal["info", "warning", "critical"], Described("How urgent it is.")]
    source: CardSource
    suggestions: tuple[CardSuggestion, ...]
    selectionBehavior: Literal["at-most-one"] = "at-most-one"  # noqa: N815  # as above
    extension: CardExtension


def decision_card(
    made: RecommendationRecord, session: Session | None, base: RuleBase, texts: Mapping[str, str] | None = None
) -> DecisionCard:
    """Return the card of a plan, in English or in the words of another catalogue of messages.

    Raises ``QueryError`` where that is not whole.
    """
    said = texts_of_cards(base) if texts is None else checked_texts(texts, base, plans=False)
    verdict = next(each for each in base.verdicts[made.moment] if each.code == made.verdict_code)
    decision = deciding(made, base)
    reasons = tuple(
        CardReason(
            rule=reason.rule,
            guide=reason.guide,
            basis=reason.basis,
            assumed=reason.assumed,
            message=Message(id=f"rule.{reason.rule}.because", params={}),
        )
        for reason in decision.reasons[:_MOST_REASONS]
    )
    ways = tuple(_ways(made, base, verdict))
    summary = summary_of(made.message, said)
    guide = base.domain.about.get("guide", {})
    data = CardData(
        plan=made.id,
        on=made.on,
        moment=made.moment,
        verdict=made.verdict,
        verdict_code=made.verdict_code,
        message=made.message,
        decision=decision.name,
        set=_set(session),
        reasons=reasons,
        ways=ways,
        rules_digest=made.rules_digest,
        overlays=tuple(note.name for note in made.overlays),
        relaxed_claims=tuple(each.claim for each in made.relaxed_claims),
        disclaimer=said["disclaimer"],
    )
    return DecisionCard(
        uuid=made.id,
        summary=summary,
        detail="\n".join([*(_reason_line(each, said) for each in reasons), "", f"_{said['disclaimer']}_"]),
        indicator="warning" if _left_open(made, verdict) else verdict.urgency,
        source=CardSource(
            label=guide.get("title", base.folder.name),
            url=guide.get("address"),
            topic=CardTopic(code=made.verdict_code, display=summary),
        ),
        suggestions=tuple(
            CardSuggestion(
                label=in_words(way.message, said),
                uuid=str(uuid5(UUID(made.id), way.code)),
                isRecommended=place == 0,
            )
            for place, way in enumerate(ways)
        ),
        extension=CardExtension(springstep=data),
    )


def summary_of(message: Message, texts: Mapping[str, str]) -> str:
    """Return a headline in at most 140 characters: of what was left open it names as much as there is room for."""
    names, more = message.params.get("open", ()), message.params.get("more", 0)
    for named in range(len(names), 0, -1):
        fewer = {**message.params, "open": names[:named], "more": more + len(names) - named}
        told = in_words(Message(id=message.id, params=fewer), texts)
        if len(told) <= MOST_CHARACTERS:
            return told
    return shortened(in_words(message, texts))


def shortened(text: str) -> str:
    """Return a text that fits into a summary: whole words, and three dots for what is left out.

    >>> shortened("word " * 40)[-12:]
    'word word...'
    """
    if len(text) <= MOST_CHARACTERS:
        return text
    cut = text[: MOST_CHARACTERS - 3]
    return f"{(cut.rpartition(' ')[0] or cut).rstrip(' ,;:.')}..."


def _left_open(made: RecommendationRecord, verdict: Verdict) -> bool:
    """Tell whether a plan speaks of nothing but answers that were left open."""
    return verdict.open is not None and bool(verdict.open.instead) and made.message.id.endswith(LEFT_OPEN)


def _ways(made: RecommendationRecord, base: RuleBase, verdict: Verdict) -> Iterator[CardWay]:
    if _left_open(made, verdict):
        yield CardWay(code=ANSWER, message=Message(id=f"suggest.{ANSWER}", params={}))
        if verdict.urgency == "critical":  # which nobody knows before it is answered
            return
    values = filling(base, made.decisions)
    for code, text in verdict.suggest.items():
        key = f"suggest.{made.moment}.{verdict.code}.{code}"
        yield CardWay(code=code, message=Message(id=key, params=filled_in(text, values)))


def _set(session: Session | None) -> CardSet | None:
    if session is None:
        return None
    amounts: Mapping[str, tuple[int, str]] = {
        "efforts": (session.efforts, ""),
        "effort_s": (session.effort_s, "s"),
        "rest_s": (session.rest_s, "s"),
        "total_s": (session.total_s, "s"),
    }
    return CardSet(
        kind=session.kind,
        drill=session.drill,
        contact=session.contact,
        amounts=tuple(Amount(name=name, value=value, unit=unit) for name, (value, unit) in amounts.items()),
    )


def _reason_line(reason: CardReason, texts: Mapping[str, Any]) -> str:
    cited = f" [{', '.join(reason.guide)}]" if reason.guide else ""
    names = [texts[f"fact.{name}"] for name in reason.assumed if f"fact.{name}" in texts]
    open_ = texts["assumed"].replace("{names}", ", ".join(names[:_MOST_NAMED])) if names else ""
    told = f"{in_words(reason.message, texts)}{f' ({open_})' if open_ else ''}"
    return f"- {_MARKS.sub(_escaped, told)} ({reason.rule}{cited})"


def _escaped(mark: re.Match[str]) -> str:
    return f"\\{mark[0]}"
