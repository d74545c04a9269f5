"""The rule graph: facts, the rules that read them, and what those conclude; as data, text and a picture.

Of the picture, Graphviz settles where boxes and arrows stand; they are drawn here. Its own SVG of a topic reads as
well on the machine that made it, but there text is measured with that machine's fonts: the bytes differ on the next,
text runs out of its box in a wider font, and reading the fonts may warn on standard error. Boxes without text would
avoid this, at 40 lines less and files a quarter larger. Drawn as one, all rules vanish behind their arrows.
"""
