"""What is read as a document or looked at as a picture: the rules, their graph, an audit, and what came over the weeks.

- ``markdown``: RULES.md, the whole rule base as one document
- ``html``: an audit as one page
- ``graph``: the rule graph drawn, and told to Graphviz and Mermaid
- ``pictures``: weeks and months on a time axis, as SVG or PNG
- ``errors``: what cannot be drawn, and which extra it takes

Each returns text or bytes and writes no file. Whatever is rendered is found out elsewhere: here it is only shown.
``markdown``, ``html`` and ``graph`` know no subject, as the engine does not.
"""
