"""What in a sentence is denied: how far each ``no``, ``not`` or ``instead of`` reaches, and what takes it back."""

from __future__ import annotations

from collections.abc import Sequence

from springstep.prose.tokens import ProseToken, stems_of, wordset


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((stems_of(each) for each in text.split(",")), key=len, reverse=True))


_DENY = _phrases(
    "no,not,never,without,skip,avoid,omit,leave out,leave off,hold off,hold off on,stay away from,steer clear of,"
    "keep away from,refrain from,instead of,rather than,in place of,in lieu of,short of,nothing,none,neither,nor,"
    "forget,neglect,nobody,free of,far from,replace,rule out,not yet,stead of,do away with,cancel,pass on,"
    "sit out,lay off,no longer,forgo,forego,out of the question,cut out,give up,off limits,miss out,"
    "mistake to,bad idea to,unwise to,wrong to,too much to,swap,exchange,trade,substitute,"
    "too soon for,too early for,too short for,zero,hardly any,take the place of,takes the place of,in the place of"
)
_NO_DENIAL = _phrases(
    "not only,not just,not merely,no more than,not more than,no less than,not less than,no fewer than,no longer than,"
    "not longer than,no later than,no sooner than,no higher than,no doubt,no problem,no hurry,no rush,no matter,"
    "not necessarily,why not,no worries,not exceed,not go over,not go above,not go beyond,nothing but,no other than,"
    "none other than,nothing to worry,no need to worry,nothing wrong,nothing holds,nothing stands,"
    "nothing speaks,nothing counts,nothing above,nothing beyond,nothing over,nothing more than,nothing larger"
)
_AFFIRMED = frozenset(
    each[0]
    for each in _phrases(
        "rush,hurry,cram,squeeze,overdo,force,push,cut,shorten,skimp,worry,stretch,strain,sprint,race,fight,"
        "bunch,chase,turn,treat,think,expect,fear,hesitate,hammer,blast,cheat,trim,speed,exceed,let,"
        "mistake,underestimate,feel,compress,string,pile,lump,block,tempt"
    )
)
"""Verbs of which it is the way of doing something that is denied, not that it is done."""
_WEAK_STOPS = wordset("and then but plus while whereas yet though although")
_HARD_STOPS = wordset(", ; : ( ) - because since so if when until unless once as before after")
_PUT = frozenset(["leave", "leaving", "put", "putting", "set", "keep"])
_ASIDE = frozenset(("out", "aside", "off", "away"))
_TILL_LATER = frozenset(("for later", "till last", "until last", "till later", "until later", "to last", "for another"))
_REPLACING = frozenset(each[0] for each in _phrases("replace,swap,exchange,trade,substitute"))
_BACK_AGAIN = frozenset(("but", "just", "only", "instead"))


class Denial:
    """What is denied at each place of a sentence."""

    def __init__(self, tokens: Sequence[ProseToken]) -> None:
        self.at = [False] * len(tokens)
        """Whether a word is within the reach of a denial."""
        self.softly = [False] * len(tokens)
        """Whether only the way of doing it is denied: ``do not rush the warm-up``."""
        self.starts = [-1] * len(tokens)
        """Where the denial begins that reaches a word."""
        self.negators: list[tuple[int, int]] = []
        denied = soft = replaces = False
        begun = -1
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if calm := _length(_NO_DENIAL, tokens, place):
                for each in range(place, place + calm):
                    self.at[each], self.softly[each], self.starts[each] = denied, soft, begun
                place += calm
                continue
            if tokens[place].text in ("no", "not") and any(
                token.text == "than" for token in tokens[place + 1 : place + 5]
            ):
                self.at[place], self.starts[place] = denied, begun
                place += 1
                continue
            if not denied and (out := _put_aside(tokens, place)):
                self.negators.append((place, place + 1))
                for each in range(place, out + 1):
                    self.at[each], self.starts[each] = each > place, place
                place = out + 1
                continue
            if taken := _length(_DENY, tokens, place):
                self.negators.append((place, place + taken))
                plain = token.text in ("not", "never")
                denied, soft, begun = plain or not denied, False, place if plain or not denied else -1
                replaces = token.stem in _REPLACING
                after = place + taken
                while after < len(tokens) and tokens[after].text in (
                    "to",
                    "ever",
                    "really",
                    "even",
                    "yet",
                    "you",
                    "the",
                ):
                    after += 1
                if denied and tokens[place].stem in ("not", "never", "no") and after < len(tokens):
                    soft = tokens[after].stem in _AFFIRMED or _no_duty(tokens, place, after)
                for each in range(place, place + taken):
                    self.starts[each] = begun
                place += taken
                continue
            if replaces and token.text in ("for", "with", "by"):
                denied = soft = replaces = False
            if token.text in _HARD_STOPS or token.text in _WEAK_STOPS:
                if not (token.text in ("as", "before", "after") and denied and place - begun <= 1):
                    denied, soft, begun = False, False, -1
            elif token.text in _BACK_AGAIN and place and tokens[place - 1].text == ",":
                denied, soft, begun = False, False, -1
            self.at[place], self.softly[place], self.starts[place] = denied, soft, begun
            place += 1

    def of(self, start: int, end: int) -> bool:
        """Tell whether what stands from one place to another is denied, and not only the way of doing it."""
        return self.at[start] and not self.softly[start]


def _put_aside(tokens: Sequence[ProseToken], place: int) -> int:
    """Return where ``leave the hops out`` ends; 0 where nothing of the kind begins."""
    if tokens[place].text not in _PUT:
        return 0
    for at in range(place + 1, min(place + 8, len(tokens))):
        if tokens[at].text in _HARD_STOPS:
            return 0
        if tokens[at].text in _ASIDE or " ".join(token.text for token in tokens[at : at + 2]) in _TILL_LATER:
            return at if at > place + 1 else 0
    return 0


def _no_duty(tokens: Sequence[ProseToken], place: int, after: int) -> bool:
    """Tell whether it is only denied that something has to be: ``need not``, ``do not have to``."""
    before = tokens[place - 1].text if place else ""
    follows = [token.text for token in tokens[after : after + 2]]
    return before == "need" or follows[:1] == ["need"] or follows == ["have", "to"]


def _length(phrases: Sequence[tuple[str, ...]], tokens: Sequence[ProseToken], place: int) -> int:
    for phrase in phrases:
        if tuple(token.stem for token in tokens[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0
