"""How to reason: the engine reads the knowledge, runs the rules over a case, and explains what came out.

- ``text``: strict YAML and JSON, with the place of every fault
- ``language``: conditions, conclusions, facts, tables and choices, and their back ends
- ``rulebase``: knowledge files read, checked and assembled
- ``compiled``: the rules as generated Python
- ``columns``: the rules over arrays of many cases
- ``inference``: a case's facts and what follows from them, experta, and conflict resolution by caution
- ``advice``: what is chosen, the verdict, the decisions with their reasons, the trace
- ``explain``: why, why not, what would change it
- ``finding``: rules found by what is meant
- ``consultation``: the dialogue that asks only what matters, as a state machine
- ``proof``: the rules as formulas, for a solver
- ``counting``: for how many cases something holds, by decision diagrams
- ``audit``: claims proved, findings, the rule graph, and a reader's copy of the article against the ledger
- ``schema``: JSON Schemas of all that, and of a case
- ``faults_told``: the JSON form of a mistake
- ``characters``: what no text may hold
- ``errors``, ``frozen``, ``frozen_values``, ``record``: faults and frozen values, which all of them share

Each builds on those above it. The engine returns frozen values; it never prints, prompts or exits.

It knows no subject: what a case may state, what is decided and chosen, and every word about it are in the knowledge. A
subject's own code has a room next to the engine and is handed in with the knowledge.
"""
