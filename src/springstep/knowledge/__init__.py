"""What the guide says, as data: facts, rules by topic, drills, the dose ladder, decisions, tensions, the ledger.

``facts.py`` is the vocabulary; everything else is YAML that a coach can read and edit. Nothing here reasons.
"""
