"""How to reason: the engine reads the knowledge, runs the rules over a case, and explains what came out.

- ``text``: strict YAML and JSON, with the place of every fault
- ``language``: conditions, conclusions, facts, tables and choices, and their back ends
- ``rulebase``: knowledge files read, checked and joined
- ``inference``: a case's facts and what follows from them, experta, and conclusions joined by caution
- ``advice``: what is chosen, the verdict, the decisions with their reasons, the trace
- ``explain``: why, why not, what would change it
- ``consultation``: the dialogue that asks only what matters, as a state machine
- ``proof``: the rules as formulas, for a solver
- ``audit``: claims proved, findings, the rule graph, and a reader's copy of the article against the ledger
- ``schema``: JSON Schemas of all that, and of a case
- ``errors``, ``frozen``, ``record``: what all of them share

Each builds on those above it. The engine returns frozen values; it never prints, prompts or exits.

It knows no subject: what a case may tell, what is decided and chosen, and every word on it stand in the knowledge. What
is code of a subject's own has a room beside the engine, handed in with the knowledge.
"""
