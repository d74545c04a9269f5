"""The rule graph as data: facts, the rules that read them, and what those conclude.

``model`` says what a graph is, ``build`` makes it from a rule base, ``contests`` tells which rules a rule meets.
"""
