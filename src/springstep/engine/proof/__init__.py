"""Proofs over all athletes: the rules as formulas for the z3 solver (``pip install 'springstep[audit]'``)."""
