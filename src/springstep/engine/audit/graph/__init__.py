"""The rule graph as data: facts, the rules that read them, and what those conclude.

- ``model``: nodes, edges and the graph
- ``build``: the graph of a rule base or a part of it
- ``contests``: the rules that are stricter or milder than a rule on the same decision
"""
