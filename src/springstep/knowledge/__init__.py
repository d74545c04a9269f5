"""What the guide says, as data: facts, what follows from them, rules by topic, decisions, tables, choices, the ledger.

Everything here is YAML that a coach can read and edit. Nothing here reasons.
"""
