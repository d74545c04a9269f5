"""JSON Schemas (2020-12) of the cases that a rule base knows, and of the values that come back.

They are made from the vocabulary and the records themselves, so that no library's version changes a word of them.

- ``dialect``: which JSON Schema it is, how each is named, and what says that a fact is unknown
- ``cases``: what a case may hold at each moment
- ``facts``: what the value of one fact may be
- ``contradictions``: what cannot be together; ``conditions``: a condition as a schema
- ``quantity_patterns``: amounts and clocks as regular expressions
- ``records``: the values that come back; ``names``: those of a rule base that their fields may hold
"""
