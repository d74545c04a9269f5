"""The checks of an audit, each asking about every case.

- ``rules``: what each single rule does
- ``effects``: when a conclusion carries a decision, and when it matters
- ``rule_base``: the rule base as a whole
- ``claim_proofs``: the safety claims
"""
