"""What was entered in a form, as the line that a person would have typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Entered = Mapping[str, Sequence[str]]
"""The fields of a form by name, each with every value that was given."""
COMMANDS = ("back", "unknown", "review", "help", "why", "so far", "more", "plan")
"""What a button may say by itself."""
ASKING_OF = ("change", "why", "why not", "what would change", "what if")
"""What may be asked of something that is named beside it."""
MOST_ITEMS = 8
AMOUNT = "{}"
"""Stands for an amount in the words that it is told by."""


def line_of(entered: Entered) -> str:
    """Return the line that a form stands for: a command, or an answer.

    An answer in own words goes before what was ticked, where both were given: a check-in takes both.
    """
    do = _one(entered, "do")
    if do in COMMANDS:
        return do
    if do in ASKING_OF:
        of, value = _one(entered, "of"), _one(entered, "value")
        return f"{do} {of} is {value}" if do == "what if" else f"{do} {of}"
    words = _one(entered, "words")
    ticked = [each for each in entered.get("ticked", ()) if each]
    told = [*([words] if words else []), *ticked, *_parts(entered), *_items(entered)]
    return ", ".join(told)


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
