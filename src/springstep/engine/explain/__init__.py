"""Explanations of a recommendation: read from the trace, or found by running the case again.

- ``explanation``: the records, a tree of statements and the changes found
- ``why``: why a decision came out as it did
- ``why_not``: why a row, value or rule was not recommended
- ``why_not_rule``: why a rule did not fire, or did not carry
- ``unmet_conditions``: which parts of a condition a case does not meet
- ``what_if``: the same case with other answers, compared
- ``counterfactuals``: the smallest changes that would change a decision
- ``reachable_sums``: which sums a few changes could bring below a limit
- ``dependencies``: which facts bear on a rule
- ``nearby_values``: which other values of a fact to try
"""
