"""How to reason: the engine reads the knowledge, runs the rules over a case, and explains what came out.

- ``text``: strict YAML and JSON, with the place of every fault
- ``language``: conditions, conclusions and facts, and their back ends
- ``rulebase``: knowledge files read, checked and joined
- ``inference``: a case's facts, experta, and conclusions joined by caution
- ``advice``: the plan, the decisions with their reasons, the trace: what ``recommend`` returns
- ``explain``: why, why not, what would change it
- ``consultation``: the dialogue that asks only what matters, as a state machine
- ``audit``: RULES.md, and a reader's copy of the article against the ledger
- ``schema``: the published JSON Schemas
- ``errors``, ``frozen``, ``record``: what all of them share

Each builds on those above it; only a recommendation's own ``why``, ``why_not`` and ``what_would_change`` reach down
into ``explain``, when they are called. The engine returns frozen values; it never prints, prompts or exits.
"""
