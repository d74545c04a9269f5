"""Proofs over all cases: the rules as formulas for the z3 solver (``pip install 'springstep[audit]'``).

- ``symbols``: formulas that fold constants, and the two kinds of symbol
- ``conditions``: conditions as formulas
- ``case_symbols``: the facts of a case as symbols, with the constraints that make it a case
- ``encoding``: the rules over these: which fire, and what each decision comes to
- ``symbolic_plan``: the choices and what follows from them
- ``solver``: z3 itself, with the time it takes
- ``soft_constraints``: what a case should look like where the question leaves it free
- ``nearness``: the case nearest to the standard case
- ``model_values``: the values of many terms in a model
- ``case_reader``: a case as people would write it, read from a model
- ``prover``: ask whether any case makes a formula true
- ``replay``: run the same case through the inference engine and compare
- ``all_cases``: all cases under one rule base, to be asked about
- ``caution``: when one plan is less cautious than another
- ``pairs``: two cases that differ in one answer
- ``generalisation``: from one case to all cases for which the same holds
"""
