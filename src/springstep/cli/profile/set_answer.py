"""``springstep profile set``: one answer of the profile."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.which_diary import diary_option, today_option
from springstep.cli.profile.kept_profile import KeptProfile
from springstep.cli.profile.profile_page import race_words
from springstep.cli.profile.read_told import RACE, RACE_LABEL, read_race, read_told
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.consultation.questions import answer_words, named
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.inference.plain_answers import means_unknown
from springstep.engine.language.answers import AnswerError
from springstep.engine.rulebase.base import RuleBase


def fact_named(words: str, base: RuleBase) -> str:
    """Return the fact that a name, a label or the beginning of one means, or the race; raises ``AnswerError``."""
    names = {fact: (base.facts[fact].label, fact.rpartition("_since_")[2]) for fact in base.vocabulary.kept}
    return named(words, {**names, RACE: (RACE_LABEL,)}, "answer of the profile")


@click.command("set", epilog="Example: springstep profile set injuries left knee resolved")
@click.argument("fact", metavar="FACT")
@click.argument("answer", metavar="ANSWER", nargs=-1, required=True)
@today_option
@diary_option
def set_answer(fact: str, answer: tuple[str, ...], today: str | None, place: pathlib.Path | None) -> None:
    """Set one answer, in the words that a consultation takes; `race` takes the day of your next race."""
    kept, text = KeptProfile(place, today), " ".join(answer)
    name = fact_named(fact, kept.base)
    if name == RACE:
        race = read_race(text, kept.today)
        kept.keep_race(race)
        echo(f"{RACE_LABEL}: {race_words(race, kept.today) if race is not None else 'none'}")
        return
    if means_unknown(text):
        raise AnswerError("what is not known is not kept", f"springstep profile forget {name}", code="not_allowed")
    value = read_told(name, text, kept.today, kept.base)
    before = {each.fact: each.value for each in kept.shown().answers}
    whole = kept.base.vocabulary.kept[name].of
    if not kept.matters(name, before):
        label = kept.base.facts[whole].label
        raise SpringstepError(
            [
                Fault(
                    "out_of_place",
                    f"{name}: nothing in your {label} asks for it",
                    allowed=f"springstep profile set {whole} ANSWER",
                )
            ]
        )
    kept.keep({name: value})
    after = {each.fact: each.value for each in kept.shown().answers}
    label = kept.base.facts[name].label
    was = (
        f" (was {answer_words(name, before[name], kept.base)})" if before.get(name, after[name]) != after[name] else ""
    )
    echo(f"{label}: {answer_words(name, after[name], kept.base)}{was}")
    if before.get(name) and after[name] == []:
        words = answer_words(name, before[name], kept.base)
        said = f"No longer counts: {words}. If it is still there: springstep profile set {name} {words}"
        echo(wrapped(said))
    for other in before.keys() - after.keys():
        echo(f"{kept.base.facts[other].label}: forgotten, as it was said of the answer before")
