"""Decisions that whoever receives them can check: receipts, and a verifier that knows nothing of the engine.

- ``book``: the rules as plain data, named by their digest
- ``canonical``: the one form of JSON that has a digest
- ``least``: as few answers as make the same of a case
- ``receipt``: what was told, what fired and what was decided, in a form that is the same everywhere
- ``signing``: a receipt signed with one's own key
- ``decision_log``: a log of decisions to which is only ever added
- ``checking``: whether the text of a receipt holds
- ``verifier``: derives the decision again from a receipt and a book of rules, without the engine
"""
