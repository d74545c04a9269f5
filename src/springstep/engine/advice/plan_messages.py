"""Every text of a recommendation as messages, each by its place in the JSON, for who puts it into other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated

from springstep.engine.advice.choice_texts import choice_texts
from springstep.engine.advice.decisions import chosen_message
from springstep.engine.advice.messages import Message, catalogue, in_words
from springstep.engine.advice.recommend import RecommendationBuilder
from springstep.engine.advice.recommendation import Decision, RecommendationRecord
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import amount_said, amount_words
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class PlacedMessages(Record):
    """A text of a plan by its place, as the messages of which it is made."""

    at: Annotated[str, Described("The place of the text in the plan's JSON, as a JSON pointer (RFC 6901).")]
    messages: Annotated[tuple[Message, ...], Described("One after another, with a space between.")]

    def text(self, texts: Mapping[str, str]) -> str:
        """Return the text in the words of a catalogue."""
        return " ".join(in_words(each, texts) for each in self.messages)


@memoized
def plan_texts(base: RuleBase) -> Mapping[str, str]:
    """Return every text of a recommendation by its id, in English: those of a card, of decisions and of advice."""
    found = dict(catalogue(base))
    for scheme in base.decisions.values():
        found[f"decision.{scheme.name}"] = scheme.title
        found |= _amount_texts(scheme)
    for choice in base.choices.values():
        found[f"decision.{choice.name}"] = choice.title
        found |= choice_texts(choice)
    for rule in base.rules:
        found |= {key: say for (_, say), key in _advice_ids(rule).items()}
    found |= {f"not_considered.{place}": say for place, say in enumerate(base.domain.about.get("not_considered", ()))}
    return found


def _amount_texts(scheme: DecisionScheme) -> Iterator[tuple[str, str]]:
    """Yield how the amounts of a cap, floor or sum are written, and those that have words of their own."""
    if scheme.kind == "scale":
        return
    place = f"{{{scheme.name}}}"
    yield f"{scheme.name}.amount", amount_said(scheme, place)
    if scheme.kind == "cap":
        yield f"{scheme.name}.amount.strict", amount_said(scheme, place, strict=True)
    if scheme.kind == "sum":
        yield f"{scheme.name}.amount.one", amount_words(scheme, 1)
    yield from ((f"{scheme.name}.{amount}", words) for amount, words in scheme.names.items())


def _advice_ids(rule: Rule) -> dict[tuple[str, str], str]:
    """Return the id of each piece of advice of a rule, by its topic and words: several of a topic are numbered."""
    said = [(each.says, each.say) for each in rule.conclusions if each.says]
    number: Counter[str] = Counter()
    found = {}
    for topic, say in said:
        number[topic] += 1
        found[topic, say] = f"rule.{rule.id}.{topic}" + (f".{number[topic]}" if number[topic] > 1 else "")
    return found


def engine_messages(made: RecommendationRecord, again: RecommendationBuilder) -> Iterator[PlacedMessages]:
    """Yield each text that the engine writes, in the order of the JSON; ``again`` made the same from the same case."""
    yield _placed("/headline", made.message)
    chosen = {each.choice.name: each for each in again.plan.chosen.values()}
    for place, decision in enumerate(made.decisions):
        at = f"/decisions/{place}"
        yield _placed(f"{at}/title", _plain(f"decision.{decision.name}"))
        known = chosen.get(decision.name)
        yield _placed(f"{at}/text", chosen_message(known) if known is not None else _decided(decision, again.base))
        for number, reason in enumerate(decision.reasons):
            yield _placed(f"{at}/reasons/{number}/because", _plain(f"rule.{reason.rule}.because"))
    for place, advice in enumerate(made.advice):
        key = _advice_ids(again.base.by_id[advice.rules[0]])[advice.topic, advice.say]
        yield _placed(f"/advice/{place}/say", _plain(key))
    for place, assumed in enumerate(made.assumed):
        yield _placed(f"/assumed/{place}/because", _plain(f"rule.{assumed.rule}.because"))
    if made.about is not None:
        yield _placed("/about/disclaimer", _plain("disclaimer"))
        for place in range(len(made.about.not_considered)):
            yield _placed(f"/about/not_considered/{place}", _plain(f"not_considered.{place}"))


def _decided(decision: Decision, base: RuleBase) -> Message:
    """Return what is said of a decision by the rules alone."""
    scheme, name = base.decisions[decision.name], decision.name
    if scheme.kind == "scale":
        return _plain(f"{name}.{decision.value}")
    if scheme.kind == "sum" and decision.value == 1:
        return _plain(f"{name}.amount.one")
    return Message(id=f"{name}.amount{'.strict' if decision.strict else ''}", params={name: decision.value})


def _placed(at: str, message: Message) -> PlacedMessages:
    return PlacedMessages(at=at, messages=(message,))


def _plain(key: str) -> Message:
    return Message(id=key, params={})
