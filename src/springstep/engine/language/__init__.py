"""The language of rules: conditions, conclusions, facts; how they are read, evaluated and put in words.

- ``basis``: what a rule, a claim or a reason rests on
- ``numbers``: exact numbers, and how they leave the engine
- ``quantities``: numbers given in one of several units
- ``conditions``: the condition tree
- ``constraints``: what no case can be
- ``list_words``: a list in words
- ``kept``: how long answers stand once they were told
- ``check_ins``: questions that may settle several facts at once
- ``vocabulary``: facts, definitions, and all that a case may state
- ``plain_lists``: lists of plain words
- ``tables``: rows with named columns
- ``declarations``: decisions, how a record gives a fact, and the domain
- ``parse``: conditions and terms read from text
- ``conclusions``: what a rule concludes
- ``rules``: a rule, with its conditions parsed
- ``choices``: choices among rows, and verdicts
- ``claims``: safety claims
- ``overlay_records``: a coach's overlay as it was applied
- ``evaluate``: conditions and terms evaluated over known facts, with three truth values
- ``abstract_values``: what an open fact may still be
- ``interval_arithmetic``: what a term over open facts may come to
- ``partial_evaluation``: what a condition over open facts may come to
- ``substitute``: values put in place of names
- ``left_out``: conditions with one part left out
- ``wording``: conditions and conclusions in plain words
- ``spoken``: other words for values, numbers and times as people say them
- ``answers``: what a person types, read as a fact's value
"""
