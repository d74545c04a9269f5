"""The rule graph as text and as a picture.

``svg`` writes the picture: ``boxes`` and their ``layout``, several on one ``poster`` with an ``overview``; ``dot`` and
``mermaid`` write it for other programs. ``styles`` holds the colours and lines of all of them.

Graphviz settles where boxes and arrows go; they are drawn here. Its own SVG of a topic reads as well on the machine
that made it, but it measures text with that machine's fonts: the bytes differ on the next machine, text runs out of its
box in a wider font, and reading the fonts may warn on standard error. Boxes without text would avoid this, at 40 lines
less and files a quarter larger. Drawn as one picture, the rules vanish behind their arrows.
"""
