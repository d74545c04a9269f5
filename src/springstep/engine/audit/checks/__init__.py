"""The checks of an audit, each asking about every case.

- ``rules``: what each single rule does
- ``effects``: when a conclusion carries a decision, and when it matters
- ``rule_base``: the rule base as a whole
- ``sums``: which way rules read sums
- ``claim_proofs``: the safety claims, and what advice promises
- ``sources``: the sentences that rules rest on, and whether each does anything
- ``numbers_in_words``: numbers that a rule gives in words and does not hold; ``numbers_elsewhere`` those of claims,
  tensions and sentences
- ``plain``: the checks that need no solver, together
- ``step_words``, ``rows``, ``figures``, ``dangers``, ``questions``, ``standard``, ``relations``: what words, rows,
  bounds and answers have to agree with, as the knowledge says
- ``gravity``: which answer is the graver, said alike everywhere
- ``assumed``: bold assumptions, and exceptions that ask for less
- ``silence``: what a check-in takes silence for
- ``faults``: what could not be read
- ``approvals``: what is no longer as it was approved, and the rules' own examples
"""
