"""RULES.md, the whole rule base for a coach to read.

``catalogue`` puts the document together: each rule by ``one_rule``, what a case tells (``cases``), what is chosen
(``choices``), and what the rules rest on and are held to (``accounts``).
"""
