"""The rule graph as text and as a picture.

- ``svg``: the picture
- ``boxes``, ``layout``: what is written in each box, and where boxes and arrows go
- ``poster``, ``overview``: several drawings in one picture, with topics in place of rules on top
- ``dot``, ``mermaid``: the graph for other programs
- ``styles``: colours and lines of all of them

Graphviz decides where boxes and arrows go; they are drawn here. Its own SVG of a topic looks as good on the machine
that made it, but it measures text with that machine's fonts: the bytes differ on another machine, text runs out of its
box in a wider font, and reading the fonts may warn on standard error. A single drawing of all rules would hide them
behind their arrows.
"""
