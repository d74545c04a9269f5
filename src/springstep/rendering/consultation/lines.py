"""What was entered in a form, as the line that a person would have typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Entered = Mapping[str, Sequence[str]]
"""The fields of a form by name, each with every value that was given."""
COMMANDS = ("back", "unknown", "review", "help", "why", "so far", "more", "plan")
"""What a button may say by itself."""
WHAT_IF = "what if"
LOOKS = ("why", "review", "so far")
"""What leaves a question as it stands, with what is filled in and not yet sent."""
WHY = "why"
ASKING_OF = ("change", WHY, "why not", "what would change", WHAT_IF)
"""What may be asked of something that is named beside it."""
SUPPOSE, AGAIN = "suppose", "suppose another"
"""What a button asks for before an answer is supposed: what it may be, or which one it is to be."""
RUN, CARD = "run", "card"
"""What of a plan with a set may be taken along: its clock, or a card for the pocket."""
OTHERS = (RUN, CARD, SUPPOSE, AGAIN)
"""What a button may ask for besides what may be said."""
MOST_ITEMS = 8
AMOUNT = "{}"
"""Stands for an amount in the words that it is told by."""

_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?", re.ASCII)


def line_of(entered: Entered) -> str:
    """Return the line that a form stands for: a command, or an answer.

    An answer in own words goes before what was ticked, where both were given: a check-in takes both.
    """
    do, of = asks_for(entered)
    if do in ASKING_OF and of:
        return f"{do} {of} is {line_of(as_answer(entered))}" if do == WHAT_IF else f"{do} {of}"
    if do in COMMANDS:
        return do
    words = _with_unit(_one(entered, "words"), _one(entered, "unit"))
    ticked = [each for each in entered.get("ticked", ()) if each]
    told = [*([words] if words else []), *ticked, *_parts(entered), *_items(entered)]
    return ", ".join(told)


def asks_for(entered: Entered) -> tuple[str, str]:
    """Return what a button says, and what it is about; each is empty where there is none."""
    return _one(entered, "do"), _one(entered, "of")


def as_answer(entered: Entered) -> Entered:
    """Return what was entered without the button by which it was sent."""
    return {name: values for name, values in entered.items() if name not in ("do", "of")}


def is_answer(entered: Entered) -> bool:
    """Tell whether a form was sent as an answer, and not by a button of another kind."""
    return _one(entered, "do") not in (*COMMANDS, *ASKING_OF, *OTHERS)


def told_besides(entered: Entered, nothing: str) -> bool:
    """Tell whether anything is named besides that there is nothing to name."""
    return bool(line_of({**entered, "ticked": [each for each in entered.get("ticked", ()) if each != nothing]}))


def amount_in(entered: Entered, number: int) -> str:
    """Return what was filled in for an amount."""
    return _one(entered, f"amount_{number}")


def _with_unit(words: str, unit: str) -> str:
    """Return an answer with the unit that stands beside its field, where it is a number alone."""
    return f"{words} {unit}" if unit and _NUMBER.fullmatch(words) else words


def _parts(entered: Entered) -> list[str]:
    """Return the answers to the parts of a check-in; an amount stands in the words that were sent along for it."""
    found = [each for each in entered.get("part", ()) if each]
    for number in range(MOST_ITEMS):
        amount, words = _one(entered, f"amount_{number}"), _one(entered, f"words_{number}")
        if amount:
            found.append(words.replace(AMOUNT, amount) if AMOUNT in words and amount.isdigit() else amount)
    return found


def _items(entered: Entered) -> list[str]:
    """Return the items of a list of which each has fields of its own; one that is not whole is told as it is."""
    rows = [entered.get(f"item_{number}", ()) for number in range(MOST_ITEMS)]
    return [" ".join(words) for row in rows if (words := [word.replace("_", " ") for word in row if word])]


def _one(entered: Entered, name: str) -> str:
    return next((each.strip() for each in entered.get(name, ()) if each.strip()), "")
