"""Documents and pictures: the rules, their graph, an audit, and what happened over the weeks.

- ``markdown``: RULES.md, the whole rule base as one document
- ``html``: an audit as one page
- ``group``: a whole group as one page, with a card each
- ``consultation``: the questions of a consultation and the plan, a page each
- ``diary``: the diary as pages
- ``desk``: the rules as pages for a coach
- ``movements``: how a movement is done, as a simple drawing
- ``website``: the same as files for any web server, of which the rules run in the browser
- ``templates``: how pages are filled in; ``mistakes``: how they say what went wrong
- ``graph``: the rule graph drawn, and written for Graphviz and Mermaid
- ``pictures``: weeks and months on a time axis, as SVG or PNG
- ``errors``: what can go wrong

Each returns text or bytes and writes no file. What is rendered is worked out elsewhere; here it is only shown.
``markdown``, ``html`` and ``graph`` know no subject, as the engine does not.
"""
