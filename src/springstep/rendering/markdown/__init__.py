"""RULES.md, the whole rule base for a coach to read.

- ``catalogue``: the document put together
- ``cases``: what a case may hold, and what follows from it
- ``one_rule``: one rule
- ``choices``: tables, choices and verdicts
- ``rule_search``: rules found by words
- ``situations``: the index by body part and situation
- ``links``: every mention of a rule, a claim or a sentence as a link
- ``escaped``: words as they stand, whatever they hold
- ``conditions``: what each condition does by itself
- ``accounts``: what the rules rest on and are held to
"""
