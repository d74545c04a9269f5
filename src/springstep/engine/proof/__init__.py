"""Proofs over all cases: the rules as formulas for the z3 solver (``pip install 'springstep[audit]'``)."""
