"""Draw the rooms of springstep and which builds on which, from the imports: ``python docs/developer/draw_rooms.py``.

An arrow that others already say (A to C beside A to B to C) is left out, so that the picture can be read.
"""

from __future__ import annotations

from pathlib import Path

import grimp
from pygraphviz import AGraph

PACKAGE = "springstep"
PICTURE = Path(__file__).with_name("rooms.svg")
FLOOR = "engine"
"""The room that is drawn with the rooms inside it."""


def rooms() -> dict[str, set[str]]:
    """Return the rooms by name, each with those that it builds on; a module that is no package lies in its own room."""
    graph = grimp.build_graph(PACKAGE)
    built_on: dict[str, set[str]] = {room: set() for module in graph.modules if (room := _room_of(module))}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            one, two = _room_of(module), _room_of(other)
            if one and two and one != two:
                built_on[one].add(two)
    return built_on


def _room_of(module: str) -> str:
    """Return the room of a module; nothing for the package's face and what is generated."""
    _, *parts = module.split(".")
    if not parts or parts[0] in ("built", "__main__"):
        return ""
    if parts[0] == FLOOR:
        return "/".join(parts[:2]) if len(parts) > 1 else ""
    return parts[0]


def arrows(built_on: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Return the arrows to draw, without those that follow from others."""
    below: dict[str, set[str]] = {}

    def reached(room: str) -> set[str]:
        if room not in below:
            below[room] = built_on[room].union(*(reached(other) for other in built_on[room]))
        return below[room]

    return sorted(
        (room, other)
        for room, others in built_on.items()
        for other in others
        if not any(other in reached(between) for between in others - {other})
    )


def drawn() -> str:
    """Return the picture as SVG."""
    built_on = rooms()
    graph = AGraph(directed=True, rankdir="TB", ranksep=0.35, nodesep=0.25, fontname="sans-serif", bgcolor="white")
    graph.node_attr.update(shape="box", style="rounded,filled", fillcolor="#eef3f8", color="#4a6785", fontsize=11)
    graph.node_attr.update(fontname="sans-serif", height=0.3)
    graph.edge_attr.update(color="#7a8ba0", arrowsize=0.6)
    inside = [room for room in sorted(built_on) if room.startswith(f"{FLOOR}/")]
    graph.add_nodes_from(sorted(built_on))
    graph.add_subgraph(inside, name=f"cluster_{FLOOR}", label=FLOOR, style="rounded,dashed", color="#4a6785")
    for room in inside:
        graph.get_node(room).attr["label"] = room.removeprefix(f"{FLOOR}/")
    graph.add_edges_from(arrows(built_on))
    return graph.draw(format="svg", prog="dot").decode("utf-8")


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
