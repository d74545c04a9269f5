"""Which answers of a fact no formula tells apart: whatever else is answered, all of them come to the same.

In a diagram the bits of a fact are next to each other. Wherever a diagram is entered at the first of them, answers that
lead on to the same place are alike; those that are alike at each such place are never told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from springstep.engine.counting.answers import Codes, Diagram


def alike(codes: Iterable[Codes], formulas: Iterable[Diagram]) -> list[list[list[int]]]:
    """Return for each fact its codes, those that no formula tells apart together, in order."""
    facts = list(codes)
    fact_at = {bit: place for place, each in enumerate(facts) for bit in each.bits}
    group_of = [[0] * each.count for each in facts]
    groups = [1] * len(facts)
    seen: set[Diagram] = set()
    open_ = list(formulas)
    while open_:
        node = open_.pop()
        if node in seen:
            continue
        seen.add(node)
        bit = node.node_var()
        if bit is None:
            continue
        place = fact_at[bit]
        mine = facts[place]
        ways = list(_ways(node, mine, 0, 0))
        if groups[place] < mine.count:
            groups[place] = _split(group_of[place], ways)
        open_ += {way for _, _, way in ways} - seen
    return [_together(each) for each in group_of]


def _ways(node: Diagram, codes: Codes, depth: int, start: int) -> Iterator[tuple[int, int, Diagram]]:
    """Yield from and up to which code a diagram leads on to the same place, and to which."""
    if start >= codes.count:
        return
    bit = node.node_var()
    if bit is None or bit not in codes.bits:
        yield start, min(start + (1 << (len(codes.bits) - depth)), codes.count), node
        return
    size = 1 << (len(codes.bits) - depth - 1)
    if bit > codes.bits[depth]:
        high = low = node
    else:
        both = node.cofactors()
        assert both is not None, "it has a variable"
        high, low = both
    yield from _ways(low, codes, depth + 1, start)
    yield from _ways(high, codes, depth + 1, start + size)


def _split(group_of: list[int], ways: Iterable[tuple[int, int, Diagram]]) -> int:
    """Keep in one group only what leads on to the same place; return how many groups there are."""
    numbers: dict[tuple[int, Diagram], int] = {}
    for start, end, way in ways:
        for code in range(start, end):
            group_of[code] = numbers.setdefault((group_of[code], way), len(numbers))
    return len(numbers)


def _together(group_of: list[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for code, group in enumerate(group_of):
        found.setdefault(group, []).append(code)
    return list(found.values())
