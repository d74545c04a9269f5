"""The checks of an audit, each asking about every case.

- ``rules``: what each single rule does
- ``effects``: when a conclusion carries a decision, and when it matters
- ``rule_base``: the rule base as a whole
- ``sums``: which way rules read sums
- ``claim_proofs``: the safety claims, and what advice promises
- ``sources``: the sentences that rules rest on, and whether each does anything
- ``faults``: what could not be read
- ``approvals``: what is no longer as it was approved, and the rules' own examples
- ``numbers_in_words``: numbers that a rule gives in words and does not hold
"""
